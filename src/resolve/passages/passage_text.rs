//! Passages of a finished page as a person decides about them: the words, those around them, and the quotation that
//! would lead there.

use std::ops::Range;

use super::folded::FoldedPage;
use super::requote::{Requoter, pieces};
use crate::config::Config;
use crate::model::Document;
use crate::resolve::anchoring::{PageWords, PartKind};

/// The number of characters shown on each side of a passage.
const AROUND: usize = 80;

/// The words of a page, from which passages are read.
pub struct PassageTexts {
    words: PageWords,
}

/// Some words of a page with those around them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageText {
    /// The end of what stands before them in their paragraph.
    pub before: String,
    /// The words.
    pub words: String,
    /// The beginning of what stands behind them.
    pub after: String,
    /// The ID of their turn or section; empty before the first heading.
    pub id: String,
    /// The number of their turn on the page; none outside of turns.
    pub turn: Option<usize>,
}

impl PassageTexts {
    /// Reads the words of `document`, whose notes may be in place already.
    pub fn new(document: &Document) -> Self {
        PassageTexts { words: PageWords::new(document) }
    }

    /// The `words`, by their numbers on the page; `None` when it has no such words.
    pub fn passage(&self, words: &Range<usize>) -> Option<PassageText> {
        if words.is_empty() || words.end > self.words.len() {
            return None;
        }
        let pieces = pieces(&self.words, words);
        let (first, last) = (pieces.first()?, pieces.last()?);
        let text = |run: usize, range: Range<usize>| &self.words.runs[run][range];
        let parts = pieces.iter().map(|piece| text(piece.run, piece.start..piece.end));
        let before = text(first.run, 0..first.start);
        let skipped = before.chars().count().saturating_sub(AROUND);
        let after = text(last.run, last.end..self.words.runs[last.run].len());
        let part = &self.words.parts[self.words.part_at(words.start)];
        Some(PassageText {
            before: ellipsis(skipped > 0) + &before.chars().skip(skipped).collect::<String>(),
            words: parts.collect::<Vec<_>>().join(" / "),
            after: after.chars().take(AROUND).collect::<String>() + &ellipsis(after.chars().count() > AROUND),
            id: part.id.clone(),
            turn: match part.kind {
                PartKind::Turn(turn) => Some(turn),
                PartKind::Section(_) => None,
            },
        })
    }

    /// The Markdown of a quotation of each of `passages` that leads there and nowhere else; `None` where none does.
    pub fn quotations(&self, passages: &[Range<usize>], config: &Config) -> Vec<Option<String>> {
        let page = FoldedPage::new(&self.words);
        let requoter = Requoter { page: &page, config };
        let is_there = |words: &Range<usize>| !words.is_empty() && words.end <= self.words.len();
        passages.iter().map(|words| is_there(words).then(|| requoter.requote(words)).flatten()).collect()
    }
}

fn ellipsis(is_cut: bool) -> String {
    if is_cut { "…".to_string() } else { String::new() }
}
