//! The anchors of a page that were published, and enough of their words to know them again.

use crate::source::{SourceId, Span};
use crate::text::timecode::Timecode;

/// What `postil pin` recorded of one page.
#[derive(Clone, Debug, PartialEq)]
pub struct AnchorRecord {
    /// The file of the record.
    pub source: SourceId,
    /// The page's path below `content/`.
    pub page: String,
    /// The address it was published at.
    pub address: String,
    /// Its anchors, in reading order.
    pub pins: Vec<Pin>,
}

/// A published anchor.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    /// The anchor, and further ones that lead to the same place.
    pub anchors: Vec<String>,
    /// What it led to.
    pub target: PinTarget,
    /// Where it stands in the record.
    pub span: Span,
}

/// What a published anchor led to.
#[derive(Clone, Debug, PartialEq)]
pub enum PinTarget {
    /// A section.
    Section,
    /// A turn.
    Turn {
        /// Who spoke, the ids of several joined by `+`.
        speakers: String,
        /// When.
        time: Option<Timecode>,
        /// Its words.
        sketch: Sketch,
    },
    /// A note; its anchors are the names within `note-NAME` and `ref-NAME`.
    Note {
        /// Its words.
        sketch: Sketch,
    },
}

/// The words of a turn, made small.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// A hash of all its words in order.
    pub whole: u32,
    /// The smallest hashes of its runs of words (a bottom-k sketch, Cohen and Kaplan 2007), sorted.
    pub runs: Vec<u32>,
}
