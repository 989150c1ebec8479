//! The postings of a segment, gathered page by page and then read in the order of their terms.
//!
//! All that was gathered goes to the disk, sorted, whenever there is more of it than memory should hold; at the end the sorted
//! runs are merged. So memory is bounded however large the site is.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Cursor, Read, Seek, SeekFrom, Write};

use foldhash::fast::RandomState;

use super::arena::{ArenaString, ByteArena};
use super::encoding::{pull_varint, push_varint, varint};
use super::lists::PostingList;
use super::terms::{PagePostings, PageTerms, gram_key, key_of_stem};

/// About so many bytes are gathered before they go to the disk. More would make fewer runs, and save little time.
const MOST_IN_MEMORY: usize = 24 << 20;

/// So many bytes of a run are written and read at a time.
const RUN_BUFFER: usize = 128 << 10;

/// About so many bytes a word and a gram take beside their postings: the place in the map, and the key.
const WORD_SIZE: usize = 80;
const GRAM_SIZE: usize = 40;

/// Gathers the terms of pages.
pub(super) struct PostingGatherer {
    words: HashMap<Vec<u8>, TermBuffer, RandomState>,
    grams: HashMap<u32, TermBuffer, RandomState>,
    postings: ByteArena,
    /// The words that grams consist of.
    common: Vec<String>,
    /// The bytes of the keys.
    size: usize,
    most: usize,
    runs: Vec<SortedRun>,
}

/// The postings of a term since the last run, as [`PageTerms`] has them.
#[derive(Default)]
struct TermBuffer {
    bytes: ArenaString,
    next: u32,
    documents: u32,
}

/// A sorted run. A disk that has no room for it is no reason to fail while memory has some.
enum SortedRun {
    OnDisk(File),
    InMemory(Vec<u8>),
}

impl PostingGatherer {
    /// A gatherer for the pages of a segment whose commonest words are `common`, by rank.
    pub(super) fn new(common: &[&str]) -> PostingGatherer {
        PostingGatherer {
            words: HashMap::default(),
            grams: HashMap::default(),
            postings: ByteArena::with_capacity(MOST_IN_MEMORY),
            common: common.iter().map(ToString::to_string).collect(),
            size: 0,
            most: MOST_IN_MEMORY,
            runs: Vec::new(),
        }
    }

    /// Adds the terms of the next page, whose first document has this number.
    pub(super) fn add(&mut self, first: u32, terms: &PageTerms) {
        let bytes = &terms.bytes;
        for (key, postings) in &terms.words {
            if let Some(known) = self.words.get_mut(key) {
                known.add(&mut self.postings, first, postings, bytes);
                continue;
            }
            if let Some(of_stem) = key_of_stem(key) {
                self.size += of_stem.len() + WORD_SIZE;
                self.words.insert(of_stem, TermBuffer::default());
            }
            self.size += key.len() + WORD_SIZE;
            let new = self.words.entry(key.clone()).or_default();
            new.add(&mut self.postings, first, postings, bytes);
        }
        for (gram, postings) in &terms.grams {
            let known = self.grams.entry(*gram).or_default();
            self.size += if known.documents == 0 { GRAM_SIZE } else { 0 };
            known.add(&mut self.postings, first, postings, bytes);
        }
        if self.size + self.postings.len() > self.most {
            self.end_run();
        }
    }

    fn end_run(&mut self) {
        let common: Vec<&str> = self.common.iter().map(String::as_str).collect();
        let grams = std::mem::take(&mut self.grams).into_iter();
        let mut terms: Vec<_> = grams.map(|(gram, buffer)| (gram_key(gram, &common), buffer)).collect();
        terms.extend(std::mem::take(&mut self.words));
        terms.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        self.size = 0;
        let on_disk = tempfile::tempfile().and_then(|file| {
            let mut out = BufWriter::with_capacity(RUN_BUFFER, file);
            write_run(&terms, &self.postings, &mut out)?;
            let mut file = out.into_inner()?;
            file.seek(SeekFrom::Start(0))?;
            Ok(file)
        });
        self.runs.push(on_disk.map_or_else(
            |_| {
                let mut bytes = Vec::new();
                write_run(&terms, &self.postings, &mut bytes).expect("memory takes what is written");
                SortedRun::InMemory(bytes)
            },
            SortedRun::OnDisk,
        ));
        self.postings.clear();
    }

    /// Calls `take` with each key in order and all of its postings.
    ///
    /// # Errors
    /// Those of `take`.
    pub(super) fn merge<E>(
        mut self,
        mut take: impl FnMut(&[u8], &PostingList) -> Result<(), E>,
    ) -> Result<(), E> {
        self.end_run();
        self.postings = ByteArena::with_capacity(0);
        let mut readers: Vec<RunReader> = self.runs.into_iter().map(RunReader::new).collect();
        let mut heap: BinaryHeap<Reverse<(Vec<u8>, usize)>> = BinaryHeap::new();
        let queue = |readers: &mut Vec<RunReader>, heap: &mut BinaryHeap<_>, number: usize| {
            heap.extend(readers[number].next_key().map(|key| Reverse((key, number))));
        };
        (0..readers.len()).for_each(|number| queue(&mut readers, &mut heap, number));
        let mut list = PostingList::default();
        while let Some(Reverse((key, number))) = heap.pop() {
            list.clear();
            readers[number].read_postings(&key, &mut list);
            queue(&mut readers, &mut heap, number);
            while heap.peek().is_some_and(|Reverse((next, _))| *next == key) {
                let Some(Reverse((_, number))) = heap.pop() else { break };
                readers[number].read_postings(&key, &mut list);
                queue(&mut readers, &mut heap, number);
            }
            take(&key, &list)?;
        }
        Ok(())
    }
}

