//! The formats that can be read: how each is called and counted.

use super::script::Script;
use super::{sbv, subrip, vtt};

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
}
