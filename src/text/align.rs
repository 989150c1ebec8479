//! Two texts word by word: which words of one are which of the other.
//!
//! As in patience diff, runs of words that each text has once are paired first, the longest runs before
//! shorter ones, and in order; then what stands between two pairs, by itself. Costs grow in line with
//! the texts.

use std::collections::HashMap;
use std::ops::Range;

/// The number of words runs have, in the order in which they are looked for.
const RUNS: [usize; 4] = [6, 3, 2, 1];

/// For each of `new`, the place of the same word in `old`, where there is one.
pub fn align(old: &[u32], new: &[u32]) -> Vec<Option<usize>> {
    let mut alignment = WordAlignment { old, new, pairs: vec![None; new.len()] };
    let mut gaps = vec![UnpairedWords { old: 0..old.len(), new: 0..new.len() }];
    for run in RUNS {
        gaps = gaps.into_iter().flat_map(|gap| alignment.close(gap, run)).collect();
    }
    alignment.pairs
}

/// The pairs of the longest common subsequence of two short texts, in order. Costs grow with the product of both lengths.
pub fn longest_common<T>(a: &[T], b: &[T], is_same: impl Fn(&T, &T) -> bool) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut lengths = vec![0u32; (a.len() + 1) * width];
    for at in (0..a.len()).rev() {
        for to in (0..b.len()).rev() {
            lengths[at * width + to] = match is_same(&a[at], &b[to]) {
                true => lengths[(at + 1) * width + to + 1] + 1,
                false => lengths[(at + 1) * width + to].max(lengths[at * width + to + 1]),
            };
        }
    }
    let (mut at, mut to, mut pairs) = (0, 0, Vec::new());
    while at < a.len() && to < b.len() {
        if is_same(&a[at], &b[to]) {
            pairs.push((at, to));
            (at, to) = (at + 1, to + 1);
        } else if lengths[(at + 1) * width + to] >= lengths[at * width + to + 1] {
            at += 1;
        } else {
            to += 1;
        }
    }
    pairs
}

/// The longest run of pairs that are in the same order on both sides; `pairs` are in the order of their
/// first sides.
pub fn backbone(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, &(_, second)) in pairs.iter().enumerate() {
        let length = tails.partition_point(|&tail| pairs[tail].1 < second);
        before[at] = length.checked_sub(1).map(|last| tails[last]);
        if length == tails.len() {
            tails.push(at);
        } else {
            tails[length] = at;
        }
    }
    let mut chain = Vec::new();
    let mut at = tails.last().copied();
    while let Some(pair) = at {
        chain.push(pairs[pair]);
        at = before[pair];
    }
    chain.reverse();
    chain
}

struct WordAlignment<'a> {
    old: &'a [u32],
    new: &'a [u32],
    pairs: Vec<Option<usize>>,
}

/// Words of both sides that have no pairs yet.
struct UnpairedWords {
    old: Range<usize>,
    new: Range<usize>,
}

impl UnpairedWords {
    fn is_open(&self) -> bool {
        !self.old.is_empty() && !self.new.is_empty()
    }
}

impl WordAlignment<'_> {
    /// Pairs the words of a gap at runs of `length` words; what is left are smaller gaps.
    fn close(&mut self, mut gap: UnpairedWords, length: usize) -> Vec<UnpairedWords> {
        self.trim(&mut gap);
        let mut gaps = Vec::new();
        for (old, new) in backbone(&self.shared_runs(&gap, length)) {
            if old < gap.old.start || new < gap.new.start {
                // A run that overlaps the one before it is paired already, as far as it agrees.
                continue;
            }
            let mut before = UnpairedWords { old: gap.old.start..old, new: gap.new.start..new };
            (gap.old.start, gap.new.start) = (old, new);
            self.trim(&mut before);
            self.trim_start(&mut gap);
            gaps.push(before);
        }
        gaps.push(gap);
        gaps.retain(UnpairedWords::is_open);
        gaps
    }

    /// Pairs the words that both sides of a gap begin and end with.
    fn trim(&mut self, gap: &mut UnpairedWords) {
        self.trim_start(gap);
        while gap.is_open() && self.old[gap.old.end - 1] == self.new[gap.new.end - 1] {
            (gap.old.end, gap.new.end) = (gap.old.end - 1, gap.new.end - 1);
            self.pairs[gap.new.end] = Some(gap.old.end);
        }
    }

    fn trim_start(&mut self, gap: &mut UnpairedWords) {
        while gap.is_open() && self.old[gap.old.start] == self.new[gap.new.start] {
            self.pairs[gap.new.start] = Some(gap.old.start);
            (gap.old.start, gap.new.start) = (gap.old.start + 1, gap.new.start + 1);
        }
    }

    /// The place where the runs stand that each side of a gap has once.
    fn shared_runs(&self, gap: &UnpairedWords, length: usize) -> Vec<(usize, usize)> {
        let old = unique_runs(self.old, &gap.old, length);
        let new = unique_runs(self.new, &gap.new, length);
        let pair = |(run, at): (&[u32], Option<usize>)| Some((old.get(run).copied()??, at?));
        let mut pairs: Vec<(usize, usize)> = new.into_iter().filter_map(pair).collect();
        pairs.sort_unstable();
        pairs
    }
}

/// The place of each run of `length` words; none for a run that stands there twice.
fn unique_runs<'a>(
    words: &'a [u32],
    range: &Range<usize>,
    length: usize,
) -> HashMap<&'a [u32], Option<usize>> {
    let mut runs = HashMap::new();
    for (at, run) in words[range.clone()].windows(length).enumerate() {
        runs.entry(run).and_modify(|place| *place = None).or_insert(Some(range.start + at));
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, expected: &str) {
        let words = |text: &str| text.split(' ').map(crate::text::hash::hash32).collect::<Vec<_>>();
        let show = |at: Option<usize>| at.map_or("-".to_string(), |at| at.to_string());
        let found = align(&words(old), &words(new)).into_iter().map(show).collect::<Vec<_>>().join(" ");
        assert_eq!(found, expected, "{new}");
    }

    #[test]
    fn words_are_known_again() {
        let old = "we lit it every evening at six and never later than that in winter at four";
        check(old, old, "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15");
        check(old, "we lit it each evening at six never later", "0 1 2 - 4 5 6 8 9");
        check(old, "so we lit it every single evening at six", "- 0 1 2 3 - 4 5 6");
        check(old, "nothing of the sort", "- - - -");
        check("a b a b a b", "a b a b", "0 1 2 3");
        check("the the the end", "the end", "0 3");
    }

    #[test]
    fn much_of_the_same_is_quick() {
        let (old, new) = (vec![1; 200_000], vec![1; 100_000]);
        assert!(align(&old, &new).iter().all(Option::is_some));
        let different: Vec<u32> = (0..200_000).collect();
        assert!(align(&different, &new).iter().flatten().count() <= 1);
    }
}
