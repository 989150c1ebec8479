//! The places of key quotes in a conversation, and the times at which they are heard.

use std::collections::BTreeMap;

use super::scale;
use crate::model::{Document, Inline, MarkId, Page};
use crate::speech::words::mark_times;

/// The place of a key quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotePlace {
    /// The distance from the start of the conversation, in per cent.
    pub percent: u32,
    /// Its beginning and end, in milliseconds of the recording: those of its words, where they have times; else, where turns have,
    /// it lies between the times of its turn and of the next one as its words lie among those of the turn.
    pub heard: Option<(u64, u64)>,
}

/// The places of all key quotes of `page`.
pub fn places(page: &Page) -> BTreeMap<MarkId, QuotePlace> {
    let line = scale::from_page(page);
    let origin = scale::origin(page);
    let known = mark_times(&page.document);
    let mut places = BTreeMap::new();
    for (at, turn) in page.document.turns().enumerate() {
        let mut walk = QuoteWalk { document: &page.document, found: BTreeMap::new(), bytes: 0 };
        turn.blocks.iter().for_each(|block| block.for_each_inlines(&mut |inlines| walk.inlines(inlines)));
        let whole = walk.bytes.max(1);
        let (start, end) = (line.start(at), line.start(at + 1));
        let moment = |bytes: u64| start + (end - start) * bytes / whole;
        for (mark, (from, to)) in walk.found {
            let percent = (moment(from) * 100).checked_div(line.length()).unwrap_or(0).min(100) as u32;
            let spread = || origin.map(|origin| whole_seconds(origin + moment(from), origin + moment(to)));
            let heard = known.get(&mark).map(|time| (time.start.0, time.end.0)).or_else(spread);
            places.insert(mark, QuotePlace { percent, heard });
        }
    }
    places
}

/// Times to the second: what lies between known times is not known better.
fn whole_seconds(start: u64, end: u64) -> (u64, u64) {
    (start / 1000 * 1000, end.div_ceil(1000) * 1000)
}

/// Counts the bytes of a turn, and those before and up to the end of each key quote.
struct QuoteWalk<'a> {
    document: &'a Document,
    found: BTreeMap<MarkId, (u64, u64)>,
    bytes: u64,
}

impl QuoteWalk<'_> {
    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let start = self.bytes;
            if let Inline::Text { text, .. } | Inline::Code(text) = inline {
                self.bytes += text.len() as u64;
            }
            self.inlines(inline.children().unwrap_or_default());
            if let Inline::Mark { mark, .. } = inline
                && self.document.marks[mark.0 as usize].is_key_quote()
            {
                self.found.entry(*mark).or_insert((start, self.bytes)).1 = self.bytes;
            }
        }
    }
}
