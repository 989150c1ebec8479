//! The registry of formats: one list, from which the command line, the manual and the tests are made.
//!
//! Each format has a folder beside this file, which holds its reader and its writer and says in a `FORMAT` what it is. A new format is
//! a new folder and a line in [`FORMATS`].

use std::fmt;

use super::collection::CollectionReading;
use super::notes::NotesReading;
use super::recognizer::{clouds, editors, shapes};
use super::shared::json_shape::JsonShape;
use super::transcript::ImportedTranscript;
use super::{
    chat, csv, elan, epub, exmaralda, f4, feed, html, hypothesis, iiif, kindle, lrc, markdown, metadata,
    office, ohms, otranscribe, podcasting, readwise, recogito, scc, spacelog, subrip, subsrt, substation,
    subviewer, tei, text, textgrid, ttml, web_annotations, webvtt, youtube,
};
use crate::model::{MediaKind, Page, PageKind, Site};

/// A format of transcripts: its names, and the functions that detect, read and write it.
pub struct Format {
    /// The name on the command line.
    pub id: &'static str,
    /// The name that people use.
    pub name: &'static str,
    /// The usual endings of its files, without a dot.
    pub extensions: &'static [&'static str],
    /// The name of its parts, in the plural: `cues`, `segments`.
    pub units: &'static str,
    /// The parts of a file that become part of a page, for the manual.
    pub keeps: &'static str,
    /// Tells how likely a file is of this format; `None` when it is of another.
    pub detect: fn(&Sample) -> Option<Confidence>,
    /// Reads a text of this format.
    pub read: FormatReader,
    /// Writes a page in this format.
    pub write: Option<FormatWriter>,
}

/// A format that pages are exported in.
#[derive(Clone, Copy)]
pub struct FormatWriter {
    /// The name in `[exports]` and after `--as`.
    pub name: &'static str,
    /// The name of the file beside the page.
    pub file: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// The key of its name among the theme's words.
    pub title: &'static str,
    /// The part of a page that it is about.
    pub needs: Needs,
    /// The element of a podcast's feed that leads to it.
    pub podcast_element: Option<&'static str>,
    /// The file in a sentence, for the manual.
    pub about: &'static str,
    /// Writes a page.
    pub write: PageWriter,
}

/// The part of a page without which there is nothing to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Words.
    Words,
    /// Times between which the others can be told.
    Times,
    /// A section whose time is known.
    Chapters,
    /// A sound or video file whose length is known.
    Recording,
}

/// The function that writes a page.
#[derive(Clone, Copy)]
pub enum PageWriter {
    /// A text made of the page alone.
    Text(fn(&Site, &Page) -> String),
    /// A file that contains the article as a theme shows it, and is made where articles are: `render::export`.
    Article,
}

impl FormatWriter {
    /// Tells whether `page` has what the format needs.
    pub fn fits(&self, page: &Page) -> bool {
        let has_needed = match self.needs {
            Needs::Words => true,
            Needs::Times => page.has_cues,
            Needs::Chapters => page.has_chapters,
            Needs::Recording => page.document.front.media.as_ref().is_some_and(|media| {
                matches!(media.kind, MediaKind::Audio | MediaKind::Video) && media.duration.is_some()
            }),
        };
        page.kind == PageKind::Transcript && has_needed
    }
}

impl PartialEq for FormatWriter {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for FormatWriter {}

impl fmt::Debug for FormatWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FormatWriter({})", self.name)
    }
}

/// The function that reads a format, by what the format holds. An error is the reason why a text is not of the format.
#[derive(Clone, Copy)]
pub enum FormatReader {
    /// A transcript.
    Transcript(fn(&str) -> Result<ImportedTranscript, String>),
    /// A page of Markdown, which is normalized rather than made anew: it may hold lists, tables and pictures.
    Page(fn(&str) -> Result<markdown::NormalizedPage, String>),
    /// Notes on pages.
    Notes(fn(&str) -> Result<NotesReading, String>),
    /// A list of many texts, whose words are in other files.
    Collection(fn(&str) -> Result<CollectionReading, String>),
    /// Additions to a transcript that is in another file: chapters, people.
    Companion,
    /// Nothing: the format is only written.
    Nothing,
}

/// The evidence for a format. The strongest wins; among equals, the first of [`FORMATS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// The text looks like it and could be something else.
    Possible,
    /// The text has lines that hardly anything else has.
    Likely,
    /// The text has the signature or the keys of the format.
    Certain,
}

/// A file to be detected.
pub struct Sample<'a> {
    /// Its name, without its folder.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The text without white space before it.
    pub start: &'a str,
    /// Its keys, if it is JSON.
    pub json: Option<&'a JsonShape>,
}

