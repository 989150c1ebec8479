//! The dictionary: every term with the place of its postings, in blocks that each answer for themselves.
//!
//! A block holds terms in order, each written as what differs from the one before. It begins with the places at which
//! the postings of its first term are, those of the others follow one another, and with the names of the packs that have
//! them: so a browser need not know the names of all packs. The keys at which blocks begin are kept apart, as short as tells
//! them from the key before, 24 of them together: a browser fetches the first of each 24 once, and for each word those among
//! which it is. The terms of a block are compressed.

use std::collections::VecDeque;
use std::ops::Range;

use serde::Serialize;

use super::deflate::Deflater;
use super::encoding::push_varint;
use super::keys::form_of_key;
use super::lists::{EncodedList, PostingList, Postings};
use super::packs::{PACK, PackStream, StreamWriter, bytes_of_name};
use crate::model::File;

/// The most bytes of a block before it is compressed, unless one key has more. Each form of a word of a query costs a block.
const BLOCK_SIZE: usize = 480;

/// The number of blocks whose keys are kept together. Each form costs a group of keys, and every query the first keys of all.
const KEYS: usize = 24;

/// The kind of a record: a term, or the forms of a stem.
const TERM: u8 = 1;
const FORMS: u8 = 2;

/// The flags of a term: it has a stem of its own, or its postings are stored here because they are few.
const STEM: u8 = 4;
const INLINE: u8 = 8;

/// The flag of a term that titles, headings or names have as well as texts.
const ABOUT: u8 = 16;

/// The flag of a term whose postings have the words beside it, and that of a pair that is named beside others.
const NEIGHBOURS: u8 = 32;
const NAMED: u8 = 64;

/// The postings of a term in one document stand in the dictionary, if its positions are no more than these.
const MOST_INLINE: usize = 8;

/// The keys of the blocks: of each group the first key, and its length as bytes.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct BlockList {
    keys: Vec<String>,
    sizes: Vec<usize>,
    /// The groups: the position of the first block, and of each block its key, as what differs from the one before, and its
    /// length.
    #[serde(skip)]
    pub(super) groups: Vec<u8>,
}

/// Gathers the keys of blocks.
#[derive(Default)]
struct BlockKeys {
    listed: BlockList,
    /// The last group, the number of its blocks, and its last key.
    group: Vec<u8>,
    count: usize,
    last: Vec<u8>,
}

impl BlockKeys {
    /// Notes that the block which begins with `key` is at this position and has so many bytes.
    fn add(&mut self, key: Vec<u8>, position: usize, size: usize) {
        if self.count.is_multiple_of(KEYS) {
            self.end_group();
            self.listed.keys.push(String::from_utf8_lossy(&key).into_owned());
            push_varint(&mut self.group, position as u32);
        }
        self.count += 1;
        push_relative(&mut self.group, &self.last, &key);
        push_varint(&mut self.group, size as u32);
        self.last = key;
    }

    fn end_group(&mut self) {
        if !self.group.is_empty() {
            self.listed.sizes.push(self.group.len());
            self.listed.groups.append(&mut self.group);
            self.last.clear();
        }
    }

    fn finish(mut self) -> BlockList {
        self.end_group();
        self.listed
    }
}

/// A block of terms: its key, its records, and where the postings of its terms are.
#[derive(Default)]
struct TermBlock {
    key: Vec<u8>,
    records: Vec<u8>,
    docs: Range<usize>,
    positions: Range<usize>,
}

/// Writes terms in the order of their keys, and their postings beside.
pub(super) struct DictionaryWriter<P> {
    terms: StreamWriter<P>,
    docs: StreamWriter<P>,
    positions: StreamWriter<P>,
    keys: BlockKeys,
    /// The block that is being filled, and those before it whose packs have no names yet.
    block: TermBlock,
    waiting: VecDeque<TermBlock>,
    last: Vec<u8>,
    deflater: Deflater,
}

/// The parts of a dictionary.
pub(super) struct TermDictionary {
    pub(super) terms: PackStream,
    pub(super) docs: PackStream,
    pub(super) positions: PackStream,
    pub(super) blocks: BlockList,
}

impl<E, P: Fn(File) -> Result<(), E> + Copy> DictionaryWriter<P> {
    pub(super) fn new(put: P) -> Self {
        let writer = || StreamWriter::new(put);
        DictionaryWriter {
            terms: writer(),
            docs: writer(),
            positions: writer(),
            keys: BlockKeys::default(),
            block: TermBlock::default(),
            waiting: VecDeque::new(),
            last: Vec::new(),
            deflater: Deflater::new(),
        }
    }

