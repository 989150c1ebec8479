//! The postings of a segment: gathered as sorted runs, one of each batch of pages, and then read in the order of their
//! terms.
//!
//! Runs beyond a fixed amount of memory go to the disk, and a merge reads a piece of each at a time. So memory is
//! bounded however large the site is.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use super::documents::PlacedToken;
use super::encoding::{pull_varint, push_varint};
use super::lists::{PostingList, WordNeighbours};

/// Runs of so many bytes stay in memory: those of some 200 transcripts.
const MOST_IN_MEMORY: usize = 8 << 20;

/// So many bytes of a run on the disk are read at a time.
const RUN_BUFFER: usize = 32 << 10;

/// About so many bytes of a run are of each posting of a form, with the grams that begin there.
const USUAL_POSTING: usize = 10;

/// The bits of the number of a field.
const FIELD_BITS: u32 = 3;

/// The most bytes that a number takes.
const LONGEST_NUMBER: usize = 5;

/// A place of a term.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Occurrence {
    pub(super) document: u32,
    /// The position above the bits of the field, since millions of occurrences are in memory.
    place: u32,
    pub(super) neighbours: WordNeighbours,
}

impl Occurrence {
    /// The place of `token` in the document with this number.
    pub(super) fn new(document: u32, token: &PlacedToken) -> Occurrence {
        let place = token.position << FIELD_BITS | token.field as u32;
        Occurrence { document, place, neighbours: WordNeighbours::default() }
    }

    pub(super) fn with_neighbours(self, neighbours: WordNeighbours) -> Occurrence {
        Occurrence { neighbours, ..self }
    }

    pub(super) fn position(&self) -> u32 {
        self.place >> FIELD_BITS
    }

    /// The number of its field.
    pub(super) fn field(&self) -> usize {
        (self.place & ((1 << FIELD_BITS) - 1)) as usize
    }
}

/// The properties of a term in a run beside its postings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TermMarks {
    /// The number of words on each side that are kept with each place: none, one or two.
    pub(super) neighbours: usize,
    /// True for a pair that is named beside others.
    pub(super) is_named: bool,
}

/// Writes a sorted run: of each term its key, the number of its documents and its marks, and its postings,
/// each of these with its length before it. The postings are of each document its distance from the one before, its impact
/// in the low four bits of its number of positions, and their distances, each with the neighbours if there are any.
#[derive(Default)]
pub(super) struct RunWriter {
    bytes: Vec<u8>,
    postings: Vec<u8>,
}

impl RunWriter {
    /// A writer of about so many postings.
    pub(super) fn new(postings: usize) -> RunWriter {
        RunWriter { bytes: Vec::with_capacity(postings * USUAL_POSTING), postings: Vec::new() }
    }

    /// Adds the next term. Its occurrences are in order; `impact` is told those in one document.
    pub(super) fn term(
        &mut self,
        key: &[u8],
        occurrences: &[Occurrence],
        marks: TermMarks,
        impact: impl Fn(&[Occurrence]) -> u32,
    ) {
        self.postings.clear();
        let (mut next, mut documents) = (0, 0);
        for of_document in occurrences.chunk_by(|a, b| a.document == b.document) {
            let document = of_document[0].document;
            push_varint(&mut self.postings, document - next);
            push_varint(&mut self.postings, (of_document.len() as u32) << 4 | impact(of_document));
            let mut next_position = 0;
            for occurrence in of_document {
                let (position, neighbours) = (occurrence.position(), occurrence.neighbours);
                push_varint(&mut self.postings, position - next_position);
                next_position = position + 1;
                push_neighbours(&mut self.postings, neighbours, marks.neighbours);
            }
            next = document + 1;
            documents += 1;
        }
        push_varint(&mut self.bytes, key.len() as u32);
        self.bytes.extend_from_slice(key);
        push_varint(
            &mut self.bytes,
            documents << 3 | u32::from(marks.is_named) << 2 | marks.neighbours as u32,
        );
        push_varint(&mut self.bytes, self.postings.len() as u32);
        self.bytes.extend_from_slice(&self.postings);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// The runs of a segment.
pub(super) struct SortedRuns {
    runs: Vec<RunReader>,
    /// The bytes of runs in memory, and the most there may be.
    size: usize,
    most: usize,
    file: Option<File>,
    /// The number of bytes in the file.
    written: u64,
}

impl SortedRuns {
    pub(super) fn new() -> SortedRuns {
        SortedRuns { runs: Vec::new(), size: 0, most: MOST_IN_MEMORY, file: None, written: 0 }
    }

    /// Adds the run of the pages whose first document has this number; runs come in the order of documents.
    pub(super) fn add(&mut self, first: u32, run: Vec<u8>) {
        let length = run.len() as u64;
        // A disk that has no room is no reason to fail while memory has some.
        let reader = if self.size + run.len() > self.most && self.write(&run).is_ok() {
            self.written += length;
            RunReader { first, bytes: Vec::new(), at: 0, rest: self.written - length..self.written }
        } else {
            self.size += run.len();
            RunReader { first, bytes: run, at: 0, rest: 0..0 }
        };
        self.runs.push(reader);
    }

    /// Appends `run` to the file, or leaves it as it was.
    fn write(&mut self, run: &[u8]) -> io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => tempfile::tempfile()?,
        };
        let written = file.seek(SeekFrom::Start(self.written)).and_then(|_| file.write_all(run));
        self.file = Some(file);
        written
    }

