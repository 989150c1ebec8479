//! Positions of notes and key quotes on a strip.

use super::StripLine;
use crate::model::{Document, Inline, Page, Turn, plain_text};
use crate::render::address::fragment;
use crate::render::html::Context;
use crate::render::view::StripMarkView;
use crate::text::excerpt::excerpt;

/// Marks of one sort that are nearer to each other than this many cells are one.
const NEAREST: u64 = 4;

/// The number of characters of a quote in the label of its mark.
const QUOTE_EXCERPT: usize = 80;

/// The notes and key quotes of `page`, in reading order.
pub fn from_page(page: &Page, context: Context<'_>, line: &StripLine) -> Vec<StripMarkView> {
    let mut finder = MarkFinder { document: &page.document, context, found: Vec::new(), bytes: 0 };
    let mut views = Vec::new();
    let mut last = [None; 2];
    for (at, turn) in page.document.turns().enumerate() {
        let whole = finder.turn(turn).max(1);
        let (start, end) = (line.timeline.start(at), line.timeline.start(at + 1));
        for found in finder.found.drain(..) {
            let moment = start + (end - start) * found.bytes / whole;
            let last = &mut last[usize::from(found.is_quote)];
            if last.is_none_or(|last| line.cell(moment) >= last + NEAREST) {
                *last = Some(line.cell(moment));
                views.push(found.view(line.place(moment)));
            }
        }
    }
    views
}

/// Walks through the words of a turn and keeps what it meets.
struct MarkFinder<'a> {
    document: &'a Document,
    context: Context<'a>,
    found: Vec<FoundMark>,
    bytes: u64,
}

/// A note or key quote, and how many bytes of its turn stand before it.
struct FoundMark {
    is_quote: bool,
    anchor: String,
    label: String,
    bytes: u64,
}

impl FoundMark {
    fn view(self, x: String) -> StripMarkView {
        let kind = if self.is_quote { "quote" } else { "note" };
        StripMarkView { kind, href: fragment(&self.anchor), label: self.label, x }
    }
}

impl MarkFinder<'_> {
    /// Finds the marks of `turn` and says how many bytes it has.
    fn turn(&mut self, turn: &Turn) -> u64 {
        self.bytes = 0;
        for block in &turn.blocks {
            block.for_each_inlines(&mut |inlines| self.inlines(inlines));
        }
        self.bytes
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text { text, .. } | Inline::Code(text) => self.bytes += text.len() as u64,
                Inline::NoteRef(reference) => {
                    let note = self.document.note(reference.note);
                    let kind = self.context.strings.kind(&note.kind, &self.context.site.config);
                    let label = format!("{} {kind}", note.number);
                    self.push(FoundMark {
                        is_quote: false,
                        anchor: reference.anchor(&note.name),
                        label,
                        bytes: 0,
                    });
                }
                Inline::Mark { mark, first: true, children } => {
                    let mark = &self.document.marks[mark.0 as usize];
                    if mark.is_key_quote() {
                        let label = excerpt(&plain_text(children), QUOTE_EXCERPT);
                        self.push(FoundMark { is_quote: true, anchor: mark.anchor.clone(), label, bytes: 0 });
                    }
                }
                _ => {}
            }
            self.inlines(inline.children().unwrap_or_default());
        }
    }

    fn push(&mut self, found: FoundMark) {
        self.found.push(FoundMark { bytes: self.bytes, ..found });
    }
}
