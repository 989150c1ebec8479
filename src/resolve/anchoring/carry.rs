//! The decision where the words of a note are now: the same words, changed ones, perhaps these, or gone.
//!
//! The thresholds were set on some four thousand notes over the real histories of transcripts, and hold on
//! further ones. What is doubtful is offered to the author and never decided.

use std::ops::Range;

use super::align::Alignment;
use super::edges::{Bounds, Edges};
use super::letters::{join, likeness};
use super::passage::{ContextSide, NotePassage, Survivors};
use super::unique::UniqueRuns;
use super::words::PageWords;
use crate::model::WordRow;
use crate::text::script::is_unspaced;

/// The outcome of carrying a note to the new page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// They are these words of the new page.
    Placed(Range<usize>),
    /// They may be these words: the author decides.
    Offered(Range<usize>),
    /// They are gone.
    Gone,
}

/// Words that all are there but for some letters are the same words, when both neighbours hold them.
const SAME_LETTERS: f64 = 0.75;
/// The neighbours that do so stand no farther away than this.
const HOLDS: usize = 3;
/// So many words in a row are a passage, and no fillers.
const CUT: usize = 4;
/// A word that weighs this much carries meaning.
const CONTENT: f32 = 0.5;

/// Brings notes from one version of a page to another.
pub struct Carrier<'a> {
    old: &'a WordRow,
    new: &'a PageWords,
    alignment: &'a Alignment,
    unique: UniqueRuns,
}

impl<'a> Carrier<'a> {
    /// A carrier from `old` to `new`, whose words `alignment` has brought together.
    pub fn new(old: &'a WordRow, new: &'a PageWords, alignment: &'a Alignment) -> Self {
        Carrier { old, new, alignment, unique: UniqueRuns::default() }
    }

    /// Says what became of the old words `words`, whose letters are `letters` as far as they are known.
    pub fn carry(&self, words: Range<usize>, letters: &[Option<String>]) -> Carried {
        if words.is_empty() || words.end > self.old.len() {
            return Carried::Gone;
        }
        let passage =
            NotePassage { old: self.old, alignment: self.alignment, new_length: self.new.len(), words };
        let survivors = passage.survivors();
        if survivors.pairs.is_empty() {
            return self.without_survivors(&passage, letters);
        }
        let edges = Edges { passage: &passage, new: self.new, letters, survivors: &survivors };
        let bounds = edges.bounds();
        Judgement::new(self, &passage, &survivors, &bounds).decide()
    }

    /// No word is left: doubled words that are one now, corrected letters, or a replacement between the
    /// same neighbours, which is for the author to judge.
    fn without_survivors(&self, passage: &NotePassage, letters: &[Option<String>]) -> Carried {
        if let Some(twin) = self.doubled(passage) {
            return Carried::Placed(twin);
        }
        let (Some(before), Some(behind)) =
            (passage.neighbour(ContextSide::Before), passage.neighbour(ContextSide::Behind))
        else {
            return Carried::Gone;
        };
        let between = (before.image + 1) as usize..behind.image.max(0) as usize;
        if between.is_empty() || between.len() > 2 * passage.len() + 6 {
            return Carried::Gone;
        }
        let is_held = before.distance <= HOLDS && behind.distance <= HOLDS;
        if is_held && let Some(found) = self.same_letters(&between, letters) {
            return Carried::Placed(found);
        }
        let is_beside = before.distance == 1 && behind.distance == 1;
        if is_beside && !(before.is_page_edge && behind.is_page_edge) {
            return Carried::Offered(between);
        }
        Carried::Gone
    }

