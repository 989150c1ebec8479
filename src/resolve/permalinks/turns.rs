//! Recorded turns brought to those of today: which is which after a text was corrected, split, joined,
//! moved or relabelled.
//!
//! Where the record has every word, turns are paired by the words that they share, the most like first,
//! then those between the same neighbours. Records of older versions have hashes of some runs of words:
//! there, turns whose words are the same are paired first, around a backbone of unique ones in order (as
//! in patience diff), then those that share runs. Costs grow in line with the text.

use std::collections::{BTreeMap, HashMap};

use super::sketch::RunHashes;
use crate::model::Sketch;
use crate::text::align::backbone;
use crate::text::timecode::Timecode;

/// Turns that share less of their runs are different turns.
const LIKE: f64 = 0.2;
/// Runs of words that more new turns have than this tell nothing.
const MAX_COMMON: usize = 12;

/// A turn as it was published.
pub struct OldTurn<'a> {
    /// The speakers.
    pub speakers: &'a str,
    /// The time.
    pub time: Option<Timecode>,
    /// A hash of its words.
    pub whole: u32,
    /// True for a whole turn, and for the words of a turn that its own ID leads to; false for those of turns that were
    /// joined to it.
    pub is_main: bool,
}

/// A turn as it is now.
pub struct NewTurn {
    /// The speakers.
    pub speakers: String,
    /// The time.
    pub time: Option<Timecode>,
    /// A hash of its words.
    pub whole: u32,
}

/// The outcome for an old turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnFate {
    /// It is this new turn.
    Kept(usize),
    /// Its words are part of this new turn, which is another's.
    Joined(usize),
    /// Its words are gone; this new turn follows where it stood.
    Gone(Option<usize>),
}

/// The words that an old turn shares with a new one.
#[derive(Clone, Copy, Debug)]
pub struct SharedWords {
    /// Their share of the old turn, from 0 to 1.
    pub share: f64,
    /// The new turn.
    pub new: usize,
}

/// Pairs turns by the words that they share, as `shared` has them for each old turn, the most first. No
/// new turn is kept for two.
pub fn pair_by_words(old: &[OldTurn], new: &[NewTurn], mut shared: Vec<Vec<SharedWords>>) -> Vec<TurnFate> {
    for shared in &mut shared {
        let best = shared.first().map_or(0.0, |best| best.share);
        shared.retain(|shared| shared.share >= LIKE && shared.share >= best / 2.0);
    }
    let mut pairing = TurnPairing::new(old, new);
    pairing.like_words(&shared);
    pairing.same_words(Twins::BetweenNeighbours);
    pairing.same_place(&shared);
    pairing.fates(&shared)
}

/// Pairs turns by the hashes of some of their runs of words: `sketches` has those of the old turns, `runs`
/// all of the new ones.
pub fn pair_by_runs(
    old: &[OldTurn],
    new: &[NewTurn],
    sketches: &[&Sketch],
    runs: &[RunHashes],
) -> Vec<TurnFate> {
    let mut pairing = TurnPairing::new(old, new);
    pairing.same_words(Twins::Anywhere);
    let shared = pairing.shared_runs(sketches, runs);
    pairing.like_words(&shared);
    pairing.same_place(&shared);
    pairing.fates(&shared)
}

/// The rule for pairing turns that share their words with other turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Twins {
    BetweenNeighbours,
    Anywhere,
}

struct TurnPairing<'a> {
    old: &'a [OldTurn<'a>],
    new: &'a [NewTurn],
    new_of: Vec<Option<usize>>,
    old_of: Vec<Option<usize>>,
}

