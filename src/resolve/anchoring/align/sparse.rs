//! The heaviest chain of equal words in a small gap: Hunt and Szymanski's pairs (1977), the best of all
//! earlier ones from a Fenwick tree.
//!
//! Every run of words in the chain costs something, so that a lone "the" in a rewritten sentence is no
//! pair, while two rare words are.

use std::collections::HashMap;

use super::AlignmentGap;
use crate::model::WordRow;

/// The bonus of a word whose predecessor is in the run too.
const GOES_ON: f32 = 0.35;
/// The cost of a run, and its further cost for each doubling of the gap.
const RUN: f32 = 0.35;
const RUN_PER_DOUBLING: f32 = 0.13;
/// The share of its cost that a run pays if it is equally far from the gap's beginning on both sides.
const AT_BEGINNING: f32 = 0.4;
/// The share of its cost that a run gets back if it ends equally far from the gap's end on both sides.
const AT_END: f32 = 0.3;

/// A pair of words, and the best chain that ends with it.
struct ChainLink {
    old: usize,
    new: usize,
    score: f32,
    before: Option<usize>,
}

/// The pairs of the heaviest chain, the last first.
pub fn heaviest_chain(
    old: &WordRow,
    new: &WordRow,
    gap: &AlignmentGap,
    weights: &[f32],
) -> Vec<(usize, usize)> {
    let mut places: HashMap<u16, Vec<usize>> = HashMap::new();
    for at in gap.new.clone() {
        places.entry(new.hashes[at]).or_default().push(at);
    }
    let cost = RUN + RUN_PER_DOUBLING * (gap.old.len().min(gap.new.len()) as f32).log2();
    let mut best = Prefixes::new(gap.new.len());
    let mut links: Vec<ChainLink> = Vec::new();
    let mut row_before: HashMap<usize, usize> = HashMap::new();
    for at in gap.old.clone() {
        let first = links.len();
        for &place in places.get(&old.hashes[at]).into_iter().flatten() {
            let run_cost =
                if at - gap.old.start == place - gap.new.start { cost * AT_BEGINNING } else { cost };
            let (score, before) = best.below(place - gap.new.start);
            let mut link = ChainLink { old: at, new: place, score: score - run_cost, before };
            if let Some(&run) = place.checked_sub(1).and_then(|place| row_before.get(&place))
                && links[run].score + GOES_ON > link.score
            {
                (link.score, link.before) = (links[run].score + GOES_ON, Some(run));
            }
            link.score += weights[at];
            links.push(link);
        }
        row_before.clear();
        for (number, link) in links.iter().enumerate().skip(first) {
            row_before.insert(link.new, number);
            best.raise(link.new - gap.new.start, link.score, number);
        }
    }
    chain_of(&links, gap, cost)
}

fn chain_of(links: &[ChainLink], gap: &AlignmentGap, cost: f32) -> Vec<(usize, usize)> {
    let total = |link: &ChainLink| {
        let is_at_end = gap.old.end - link.old == gap.new.end - link.new;
        link.score + if is_at_end { cost * AT_END } else { 0.0 }
    };
    let heaviest =
        (0..links.len()).max_by(|&a, &b| total(&links[a]).total_cmp(&total(&links[b])).then(b.cmp(&a)));
    let mut next = heaviest.filter(|&last| total(&links[last]) > 0.0);
    let mut chain = Vec::new();
    while let Some(at) = next {
        chain.push((links[at].old, links[at].new));
        next = links[at].before;
    }
    chain
}

/// The best score among all places below one (Fenwick 1994); nothing is worth 0.
struct Prefixes {
    best: Vec<(f32, Option<usize>)>,
}

impl Prefixes {
    fn new(places: usize) -> Self {
        Prefixes { best: vec![(0.0, None); places + 1] }
    }

    fn below(&self, place: usize) -> (f32, Option<usize>) {
        let (mut at, mut found) = (place, (0.0, None));
        while at > 0 {
            if self.best[at].0 > found.0 {
                found = self.best[at];
            }
            at &= at - 1;
        }
        found
    }

    fn raise(&mut self, place: usize, score: f32, link: usize) {
        let mut at = place + 1;
        while at < self.best.len() {
            if score > self.best[at].0 {
                self.best[at] = (score, Some(link));
            }
            at += at & at.wrapping_neg();
        }
    }
}
