//! A page as it was recorded, beside the page of today.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::{PermalinkRecord, PermalinkTarget, RecordedId, RecordedPlace, RecordedWords, WordRow};
use crate::resolve::anchoring::{Alignment, PageWords};

/// The recorded words of a page, aligned with those of today.
pub struct History<'a> {
    /// The record.
    pub record: &'a PermalinkRecord,
    /// The words of today.
    pub new: &'a PageWords,
    /// The recorded words; none when an older version wrote the record.
    pub old: Option<OldPage<'a>>,
}

/// The recorded words of a page.
pub struct OldPage<'a> {
    /// All words.
    pub row: WordRow,
    /// The sections and turns, in reading order.
    pub parts: Vec<OldPart>,
    /// The alignment of the old words with the new ones.
    pub alignment: Alignment,
    by_id: HashMap<&'a str, usize>,
}

/// A recorded section or turn.
#[derive(Clone, Copy, Debug)]
pub struct OldPart {
    /// Its number among the permalinks of the record.
    pub permalink: usize,
    /// Its first word.
    pub first: usize,
    /// True for a turn.
    pub is_turn: bool,
}

impl<'a> History<'a> {
    /// Aligns the words of `record` with those of the page.
    pub fn new(record: &'a PermalinkRecord, new: &'a PageWords) -> Self {
        History { record, new, old: OldPage::new(record, new) }
    }
}

impl<'a> OldPage<'a> {
    /// Aligns the words of `record` with those of the page; none when an older version wrote the record.
    pub fn new(record: &'a PermalinkRecord, new: &PageWords) -> Option<Self> {
        let (mut row, mut parts, mut by_id) = (WordRow::default(), Vec::new(), HashMap::new());
        for (permalink, recorded) in record.permalinks.iter().enumerate() {
            let (words, is_turn) = match &recorded.target {
                PermalinkTarget::Section { words } => (words, false),
                PermalinkTarget::Turn { words, .. } => (words, true),
                PermalinkTarget::Note(_) => continue,
            };
            let RecordedWords::Row(words) = words else { return None };
            by_id.insert(recorded.id(), parts.len());
            parts.push(OldPart { permalink, first: row.len(), is_turn });
            row.append(words);
        }
        let alignment = Alignment::new(&row, &new.row);
        Some(OldPage { row, parts, alignment, by_id })
    }

    /// The words of a part, by its number among [`parts`](Self::parts).
    pub fn words_of(&self, part: usize) -> Range<usize> {
        let end = self.parts.get(part + 1).map_or(self.row.len(), |next| next.first);
        self.parts[part].first..end
    }

    /// The words of a turn; those of a section with all of its turns.
    pub fn extent_of(&self, part: usize) -> Range<usize> {
        let own = self.words_of(part);
        if self.parts[part].is_turn {
            return own;
        }
        let next = self.parts[part + 1..].iter().find(|part| !part.is_turn);
        own.start..next.map_or(self.row.len(), |next| next.first)
    }

    /// The words of an ID of a paragraph of a section; `None` when a damaged record has no such words.
    pub fn words_of_id(&self, section: usize, id: &RecordedId) -> Option<Range<usize>> {
        let (all, own) = (self.words_of(section), id.words.as_ref()?);
        let end = all.start.checked_add(own.end)?;
        (!own.is_empty() && end <= all.end).then_some(all.start + own.start..end)
    }

    /// Returns true if a part is a turn.
    pub fn is_turn(&self, part: usize) -> bool {
        self.parts[part].is_turn
    }

    /// The number of turns before a part.
    pub fn turns_before(&self, part: usize) -> usize {
        self.parts[..part].iter().filter(|part| part.is_turn).count()
    }

    /// The words at a recorded place; `None` when a damaged record has no such words.
    pub fn range(&self, place: &RecordedPlace) -> Option<Range<usize>> {
        let part = *self.by_id.get(place.id.as_str())?;
        let start = self.parts[part].first.checked_add(place.offset)?;
        let end = start.checked_add(place.length)?;
        (end <= self.row.len()).then_some(start..end)
    }

    /// The new word before which a point behind `word` words stands now.
    pub fn point(&self, word: usize) -> Option<usize> {
        let image = |word: usize| self.alignment.image.get(word).copied().flatten();
        let before = word.checked_sub(1).and_then(image).map(|image| image as usize + 1);
        before.or_else(|| image(word).map(|image| image as usize))
    }
}
