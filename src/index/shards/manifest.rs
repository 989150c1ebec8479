//! `search/manifest.bin`: which shards have which tokens, and what must be known of every page.

use serde::Serialize;

use super::SHARDS_OF_A_FOLDER;
use super::collect::{Sorted, rounded};
use super::page::ENTRIES_OF_A_CHUNK;
use super::shard::Shard;
use crate::index::display::has_preface;
use crate::index::json;
use crate::model::Page;
use crate::text::hash::short_hash;

#[derive(Serialize)]
pub(super) struct Manifest<'a> {
    /// How many entries there are, to two digits.
    entries: f64,
    /// How many entries are in a file of text.
    chunk: usize,
    /// How many shards are in a folder.
    folder: usize,
    /// The folders of shards.
    shards: Borders<'a>,
    /// Language and preface of the pages, in runs.
    pages: Vec<Run<'a>>,
}

/// Files that share tokens out among themselves: the shards of a folder, or the folders.
#[derive(Serialize)]
pub(super) struct Borders<'a> {
    /// The token from which on each is to be asked.
    borders: Vec<&'a str>,
    /// Short hashes of them, four characters each: what has changed has another address.
    hashes: String,
}

/// Pages one after another that are alike: their language, whether they have a preface, and how many they are.
#[derive(Serialize)]
struct Run<'a>(&'a str, u8, u32);

impl<'a> Manifest<'a> {
    pub(super) fn of(pages: &[&'a Page], index: &Sorted, folders: &[Borders<'a>]) -> Manifest<'a> {
        Manifest {
            entries: rounded(index.entries() as f64),
            chunk: ENTRIES_OF_A_CHUNK,
            folder: SHARDS_OF_A_FOLDER,
            shards: Borders {
                borders: folders.iter().map(|folder| folder.borders[0]).collect(),
                hashes: folders.iter().map(|folder| short_hash(&json(folder))).collect(),
            },
            pages: runs(pages),
        }
    }
}

/// `search/t/…/shards.bin`: what is in each folder of shards.
pub(super) fn folders(shards: &[Shard]) -> Vec<Borders<'_>> {
    let folders = shards.chunks(SHARDS_OF_A_FOLDER).map(|shards| Borders {
        borders: shards.iter().map(|shard| shard.border.as_str()).collect(),
        hashes: shards.iter().map(|shard| shard.hash.as_str()).collect(),
    });
    folders.collect()
}

fn runs<'a>(pages: &[&'a Page]) -> Vec<Run<'a>> {
    let alike = |page: &&'a Page| (page.language.as_str(), u8::from(has_preface(page)));
    let runs = pages.chunk_by(|a, b| alike(a) == alike(b));
    runs.map(|run| Run(alike(&run[0]).0, alike(&run[0]).1, run.len() as u32)).collect()
}
