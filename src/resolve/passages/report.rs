//! Diagnostics about quotations that do not have exactly one place, and their fixes.

use std::cell::OnceCell;
use std::ops::Range;

use super::find::Needle;
use super::folded::{FoldedPage, fold};
use super::near::Grams;
use super::requote::{Requoter, pieces};
use crate::config::{Config, Orphans};
use crate::diag::{Code, Diagnostic, Diagnostics, Doubt, DoubtfulNote, Severity};
use crate::model::{BlockKind, Document, Inline, Quotation, RecordedNote, plain_text};
use crate::source::{SourceId, Span};

/// A passage less like the quotation than this is not shown.
const WORTH_SHOWING: f64 = 0.5;
/// The number of similar passages that are shown.
const MAX_SHOWN: usize = 3;
/// The number of passages that a review offers: there are as many digit keys.
const MAX_CANDIDATES: usize = 9;

/// Collects the complaints about one page's quotations.
pub struct Reporter<'a> {
    document: &'a Document,
    page: &'a FoldedPage<'a>,
    config: &'a Config,
    grams: OnceCell<Grams<'a>>,
    /// The folded text of all blocks of code.
    code: OnceCell<String>,
    subject: QuotedNote<'a>,
    diagnostics: Vec<Diagnostic>,
}

/// The note whose quotations are looked for.
#[derive(Clone, Copy)]
pub struct QuotedNote<'a> {
    /// The beginning of the note in its file.
    pub note: Span,
    /// The note as it was recorded.
    pub recorded: Option<&'a RecordedNote>,
}

impl<'a> Reporter<'a> {
    /// Nothing to report yet.
    pub fn new(document: &'a Document, page: &'a FoldedPage<'a>, config: &'a Config) -> Self {
        let subject = QuotedNote { note: Span::new(document.source, 0, 0), recorded: None };
        let (grams, code) = (OnceCell::new(), OnceCell::new());
        Reporter { document, page, config, grams, code, subject, diagnostics: Vec::new() }
    }

    /// Reports about the quotations of `subject` from now on.
    pub fn turn_to(&mut self, subject: QuotedNote<'a>) {
        self.subject = subject;
    }

