//! Cuts brought to the ends of sentences.
//!
//! When words are cut between equal ones, the cut can be drawn in several places: of "Is it so? Is it
//! not?", the first or the second "Is it" may be the one that is left. People cut whole sentences.

use std::ops::Range;

use super::Alignment;
use crate::model::WordRow;

/// The farthest that a cut is slid: a longer repetition is no speech.
const FARTHEST: usize = 200;
/// A cut of more words than this, or of whole sentences, that could be drawn in two places as well makes its
/// words ambiguous; fewer are a stutter, of which either copy will do.
const STUTTER: usize = 6;

/// Slides all cuts of `alignment`, and all insertions, which are cuts seen from the other side.
pub fn slide_cuts(old: &WordRow, new: &WordRow, alignment: &mut Alignment) {
    let (old_starts, new_starts) = (paragraph_starts(old), paragraph_starts(new));
    let (old, new) = (
        BoundaryCutter::new(old, &old_starts, new, &new_starts),
        BoundaryCutter::new(new, &new_starts, old, &old_starts),
    );
    for zone in old.slide(&mut alignment.image, &mut alignment.origin) {
        let marks = if zone.is_stutter { &mut alignment.beside_cut } else { &mut alignment.ambiguous };
        marks[zone.words].fill(true);
    }
    for zone in new.slide(&mut alignment.origin, &mut alignment.image).iter().filter(|zone| !zone.is_stutter)
    {
        let origins: Vec<u32> = alignment.origin[zone.words.clone()].iter().flatten().copied().collect();
        origins.into_iter().for_each(|at| alignment.ambiguous[at as usize] = true);
    }
}

/// Marks the words that begin a paragraph.
fn paragraph_starts(row: &WordRow) -> Vec<bool> {
    let mut starts = vec![false; row.len()];
    row.paragraphs.iter().for_each(|&first| starts[first as usize] = true);
    starts
}

/// Words around a cut that could be drawn in several places.
struct DoubtfulZone {
    words: Range<usize>,
    /// True if so few words were cut that either copy will do for a note on all of them.
    is_stutter: bool,
}

struct BoundaryCutter<'a> {
    /// The row that has words which the other has not.
    row: &'a WordRow,
    starts: &'a [bool],
    other: &'a WordRow,
    other_starts: &'a [bool],
}

impl<'a> BoundaryCutter<'a> {
    fn new(row: &'a WordRow, starts: &'a [bool], other: &'a WordRow, other_starts: &'a [bool]) -> Self {
        BoundaryCutter { row, starts, other, other_starts }
    }

    /// Slides each cut; returns the words around those that could be drawn in two places as well.
    fn slide(&self, to: &mut [Option<u32>], from: &mut [Option<u32>]) -> Vec<DoubtfulZone> {
        let mut doubtful = Vec::new();
        let mut at = 0;
        while at < to.len() {
            if to[at].is_some() {
                at += 1;
                continue;
            }
            let end = (at..to.len()).find(|&word| to[word].is_some()).unwrap_or(to.len());
            let after = self.slide_one(at..end, to, from, &mut doubtful);
            at = after.max(end);
        }
        doubtful
    }

    fn slide_one(
        &self,
        cut: Range<usize>,
        to: &mut [Option<u32>],
        from: &mut [Option<u32>],
        doubtful: &mut Vec<DoubtfulZone>,
    ) -> usize {
        let Some(joint) = joint(&cut, to, from.len()) else { return cut.end };
        let left = self.room_left(&cut, to, joint);
        let right = self.room_right(&cut, to, joint);
        if left + right == 0 {
            return cut.end;
        }
        let zone =
            Zone { first: cut.start - left, length: cut.len(), image: joint - left, room: left + right };
        let (best, rivals, is_whole) = self.best_shift(&zone);
        let words = zone.first..zone.first + zone.room + zone.length;
        let is_stutter = zone.length <= STUTTER && !is_whole;
        if rivals > 1 || is_stutter {
            doubtful.push(DoubtfulZone { words: words.clone(), is_stutter });
        }
        to[words.clone()].fill(None);
        for at in 0..zone.room {
            let word = zone.word(at, best);
            to[word] = Some((zone.image + at) as u32);
            from[zone.image + at] = Some(word as u32);
        }
        words.end
    }