    /// The same words directly beside the note, in the same sentence: one of the copies was cut.
    fn doubled(&self, passage: &NotePassage) -> Option<Range<usize>> {
        let (words, length) = (&passage.words, passage.len());
        if length > HOLDS * 2 {
            return None;
        }
        let is_twin = |other: &Range<usize>, joint: usize| {
            other.end <= self.old.len()
                && !self.old.ends[joint]
                && self.old.hashes[other.clone()] == self.old.hashes[words.clone()]
        };
        let before = words.start.checked_sub(length).map(|start| start..words.start);
        let before = before.filter(|other| is_twin(other, words.start - 1));
        let behind = Some(words.end..words.end + length).filter(|other| is_twin(other, words.end - 1));
        let image = |other: Range<usize>| {
            let start = passage.image(other.start)?;
            let is_kept = other.clone().enumerate().all(|(by, word)| passage.image(word) == Some(start + by));
            is_kept.then_some(start..start + length)
        };
        before.and_then(image).or_else(|| behind.and_then(image))
    }

    /// The words of `between` whose letters are those of the note.
    fn same_letters(&self, between: &Range<usize>, letters: &[Option<String>]) -> Option<Range<usize>> {
        let wanted = join(letters)?;
        let words: Vec<String> = between.clone().map(|word| self.new.normalized(word)).collect();
        let mut best: Option<(f64, Range<usize>)> = None;
        for start in 0..words.len() {
            for end in start + 1..=words.len() {
                let alike = likeness(&wanted, &words[start..end].concat());
                if alike >= SAME_LETTERS && best.as_ref().is_none_or(|(best, _)| alike > *best) {
                    best = Some((alike, between.start + start..between.start + end));
                }
            }
        }
        best.map(|(_, range)| range)
    }
}

/// The facts about a note of which some words are left.
struct Judgement<'a> {
    carrier: &'a Carrier<'a>,
    passage: &'a NotePassage<'a>,
    survivors: &'a Survivors,
    found: Range<usize>,
    /// The share of the note's weight that is left.
    left: f32,
    before: bool,
    behind: bool,
    is_moved: bool,
    surroundings: f32,
    is_whole: bool,
}

impl<'a> Judgement<'a> {
    fn new(
        carrier: &'a Carrier<'a>,
        passage: &'a NotePassage<'a>,
        survivors: &'a Survivors,
        bounds: &Bounds,
    ) -> Self {
        let found = bounds.words.clone();
        let is_moved = survivors.pairs.iter().any(|pair| passage.alignment.moved[pair.0]);
        let all = passage.weight(passage.words.clone());
        let left = passage.weight(survivors.pairs.iter().map(|pair| pair.0)) + bounds.gained;
        let ends = &carrier.new.row.ends;
        let is_whole_now = (found.start == 0 || ends[found.start - 1]) && ends[found.end - 1];
        Judgement {
            carrier,
            passage,
            survivors,
            left: (left / all).min(1.0),
            before: passage.is_side_good(ContextSide::Before, &found, is_moved),
            behind: passage.is_side_good(ContextSide::Behind, &found, is_moved),
            is_moved,
            surroundings: passage.surroundings(&found),
            is_whole: is_whole_now && passage.is_whole_sentences(),
            found,
        }
    }

    fn decide(self) -> Carried {
        let is_right = !self.survivors.is_split
            && self.found.len() <= 2 * self.passage.len() + 6
            && (if self.is_moved { self.is_right_where_it_moved() } else { self.is_right() })
            && !self.is_doubtful();
        if is_right {
            return Carried::Placed(self.found);
        }
        let is_worth_showing = self.left >= 0.2 || (self.before && self.behind) || self.survivors.is_split;
        if is_worth_showing { Carried::Offered(self.found) } else { Carried::Gone }
    }

    /// A phrase alone may be said twice: where it moved to, a neighbour or whole sentences must agree.
    fn is_right_where_it_moved(&self) -> bool {
        self.left >= 0.6 && (self.before || self.behind || self.is_whole)
    }

    fn is_right(&self) -> bool {
        let words = self.passage.len();
        let both = self.before && self.behind;
        let one = self.before || self.behind;
        let left = self.left;
        (left >= 0.85 && (one || words >= 6))
            || (left >= 0.35 && both)
            || (left >= 0.5 && one && (words >= 4 || left >= 0.66))
            || (left >= 0.6 && words >= 8)
            || (left >= 0.4 && one && words >= 8)
            || (left >= 0.3 && self.is_only_shortened())
            || (left >= 0.3 && one && words >= 6 && self.content_words() >= 2 && self.has_unique_run(4, 7))
            || (left >= 0.4 && self.has_unique_run(5, 8))
    }

