//! Surveys some pages of the first segment before anything is indexed, so that no page has to be read twice. What it finds
//! serves all segments, so that a browser reads it once.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use foldhash::fast::RandomState;
use rayon::prelude::*;
use serde::Serialize;

use super::documents::{DocumentBatch, IndexedDocument, PlacedToken, TokenField, WordForm};
use super::lists::WordNeighbours;
use super::text_code::{ListedCode, PieceCounts, TextCode};
use super::texts::TypicalText;
use crate::index::display::PageText;
use crate::model::{Page, Site};

/// So many pages are looked at, evenly spread: the frequencies of common words hardly change beyond.
const SAMPLE: usize = 64;

/// So many of them are read together, and share their words.
const TOGETHER: usize = 8;

/// The words whose pairs are terms of their own. Measured on 6,060 transcripts, they bring a phrase of stop words from
/// 1 MB to 15 KB, and add a quarter to the index.
const PAIRED: usize = 384;

/// A pair of words is named beside others in an index without neighbours if both are among so many. Triples of two such pairs
/// are terms too.
const NAMED: usize = 96;

/// With neighbours, a pair is named if it is in one document of so many.
const NAMED_SHARE: usize = 20;

/// An index whose first segment has so many pages has what spares a browser long lists: the words beside rare words, so that a phrase with one
/// needs no positions of common words, and a list for all forms of a stem that has several long ones.
const MANY_PAGES: usize = 512;

/// A form is long if it is in one document of so many.
const LONG_SHARE: usize = 64;

/// Properties that the pages of an index share.
pub(super) struct IndexSurvey {
    /// True if the words beside each word are kept.
    pub(super) has_neighbours: bool,
    /// The stems with a list of their own.
    pub(super) united: HashSet<String, RandomState>,
    /// The commonest words with their rank.
    pub(super) common: HashMap<String, u16, RandomState>,
    /// For the ranks of two words whether the pair is named.
    named: Vec<bool>,
    /// The mean length of each field where there is any of it.
    pub(super) means: [f64; TokenField::COUNT],
    /// The code for the frequent words of texts.
    pub(super) code: TextCode,
    /// The address of a page, and the strings that the compressor is given.
    address: String,
    pub(super) dictionary: Vec<u8>,
}

/// A survey as the root has it. Most common words are pieces of texts with a code, and stems begin such pieces: so each piece has
/// a character that says so, which takes less than the words do.
#[derive(Hash, Serialize)]
pub(super) struct ListedSurvey<'a> {
    /// Of each piece a 2 or a 1 if in small letters it is a common word, one whose pairs are terms; and the other common
    /// words. Their ranks are in this order: those with a 2, those with a 1, others.
    common: String,
    #[serde(rename = "otherCommon", skip_serializing_if = "Vec::is_empty")]
    other_common: Vec<&'a str>,
    /// The number of them that are named beside other words.
    beside: u16,
    /// Of each piece a `-`, or how many of its last characters are not part of a stem with a list for all of its forms; and the
    /// other stems.
    united: String,
    #[serde(rename = "otherUnited")]
    other_united: Vec<&'a str>,
    /// The code of texts, and the address of a page.
    code: ListedCode<'a>,
    address: &'a str,
}

impl IndexSurvey {
    /// The survey of `pages`: the same for the same pages, on any machine.
    pub(super) fn new(site: &Site, pages: &[&Page]) -> IndexSurvey {
        let step = pages.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<&Page> = pages.iter().step_by(step).copied().collect();
        let read = |pages: &[&Page]| {
            let (mut documents, mut texts) = (DocumentBatch::default(), TypicalText::default());
            for page in pages {
                let text = PageText::from_page(&site.config, page);
                documents.add(page, &text);
                texts.add(page, &text);
            }
            (documents, texts)
        };
        let read: Vec<(DocumentBatch, TypicalText)> = sample.par_chunks(TOGETHER).map(read).collect();
        let (documents, texts): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        let address = texts.first().map_or("", |text: &TypicalText| &text.address).to_string();
        let mut counts = PieceCounts::default();
        texts.into_iter().for_each(|text| counts.append(text.counts));
        let code = TextCode::new(&counts, pages.len());
        let has_neighbours = pages.len() >= MANY_PAGES;
        let common = common(&documents, &code);
        let means = means(documents.iter().flat_map(|batch| batch.pages.iter().flatten()));
        IndexSurvey {
            has_neighbours,
            united: if has_neighbours { united(&documents) } else { HashSet::default() },
            named: if has_neighbours { frequent_pairs(&documents, &common) } else { pairs_of_first(NAMED) },
            common,
            means,
            dictionary: code.dictionary(&address),
            address,
            code,
        }
    }

