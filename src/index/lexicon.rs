//! The words of one page, each kept once: a page says the same ones again and again.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::text::tokens::{Stemming, Token, for_each_token, is_word};

/// A shorter word is as close to many others.
const SHORTEST_SPELLING: usize = 4;

/// A word's place in the lexicon.
pub(super) type WordId = u32;

/// A stem's place among those of the page.
pub(super) type StemId = u32;

/// Statistics about the words of a page.
pub(super) struct Lexicon {
    stemming: Stemming,
    ids: HashMap<String, WordId, RandomState>,
    words: Vec<Word>,
    stems: HashMap<String, StemId, RandomState>,
}

struct Word {
    stem: StemId,
    /// The entries that spell it, if it can be misspelt.
    spelt: Option<Spelt>,
}

#[derive(Default)]
struct Spelt {
    count: u32,
    /// One more than the last of the entries.
    next: u32,
}

/// The tokens of a field: how often each occurs.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    pub(super) counts: Vec<(StemId, u16)>,
}

impl Lexicon {
    pub(super) fn new(stemming: Stemming) -> Lexicon {
        Lexicon { stemming, ids: HashMap::default(), words: Vec::new(), stems: HashMap::default() }
    }

    /// The words of `texts`, in order.
    pub(super) fn words<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> Vec<WordId> {
        let mut words = Vec::new();
        for text in texts {
            for_each_token(text, |token| words.push(self.word(token)));
        }
        words
    }

    fn word(&mut self, token: Token) -> WordId {
        let (Token::Word(text) | Token::Gram(text)) = token;
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let stem = match token {
            Token::Word(word) => self.stemming.stem(word.into()),
            Token::Gram(gram) => gram.into(),
        };
        let next = self.stems.len() as StemId;
        let stem = *self.stems.entry(stem).or_insert(next);
        let is_spelling = text.len() >= SHORTEST_SPELLING && is_word(text);
        self.words.push(Word { stem, spelt: is_spelling.then(Spelt::default) });
        let id = self.ids.len() as WordId;
        self.ids.insert(text.into(), id);
        id
    }

    /// `words` as an index has them.
    pub(super) fn tokens(&self, words: &[WordId]) -> Tokens {
        let mut stems: Vec<StemId> = words.iter().map(|&word| self.words[word as usize].stem).collect();
        stems.sort_unstable();
        let alike = stems.chunk_by(|a, b| a == b);
        let counts = alike.map(|stems| (stems[0], u16::try_from(stems.len()).unwrap_or(u16::MAX)));
        Tokens { counts: counts.collect() }
    }

    /// Notes that the entry with this number, which no earlier one may exceed, spells `words`.
    pub(super) fn spell(&mut self, entry: u32, words: &[WordId]) {
        for &word in words {
            if let Some(spelt) = &mut self.words[word as usize].spelt
                && spelt.next <= entry
            {
                *spelt = Spelt { count: spelt.count + 1, next: entry + 1 };
            }
        }
    }

    /// The words that can be misspelt with the number of entries that spell them, in no order; and the stems in theirs.
    pub(super) fn finish(self) -> (Vec<(String, u32)>, Vec<String>) {
        let words = self.words;
        let count = |word: WordId| words[word as usize].spelt.as_ref().map_or(0, |spelt| spelt.count);
        let spellings = self.ids.into_iter().map(|(text, word)| (text, count(word)));
        let spellings = spellings.filter(|(_, count)| *count > 0).collect();
        let mut stems = vec![String::new(); self.stems.len()];
        self.stems.into_iter().for_each(|(stem, id)| stems[id as usize] = stem);
        (spellings, stems)
    }
}