    fn doubt<'w>(
        &self,
        reason: Doubt,
        quotation: &Quotation,
        candidates: impl IntoIterator<Item = &'w Range<usize>>,
    ) -> DoubtfulNote {
        let recorded = self.subject.recorded;
        let numbers = |words: &Range<usize>| (words.start as u32, words.len() as u32);
        DoubtfulNote {
            note: self.subject.note,
            quotation: quotation.span,
            words: quotation.meant_text(),
            before: recorded.map_or_else(String::new, |note| note.before.clone()),
            after: recorded.map_or_else(String::new, |note| note.after.clone()),
            reason,
            candidates: candidates.into_iter().take(MAX_CANDIDATES).map(numbers).collect(),
        }
    }

    /// The quotation stands nowhere, and no record knows where it stood.
    pub fn not_found(&mut self, needle: &Needle, quotation: &Quotation) {
        let wanted = needle.segments.concat();
        let near = self.grams.get_or_init(|| Grams::new(&self.page.text)).nearest(&wanted);
        let mut diagnostic =
            Diagnostic::new(Code::WordsNotFound, "these words are not on the page").at(quotation.span);
        let mut candidates = Vec::new();
        for near in near.iter().filter(|near| near.similarity >= WORTH_SHOWING).take(MAX_SHOWN) {
            let text = format!("{:.0} % like it", near.similarity * 100.0);
            diagnostic = diagnostic.label(self.span(near.range.clone()), text);
            candidates.push(self.page.words_of(&near.range));
        }
        candidates.retain(|words| !words.is_empty());
        let diagnostic = diagnostic.doubt(self.doubt(Doubt::Unknown, quotation, &candidates));
        let help = match self.is_in_code(&wanted) {
            true => {
                "these words stand in a block of code, which a note cannot mark: write the note on its turn or \
                 section instead, with {to=#…} in its heading"
            }
            false => "quote the passage again, as it now is",
        };
        self.diagnostics.push(diagnostic.help(help));
    }

    /// Returns true if folded words stand in a block of code.
    fn is_in_code(&self, wanted: &str) -> bool {
        let code = || {
            let blocks = self.document.sections.iter().flat_map(|section| {
                section.lead.iter().chain(section.turns.iter().flat_map(|turn| &turn.blocks))
            });
            let code = blocks.filter(|block| matches!(block.kind, BlockKind::Code { .. }));
            code.map(|block| fold(&block.plain_text())).collect()
        };
        self.code.get_or_init(code).contains(wanted)
    }

    /// The quoted words were rewritten: `words` may be them.
    pub fn offered(&mut self, words: &Range<usize>, quotation: &Quotation) {
        let message = "these words were rewritten: check whether the note is still about them";
        self.diagnostics.push(
            Diagnostic::new(Code::WordsNotFound, message)
                .at(quotation.span)
                .label(self.span_of_words(words), "perhaps this")
                .help("quote the passage again if the note is about it, or delete the note")
                .doubt(self.doubt(Doubt::Rewritten, quotation, [words])),
        );
    }

    /// The quoted words are gone from where the note was; `places` are other passages with the same words.
    pub fn gone(&mut self, places: &[Range<usize>], quotation: &Quotation) {
        let message = "the words of this note are gone from the page";
        let mut diagnostic = Diagnostic::new(Code::WordsNotFound, message).at(quotation.span);
        for place in places.iter().take(MAX_SHOWN) {
            diagnostic = diagnostic.label(self.span(place.clone()), "the same words, in another passage");
        }
        let words: Vec<Range<usize>> = places.iter().map(|place| self.page.words_of(place)).collect();
        let diagnostic = diagnostic.doubt(self.doubt(Doubt::Gone, quotation, &words));
        let help = match places {
            [] => "quote the passage that the note is about now, or delete the note",
            _ => {
                "if the note is about that passage, quote more of it; else quote another one, or delete the note"
            }
        };
        self.diagnostics.push(diagnostic.help(help));
    }

    /// The words of the note were corrected: `words` are them.
    pub fn changed(&mut self, words: &Range<usize>, quotation: &Quotation) {
        let message = "the words of this note are written in another way now";
        let diagnostic = Diagnostic::new(Code::WordsChanged, message)
            .at(quotation.span)
            .label(self.span_of_words(words), "the note is shown here")
            .doubt(self.doubt(Doubt::Corrected, quotation, [words]));
        self.diagnostics.push(self.with_fix(diagnostic, words, quotation));
    }

    /// The quotation stands in several places; a record knows that `words` are meant.
    pub fn now_ambiguous(&mut self, places: &[Range<usize>], words: &Range<usize>, quotation: &Quotation) {
        let message = "these words are on the page more than once now";
        let mut diagnostic = Diagnostic::new(Code::WordsChanged, message)
            .at(quotation.span)
            .label(self.span_of_words(words), "the note is shown here");
        let others = places.iter().filter(|place| self.page.words_of(place) != *words);
        for place in others.take(MAX_SHOWN - 1) {
            diagnostic = diagnostic.label(self.span(place.clone()), "the same words");
        }
        let diagnostic = diagnostic.doubt(self.doubt(Doubt::Repeated, quotation, [words]));
        self.diagnostics.push(self.with_fix(diagnostic, words, quotation));
    }

    fn with_fix(&self, diagnostic: Diagnostic, words: &Range<usize>, quotation: &Quotation) -> Diagnostic {
        let requoter = Requoter { page: self.page, config: self.config };
        match requoter.requote(words) {
            Some(text) => diagnostic
                .help("`postil check --fix` quotes the passage as it now is")
                .fix(quotation.span, text),
            None => diagnostic.help("quote the passage again, as it now is"),
        }
    }

    /// The quotation stands in several places.
    pub fn ambiguous(&mut self, places: &[Range<usize>], quotation: &Quotation) {
        let message = "these words are on the page more than once";
        let mut diagnostic = Diagnostic::new(Code::WordsAmbiguous, message).at(quotation.span);
        for place in places.iter().take(MAX_SHOWN) {
            diagnostic = diagnostic.label(self.span(place.clone()), "here");
        }
        let words: Vec<Range<usize>> = places.iter().map(|place| self.page.words_of(place)).collect();
        let diagnostic = diagnostic.doubt(self.doubt(Doubt::Ambiguous, quotation, &words));
        let help = "quote more of the words around them, and put == around the words that the note is about";
        self.diagnostics.push(diagnostic.help(help));
    }

    /// The quotation has no words.
    pub fn no_words(&mut self, span: Span) {
        let diagnostic = Diagnostic::new(Code::IncompleteNote, "this quotation has no words");
        self.diagnostics.push(diagnostic.at(span).help("quote the words that the note is about"));
    }

    /// A time or anchor that the note is about is not there.
    pub fn no_point(&mut self, span: Span, message: String) {
        self.diagnostics.push(Diagnostic::new(Code::WordsNotFound, message).at(span));
    }

    /// Everything that was reported, as serious as the site wants it.
    pub fn finish(self, orphans: Orphans) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        diagnostics.extend(self.diagnostics.into_iter().map(|mut diagnostic| {
            let is_orphan = matches!(diagnostic.code, Code::WordsNotFound | Code::WordsAmbiguous);
            if is_orphan && orphans != Orphans::Error {
                diagnostic.severity = Severity::Warning;
            }
            diagnostic
        }));
        diagnostics
    }

    /// The place of words in the page's source.
    fn span_of_words(&self, words: &Range<usize>) -> Span {
        let pieces = pieces(self.page.words, words);
        let source = self.document.source;
        let Some(first) = pieces.first() else { return Span::new(source, 0, 0) };
        self.span_in_run(first.run, first.start, first.end.saturating_sub(1))
    }

    /// The place of folded words in the page's source.
    fn span(&self, range: Range<usize>) -> Span {
        let (start, end) = (self.page.place(range.start), self.page.place(range.end - 1));
        let last = if end.run == start.run { end.offset } else { start.offset };
        self.span_in_run(start.run, start.offset, last)
    }

    /// The place of bytes `first` to `last` of a run's plain text in the page's source.
    fn span_in_run(&self, wanted: usize, first: usize, last: usize) -> Span {
        let source = self.document.source;
        let (mut found, mut run) = (None, 0);
        self.document.for_each_run(&mut |inlines| {
            if run == wanted {
                found = source_span(inlines, first, last, source);
            }
            run += 1;
        });
        found.unwrap_or(Span::new(source, 0, 0))
    }
}

/// The source of bytes `first` to `last` of a run's plain text, as near as its texts say.
fn source_span(inlines: &[Inline], first: usize, last: usize, source: SourceId) -> Option<Span> {
    let start = source_offset(inlines, first)?;
    let end = source_offset(inlines, last).map_or(start, |end| end + 1);
    Some(Span::new(source, start, end.max(start)))
}

fn source_offset(inlines: &[Inline], offset: usize) -> Option<usize> {
    let mut at = 0;
    for inline in inlines {
        let length = plain_text(std::slice::from_ref(inline)).len();
        if offset < at + length {
            return match inline {
                Inline::Text { at: start, .. } => Some(*start as usize + offset - at),
                other => source_offset(other.children()?, offset - at),
            };
        }
        at += length;
    }
    None
}
