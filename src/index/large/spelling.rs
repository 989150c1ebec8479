//! Words that somebody may have meant by one that is nowhere: found by the trigrams that they share with it.

use std::collections::{BTreeMap, BTreeSet};

use super::encoding::push_varint;
use super::lists::PostingList;
use super::texts::push_front_coded;
use crate::text::tokens::is_word;

/// A shorter word is as close to many others.
const SHORTEST: usize = 4;

/// Words that occur once are about half as many as all others, and one in twelve of them is a misspelling itself.
const LEAST: usize = 2;

/// The words of a segment that may be meant.
pub(super) struct SpellingWords {
    /// The words of names, which may be rare.
    names: BTreeSet<String>,
    /// The words by length and spelling, each with the number of its occurrences.
    words: BTreeMap<(usize, String), usize>,
}

/// The words as a browser reads them: their number grows with their length.
#[derive(Default)]
pub(super) struct EncodedSpelling {
    pub(super) words: Vec<u8>,
    pub(super) blocks: Vec<usize>,
    /// The number of words.
    pub(super) count: u32,
    /// The number of the first word of each length, from 0 on.
    pub(super) lengths: Vec<usize>,
    /// The numbers of the words with each trigram.
    pub(super) trigrams: BTreeMap<String, PostingList>,
}

impl SpellingWords {
    pub(super) fn new(names: BTreeSet<String>) -> SpellingWords {
        SpellingWords { names, words: BTreeMap::new() }
    }

    /// Adds a form that occurs so often.
    pub(super) fn add(&mut self, form: &str, occurrences: usize) {
        let length = form.chars().count();
        if length >= SHORTEST && is_word(form) && (occurrences >= LEAST || self.names.contains(form)) {
            *self.words.entry((length, form.into())).or_default() += occurrences;
        }
    }

    pub(super) fn encode(&self) -> EncodedSpelling {
        let mut encoded = EncodedSpelling { count: self.words.len() as u32, ..EncodedSpelling::default() };
        let counts: Vec<usize> = self.words.values().copied().collect();
        let words = || self.words.keys().map(|(_, word)| word.as_str());
        let describe = |out: &mut Vec<u8>, at: usize| push_varint(out, counts[at] as u32);
        encoded.blocks = push_front_coded(&mut encoded.words, words(), |_, _| {}, describe);
        for (number, (length, word)) in self.words.keys().enumerate() {
            while encoded.lengths.len() <= *length {
                encoded.lengths.push(number);
            }
            for trigram in trigrams(word) {
                let list = encoded.trigrams.entry(trigram).or_default();
                list.docs.push(number as u32);
            }
        }
        encoded
    }
}

/// The different trigrams of `word` between the marks of its beginning and its end.
fn trigrams(word: &str) -> BTreeSet<String> {
    let chars: Vec<char> = std::iter::once('^').chain(word.chars()).chain(std::iter::once('$')).collect();
    chars.windows(3).map(String::from_iter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_occur_once_are_kept_only_if_somebody_is_called_so() {
        let mut spelling = SpellingWords::new(BTreeSet::from(["ostrander".into()]));
        for (word, count) in
            [("tide", 9), ("tyde", 1), ("quays", 2), ("ostrander", 1), ("the", 900), ("a1b2", 9)]
        {
            spelling.add(word, count);
        }
        let encoded = spelling.encode();
        assert_eq!(encoded.trigrams["^ti"].docs, [0]);
        assert_eq!(encoded.trigrams["ays"].docs, [1]);
        assert_eq!(encoded.trigrams["er$"].docs, [2]);
        assert_eq!(encoded.lengths, [0, 0, 0, 0, 0, 1, 2, 2, 2, 2]);
        assert!(!encoded.trigrams.contains_key("tyd"));
    }
}
