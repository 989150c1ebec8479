//! Two versions of a page word by word: which word of the old one is which of the new one.
//!
//! Runs of words that both sides of a gap have once are paired first, in order (as in patience diff);
//! small gaps are closed by the heaviest chain of equal words ([`sparse`]), cuts are slid to the ends of
//! sentences ([`slide`]), sentences that are left whole stay whole ([`sentences`]), and passages that were moved are looked for last ([`moves`]). Costs grow in
//! line with the page.

mod moves;
mod sentences;
mod slide;
mod sparse;

use std::collections::HashMap;
use std::ops::Range;

use crate::model::WordRow;
use crate::text::align::backbone;

/// Lengths of runs in words, in the order in which they are searched. Single words and pairs repeat by chance in a gap
/// of this size.
const RUNS: [usize; 3] = [6, 4, 3];
/// A gap with fewer pairs of words than this is closed at once.
const SMALL_GAP: usize = 2_500;
/// A gap with more pairs of words than this and no run in common stays open: it was rewritten.
const LARGE_GAP: usize = 250_000;
/// The largest number of times a gap is divided at runs. Each division costs as much as all words of the page; real
/// corrections need three or four, and a hostile text gets no more than these.
const MOST_DIVISIONS: u32 = 12;
/// The least that a word weighs, however frequent it is.
const LEAST_WEIGHT: f32 = 0.2;

/// The words of an old row, and what became of them.
#[derive(Debug)]
pub struct Alignment {
    /// For each old word the same word in the new row.
    pub image: Vec<Option<u32>>,
    /// For each new word the same word in the old row.
    pub origin: Vec<Option<u32>>,
    /// True for each old word that is no longer between its old neighbours.
    pub moved: Vec<bool>,
    /// True for each old word that could as well be another copy of the same words.
    pub ambiguous: Vec<bool>,
    /// True for each old word beside a short cut that might as well have taken it instead of the same words on
    /// its other side.
    pub beside_cut: Vec<bool>,
    /// The weight of each old word: 1 if the page has it once, less for frequent words.
    pub weights: Vec<f32>,
}

impl Alignment {
    /// Aligns `old` with `new`.
    pub fn new(old: &WordRow, new: &WordRow) -> Self {
        let mut aligner = Aligner {
            old,
            new,
            result: Alignment {
                image: vec![None; old.len()],
                origin: vec![None; new.len()],
                moved: vec![false; old.len()],
                ambiguous: vec![false; old.len()],
                beside_cut: vec![false; old.len()],
                weights: weights(old),
            },
        };
        aligner.run();
        aligner.result
    }
}

/// The weight of each word of `row`.
fn weights(row: &WordRow) -> Vec<f32> {
    let mut counts: HashMap<u16, u32> = HashMap::new();
    row.hashes.iter().for_each(|&hash| *counts.entry(hash).or_default() += 1);
    let all = (row.len().max(2) as f32).ln();
    let weight = |count: u32| (1.0 - (count as f32).ln() / all).max(LEAST_WEIGHT);
    row.hashes.iter().map(|hash| weight(counts[hash])).collect()
}

struct Aligner<'a> {
    old: &'a WordRow,
    new: &'a WordRow,
    result: Alignment,
}

/// Words of both sides that have no pairs yet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AlignmentGap {
    old: Range<usize>,
    new: Range<usize>,
    /// The number of divisions of the page that led to this gap.
    divisions: u32,
}

impl AlignmentGap {
    fn is_open(&self) -> bool {
        !self.old.is_empty() && !self.new.is_empty()
    }

    fn cells(&self) -> usize {
        self.old.len().saturating_mul(self.new.len())
    }
}

