//! The formats that can be read: how each is called and counted.

use super::json::{assemblyai, captions, deepgram, podcasting, whisper};
use super::script::Script;
use super::{html, ohms, sbv, spacelog, subrip, table, tei, text, vtt};

/// Declares [`Format`] once: variant, id, name, and what its units are.
macro_rules! formats {
    ($($(#[doc = $doc:literal])+ $variant:ident = $id:literal, $name:literal, $unit:literal, $read:expr;)+) => {
        /// A format that can be read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format { $($(#[doc = $doc])+ $variant,)+ }

        impl Format {
            /// Every format there is.
            pub const ALL: &'static [Format] = &[$(Format::$variant),+];

            /// What it is called on the command line.
            pub fn id(self) -> &'static str {
                match self { $(Format::$variant => $id),+ }
            }

            /// What people call it.
            pub fn name(self) -> &'static str {
                match self { $(Format::$variant => $name),+ }
            }

            /// What its parts are: `cues`, `segments`.
            pub fn units(self) -> &'static str {
                match self { $(Format::$variant => $unit),+ }
            }

            /// Reads a text of this format; the reason when it is none after all.
            pub fn read(self, text: &str) -> Result<Script, String> {
                match self { $(Format::$variant => $read(text)),+ }
            }
        }
    };
}

formats! {
    /// WebVTT.
    WebVtt = "vtt", "WebVTT", "cues", |text| Ok(vtt::read(text));
    /// SubRip.
    SubRip = "srt", "SubRip", "cues", |text| Ok(subrip::read(text));
    /// YouTube's SubViewer.
    Sbv = "sbv", "SubViewer (YouTube)", "cues", |text| Ok(sbv::read(text));
    /// Whisper and what was built on it.
    Whisper = "whisper", "Whisper's JSON", "segments", |text| checked(whisper::read(text));
    /// Podcasting 2.0.
    Podcasting = "podcasting", "Podcasting 2.0 JSON", "segments", |text| checked(podcasting::read(text));
    /// Deepgram.
    Deepgram = "deepgram", "Deepgram's JSON", "words", |text| checked(deepgram::read(text));
    /// AssemblyAI.
    AssemblyAi = "assemblyai", "AssemblyAI's JSON", "utterances", |text| checked(assemblyai::read(text));
    /// Captions as a list.
    Captions = "captions", "captions as JSON", "captions", |text| checked(captions::read(text));
    /// Radio traffic with stamps.
    Spacelog = "spacelog", "Spacelog", "stamps", |text| Ok(spacelog::read(text));
    /// A table of what was said.
    Table = "table", "a table", "rows", table::read;
    /// Podcasting 2.0 HTML.
    Html = "html", "Podcasting 2.0 HTML", "paragraphs", |text| Ok(html::read(text));
    /// A record of OHMS.
    Ohms = "ohms", "an OHMS record", "passages", ohms::read;
    /// The Text Encoding Initiative's XML.
    Tei = "tei", "TEI", "utterances", tei::read;
    /// Plain text.
    Text = "text", "plain text", "paragraphs", |text| Ok(text::read(text));
    /// A Spacelog mission's people, acts and glossary.
    SpacelogMeta = "spacelog-meta", "a Spacelog mission's _meta", "acts", |_| Ok(Script::default());
    /// Web Annotations.
    WebAnnotations = "annotations", "Web Annotations", "annotations", |_| Ok(Script::default());
    /// Hypothesis's annotations.
    Hypothesis = "hypothesis", "Hypothesis's annotations", "annotations", |_| Ok(Script::default());
    /// Chapters of a podcast.
    Chapters = "chapters", "Podcasting 2.0 chapters", "chapters", |text| checked(podcasting::read_chapters(text));
}

/// The reason why a text is not what it seemed to be, in words.
fn checked(read: serde_json::Result<Script>) -> Result<Script, String> {
    read.map_err(|error| error.to_string())
}
