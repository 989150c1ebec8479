//! The permalinks of a page that were published, and enough of its words to find them again.

use std::ops::Range;

use jiff::civil::Date;

use crate::source::{SourceId, Span};
use crate::text::timecode::Timecode;

/// The record that `postil permalinks` made of one page.
#[derive(Clone, Debug, PartialEq)]
pub struct PermalinkRecord {
    /// The file of the record.
    pub source: SourceId,
    /// The page's path below `content/`.
    pub page: String,
    /// The address it was published at.
    pub address: String,
    /// Previous IDs whose words are gone and that lead to the page as a whole.
    pub page_ids: Vec<String>,
    /// Its permalinks, in reading order, notes last.
    pub permalinks: Vec<Permalink>,
}

impl PermalinkRecord {
    /// The words of all turns and sections, in reading order; none when an older version wrote the record.
    pub fn row(&self) -> Option<WordRow> {
        let mut row = WordRow::default();
        for permalink in &self.permalinks {
            match &permalink.target {
                PermalinkTarget::Section { words } | PermalinkTarget::Turn { words, .. } => match words {
                    RecordedWords::Row(words) => row.append(words),
                    RecordedWords::Sketch(_) => return None,
                },
                PermalinkTarget::Note(_) => {}
            }
        }
        Some(row)
    }

    /// The version of the page that was recorded.
    pub fn version(&self) -> Option<u32> {
        self.row().map(|row| row.version())
    }
}

/// A published permalink.
#[derive(Clone, Debug, PartialEq)]
pub struct Permalink {
    /// Its ID, and previous IDs that lead to the same place. Text before the first heading has none.
    pub ids: Vec<RecordedId>,
    /// The target of the permalink when it was recorded.
    pub target: PermalinkTarget,
    /// The paragraphs before the first turn of a section, in reading order; none of a turn or a note.
    pub paragraphs: Vec<RecordedParagraph>,
    /// Its line in the record.
    pub span: Span,
}

impl Permalink {
    /// The ID that the turn, section or note has; empty for text before the first heading.
    pub fn id(&self) -> &str {
        self.ids.first().map_or("", |id| &id.id)
    }
}

/// A paragraph before the first turn of a section. Its words are among those of the section: only their place is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedParagraph {
    /// Its ID and previous IDs, each with its words, counted from the first one of the section.
    pub ids: Vec<RecordedId>,
}

/// A published ID, and the words that it was published for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedId {
    /// The ID.
    pub id: String,
    /// Its words, counted from the first one of the turn or section; none for all of them. Where turns were
    /// joined, each ID keeps those of its own, so that it leads to them when the turn is split again.
    pub words: Option<Range<usize>>,
    /// Its line in the record.
    pub span: Span,
}

/// The target of a published permalink.
#[derive(Clone, Debug, PartialEq)]
pub enum PermalinkTarget {
    /// A section.
    Section {
        /// Its heading, and the text before its first turn; none in records of older versions.
        words: RecordedWords,
    },
    /// A turn.
    Turn {
        /// The speaker's ID; the IDs of several are joined by `+`.
        speakers: String,
        /// The time of the turn.
        time: Option<Timecode>,
        /// The words of the turn.
        words: RecordedWords,
    },
    /// A note; its ID is the name within `note-NAME` and `ref-NAME`.
    Note(RecordedNote),
}

/// The words of a turn or section, as a record keeps them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordedWords {
    /// Each word as a short hash.
    Row(WordRow),
    /// Hashes of some runs of words, as older versions recorded them.
    Sketch(Sketch),
}

/// Words as short hashes: enough to see which word of a corrected text is which, too little to read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordRow {
    /// For each word its [`HASH_BITS`](Self::HASH_BITS) bits.
    pub hashes: Vec<u16>,
    /// For each word whether a sentence or a paragraph ends behind it.
    pub ends: Vec<bool>,
    /// The first word of each paragraph.
    pub paragraphs: Vec<u32>,
}

impl WordRow {
    /// The bits of a word's hash. With one more for the end of a sentence, a word takes two characters of
    /// base 64 in a record; in trials, 8 bits aligned as well as 16.
    pub const HASH_BITS: u32 = 11;

    /// The number of words.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Returns true if there are no words.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// A hash of all words: the version of a page, whatever happens to its labels, times and notes.
    pub fn version(&self) -> u32 {
        // FNV-1a of 32 bits, the same on every machine.
        let bytes = self.hashes.iter().flat_map(|hash| hash.to_le_bytes());
        bytes.fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    /// Adds the words of `other` behind these.
    pub fn append(&mut self, other: &WordRow) {
        let start = self.len() as u32;
        self.paragraphs.extend(other.paragraphs.iter().map(|first| start + first));
        self.hashes.extend_from_slice(&other.hashes);
        self.ends.extend_from_slice(&other.ends);
    }

    /// The words `range` as a row of their own.
    pub fn slice(&self, range: Range<usize>) -> WordRow {
        let (start, end) = (range.start as u32, range.end as u32);
        // Every turn of a page is cut out once: none may look at all paragraphs.
        let first = self.paragraphs.partition_point(|&paragraph| paragraph < start);
        let inside = self.paragraphs[first..].iter().take_while(|&&paragraph| paragraph < end);
        WordRow {
            hashes: self.hashes[range.clone()].to_vec(),
            ends: self.ends[range].to_vec(),
            paragraphs: inside.map(|first| first - start).collect(),
        }
    }
}

/// A published note: its place, its words and its comment, so that its ID never goes to another note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordedNote {
    /// The author as written; often empty.
    pub author: String,
    /// The words it was about.
    pub targets: Vec<RecordedTarget>,
    /// A sketch of the note's text.
    pub comment: Sketch,
    /// The day on which it was recorded with these targets.
    pub date: Option<Date>,
    /// The version of the page when its words were last there; none while they are.
    pub version: Option<u32>,
    /// Some characters before its first words.
    pub before: String,
    /// Some characters behind its last words.
    pub after: String,
}

/// Words that a recorded note was about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedTarget {
    /// A hash of the quotation in the file of notes; none for a note that stands in the text.
    pub quotation: Option<u32>,
    /// The position of the words; none if they were gone already.
    pub place: Option<RecordedPlace>,
}

/// Some words behind the beginning of a turn or section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedPlace {
    /// The ID of the turn or section; empty before the first heading.
    pub id: String,
    /// The number of words before them in it.
    pub offset: usize,
    /// The number of words; zero for a note on a point.
    pub length: usize,
}

/// The words of a text, made small.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// A hash of all its words in order.
    pub whole: u32,
    /// The smallest hashes of its runs of words (a bottom-k sketch, Cohen and Kaplan 2007), sorted.
    pub runs: Vec<u32>,
}
