//! The words of a comment, as hashes of short runs of them; older records have turns in the same form.

use unicode_normalization::UnicodeNormalization;

use crate::model::{Block, Sketch};
use crate::text::hash::hash32;
use crate::text::script::is_unspaced;

/// The number of words in a run.
const RUN: usize = 3;
/// The number of hashes in a sketch: if a third of 32 is found again, that is no accident.
const KEPT: usize = 32;

/// The hashes of every run of some words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunHashes {
    whole: u32,
    /// The number of words.
    words: usize,
    /// The hashes of all runs, sorted, each once.
    runs: Vec<u32>,
}

/// The bits of a run's hash in the record of a note: enough to tell a few thousand comments apart.
pub const COMMENT_BITS: u32 = 18;

impl RunHashes {
    /// The words of `blocks`, notes left out; case, width and punctuation do not count.
    pub fn new(blocks: &[Block]) -> Self {
        let mut tokens = Vec::new();
        blocks.iter().for_each(|block| push_tokens(&block.plain_text(), &mut tokens));
        let runs = tokens.windows(RUN.min(tokens.len()).max(1)).map(|run| hash32(&run.join(" ")));
        let mut runs: Vec<u32> = runs.collect();
        runs.sort_unstable();
        runs.dedup();
        RunHashes { whole: hash32(&tokens.join(" ")), words: tokens.len(), runs }
    }

    /// The words of a note's comment, with hashes of [`COMMENT_BITS`].
    pub fn of_comment(blocks: &[Block]) -> Self {
        let mut words = Self::new(blocks);
        words.runs.iter_mut().for_each(|run| *run = shorten(*run));
        words.runs.sort_unstable();
        words.runs.dedup();
        words
    }

    /// The number of words.
    pub fn words(&self) -> usize {
        self.words
    }

    /// A hash of all words in order.
    pub fn whole(&self) -> u32 {
        self.whole
    }

    /// The hashes of all runs.
    pub fn runs(&self) -> &[u32] {
        &self.runs
    }

    /// The words made small enough to be recorded.
    pub fn sketch(&self) -> Sketch {
        Sketch { whole: self.whole, runs: self.runs.iter().take(KEPT).copied().collect() }
    }

    /// The share of the runs of a comment's sketch that this comment has, from 0 to 1.
    pub fn share_of(&self, sketch: &Sketch) -> f64 {
        let found = sketch.runs.iter().filter(|&&run| self.runs.binary_search(&shorten(run)).is_ok()).count();
        found as f64 / sketch.runs.len().max(1) as f64
    }
}

/// A hash with [`COMMENT_BITS`].
pub fn shorten(hash: u32) -> u32 {
    hash & ((1 << COMMENT_BITS) - 1)
}

/// Words in lower case; characters of scripts that do not set words apart are words of their own.
fn push_tokens(text: &str, tokens: &mut Vec<String>) {
    let mut word = String::new();
    for c in text.nfkc().flat_map(char::to_lowercase) {
        let alone = is_unspaced(c);
        if alone || !c.is_alphanumeric() {
            if !word.is_empty() {
                tokens.push(std::mem::take(&mut word));
            }
            if alone {
                tokens.push(c.to_string());
            }
        } else {
            word.push(c);
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
}
