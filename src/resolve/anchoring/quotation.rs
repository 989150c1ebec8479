//! Quotations as the words that they name.

use super::words::{for_each_word, normalize};
use crate::model::{Quotation, QuotePiece};
use crate::text::hash::hash32;

/// A hash of a quotation as its author wrote it, but for case, punctuation and spaces.
pub fn quotation_hash(quotation: &Quotation) -> u32 {
    let mut words = Vec::new();
    let mut was_narrowed = false;
    for piece in &quotation.pieces {
        match piece {
            QuotePiece::Skip => words.push("…".to_string()),
            QuotePiece::Words { text, narrowed } => {
                if *narrowed != was_narrowed {
                    words.push("==".to_string());
                }
                was_narrowed = *narrowed;
                for_each_word(text, &mut |word| words.push(normalize(word.text)));
            }
        }
    }
    hash32(&words.join(" "))
}

/// The `count` words that a quotation is about, as far as it says them: those behind the beginning and
/// before the end where some are left out.
pub fn quoted_letters(quotation: &Quotation, count: usize) -> Vec<Option<String>> {
    let is_narrowed = quotation.is_narrowed();
    let (mut first, mut last, mut has_skip) = (Vec::new(), Vec::new(), false);
    for piece in &quotation.pieces {
        match piece {
            QuotePiece::Skip if is_narrowed && first.is_empty() => {}
            QuotePiece::Skip => {
                has_skip = true;
                last.clear();
            }
            QuotePiece::Words { text, narrowed } if !is_narrowed || *narrowed => {
                let words = if has_skip { &mut last } else { &mut first };
                for_each_word(text, &mut |word| words.push(normalize(word.text)));
            }
            QuotePiece::Words { .. } => {}
        }
    }
    let mut letters = vec![None; count];
    if !has_skip && first.len() != count {
        return letters;
    }
    let behind = last.len();
    for (slot, word) in letters.iter_mut().zip(first) {
        *slot = Some(word);
    }
    for (slot, word) in letters.iter_mut().rev().zip(last.into_iter().rev()).take(behind) {
        *slot = Some(word);
    }
    letters
}
