//! Sentences that are left as they were.
//!
//! When one of two like sentences in a row is cut ("They are not hiding that. They are not hiding."), words of the cut
//! one may have been paired with those of the other. A sentence that both sides have whole is the one that is left.

use std::ops::Range;

use super::Aligner;
use crate::model::WordRow;

/// A sentence of more words than this is no sentence.
const LONGEST: usize = 300;

/// Pairs each new sentence with the old one that is the same, where some words of it are paired with another.
pub fn prefer_whole_sentences(aligner: &mut Aligner) {
    for new in sentences(aligner.new) {
        if is_mixed(aligner, &new) {
            prefer_whole(aligner, &new);
        } else {
            doubt_twin(aligner, &new);
        }
    }
}

/// The sentences of a row.
fn sentences(row: &WordRow) -> Vec<Range<usize>> {
    let ends = (0..row.len()).filter(|&word| row.ends[word]);
    ends.scan(0, |start, end| Some(std::mem::replace(start, end + 1)..end + 1)).collect()
}

/// Returns true if words of the new sentence `new` have pairs, and these are no whole sentence.
fn is_mixed(aligner: &Aligner, new: &Range<usize>) -> bool {
    let origin = &aligner.result.origin;
    if new.len() > LONGEST || origin[new.clone()].iter().all(Option::is_none) {
        return false;
    }
    let Some(first) = origin[new.start].map(|first| first as usize) else { return true };
    let is_row = new.clone().all(|word| origin[word] == Some((first + word - new.start) as u32));
    !(is_row && is_sentence(aligner.old, &(first..first + new.len())))
}

/// Returns true if `words` begin and end with a sentence, and hold one alone.
fn is_sentence(row: &WordRow, words: &Range<usize>) -> bool {
    let begins = words.start == 0 || row.ends[words.start - 1];
    begins && row.ends[words.end - 1] && !row.ends[words.start..words.end - 1].contains(&true)
}

/// A sentence that was said twice in a row, and is left once, might be either.
fn doubt_twin(aligner: &mut Aligner, new: &Range<usize>) {
    let Some(first) = aligner.result.origin[new.start].map(|first| first as usize) else { return };
    let old = first..first + new.len();
    let before = old.start.checked_sub(old.len()).map(|start| start..old.start);
    let behind = Some(old.end..old.end + old.len()).filter(|words| words.end <= aligner.old.len());
    let is_cut_twin = |words: Range<usize>| {
        aligner.old.hashes[words.clone()] == aligner.old.hashes[old.clone()]
            && is_sentence(aligner.old, &words)
            && aligner.result.image[words].iter().all(Option::is_none)
    };
    if before.into_iter().chain(behind).any(is_cut_twin) {
        aligner.result.ambiguous[old].fill(true);
    }
}

fn prefer_whole(aligner: &mut Aligner, new: &Range<usize>) {
    let origin = &aligner.result.origin;
    let before = origin[..new.start].iter().rev().flatten().next().map_or(0, |&word| word as usize + 1);
    let behind = origin[new.end..].iter().flatten().next().map_or(aligner.old.len(), |&word| word as usize);
    let wanted = &aligner.new.hashes[new.clone()];
    let is_same = |old: &Range<usize>| {
        old.end <= behind && aligner.old.hashes[old.clone()] == *wanted && is_sentence(aligner.old, old)
    };
    let starts = (before..behind).filter(|&at| at == 0 || aligner.old.ends[at - 1]);
    let mut found = starts.map(|start| start..start + new.len()).filter(is_same);
    let Some(old) = found.next() else { return };
    let is_ambiguous = found.next().is_some();
    for word in before..behind {
        if aligner.result.image[word].is_some_and(|image| new.contains(&(image as usize))) {
            aligner.result.image[word] = None;
        }
    }
    for (old, new) in old.zip(new.clone()) {
        aligner.pair(old, new);
        aligner.result.ambiguous[old] |= is_ambiguous;
    }
}
