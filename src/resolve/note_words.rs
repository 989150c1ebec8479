//! The words that notes in the text are about: where marks and references stand among a page's words.

use std::collections::HashMap;
use std::ops::Range;

use super::anchoring::PageWords;
use crate::model::{Document, Inline, plain_text};

/// For each note that the text refers to, the words of its marks, and its points as no words, in reading
/// order. A mark that others cross is one range.
pub fn points_and_marks(document: &Document, page: &PageWords) -> HashMap<usize, Vec<Range<usize>>> {
    let mut walk =
        Walk { document, page, run: 0, notes: HashMap::new(), marks: HashMap::new(), order: Vec::new() };
    document.for_each_run(&mut |inlines| {
        walk.inlines(inlines, 0);
        walk.run += 1;
    });
    walk.finish()
}

struct Walk<'a> {
    document: &'a Document,
    page: &'a PageWords,
    run: usize,
    notes: HashMap<usize, Vec<Range<usize>>>,
    marks: HashMap<u32, Range<usize>>,
    order: Vec<u32>,
}

impl Walk<'_> {
    /// Walks over `inlines`, which begin at byte `start` of the run; returns the byte behind them.
    fn inlines(&mut self, inlines: &[Inline], start: usize) -> usize {
        let mut at = start;
        for inline in inlines {
            match inline {
                Inline::NoteRef(reference) if reference.mark.is_none() => {
                    let word = self.page.words_in(self.run, at, at).start;
                    self.notes.entry(reference.note.0 as usize).or_default().push(word..word);
                }
                Inline::Mark { mark, children, .. } => {
                    let end = self.inlines(children, at);
                    self.mark(mark.0, at, end);
                    at = end;
                }
                other => {
                    at = match other.children() {
                        Some(children) => self.inlines(children, at),
                        None => at + plain_text(std::slice::from_ref(other)).len(),
                    };
                }
            }
        }
        at
    }

    fn mark(&mut self, mark: u32, start: usize, end: usize) {
        let words = self.page.words_in(self.run, start, end);
        match self.marks.get_mut(&mark) {
            Some(range) => *range = range.start.min(words.start)..range.end.max(words.end),
            None => {
                self.marks.insert(mark, words);
                self.order.push(mark);
            }
        }
    }

    fn finish(mut self) -> HashMap<usize, Vec<Range<usize>>> {
        for mark in self.order {
            for note in &self.document.marks[mark as usize].notes {
                self.notes.entry(note.0 as usize).or_default().push(self.marks[&mark].clone());
            }
        }
        self.notes
    }
}