    /// Returns true if the pair of the words with these ranks is named beside others.
    pub(super) fn is_named(&self, first: u16, second: u16) -> bool {
        let is_ranked = first < WordNeighbours::RANKS && second < WordNeighbours::RANKS;
        is_ranked && self.named[pair_number(first, second)]
    }

    /// The part that a browser must know.
    pub(super) fn listed(&self) -> ListedSurvey<'_> {
        let (united, other_united) = self.listed_united();
        let places = places_of_words(&self.code);
        let mut common = vec![b'0'; self.code.pieces().count()];
        let mut other_common = Vec::new();
        for (word, rank) in self.ranked().into_iter().zip(0..) {
            match places.get(word) {
                Some(&place) => common[place] = if rank < WordNeighbours::RANKS { b'2' } else { b'1' },
                None => other_common.push(word),
            }
        }
        ListedSurvey {
            common: common.into_iter().map(char::from).collect(),
            other_common,
            beside: WordNeighbours::RANKS,
            united,
            other_united,
            code: self.code.listed(),
            address: &self.address,
        }
    }

    /// The stems with a list of their own: the character of each piece, and those that begin no piece.
    fn listed_united(&self) -> (String, Vec<&str>) {
        let mut left = self.sorted_united();
        let ends = self.code.pieces().map(|piece| {
            let is_begun =
                |stem: &&str| piece.is_ascii() && piece.starts_with(stem) && piece.len() < stem.len() + 10;
            let Some(at) = left.iter().rposition(is_begun) else { return '-' };
            let stem = left.remove(at);
            char::from(b'0' + (piece.len() - stem.len()) as u8)
        });
        (ends.collect(), left)
    }

    /// All that the segments are made with: what is listed, and the bits of the means.
    pub(super) fn key(&self) -> impl Hash {
        (self.listed(), self.has_neighbours, &self.named, self.means.map(f64::to_bits))
    }

    /// The stems with a list of their own, in order.
    fn sorted_united(&self) -> Vec<&str> {
        let mut stems: Vec<&str> = self.united.iter().map(String::as_str).collect();
        stems.sort_unstable();
        stems
    }

    /// The commonest words in the order of their ranks.
    fn ranked(&self) -> Vec<&str> {
        let mut words: Vec<_> = self.common.iter().map(|(word, rank)| (*rank, word.as_str())).collect();
        words.sort_unstable();
        words.into_iter().map(|(_, word)| word).collect()
    }
}

/// The commonest words with their ranks: first those that are named beside others, in the order of their codes; then the others
/// with a code, and those without.
fn common(batches: &[DocumentBatch], code: &TextCode) -> HashMap<String, u16, RandomState> {
    let mut counts: HashMap<&str, u32, RandomState> = HashMap::default();
    for batch in batches {
        for token in batch.pages.iter().flatten().flat_map(|document| &document.tokens) {
            let form = &batch.forms()[token.form as usize];
            if !form.is_gram {
                *counts.entry(&form.text).or_default() += 1;
            }
        }
    }
    let mut ranked: Vec<(&str, u32)> = counts.into_iter().collect();
    ranked.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    ranked.truncate(PAIRED);
    let places = places_of_words(code);
    let mut beside = 0..WordNeighbours::RANKS;
    let mut ranked: Vec<(u8, usize, &str)> = ranked
        .into_iter()
        .map(|(word, _)| match places.get(word) {
            Some(&place) => (u8::from(beside.next().is_none()), place, word),
            None => (2, 0, word),
        })
        .collect();
    ranked.sort_by_key(|&(group, place, _)| (group, place));
    (0..).zip(ranked).map(|(rank, (_, _, word))| (word.to_string(), rank)).collect()
}

