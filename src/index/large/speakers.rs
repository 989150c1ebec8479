//! Speakers of a segment: their documents and ranges, and the words of their names.

use std::collections::BTreeMap;

use super::documents::IndexedDocument;
use super::encoding::{pull_varint, push_varint};
use super::lists::PostingList;
use super::texts::push_front_coded;
use crate::text::tokens::{Token, for_each_position};

/// The speakers by name, each with the beginnings and ends of what they say as positions.
#[derive(Default)]
pub(super) struct SegmentSpeakers {
    names: BTreeMap<String, SpokenRanges>,
}

/// The documents in which somebody speaks, and the beginnings and ends there: distances as bytes, because a large site has
/// millions of turns.
#[derive(Default)]
struct SpokenRanges {
    documents: u32,
    next: u32,
    bytes: Vec<u8>,
}

impl SpokenRanges {
    /// Adds a document, which must come after those before.
    fn push(&mut self, document: u32, positions: &[u32]) {
        push_varint(&mut self.bytes, document - self.next);
        push_varint(&mut self.bytes, positions.len() as u32);
        let mut before = 0;
        for &position in positions {
            push_varint(&mut self.bytes, position - before);
            before = position;
        }
        self.next = document + 1;
        self.documents += 1;
    }

    fn list(&self) -> PostingList {
        let (mut list, mut bytes, mut next) = (PostingList::default(), self.bytes.as_slice(), 0);
        for _ in 0..self.documents {
            let document = next + pull_varint(&mut bytes);
            next = document + 1;
            let count = pull_varint(&mut bytes);
            let mut position = 0;
            list.push(
                document,
                (0..count).map(|_| {
                    position += pull_varint(&mut bytes);
                    position
                }),
            );
        }
        list
    }
}

/// The speakers as a browser reads them.
#[derive(Default)]
pub(super) struct EncodedSpeakers {
    /// Names in blocks of 64, each with the number of its documents and the sizes of its lists.
    pub(super) names: Vec<u8>,
    pub(super) blocks: Vec<usize>,
    pub(super) docs: Vec<u8>,
    pub(super) positions: Vec<u8>,
}

impl SegmentSpeakers {
    /// Adds those of the next page, whose first entry has this number.
    pub(super) fn add(&mut self, first: u32, entries: &[IndexedDocument]) {
        for (number, document) in (first..).zip(entries) {
            let mut ranges: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
            for range in document.spoken.iter().filter(|range| range.start < range.end) {
                let of_speaker = ranges.entry(&range.who).or_default();
                match of_speaker.last_mut() {
                    Some(end) if *end == range.start => *end = range.end,
                    _ => of_speaker.extend([range.start, range.end]),
                }
            }
            for (who, positions) in ranges {
                if !self.names.contains_key(who) {
                    self.names.insert(who.into(), SpokenRanges::default());
                }
                let ranges = self.names.get_mut(who).expect("it was just added");
                ranges.push(number, &positions);
            }
        }
    }

    /// The lists of a segment with so many `documents`.
    pub(super) fn encode(&self, documents: u32) -> EncodedSpeakers {
        let mut encoded = EncodedSpeakers::default();
        let mut lists = Vec::with_capacity(self.names.len());
        let (mut docs, mut positions) = (Vec::new(), Vec::new());
        for ranges in self.names.values() {
            let mut list = ranges.list().encode(documents);
            docs.push(encoded.docs.len());
            positions.push(encoded.positions.len());
            lists.push([list.docs.len(), list.table, list.positions.len(), list.place_table]);
            encoded.docs.append(&mut list.docs);
            encoded.positions.append(&mut list.positions);
        }
        let counts: Vec<u32> = self.names.values().map(|ranges| ranges.documents).collect();
        let begin = |out: &mut Vec<u8>, at: usize| {
            push_varint(out, docs[at] as u32);
            push_varint(out, positions[at] as u32);
        };
        let describe = |out: &mut Vec<u8>, at: usize| {
            push_varint(out, counts[at]);
            let [docs, table, positions, place_table] = lists[at].map(|size| size as u32);
            push_varint(out, docs);
            if table > 0 {
                push_varint(out, table);
            }
            push_varint(out, positions);
            if place_table > 0 {
                push_varint(out, place_table);
            }
        };
        encoded.blocks =
            push_front_coded(&mut encoded.names, self.names.keys().map(String::as_str), begin, describe);
        encoded
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The words of the names, each with the numbers of the speakers and the places in their names.
    pub(super) fn words(&self) -> BTreeMap<String, PostingList> {
        let mut words: BTreeMap<String, PostingList> = BTreeMap::new();
        for (number, name) in (0..).zip(self.names.keys()) {
            let mut of_name: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            for_each_position(name, |position, token| {
                let (Token::Word(text) | Token::Gram(text)) = token;
                of_name.entry(text.into()).or_default().push(position);
            });
            for (word, positions) in of_name {
                words.entry(word).or_default().push(number, positions);
            }
        }
        words
    }
}