    /// The number of words by which the cut can move to the left while the same words remain.
    fn room_left(&self, cut: &Range<usize>, to: &[Option<u32>], joint: usize) -> usize {
        let fits = |&by: &usize| {
            by <= cut.start
                && by <= joint
                && to[cut.start - by] == Some((joint - by) as u32)
                && self.row.hashes[cut.start - by] == self.row.hashes[cut.end - by]
        };
        (1..=FARTHEST).take_while(fits).count()
    }

    fn room_right(&self, cut: &Range<usize>, to: &[Option<u32>], joint: usize) -> usize {
        let fits = |&by: &usize| {
            cut.end + by < to.len()
                && to[cut.end + by] == Some((joint + by) as u32)
                && self.row.hashes[cut.start + by] == self.row.hashes[cut.end + by]
        };
        (0..FARTHEST).take_while(fits).count()
    }

    /// The best place for the cut, as a number of words behind the first one, how many are as good, and whether
    /// whole sentences are cut.
    fn best_shift(&self, zone: &Zone) -> (usize, usize, bool) {
        let agrees = |at: usize, word: usize| {
            let image = zone.image + at;
            usize::from(self.row.ends[word] == self.other.ends[image])
                + usize::from(self.starts[word] == self.other_starts[image])
        };
        // Behind a cut that begins a paragraph, the next word begins it.
        let behind = |shift: usize| {
            let (start, end) = (zone.first + shift, zone.first + shift + zone.length);
            let is_there = end < self.starts.len() && zone.image + shift < self.other_starts.len();
            let is_new_start = is_there && self.has_start(start..end) && !self.starts[end];
            usize::from(is_new_start && self.other_starts[zone.image + shift])
        };
        let mut agreement: usize = (0..zone.room).map(|at| agrees(at, zone.first + at + zone.length)).sum();
        let mut best = (0, 0, 0);
        let mut rivals = 0;
        for shift in 0..=zone.room {
            if shift > 0 {
                let at = shift - 1;
                agreement += agrees(at, zone.first + at);
                agreement -= agrees(at, zone.first + at + zone.length);
            }
            let start = zone.first + shift;
            let is_whole = self.begins(start) && self.begins(start + zone.length);
            let quality = (usize::from(is_whole), agreement + behind(shift));
            rivals = if quality == (best.0, best.1) { rivals + 1 } else { rivals };
            if quality > (best.0, best.1) {
                rivals = 1;
            }
            // Of equals the last: the first copy is the one that is left.
            if quality >= (best.0, best.1) {
                best = (quality.0, quality.1, shift);
            }
        }
        (best.2, rivals, best.0 == 1)
    }

    /// Returns true if a paragraph begins with one of `words`.
    fn has_start(&self, words: Range<usize>) -> bool {
        let next = self.row.paragraphs.partition_point(|&first| (first as usize) < words.start);
        self.row.paragraphs.get(next).is_some_and(|&first| (first as usize) < words.end)
    }

    /// Returns true if a sentence begins with the word at `at`.
    fn begins(&self, at: usize) -> bool {
        at == 0 || self.row.ends[at - 1]
    }
}

/// The words among which a cut can be drawn.
struct Zone {
    first: usize,
    /// The number of words that are cut.
    length: usize,
    /// The position to which the first remaining word is mapped.
    image: usize,
    /// The number of remaining words.
    room: usize,
}

impl Zone {
    /// The word that is left at `at` when the cut is drawn behind `shift` words.
    fn word(&self, at: usize, shift: usize) -> usize {
        if at < shift { self.first + at } else { self.first + at + self.length }
    }
}

/// The position in the other row at which the two sides of a cut meet; `None` when other words are there instead.
fn joint(cut: &Range<usize>, to: &[Option<u32>], others: usize) -> Option<usize> {
    let before = match cut.start {
        0 => 0,
        start => to[start - 1]? as usize + 1,
    };
    let after = match to.get(cut.end) {
        Some(image) => (*image)? as usize,
        None => others,
    };
    (before == after).then_some(before)
}
