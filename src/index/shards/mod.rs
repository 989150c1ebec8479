//! The index of a large site: cut by tokens into shards, each an index that elasticlunr loads, and by pages into
//! chunks of text. A browser fetches the manifest, the shards its query needs, and the chunks it shows.
//!
//! A reference in a shard is a page's number, as elasticlunr wants to list documents that readers know; which of
//! the page's entries are meant, and how much each is worth, stands beside it under a key of our own.
//!
//! Every file is handed over as soon as it is made. What stays in memory until all pages were seen is the postings, a few
//! bytes for each.

mod collect;
mod manifest;
mod pack;
mod postings;
mod rest;
mod shard;
mod trie;

use rayon::prelude::*;
use serde::Serialize;

use super::display::{EntryText, PageText};
use super::entry::Entries;
use super::facets::Facets;
use super::vocabulary::Vocabulary;
use super::words::Words;
use super::{json, script};
use crate::config::Shape;
use crate::model::{File, Page, Site};
use collect::{Collection, PagePostings};
use manifest::Manifest;
use pack::Packer;

/// So many pages are in memory as tokens at a time.
const BATCH: usize = 128;

/// So many entries are in one file of text.
const ENTRIES_OF_A_CHUNK: usize = 3;

/// The text of so many pages is in one folder, and so many shards.
const PAGES_OF_A_FOLDER: usize = 256;
const SHARDS_OF_A_FOLDER: usize = 64;

/// Hands over the files of the index of `pages`.
pub(super) fn build<E: Send>(
    site: &Site,
    pages: &[&Page],
    put: &(impl Fn(File) -> Result<(), E> + Sync),
) -> Result<(), E> {
    let Gathered { facets, vocabulary, collection } = gather(site, pages, put)?;
    let index = collection.sorted();
    let shards = shard::cut(&index, put)?;
    let tokens = index.tokens.iter().map(|(token, _)| token.as_str());
    put(script("search/words.js", &json(&Words::of(site, Shape::Shards, tokens))))?;
    let mut packer = Packer::new();
    put(packer.file("search/facets.bin".into(), &json(&facets)))?;
    let folders = manifest::folders(&shards);
    put(packer.file("search/manifest.bin".into(), &json(&Manifest::of(pages, &index, &folders))))?;
    for (number, folder) in folders.iter().enumerate() {
        put(packer.file(format!("search/t/{number:x}/shards.bin"), &json(folder)))?;
    }
    for (letter, words) in vocabulary.most_frequent() {
        put(packer.file(format!("search/v/{:x}.bin", u32::from(letter)), &json(&words)))?;
    }
    Ok(())
}

/// What is gathered from all pages.
struct Gathered {
    collection: Collection,
    facets: Facets,
    vocabulary: Vocabulary,
}

/// Goes through `pages` a few at a time; their text is handed over at once.
fn gather<E: Send>(
    site: &Site,
    pages: &[&Page],
    put: &(impl Fn(File) -> Result<(), E> + Sync),
) -> Result<Gathered, E> {
    let mut all = Gathered {
        collection: Collection::new(),
        facets: Facets::default(),
        vocabulary: Vocabulary::default(),
    };
    let numbered: Vec<(u32, &Page)> = (0..).zip(pages.iter().copied()).collect();
    for batch in numbered.chunks(BATCH) {
        let read = |packer: &mut Packer, &(number, page): &(u32, &Page)| {
            let text = PageText::of(site, page);
            let chunks = chunks(number, page, &text);
            chunks.into_iter().try_for_each(|(path, chunk)| put(packer.file(path, &json(&chunk))))?;
            Ok((Entries::of(page, &text), text))
        };
        let made: Vec<(Entries, PageText)> =
            batch.par_iter().map_init(Packer::new, read).collect::<Result<_, E>>()?;
        all.add(site, batch, made);
    }
    Ok(all)
}

impl Gathered {
    fn add(&mut self, site: &Site, batch: &[(u32, &Page)], made: Vec<(Entries, PageText)>) {
        for ((number, page), (entries, text)) in batch.iter().zip(&made) {
            self.facets.add(site, *number, page, text);
            self.vocabulary.add(&entries.spellings);
        }
        let postings = batch.par_iter().zip(made);
        let postings: Vec<_> =
            postings.map(|((number, _), (entries, _))| PagePostings::of(*number, entries)).collect();
        self.collection.add(&postings);
    }
}

/// The files with the text of a page.
fn chunks<'a>(number: u32, page: &'a Page, text: &'a PageText) -> Vec<(String, Chunk<'a>)> {
    let folder = number as usize / PAGES_OF_A_FOLDER;
    let chunks = text.entries.chunks(ENTRIES_OF_A_CHUNK).enumerate();
    let chunk = |(at, entries)| {
        let Page { address, title, language, .. } = page;
        (format!("search/c/{folder:x}/{number}-{at}.bin"), Chunk { address, title, language, entries })
    };
    chunks.map(chunk).collect()
}

/// A file of text.
#[derive(Serialize)]
struct Chunk<'a> {
    address: &'a str,
    title: &'a str,
    language: &'a str,
    entries: &'a [EntryText],
}
