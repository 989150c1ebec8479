//! Lists of postings as a browser reads them: which documents have a term, and where in each.
//!
//! The documents of a list are cut into blocks of 128, and those of a very long list into blocks of 2,048, of half a kilobyte
//! to two. In a block of 128, numbers are written one by one, and in a longer one it is written of each number whether it is
//! there. A longer list begins with a table of its blocks, so that a query that knows which documents matter
//! reads the others never. A document's impact, what the term is worth there, stands beside it; but for a word that is
//! nearly everywhere, impacts would take more than the documents, and tell next to nothing about most of them. So of a
//! very long list only the best documents have theirs, and stand in front. Positions lie apart and have a table of their
//! own, since most queries do without them. They are cut at every 128th document. Where the words beside each are kept, these
//! lie apart again, those on each side and at each distance for themselves: a phrase reads what it asks for.

use std::ops::Range;

use super::arithmetic::{push_members, push_ranks};
use super::documents::ABOUT;
use super::encoding::BitWriter;

/// The number of documents of a block, and of those whose positions are one.
const BLOCK: usize = 128;

/// A list of more documents has impacts of the best alone, since those of all would take more than 3 KB of each query; and
/// it has larger blocks, since a query would read nearly all of the small ones.
pub(super) const LONG: usize = 8192;

/// The number of documents of a block of a very long list.
const LONG_BLOCK: usize = 2048;

/// The number of these best ones, one of so many documents of the segment, at least and at most: a query of two such words
/// should find the ten best among them.
const DOCUMENTS_OF_BEST: u32 = 128;
const BEST: Range<u32> = 128..512;

/// The words beside an occurrence of another, two on each side, the nearest first: of each its rank among the commonest and one
/// more, or 0 for any other and for what stands behind such a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct WordNeighbours {
    pub(super) before: [u8; 2],
    pub(super) after: [u8; 2],
}

impl WordNeighbours {
    /// The number of the commonest words that have a rank here: those of others take few bytes where they are read.
    pub(super) const RANKS: u16 = 128;
}

/// In fewer documents, the positions of the words beside a term take no more bytes than its neighbours would.
const LEAST_NEIGHBOURED: usize = 64;

/// The parts of the positions of a list with neighbours: how many there are in each document; the positions; and the words
/// beside each, the nearest before and after, and the next before and after. Another list has one part, with how many there
/// are in front of the positions.
pub(super) const PLACE_PARTS: usize = 6;

/// The postings of one term, in the order of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PostingList {
    pub(super) docs: Vec<u32>,
    /// The impact of the term in each document, from 1 to 15; empty if the list is not used for ranking.
    pub(super) impacts: Vec<u8>,
    /// The number of positions in each document; empty if there are none.
    pub(super) counts: Vec<u32>,
    /// The positions, rising within each document.
    pub(super) positions: Vec<u32>,
    /// The words beside each position; empty if they are not kept.
    pub(super) neighbours: Vec<WordNeighbours>,
    /// True for a pair of words that is so frequent that it is named beside other pairs.
    pub(super) is_named: bool,
}

