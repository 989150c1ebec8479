//! Positions of notes and key quotes on a timeline.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{TimelineGrid, tenths};
use crate::model::{Document, Inline, MarkId, Page, TimeRange, Turn, plain_text};
use crate::render::address::fragment;
use crate::render::html::Context;
use crate::render::view::TimelineMarkView;
use crate::speech::words::mark_times;
use crate::text::excerpt::excerpt;
use crate::text::timecode::Timecode;

/// Marks of one sort that are nearer to each other than this many cells are one.
const NEAREST: u64 = 4;

/// The number of characters of a quote in the label of its mark.
const QUOTE_EXCERPT: usize = 80;

/// The notes and key quotes of `page`, in reading order. `origin` is the time in the recording at which the line begins; none for
/// a line that goes by words.
pub fn from_page(
    page: &Page,
    context: Context<'_>,
    line: &TimelineGrid,
    origin: Option<u64>,
) -> Vec<TimelineMarkView> {
    let document = &page.document;
    let quotes = if origin.is_some() { mark_times(document) } else { BTreeMap::new() };
    let mut finder = MarkFinder { document, context, quotes, found: Vec::new(), bytes: 0 };
    let mut views = Vec::new();
    let mut last = [None; 2];
    for (at, turn) in document.turns().enumerate() {
        let whole = finder.turn(turn).max(1);
        let (start, end) = (line.scale.start(at), line.scale.start(at + 1));
        for found in finder.found.drain(..) {
            let heard = origin.and_then(|origin| found.heard_from(origin));
            let (from, to) = heard.unwrap_or_else(|| {
                let moment = start + (end - start) * found.bytes / whole;
                (moment, moment)
            });
            let is_long = line.cell(to) >= line.cell(from) + NEAREST;
            let last = &mut last[usize::from(found.is_quote)];
            if is_long || last.is_none_or(|last| line.cell(from) >= last + NEAREST) {
                *last = Some(line.cell(from));
                views.push(found.view(line, (from, to)));
            }
        }
    }
    views
}

/// Walks through the words of a turn and keeps what it meets.
struct MarkFinder<'a> {
    document: &'a Document,
    context: Context<'a>,
    /// The times of key quotes whose words have times.
    quotes: BTreeMap<MarkId, Range<Timecode>>,
    found: Vec<FoundMark>,
    bytes: u64,
}

/// A note or key quote, and how many bytes of its turn stand before it.
struct FoundMark {
    is_quote: bool,
    anchor: String,
    label: String,
    bytes: u64,
    /// The time in the recording that it is known to have.
    heard: Option<TimeRange>,
}

impl FoundMark {
    /// Its beginning and end on a line that begins at `origin`.
    fn heard_from(&self, origin: u64) -> Option<(u64, u64)> {
        let TimeRange { at, to } = self.heard?;
        let from = at.0.checked_sub(origin)?;
        Some((from, to.map_or(from, |to| to.0.saturating_sub(origin).max(from))))
    }

    /// A key quote is a tick, however long it is; a note has the width of its stretch of the recording.
    fn view(self, line: &TimelineGrid, (from, to): (u64, u64)) -> TimelineMarkView {
        let kind = if self.is_quote { "quote" } else { "note" };
        let to = to.min(line.scale.length());
        let is_wide = !self.is_quote && line.cell(to) > line.cell(from);
        TimelineMarkView {
            kind,
            href: fragment(&self.anchor),
            label: self.label,
            x: line.place(if line.mirrored && is_wide { to } else { from }),
            width: is_wide.then(|| tenths((to - from) * 1000 / line.scale.length().max(1))),
        }
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
                    let times = note.time.map(|time| format!(" {}", written(time))).unwrap_or_default();
                    self.found.push(FoundMark {
                        is_quote: false,
                        anchor: reference.anchor(&note.name),
                        label: format!("{} {kind}{times}", note.number),
                        bytes: self.bytes,
                        heard: note.time,
                    });
                }
                Inline::Mark { mark, first: true, children } => {
                    let found = &self.document.marks[mark.0 as usize];
                    if found.is_key_quote() {
                        let heard = self.quotes.get(mark);
                        self.found.push(FoundMark {
                            is_quote: true,
                            anchor: found.anchor.clone(),
                            label: excerpt(&plain_text(children), QUOTE_EXCERPT),
                            bytes: self.bytes,
                            heard: heard.map(|time| TimeRange { at: time.start, to: None }),
                        });
                    }
                }
                _ => {}
            }
            self.inlines(inline.children().unwrap_or_default());
        }
    }
}

/// `12:04`, `12:04–12:11`.
fn written(time: TimeRange) -> String {
    match time.to {
        Some(to) => format!("{}–{to}", time.at),
        None => time.at.to_string(),
    }
}
