//! The data about pages and documents of a segment that a browser needs before it can answer, and the facets of
//! results.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::dictionary::BlockList;
use super::documents::IndexedDocument;
use super::lists::PostingList;
use super::numbers::DocumentNumbers;
use super::speakers::{EncodedSpeakers, SegmentSpeakers};
use super::spelling::EncodedSpelling;
use crate::index::display::has_preface;
use crate::index::facets::tags;
use crate::model::{Page, Site};

/// The pages of a segment, in order.
#[derive(Default)]
pub(super) struct PageTable {
    /// The number of entries of the pages so far.
    pub(super) entries: u32,
    counts: Vec<usize>,
    dates: Vec<Option<Date>>,
    languages: Vec<AlikeRun<String>>,
    collections: Vec<AlikeRun<String>>,
    prefaces: Vec<AlikeRun<u8>>,
    continued: Vec<u32>,
    last_continued: u32,
}

/// Pages one after another that are alike, and how many they are.
#[derive(Serialize)]
struct AlikeRun<T>(T, u32);

/// The part `head` of a segment.
#[derive(Serialize)]
pub(super) struct SegmentHead<'a> {
    /// The number of entries of each page.
    counts: &'a [usize],
    /// The days of the pages since 1970, each as the distance from the last known one; `null` where there is none.
    dates: Vec<Option<i32>>,
    languages: &'a [AlikeRun<String>],
    collections: &'a [AlikeRun<String>],
    /// True for a page whose first entry tells what is in the transcript.
    prefaces: &'a [AlikeRun<u8>],
    /// Entries whose text goes on in the next, as the distance from the one before, the position after their own text,
    /// and the one at which the next begins, less that.
    continued: &'a [u32],
    keys: &'a BlockList,
    /// The number of speakers, and the lengths of the blocks of their names.
    speakers: usize,
    names: &'a [usize],
    /// The number of the words for corrections.
    spelled: u32,
    /// The number of the first word of each length.
    lengths: &'a [usize],
    kinds: Vec<KindList<'a>>,
}

/// A kind of note: how many documents have it, how many bytes their list takes, and its table of blocks.
#[derive(Serialize)]
struct KindList<'a>(&'a str, usize, usize, usize);

impl PageTable {
    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }

    /// The number of documents of the pages so far, each with its title.
    pub(super) fn documents(&self) -> u32 {
        self.entries + self.len() as u32
    }

    /// The numbers of all documents.
    pub(super) fn numbers(&self) -> DocumentNumbers {
        DocumentNumbers::new(&self.counts)
    }

    pub(super) fn add(&mut self, page: &Page, entries: &[IndexedDocument]) {
        self.counts.push(entries.len());
        self.dates.push(page.document.front.date);
        push_run(&mut self.languages, page.language.clone());
        push_run(&mut self.collections, page.collection.clone());
        push_run(&mut self.prefaces, u8::from(has_preface(page)));
        for (number, document) in (self.entries..).zip(entries) {
            if let Some(next) = document.next {
                self.continued.extend([number - self.last_continued, document.end, next - document.end]);
                self.last_continued = number;
            }
        }
        self.entries += entries.len() as u32;
    }

    pub(super) fn head<'a>(
        &'a self,
        keys: &'a BlockList,
        speakers: &SegmentSpeakers,
        encoded: &'a EncodedSpeakers,
        spelling: &'a EncodedSpelling,
        values: &'a FacetValues,
    ) -> SegmentHead<'a> {
        SegmentHead {
            counts: &self.counts,
            dates: distances(&self.dates),
            languages: &self.languages,
            collections: &self.collections,
            prefaces: &self.prefaces,
            continued: &self.continued,
            keys,
            speakers: speakers.len(),
            names: &encoded.blocks,
            spelled: spelling.count,
            lengths: &spelling.lengths,
            kinds: values.kind_lists(self.documents()),
        }
    }
}

