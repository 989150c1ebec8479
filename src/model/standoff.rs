//! Notes that stand in a file of their own, beside the text they are about.

use serde::{Deserialize, Serialize};

use super::{Attribution, Block};
use crate::config::Access;
use crate::source::{Located, SourceId, Span};
use crate::text::timecode::Timecode;

/// A file of notes on one page: `altman.notes.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct StandOff {
    /// The file.
    pub source: SourceId,
    /// The path of the page below `content/`: `interviews/altman.md`.
    pub page: String,
    /// The notes, in the order of the file.
    pub notes: Vec<StandOffNote>,
    /// The topics that it gives to passages, in the order of the file.
    pub topics: Vec<TopicRange>,
    /// The passages that it withholds, in the order of the file.
    pub withheld: Vec<AccessRange>,
    /// The words that it withholds, as notes without a comment on them.
    pub withheld_words: Vec<StandOffNote>,
}

impl StandOff {
    /// The bytes at which its notes and passages begin.
    pub fn starts(&self) -> Vec<usize> {
        let notes = self.notes.iter().chain(&self.withheld_words).map(|note| note.span);
        let topics = self.topics.iter().map(|range| range.span);
        let withheld = self.withheld.iter().map(|range| range.span);
        notes.chain(topics).chain(withheld).map(|span| span.start as usize).collect()
    }
}

/// Conditions under which the turns between two places are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRange {
    /// The conditions.
    pub access: Access,
    /// Its first turn.
    pub from: PassageBound,
    /// Its last turn; none where the first is the only one, or a section that is meant as a whole.
    pub to: Option<PassageBound>,
    /// The heading in the file of notes.
    pub span: Span,
}

/// Topics of the turns between two places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicRange {
    /// The topics, as written.
    pub topics: Vec<Located<String>>,
    /// Its first turn.
    pub from: PassageBound,
    /// Its last turn; none where the first is the only one, or a section that is meant as a whole.
    pub to: Option<PassageBound>,
    /// The heading in the file of notes.
    pub span: Span,
}

/// A place at which a passage begins or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassageBound {
    /// The turn or section with this anchor.
    Anchor(String),
    /// The turn in which this time lies.
    Time(Timecode),
}

/// A note and what it is about, before the words are found.
#[derive(Clone, Debug, PartialEq)]
pub struct StandOffNote {
    /// The name that its heading gives it, kind and all; most have none.
    pub label: Option<String>,
    /// The id of its kind.
    pub kind: String,
    /// The author, date and tags of the note.
    pub attribution: Attribution,
    /// The targets of the note; several passages may share a note.
    pub targets: Vec<Target>,
    /// True if its author knows that its words are gone: it is shown without a place.
    pub is_orphan: bool,
    /// The text of the note.
    pub blocks: Vec<Block>,
    /// The conditions under which it is shown, where there are some.
    pub access: Option<Access>,
    /// The place at which it begins in the source.
    pub span: Span,
}

/// A target of a stand-off note.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Words of the page.
    Quotation(Quotation),
    /// The words spoken at a time, or between two times.
    Time(TimeRange, Span),
    /// The section or turn with this anchor.
    Anchor(String, Span),
    /// The page as a whole.
    Page,
}

/// A time in the recording, or a stretch of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeRange {
    /// The time, or the beginning of the stretch.
    pub at: Timecode,
    /// Its end.
    pub to: Option<Timecode>,
}

/// Quoted words.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// The words, in order.
    pub pieces: Vec<QuotePiece>,
    /// The whole quotation in the source.
    pub span: Span,
}

/// A piece of a quotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum QuotePiece {
    /// Words as they stand in the page.
    Words {
        /// The words.
        text: String,
        /// True for words between `==`: they are the target, and the rest is context.
        narrowed: bool,
    },
    /// `…`: words of the page that are left out.
    Skip,
}

impl Quotation {
    /// The quoted words, with `…` where some are left out.
    pub fn text(&self) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            QuotePiece::Words { text, .. } => text.as_str(),
            QuotePiece::Skip => "…",
        });
        pieces.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The words that the note is about, with `…` where some are left out: the narrowed ones, or all.
    pub fn meant_text(&self) -> String {
        let is_narrowed = self.is_narrowed();
        let meant = self.pieces.iter().filter_map(|piece| match piece {
            QuotePiece::Words { text, narrowed } => (*narrowed || !is_narrowed).then_some(text.as_str()),
            QuotePiece::Skip => (!is_narrowed).then_some(" … "),
        });
        meant.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns true if some of its words are marked as the target.
    pub fn is_narrowed(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, QuotePiece::Words { narrowed: true, .. }))
    }
}
