//! Passages of a finished page as a person decides about them: the words, those around them, and the quotation that
//! would lead there.

use std::ops::Range;

use super::folded::FoldedPage;
use super::requote::{Requoter, pieces};
use crate::config::Config;
use crate::model::Document;
use crate::resolve::anchoring::{PageWords, PartKind};
use crate::resolve::permalinks::RECORDED_AROUND;

/// The number of characters shown on each side of a passage.
const AROUND: usize = 80;
/// Text without a space in so many bytes is cut between characters.
const LONGEST_WORD: usize = 24;

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

impl PassageText {
    /// A passage as a record has it, with a few characters on each side.
    pub fn from_record(before: &str, words: &str, after: &str) -> Self {
        PassageText {
            before: end_of_text(before, RECORDED_AROUND - 1),
            words: words.to_string(),
            after: start_of_text(after, RECORDED_AROUND - 1),
            ..PassageText::default()
        }
    }
}

impl PassageTexts {
    /// Reads the words of `document`, whose notes may be in place already.
    pub fn new(document: &Document) -> Self {
        PassageTexts { words: PageWords::new(document) }
    }

    /// The words that `bytes` of the plain text of run `run` touch, by their numbers on the page.
    pub fn words_in(&self, run: usize, bytes: Range<usize>) -> Range<usize> {
        self.words.words_in(run, bytes.start, bytes.end)
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
        let after = text(last.run, last.end..self.words.runs[last.run].len());
        let part = &self.words.parts[self.words.part_at(words.start)];
        Some(PassageText {
            before: end_of_text(before, AROUND),
            words: parts.collect::<Vec<_>>().join(" / "),
            after: start_of_text(after, AROUND),
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

/// At most `most` characters from the start of `text`; where it is cut, whole words and an ellipsis.
fn start_of_text(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_string(),
        Some((end, _)) => {
            let cut = &text[..end];
            let whole = cut.rfind(char::is_whitespace).filter(|&space| end - space <= LONGEST_WORD);
            format!("{}…", &cut[..whole.unwrap_or(end)])
        }
    }
}

/// At most `most` characters from the end of `text`; where it is cut, whole words and an ellipsis.
fn end_of_text(text: &str, most: usize) -> String {
    match text.chars().count().checked_sub(most) {
        None | Some(0) => text.to_string(),
        Some(skipped) => {
            let start = text.char_indices().nth(skipped).map_or(text.len(), |(start, _)| start);
            let cut = &text[start..];
            let whole = cut.find(char::is_whitespace).filter(|&space| space <= LONGEST_WORD);
            format!("…{}", cut[whole.unwrap_or(0)..].trim_start())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_words() {
        assert_eq!(start_of_text(" in you. My father would take his", 31), " in you. My father would take…");
        assert_eq!(end_of_text("and the men worked in large groups", 31), "…the men worked in large groups");
        assert_eq!((start_of_text("short", 31), end_of_text("short", 31)), ("short".into(), "short".into()));
        assert_eq!(
            (start_of_text("只要一寫好", 3), end_of_text("只要一寫好", 3)),
            ("只要一…".into(), "…一寫好".into())
        );
    }
}
