//! Lists of postings as a browser reads them: which documents have a term, and where in each.
//!
//! The documents of a list are cut into blocks of 128. A longer list begins with a table of its blocks, so that a query
//! that knows which documents matter reads the others never. A document's impact, what the term is worth there, is
//! kept in four bits. Positions lie apart, since most queries do without them.

use super::encoding::{BLOCK, NumberBlocks, push_varint};

/// The postings of one term, in the order of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PostingList {
    pub(super) docs: Vec<u32>,
    /// The impact of the term in each document, below 16; empty if the list is not used for ranking.
    pub(super) impacts: Vec<u8>,
    /// The number of positions in each document; empty if there are none.
    pub(super) counts: Vec<u32>,
    /// The positions, rising within each document.
    pub(super) positions: Vec<u32>,
}

/// A list as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct EncodedList {
    /// The documents: the table of blocks, if there are several, and the blocks.
    pub(super) docs: Vec<u8>,
    /// The length of the table.
    pub(super) table: usize,
    pub(super) positions: Vec<u8>,
}

impl PostingList {
    /// Adds a document, which must come after those before.
    pub(super) fn push(&mut self, doc: u32, positions: impl IntoIterator<Item = u32>) {
        let before = self.positions.len();
        self.positions.extend(positions);
        self.docs.push(doc);
        self.counts.push((self.positions.len() - before) as u32);
    }

    pub(super) fn clear(&mut self) {
        self.docs.clear();
        self.impacts.clear();
        self.counts.clear();
        self.positions.clear();
    }

    pub(super) fn encode(&self) -> EncodedList {
        let mut encoded = EncodedList::default();
        self.encode_into(&mut encoded);
        encoded
    }

    /// Encodes the list in place of the one that `encoded` holds.
    pub(super) fn encode_into(&self, encoded: &mut EncodedList) {
        let EncodedList { docs, table, positions } = encoded;
        docs.clear();
        positions.clear();
        let mut blocks = Vec::new();
        let (mut next_doc, mut next_position) = (0, 0);
        for (number, block) in self.docs.chunks(BLOCK).enumerate() {
            let (docs_before, positions_before) = (docs.len(), positions.len());
            let first = next_doc;
            next_doc = self.push_docs(number, first, docs);
            if !self.counts.is_empty() {
                next_position = self.push_positions(number, next_position, positions);
            }
            if self.docs.len() > BLOCK {
                push_varint(&mut blocks, block[block.len() - 1] - first);
                push_varint(&mut blocks, (docs.len() - docs_before) as u32);
                push_varint(&mut blocks, (positions.len() - positions_before) as u32);
            }
        }
        *table = blocks.len();
        docs.splice(0..0, blocks);
    }

    /// Appends the block with this number, none of whose documents is below `next`; one more than its last.
    fn push_docs(&self, number: usize, mut next: u32, out: &mut Vec<u8>) -> u32 {
        let from = number * BLOCK;
        let to = self.docs.len().min(from + BLOCK);
        let mut distances = NumberBlocks::new(out);
        for &doc in &self.docs[from..to] {
            distances.push(doc - next);
            next = doc + 1;
        }
        distances.finish();
        if !self.impacts.is_empty() {
            let nibbles = self.impacts[from..to].chunks(2);
            out.extend(nibbles.map(|pair| pair[0] | pair.get(1).copied().unwrap_or_default() << 4));
        }
        next
    }

    /// Appends the positions of the block with this number, which begin at `from`; where those of the next begin.
    fn push_positions(&self, number: usize, from: usize, out: &mut Vec<u8>) -> usize {
        let counts = &self.counts[number * BLOCK..self.counts.len().min((number + 1) * BLOCK)];
        let mut further = NumberBlocks::new(out);
        counts.iter().for_each(|count| further.push(count - 1));
        further.finish();
        let mut distances = NumberBlocks::new(out);
        let mut at = from;
        for &count in counts {
            let mut next = 0;
            for &position in &self.positions[at..at + count as usize] {
                distances.push(position - next);
                next = position + 1;
            }
            at += count as usize;
        }
        distances.finish();
        at
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::encoding::pull_varint;
    use super::super::encoding::reading::{pull_block, pull_blocks};
    use super::*;

    /// The list that was encoded, by its blocks as the browser reads them.
    fn decoded(encoded: &EncodedList, count: usize, has_impacts: bool) -> PostingList {
        let mut list = PostingList::default();
        let (mut table, mut docs) = encoded.docs.split_at(encoded.table);
        let mut positions = encoded.positions.as_slice();
        let mut next = 0;
        for from in (0..count).step_by(BLOCK) {
            let size = BLOCK.min(count - from);
            let first = next;
            let before = (docs.len(), positions.len());
            for distance in pull_block(&mut docs, size) {
                list.docs.push(next + distance);
                next += distance + 1;
            }
            if has_impacts {
                let (nibbles, rest) = docs.split_at(size.div_ceil(2));
                list.impacts.extend((0..size).map(|at| nibbles[at / 2] >> (at % 2 * 4) & 15));
                docs = rest;
            }
            let counts: Vec<u32> = pull_block(&mut positions, size).iter().map(|count| count + 1).collect();
            let mut distances = pull_blocks(&mut positions, counts.iter().sum::<u32>() as usize).into_iter();
            for &count in &counts {
                let mut next = 0;
                for distance in distances.by_ref().take(count as usize) {
                    list.positions.push(next + distance);
                    next += distance + 1;
                }
            }
            list.counts.extend(counts);
            if encoded.table > 0 {
                assert_eq!(first + pull_varint(&mut table) + 1, next);
                assert_eq!(pull_varint(&mut table) as usize, before.0 - docs.len());
                assert_eq!(pull_varint(&mut table) as usize, before.1 - positions.len());
            }
        }
        assert!(table.is_empty() && docs.is_empty() && positions.is_empty());
        list
    }

    fn list() -> impl Strategy<Value = PostingList> {
        let doc = (0u32..400, proptest::collection::btree_set(0u32..3000, 1..9), 0u8..16);
        proptest::collection::vec(doc, 0..500).prop_map(|docs| {
            let (mut list, mut next) = (PostingList::default(), 0);
            for (distance, positions, impact) in docs {
                list.push(next + distance, positions);
                list.impacts.push(impact);
                next += distance + 1;
            }
            list
        })
    }

    proptest! {
        #[test]
        fn a_list_comes_back_block_by_block(list in list()) {
            prop_assert_eq!(decoded(&list.encode(), list.docs.len(), true), list);
        }
    }

    #[test]
    fn a_short_list_has_no_table() {
        let mut list = PostingList::default();
        (0..BLOCK as u32).for_each(|doc| list.push(doc * 3, [doc]));
        assert_eq!(list.encode().table, 0);
        list.push(900, [1, 2]);
        let encoded = list.encode();
        assert!(encoded.table > 0);
        assert_eq!(decoded(&encoded, BLOCK + 1, false), list);
    }
}
