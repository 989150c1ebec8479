//! The words of a page that are most like words that are not on it.

use super::folded::{FoldedPage, fold};
use super::near::Grams;
use super::requote::pieces;
use crate::resolve::anchoring::PageWords;

/// A passage less like the wanted words than this is another one.
const LIKE_ENOUGH: f64 = 0.5;

/// For each of `wanted` the whole words of the page that are most like it; none where none are like it.
pub fn nearest_passages(words: &PageWords, wanted: Vec<String>) -> Vec<Option<String>> {
    let page = FoldedPage::new(words);
    let grams = Grams::new(&page.text);
    let nearest = |wanted: String| {
        let near = grams.nearest(&fold(&wanted)).into_iter().next()?;
        let found = page.words_of(&near.range);
        if near.similarity < LIKE_ENOUGH || found.is_empty() {
            return None;
        }
        let parts = pieces(words, &found);
        let texts = parts.iter().map(|piece| &words.runs[piece.run][piece.start..piece.end]);
        Some(texts.collect::<Vec<_>>().join(" "))
    };
    wanted.into_iter().map(nearest).collect()
}