    /// Adds a term whose documents have numbers below `universe`.
    pub(super) fn list(&mut self, key: &[u8], list: &PostingList, universe: u32) -> Result<(), E> {
        let mut encoded = EncodedTerms::default();
        encoded.push(key, None, list.all(), universe);
        encoded.iter().try_for_each(|term| self.term(key, &term))
    }

    /// Adds the term with this key.
    pub(super) fn term(&mut self, key: &[u8], term: &EncodedTerm) -> Result<(), E> {
        self.begin(key)?;
        self.block.records.extend_from_slice(term.record);
        self.docs.write(term.docs)?;
        self.positions.write(term.positions)
    }

    /// Adds the forms other than itself that a stem has, in order; `key` is the stem's.
    pub(super) fn forms(&mut self, key: &[u8], forms: &[Vec<u8>]) -> Result<(), E> {
        self.begin(key)?;
        let records = &mut self.block.records;
        records.push(FORMS);
        push_varint(records, forms.len() as u32);
        forms.iter().for_each(|form| push_relative(records, &key[1..], form));
        Ok(())
    }

    /// Writes the key of the next record, in a new block if this one is full; records of one key stay together.
    fn begin(&mut self, key: &[u8]) -> Result<(), E> {
        if self.block.records.len() >= BLOCK_SIZE - 64 && self.last != key {
            self.end_block()?;
        }
        if self.block.records.is_empty() {
            self.block.key = separator(&self.last, key).to_vec();
            self.block.docs.start = self.docs.position();
            self.block.positions.start = self.positions.position();
            self.last.clear();
        }
        push_relative(&mut self.block.records, &self.last, key);
        self.last.clear();
        self.last.extend_from_slice(key);
        Ok(())
    }

    fn end_block(&mut self) -> Result<(), E> {
        let mut block = std::mem::take(&mut self.block);
        if !block.records.is_empty() {
            block.docs.end = self.docs.position();
            block.positions.end = self.positions.position();
            self.waiting.push_back(block);
        }
        let (docs, positions) = (self.docs.packs().len(), self.positions.packs().len());
        let is_named = |block: &mut TermBlock| {
            packs_of(&block.docs).end <= docs && packs_of(&block.positions).end <= positions
        };
        while let Some(block) = self.waiting.pop_front_if(is_named) {
            let packs = (self.docs.packs(), self.positions.packs());
            write_block(block, packs, &mut self.terms, &mut self.keys, &mut self.deflater)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<TermDictionary, E> {
        self.end_block()?;
        let (docs, positions) = (self.docs.finish()?, self.positions.finish()?);
        for block in self.waiting {
            let packs = (docs.packs.as_slice(), positions.packs.as_slice());
            write_block(block, packs, &mut self.terms, &mut self.keys, &mut self.deflater)?;
        }
        Ok(TermDictionary { terms: self.terms.finish()?, docs, positions, blocks: self.keys.finish() })
    }
}

/// Writes a block whose postings are in packs with names.
fn write_block<E, P: Fn(File) -> Result<(), E>>(
    TermBlock { key, records, docs, positions }: TermBlock,
    (packs_of_docs, packs_of_positions): (&[String], &[String]),
    terms: &mut StreamWriter<P>,
    keys: &mut BlockKeys,
    deflater: &mut Deflater,
) -> Result<(), E> {
    let mut bytes = Vec::new();
    for (range, packs) in [(docs, packs_of_docs), (positions, packs_of_positions)] {
        let names = &packs[packs_of(&range)];
        push_varint(&mut bytes, range.start as u32);
        push_varint(&mut bytes, names.len() as u32);
        bytes.extend(names.iter().flat_map(|name| bytes_of_name(name)));
    }
    bytes.extend(deflater.compressed(&records, &[]));
    keys.add(key, terms.position(), bytes.len());
    terms.write(&bytes)
}

/// The numbers of the packs that have a range of a stream.
fn packs_of(range: &Range<usize>) -> Range<usize> {
    if range.is_empty() { 0..0 } else { range.start / PACK..range.end.div_ceil(PACK) }
}

/// Terms as bytes, before it is known where these are written.
#[derive(Default)]
pub(super) struct EncodedTerms {
    keys: Vec<u8>,
    records: Vec<u8>,
    docs: Vec<u8>,
    positions: Vec<u8>,
    ends: Vec<TermEnds>,
    /// The list that was encoded last: one after another in the same memory.
    list: EncodedList,
}

/// The ends of the parts of a term, and the number of its occurrences.
#[derive(Clone, Copy, Default)]
struct TermEnds {
    key: usize,
    record: usize,
    docs: usize,
    positions: usize,
    occurrences: usize,
}

/// One of [`EncodedTerms`].
pub(super) struct EncodedTerm<'a> {
    pub(super) key: &'a [u8],
    /// The record of it in the dictionary, behind its key.
    record: &'a [u8],
    docs: &'a [u8],
    positions: &'a [u8],
    /// The number of its occurrences; 0 if their positions are not kept.
    pub(super) occurrences: usize,
}

impl EncodedTerms {
    /// Adds a key without postings.
    pub(super) fn push_key(&mut self, key: &[u8]) {
        self.keys.extend_from_slice(key);
        self.end(0);
    }