/// A list as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct EncodedList {
    /// The documents: the best of a very long list, the table of blocks, if there are several, and the blocks.
    pub(super) docs: Vec<u8>,
    /// The length of the best, and that of the table.
    pub(super) best: usize,
    pub(super) table: usize,
    /// The positions: the table of blocks, if there are several, and the blocks, part by part.
    pub(super) positions: Vec<u8>,
    /// The length of that table, and those of the parts.
    pub(super) place_table: usize,
    pub(super) parts: Vec<usize>,
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
        self.neighbours.clear();
        self.is_named = false;
    }

    /// Adds the document at a place of `list`, with these of its positions.
    pub(super) fn copy_from(&mut self, list: &PostingList, at: usize, positions: Range<usize>) {
        self.docs.push(list.docs[at]);
        self.impacts.extend(list.impacts.get(at));
        self.counts.extend(list.counts.get(at));
        self.positions.extend_from_slice(&list.positions[positions.clone()]);
        if !list.neighbours.is_empty() {
            self.neighbours.extend_from_slice(&list.neighbours[positions]);
        }
    }

    /// Moves the document at a place, with its `positions`, to an earlier place.
    pub(super) fn move_to(&mut self, place: usize, first: usize, at: usize, positions: Range<usize>) {
        self.docs[place] = self.docs[at];
        if !self.impacts.is_empty() {
            self.impacts[place] = self.impacts[at];
        }
        if !self.counts.is_empty() {
            self.counts[place] = self.counts[at];
        }
        if !self.neighbours.is_empty() {
            self.neighbours.copy_within(positions.clone(), first);
        }
        self.positions.copy_within(positions, first);
    }

    /// Keeps the first documents and positions.
    pub(super) fn truncate(&mut self, documents: usize, positions: usize) {
        self.docs.truncate(documents);
        self.impacts.truncate(documents);
        self.counts.truncate(documents);
        self.positions.truncate(positions);
        self.neighbours.truncate(positions);
    }

    /// Adds the documents of another list behind its own.
    pub(super) fn extend(&mut self, other: &PostingList) {
        self.docs.extend_from_slice(&other.docs);
        self.impacts.extend_from_slice(&other.impacts);
        self.counts.extend_from_slice(&other.counts);
        self.positions.extend_from_slice(&other.positions);
        self.neighbours.extend_from_slice(&other.neighbours);
    }

    /// The number of items in each of its columns.
    pub(super) fn sizes(&self) -> PostingSizes {
        PostingSizes {
            docs: self.docs.len(),
            impacts: self.impacts.len(),
            counts: self.counts.len(),
            positions: self.positions.len(),
            neighbours: self.neighbours.len(),
        }
    }

    /// All of it.
    pub(super) fn all(&self) -> Postings<'_> {
        self.part(PostingSizes::default(), self.sizes())
    }

    /// The list that was added when it had grown from one size to another.
    pub(super) fn part(&self, from: PostingSizes, to: PostingSizes) -> Postings<'_> {
        Postings {
            docs: &self.docs[from.docs..to.docs],
            impacts: &self.impacts[from.impacts..to.impacts],
            counts: &self.counts[from.counts..to.counts],
            positions: &self.positions[from.positions..to.positions],
            neighbours: &self.neighbours[from.neighbours..to.neighbours],
            is_named: self.is_named,
        }
    }

    /// The list of documents with numbers below `universe`.
    pub(super) fn encode(&self, universe: u32) -> EncodedList {
        let mut encoded = EncodedList::default();
        self.all().encode_into(universe, &mut encoded);
        encoded
    }
}

/// The number of items in each column of a [`PostingList`].
#[derive(Clone, Copy, Default)]
pub(super) struct PostingSizes {
    docs: usize,
    impacts: usize,
    counts: usize,
    positions: usize,
    neighbours: usize,
}

/// The postings of one term, as part of a [`PostingList`] that may have those of several.
#[derive(Clone, Copy)]
pub(super) struct Postings<'a> {
    pub(super) docs: &'a [u32],
    pub(super) impacts: &'a [u8],
    pub(super) counts: &'a [u32],
    pub(super) positions: &'a [u32],
    pub(super) neighbours: &'a [WordNeighbours],
    pub(super) is_named: bool,
}

