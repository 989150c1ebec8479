//! A page's words as quotations are compared with them: without regard to markup, white space, case,
//! typographic quotes and dashes, and full or half width.

use unicode_normalization::UnicodeNormalization;

use crate::resolve::anchoring::PageWords;
use crate::text::script::is_unspaced;

/// A place in the words of a page: a run of inlines, and a byte of its plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunOffset {
    /// The run, counted in reading order.
    pub run: usize,
    /// The byte.
    pub offset: usize,
}

/// Folded words of one page, with the way back.
pub struct FoldedPage<'a> {
    /// All folded words, run after run, nothing between them.
    pub text: String,
    /// The words of the page.
    pub words: &'a PageWords,
    /// The byte at which each run begins in `text`.
    starts: Vec<usize>,
    /// For each byte of `text`, the byte of the run's plain text whose character it comes from.
    origins: Vec<u32>,
}

impl<'a> FoldedPage<'a> {
    /// Folds the words of a page, notes left out.
    pub fn new(words: &'a PageWords) -> Self {
        let mut page = FoldedPage { text: String::new(), words, starts: Vec::new(), origins: Vec::new() };
        words.runs.iter().for_each(|run| page.push(run));
        page
    }

    fn push(&mut self, plain: &str) {
        self.starts.push(self.text.len());
        for (offset, c) in plain.char_indices() {
            let before = self.text.len();
            fold_char(c, &mut self.text);
            self.origins.resize(self.origins.len() + self.text.len() - before, offset as u32);
        }
    }

    /// The place that byte `at` of the folded text comes from.
    pub fn place(&self, at: usize) -> RunOffset {
        // Runs without words begin where the next one does: the last of them is the one.
        let run = self.starts.partition_point(|&start| start <= at) - 1;
        RunOffset { run, offset: self.origins[at] as usize }
    }

    /// The pieces of runs that the folded bytes `start..end` come from, in reading order.
    pub fn pieces(&self, range: std::ops::Range<usize>) -> Vec<RunRange> {
        let (first, last) = (self.place(range.start), self.place(range.end - 1));
        let mut pieces = Vec::new();
        for run in first.run..=last.run {
            let text = &self.words.runs[run];
            let start = if run == first.run { first.offset } else { 0 };
            let end = if run == last.run { end_of_char(text, last.offset) } else { text.len() };
            if start < end {
                pieces.push(RunRange { run, start, end });
            }
        }
        pieces
    }

    /// The words that the folded bytes `range` touch.
    pub fn words_of(&self, range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let (first, last) = (self.place(range.start), self.place(range.end - 1));
        let end = end_of_char(&self.words.runs[last.run], last.offset);
        let start = self.words.words_in(first.run, first.offset, first.offset + 1).start;
        start..self.words.words_in(last.run, 0, end).end.max(start)
    }

    /// Returns true if the folded bytes `range` begin and end at word boundaries.
    pub fn is_whole_words(&self, range: &std::ops::Range<usize>) -> bool {
        let (first, last) = (self.place(range.start), self.place(range.end - 1));
        let end = end_of_char(&self.words.runs[last.run], last.offset);
        is_word_edge(&self.words.runs[first.run], first.offset)
            && is_word_edge(&self.words.runs[last.run], end)
    }

    /// Returns true if the folded bytes `range`, which have the letters of `wanted`, have its case too.
    pub fn has_case_of(&self, range: &std::ops::Range<usize>, wanted: &str) -> bool {
        let upper = |text: &str| text.chars().map(char::is_uppercase).collect::<Vec<bool>>();
        let text: String = self
            .pieces(range.clone())
            .iter()
            .flat_map(|piece| self.words.runs[piece.run][piece.start..piece.end].chars())
            .filter(|c| c.is_alphanumeric())
            .collect();
        let wanted: String = wanted.chars().filter(|c| c.is_alphanumeric()).collect();
        upper(&text) == upper(&wanted)
    }
}

/// Returns true unless the byte `at` of `text` is inside a word.
fn is_word_edge(text: &str, at: usize) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    let before = text[..at].chars().next_back().is_some_and(is_letter);
    let after = text[at..].chars().next().is_some_and(is_letter);
    !(before && after)
}

/// Some bytes of one run's plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunRange {
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
        ' '..='~' if c != ' ' => out.push(c.to_ascii_lowercase()),
        _ if c.is_whitespace() || is_invisible(c) => {}
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '〝' | '〞' | '＂' => {
            out.push('"')
        }
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '＇' => out.push('\''),
        '‐'..='―' | '−' | '－' => out.push('-'),
        _ => std::iter::once(c)
            .nfkd()
            .flat_map(char::to_lowercase)
            .filter(|c| !c.is_whitespace())
            .for_each(|c| out.push(c)),
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
    fn typing_makes_no_difference() {
        assert_eq!(fold("“So —\n it’s”"), fold("\"So - it's\""));
        assert_eq!(fold("ＧＰＴ－８，好"), fold("GPT-8,好"));
        assert_eq!(fold("e\u{301}tude"), fold("étude"));
        assert_eq!(fold("Case ÉTÉ"), fold("case été"));
    }
}
