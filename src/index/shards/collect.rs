//! All postings of a site, gathered page by page and then put in the order of their tokens.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::{FixedState, RandomState};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::postings::{OnPage, Posting, Postings};
use crate::index::entry::{Entry, FIELDS, TITLE};

/// The parameters of BM25: how soon repetition stops to count, and how much length counts.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.4;

/// Tokens are spread over so many maps, which are filled side by side.
const PARTS: usize = 32;

/// The postings of one page, by token, and the tokens by the part of the collection that they belong to.
#[derive(Serialize, Deserialize)]
pub(super) struct PagePostings {
    tokens: Vec<PageToken>,
    /// The first token of each part; the last of these is the number of tokens.
    parts: Vec<usize>,
    postings: Vec<OnPage>,
    lengths: Vec<Lengths>,
}

#[derive(Serialize, Deserialize)]
struct PageToken {
    text: String,
    postings: std::ops::Range<usize>,
}

/// How many tokens each field of an entry has.
type Lengths = [u32; FIELDS.len()];

impl PagePostings {
    /// Of a page with these entries, whose tokens stand for `stems`; the title is the same in all entries, and counts in
    /// the first.
    pub(super) fn of(entries: &[Entry], mut stems: Vec<String>) -> PagePostings {
        let mut counts = vec![0; stems.len()];
        for_each_posting(entries, |stem, _| counts[stem] += 1);
        let hasher = FixedState::default();
        let part_of: Vec<usize> = stems.iter().map(|stem| hasher.hash_one(stem) as usize % PARTS).collect();
        let mut by_part: Vec<usize> = (0..stems.len()).filter(|&stem| counts[stem] > 0).collect();
        by_part.sort_by_key(|&stem| part_of[stem]);

        let (mut tokens, mut parts) = (Vec::with_capacity(by_part.len()), vec![0; PARTS + 1]);
        let (mut next, mut start) = (vec![0; stems.len()], 0);
        for stem in by_part {
            let end = start + counts[stem];
            tokens.push(PageToken { text: std::mem::take(&mut stems[stem]), postings: start..end });
            parts[part_of[stem] + 1] = tokens.len();
            next[stem] = start;
            start = end;
        }
        for part in 1..=PARTS {
            parts[part] = parts[part].max(parts[part - 1]);
        }
        let mut postings = vec![OnPage::default(); start];
        for_each_posting(entries, |stem, posting| {
            postings[next[stem]] = posting;
            next[stem] += 1;
        });
        let lengths = entries.iter().map(|entry| entry.each_ref().map(|tokens| tokens.length)).collect();
        PagePostings { tokens, parts, postings, lengths }
    }

    fn part(&self, number: usize) -> &[PageToken] {
        &self.tokens[self.parts[number]..self.parts[number + 1]]
    }
}

/// Visits the postings of a page with their stems, in the order of entries and fields.
fn for_each_posting(entries: &[Entry], mut visit: impl FnMut(usize, OnPage)) {
    for (at, entry) in (0..).zip(entries) {
        for (field, tokens) in (0..).zip(entry).filter(|(field, _)| *field != TITLE || at == 0) {
            for &(stem, count) in &tokens.counts {
                visit(stem as usize, OnPage { at, field, count });
            }
        }
    }
}

/// The postings of the pages so far.
pub(super) struct Collection {
    parts: Vec<HashMap<String, Postings, RandomState>>,
    /// The number of the first entry of each page.
    firsts: Vec<usize>,
    lengths: Vec<Lengths>,
}

impl Collection {
    pub(super) fn new() -> Collection {
        let parts = std::iter::repeat_with(HashMap::default).take(PARTS).collect();
        Collection { parts, firsts: Vec::new(), lengths: Vec::new() }
    }

    /// Adds the next pages.
    pub(super) fn add(&mut self, pages: &[PagePostings]) {
        let first = self.firsts.len() as u32;
        self.parts.par_iter_mut().enumerate().for_each(|(number, part)| {
            for (page, postings) in (first..).zip(pages) {
                postings.part(number).iter().for_each(|token| add(part, page, postings, token));
            }
        });
        for page in pages {
            self.firsts.push(self.lengths.len());
            self.lengths.extend(&page.lengths);
        }
    }

    /// All of it in the order in which JavaScript compares strings.
    pub(super) fn sorted(self) -> Sorted {
        let mut tokens: Vec<(String, Postings)> = self.parts.into_iter().flatten().collect();
        tokens.par_sort_unstable_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
        let means = means(&self.lengths);
        Sorted { tokens, firsts: self.firsts, lengths: self.lengths, means }
    }
}

/// Adds the postings that a token has on the page with this number.
fn add(
    part: &mut HashMap<String, Postings, RandomState>,
    page: u32,
    of_page: &PagePostings,
    token: &PageToken,
) {
    let postings = of_page.postings[token.postings.clone()].iter().copied();
    match part.get_mut(&token.text) {
        Some(known) => known.add(page, postings),
        None => part.entry(token.text.clone()).or_default().add(page, postings),
    }
}

/// The mean length of each field where there is any of it, to two digits: a new page is not to change every shard.
fn means(lengths: &[Lengths]) -> [f64; FIELDS.len()] {
    std::array::from_fn(|field| {
        let present = || lengths.iter().map(|lengths| lengths[field]).filter(|&length| length > 0);
        rounded(present().map(u64::from).sum::<u64>() as f64 / present().count().max(1) as f64)
    })
}

/// `number` to two digits.
pub(super) fn rounded(number: f64) -> f64 {
    let step = 10_f64.powf(number.max(1.0).log10().floor() - 1.0);
    (number / step).round() * step
}

/// The postings of a site by token.
pub(super) struct Sorted {
    pub(super) tokens: Vec<(String, Postings)>,
    firsts: Vec<usize>,
    lengths: Vec<Lengths>,
    means: [f64; FIELDS.len()],
}

impl Sorted {
    /// How many entries there are.
    pub(super) fn entries(&self) -> usize {
        self.lengths.len()
    }

    /// How many pages there are.
    pub(super) fn pages(&self) -> usize {
        self.firsts.len()
    }

    /// What the token is worth where `posting` says it is: BM25 without the token's rarity, from 0 to 2.2.
    pub(super) fn worth(&self, posting: &Posting) -> f64 {
        let field = usize::from(posting.field);
        let count = f64::from(posting.count);
        let entry = self.firsts[posting.page as usize] + posting.at as usize;
        let length = f64::from(self.lengths[entry][field]) / self.means[field];
        count * (SATURATION + 1.0) / (count + SATURATION * (1.0 - LENGTH + LENGTH * length))
    }
}