impl TermBuffer {
    fn add(&mut self, arena: &mut ByteArena, first: u32, postings: &PagePostings, bytes: &[u8]) {
        let (distance, length) = varint(first + postings.first - self.next);
        arena.append(&mut self.bytes, &distance[..length]);
        arena.append(&mut self.bytes, &bytes[postings.range.clone()]);
        self.next = first + postings.last + 1;
        self.documents += postings.documents;
    }
}

fn write_run(terms: &[(Vec<u8>, TermBuffer)], postings: &ByteArena, out: &mut impl Write) -> io::Result<()> {
    let mut head = Vec::new();
    for (key, buffer) in terms {
        head.clear();
        push_varint(&mut head, key.len() as u32);
        head.extend_from_slice(key);
        push_varint(&mut head, buffer.documents);
        push_varint(&mut head, buffer.bytes.len());
        out.write_all(&head)?;
        postings.read(&buffer.bytes, |piece| out.write_all(piece))?;
    }
    out.flush()
}

/// Reads a run term by term.
struct RunReader {
    input: Box<dyn Read>,
    is_at_end: bool,
}

impl RunReader {
    fn new(run: SortedRun) -> RunReader {
        let input: Box<dyn Read> = match run {
            SortedRun::OnDisk(file) => Box::new(BufReader::with_capacity(RUN_BUFFER, file)),
            SortedRun::InMemory(bytes) => Box::new(Cursor::new(bytes)),
        };
        RunReader { input, is_at_end: false }
    }

    /// The next term's key, unless the run is at its end.
    fn next_key(&mut self) -> Option<Vec<u8>> {
        let length = self.read_varint();
        (!self.is_at_end).then(|| self.read_bytes(length))
    }

    /// Adds the postings of the term whose key was read last; runs hold documents one after another.
    fn read_postings(&mut self, key: &[u8], list: &mut PostingList) {
        let documents = self.read_varint();
        let length = self.read_varint();
        let bytes = self.read_bytes(length);
        let mut bytes = bytes.as_slice();
        let has_impacts = key.first() == Some(&b'w');
        let mut next = 0;
        for _ in 0..documents {
            let document = next + pull_varint(&mut bytes);
            next = document + 1;
            let packed = pull_varint(&mut bytes);
            let mut position = 0;
            let positions = (0..packed >> 4).map(|_| {
                let at = position + pull_varint(&mut bytes);
                position = at + 1;
                at
            });
            list.push(document, positions);
            if has_impacts {
                list.impacts.push((packed & 15) as u8);
            }
        }
    }

    fn read_varint(&mut self) -> u32 {
        let (mut number, mut byte) = (0, [0]);
        for shift in (0..u32::BITS).step_by(7) {
            if self.input.read_exact(&mut byte).is_err() {
                self.is_at_end = true;
                return 0;
            }
            number |= u32::from(byte[0] & 0x7f) << shift;
            if byte[0] < 0x80 {
                break;
            }
        }
        number
    }

    fn read_bytes(&mut self, length: u32) -> Vec<u8> {
        let mut bytes = vec![0; length as usize];
        self.input
            .read_exact(&mut bytes)
            .expect("a temporary file that is open holds what was written to it");
        bytes
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    /// All terms of `pages`, each a list of words, all of which are on it with the pair of the first common words.
    fn merged(pages: &[&[&str]], most: usize) -> Vec<(String, PostingList)> {
        let mut gatherer = PostingGatherer { most, ..PostingGatherer::new(&["a", "b"]) };
        for (number, page) in (0..).zip(pages) {
            let postings = || PagePostings { first: 0, last: 0, documents: 1, range: 0..3 };
            let word = |word: &&str| (word.as_bytes().to_vec(), postings());
            let terms = PageTerms {
                words: page.iter().map(word).collect(),
                grams: vec![(1 << 21 | 1, postings())],
                bytes: vec![2 << 4 | 3, 5, 0],
            };
            gatherer.add(number, &terms);
        }
        let mut found = Vec::new();
        let take = |key: &[u8], list: &PostingList| -> Result<(), Infallible> {
            found.push((String::from_utf8_lossy(key).into_owned(), list.clone()));
            Ok(())
        };
        let Ok(()) = gatherer.merge(take);
        found
    }

    #[test]
    fn many_runs_are_merged_to_what_one_would_be() {
        let pages: &[&[&str]] = &[&["wtide"], &["wtide", "wbell"], &[], &["wbell", "wtide"]];
        let one = merged(pages, usize::MAX);
        assert_eq!(one.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["2a b", "wbell", "wtide"]);
        assert_eq!(one[2].1.docs, [0, 1, 3]);
        assert_eq!((&one[2].1.impacts[..], &one[2].1.positions[..2]), (&[3, 3, 3][..], &[5, 6][..]));
        assert!(one[0].1.impacts.is_empty(), "grams are not ranked by");
        assert_eq!(merged(pages, 1), one);
    }
}
