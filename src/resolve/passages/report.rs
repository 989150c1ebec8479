//! What is said about quotations that have no one place, and the mend where there is only one.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::find::Needle;
use super::folded::FoldedPage;
use super::near::{Grams, MAX_WANTED, Near, correspond};
use crate::config::Orphans;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::{Document, Inline, Quotation, plain_text};
use crate::source::{SourceId, Span};
use crate::text::markdown::{Place, escape};

/// A passage less like the quotation than this is not shown.
const WORTH_SHOWING: f64 = 0.5;
/// A quotation is rewritten only from a passage at least this like it …
const CERTAIN: f64 = 0.7;
/// … and by so much more like it than any other.
const MARGIN: f64 = 0.15;
/// How many like passages are shown.
const MAX_SHOWN: usize = 3;

/// A quotation that was found.
struct Neighbour {
    file: SourceId,
    place: Range<usize>,
}

/// Collects the complaints about one page's quotations.
pub struct Reporter<'a> {
    document: &'a Document,
    page: &'a FoldedPage,
    grams: OnceCell<Grams<'a>>,
    /// The place of each quotation that was found, in the order of the notes; of files whose notes
    /// are not in the order of the text there are none.
    neighbours: Vec<Option<Neighbour>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reporter<'a> {
    /// Nothing to report yet.
    pub fn new(document: &'a Document, page: &'a FoldedPage) -> Self {
        Reporter { document, page, grams: OnceCell::new(), neighbours: Vec::new(), diagnostics: Vec::new() }
    }

    /// Remembers where the quotations stand that were found: the others of a file whose notes follow
    /// the text are likely to be between them.
    pub fn learn(&mut self, found: &[Vec<Range<usize>>], quotations: &[&Quotation]) {
        let only = |(places, quotation): (&Vec<Range<usize>>, &&Quotation)| match places.as_slice() {
            [one] => Some(Neighbour { file: quotation.span.source, place: one.clone() }),
            _ => None,
        };
        self.neighbours = found.iter().zip(quotations).map(only).collect();
        let known: Vec<&Neighbour> = self.neighbours.iter().flatten().collect();
        let pairs = known.windows(2).filter(|pair| pair[0].file == pair[1].file);
        let disordered = pairs.filter(|pair| pair[0].place.start > pair[1].place.start);
        let files: BTreeSet<SourceId> = disordered.map(|pair| pair[0].file).collect();
        self.neighbours.iter_mut().for_each(|neighbour| {
            neighbour.take_if(|neighbour| files.contains(&neighbour.file));
        });
    }

    /// The quotation number `at` stands nowhere.
    pub fn not_found(&mut self, at: usize, needle: &Needle, quotation: &Quotation) {
        let wanted = needle.segments.concat();
        let near = self.grams.get_or_init(|| Grams::of(&self.page.text)).nearest(&wanted);
        let mut diagnostic =
            Diagnostic::new(Code::WordsNotFound, "these words are not on the page").at(quotation.span);
        for near in near.iter().filter(|near| near.similarity >= WORTH_SHOWING).take(MAX_SHOWN) {
            let text = format!("{:.0} % like it", near.similarity * 100.0);
            diagnostic = diagnostic.label(self.span(near.range.clone()), text);
        }
        let mend =
            self.certain(at, quotation.span.source, &near).and_then(|near| self.requote(needle, &near));
        diagnostic = match mend {
            Some(words) => diagnostic
                .help("`postil check --fix` quotes the passage as it now is")
                .fix(quotation.span, words),
            None => diagnostic.help("quote the passage again, as it now is"),
        };
        self.diagnostics.push(diagnostic);
    }

    /// The quotation stands in several places.
    pub fn ambiguous(&mut self, places: &[Range<usize>], quotation: &Quotation) {
        let message = "these words are on the page more than once";
        let mut diagnostic = Diagnostic::new(Code::WordsAmbiguous, message).at(quotation.span);
        for place in places.iter().take(MAX_SHOWN) {
            diagnostic = diagnostic.label(self.span(place.clone()), "here");
        }
        let help = "quote more of what stands around them, and put == around the words that are meant";
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
            if is_orphan && orphans == Orphans::Warn {
                diagnostic.severity = Severity::Warning;
            }
            diagnostic
        }));
        diagnostics
    }

    /// The passage that is meant without doubt: like enough, and either by far the most like or the
    /// only one where the note's neighbours stand.
    fn certain(&self, at: usize, file: SourceId, near: &[Near]) -> Option<Near> {
        let good: Vec<&Near> = near.iter().filter(|near| near.similarity >= CERTAIN).collect();
        let best = *good.first()?;
        let rivals = near.iter().filter(|other| other.similarity > best.similarity - MARGIN).count();
        if rivals == 1 {
            return Some(best.clone());
        }
        let between = self.neighbourhood(at, file)?;
        let mut inside = good
            .into_iter()
            .filter(|near| between.start <= near.range.start && near.range.end <= between.end);
        let only = inside.next()?;
        inside.next().is_none().then(|| only.clone())
    }

    /// The text between the places of the quotations before and after number `at` of its file; none
    /// without any.
    fn neighbourhood(&self, at: usize, file: SourceId) -> Option<Range<usize>> {
        let is_near = |neighbour: &&Neighbour| neighbour.file == file;
        let before = self.neighbours[..at].iter().rev().flatten().find(is_near);
        let after = self.neighbours[at + 1..].iter().flatten().find(is_near);
        if before.is_none() && after.is_none() {
            return None;
        }
        let start = before.map_or(0, |neighbour| neighbour.place.end);
        let end = after.map_or(self.page.text.len(), |neighbour| neighbour.place.start);
        (start < end).then_some(start..end)
    }

    /// The quotation as it would be written now; `None` when its parts cannot be told apart.
    fn requote(&self, needle: &Needle, near: &Near) -> Option<String> {
        let [segment] = needle.segments.as_slice() else { return None };
        let paragraphs = match needle.narrowed_bytes() {
            None => self.page.words(near.range.clone()).into_iter().map(line).collect(),
            Some(bytes) => {
                let inner = self.narrow(segment, bytes, near.range.clone())?;
                self.with_highlight(near.range.clone(), inner)?
            }
        };
        Some(format!("> {}", paragraphs.join("\n>\n> ")))
    }

    /// What corresponds to some bytes of the wanted words in the passage that is taken for them.
    fn narrow(&self, wanted: &str, bytes: Range<usize>, passage: Range<usize>) -> Option<Range<usize>> {
        let characters: Vec<char> = wanted.chars().take(MAX_WANTED).collect();
        let places = correspond(&characters, &self.page.text, passage);
        let at = |byte: usize| places.get(wanted[..byte].chars().count()).copied();
        let inner = at(bytes.start)?..at(bytes.end)?;
        (!inner.is_empty()).then_some(inner)
    }

    /// The words of `outer` with `==` around those of `inner`, which must be in one paragraph.
    fn with_highlight(&self, outer: Range<usize>, inner: Range<usize>) -> Option<Vec<String>> {
        let [inner] = self.page.pieces(inner)[..] else { return None };
        let paragraph = |piece: super::Piece| {
            let text = &self.page.runs[piece.run];
            if piece.run != inner.run {
                return line(&text[piece.start..piece.end]);
            }
            let (before, words, after) =
                (&text[piece.start..inner.start], &text[inner.start..inner.end], &text[inner.end..piece.end]);
            let [words, after] = [words, after].map(|words| escape(words, Place::Middle));
            format!("{}=={words}=={after}", line(before))
        };
        Some(self.page.pieces(outer).into_iter().map(paragraph).collect())
    }

    /// Where folded words stand in the page's source.
    fn span(&self, range: Range<usize>) -> Span {
        let start = self.page.place(range.start);
        let end = self.page.place(range.end - 1);
        let source = self.document.source;
        let mut found = None;
        let mut run = 0;
        self.document.for_each_run(&mut |inlines| {
            if run == start.run {
                let last = if end.run == start.run { end.offset } else { start.offset };
                found = source_span(inlines, start.offset, last, source);
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

/// Words that open a line, as Markdown.
fn line(words: &str) -> String {
    escape(words, Place::LineStart)
}