fn push_run<T: PartialEq>(runs: &mut Vec<AlikeRun<T>>, value: T) {
    match runs.last_mut() {
        Some(AlikeRun(last, count)) if *last == value => *count += 1,
        _ => runs.push(AlikeRun(value, 1)),
    }
}

fn distances(dates: &[Option<Date>]) -> Vec<Option<i32>> {
    let mut last = 0;
    let epoch = Date::constant(1970, 1, 1);
    let days = |date: Date| (date - epoch).get_days();
    let distance = |date: &Option<Date>| {
        let day = days((*date)?);
        let distance = day - last;
        last = day;
        Some(distance)
    };
    dates.iter().map(distance).collect()
}

/// The tags of pages, the topics of passages, and the kinds of notes.
#[derive(Default)]
pub(super) struct FacetValues {
    /// The pages with each tag, and the entries with each topic that is no tag of their page.
    tags: BTreeMap<String, Vec<u32>>,
    topics: BTreeMap<String, Vec<u32>>,
    kinds: BTreeMap<String, PostingList>,
}

/// The part `values` of a segment: the numbers of the pages with each tag and of the entries with each topic, each but the
/// first as the distance from the one before.
#[derive(Serialize)]
pub(super) struct FacetTable<'a> {
    tags: BTreeMap<&'a str, Vec<u32>>,
    topics: BTreeMap<&'a str, Vec<u32>>,
}

/// The properties of an entry that results can be chosen by.
pub(super) struct EntryFacets {
    /// The kind of a note.
    pub(super) kind: Option<String>,
    /// The topics of a passage, as readers see them.
    pub(super) topics: Vec<String>,
}

impl FacetValues {
    /// Adds those of the page with this number, whose entries begin with number `first`.
    pub(super) fn add(
        &mut self,
        site: &Site,
        page: &Page,
        number: u32,
        first: u32,
        entries: Vec<EntryFacets>,
    ) {
        let tags = tags(site, page);
        tags.iter().for_each(|tag| push_new(&mut self.tags, tag, number));
        for (document, EntryFacets { kind, topics }) in (first..).zip(entries) {
            let own = topics.iter().filter(|topic| !tags.contains(&topic.as_str()));
            own.for_each(|topic| push_new(&mut self.topics, topic, document));
            if let Some(kind) = kind {
                self.kinds.entry(kind).or_default().docs.push(document);
            }
        }
    }

    /// The lists of the documents of each kind, one after another; there are so many `documents`.
    pub(super) fn kinds(&self, documents: u32) -> Vec<u8> {
        self.kinds.values().flat_map(|list| list.encode(documents).docs).collect()
    }

    fn kind_lists(&self, documents: u32) -> Vec<KindList<'_>> {
        let mut lists = Vec::new();
        for (kind, list) in &self.kinds {
            let encoded = list.encode(documents);
            lists.push(KindList(kind, list.docs.len(), encoded.docs.len(), encoded.table));
        }
        lists
    }

    pub(super) fn values(&self) -> FacetTable<'_> {
        FacetTable { tags: with_distances(&self.tags), topics: with_distances(&self.topics) }
    }
}

fn with_distances(values: &BTreeMap<String, Vec<u32>>) -> BTreeMap<&str, Vec<u32>> {
    let distances = |numbers: &Vec<u32>| {
        let before = std::iter::once(0).chain(numbers.iter().copied());
        numbers.iter().zip(before).map(|(number, before)| number - before).collect()
    };
    values.iter().map(|(name, numbers)| (name.as_str(), distances(numbers))).collect()
}

/// Adds `number` to those of `value`, unless it was the last.
fn push_new(numbers: &mut BTreeMap<String, Vec<u32>>, value: &str, number: u32) {
    let numbers = numbers.entry(value.into()).or_default();
    if numbers.last() != Some(&number) {
        numbers.push(number);
    }
}
