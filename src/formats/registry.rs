//! The registry of formats: one list, from which the command line, the manual and the tests are made.
//!
//! Each format has a folder beside this file, which holds its reader and says in a `FORMAT` what it is. A new format is
//! a new folder and a line in [`FORMATS`].

use std::fmt;

use super::notes::NotesReading;
use super::shared::json_shape::JsonShape;
use super::transcript::ImportedTranscript;
use super::{
    assemblyai, csv, deepgram, html, hypothesis, markdown, ohms, podcasting, spacelog, subrip, subsrt,
    subviewer, tei, text, web_annotations, webvtt, whisper,
};

/// A format that can be read: its names, and the functions that detect and read it.
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
    /// Additions to a transcript that is in another file: chapters, people.
    Companion,
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
    /// Whether the file's name has this ending.
    pub fn has_extension(&self, extension: &str) -> bool {
        let found = self.name.rsplit_once('.').map(|(_, found)| found);
        found.is_some_and(|found| found.eq_ignore_ascii_case(extension))
    }

    /// Whether the file's name is that of Markdown, which may speak of other formats.
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
pub static FORMATS: [&Format; 19] = [
    &webvtt::FORMAT,
    &subrip::FORMAT,
    &subviewer::FORMAT,
    &whisper::FORMAT,
    &podcasting::FORMAT,
    &podcasting::CHAPTERS,
    &html::FORMAT,
    &deepgram::FORMAT,
    &assemblyai::FORMAT,
    &subsrt::FORMAT,
    &ohms::FORMAT,
    &tei::FORMAT,
    &spacelog::FORMAT,
    &spacelog::META,
    &hypothesis::FORMAT,
    &web_annotations::FORMAT,
    &csv::FORMAT,
    &markdown::FORMAT,
    &text::FORMAT,
];

/// The format with the name `id` on the command line.
pub fn format_by_id(id: &str) -> Option<&'static Format> {
    FORMATS.into_iter().find(|format| format.id == id)
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

    #[test]
    fn names_are_given_once() {
        let mut ids: Vec<&str> = FORMATS.iter().map(|format| format.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), FORMATS.len());
        assert!(FORMATS.iter().all(|format| format_by_id(format.id) == Some(format)));
        assert_eq!(format_by_id("no-such-format"), None);
    }
}
