//! The words of a note on the old page, and those of them that are left.

use std::ops::Range;

use super::align::Alignment;
use crate::model::WordRow;

/// The number of words by which the distance between the words of a note may grow while they still belong together.
const SPREAD: usize = 8;
/// A note whose words are in two places is split when the lighter place has this share of their weight.
const SPLIT: f32 = 0.3;
/// The number of words on each side that tell a passage from others.
const CONTEXT: usize = 12;
/// The number of those words that make up the immediate surroundings.
const SURROUNDINGS: usize = 6;
/// The distance in words by which the surroundings may have shifted.
const SHIFT: usize = 3;
/// The words directly beside a note: farther ones do not hold it.
const BESIDE: usize = 4;

/// Before or behind the words of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContextSide {
    /// Before its first word.
    Before,
    /// Behind its last word.
    Behind,
}

/// A word near a note that is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The distance from the note in words: 1 directly beside it.
    pub distance: usize,
    /// The number of the same word now; -1 for the beginning of the page, and the number of words for its end.
    pub image: i64,
    /// True at the beginning or the end of the page.
    pub is_page_edge: bool,
}

/// The old words of a note.
pub struct NotePassage<'a> {
    /// The old page.
    pub old: &'a WordRow,
    /// The alignment of the old words with the new ones.
    pub alignment: &'a Alignment,
    /// The number of words on the new page.
    pub new_length: usize,
    /// The words.
    pub words: Range<usize>,
}

/// The words of a note that are left, in one place.
#[derive(Clone, Debug)]
pub struct Survivors {
    /// Old and new number of each, in the order of the old page.
    pub pairs: Vec<(usize, usize)>,
    /// True if many more words are left in another place.
    pub is_split: bool,
}

impl Survivors {
    /// The new words from the first to the last of them.
    pub fn span(&self) -> Range<usize> {
        let start = self.pairs.iter().map(|pair| pair.1).min().unwrap_or(0);
        let end = self.pairs.iter().map(|pair| pair.1 + 1).max().unwrap_or(0);
        start..end
    }
}

impl NotePassage<'_> {
    /// The number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The weight of some old words.
    pub fn weight(&self, words: impl IntoIterator<Item = usize>) -> f32 {
        words.into_iter().map(|word| self.alignment.weights[word]).sum()
    }

    /// The position of an old word on the new page.
    pub fn image(&self, word: usize) -> Option<usize> {
        self.alignment.image[word].map(|image| image as usize)
    }

    /// The words that are left; where they are far apart, the heaviest group of them.
    pub fn survivors(&self) -> Survivors {
        let pairs: Vec<(usize, usize)> =
            self.words.clone().filter_map(|word| Some((word, self.image(word)?))).collect();
        let mut by_image = pairs.clone();
        by_image.sort_by_key(|pair| pair.1);
        let width = self.len() + SPREAD;
        let (mut best, mut from, mut weight) = ((0.0, 0..0), 0, 0.0);
        for (at, &(word, image)) in by_image.iter().enumerate() {
            weight += self.alignment.weights[word];
            while image - by_image[from].1 >= width {
                weight -= self.alignment.weights[by_image[from].0];
                from += 1;
            }
            if weight > best.0 {
                best = (weight, from..at + 1);
            }
        }
        let all = self.weight(pairs.iter().map(|pair| pair.0));
        let mut kept = by_image[best.1].to_vec();
        kept.sort_unstable();
        let rest = all - self.weight(kept.iter().map(|pair| pair.0));
        Survivors { is_split: kept.len() < pairs.len() && rest >= SPLIT * all, pairs: kept }
    }

    /// The old word that stands `distance` words from the note.
    fn beside(&self, side: ContextSide, distance: usize) -> Option<usize> {
        match side {
            ContextSide::Before => self.words.start.checked_sub(distance),
            ContextSide::Behind => Some(self.words.end + distance - 1).filter(|&word| word < self.old.len()),
        }
    }

    /// The nearest word on a side that is still there. The page's own edges count as words that are.
    pub fn neighbour(&self, side: ContextSide) -> Option<Neighbour> {
        for distance in 1..=CONTEXT {
            let Some(word) = self.beside(side, distance) else {
                let image = if side == ContextSide::Before { -1 } else { self.new_length as i64 };
                return Some(Neighbour { distance, image, is_page_edge: true });
            };
            if let Some(image) = self.image(word) {
                return Some(Neighbour { distance, image: image as i64, is_page_edge: false });
            }
        }
        None
    }

    /// Returns true if the words `found` have the neighbour that the note had on that side.
    pub fn is_side_good(&self, side: ContextSide, found: &Range<usize>, is_moved: bool) -> bool {
        let Some(neighbour) = self.neighbour(side) else { return false };
        let distance = distance(side, found, neighbour.image);
        let far = 2 * neighbour.distance as i64 + 3;
        neighbour.distance <= BESIDE && (1..=far).contains(&distance) && !(is_moved && neighbour.is_page_edge)
    }

    /// The share of the surroundings that are still where they were, from 0 to 1.
    pub fn surroundings(&self, found: &Range<usize>) -> f32 {
        let (mut all, mut kept) = (0.0, 0.0);
        for side in [ContextSide::Before, ContextSide::Behind] {
            for steps in 1..=SURROUNDINGS {
                let Some(word) = self.beside(side, steps) else { continue };
                let weight = self.alignment.weights[word];
                all += weight;
                let is_near = self.image(word).is_some_and(|image| {
                    let now = distance(side, found, image as i64);
                    now > 0 && now.abs_diff(steps as i64) <= SHIFT as u64
                });
                kept += if is_near { weight } else { 0.0 };
            }
        }
        if all > 0.0 { kept / all } else { 0.0 }
    }

    /// The number of words beside the note that are still directly beside it, without a gap.
    pub fn unbroken(&self, found: &Range<usize>) -> usize {
        let count = |side| {
            let stays = |&steps: &usize| {
                let word = self.beside(side, steps);
                word.and_then(|word| self.image(word))
                    .is_some_and(|image| distance(side, found, image as i64) == steps as i64)
            };
            (1..=CONTEXT).take_while(stays).count()
        };
        count(ContextSide::Before) + count(ContextSide::Behind)
    }

    /// Returns true if the note covered whole sentences.
    pub fn is_whole_sentences(&self) -> bool {
        let begins = self.words.start == 0 || self.old.ends[self.words.start - 1];
        begins && self.old.ends[self.words.end - 1]
    }
}

/// The distance of a new word from `found` on one side, in words: 1 directly beside it, less on the other side.
fn distance(side: ContextSide, found: &Range<usize>, image: i64) -> i64 {
    match side {
        ContextSide::Before => found.start as i64 - image,
        ContextSide::Behind => image - found.end as i64 + 1,
    }
}