impl Postings<'_> {
    pub(super) fn has_neighbours(&self) -> bool {
        self.docs.len() >= LEAST_NEIGHBOURED && !self.neighbours.is_empty()
    }

    /// The number of positions at which a text has the term, and not a title, a heading or a name.
    pub(super) fn in_text(&self) -> usize {
        self.positions.iter().filter(|&&position| position < ABOUT).count()
    }

    /// Encodes the list in place of the one that `encoded` holds.
    pub(super) fn encode_into(&self, universe: u32, encoded: &mut EncodedList) {
        self.encode_docs(universe, encoded);
        self.encode_positions(encoded);
    }

    fn encode_docs(&self, universe: u32, EncodedList { docs, best, table, .. }: &mut EncodedList) {
        docs.clear();
        if self.impacts.len() > LONG {
            self.push_best(universe, docs);
        }
        *best = docs.len();
        *table = 0;
        if self.docs.len() <= BLOCK {
            self.push_docs(0..self.docs.len(), 0..universe, docs);
            return;
        }
        let (mut blocks, mut lasts, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
        let (mut at, mut next) = (0, 0);
        for block in self.docs.chunks(self.docs_of_block()) {
            let before = blocks.len();
            let last = block[block.len() - 1];
            self.push_docs(at..at + block.len(), next..last, &mut blocks);
            at += block.len();
            next = last + 1;
            lasts.push(last);
            sizes.push((blocks.len() - before) as u32);
        }
        let mut bits = BitWriter::new(docs);
        bits.rising(&lasts, 0, universe - 1);
        bits.parts(sizes.into_iter(), blocks.len() as u32);
        drop(bits);
        *table = docs.len() - *best;
        docs.extend_from_slice(&blocks);
    }

    /// The number of documents of each block but the last.
    fn docs_of_block(&self) -> usize {
        if self.docs.len() > LONG { LONG_BLOCK } else { BLOCK }
    }

    fn encode_positions(&self, encoded: &mut EncodedList) {
        let EncodedList { positions, place_table, parts, .. } = encoded;
        positions.clear();
        parts.clear();
        *place_table = 0;
        if self.counts.is_empty() {
            return;
        }
        let used = if self.has_neighbours() { PLACE_PARTS } else { 1 };
        let mut blocks: [Vec<u8>; PLACE_PARTS] = Default::default();
        let mut sizes: [Vec<u32>; PLACE_PARTS] = Default::default();
        let mut next = 0;
        for number in 0..self.docs.len().div_ceil(BLOCK) {
            let before = blocks.each_ref().map(Vec::len);
            let first = next;
            next = self.push_positions(number, first, &mut blocks);
            self.push_neighbours(first..next, &mut blocks);
            for part in 0..used {
                sizes[part].push((blocks[part].len() - before[part]) as u32);
            }
        }
        if sizes[0].len() > 1 {
            let mut bits = BitWriter::new(positions);
            for (sizes, blocks) in sizes.iter().zip(&blocks).take(used) {
                bits.parts(sizes.iter().copied(), blocks.len() as u32);
            }
        }
        *place_table = positions.len();
        for blocks in &blocks[..used] {
            parts.push(blocks.len());
            positions.extend_from_slice(blocks);
        }
    }

    /// Appends the words beside the positions with these numbers; of the next only where the nearest is one.
    fn push_neighbours(&self, positions: Range<usize>, parts: &mut [Vec<u8>; PLACE_PARTS]) {
        if self.has_neighbours() {
            let [_, _, before, after, next_before, next_after] = parts;
            let sides: [fn(&WordNeighbours) -> [u8; 2]; 2] = [|beside| beside.before, |beside| beside.after];
            for (side, (nearest, next)) in sides.into_iter().zip([(before, next_before), (after, next_after)])
            {
                let ranks = self.neighbours[positions.clone()].iter().map(side);
                push_ranks(nearest, ranks.clone().map(|ranks| ranks[0]));
                push_ranks(next, ranks.filter(|ranks| ranks[0] > 0).map(|ranks| ranks[1]));
            }
        }
    }

    /// Appends the best documents with their impacts, and the usual impact of the others.
    fn push_best(&self, universe: u32, out: &mut Vec<u8>) {
        let mut of_impact = [0usize; 16];
        self.impacts.iter().for_each(|&impact| of_impact[usize::from(impact)] += 1);
        let room = (universe / DOCUMENTS_OF_BEST).clamp(BEST.start, BEST.end) as usize;
        let mut left = room;
        // As many documents of each impact as there is room for behind those with a higher one.
        let mut wanted = [0usize; 16];
        for impact in (1..16).rev() {
            wanted[impact] = of_impact[impact].min(left);
            left -= wanted[impact];
        }
        let usual = (1..16u32).max_by_key(|&impact| of_impact[impact as usize] - wanted[impact as usize]);
        let (mut docs, mut impacts) = (Vec::with_capacity(room), Vec::with_capacity(room));
        for (&doc, &impact) in self.docs.iter().zip(self.impacts) {
            if let Some(left) = wanted[usize::from(impact)].checked_sub(1) {
                wanted[usize::from(impact)] = left;
                docs.push(doc);
                impacts.push(impact);
            }
        }
        let mut bits = BitWriter::new(out);
        bits.small(usual.unwrap_or(1));
        bits.rising(&docs, 0, universe - 1);
        push_impacts(&mut bits, &impacts);
    }

    /// Appends the block of the documents at these places; they are `within` a range, which ends with the last, unless
    /// that is the end of the numbers.
    fn push_docs(&self, places: Range<usize>, within: Range<u32>, out: &mut Vec<u8>) {
        let is_last_known = self.docs.len() > BLOCK;
        let unknown = &self.docs[places.start..places.end - usize::from(is_last_known)];
        if self.docs.len() > LONG {
            if !unknown.is_empty() && unknown.len() < within.len() {
                push_members(out, unknown, within);
            }
            return;
        }
        let mut bits = BitWriter::new(out);
        if !unknown.is_empty() {
            bits.rising(unknown, within.start, within.end - 1);
        }
        if !self.impacts.is_empty() {
            push_impacts(&mut bits, &self.impacts[places]);
        }
    }

    /// Appends the positions of the block with this number, the first of which is number `from`; the number of the first of
    /// the next.
    ///
    /// First how many there are in each document, and how many of them are not in its text. Then a bound for those of
    /// texts and one for the others, and the positions of each document: those of its text, and the others.
    fn push_positions(&self, number: usize, from: usize, parts: &mut [Vec<u8>; PLACE_PARTS]) -> usize {
        let counts = &self.counts[number * BLOCK..self.counts.len().min((number + 1) * BLOCK)];
        let end = from + counts.iter().sum::<u32>() as usize;
        let all = &self.positions[from..end];
        let in_text = all.iter().copied().filter(|&position| position < ABOUT).max();
        let about = all.iter().copied().filter(|&position| position >= ABOUT).max();
        let texts = |positions: &[u32]| match about {
            Some(_) => positions.partition_point(|&position| position < ABOUT),
            None => positions.len(),
        };
        let mut at = from;
        let of_documents = counts.iter().map(move |&count| {
            at += count as usize;
            &self.positions[at - count as usize..at]
        });
        let [out_counts, out_places, ..] = parts;
        let mut bits = BitWriter::new(out_counts);
        bits.amounts(counts.iter().map(|count| count - 1));
        bits.amounts(of_documents.clone().map(|positions| (positions.len() - texts(positions)) as u32));
        if self.has_neighbours() {
            bits = BitWriter::new(out_places);
        }
        in_text.into_iter().for_each(|bound| bits.small(bound));
        about.into_iter().for_each(|bound| bits.small(bound - ABOUT));
        for positions in of_documents {
            let (of_text, others) = positions.split_at(texts(positions));
            bits.rising(of_text, 0, in_text.unwrap_or_default());
            bits.rising(others, ABOUT, about.unwrap_or(ABOUT));
        }
        end
    }
}

