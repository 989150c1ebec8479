//! Surveys some pages of the first segment before anything is indexed, so that no page has to be read twice. What it finds
//! serves all segments, so that a browser reads it once.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use foldhash::fast::RandomState;
use rayon::prelude::*;
use serde::Serialize;

use super::documents::{DocumentBatch, IndexedDocument, TokenField};
use super::lists::WordNeighbours;
use super::text_code::{ListedCode, PieceCounts, TextCode};
use super::texts::{TypicalText, example};
use crate::index::display::PageText;
use crate::model::{Page, Site};

/// So many pages are looked at, evenly spread: the frequencies of common words hardly change beyond.
const SAMPLE: usize = 64;

/// So many of them are read together, and share their words.
const TOGETHER: usize = 8;

/// The words whose pairs are terms of their own. Measured on 6,060 transcripts, they bring a phrase of stop words from
/// 1 MB to 15 KB, and add a quarter to the index.
const PAIRED: usize = 384;

/// The words whose triples are terms too: the first of them.
pub(super) const TRIPLED: usize = 96;

/// An index whose first segment has so many pages has what spares a browser long lists: the words beside rare words, so that a phrase with one
/// needs no positions of common words, and a list for all forms of a stem that has several long ones.
const MANY_PAGES: usize = 512;

/// A form is long if it is in one document of so many.
const LONG_SHARE: usize = 48;

/// Properties that the pages of an index share.
pub(super) struct IndexSurvey {
    /// True if the words beside each word are kept.
    pub(super) has_neighbours: bool,
    /// The stems with a list of their own.
    pub(super) united: HashSet<String, RandomState>,
    /// The commonest words with their rank.
    pub(super) common: HashMap<String, u16, RandomState>,
    /// The mean length of each field where there is any of it.
    pub(super) means: [f64; TokenField::COUNT],
    /// The code for the frequent words of texts.
    pub(super) code: TextCode,
    /// An example of what is said about a text, and the strings that the compressor is given.
    frame: String,
    pub(super) dictionary: Vec<u8>,
}

/// A survey as the root has it.
#[derive(Hash, Serialize)]
pub(super) struct ListedSurvey<'a> {
    /// The words whose pairs are terms, and how many of them have triples.
    common: Vec<&'a str>,
    tripled: usize,
    /// The number of them that are named beside other words.
    beside: u16,
    /// The stems with a list for all of their forms.
    united: Vec<&'a str>,
    /// The code of texts, and an example of what is said about one.
    code: ListedCode<'a>,
    frame: &'a str,
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
        let frame = texts.first().map_or("", |text: &TypicalText| example(&text.frame)).to_string();
        let mut counts = PieceCounts::default();
        texts.into_iter().for_each(|text| counts.append(text.counts));
        let code = TextCode::new(&counts, pages.len());
        let means = means(documents.iter().flat_map(|batch| batch.pages.iter().flatten()));
        IndexSurvey {
            has_neighbours: pages.len() >= MANY_PAGES,
            united: if pages.len() >= MANY_PAGES { united(&documents) } else { HashSet::default() },
            common: common(&documents),
            means,
            dictionary: code.dictionary(&frame),
            frame,
            code,
        }
    }

    /// The part that a browser must know.
    pub(super) fn listed(&self) -> ListedSurvey<'_> {
        ListedSurvey {
            common: self.ranked(),
            tripled: TRIPLED,
            beside: WordNeighbours::RANKS,
            united: self.sorted_united(),
            code: self.code.listed(),
            frame: &self.frame,
        }
    }

    /// All that the segments are made with: what is listed, and the bits of the means.
    pub(super) fn key(&self) -> impl Hash {
        (self.listed(), self.has_neighbours, self.means.map(f64::to_bits))
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

fn common(batches: &[DocumentBatch]) -> HashMap<String, u16, RandomState> {
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
    (0..).zip(ranked).map(|(rank, (word, _))| (word.to_string(), rank)).collect()
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
