use super::*;
use crate::resolve::anchoring::words::{for_each_word, word_hash};

/// The words of a text whose sentences end with full stops; lines are paragraphs.
fn row(text: &str) -> WordRow {
    let mut row = WordRow::default();
    for paragraph in text.lines() {
        row.paragraphs.push(row.len() as u32);
        for_each_word(paragraph, &mut |word| {
            row.hashes.push(word_hash(word.text));
            let rest = &paragraph[word.range.end..];
            row.ends.push(rest.is_empty() || rest.starts_with(['.', '?']));
        });
    }
    row
}

fn images(old: &str, new: &str) -> String {
    let (old, new) = (row(old), row(new));
    let show = |image: &Option<u32>| image.map_or("-".to_string(), |image| image.to_string());
    Alignment::new(&old, &new).image.iter().map(show).collect::<Vec<_>>().join(" ")
}

#[test]
fn corrected_words_have_no_image_and_their_neighbours_have() {
    assert_eq!(images("we lit it every evening at six", "we lit it each evening at six"), "0 1 2 - 4 5 6");
    assert_eq!(images("we lit it at six", "so we lit it every evening at six"), "1 2 3 6 7");
    assert_eq!(images("nothing of the sort", "everything else happened later"), "- - - -");
}

#[test]
fn a_frequent_word_alone_is_no_pair() {
    let old = "the dog saw the cat and the bird in the garden of the old house";
    let new = "my uncle once drove the very first tractor through our village";
    assert_eq!(images(old, new), "- - - - - - - - - - - - - - -");
}

#[test]
fn cuts_slide_to_the_ends_of_sentences() {
    assert_eq!(images("Well. It is so. It is not.", "Well. It is not."), "0 - - - 1 2 3");
    assert_eq!(images("Right. Right. And so", "Right. And so"), "0 - 1 2");
}

#[test]
fn passages_that_moved_are_found() {
    let old = "one two three four\nwe saw nine herons standing in the shallow water below the mill\nfive six seven eight";
    let new = "one two three four\nfive six seven eight\nwe saw nine herons standing in the shallow water below the mill";
    let alignment = Alignment::new(&row(old), &row(new));
    let images: Vec<Option<u32>> = (0..4).chain(8..20).chain(4..8).map(Some).collect();
    assert_eq!(alignment.image, images);
    // One of the two passages stays in order, and the other one moved.
    let moved: Vec<bool> = (0..20).map(|word| (16..20).contains(&word)).collect();
    assert_eq!(alignment.moved, moved);
}

#[test]
fn much_of_the_same_ends() {
    let same =
        |words: usize| WordRow { hashes: vec![1; words], ends: vec![false; words], paragraphs: vec![0] };
    let aligned = Alignment::new(&same(60_000), &same(30_000));
    assert!(aligned.origin.iter().all(Option::is_some));
    let hashes = |by: u32| (0..60_000_u32).map(|at| (at * by % 2048) as u16).collect();
    let row = |by| WordRow { hashes: hashes(by), ends: vec![false; 60_000], paragraphs: vec![0] };
    Alignment::new(&row(7), &row(11));
}
