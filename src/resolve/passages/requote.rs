//! Quotations written again, as the page has their words now.

use std::ops::Range;

use super::find::{Needle, find_all};
use super::folded::{FoldedPage, RunRange};
use crate::config::Config;
use crate::model::{Quotation, QuotePiece, Target};
use crate::parse;
use crate::resolve::anchoring::PageWords;
use crate::source::{SourceId, Sources, Span};
use crate::text::markdown::{MarkdownContext, escape};

/// The numbers of context words that are tried, one after the other, to tell a quotation from others.
const CONTEXT: [usize; 6] = [0, 3, 6, 12, 25, usize::MAX];

/// Writes quotations of one page.
pub struct Requoter<'a> {
    /// The page.
    pub page: &'a FoldedPage<'a>,
    /// The settings with which a file of notes is read.
    pub config: &'a Config,
}

impl Requoter<'_> {
    /// The Markdown of a quotation of `words` that stands on the page once; `None` when they cannot be told
    /// from others. What is written is read again, and counts only if it leads to the same words.
    pub fn requote(&self, words: &Range<usize>) -> Option<String> {
        let quotation = CONTEXT.into_iter().find_map(|context| self.with_context(words, context))?;
        self.leads_to(&quotation, words).then_some(quotation)
    }

    fn with_context(&self, words: &Range<usize>, context: usize) -> Option<String> {
        let page = self.page.words;
        let inner = pieces(page, words);
        let (first, last) = (inner.first()?, inner.last()?);
        let before = self.before(first, words.start, context);
        let after = self.after(last, words.end, context);
        let is_bare = before.is_empty() && after.is_empty();
        if (is_bare && context > 0) || !self.is_unique(&inner, &before, &after) {
            return None;
        }
        let paragraphs: Vec<String> = inner
            .iter()
            .enumerate()
            .map(|(at, piece)| {
                let text = &page.runs[piece.run];
                let words = &text[piece.start..piece.end];
                let start = if at == 0 { &text[before.clone()] } else { "" };
                let end = if at + 1 == inner.len() { &text[after.clone()] } else { "" };
                if is_bare {
                    return escape(words, MarkdownContext::LineStart);
                }
                let [words, end] = [words, end].map(|words| escape(words, MarkdownContext::Middle));
                format!("{}=={words}=={end}", escape(start, MarkdownContext::LineStart))
            })
            .collect();
        Some(format!("> {}", paragraphs.join("\n>\n> ")))
    }

    /// The bytes of the `context` words before a piece, within its paragraph.
    fn before(&self, piece: &RunRange, word: usize, context: usize) -> Range<usize> {
        let places = &self.page.words.places;
        let run = piece.run as u32;
        let mut start = piece.start;
        for at in (0..word).rev().take(context).take_while(|&at| places[at].run == run) {
            start = places[at].start as usize;
        }
        start..piece.start
    }

    /// The bytes of the `context` words behind a piece, within its paragraph.
    fn after(&self, piece: &RunRange, word: usize, context: usize) -> Range<usize> {
        let places = &self.page.words.places;
        let run = piece.run as u32;
        let mut end = piece.end;
        for place in places[word..].iter().take(context).take_while(|place| place.run == run) {
            end = place.end as usize;
        }
        piece.end..end
    }

    fn is_unique(&self, inner: &[RunRange], before: &Range<usize>, after: &Range<usize>) -> bool {
        let page = self.page.words;
        let last = inner.len() - 1;
        let text: Vec<&str> = inner
            .iter()
            .enumerate()
            .map(|(at, piece)| {
                let start = if at == 0 { before.start } else { piece.start };
                let end = if at == last { after.end } else { piece.end };
                &page.runs[piece.run][start..end]
            })
            .collect();
        let pieces = vec![QuotePiece::Words { text: text.concat(), narrowed: false }];
        let quotation = Quotation { pieces, span: Span::new(SourceId(0), 0, 0) };
        Needle::new(&quotation).is_some_and(|needle| find_all(&[needle], self.page)[0].len() == 1)
    }

    /// Returns true if a file of notes with this quotation leads to `words`.
    fn leads_to(&self, quotation: &str, words: &Range<usize>) -> bool {
        let mut sources = Sources::default();
        let id = sources.add("content/a.notes.md", format!("{quotation}\n\nA comment.\n"));
        let (file, _) = parse::stand_off(&sources, id, self.config);
        let [note] = file.notes.as_slice() else { return false };
        let [Target::Quotation(read)] = note.targets.as_slice() else { return false };
        let Some(needle) = Needle::new(read) else { return false };
        matches!(find_all(&[needle], self.page)[0].as_slice(), [one] if self.page.words_of(one) == *words)
    }
}

/// The bytes of `words` in each run that they touch.
pub fn pieces(page: &PageWords, words: &Range<usize>) -> Vec<RunRange> {
    let mut pieces: Vec<RunRange> = Vec::new();
    for place in &page.places[words.clone()] {
        let run = place.run as usize;
        match pieces.last_mut() {
            Some(piece) if piece.run == run => piece.end = place.end as usize,
            _ => pieces.push(RunRange { run, start: place.start as usize, end: place.end as usize }),
        }
    }
    // Between two paragraphs everything belongs to the quotation, its last signs too.
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.iter_mut().enumerate() {
        if at < last {
            piece.end = page.runs[piece.run].trim_end().len();
        }
        if at > 0 {
            piece.start = page.runs[piece.run].len() - page.runs[piece.run].trim_start().len();
        }
    }
    pieces
}
