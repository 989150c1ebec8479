//! The terms of a segment, written in the order of their kinds: grams, the words of names, stems, words, trigrams.

use std::collections::BTreeMap;

use super::dictionary::{DictionaryWriter, TermDictionary};
use super::lists::PostingList;
use super::numbers::DocumentNumbers;
use super::runs::SortedRuns;
use super::spelling::{EncodedSpelling, SpellingWords};
use crate::model::File;

/// Writes the terms that were gathered from documents with these `numbers`, those of the `names` of so many speakers, and
/// those of the words that they have in common.
pub(super) fn write_terms<E, P: Fn(File) -> Result<(), E> + Copy>(
    gathered: SortedRuns,
    numbers: &DocumentNumbers,
    (names, speakers): (&BTreeMap<String, PostingList>, u32),
    spelling: &mut SpellingWords,
    put: P,
) -> Result<(TermDictionary, EncodedSpelling), E> {
    let mut writer =
        TermWriter { dictionary: DictionaryWriter::new(put), numbers, stem: Vec::new(), forms: Vec::new() };
    let mut names = Some(names);
    gathered.merge(|key, list| {
        if matches!(key.first(), Some(b's' | b'w')) {
            names.take().map_or(Ok(()), |names| writer.names(names, speakers))?;
        }
        writer.gathered(key, list, spelling)
    })?;
    writer.end_forms()?;
    names.take().map_or(Ok(()), |names| writer.names(names, speakers))?;
    let encoded = spelling.encode();
    let mut dictionary = writer.dictionary;
    for (trigram, list) in &encoded.trigrams {
        dictionary.term(format!("x{trigram}").as_bytes(), None, list, encoded.count)?;
    }
    Ok((dictionary.finish()?, encoded))
}

struct TermWriter<'a, P> {
    dictionary: DictionaryWriter<P>,
    numbers: &'a DocumentNumbers,
    /// The key of the stem that is being read, and its forms so far.
    stem: Vec<u8>,
    forms: Vec<Vec<u8>>,
}

impl<E, P: Fn(File) -> Result<(), E> + Copy> TermWriter<'_, P> {
    fn names(&mut self, names: &BTreeMap<String, PostingList>, speakers: u32) -> Result<(), E> {
        names.iter().try_for_each(|(word, list)| {
            self.dictionary.term(format!("n{word}").as_bytes(), None, list, speakers)
        })
    }

    /// Writes what has this key among the gathered terms.
    fn gathered(
        &mut self,
        key: &[u8],
        list: &mut PostingList,
        spelling: &mut SpellingWords,
    ) -> Result<(), E> {
        self.numbers.give_to(list);
        let documents = self.numbers.count();
        if key.first() == Some(&b's') {
            // Where a word is, its forms tell.
            list.counts.clear();
            list.positions.clear();
            return self.dictionary.term(key, None, list, documents);
        }
        let Some(end) = key.iter().position(|&byte| byte == 0) else {
            return self.dictionary.term(key, None, list, documents);
        };
        let (form, stem) = (&key[..end], &key[end + 1..]);
        if let Some(form_of_stem) = stem.strip_prefix(b"\0") {
            if self.stem != form {
                self.end_forms()?;
                self.stem = form.to_vec();
            }
            self.forms.push(form_of_stem.to_vec());
            return Ok(());
        }
        self.end_forms()?;
        spelling.add(&String::from_utf8_lossy(&form[1..]), list.docs.len());
        self.dictionary.term(form, Some(stem).filter(|stem| !stem.is_empty()), list, documents)
    }

    fn end_forms(&mut self) -> Result<(), E> {
        let forms = std::mem::take(&mut self.forms);
        match forms.is_empty() {
            true => Ok(()),
            false => self.dictionary.forms(&self.stem, &forms),
        }
    }
}