/// The places of the pieces that are words but for capitals, by word: of each the first.
fn places_of_words(code: &TextCode) -> HashMap<String, usize, RandomState> {
    let mut places = HashMap::default();
    for (piece, place) in code.pieces().zip(0..).filter(|(piece, _)| piece.is_ascii()) {
        places.entry(piece.to_ascii_lowercase()).or_insert(place);
    }
    places
}

/// The number of a pair among those of all ranked words.
fn pair_number(first: u16, second: u16) -> usize {
    usize::from(first) * usize::from(WordNeighbours::RANKS) + usize::from(second)
}

/// The pairs of the commonest words, so many.
fn pairs_of_first(words: usize) -> Vec<bool> {
    let ranks = usize::from(WordNeighbours::RANKS);
    (0..ranks * ranks).map(|pair| pair / ranks < words && pair % ranks < words).collect()
}

/// The pairs that are in many documents.
fn frequent_pairs(batches: &[DocumentBatch], common: &HashMap<String, u16, RandomState>) -> Vec<bool> {
    let mut counts = vec![0usize; pairs_of_first(0).len()];
    let mut documents = 0;
    for batch in batches {
        let rank = |form: &WordForm| {
            common.get(&form.text).copied().filter(|&rank| !form.is_gram && rank < WordNeighbours::RANKS)
        };
        let ranks: Vec<Option<u16>> = batch.forms().iter().map(rank).collect();
        for document in batch.pages.iter().flatten() {
            let pair = |two: &[PlacedToken]| {
                let [first, second] = [two[0], two[1]].map(|token| ranks[token.form as usize]);
                let is_pair = two[0].position + 1 == two[1].position;
                Some(pair_number(first?, second?)).filter(|_| is_pair)
            };
            let mut pairs: Vec<usize> = document.tokens.windows(2).filter_map(pair).collect();
            pairs.sort_unstable();
            pairs.dedup();
            pairs.into_iter().for_each(|pair| counts[pair] += 1);
            documents += 1;
        }
    }
    counts.into_iter().map(|count| count > 0 && count * NAMED_SHARE >= documents).collect()
}

/// The stems of several forms that are in many documents each.
fn united(batches: &[DocumentBatch]) -> HashSet<String, RandomState> {
    let (mut counts, mut documents) = (HashMap::<(&str, &str), usize, RandomState>::default(), 0);
    for batch in batches {
        for document in batch.pages.iter().flatten() {
            let mut forms: Vec<u32> = document.tokens.iter().map(|token| token.form).collect();
            forms.sort_unstable();
            forms.dedup();
            let forms = forms.iter().map(|&form| &batch.forms()[form as usize]).filter(|form| !form.is_gram);
            forms.for_each(|form| *counts.entry((form.stem(), &form.text)).or_default() += 1);
            documents += 1;
        }
    }
    let mut long_forms: HashMap<&str, usize, RandomState> = HashMap::default();
    for ((stem, _), _) in counts.into_iter().filter(|(_, count)| count * LONG_SHARE >= documents) {
        *long_forms.entry(stem).or_default() += 1;
    }
    long_forms.into_iter().filter(|(_, forms)| *forms > 1).map(|(stem, _)| stem.to_string()).collect()
}

fn means<'a>(documents: impl Iterator<Item = &'a IndexedDocument>) -> [f64; TokenField::COUNT] {
    let (mut sums, mut counts) = ([0u64; TokenField::COUNT], [0u64; TokenField::COUNT]);
    for document in documents {
        for (field, &length) in document.lengths.iter().enumerate().filter(|(_, length)| **length > 0) {
            sums[field] += u64::from(length);
            counts[field] += 1;
        }
    }
    std::array::from_fn(|field| sums[field].max(1) as f64 / counts[field].max(1) as f64)
}