impl<'a> TurnPairing<'a> {
    fn new(old: &'a [OldTurn<'a>], new: &'a [NewTurn]) -> Self {
        TurnPairing { old, new, new_of: vec![None; old.len()], old_of: vec![None; new.len()] }
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.new_of[old] = Some(new);
        self.old_of[new] = Some(old);
    }

    /// Pairs turns with the same words: unique ones wherever they stand, others between the unique
    /// ones around them, in order, and what is left over in order.
    fn same_words(&mut self, twins: Twins) {
        let mut groups: BTreeMap<u32, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, old) in self.old.iter().enumerate().filter(|(at, _)| self.new_of[*at].is_none()) {
            groups.entry(old.whole).or_default().0.push(at);
        }
        for (at, new) in self.new.iter().enumerate().filter(|(at, _)| self.old_of[*at].is_none()) {
            groups.entry(new.whole).or_default().1.push(at);
        }
        for (old, new) in groups.values() {
            if let ([old], [new], Twins::Anywhere) = (old.as_slice(), new.as_slice(), twins) {
                self.pair(*old, *new);
            }
        }
        let backbone = self.backbone();
        for (old, new) in groups.values().filter(|(old, new)| !old.is_empty() && !new.is_empty()) {
            self.pair_twins(old, new, &backbone, twins);
        }
    }

    /// The longest run of pairs that are in the same order on both sides.
    fn backbone(&self) -> Vec<(usize, usize)> {
        let pairs: Vec<(usize, usize)> =
            self.new_of.iter().enumerate().filter_map(|(old, new)| Some((old, (*new)?))).collect();
        backbone(&pairs)
    }

    /// Pairs turns that have the same words as others: first those in the same stretch of the
    /// backbone, then the rest in order.
    fn pair_twins(&mut self, old: &[usize], new: &[usize], backbone: &[(usize, usize)], twins: Twins) {
        let stretch_of_old = |at: usize| backbone.partition_point(|&(old, _)| old < at);
        let stretch_of_new = |at: usize| backbone.partition_point(|&(_, new)| new < at);
        let mut by_stretch: HashMap<usize, Vec<usize>> = HashMap::new();
        for &at in new.iter().rev().filter(|&&at| self.old_of[at].is_none()) {
            by_stretch.entry(stretch_of_new(at)).or_default().push(at);
        }
        for &at in old.iter().filter(|&&at| self.new_of[at].is_none()).collect::<Vec<_>>() {
            if let Some(twin) = by_stretch.get_mut(&stretch_of_old(at)).and_then(Vec::pop) {
                self.pair(at, twin);
            }
        }
        if twins == Twins::BetweenNeighbours {
            return;
        }
        let mut rest: Vec<usize> =
            new.iter().copied().filter(|&at| self.old_of[at].is_none()).rev().collect();
        for &at in old {
            if self.new_of[at].is_none() {
                let Some(twin) = rest.pop() else { break };
                self.pair(at, twin);
            }
        }
    }

    /// For each old turn that has no pair yet, the new turns that share runs of words, the most like first.
    fn shared_runs(&self, sketches: &[&Sketch], runs: &[RunHashes]) -> Vec<Vec<SharedWords>> {
        let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, new) in runs.iter().enumerate() {
            for &run in new.runs() {
                let found = holders.entry(run).or_default();
                if found.len() <= MAX_COMMON {
                    found.push(at);
                }
            }
        }
        let shared = |at: usize| match self.new_of[at] {
            Some(_) => Vec::new(),
            None => shared_with(sketches[at], &holders),
        };
        (0..self.old.len()).map(shared).collect()
    }

    /// Pairs turns that share words, the most like of all first, and turns before what was joined to them.
    fn like_words(&mut self, shared: &[Vec<SharedWords>]) {
        let mut candidates: Vec<(usize, &SharedWords)> = shared
            .iter()
            .enumerate()
            .flat_map(|(old, shared)| shared.iter().map(move |shared| (old, shared)))
            .collect();
        let is_main = |at: usize| self.old[at].is_main;
        candidates.sort_by(|(a, x), (b, y)| {
            let order = is_main(*b).cmp(&is_main(*a)).then(y.share.total_cmp(&x.share));
            order.then(a.cmp(b)).then(x.new.cmp(&y.new))
        });
        for (old, like) in candidates {
            if self.new_of[old].is_none() && self.old_of[like.new].is_none() {
                self.pair(old, like.new);
            }
        }
    }

    /// Pairs turns too short to share runs: those between the same neighbours, by time, or in order
    /// when there are as many and their speakers agree. Turns whose words are in another turn lead there.
    fn same_place(&mut self, shared: &[Vec<SharedWords>]) {
        let mut at = 0;
        while at < self.old.len() {
            if self.new_of[at].is_some() {
                at += 1;
                continue;
            }
            let end = (at..self.old.len()).find(|&old| self.new_of[old].is_some()).unwrap_or(self.old.len());
            let first = at.checked_sub(1).and_then(|before| self.new_of[before]).map_or(0, |new| new + 1);
            let last = self.new_of.get(end).copied().flatten().unwrap_or(self.new.len());
            if first < last {
                let gone = (at..end).filter(|&old| self.old[old].is_main && shared[old].is_empty());
                self.pair_gap(gone.collect(), first..last);
            }
            at = end;
        }
    }

    fn pair_gap(&mut self, old: Vec<usize>, new: std::ops::Range<usize>) {
        let free: Vec<usize> = new.filter(|&at| self.old_of[at].is_none()).collect();
        let by_time: HashMap<Timecode, usize> =
            free.iter().filter_map(|&at| Some((self.new[at].time?, at))).collect();
        for &at in &old {
            let same_time = self.old[at].time.and_then(|time| by_time.get(&time).copied());
            if let Some(new) =
                same_time.filter(|&new| self.old_of[new].is_none() && self.same_speakers(at, new))
            {
                self.pair(at, new);
            }
        }
        let old: Vec<usize> = old.into_iter().filter(|&at| self.new_of[at].is_none()).collect();
        let free: Vec<usize> = free.into_iter().filter(|&at| self.old_of[at].is_none()).collect();
        if old.len() == free.len() {
            for (old, new) in old.into_iter().zip(free) {
                if self.same_speakers(old, new) {
                    self.pair(old, new);
                }
            }
        }
    }

    fn same_speakers(&self, old: usize, new: usize) -> bool {
        self.old[old].speakers == self.new[new].speakers
    }

    fn fates(&self, shared: &[Vec<SharedWords>]) -> Vec<TurnFate> {
        let mut fates = vec![TurnFate::Gone(None); self.old.len()];
        let mut following = self.new.len().checked_sub(1);
        for at in (0..self.old.len()).rev() {
            fates[at] = match (self.new_of[at], shared[at].first()) {
                (Some(new), _) => TurnFate::Kept(new),
                (None, Some(shared)) => TurnFate::Joined(shared.new),
                (None, None) => TurnFate::Gone(following),
            };
            following = self.new_of[at].or(following);
        }
        fates
    }
}