    /// Adds the term with this key, whose documents have numbers below `universe`; `stem` is its stem where it has another.
    pub(super) fn push(&mut self, key: &[u8], stem: Option<&[u8]>, list: Postings, universe: u32) {
        self.keys.extend_from_slice(key);
        let is_inline = list.docs.len() == 1 && list.positions.len() <= MOST_INLINE;
        let elsewhere = list.positions.len() - list.in_text();
        let flags = [
            (stem.is_some(), STEM),
            (is_inline, INLINE),
            (elsewhere > 0, ABOUT),
            (list.has_neighbours(), NEIGHBOURS),
            (list.is_named, NAMED),
        ];
        let flags = flags.iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag);
        let record = &mut self.records;
        record.push(TERM | flags.sum::<u8>());
        if let Some(stem) = stem {
            push_relative(record, form_of_key(key), stem);
        }
        push_varint(record, list.docs.len() as u32 - 1);
        if !list.counts.is_empty() {
            push_varint(record, (list.positions.len() - list.docs.len()) as u32);
        }
        if elsewhere > 0 {
            push_varint(record, elsewhere as u32);
        }
        match is_inline {
            true => push_inline(record, list),
            false => self.push_lists(list, universe),
        }
        self.end(list.positions.len());
    }

    /// Adds the lists of a term, and to its record the sizes of their parts.
    fn push_lists(&mut self, list: Postings, universe: u32) {
        let EncodedTerms { records, list: encoded, .. } = self;
        list.encode_into(universe, encoded);
        push_varint(records, encoded.docs.len() as u32);
        if encoded.best > 0 {
            push_varint(records, encoded.best as u32);
        }
        if encoded.table > 0 {
            push_varint(records, encoded.table as u32);
        }
        encoded.parts.iter().for_each(|&length| push_varint(records, length as u32));
        if encoded.place_table > 0 {
            push_varint(records, encoded.place_table as u32);
        }
        self.docs.extend_from_slice(&encoded.docs);
        self.positions.extend_from_slice(&encoded.positions);
    }

    fn end(&mut self, occurrences: usize) {
        self.ends.push(TermEnds {
            key: self.keys.len(),
            record: self.records.len(),
            docs: self.docs.len(),
            positions: self.positions.len(),
            occurrences,
        });
    }

    /// The terms, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = EncodedTerm<'_>> {
        let starts = std::iter::once(TermEnds::default()).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| EncodedTerm {
            key: &self.keys[start.key..end.key],
            record: &self.records[start.record..end.record],
            docs: &self.docs[start.docs..end.docs],
            positions: &self.positions[start.positions..end.positions],
            occurrences: end.occurrences,
        })
    }
}

fn push_inline(out: &mut Vec<u8>, list: Postings) {
    push_varint(out, list.docs[0]);
    out.extend_from_slice(list.impacts);
    let mut next = 0;
    for &position in list.positions {
        push_varint(out, position - next);
        next = position + 1;
    }
}

/// Appends `text` as the number of bytes that it shares with `base`, and the others.
pub(super) fn push_relative(out: &mut Vec<u8>, base: &[u8], text: &[u8]) {
    let shared = base.iter().zip(text).take_while(|(a, b)| a == b).count();
    push_varint(out, shared as u32);
    push_varint(out, (text.len() - shared) as u32);
    out.extend_from_slice(&text[shared..]);
}

/// The shortest beginning of `next`, whole characters, that comes after `last`.
fn separator<'a>(last: &[u8], next: &'a [u8]) -> &'a [u8] {
    let shared = last.iter().zip(next).take_while(|(a, b)| a == b).count();
    let is_within = |at: &usize| next.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let end = (shared + 1..next.len()).find(|at| !is_within(at)).unwrap_or(next.len());
    &next[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_short_and_whole() {
        assert_eq!(separator(b"wtide", b"wtigerish"), b"wtig");
        assert_eq!(separator(b"", b"2of the"), b"2");
        assert_eq!(separator("w算".as_bytes(), "w算力".as_bytes()), "w算力".as_bytes());
        assert_eq!(separator("w算力".as_bytes(), "w素".as_bytes()), "w素".as_bytes());
    }
}
