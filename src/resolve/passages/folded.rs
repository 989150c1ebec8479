//! A page's words as quotations are compared with them: markup, white space, typographic quotes and
//! dashes, and full or half width set aside.

use unicode_normalization::UnicodeNormalization;

use crate::model::{Document, Inline, plain_text};

/// A place in the words of a page: a run of inlines, and a byte of its plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The run, counted in reading order.
    pub run: usize,
    /// The byte.
    pub offset: usize,
}

/// Folded words of one page, with the way back.
pub struct FoldedPage {
    /// All folded words, run after run, nothing between them.
    pub text: String,
    /// The plain text of each run.
    pub runs: Vec<String>,
    /// Where each run begins in `text`.
    starts: Vec<usize>,
    /// For each byte of `text`, the byte of the run's plain text whose character it comes from.
    origins: Vec<u32>,
}

impl FoldedPage {
    /// Folds the words of `document`, notes left out.
    pub fn of(document: &Document) -> Self {
        let mut page =
            FoldedPage { text: String::new(), runs: Vec::new(), starts: Vec::new(), origins: Vec::new() };
        document.for_each_run(&mut |inlines| page.push(inlines));
        page
    }

    fn push(&mut self, inlines: &[Inline]) {
        let plain = plain_text(inlines);
        self.starts.push(self.text.len());
        for (offset, c) in plain.char_indices() {
            let before = self.text.len();
            fold_char(c, &mut self.text);
            self.origins.resize(self.origins.len() + self.text.len() - before, offset as u32);
        }
        self.runs.push(plain);
    }

    /// The place that byte `at` of the folded text comes from.
    pub fn place(&self, at: usize) -> Place {
        // Runs without words begin where the next one does: the last of them is the one.
        let run = self.starts.partition_point(|&start| start <= at) - 1;
        Place { run, offset: self.origins[at] as usize }
    }

    /// The pieces of runs that the folded bytes `start..end` come from, in reading order.
    pub fn pieces(&self, range: std::ops::Range<usize>) -> Vec<Piece> {
        let (first, last) = (self.place(range.start), self.place(range.end - 1));
        let mut pieces = Vec::new();
        for run in first.run..=last.run {
            let text = &self.runs[run];
            let start = if run == first.run { first.offset } else { 0 };
            let end = if run == last.run { end_of_char(text, last.offset) } else { text.len() };
            if start < end {
                pieces.push(Piece { run, start, end });
            }
        }
        pieces
    }

    /// The words that the folded bytes `range` come from, those of different runs apart.
    pub fn words(&self, range: std::ops::Range<usize>) -> Vec<&str> {
        self.pieces(range).into_iter().map(|piece| &self.runs[piece.run][piece.start..piece.end]).collect()
    }
}

/// Some bytes of one run's plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// The run.
    pub run: usize,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

fn end_of_char(text: &str, offset: usize) -> usize {
    offset + text[offset..].chars().next().map_or(0, char::len_utf8)
}

/// Folds quoted words in the same way.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, &mut out));
    out
}

fn fold_char(c: char, out: &mut String) {
    match c {
        ' '..='~' if c != ' ' => out.push(c),
        _ if c.is_whitespace() || is_invisible(c) => {}
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '〝' | '〞' | '＂' => {
            out.push('"')
        }
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '＇' => out.push('\''),
        '‐'..='―' | '−' | '－' => out.push('-'),
        _ => std::iter::once(c).nfkd().filter(|c| !c.is_whitespace()).for_each(|c| out.push(c)),
    }
}

/// Characters that no reader sees: soft hyphens, joiners, direction marks, byte order marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_typing_changes_is_set_aside() {
        assert_eq!(fold("“So —\n it’s”"), fold("\"So - it's\""));
        assert_eq!(fold("ＧＰＴ－８，好"), fold("GPT-8,好"));
        assert_eq!(fold("e\u{301}tude"), fold("étude"));
        assert_ne!(fold("Case"), fold("case"));
    }
}