impl Sample<'_> {
    /// Tells whether the file's name has this ending.
    pub fn has_extension(&self, extension: &str) -> bool {
        let found = self.name.rsplit_once('.').map(|(_, found)| found);
        found.is_some_and(|found| found.eq_ignore_ascii_case(extension))
    }

    /// Tells whether the file's name is that of Markdown, which may speak of other formats.
    pub fn is_named_markdown(&self) -> bool {
        self.has_extension("md") || self.has_extension("markdown")
    }

    /// [`Confidence::Certain`] when the file is JSON with keys that `fits` accepts.
    pub fn json_that(&self, fits: impl FnOnce(&JsonShape) -> bool) -> Option<Confidence> {
        self.json.filter(|shape| fits(shape)).map(|_| Confidence::Certain)
    }

    /// [`Confidence::Certain`] when the file is markup and `fits` accepts its text.
    pub fn markup_that(&self, fits: impl FnOnce(&str) -> bool) -> Option<Confidence> {
        (self.json.is_none() && self.start.starts_with('<') && fits(self.start))
            .then_some(Confidence::Certain)
    }
}

/// Every format, in the order of the manual. Where several formats fit a text equally, the first is meant, so that
/// special ones stand before general ones.
pub static FORMATS: &[&Format] = &[
    &webvtt::FORMAT,
    &subrip::FORMAT,
    &subviewer::FORMAT,
    &ttml::FORMAT,
    &substation::FORMAT,
    &lrc::FORMAT,
    &scc::FORMAT,
    &youtube::JSON,
    &youtube::XML,
    &shapes::WHISPER,
    &podcasting::FORMAT,
    &podcasting::CHAPTERS,
    &shapes::DEEPGRAM,
    &shapes::ASSEMBLYAI,
    &clouds::AMAZON,
    &clouds::IBM_WATSON,
    &clouds::GOOGLE_SPEECH,
    &clouds::AZURE,
    &shapes::SPEECHMATICS,
    &shapes::KALDI,
    &shapes::REV_AI,
    &shapes::ELEVENLABS,
    &shapes::SONIOX,
    &shapes::GLADIA_API,
    &shapes::NEMO,
    &editors::PREMIERE,
    &editors::TRINT,
    &editors::SONIX,
    &editors::HAPPY_SCRIBE,
    &editors::FIREFLIES,
    &editors::AMBERSCRIPT,
    &editors::AUTOEDIT,
    &html::FORMAT,
    &subsrt::FORMAT,
    &ohms::FORMAT,
    &feed::FORMAT,
    &tei::FORMAT,
    &elan::FORMAT,
    &chat::FORMAT,
    &textgrid::FORMAT,
    &exmaralda::FORMAT,
    &otranscribe::FORMAT,
    &f4::FORMAT,
    &f4::RICH_TEXT,
    &office::WORD,
    &office::OPEN_DOCUMENT_TEXT,
    &spacelog::FORMAT,
    &spacelog::META,
    &epub::FORMAT,
    &iiif::FORMAT,
    &hypothesis::FORMAT,
    &web_annotations::FORMAT,
    &recogito::FORMAT,
    &readwise::FORMAT,
    &kindle::FORMAT,
    &editors::LIST,
    &csv::FORMAT,
    &metadata::FORMAT,
    &markdown::FORMAT,
    &text::FORMAT,
];

/// The writer with the name `name` in `[exports]`.
pub fn writer_by_name(name: &str) -> Option<FormatWriter> {
    FORMATS.iter().copied().filter_map(|format| format.write).find(|writer| writer.name == name)
}

/// The formats that can be read, in the order of the manual.
pub fn readable_formats() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().copied().filter(|format| !matches!(format.read, FormatReader::Nothing))
}

/// The format with the name `id` on the command line.
pub fn format_by_id(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.id == id)
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Format({})", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::EXPORT_NAMES;

    #[test]
    fn names_are_given_once() {
        let mut ids: Vec<&str> = FORMATS.iter().map(|format| format.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), FORMATS.len());
        assert!(FORMATS.iter().all(|format| format_by_id(format.id) == Some(format)));
        assert_eq!(format_by_id("no-such-format"), None);
    }

    #[test]
    fn names_in_settings_are_those_of_writers() {
        let mut writers: Vec<&str> = FORMATS.iter().filter_map(|format| Some(format.write?.name)).collect();
        let mut names = EXPORT_NAMES.to_vec();
        writers.sort_unstable();
        names.sort_unstable();
        assert_eq!(writers, names);
        assert!(names.iter().all(|name| writer_by_name(name).is_some_and(|writer| writer.name == *name)));
    }
}
