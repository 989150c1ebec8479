//! Shards: indexes of elasticlunr over ranges of tokens.

use std::fmt::Write;

use rayon::prelude::*;

use super::collect::{Posting, Sorted, rounded};
use super::{FILES_OF_A_FOLDER, packed, trie};
use crate::index::entry::{FIELDS, TITLE};
use crate::model::File;
use crate::text::hash::short_hash;

/// About so many bytes of JSON are in a shard: some 12 KB when it is compressed.
const SIZE: usize = 60_000;

/// A token in more entries than this, or than this share of them, is kept for those in which it is worth most.
const MOST: usize = 4000;
const MOST_SHARE: usize = 20;

/// Steps in which an entry's worth is written.
const STEPS: f64 = 32.0;

/// A shard, and the token from which on it is to be asked.
pub(super) struct Shard {
    pub(super) border: String,
    pub(super) hash: String,
    pub(super) file: File,
}

/// The shards of `index`, in order.
pub(super) fn cut(index: &Sorted) -> Vec<Shard> {
    let ranges = ranges(&index.postings);
    let borders = ranges.iter().enumerate().map(|(at, range)| match at {
        0 => String::new(),
        _ => border(index.token(ranges[at - 1][ranges[at - 1].len() - 1].token), index.token(range[0].token)),
    });
    let numbered: Vec<_> = borders.zip(&ranges).enumerate().collect();
    let shard = |(number, (border, postings)): (usize, (String, &&[Posting]))| {
        let json = json(index, postings);
        let folder = number / FILES_OF_A_FOLDER;
        let file = packed(format!("search/t/{folder:x}/{number}.bin"), &json);
        Shard { border, hash: short_hash(&json), file }
    };
    numbered.into_par_iter().map(shard).collect()
}

/// Cuts `postings` between tokens where enough has come together.
fn ranges(postings: &[Posting]) -> Vec<&[Posting]> {
    let mut ranges = Vec::new();
    let mut size = 0;
    let mut start = 0;
    let mut at = 0;
    for token in postings.chunk_by(|a, b| a.token == b.token) {
        let weight = 40 + 9 * token.len();
        if size > 0 && size + weight > SIZE {
            ranges.push(&postings[start..at]);
            (start, size) = (at, 0);
        }
        size += weight;
        at += token.len();
    }
    ranges.push(&postings[start..]);
    ranges.retain(|range| !range.is_empty());
    ranges
}

/// The shortest beginning of `first` that comes after `last`, which it follows.
fn border(last: &str, first: &str) -> String {
    let shared = last.chars().zip(first.chars()).take_while(|(a, b)| a == b).count();
    first.chars().take(shared + 1).collect()
}

/// The elasticlunr index of these postings. Documents have no lengths here: what a token is worth is worked out.
fn json(index: &Sorted, postings: &[Posting]) -> String {
    let fields: Vec<String> = (0..)
        .zip(FIELDS)
        .map(|(field, name)| {
            let of_field = |token: &&[Posting]| token[0].field == field;
            let tokens = postings.chunk_by(|a, b| (a.token, a.field) == (b.token, b.field)).filter(of_field);
            let nodes = tokens.map(|token| (index.token(token[0].token), documents(index, token)));
            format!(r#""{name}":{{"root":{}}}"#, trie::json(nodes))
        })
        .collect();
    let length = rounded(index.pages() as f64);
    format!(
        r#"{{"version":"0.9.5","fields":["title","speaker","section","note","body"],"ref":"id","documentStore":{{"docs":{{}},"docInfo":{{}},"length":{length},"save":false}},"index":{{{}}},"pipeline":["stemmer"]}}"#,
        fields.join(",")
    )
}

/// What a node has of one token in one field: its pages, and on each the entries with their worth, in turn.
fn documents(index: &Sorted, postings: &[Posting]) -> String {
    let kept = most_worth(index, postings);
    let mut docs = String::new();
    let mut pages = 0;
    for of_page in kept.chunk_by(|a, b| a.0.page == b.0.page) {
        let best = of_page.iter().map(|(_, worth)| *worth).max().unwrap_or_default();
        let comma = if pages == 0 { "" } else { "," };
        let _ = write!(docs, r#"{comma}"{}":{{"tf":{:.2}"#, of_page[0].0.page, f64::from(best) / STEPS);
        if of_page[0].0.field != TITLE {
            let entries: Vec<String> =
                of_page.iter().map(|(posting, worth)| format!("{},{worth}", posting.at)).collect();
            let _ = write!(docs, r#","s":[{}]"#, entries.join(","));
        }
        docs.push('}');
        pages += 1;
    }
    let all =
        if kept.len() < postings.len() { format!(r#","all":{}"#, postings.len()) } else { String::new() };
    format!(r#""docs":{{{docs}}},"df":{pages}{all}"#)
}

/// Each posting with its worth in steps; of too many, the best.
fn most_worth<'a>(index: &Sorted, postings: &'a [Posting]) -> Vec<(&'a Posting, u8)> {
    let steps = |posting: &Posting| (index.worth(posting) * STEPS).round().clamp(1.0, 255.0) as u8;
    let mut kept: Vec<_> = postings.iter().map(|posting| (posting, steps(posting))).collect();
    let most = MOST.max(index.entries() / MOST_SHARE);
    if kept.len() > most {
        kept.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        kept.truncate(most);
        kept.sort_by_key(|(posting, _)| *posting);
    }
    kept
}
