//! Runs of words that a page has once.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::model::WordRow;

/// Occurrences of each run of words on two pages, counted when first needed.
#[derive(Default)]
pub struct UniqueRuns {
    by_length: [OnceCell<HashMap<u64, RunCounts>>; UniqueRuns::LONGEST + 1],
}

/// The number of occurrences of a run on the old page and on the new one.
#[derive(Clone, Copy, Default)]
struct RunCounts {
    old: u32,
    new: u32,
}

impl UniqueRuns {
    /// The longest runs that are counted.
    const LONGEST: usize = 8;

    /// Returns true if the `length` words from `at` occur once on the old page and once on the new one.
    pub fn has(&self, old: &WordRow, new: &WordRow, at: usize, length: usize) -> bool {
        let length = length.min(Self::LONGEST);
        let counts = self.by_length[length].get_or_init(|| count(old, new, length));
        let Some(run) = old.hashes.get(at..at + length) else { return false };
        counts.get(&key(run)).is_some_and(|counts| counts.old == 1 && counts.new == 1)
    }
}

fn count(old: &WordRow, new: &WordRow, length: usize) -> HashMap<u64, RunCounts> {
    let mut counts: HashMap<u64, RunCounts> = HashMap::new();
    old.hashes.windows(length).for_each(|run| counts.entry(key(run)).or_default().old += 1);
    new.hashes.windows(length).for_each(|run| counts.entry(key(run)).or_default().new += 1);
    counts
}

/// A number for a run of hashes (FNV-1a).
fn key(run: &[u16]) -> u64 {
    run.iter()
        .fold(0xcbf2_9ce4_8422_2325, |key, &hash| (key ^ u64::from(hash)).wrapping_mul(0x0100_0000_01b3))
}
