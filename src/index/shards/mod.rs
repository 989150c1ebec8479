//! The index of a large site: cut by tokens into shards, each an index that elasticlunr loads, and by pages into
//! chunks of text. A browser fetches the manifest, the shards its query needs, and the chunks it shows.
//!
//! A reference in a shard is a page's number, as elasticlunr wants to list documents that readers know; which of
//! the page's entries are meant, and how much each is worth, stands beside it under a key of our own.

mod collect;
mod manifest;
mod shard;
mod trie;

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use serde::Serialize;

use super::display::EntryText;
use super::facets::Facets;
use super::vocabulary::Vocabulary;
use super::words::Words;
use super::{IndexedPage, json, script};
use crate::config::Shape;
use crate::model::{File, Page, Site};
use collect::{Collection, PagePostings};
use manifest::Manifest;

/// So many pages are in memory as tokens at a time.
const BATCH: usize = 64;

/// So many entries are in one file of text.
const ENTRIES_OF_A_CHUNK: usize = 5;

/// So many files are in one folder.
const FILES_OF_A_FOLDER: usize = 256;

pub(super) fn files(site: &Site, pages: &[&Page]) -> Vec<File> {
    let mut collection = Collection::default();
    let mut vocabulary = Vocabulary::default();
    let mut facets = Facets::default();
    let mut files = Vec::new();
    for (number, batch) in pages.chunks(BATCH).enumerate() {
        let numbered: Vec<_> = (number * BATCH..).zip(batch).collect();
        let made: Vec<_> = numbered.par_iter().map(|(number, page)| Made::of(site, *number, page)).collect();
        for (made, (number, page)) in made.into_iter().zip(numbered) {
            facets.add(site, number as u32, page, &made.page.text);
            made.page.entries.iter().flat_map(|entry| &entry.words).for_each(|word| vocabulary.add(word, 1));
            collection.add(number as u32, &made.postings);
            files.extend(made.chunks);
        }
    }
    let index = collection.sorted();
    let shards = shard::cut(&index);
    files.push(script("search/words.js", &json(&Words::of(site, Shape::Shards, index.tokens()))));
    files.push(packed("search/facets.bin".into(), &json(&facets)));
    files.push(packed("search/manifest.bin".into(), &json(&Manifest::of(pages, &index, &shards))));
    files.par_extend(shards.into_par_iter().map(|shard| shard.file));
    let vocabulary: Vec<_> = vocabulary.most_frequent().into_iter().collect();
    files.par_extend(
        vocabulary
            .into_par_iter()
            .map(|(letter, words)| packed(format!("search/v/{:x}.bin", u32::from(letter)), &json(&words))),
    );
    files
}

/// What one page gives: the postings of its tokens, and the files with its text.
struct Made<'a> {
    page: IndexedPage<'a>,
    postings: PagePostings,
    chunks: Vec<File>,
}

impl<'a> Made<'a> {
    fn of(site: &Site, number: usize, source: &'a Page) -> Made<'a> {
        let page = IndexedPage::of(site, source);
        let chunks = page.text.entries.chunks(ENTRIES_OF_A_CHUNK).enumerate();
        let chunks = chunks.map(|(at, entries)| {
            let (address, title, language) = (&source.address, &source.title, &source.language);
            let folder = number / FILES_OF_A_FOLDER;
            packed(
                format!("search/c/{folder:x}/{number}-{at}.bin"),
                &json(&Chunk { address, title, language, entries }),
            )
        });
        Made { chunks: chunks.collect(), postings: PagePostings::of(&page.entries), page }
    }
}

/// A file of text.
#[derive(Serialize)]
struct Chunk<'a> {
    address: &'a str,
    title: &'a str,
    language: &'a str,
    entries: &'a [EntryText],
}

/// `json`, compressed. The name says nothing of it: some servers would unpack a `.gz`, others not.
fn packed(path: String, json: &str) -> File {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    let written = encoder.write_all(json.as_bytes()).and_then(|()| encoder.finish());
    File { path, bytes: written.expect("memory takes what is written") }
}
