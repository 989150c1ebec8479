//! Notes that stand in a file of their own, beside the text they are about.

use super::{Attribution, Block};
use crate::source::{SourceId, Span};
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
}

/// A note and what it is about, before the words are found.
#[derive(Clone, Debug, PartialEq)]
pub struct StandOffNote {
    /// The name that its heading gives it, kind and all; most have none.
    pub label: Option<String>,
    /// The id of its kind.
    pub kind: String,
    /// Who wrote it, when, and under which tags.
    pub attribution: Attribution,
    /// What it is about; several passages may share a note.
    pub targets: Vec<Target>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it begins.
    pub span: Span,
}

/// What a stand-off note is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Words of the page.
    Quotation(Quotation),
    /// The turn that is spoken at a time.
    Time(Timecode, Span),
    /// The section or turn with this anchor.
    Anchor(String, Span),
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
#[derive(Clone, Debug, PartialEq)]
pub enum QuotePiece {
    /// Words as they stand in the page.
    Words {
        /// The words.
        text: String,
        /// Whether they stand between `==` and are what the note is about, the rest being context.
        narrowed: bool,
    },
    /// `…`: words of the page that are left out.
    Skip,
}

impl Quotation {
    /// Whether some of its words are marked as the ones that are meant.
    pub fn is_narrowed(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, QuotePiece::Words { narrowed: true, .. }))
    }
}
