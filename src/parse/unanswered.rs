//! Answers that nothing labels, on a page whose other answers have labels: they are read as words of who asks.

use foldhash::HashSet;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, Document};
use crate::source::Span;
use crate::text::questions::is_asker_among;
use crate::text::words::count_words;
use crate::transcript::labels::{LabelKind, TurnLabel};

/// Fewer words behind a question are more of it, or a remark.
const MIN_WORDS: usize = 60;

/// A label with what stands behind it, up to the next label or heading.
struct LabelledWords<'d> {
    name: &'d str,
    asks: bool,
    section: usize,
    /// The words of the label's own paragraph.
    first: usize,
    /// The words of the paragraphs behind it.
    rest: usize,
    /// The place of the first of these.
    place: Option<Span>,
}

/// Reports paragraphs behind a question that are longer than all questions of the page, where no answer follows them.
/// Several questions can be one turn, so that the `labels` tell where each begins.
pub fn check(document: &Document, labels: &[TurnLabel]) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let names = || document.speakers.iter().map(|speaker| speaker.name.as_str());
    let is_declared =
        |name: &str| document.speakers.iter().any(|speaker| speaker.declared && speaker.name == name);
    // Once for each name: a page can have any number of labels.
    let labelled = labels.iter().filter(|label| label.kind == LabelKind::Speaker);
    let labelled: HashSet<&str> = labelled.map(|label| label.name.as_str()).collect();
    let is_asking = |name: &&str| is_asker_among(name, names()) && !is_declared(name);
    let askers: HashSet<&str> = labelled.into_iter().filter(is_asking).collect();
    let asks = |label: &TurnLabel| label.kind == LabelKind::Speaker && askers.contains(label.name.as_str());
    if !labels.iter().any(asks) {
        return diagnostics;
    }
    let found = labelled_words(document, labels, asks);
    let longest = found.iter().filter(|found| found.asks).map(|found| found.first).max().unwrap_or(0);
    for (at, question) in found.iter().enumerate().filter(|(_, found)| found.asks) {
        let next = found.get(at + 1).filter(|next| next.section == question.section);
        let is_answered = next.is_some_and(|next| !next.asks);
        if !is_answered && question.rest >= MIN_WORDS && question.rest > longest {
            diagnostics.extend(question.place.map(|place| diagnostic(question.name, place)));
        }
    }
    diagnostics
}

/// Gathers the words behind each of `labels`.
fn labelled_words<'d>(
    document: &Document,
    labels: &'d [TurnLabel],
    asks: impl Fn(&TurnLabel) -> bool,
) -> Vec<LabelledWords<'d>> {
    let numbered = document.sections.iter().enumerate();
    let mut blocks = numbered
        .flat_map(|(number, section)| {
            section.turns.iter().flat_map(|turn| &turn.blocks).map(move |block| (number, block))
        })
        .peekable();
    let mut found = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let end = labels.get(at + 1).map_or(usize::MAX, |next| next.start);
        let is_before = |(_, block): &(usize, &Block), end: usize| (block.span.start as usize) < end;
        while blocks.next_if(|next| is_before(next, label.start)).is_some() {}
        let Some((section, first)) = blocks.next_if(|next| is_before(next, end)) else { continue };
        let mut words = LabelledWords {
            name: &label.name,
            asks: asks(label),
            section,
            first: count_words(&first.plain_text()),
            rest: 0,
            place: None,
        };
        while let Some((_, block)) = blocks.next_if(|next| next.0 == section && is_before(next, end)) {
            words.rest += count_words(&block.plain_text());
            words.place.get_or_insert(block.span);
        }
        found.push(words);
    }
    found
}

fn diagnostic(name: &str, place: Span) -> Diagnostic {
    let message = format!(
        "the words behind the question of `{name}` are longer than any question: they may be an answer"
    );
    Diagnostic::new(Code::OneVoice, message)
        .at(place)
        .help("write a label before the answer too, for example `**A:** `")
}
