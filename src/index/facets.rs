//! Facets of the search: speaker or author, tag, kind of note, collection, year, language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
    /// Adds the page that has this `number` and these notes; numbers must rise.
    pub(super) fn add(
        &mut self,
        site: &Site,
        number: u32,
        page: &Page,
        notes: impl IntoIterator<Item = NoteEntry>,
    ) {
        let document = &page.document;
        for speaker in &document.speakers {
            add(&mut self.speaker, &speaker.name, "", number);
        }
        for tag in tags(site, page) {
            add(&mut self.tag, tag, "", number);
        }
        for NoteEntry { at, kind, label } in notes {
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

/// The tags of `page` as readers see them, however its author wrote them.
pub(super) fn tags<'a>(site: &'a Site, page: &'a Page) -> Vec<&'a str> {
    let written = page.document.front.tags.iter().map(|tag| tag.value.as_str());
    written.map(|tag| site.tags.find(tag).map_or(tag, |(_, topic)| topic.tag.label.as_str())).collect()
}

fn add(values: &mut BTreeMap<String, FacetValue>, name: &str, label: &str, number: u32) {
    let value = values.entry(name.into()).or_default();
    if value.pages.is_empty() || value.last != number {
        value.push(number, label);
    }
}

impl FacetValue {
    fn push(&mut self, number: u32, label: &str) {
        self.pages.push(number - self.last);
        self.last = number;
        self.label = label.into();
    }
}