/// Appends impacts: the least, and how far each is above it.
fn push_impacts(bits: &mut BitWriter, impacts: &[u8]) {
    let least = impacts.iter().copied().min().unwrap_or(1);
    bits.small(u32::from(least) - 1);
    bits.amounts(impacts.iter().map(|&impact| u32::from(impact - least)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::arithmetic::reading::{members, ranks};
    use super::super::encoding::reading::BitReader;
    use super::*;

    /// Numbers of documents are below this.
    const UNIVERSE: u32 = 400_000;

    /// The list that was encoded, by its blocks as the browser reads them.
    fn decoded(encoded: &EncodedList, count: usize, has_impacts: bool) -> PostingList {
        let mut list = PostingList::default();
        decode_docs(encoded, count, has_impacts, &mut list);
        let blocks = count.div_ceil(BLOCK);
        let (table, mut rest) = encoded.positions.split_at(encoded.place_table);
        let mut bits = BitReader::new(table);
        let mut parts: Vec<Vec<&[u8]>> = Vec::new();
        for &length in &encoded.parts {
            let sizes = match table.is_empty() {
                true => vec![length as u32],
                false => bits.parts(blocks as u32, length as u32),
            };
            let (mut part, others) = rest.split_at(length);
            rest = others;
            parts.push(sizes.iter().map(|&size| part.split_off(..size as usize).expect("as long")).collect());
            assert!(part.is_empty());
        }
        assert!(rest.is_empty());
        for number in 0..blocks {
            let size = BLOCK.min(count - number * BLOCK) as u32;
            let before = list.positions.len();
            let of_block: Vec<&[u8]> = parts.iter().map(|part| part[number]).collect();
            decode_positions(&of_block, size, &mut list);
            decode_neighbours(&of_block, list.positions.len() - before, &mut list);
        }
        list
    }

    fn decode_docs(encoded: &EncodedList, count: usize, has_impacts: bool, list: &mut PostingList) {
        let of_block = if count > LONG { LONG_BLOCK } else { BLOCK };
        let blocks = count.div_ceil(of_block);
        let mut docs = &encoded.docs[encoded.best + encoded.table..];
        let (mut lasts, mut sizes) = (vec![UNIVERSE], vec![docs.len() as u32]);
        if encoded.table > 0 {
            let mut bits = BitReader::new(&encoded.docs[encoded.best..][..encoded.table]);
            lasts = bits.rising(blocks as u32, 0, UNIVERSE - 1);
            sizes = bits.parts(blocks as u32, docs.len() as u32);
        }
        let mut next = 0;
        for number in 0..blocks {
            let size = of_block.min(count - number * of_block) as u32;
            let (block, rest) = docs.split_at(sizes[number] as usize);
            let known = u32::from(encoded.table > 0);
            let (unknown, range) = (size - known, next..lasts[number]);
            let mut bits = BitReader::new(block);
            match unknown {
                0 => {}
                _ if count <= LONG => list.docs.extend(bits.rising(unknown, range.start, range.end - 1)),
                _ if block.is_empty() => list.docs.extend(range),
                _ => list.docs.extend(members(block, unknown, range)),
            }
            if known > 0 {
                list.docs.push(lasts[number]);
            }
            next = lasts[number] + 1;
            if count <= LONG && has_impacts {
                list.impacts.extend(impacts(&mut bits, size));
            }
            assert!(count > LONG || bits.length() == block.len());
            docs = rest;
        }
        assert!(docs.is_empty());
    }

    fn impacts(bits: &mut BitReader, count: u32) -> Vec<u8> {
        let least = bits.small() + 1;
        bits.amounts(count).iter().map(|above| (least + above) as u8).collect()
    }

    fn decode_neighbours(parts: &[&[u8]], count: usize, list: &mut PostingList) {
        let &[_, _, before, after, next_before, next_after] = parts else { return };
        let [before, after] = [(before, next_before), (after, next_after)].map(|(nearest, next)| {
            let nearest = ranks(nearest, count);
            let mut next = ranks(next, nearest.iter().filter(|&&rank| rank > 0).count()).into_iter();
            let pair = |nearest: u8| [nearest, if nearest > 0 { next.next().expect("as many") } else { 0 }];
            nearest.into_iter().map(pair).collect::<Vec<_>>()
        });
        let beside = before.into_iter().zip(after);
        list.neighbours.extend(beside.map(|(before, after)| WordNeighbours { before, after }));
    }

    fn decode_positions(parts: &[&[u8]], size: u32, list: &mut PostingList) {
        let mut bits = BitReader::new(parts[0]);
        let counts: Vec<u32> = bits.amounts(size).iter().map(|further| further + 1).collect();
        let others = bits.amounts(size);
        let mut block = parts[0];
        if parts.len() > 1 {
            assert_eq!(bits.length(), block.len());
            block = parts[1];
            bits = BitReader::new(block);
        }
        let has_text = counts.iter().zip(&others).any(|(count, others)| count > others);
        let in_text = if has_text { bits.small() } else { 0 };
        let about = if others.iter().any(|&others| others > 0) { ABOUT + bits.small() } else { ABOUT };
        for (&count, &others) in counts.iter().zip(&others) {
            list.positions.extend(bits.rising(count - others, 0, in_text));
            list.positions.extend(bits.rising(others, ABOUT, about));
        }
        list.counts.extend(counts);
        assert_eq!(bits.length(), block.len());
    }

    fn list() -> impl Strategy<Value = PostingList> {
        let position = prop_oneof![9 => 0u32..700, 1 => ABOUT..ABOUT + 40];
        let doc = (prop_oneof![0u32..3, 0u32..400], proptest::collection::btree_set(position, 1..9), 1u8..15);
        proptest::collection::vec(doc, 1..500).prop_map(|docs| {
            let (mut list, mut next) = (PostingList::default(), 0);
            for (distance, positions, impact) in docs {
                list.push(next + distance, positions);
                list.impacts.push(impact);
                next += distance + 1;
            }
            if list.docs.len() >= LEAST_NEIGHBOURED {
                let neighbours = |at: &u32| WordNeighbours {
                    before: [(at % 128) as u8 + 1, (at % 7) as u8],
                    after: [(at % 2) as u8, 0],
                };
                list.neighbours = list.positions.iter().map(neighbours).collect();
            }
            list
        })
    }

    proptest! {
        #[test]
        fn a_list_comes_back_block_by_block(list in list()) {
            prop_assert_eq!(decoded(&list.encode(UNIVERSE), list.docs.len(), true), list);
        }
    }

    #[test]
    fn a_short_list_has_no_table() {
        let mut list = PostingList::default();
        (0..BLOCK as u32).for_each(|doc| list.push(doc * 3, [doc]));
        assert_eq!(list.encode(UNIVERSE).table, 0);
        list.push(900, [1, 2]);
        let encoded = list.encode(UNIVERSE);
        assert!(encoded.table > 0);
        assert_eq!(decoded(&encoded, BLOCK + 1, false), list);
    }

    #[test]
    fn the_best_of_a_very_long_list_stand_in_front() {
        let mut list = PostingList::default();
        for doc in 0..20_000 {
            list.push(doc * 3, [7]);
            list.impacts.push(if doc % 100 == 0 { 9 } else { 2 });
        }
        let encoded = list.encode(UNIVERSE);
        let mut bits = BitReader::new(&encoded.docs[..encoded.best]);
        assert_eq!(bits.small(), 2, "the others have this");
        let docs = bits.rising(BEST.end, 0, UNIVERSE - 1);
        let impacts = impacts(&mut bits, BEST.end);
        let best = docs.iter().zip(&impacts).filter(|(_, impact)| **impact == 9).map(|(doc, _)| *doc);
        assert_eq!(best.collect::<Vec<_>>(), (0..200).map(|doc| doc * 300).collect::<Vec<_>>());
        assert_eq!(impacts.iter().filter(|impact| **impact == 2).count(), BEST.end as usize - 200);
        let all = PostingList { impacts: Vec::new(), ..list };
        assert_eq!(decoded(&encoded, 20_000, true), all, "no block has impacts");
    }
}