/// The new turns that share runs with `sketch`, the most like first.
fn shared_with(sketch: &Sketch, holders: &HashMap<u32, Vec<usize>>) -> Vec<SharedWords> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for found in
        sketch.runs.iter().filter_map(|run| holders.get(run)).filter(|found| found.len() <= MAX_COMMON)
    {
        found.iter().for_each(|&new| *counts.entry(new).or_default() += 1);
    }
    let share = |count: usize| count as f64 / sketch.runs.len() as f64;
    let mut shared: Vec<SharedWords> =
        counts.into_iter().map(|(new, count)| SharedWords { share: share(count), new }).collect();
    shared.retain(|shared| shared.share >= LIKE);
    shared.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.new.cmp(&b.new)));
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind, Inline};
    use crate::source::{SourceId, Span};

    fn words(text: &str) -> RunHashes {
        let inlines = vec![Inline::Text { text: text.into(), at: 0 }];
        RunHashes::new(&[Block { kind: BlockKind::Paragraph(inlines), span: Span::new(SourceId(0), 0, 0) }])
    }

    /// Aligns `a: words` lines and shows what became of each old one: `0`, `+1` joined, `>2` gone.
    fn check(old: &[&str], new: &[&str], expected: &str) {
        let parse = |line: &&str| {
            let (who, text) = line.split_once(": ").unwrap();
            (who.to_string(), words(text))
        };
        let before: Vec<(String, RunHashes)> = old.iter().map(parse).collect();
        let after: Vec<(String, RunHashes)> = new.iter().map(parse).collect();
        let sketches: Vec<Sketch> = before.iter().map(|(_, words)| words.sketch()).collect();
        let olds: Vec<OldTurn> = before
            .iter()
            .map(|(who, words)| OldTurn { speakers: who, time: None, whole: words.whole(), is_main: true })
            .collect();
        let news: Vec<NewTurn> = after
            .iter()
            .map(|(who, words)| NewTurn { speakers: who.clone(), time: None, whole: words.whole() })
            .collect();
        let runs: Vec<RunHashes> = after.into_iter().map(|(_, words)| words).collect();
        let fates = pair_by_runs(&olds, &news, &sketches.iter().collect::<Vec<_>>(), &runs);
        let shown: Vec<String> = fates
            .into_iter()
            .map(|fate| match fate {
                TurnFate::Kept(at) => at.to_string(),
                TurnFate::Joined(at) => format!("+{at}"),
                TurnFate::Gone(at) => format!(">{}", at.map_or("end".into(), |at| at.to_string())),
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    const A: &str = "a: the first turn has a good many words in it";
    const B: &str = "b: the second one is quite different from that";
    const C: &str = "a: and a third that closes what the others began";

    #[test]
    fn turns_are_known_again() {
        check(&[A, B, C], &[A, B, C], "0 1 2");
        check(&[A, B, C], &[A, "b: new here", B, C], "0 2 3");
        check(&[A, B, C], &[C, A, B], "1 2 0");
        check(&[A, B, C], &[A, "c: the second one is quite different from that", C], "0 1 2");
        check(&[A, B, C], &[A, "b: the second one is rather different from that one", C], "0 1 2");
    }

    #[test]
    fn what_is_gone_leads_to_what_follows() {
        check(&[A, B, C], &[A, C], "0 >1 1");
        check(&[A, B, C], &[A], "0 >0 >0");
        check(&[A], &[], ">end");
    }

    #[test]
    fn joined_turns_lead_to_the_one_that_holds_them() {
        let joined =
            "a: the first turn has a good many words in it and a third that closes what the others began";
        check(&[A, B, C], &[joined], "0 >0 +0");
    }

    #[test]
    fn short_turns_keep_their_place() {
        check(&[A, "b: Yes.", C, "b: Yes."], &[A, "b: Yes.", C, "b: Yes."], "0 1 2 3");
        check(&[A, "b: Yes.", C, "b: Yes."], &["b: Yes.", A, "b: Yes.", C, "b: Yes."], "1 2 3 4");
        check(&[A, "b: Yes.", C], &[A, "b: Yeah.", C], "0 1 2");
    }
}
