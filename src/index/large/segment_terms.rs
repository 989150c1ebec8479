//! The terms of a segment, written in the order of their kinds: grams, the words of names, stems, words, trigrams.

use std::collections::BTreeMap;

use super::dictionary::{DictionaryWriter, EncodedTerm, EncodedTerms, TermDictionary};
use super::lists::{PostingList, PostingSizes, Postings};
use super::numbers::DocumentNumbers;
use super::overlap::overlapped;
use super::runs::{MergedTerms, SortedRuns};
use super::spelling::{EncodedSpelling, SpellingWords};
use crate::model::File;

/// So many positions are encoded one after another, if not one term has more; and at most so many such pieces side by side,
/// since the lists of frequent words are much longer than a piece.
const PIECE: usize = 64 << 10;
const MOST_PIECES: usize = 4;

/// Writes the terms that were gathered from documents with these `numbers`, those of the `names` of so many speakers, and
/// those of the words that they have in common.
pub(super) fn write_terms<E: Send, P: Fn(File) -> Result<(), E> + Copy + Send>(
    gathered: SortedRuns,
    numbers: &DocumentNumbers,
    (names, speakers): (&BTreeMap<String, PostingList>, u32),
    spelling: &mut SpellingWords,
    put: P,
) -> Result<(TermDictionary, EncodedSpelling), E> {
    let mut writer =
        TermWriter { dictionary: DictionaryWriter::new(put), spelling, stem: Vec::new(), forms: Vec::new() };
    let mut names = Some(names);
    let mut reader = TermReader::new(gathered, numbers);
    let encode = |piece: TermPiece| piece.encode(numbers.count());
    let take = |encoded: EncodedTerms| {
        encoded.iter().try_for_each(|term| {
            if matches!(term.key.first(), Some(b's' | b'w')) {
                names.take().map_or(Ok(()), |names| writer.names(names, speakers))?;
            }
            writer.gathered(&term)
        })
    };
    overlapped(MOST_PIECES, std::iter::from_fn(|| reader.piece()), encode, take)?;
    writer.end_forms()?;
    names.take().map_or(Ok(()), |names| writer.names(names, speakers))?;
    let encoded = writer.spelling.encode();
    let mut dictionary = writer.dictionary;
    for (trigram, list) in &encoded.trigrams {
        dictionary.list(format!("x{trigram}").as_bytes(), list, encoded.count)?;
    }
    Ok((dictionary.finish()?, encoded))
}

/// Reads the gathered terms, and gives their documents their numbers.
struct TermReader<'a> {
    terms: MergedTerms,
    numbers: &'a DocumentNumbers,
    /// The term that is being read: one after another in the same memory.
    key: Vec<u8>,
    list: PostingList,
    /// True if that term is in no piece yet.
    is_read: bool,
}

impl<'a> TermReader<'a> {
    fn new(gathered: SortedRuns, numbers: &'a DocumentNumbers) -> TermReader<'a> {
        TermReader {
            terms: gathered.merged(),
            numbers,
            key: Vec::new(),
            list: PostingList::default(),
            is_read: false,
        }
    }

    /// The next terms, unless there are no more.
    fn piece(&mut self) -> Option<TermPiece> {
        let mut piece = TermPiece::default();
        while piece.lists.positions.len() < PIECE && self.read() {
            let is_long = self.list.positions.len() >= PIECE;
            if is_long && !piece.ends.is_empty() {
                break;
            }
            self.is_read = false;
            piece.push(&self.key, &mut self.list, is_long);
        }
        (!piece.ends.is_empty()).then_some(piece)
    }

    /// Reads a term, unless one that was read is not in a piece yet. False if there are no more.
    fn read(&mut self) -> bool {
        if !self.is_read {
            self.is_read = self.terms.read(&mut self.key, &mut self.list);
            if self.is_read {
                self.numbers.give_to(&mut self.list);
            }
            if self.is_read && self.key.first() == Some(&b's') {
                // Where a word is, its forms tell.
                self.list.counts.clear();
                self.list.positions.clear();
            }
        }
        self.is_read
    }
}

/// Some terms, one after another.
#[derive(Default)]
struct TermPiece {
    keys: Vec<u8>,
    lists: PostingList,
    /// The end of each term in both, and whether it is named beside others.
    ends: Vec<(usize, PostingSizes, bool)>,
}

impl TermPiece {
    /// Adds a term. A long list, which is alone in its piece, is taken rather than copied.
    fn push(&mut self, key: &[u8], list: &mut PostingList, is_long: bool) {
        self.keys.extend_from_slice(key);
        let is_named = list.is_named;
        match is_long {
            true => self.lists = std::mem::take(list),
            false => self.lists.extend(list),
        }
        self.ends.push((self.keys.len(), self.lists.sizes(), is_named));
    }

    /// The terms as bytes; their documents have numbers below `universe`.
    fn encode(self, universe: u32) -> EncodedTerms {
        let mut encoded = EncodedTerms::default();
        let mut start = (0, PostingSizes::default(), false);
        for end in self.ends {
            let key = &self.keys[start.0..end.0];
            let list = Postings { is_named: end.2, ..self.lists.part(start.1, end.1) };
            match key.iter().position(|&byte| byte == 0) {
                Some(at) if key[at + 1..].starts_with(b"\0") => encoded.push_key(key),
                Some(at) => {
                    let stem = Some(&key[at + 1..]).filter(|stem| !stem.is_empty());
                    encoded.push(key, stem, list, universe);
                }
                None => encoded.push(key, None, list, universe),
            }
            start = end;
        }
        encoded
    }
}

struct TermWriter<'a, P> {
    dictionary: DictionaryWriter<P>,
    spelling: &'a mut SpellingWords,
    /// The key of the stem that is being read, and its forms so far.
    stem: Vec<u8>,
    forms: Vec<Vec<u8>>,
}

impl<E, P: Fn(File) -> Result<(), E> + Copy> TermWriter<'_, P> {
    fn names(&mut self, names: &BTreeMap<String, PostingList>, speakers: u32) -> Result<(), E> {
        names
            .iter()
            .try_for_each(|(word, list)| self.dictionary.list(format!("n{word}").as_bytes(), list, speakers))
    }

    /// Writes one of the gathered terms.
    fn gathered(&mut self, term: &EncodedTerm) -> Result<(), E> {
        let Some(end) = term.key.iter().position(|&byte| byte == 0) else {
            return self.dictionary.term(term.key, term);
        };
        let (form, stem) = (&term.key[..end], &term.key[end + 1..]);
        if let Some(form_of_stem) = stem.strip_prefix(b"\0") {
            if self.stem != form {
                self.end_forms()?;
                self.stem = form.to_vec();
            }
            self.forms.push(form_of_stem.to_vec());
            return Ok(());
        }
        self.end_forms()?;
        self.spelling.add(&String::from_utf8_lossy(&form[1..]), term.occurrences);
        self.dictionary.term(form, term)
    }

    fn end_forms(&mut self) -> Result<(), E> {
        let forms = std::mem::take(&mut self.forms);
        match forms.is_empty() {
            true => Ok(()),
            false => self.dictionary.forms(&self.stem, &forms),
        }
    }
}
