//! The passages of a page that are most like words which are no longer there.
//!
//! Candidates share runs of bytes with the wanted words on one diagonal (as in FASTA, Pearson and
//! Lipman 1988); each is then aligned with them by Sellers' algorithm (1980), which finds the best
//! substring and not only its distance.

use std::collections::HashMap;
use std::ops::Range;

/// Bytes that a candidate must share in a row.
const GRAM: usize = 8;
/// Runs of bytes that stand in more places than this say nothing.
const MAX_COMMON: usize = 40;
/// The number of candidates that are aligned.
const MAX_CANDIDATES: usize = 4;
/// Wanted words beyond this many characters are cut: enough to find the place.
const MAX_WANTED: usize = 1200;

/// A passage and how like the wanted words it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// Its bytes in the folded text.
    pub range: Range<usize>,
    /// From 0 to 1: one less the share of characters that differ.
    pub similarity: f64,
}

/// The positions of each run of bytes in a text.
pub struct Grams<'a> {
    text: &'a str,
    places: HashMap<&'a [u8], Vec<u32>>,
}

impl<'a> Grams<'a> {
    /// Indexes `text`.
    pub fn new(text: &'a str) -> Self {
        let mut places: HashMap<&[u8], Vec<u32>> = HashMap::new();
        for (at, gram) in text.as_bytes().windows(GRAM).enumerate() {
            let found = places.entry(gram).or_default();
            if found.len() <= MAX_COMMON {
                found.push(at as u32);
            }
        }
        Grams { text, places }
    }

    /// The passages most like `wanted`, the best first, none of them overlapping.
    pub fn nearest(&self, wanted: &str) -> Vec<Near> {
        let characters: Vec<char> = wanted.chars().take(MAX_WANTED).collect();
        let wanted: String = characters.iter().collect();
        let mut found: Vec<Near> = self
            .diagonals(&wanted)
            .into_iter()
            .filter_map(|start| align(&characters, self.text, self.window(start, wanted.len())))
            .collect();
        found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.range.start.cmp(&b.range.start)));
        let mut kept: Vec<Near> = Vec::new();
        for near in found {
            let overlaps =
                |other: &Near| near.range.start < other.range.end && other.range.start < near.range.end;
            if !kept.iter().any(overlaps) {
                kept.push(near);
            }
        }
        kept
    }

    /// The likely starts of `wanted`, if it were where most of its runs of bytes are.
    fn diagonals(&self, wanted: &str) -> Vec<usize> {
        // An insertion shifts the diagonal: runs a few bytes apart are counted together.
        let width = (wanted.len() / 4).max(16);
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for (at, gram) in wanted.as_bytes().windows(GRAM).enumerate() {
            let places = self.places.get(gram).filter(|places| places.len() <= MAX_COMMON);
            for &place in places.into_iter().flatten() {
                *counts.entry((place as usize + wanted.len() - at) / width).or_default() += 1;
            }
        }
        let mut best: Vec<(usize, usize)> = counts.into_iter().collect();
        best.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        best.truncate(MAX_CANDIDATES);
        best.into_iter().map(|(bucket, _)| (bucket * width).saturating_sub(wanted.len())).collect()
    }

    fn window(&self, start: usize, length: usize) -> Range<usize> {
        let slack = length / 2 + 32;
        let from = self.text.floor_char_boundary(start.saturating_sub(slack));
        let to = self.text.ceil_char_boundary((start + length + length / 4 + slack).min(self.text.len()));
        from..to
    }
}

/// The substring of `text[window]` most like `wanted`.
fn align(wanted: &[char], text: &str, window: Range<usize>) -> Option<Near> {
    let characters: Vec<(usize, char)> = text[window.clone()].char_indices().collect();
    if wanted.is_empty() || characters.is_empty() {
        return None;
    }
    // A column of Sellers' matrix: the cost of aligning each prefix of `wanted`, and where it began.
    let mut column: Vec<(usize, usize)> = (0..=wanted.len()).map(|cost| (cost, 0)).collect();
    let mut best = (wanted.len(), 0, 0);
    for (at, &(_, c)) in characters.iter().enumerate() {
        let mut diagonal = column[0];
        column[0] = (0, at + 1);
        for (row, &w) in wanted.iter().enumerate() {
            let substituted = (diagonal.0 + usize::from(w != c), diagonal.1);
            diagonal = column[row + 1];
            let inserted = (diagonal.0 + 1, diagonal.1);
            let deleted = (column[row].0 + 1, column[row].1);
            column[row + 1] = substituted.min(inserted).min(deleted);
        }
        let (cost, start) = column[wanted.len()];
        if cost < best.0 {
            best = (cost, start, at + 1);
        }
    }
    let (cost, start, end) = best;
    if start >= end {
        return None;
    }
    let byte = |at: usize| characters.get(at).map_or(window.end, |&(byte, _)| window.start + byte);
    let similarity = 1.0 - cost as f64 / wanted.len() as f64;
    Some(Near { range: byte(start)..byte(end), similarity })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "thefirstspeakersaidthatthecompanywasnearlyoutofmoneythatspringandnobodyobjected";

    #[test]
    fn corrected_words_are_found() {
        let grams = Grams::new(TEXT);
        let near = grams.nearest("thecompanywasalmostoutofmoneythatspring");
        assert_eq!(&TEXT[near[0].range.clone()], "thecompanywasnearlyoutofmoneythatspring");
        assert!(near[0].similarity > 0.8, "{near:?}");
    }

    #[test]
    fn strange_words_are_not() {
        let grams = Grams::new(TEXT);
        assert!(grams.nearest("zebrascrossingtheriver").is_empty());
    }

    #[test]
    fn an_alignment_is_the_best_substring() {
        let wanted: Vec<char> = "nearly".chars().collect();
        let near = align(&wanted, TEXT, 0..TEXT.len()).unwrap();
        assert_eq!((&TEXT[near.range.clone()], near.similarity), ("nearly", 1.0));
    }
}