    /// The terms of all runs.
    pub(super) fn merged(self) -> MergedTerms {
        let SortedRuns { mut runs, mut file, .. } = self;
        let mut heap = BinaryHeap::with_capacity(runs.len());
        for (number, run) in runs.iter_mut().enumerate() {
            let mut next = NextTerm { start: 0, key: Vec::new(), run: number };
            if next.read(run, &mut file) {
                heap.push(Reverse(next));
            }
        }
        MergedTerms { runs, file, heap }
    }
}

/// The next key of a run, before those of others that are greater or of later runs.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct NextTerm {
    /// The first bytes of the key as a number: most keys differ in these.
    start: u128,
    key: Vec<u8>,
    run: usize,
}

impl NextTerm {
    /// Goes on to the next key of its run; false at the end.
    fn read(&mut self, run: &mut RunReader, file: &mut Option<File>) -> bool {
        let is_there = run.read_key(file, &mut self.key);
        let mut start = [0; size_of::<u128>()];
        start.iter_mut().zip(&self.key).for_each(|(start, byte)| *start = *byte);
        self.start = u128::from_be_bytes(start);
        is_there
    }
}

/// Reads runs side by side.
pub(super) struct MergedTerms {
    runs: Vec<RunReader>,
    file: Option<File>,
    heap: BinaryHeap<Reverse<NextTerm>>,
}

impl MergedTerms {
    /// Puts the next key into `term`, and all of its postings into `list`; false at the end.
    pub(super) fn read(&mut self, term: &mut Vec<u8>, list: &mut PostingList) -> bool {
        let Some(Reverse(first)) = self.heap.peek() else { return false };
        let start = first.start;
        term.clone_from(&first.key);
        list.clear();
        let is_same = |next: &NextTerm| next.start == start && next.key == *term;
        while let Some(mut top) = self.heap.peek_mut().filter(|top| is_same(&top.0)) {
            let run = &mut self.runs[top.0.run];
            run.read_postings(&mut self.file, term, list);
            if !top.0.read(run, &mut self.file) {
                PeekMut::pop(top);
            }
        }
        true
    }
}

/// Reads a run term by term.
struct RunReader {
    /// The number of its first document.
    first: u32,
    /// The bytes that are in memory, and how far they are read.
    bytes: Vec<u8>,
    at: usize,
    /// The bytes that are in the file yet.
    rest: std::ops::Range<u64>,
}

impl RunReader {
    /// Puts the next term's key into `key`; false at the end of the run.
    fn read_key(&mut self, file: &mut Option<File>, key: &mut Vec<u8>) -> bool {
        let Some([length]) = self.read_numbers(file) else { return false };
        let length = length as usize;
        key.clear();
        key.extend_from_slice(&self.with(file, length)[..length]);
        self.at += length;
        true
    }

    /// Adds the postings of the term whose key was read last.
    fn read_postings(&mut self, file: &mut Option<File>, key: &[u8], list: &mut PostingList) {
        let [documents, length] = self.read_numbers(file).unwrap_or_default();
        let length = length as usize;
        let mut next = self.first;
        let mut bytes = &self.with(file, length)[..length];
        let has_impacts = matches!(key.first(), Some(b's' | b'w'));
        list.is_named |= documents & 4 > 0;
        let kept = (documents & 3) as usize;
        for _ in 0..documents >> 3 {
            let document = next + pull_varint(&mut bytes);
            next = document + 1;
            let packed = pull_varint(&mut bytes);
            list.docs.push(document);
            list.counts.push(packed >> 4);
            let mut next_position = 0;
            for _ in 0..packed >> 4 {
                let position = next_position + pull_varint(&mut bytes);
                next_position = position + 1;
                list.positions.push(position);
                if kept > 0 {
                    list.neighbours.push(pull_neighbours(&mut bytes, kept));
                }
            }
            if has_impacts {
                list.impacts.push((packed & 15) as u8);
            }
        }
        self.at += length;
    }

