//! Postings: which entries have a token, in how few bytes memory needs for it.

use serde::{Deserialize, Serialize};

use crate::index::entry::Field;

/// A token in a field of an entry of one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OnPage {
    /// The entry's place on the page.
    pub(super) at: u32,
    pub(super) field: Field,
    pub(super) count: u16,
}

/// A token in a field of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    pub(super) page: u32,
    /// The entry's place on its page.
    pub(super) at: u32,
    pub(super) field: Field,
    pub(super) count: u16,
}

/// The postings of one token: of each page its distance from the one before and the number of its postings, then of each
/// posting its distance from the one before, its field and its count; numbers below 128 take one byte.
#[derive(Default)]
pub(super) struct Postings {
    bytes: Vec<u8>,
    last_page: u32,
    count: u32,
}

/// So many bits hold a field.
const FIELD_BITS: u32 = 3;

impl Postings {
    /// Adds those of one page, of which there is one at least, in the order of its entries; pages must come in order too.
    pub(super) fn add(&mut self, page: u32, of_page: impl ExactSizeIterator<Item = OnPage>) {
        let length = of_page.len() as u32;
        self.push(page - self.last_page);
        self.push(length);
        let mut last = 0;
        for OnPage { at, field, count } in of_page {
            self.push((at - last) << FIELD_BITS | u32::from(field));
            self.push(count.into());
            last = at;
        }
        self.last_page = page;
        self.count += length;
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.count as usize
    }

    /// All of them, by field, page and entry.
    pub(super) fn by_field(&self) -> Vec<Posting> {
        let mut all = Vec::with_capacity(self.len());
        let mut bytes = self.bytes.as_slice();
        let mut page = 0;
        while !bytes.is_empty() {
            page += pull(&mut bytes);
            let mut at = 0;
            for _ in 0..pull(&mut bytes) {
                let packed = pull(&mut bytes);
                at += packed >> FIELD_BITS;
                let field = (packed & ((1 << FIELD_BITS) - 1)) as Field;
                all.push(Posting { page, at, field, count: pull(&mut bytes) as u16 });
            }
        }
        all.sort_by_key(|posting| posting.field);
        all
    }

    /// Seven bits to a byte, the lowest first; each byte but the last has its highest bit set (LEB128).
    fn push(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }
}

fn pull(bytes: &mut &[u8]) -> u32 {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let Some((&byte, rest)) = bytes.split_first() else { break };
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_comes_back() {
        let posting = |page, at, field, count| Posting { page, at, field, count };
        let pages = [
            vec![posting(3, 0, 4, 1), posting(3, 200, 2, 70), posting(3, 200, 4, u16::MAX)],
            vec![posting(90_000, 70_000, 4, 300)],
        ];
        let mut postings = Postings::default();
        for page in &pages {
            let on_page = page.iter().map(|&Posting { at, field, count, .. }| OnPage { at, field, count });
            postings.add(page[0].page, on_page);
        }
        let mut all = pages.concat();
        all.sort_by_key(|posting| posting.field);
        assert_eq!(postings.len(), 4);
        assert_eq!(postings.by_field(), all);
    }
}
