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
mod page;
mod postings;
mod rest;
mod shard;
mod trie;

use rayon::prelude::*;

use super::facets::Facets;
use super::vocabulary::Vocabulary;
use super::words::Words;
use super::{json, script};
use crate::cache::Cache;
use crate::config::Shape;
use crate::model::{File, Page, Site};
use collect::Collection;
use manifest::Manifest;
use pack::Packer;
use page::IndexedPage;

/// So many pages are in memory as tokens at a time.
const BATCH: usize = 128;

/// The text of so many pages is in one folder, and so many shards.
const PAGES_OF_A_FOLDER: usize = 256;
const SHARDS_OF_A_FOLDER: usize = 64;

/// Hands over the files of the index of `pages`.
pub(super) fn build<E: Send>(
    site: &Site,
    pages: &[&Page],
    cache: &Cache,
    put: &(impl Fn(File) -> Result<(), E> + Sync),
) -> Result<(), E> {
    let Gathered { facets, vocabulary, collection } = gather(site, pages, cache, put)?;
    let index = collection.sorted();
    let shards = shard::cut(&index, cache, put)?;
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
    cache: &Cache,
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
            let mut indexed = IndexedPage::of(&site.config, page, cache, packer);
            for (at, chunk) in std::mem::take(&mut indexed.chunks).iter().enumerate() {
                let folder = number as usize / PAGES_OF_A_FOLDER;
                put(File { path: format!("search/c/{folder:x}/{number}-{at}.bin"), bytes: chunk.to_vec() })?;
            }
            Ok(indexed)
        };
        let indexed: Vec<IndexedPage> =
            batch.par_iter().map_init(Packer::new, read).collect::<Result<_, E>>()?;
        all.add(site, batch, indexed);
    }
    Ok(all)
}

impl Gathered {
    fn add(&mut self, site: &Site, batch: &[(u32, &Page)], indexed: Vec<IndexedPage>) {
        let mut of_pages = Vec::with_capacity(indexed.len());
        for ((number, page), IndexedPage { notes, postings, spellings, .. }) in batch.iter().zip(indexed) {
            self.facets.add(site, *number, page, notes);
            self.vocabulary.add(&spellings);
            of_pages.push(postings);
        }
        self.collection.add(&of_pages);
    }
}
