//! The terms of a segment, written in the order of their kinds: grams, the words of names, words, trigrams.

use std::collections::BTreeMap;

use super::dictionary::{DictionaryWriter, TermDictionary};
use super::lists::PostingList;
use super::runs::SortedRuns;
use super::spelling::{EncodedSpelling, SpellingWords};
use crate::model::File;

/// Writes the terms that were gathered, those of `names`, and those of the words that they have in common.
pub(super) fn write_terms<E, P: Fn(File) -> Result<(), E> + Copy>(
    gathered: SortedRuns,
    names: &BTreeMap<String, PostingList>,
    spelling: &mut SpellingWords,
    put: P,
) -> Result<(TermDictionary, EncodedSpelling), E> {
    let mut writer =
        TermWriter { dictionary: DictionaryWriter::new(put), stem: Vec::new(), forms: Vec::new() };
    let mut names = Some(names);
    gathered.merge(|key, list| {
        if key.first() == Some(&b'w') {
            names.take().map_or(Ok(()), |names| writer.names(names))?;
        }
        writer.gathered(key, list, spelling)
    })?;
    writer.end_forms()?;
    names.take().map_or(Ok(()), |names| writer.names(names))?;
    let encoded = spelling.encode();
    let mut dictionary = writer.dictionary;
    for (trigram, list) in &encoded.trigrams {
        dictionary.term(format!("x{trigram}").as_bytes(), None, list)?;
    }
    Ok((dictionary.finish()?, encoded))
}

struct TermWriter<P> {
    dictionary: DictionaryWriter<P>,
    /// The key of the stem that is being read, and its forms so far.
    stem: Vec<u8>,
    forms: Vec<Vec<u8>>,
}

impl<E, P: Fn(File) -> Result<(), E> + Copy> TermWriter<P> {
    fn names(&mut self, names: &BTreeMap<String, PostingList>) -> Result<(), E> {
        names
            .iter()
            .try_for_each(|(word, list)| self.dictionary.term(format!("n{word}").as_bytes(), None, list))
    }

    /// Writes what has this key among the gathered terms.
    fn gathered(&mut self, key: &[u8], list: &PostingList, spelling: &mut SpellingWords) -> Result<(), E> {
        let Some(end) = key.iter().position(|&byte| byte == 0) else {
            return self.dictionary.term(key, None, list);
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
        self.dictionary.term(form, Some(stem).filter(|stem| !stem.is_empty()), list)
    }

    fn end_forms(&mut self) -> Result<(), E> {
        let forms = std::mem::take(&mut self.forms);
        match forms.is_empty() {
            true => Ok(()),
            false => self.dictionary.forms(&self.stem, &forms),
        }
    }
}
