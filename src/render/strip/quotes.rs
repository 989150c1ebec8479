//! The places of key quotes in a conversation, and the times at which they are heard.

use std::collections::BTreeMap;

use super::timeline;
use crate::model::{Document, Inline, MarkId, Page};

/// The place of a key quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotePlace {
    /// The distance from the start of the conversation, in per cent.
    pub percent: u32,
    /// Its beginning and end, in milliseconds of the recording, where turns have times. It lies between the times of
    /// its turn and of the next one as its words lie among those of the turn.
    pub heard: Option<(u64, u64)>,
}

/// The places of all key quotes of `page`.
pub fn places(page: &Page) -> BTreeMap<MarkId, QuotePlace> {
    let line = timeline::from_page(page);
    let origin = timeline::origin(page);
    let mut places = BTreeMap::new();
    for (at, turn) in page.document.turns().enumerate() {
        let mut walk = QuoteWalk { document: &page.document, found: BTreeMap::new(), bytes: 0 };
        turn.blocks.iter().for_each(|block| block.for_each_inlines(&mut |inlines| walk.inlines(inlines)));
        let whole = walk.bytes.max(1);
        let (start, end) = (line.start(at), line.start(at + 1));
        let moment = |bytes: u64| start + (end - start) * bytes / whole;
        for (mark, (from, to)) in walk.found {
            let percent = (moment(from) * 100).checked_div(line.length()).unwrap_or(0).min(100) as u32;
            let heard = origin.map(|origin| (origin + moment(from), origin + moment(to)));
            places.insert(mark, QuotePlace { percent, heard });
        }
    }
    places
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
