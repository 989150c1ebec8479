//! The first and last words of a note whose own first or last words were replaced.
//!
//! Bounds are words, so that no correction can cut one in half.

use std::ops::Range;

use super::letters::{join, likeness};
use super::passage::{ContextSide, NotePassage, Survivors};
use super::words::PageWords;

/// Words whose letters are at least this like the lost ones are those words, corrected.
const LIKE: f64 = 0.6;
/// The number of words by which a replacement may be longer than the lost words.
const MOST_MORE: usize = 4;

/// Finds the bounds of a note on the new page.
pub struct Edges<'a> {
    /// The note on the old page.
    pub passage: &'a NotePassage<'a>,
    /// The new page.
    pub new: &'a PageWords,
    /// The note's words as far as they are known.
    pub letters: &'a [Option<String>],
    /// Those that are left.
    pub survivors: &'a Survivors,
}

/// The words of a note on the new page.
pub struct Bounds {
    /// From the first to the last.
    pub words: Range<usize>,
    /// The weight of words that were lost and found again by their letters.
    pub gained: f32,
}

impl Edges<'_> {
    /// The bounds of a note of which some words are left.
    pub fn bounds(&self) -> Bounds {
        let mut bounds = Bounds { words: self.survivors.span(), gained: self.gained_inside() };
        let (first, last) = (self.survivors.pairs[0], self.survivors.pairs[self.survivors.pairs.len() - 1]);
        let (words, span) = (&self.passage.words, self.survivors.span());
        if first.0 > words.start && first.1 == span.start {
            let (count, gained) = self.replaced(ContextSide::Before, words.start..first.0, span.start);
            bounds.words.start -= count;
            bounds.gained += gained;
        }
        if last.0 + 1 < words.end && last.1 + 1 == span.end {
            let (count, gained) = self.replaced(ContextSide::Behind, last.0 + 1..words.end, span.end);
            bounds.words.end += count;
            bounds.gained += gained;
        }
        bounds
    }

    /// The number of words beyond an edge of the remaining ones that replace the `lost` words, and their weight.
    fn replaced(&self, side: ContextSide, lost: Range<usize>, edge: usize) -> (usize, f32) {
        let free = self.free(side, edge, lost.len());
        if let Some(count) = self.lost_word_itself(side, &lost, edge, free.count) {
            let outermost = if side == ContextSide::Before { lost.start } else { lost.end - 1 };
            return (count, self.passage.alignment.weights[outermost]);
        }
        if free.is_all && free.count > 0 && free.count <= lost.len() {
            let alike = self.likeness(&lost, &beyond(side, edge, free.count));
            return (free.count, self.gain(&lost, alike));
        }
        let stretches =
            (1..=free.count).map(|count| (count, self.likeness(&lost, &beyond(side, edge, count))));
        match stretches.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))) {
            Some((count, alike)) if alike >= LIKE => (count, self.gain(&lost, alike)),
            _ => (0, 0.0),
        }
    }

    /// The words beyond an edge that are nobody's, up to the note's neighbour.
    fn free(&self, side: ContextSide, edge: usize, lost: usize) -> Free {
        let neighbour = self.passage.neighbour(side);
        let room = match (side, neighbour) {
            (ContextSide::Before, Some(neighbour)) => edge as i64 - neighbour.image - 1,
            (ContextSide::Behind, Some(neighbour)) => neighbour.image - edge as i64,
            (_, None) => -1,
        };
        let most = lost + MOST_MORE;
        let limit = if room >= 0 { (room as usize).min(most) } else { most };
        let is_free = |&step: &usize| {
            let range = match side {
                ContextSide::Before => edge.checked_sub(step),
                ContextSide::Behind => Some(edge + step - 1),
            };
            range.is_some_and(|at| self.passage.alignment.origin.get(at) == Some(&None))
        };
        let count = (1..=limit).take_while(is_free).count();
        let is_beside = neighbour.is_some_and(|neighbour| neighbour.distance == 1 && !neighbour.is_page_edge);
        Free { count, is_all: is_beside && room >= 0 && count == room as usize }
    }

    /// The lost outermost word where it stands, nearest to where it would have stood.
    fn lost_word_itself(
        &self,
        side: ContextSide,
        lost: &Range<usize>,
        edge: usize,
        free: usize,
    ) -> Option<usize> {
        let outermost = if side == ContextSide::Before { lost.start } else { lost.end - 1 };
        let hash = self.passage.old.hashes[outermost];
        let word = |count: usize| if side == ContextSide::Before { edge - count } else { edge + count - 1 };
        let same = (1..=free).filter(|&count| self.new.row.hashes[word(count)] == hash);
        same.min_by_key(|&count| count.abs_diff(lost.len()))
    }

    /// Words inside the note that were replaced by like ones.
    fn gained_inside(&self) -> f32 {
        let gaps = self.survivors.pairs.windows(2).filter_map(|pair| {
            let lost = pair[0].0 + 1..pair[1].0;
            let found = pair[0].1 + 1..pair[1].1;
            (!lost.is_empty() && !found.is_empty() && found.len() <= lost.len() + MOST_MORE)
                .then(|| self.gain(&lost, self.likeness(&lost, &found)))
        });
        gaps.sum()
    }

    fn gain(&self, lost: &Range<usize>, alike: f64) -> f32 {
        if alike >= LIKE { self.passage.weight(lost.clone()) * alike as f32 } else { 0.0 }
    }

    /// The similarity between the letters of the `lost` words and those of the new ones; 0 if the letters are not
    /// known.
    fn likeness(&self, lost: &Range<usize>, found: &Range<usize>) -> f64 {
        let start = self.passage.words.start;
        let Some(wanted) = self.letters.get(lost.start - start..lost.end - start).and_then(join) else {
            return 0.0;
        };
        likeness(&wanted, &self.text(found))
    }

    /// New words as they are compared.
    fn text(&self, words: &Range<usize>) -> String {
        words.clone().map(|word| self.new.normalized(word)).collect()
    }
}

/// The words beyond an edge that may have taken the place of lost ones.
struct Free {
    count: usize,
    /// True if they are all words between the edge and the word that was next to the note.
    is_all: bool,
}

fn beyond(side: ContextSide, edge: usize, count: usize) -> Range<usize> {
    match side {
        ContextSide::Before => edge - count..edge,
        ContextSide::Behind => edge..edge + count,
    }
}
