//! The entries of the search as documents for search engines, with the settings that each engine loads.

mod settings;

use std::collections::BTreeSet;

use serde::Serialize;

use super::display::{EntryText, PageText, Part};
use super::{in_order, json};
use crate::model::{File, Page, Site};
use crate::text::hash::long_hash;

/// The product for which documents are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineFormat {
    /// Any program that reads a JSON object a line.
    Ndjson,
    /// Meilisearch 1.10 or later.
    Meilisearch,
    /// Typesense 0.24 or later.
    Typesense,
    /// OpenSearch 1 or later, and Elasticsearch.
    OpenSearch,
}

impl EngineFormat {
    /// All of them, with the names that users write.
    pub const ALL: [(&str, EngineFormat); 4] = [
        ("meilisearch", EngineFormat::Meilisearch),
        ("typesense", EngineFormat::Typesense),
        ("opensearch", EngineFormat::OpenSearch),
        ("ndjson", EngineFormat::Ndjson),
    ];
}

/// A file holds about so many bytes: engines refuse much larger requests.
const MOST: usize = 20_000_000;

/// Hands over the files for `format`: the settings, then the documents in as many files as it takes.
pub fn write<E>(
    site: &Site,
    format: EngineFormat,
    mut put: impl FnMut(File) -> Result<(), E>,
) -> Result<(), E> {
    settings::for_format(site, format).into_iter().try_for_each(&mut put)?;
    let mut lines = String::new();
    let mut count = 0;
    let mut file = |lines: &mut String| {
        count += 1;
        let bytes = std::mem::take(lines).into_bytes();
        put(File { path: format!("documents-{count}.ndjson"), bytes })
    };
    for page in in_order(site) {
        for entry in &PageText::from_page(&site.config, page).entries {
            push(&mut lines, format, &SearchDocument::from_entry(site, page, entry));
        }
        if lines.len() >= MOST {
            file(&mut lines)?;
        }
    }
    file(&mut lines)
}

/// One document to a line; OpenSearch wants to be told before each what to do with it.
fn push(lines: &mut String, format: EngineFormat, document: &SearchDocument) {
    if format == EngineFormat::OpenSearch {
        lines.push_str(&format!("{{\"index\":{{\"_id\":\"{}\"}}}}\n", document.id));
    }
    lines.push_str(&json(document));
    lines.push('\n');
}

/// A section, a piece of a long one, or a note.
#[derive(Serialize)]
struct SearchDocument<'a> {
    /// The same as long as the page and the anchor are.
    id: String,
    /// The page's address below the site's root.
    address: &'a str,
    /// The place on the page; empty for its top.
    anchor: &'a str,
    title: &'a str,
    heading: &'a str,
    /// The speakers in the section, or the author of the note.
    speakers: BTreeSet<&'a str>,
    text: String,
    /// `section`, or the kind of the note.
    kind: &'a str,
    tags: Vec<&'a str>,
    collection: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i16>,
    /// Year, month and day as one number, to sort by; 0 where there is no date.
    date: i32,
    language: &'a str,
    /// The text to show, by turns.
    parts: &'a [Part],
}

impl<'a> SearchDocument<'a> {
    fn from_entry(site: &'a Site, page: &'a Page, entry: &'a EntryText) -> SearchDocument<'a> {
        let front = &page.document.front;
        let texts: Vec<&str> = entry.parts.iter().map(|part| part.text.as_str()).collect();
        let number = |date: jiff::civil::Date| {
            (i32::from(date.year()) * 100 + i32::from(date.month())) * 100 + i32::from(date.day())
        };
        SearchDocument {
            id: long_hash(&match entry.piece {
                0 => format!("{}#{}", page.address, entry.anchor),
                piece => format!("{}#{}+{piece}", page.address, entry.anchor),
            }),
            address: &page.address,
            anchor: &entry.anchor,
            title: &page.title,
            heading: &entry.heading,
            speakers: entry.parts.iter().map(|part| part.by.as_str()).filter(|by| !by.is_empty()).collect(),
            text: texts.join("\n"),
            kind: entry.kind.as_deref().unwrap_or("section"),
            tags: super::facets::tags_of_entry(site, page, entry),
            collection: &page.collection,
            year: front.date.map(|date| date.year()),
            date: front.date.map_or(0, number),
            language: &page.language,
            parts: &entry.parts,
        }
    }
}

#[cfg(test)]
mod tests;
