//! The words that a site writes otherwise: `[style]` of site.toml, found in text and notes.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, Inline};
use crate::source::{SourceId, Sources, Span};

/// The words that a site writes otherwise, and the search for them.
pub struct StyleWords<'a> {
    words: Vec<(&'a str, &'a str)>,
    /// Missing where there are no words to look for.
    searcher: Option<AhoCorasick>,
}

impl<'a> StyleWords<'a> {
    /// The words of `[style]`, each with what to write in its place.
    pub fn new(style: &'a BTreeMap<String, String>) -> StyleWords<'a> {
        let words: Vec<_> = style.iter().map(|(word, better)| (word.as_str(), better.as_str())).collect();
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).clone();
        let searcher = builder.build(words.iter().map(|(word, _)| word)).ok();
        StyleWords { searcher: searcher.filter(|_| !words.is_empty()), words }
    }

    /// Looks for the words in a page; `sources` has its text.
    pub fn check(&self, document: &Document, sources: &Sources) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        if let Some(searcher) = &self.searcher {
            let words = &self.words;
            StyleChecker { words, searcher, sources, diagnostics: &mut diagnostics }.document(document);
        }
        diagnostics
    }
}

struct StyleChecker<'a> {
    words: &'a [(&'a str, &'a str)],
    searcher: &'a AhoCorasick,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
}

impl StyleChecker<'_> {
    fn document(&mut self, document: &Document) {
        document.for_each_run(&mut |inlines| self.inlines(inlines, document.source));
        for note in &document.notes {
            let blocks = note.blocks.iter();
            blocks.for_each(|block| {
                block.for_each_inlines(&mut |inlines| self.inlines(inlines, note.span.source))
            });
        }
    }

    fn inlines(&mut self, inlines: &[Inline], source: SourceId) {
        for inline in inlines {
            match inline {
                Inline::Text { text, at } => self.text(text, *at as usize, source),
                other => self.inlines(other.children().unwrap_or_default(), source),
            }
        }
    }

    fn text(&mut self, text: &str, at: usize, source: SourceId) {
        for found in self.searcher.find_iter(text).filter(|found| is_word(text, found.range())) {
            let (word, better) = self.words[found.pattern().as_usize()];
            let span = Span::new(source, at + found.start(), at + found.end());
            let message = format!("this site writes `{better}`, not `{word}`");
            let diagnostic = Diagnostic::new(Code::Style, message).at(span);
            // Behind an escape or an entity the source is longer than the text: then there is no fix.
            let is_there = self.sources.get(source).text().get(span.range()) == Some(word);
            self.diagnostics.push(if is_there { diagnostic.fix(span, better) } else { diagnostic });
        }
    }
}

/// Returns true unless the range is part of a longer word, which only scripts with spaces between words can tell.
fn is_word(text: &str, range: std::ops::Range<usize>) -> bool {
    let joins = |a: Option<char>, b: Option<char>| {
        let is_letter =
            |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !crate::text::script::is_unspaced(c));
        is_letter(a) && is_letter(b)
    };
    let inside = &text[range.clone()];
    !joins(text[..range.start].chars().next_back(), inside.chars().next())
        && !joins(inside.chars().next_back(), text[range.end..].chars().next())
}
