//! Passages that stand elsewhere now.

use std::collections::HashMap;

use super::{Aligner, AlignmentGap, sparse};
use crate::model::WordRow;

/// The length in words of a run that shows that a passage has moved.
const SEED: usize = 4;
/// A passage counts from so many words and so much weight: shorter ones are said twice by chance.
const LEAST_WORDS: usize = 8;
const LEAST_WEIGHT: f32 = 4.0;
/// Passages that are no farther apart than this on both sides moved together.
const CLOSE: usize = 40;
/// A paragraph of fewer words says too little to be known by them.
const LEAST_PARAGRAPH: usize = 2;

/// Words in a row, the same on both sides.
#[derive(Clone, Copy, Debug)]
struct MatchingRun {
    old: usize,
    new: usize,
    length: usize,
}

/// Pairs the passages that moved.
pub fn find_moves(aligner: &mut Aligner) {
    if !has_open_run(&aligner.result.image) || !has_open_run(&aligner.result.origin) {
        find_paragraphs(aligner);
        return;
    }
    let blocks = blocks(aligner);
    let mut group: Vec<MatchingRun> = Vec::new();
    for block in blocks {
        if group.last().is_some_and(|last| !is_close(last, &block)) {
            pair_group(aligner, &std::mem::take(&mut group));
        }
        group.push(block);
    }
    pair_group(aligner, &group);
    find_paragraphs(aligner);
}

/// Returns true if some words in a row have no pairs.
fn has_open_run(pairs: &[Option<u32>]) -> bool {
    pairs.windows(SEED).any(|run| run.iter().all(Option::is_none))
}

fn is_close(a: &MatchingRun, b: &MatchingRun) -> bool {
    let (old, new) = (a.old + a.length, a.new + a.length);
    b.old >= old && b.new >= new && b.old - old <= CLOSE && b.new - new <= CLOSE
}

/// All runs of words without pairs that each page has once, as long as they go on, in the order of the
/// old page.
fn blocks(aligner: &Aligner) -> Vec<MatchingRun> {
    let old = super::unique_runs(&aligner.old.hashes, &(0..aligner.old.len()), SEED);
    let new = super::unique_runs(&aligner.new.hashes, &(0..aligner.new.len()), SEED);
    let mut blocks: Vec<MatchingRun> = Vec::new();
    let mut at = 0;
    while at + SEED <= aligner.old.len() {
        let run = &aligner.old.hashes[at..at + SEED];
        let place = old.get(run).copied().flatten().and_then(|_| new.get(run).copied().flatten());
        let Some(place) = place.filter(|&place| is_open(aligner, at, place, SEED)) else {
            at += 1;
            continue;
        };
        let floor = blocks.last().map_or(0, |last: &MatchingRun| last.old + last.length);
        let block = extend(aligner, MatchingRun { old: at, new: place, length: SEED }, floor);
        at = block.old + block.length;
        blocks.push(block);
    }
    blocks
}

fn is_open(aligner: &Aligner, old: usize, new: usize, length: usize) -> bool {
    let result = &aligner.result;
    old + length <= result.image.len()
        && new + length <= result.origin.len()
        && (0..length).all(|by| result.image[old + by].is_none() && result.origin[new + by].is_none())
}

fn extend(aligner: &Aligner, mut block: MatchingRun, floor: usize) -> MatchingRun {
    let fits = |old: usize, new: usize| is_open(aligner, old, new, 1) && aligner.is_same(old, new);
    while block.old > floor && block.new > 0 && fits(block.old - 1, block.new - 1) {
        block = MatchingRun { old: block.old - 1, new: block.new - 1, length: block.length + 1 };
    }
    while fits(block.old + block.length, block.new + block.length) {
        block.length += 1;
    }
    block
}

/// Pairs the words of blocks that moved together, if one of them says enough, and of what is between.
fn pair_group(aligner: &mut Aligner, group: &[MatchingRun]) {
    let weight = |block: &MatchingRun| -> f32 {
        aligner.result.weights[block.old..block.old + block.length].iter().sum()
    };
    if !group.iter().any(|block| block.length >= LEAST_WORDS && weight(block) >= LEAST_WEIGHT) {
        return;
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, block) in group.iter().enumerate() {
        pairs.extend((0..block.length).map(|by| (block.old + by, block.new + by)));
        let Some(next) = group.get(at + 1) else { continue };
        let (old, new) = (block.old + block.length..next.old, block.new + block.length..next.new);
        let gap = AlignmentGap { old, new, divisions: 0 };
        if gap.is_open() {
            pairs.extend(sparse::heaviest_chain(aligner.old, aligner.new, &gap, &aligner.result.weights));
        }
    }
    for (old, new) in pairs {
        if is_open(aligner, old, new, 1) {
            aligner.pair(old, new);
            aligner.result.moved[old] = true;
        }
    }
}

/// Pairs whole paragraphs and headings that each page has once.
fn find_paragraphs(aligner: &mut Aligner) {
    if aligner.result.image.iter().all(Option::is_some) || aligner.result.origin.iter().all(Option::is_some) {
        return;
    }
    let (old, new) = (unique_paragraphs(aligner.old), unique_paragraphs(aligner.new));
    let mut pairs: Vec<MatchingRun> = Vec::new();
    for (words, place) in &old {
        if let (Some(old), Some(&Some(new))) = (*place, new.get(words))
            && is_open(aligner, old, new, words.len())
        {
            pairs.push(MatchingRun { old, new, length: words.len() });
        }
    }
    for MatchingRun { old, new, length } in pairs {
        for by in 0..length {
            aligner.pair(old + by, new + by);
            aligner.result.moved[old + by] = true;
        }
    }
}

/// The start of each paragraph; none for words that are a paragraph twice.
fn unique_paragraphs(row: &WordRow) -> HashMap<&[u16], Option<usize>> {
    let mut found: HashMap<&[u16], Option<usize>> = HashMap::new();
    for (at, &first) in row.paragraphs.iter().enumerate() {
        let first = first as usize;
        let end = row.paragraphs.get(at + 1).map_or(row.len(), |&next| next as usize);
        if end - first >= LEAST_PARAGRAPH {
            found.entry(&row.hashes[first..end]).and_modify(|place| *place = None).or_insert(Some(first));
        }
    }
    found
}