    /// The next numbers, unless the run is at its end.
    fn read_numbers<const N: usize>(&mut self, file: &mut Option<File>) -> Option<[u32; N]> {
        let mut left = self.with(file, N * LONGEST_NUMBER);
        let before = left.len();
        let numbers = (before > 0).then(|| std::array::from_fn(|_| pull_varint(&mut left)));
        self.at += before - left.len();
        numbers
    }

    /// The bytes that are not read yet: at least `least` of them, if there are so many.
    fn with(&mut self, file: &mut Option<File>, least: usize) -> &[u8] {
        let left = self.bytes.len() - self.at;
        if left < least
            && let Some(file) = file.as_mut().filter(|_| !self.rest.is_empty())
        {
            self.bytes.drain(..self.at);
            self.at = 0;
            let more = (self.rest.end - self.rest.start).min(RUN_BUFFER.max(least - left) as u64);
            self.bytes.resize(left + more as usize, 0);
            let read = file.seek(SeekFrom::Start(self.rest.start));
            read.and_then(|_| file.read_exact(&mut self.bytes[left..]))
                .expect("a temporary file that is open holds what was written to it");
            self.rest.start += more;
        }
        &self.bytes[self.at..]
    }
}

/// Appends so many words on each side. The usual numbers are written out, since a copy of an unknown length is a call.
fn push_neighbours(bytes: &mut Vec<u8>, neighbours: WordNeighbours, kept: usize) {
    let WordNeighbours { before, after } = neighbours;
    match kept {
        0 => {}
        1 => bytes.extend_from_slice(&[before[0], after[0]]),
        _ => bytes.extend_from_slice(&[before[0], before[1], after[0], after[1]]),
    }
}

/// Takes so many words on each side from the front of `bytes`.
fn pull_neighbours(bytes: &mut &[u8], kept: usize) -> WordNeighbours {
    match kept {
        1 => {
            let [before, after] = pull_array(bytes);
            WordNeighbours { before: [before, 0], after: [after, 0] }
        }
        _ => {
            let [before, before_that, after, after_that] = pull_array(bytes);
            WordNeighbours { before: [before, before_that], after: [after, after_that] }
        }
    }
}

fn pull_array<const N: usize>(bytes: &mut &[u8]) -> [u8; N] {
    let (array, rest) = bytes.split_first_chunk().expect("a run holds what was written to it");
    *bytes = rest;
    *array
}

#[cfg(test)]
mod tests {
    use super::super::documents::TokenField;
    use super::*;

    /// All terms of `pages`, each a list of words, all of which are on it with the pair of the first common words.
    fn merged(pages: &[&[&str]], most: usize) -> Vec<(String, PostingList)> {
        let mut runs = SortedRuns { most, ..SortedRuns::new() };
        for (number, page) in (0..).zip(pages) {
            let neighbours = WordNeighbours { before: [7, 128], after: [3, 0] };
            let at = |position| {
                let token = PlacedToken { form: 0, position, field: TokenField::Body };
                Occurrence::new(0, &token).with_neighbours(neighbours)
            };
            let mut run = RunWriter::default();
            run.term(b"2a b", &[at(5), at(6)], TermMarks { is_named: true, neighbours: 1 }, |_| 0);
            let mut words = page.to_vec();
            words.sort_unstable();
            let marks = TermMarks { neighbours: 2, is_named: false };
            words.iter().for_each(|word| run.term(word.as_bytes(), &[at(5), at(6)], marks, |_| 3));
            runs.add(number, run.finish());
        }
        let (mut terms, mut found) = (runs.merged(), Vec::new());
        let (mut key, mut list) = (Vec::new(), PostingList::default());
        while terms.read(&mut key, &mut list) {
            found.push((String::from_utf8_lossy(&key).into_owned(), list.clone()));
        }
        found
    }

    #[test]
    fn runs_on_the_disk_are_merged_as_those_in_memory() {
        let pages: &[&[&str]] = &[&["wtide"], &["wtide", "wbell"], &[], &["wbell", "wtide"]];
        let one = merged(pages, usize::MAX);
        assert_eq!(one.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["2a b", "wbell", "wtide"]);
        assert_eq!(one[2].1.docs, [0, 1, 3]);
        assert_eq!((&one[2].1.impacts[..], &one[2].1.positions[..2]), (&[3, 3, 3][..], &[5, 6][..]));
        assert!(one[0].1.impacts.is_empty(), "grams are not ranked by");
        assert_eq!(one[0].1.neighbours, [WordNeighbours { before: [7, 0], after: [3, 0] }; 8]);
        assert_eq!((one[0].1.is_named, one[2].1.is_named), (true, false));
        assert_eq!(one[2].1.neighbours, [WordNeighbours { before: [7, 128], after: [3, 0] }; 6]);
        assert_eq!(merged(pages, 0), one);
        assert_eq!(merged(pages, 20), one);
    }
}