impl Aligner<'_> {
    fn run(&mut self) {
        self.close_gaps();
        slide::slide_cuts(self.old, self.new, &mut self.result);
        sentences::prefer_whole_sentences(self);
        moves::find_moves(self);
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.result.image[old] = Some(new as u32);
        self.result.origin[new] = Some(old as u32);
    }

    fn is_same(&self, old: usize, new: usize) -> bool {
        self.old.hashes[old] == self.new.hashes[new]
    }

    fn close_gaps(&mut self) {
        let mut open = vec![AlignmentGap { old: 0..self.old.len(), new: 0..self.new.len(), divisions: 0 }];
        while let Some(mut gap) = open.pop() {
            self.trim(&mut gap);
            if !gap.is_open() {
                continue;
            }
            let is_divisible = gap.cells() > SMALL_GAP && gap.divisions < MOST_DIVISIONS;
            let runs = if is_divisible { self.shared_runs(&gap) } else { None };
            match runs {
                Some((length, runs)) => self.pair_runs(gap, length, &runs, &mut open),
                None if gap.cells() <= LARGE_GAP => self.close_small(&gap),
                None => {}
            }
        }
    }

    /// Pairs the words of a small gap. A gap that begins or ends inside a paragraph on both sides does so in
    /// the same one: its words are compared first, or a rewritten sentence would find its words in the next.
    fn close_small(&mut self, gap: &AlignmentGap) {
        let mut rest = gap.clone();
        if let (Some(old), Some(new)) = (end_of_begun(self.old, &gap.old), end_of_begun(self.new, &gap.new)) {
            let begun =
                AlignmentGap { old: gap.old.start..old, new: gap.new.start..new, divisions: gap.divisions };
            if let Some(&(last_old, last_new)) = self.pair_chain(&begun).first() {
                (rest.old.start, rest.new.start) = (last_old + 1, last_new + 1);
            }
        }
        if let (Some(old), Some(new)) =
            (start_of_ended(self.old, &rest.old), start_of_ended(self.new, &rest.new))
        {
            let ended =
                AlignmentGap { old: old..rest.old.end, new: new..rest.new.end, divisions: gap.divisions };
            if let Some(&(first_old, first_new)) = self.pair_chain(&ended).last() {
                (rest.old.end, rest.new.end) = (first_old, first_new);
            }
        }
        self.pair_chain(&rest);
    }

    /// Pairs the heaviest chain of equal words; returns it, the last pair first.
    fn pair_chain(&mut self, gap: &AlignmentGap) -> Vec<(usize, usize)> {
        if !gap.is_open() {
            return Vec::new();
        }
        let chain = sparse::heaviest_chain(self.old, self.new, gap, &self.result.weights);
        chain.iter().for_each(|&(old, new)| self.pair(old, new));
        chain
    }

    /// Pairs the words that both sides of a gap begin and end with.
    fn trim(&mut self, gap: &mut AlignmentGap) {
        while gap.is_open() && self.is_same(gap.old.start, gap.new.start) {
            self.pair(gap.old.start, gap.new.start);
            (gap.old.start, gap.new.start) = (gap.old.start + 1, gap.new.start + 1);
        }
        while gap.is_open() && self.is_same(gap.old.end - 1, gap.new.end - 1) {
            (gap.old.end, gap.new.end) = (gap.old.end - 1, gap.new.end - 1);
            self.pair(gap.old.end, gap.new.end);
        }
    }

    /// The longest runs of words that each side of a gap has once, in order on both sides.
    fn shared_runs(&self, gap: &AlignmentGap) -> Option<(usize, Vec<(usize, usize)>)> {
        RUNS.into_iter().find_map(|length| {
            let old = unique_runs(&self.old.hashes, &gap.old, length);
            let new = unique_runs(&self.new.hashes, &gap.new, length);
            let pair = |(run, at): (&[u16], Option<usize>)| Some((old.get(run).copied()??, at?));
            let mut pairs: Vec<(usize, usize)> = new.into_iter().filter_map(pair).collect();
            pairs.sort_unstable();
            let chain = backbone(&pairs);
            (!chain.is_empty()).then_some((length, chain))
        })
    }

    /// Pairs the words of `runs`, goes on to the right while they agree, and leaves what is between.
    fn pair_runs(
        &mut self,
        gap: AlignmentGap,
        length: usize,
        runs: &[(usize, usize)],
        open: &mut Vec<AlignmentGap>,
    ) {
        let (mut old, mut new) = (gap.old.start, gap.new.start);
        let divisions = gap.divisions + 1;
        for &(at_old, at_new) in runs {
            if at_old < old || at_new < new {
                // It overlaps the run before it, which went on as far as it agrees.
                continue;
            }
            open.push(AlignmentGap { old: old..at_old, new: new..at_new, divisions });
            (old, new) = (at_old, at_new);
            let least = at_old + length;
            while old < gap.old.end && new < gap.new.end && (old < least || self.is_same(old, new)) {
                self.pair(old, new);
                (old, new) = (old + 1, new + 1);
            }
        }
        open.push(AlignmentGap { old: old..gap.old.end, new: new..gap.new.end, divisions });
    }
}

/// The end of the paragraph inside which `range` begins, if within it; `None` when it begins with a paragraph.
fn end_of_begun(row: &WordRow, range: &Range<usize>) -> Option<usize> {
    let next = row.paragraphs.partition_point(|&first| (first as usize) < range.start);
    let next = row.paragraphs.get(next).map_or(row.len(), |&next| next as usize);
    (range.start < next).then_some(next.min(range.end))
}

/// The start of the paragraph inside which `range` ends, if within it; `None` when it ends with a paragraph.
fn start_of_ended(row: &WordRow, range: &Range<usize>) -> Option<usize> {
    let next = row.paragraphs.partition_point(|&first| (first as usize) < range.end);
    let is_end = row.paragraphs.get(next).map_or(row.len(), |&next| next as usize) == range.end;
    let start = row.paragraphs.get(next.checked_sub(1)?).map_or(0, |&first| first as usize);
    (!is_end).then_some(start.max(range.start))
}

/// The place of each run of `length` words; none for a run that stands there twice.
fn unique_runs<'a>(
    hashes: &'a [u16],
    range: &Range<usize>,
    length: usize,
) -> HashMap<&'a [u16], Option<usize>, foldhash::fast::FixedState> {
    let mut runs = HashMap::with_hasher(foldhash::fast::FixedState::default());
    for (at, run) in hashes[range.clone()].windows(length).enumerate() {
        runs.entry(run).and_modify(|place| *place = None).or_insert(Some(range.start + at));
    }
    runs
}

#[cfg(test)]
mod tests;
