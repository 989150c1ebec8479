//! Notes and the words they are about.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Block, TimeRange};
use crate::source::{Located, Span};

/// The number of a note in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NoteId(pub u32);

/// The number of a mark in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MarkId(pub u32);

/// An annotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Its name as written, kind and all: `fact:bet`, `who`.
    pub label: String,
    /// The name within its anchors `note-NAME` and `ref-NAME`, unique on the page: `fact-bet`.
    pub name: String,
    /// The id of its kind; `note` when it has none.
    pub kind: String,
    /// The author, date and tags of the note.
    pub attribution: Attribution,
    /// The text of the note.
    pub blocks: Vec<Block>,
    /// The number of references to it in the text.
    pub references: u32,
    /// Its place among the page's notes, counted from one, in the order of first reference.
    pub number: u32,
    /// The place and form in which it was written.
    pub origin: NoteOrigin,
    /// The targets of a stand-off note, in the order of its file; empty for notes in the text.
    pub targets: Vec<NoteTarget>,
    /// The time in the recording that it names.
    pub time: Option<TimeRange>,
    /// The note that it replies to.
    pub reply_to: Option<NoteId>,
    /// The record of an orphan's words: what is known of them now that they are gone.
    pub lost: Option<Box<LostWords>>,
    /// The place of the definition in the source.
    pub span: Span,
}

/// The words of a note that are no longer on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostWords {
    /// The words, as the note quotes them.
    pub quotation: String,
    /// The day on which they were recorded.
    pub recorded: Option<Date>,
    /// The version of the page that had them.
    pub version: Option<u32>,
}

impl Note {
    /// The note's own anchor, without `#`.
    pub fn anchor(&self) -> String {
        format!("note-{}", self.name)
    }
}

/// A target of a stand-off note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteTarget {
    /// A hash of its quotation; none for a time, a section or a turn.
    pub quotation: Option<u32>,
    /// The first of its words among those of the page, and how many they are; none when they are gone.
    pub words: Option<(u32, u32)>,
}

/// The place and form in which a note was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteOrigin {
    /// A footnote of the transcript: `[^id]: …`.
    Footnote,
    /// In the middle of the words: `^[…]`.
    Inline,
    /// In a file of its own beside the transcript.
    StandOff,
}

/// The author, date and tags of a note.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// The author: an id of `[people]`, or a name as written.
    pub by: Option<Located<String>>,
    /// The day.
    pub date: Option<Date>,
    /// Its tags.
    pub tags: Vec<String>,
    /// A draft is shown only while serving.
    pub draft: bool,
    /// The label of the note that it replies to.
    pub reply_to: Option<Located<String>>,
}

/// Highlighted words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The notes on these words; none for a key quote.
    pub notes: Vec<NoteId>,
    /// The mark's anchor: that of its first note's reference, or `quote-…` for a key quote.
    pub anchor: String,
}

impl Mark {
    /// Returns true if the words are highlighted for their own sake.
    pub fn is_key_quote(&self) -> bool {
        self.notes.is_empty()
    }
}
