//! The words of a site as they are written, so that a browser can say which of them was meant by another.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

/// The most words that are kept of those that begin alike; a browser fetches them together.
const MOST: usize = 5000;

/// The frequency of each word.
#[derive(Default)]
pub(super) struct Vocabulary {
    counts: HashMap<String, u32, RandomState>,
}

impl Vocabulary {
    /// Adds words, each with its count.
    pub(super) fn add(&mut self, words: &[(String, u32)]) {
        for (word, count) in words {
            match self.counts.get_mut(word) {
                Some(known) => *known += count,
                None => drop(self.counts.insert(word.clone(), *count)),
            }
        }
    }

    /// By first letter, the words that begin with it, most frequent first, between spaces.
    pub(super) fn most_frequent(self) -> BTreeMap<char, String> {
        let mut by_letter: BTreeMap<char, Vec<(u32, String)>> = BTreeMap::new();
        for (word, count) in self.counts {
            by_letter.entry(word.chars().next().unwrap_or_default()).or_default().push((count, word));
        }
        by_letter.into_iter().map(|(letter, words)| (letter, joined(words))).collect()
    }
}

fn joined(mut words: Vec<(u32, String)>) -> String {
    words.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    words.truncate(MOST);
    words.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}
