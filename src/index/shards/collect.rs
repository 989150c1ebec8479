//! All postings of a site, compact, brought into the order of their tokens.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::index::entry::{Entry, FIELDS, Field, TITLE};

/// The parameters of BM25: how soon repetition stops to count, and how much length counts. The browser has the same.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.4;

/// A token in a field of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    /// The token's place among all tokens.
    pub(super) token: u32,
    pub(super) field: Field,
    pub(super) page: u32,
    /// The entry's place on its page.
    pub(super) at: u32,
    count: u16,
}

/// The postings of one page: by token, the field, the entry and how often.
pub(super) struct PagePostings {
    by_token: BTreeMap<String, Vec<(Field, u32, u16)>>,
    lengths: Vec<Lengths>,
}

/// How many tokens each field of an entry has.
type Lengths = [u32; FIELDS.len()];

impl PagePostings {
    pub(super) fn of(entries: &[Entry]) -> PagePostings {
        let mut by_token: BTreeMap<String, Vec<(Field, u32, u16)>> = BTreeMap::new();
        for (at, entry) in (0..).zip(entries) {
            for (field, tokens) in (0..).zip(&entry.fields) {
                if field == TITLE && at > 0 {
                    continue;
                }
                for (token, count) in counts(tokens) {
                    by_token.entry(token.into()).or_default().push((field, at, count));
                }
            }
        }
        let lengths = entries.iter().map(|entry| entry.fields.each_ref().map(|tokens| tokens.len() as u32));
        PagePostings { by_token, lengths: lengths.collect() }
    }
}

fn counts(tokens: &[String]) -> HashMap<&str, u16> {
    let mut counts = HashMap::new();
    for token in tokens {
        let count: &mut u16 = counts.entry(token.as_str()).or_default();
        *count = count.saturating_add(1);
    }
    counts
}

/// The postings of the pages so far; tokens have the numbers in which they came.
#[derive(Default)]
pub(super) struct Collection {
    numbers: HashMap<String, u32>,
    postings: Vec<Posting>,
    lengths: Vec<Vec<Lengths>>,
}

impl Collection {
    /// Adds the page that has this `number`: each has the next one.
    pub(super) fn add(&mut self, page: u32, postings: &PagePostings) {
        for (token, places) in &postings.by_token {
            let next = self.numbers.len() as u32;
            let token = match self.numbers.get(token) {
                Some(&number) => number,
                None => *self.numbers.entry(token.clone()).or_insert(next),
            };
            let posting = |&(field, at, count): &(Field, u32, u16)| Posting { token, field, page, at, count };
            self.postings.extend(places.iter().map(posting));
        }
        self.lengths.push(postings.lengths.clone());
    }

    /// All of it in the order in which JavaScript compares strings.
    pub(super) fn sorted(self) -> Sorted {
        let mut tokens: Vec<(String, u32)> = self.numbers.into_iter().collect();
        tokens.par_sort_unstable_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
        let mut place = vec![0; tokens.len()];
        (0..).zip(&tokens).for_each(|(at, (_, number))| place[*number as usize] = at);
        let mut postings = self.postings;
        postings.par_iter_mut().for_each(|posting| posting.token = place[posting.token as usize]);
        postings.par_sort_unstable();
        let means = means(&self.lengths);
        Sorted {
            tokens: tokens.into_iter().map(|(token, _)| token).collect(),
            postings,
            lengths: self.lengths,
            means,
        }
    }
}

/// The mean length of each field where there is any of it, to two digits: a new page is not to change every shard.
fn means(lengths: &[Vec<Lengths>]) -> [f64; FIELDS.len()] {
    std::array::from_fn(|field| {
        let present = || lengths.iter().flatten().map(|lengths| lengths[field]).filter(|&length| length > 0);
        rounded(present().map(u64::from).sum::<u64>() as f64 / present().count().max(1) as f64)
    })
}

/// `number` to two digits.
pub(super) fn rounded(number: f64) -> f64 {
    let step = 10_f64.powf(number.max(1.0).log10().floor() - 1.0);
    (number / step).round() * step
}

/// The postings of a site, by token, field, page and entry.
pub(super) struct Sorted {
    tokens: Vec<String>,
    pub(super) postings: Vec<Posting>,
    lengths: Vec<Vec<Lengths>>,
    means: [f64; FIELDS.len()],
}

impl Sorted {
    pub(super) fn tokens(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(String::as_str)
    }

    pub(super) fn token(&self, number: u32) -> &str {
        &self.tokens[number as usize]
    }

    /// How many entries there are.
    pub(super) fn entries(&self) -> usize {
        self.lengths.iter().map(Vec::len).sum()
    }

    /// How many pages there are.
    pub(super) fn pages(&self) -> usize {
        self.lengths.len()
    }

    /// What the token is worth where `posting` says it is: BM25 without the token's rarity, from 0 to 2.2.
    pub(super) fn worth(&self, posting: &Posting) -> f64 {
        let field = usize::from(posting.field);
        let count = f64::from(posting.count);
        let length =
            f64::from(self.lengths[posting.page as usize][posting.at as usize][field]) / self.means[field];
        count * (SATURATION + 1.0) / (count + SATURATION * (1.0 - LENGTH + LENGTH * length))
    }
}
