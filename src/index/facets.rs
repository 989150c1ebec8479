//! Facets of the search: speaker or author, tag, kind of note, collection, year, language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::display::{EntryText, PageText};
use crate::model::{Page, Site};

/// The values of each facet, in order, with the pages that have them.
#[derive(Default, Serialize)]
pub(super) struct Facets {
    speaker: BTreeMap<String, FacetValue>,
    tag: BTreeMap<String, FacetValue>,
    kind: BTreeMap<String, FacetValue>,
    collection: BTreeMap<String, FacetValue>,
    year: BTreeMap<String, FacetValue>,
    language: BTreeMap<String, FacetValue>,
}

#[derive(Default, Serialize)]
struct FacetValue {
    /// The value for readers, if it differs from the value itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    label: String,
    /// The numbers of its pages, each but the first as the distance from the one before.
    pages: Vec<u32>,
    /// The entries on those pages, where not all of a page is meant; a page is then there for each of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entries: Vec<u32>,
    #[serde(skip)]
    last: u32,
    /// True if all of each page was meant so far.
    #[serde(skip)]
    is_of_pages: bool,
    /// The number of entries of each page, as long as all of each is meant.
    #[serde(skip)]
    counts: Vec<u32>,
}

/// An entry that is a note.
#[derive(Serialize, Deserialize)]
pub(super) struct NoteEntry {
    /// Its place among the entries of its page.
    pub(super) at: u32,
    pub(super) kind: String,
    /// The site's own name for that kind, if it has one.
    pub(super) label: String,
}

impl Facets {
    /// Adds the page that has this `number` and these texts; numbers must rise.
    pub(super) fn add(&mut self, site: &Site, number: u32, page: &Page, text: &PageText) {
        let document = &page.document;
        for speaker in &document.speakers {
            add(&mut self.speaker, &speaker.name, "", number);
        }
        self.add_topics(site, number, page, text);
        for NoteEntry { at, kind, label } in text.notes() {
            let value = self.kind.entry(kind).or_default();
            value.push(number, &label);
            value.entries.push(at);
        }
        if let Some(collection) =
            site.collections.get(&page.collection).filter(|_| !page.collection.is_empty())
        {
            add(&mut self.collection, &page.collection, &collection.title, number);
        }
        if let Some(date) = document.front.date {
            add(&mut self.year, &date.year().to_string(), "", number);
        }
        add(&mut self.language, &page.language, "", number);
    }
}

impl Facets {
    /// Adds the tags of a page, which mean all of it, and the topics of its passages, which mean their entries.
    fn add_topics(&mut self, site: &Site, number: u32, page: &Page, text: &PageText) {
        let of_page = tags(site, page);
        let mut of_entries: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (at, entry) in (0..).zip(&text.entries) {
            for topic in entry.topics.iter().map(|topic| site.tags.label(topic)) {
                let entries = of_entries.entry(topic).or_default();
                if !of_page.contains(&topic) && entries.last() != Some(&at) {
                    entries.push(at);
                }
            }
        }
        for tag in of_page {
            of_entries.insert(tag, Vec::new());
        }
        for (topic, entries) in of_entries {
            let value = self
                .tag
                .entry(topic.into())
                .or_insert_with(|| FacetValue { is_of_pages: true, ..FacetValue::default() });
            match entries.is_empty() {
                true if value.is_of_pages => {
                    value.push(number, "");
                    value.counts.push(text.entries.len() as u32);
                }
                true => (0..text.entries.len() as u32).for_each(|at| value.push_entry(number, at)),
                false => {
                    value.spread();
                    entries.into_iter().for_each(|at| value.push_entry(number, at));
                }
            }
        }
    }
}

/// The topics of `page` and of its passages as readers see them, each once.
pub(super) fn topics<'a>(site: &'a Site, page: &'a Page) -> Vec<&'a str> {
    let of_passages = page.topics.iter().map(|passage| site.tags.label(&passage.topic.value));
    let mut topics: Vec<&str> = Vec::new();
    for topic in tags(site, page).into_iter().chain(of_passages) {
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    topics
}

/// The tags of the page of an entry, and the topics of the passage that the entry is.
pub(super) fn tags_of_entry<'a>(site: &'a Site, page: &'a Page, entry: &'a EntryText) -> Vec<&'a str> {
    let mut tags = tags(site, page);
    for topic in entry.topics.iter().map(|topic| site.tags.label(topic)) {
        if !tags.contains(&topic) {
            tags.push(topic);
        }
    }
    tags
}

/// The tags of `page` as readers see them, however its author wrote them.
pub(super) fn tags<'a>(site: &'a Site, page: &'a Page) -> Vec<&'a str> {
    let written = page.document.front.tags.iter().map(|tag| tag.value.as_str());
    written.map(|tag| site.tags.label(tag)).collect()
}

fn add(values: &mut BTreeMap<String, FacetValue>, name: &str, label: &str, number: u32) {
    let value = values.entry(name.into()).or_default();
    if value.pages.is_empty() || value.last != number {
        value.push(number, label);
    }
}

impl FacetValue {
    fn push_entry(&mut self, number: u32, entry: u32) {
        self.push(number, "");
        self.entries.push(entry);
    }

    /// Names the entries of pages that were meant as a whole, because not all of the next page is.
    fn spread(&mut self) {
        if !std::mem::take(&mut self.is_of_pages) {
            return;
        }
        let (pages, counts) = (std::mem::take(&mut self.pages), std::mem::take(&mut self.counts));
        self.last = 0;
        let mut number = 0;
        for (distance, count) in pages.into_iter().zip(counts) {
            number += distance;
            (0..count).for_each(|entry| self.push_entry(number, entry));
        }
    }

    fn push(&mut self, number: u32, label: &str) {
        self.pages.push(number - self.last);
        self.last = number;
        self.label = label.into();
    }
}