    /// Returns true if the note has the same neighbours as before, and nothing new is between them.
    fn is_only_shortened(&self) -> bool {
        let is_beside = |side, edge: i64| {
            self.passage
                .neighbour(side)
                .is_some_and(|neighbour| neighbour.distance == 1 && neighbour.image == edge)
        };
        is_beside(ContextSide::Before, self.found.start as i64 - 1)
            && is_beside(ContextSide::Behind, self.found.end as i64)
            && self.found.clone().all(|word| self.passage.alignment.origin[word].is_some())
    }

    fn content_words(&self) -> usize {
        self.survivors.pairs.iter().filter(|pair| self.passage.alignment.weights[pair.0] >= CONTENT).count()
    }

    /// Returns true if that many of the remaining words are in a row that occurs nowhere else on either page;
    /// `unspaced` is the number for characters that are words.
    fn has_unique_run(&self, spaced: usize, unspaced: usize) -> bool {
        let new = self.carrier.new;
        let pairs = &self.survivors.pairs;
        let is_unspaced = |pair: &(usize, usize)| new.normalized(pair.1).starts_with(is_unspaced);
        let length = if pairs.iter().any(is_unspaced) { unspaced } else { spaced };
        pairs.windows(length).any(|run| {
            let (first, last) = (run[0], run[length - 1]);
            let is_row = last.0 - first.0 == length - 1
                && last.1 == first.1 + length - 1
                && run.windows(2).all(|pair| pair[1].1 == pair[0].1 + 1);
            is_row && self.carrier.unique.has(self.carrier.old, &new.row, first.0, length)
        })
    }

    /// Returns true if the words could as well be other ones that are the same.
    fn is_doubtful(&self) -> bool {
        let words = self.passage.len();
        let is_ambiguous = self.survivors.pairs.iter().all(|pair| self.passage.alignment.ambiguous[pair.0]);
        let is_alone = words <= 2 && self.surroundings < 0.4 && self.passage.unbroken(&self.found) < 3;
        let is_adrift =
            !self.before && !self.behind && self.surroundings < 0.25 && words < 20 && !self.is_whole;
        let is_at_edge = words <= 2
            && (self.is_at_edge_of_cut(ContextSide::Before) || self.is_at_edge_of_cut(ContextSide::Behind));
        is_ambiguous || is_alone || is_adrift || is_at_edge || self.is_beside_cut()
    }

    /// Returns true if a passage directly beside the note was cut, so that other words of the old page are there now:
    /// words that are said often may have stood at its other end.
    fn is_at_edge_of_cut(&self, side: ContextSide) -> bool {
        let (passage, found) = (self.passage, &self.found);
        let alignment = passage.alignment;
        let is_gone = |word: Option<usize>| {
            word.is_some_and(|word| alignment.image.get(word).is_some_and(Option::is_none))
        };
        let (is_cut, neighbour) = match side {
            ContextSide::Before => {
                let start = passage.words.start;
                ((1..=CUT).all(|by| is_gone(start.checked_sub(by))), found.start.checked_sub(1))
            }
            ContextSide::Behind => {
                ((0..CUT).all(|by| is_gone(Some(passage.words.end + by))), Some(found.end))
            }
        };
        let is_old = |word: usize| alignment.origin.get(word).is_some_and(Option::is_some);
        is_cut && neighbour.is_some_and(is_old)
    }

    /// Returns true if words of the note were cut, and what is left of it might as well be the same words on the other
    /// side of the cut.
    fn is_beside_cut(&self) -> bool {
        let beside = &self.passage.alignment.beside_cut;
        self.survivors.pairs.len() < self.passage.len()
            && self.survivors.pairs.iter().all(|pair| beside[pair.0])
    }
}
