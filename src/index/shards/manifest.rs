//! `search/manifest.bin`: which shard has which tokens, and what must be known of every page.

use serde::Serialize;

use super::ENTRIES_OF_A_CHUNK;
use super::collect::{Sorted, rounded};
use super::shard::Shard;
use crate::index::display::has_preface;
use crate::model::Page;

#[derive(Serialize)]
pub(super) struct Manifest<'a> {
    /// How many entries there are, to two digits.
    entries: f64,
    /// How many entries are in a file of text.
    chunk: usize,
    /// The token from which on each shard is to be asked.
    borders: Vec<&'a str>,
    /// Short hashes of the shards, four characters each: a changed shard has another address.
    hashes: String,
    /// Language and preface of the pages, in runs.
    pages: Vec<Run<'a>>,
}

/// Pages one after another that are alike: their language, whether they have a preface, and how many they are.
#[derive(Serialize)]
struct Run<'a>(&'a str, u8, u32);

impl<'a> Manifest<'a> {
    pub(super) fn of(pages: &[&'a Page], index: &Sorted, shards: &'a [Shard]) -> Manifest<'a> {
        Manifest {
            entries: rounded(index.entries() as f64),
            chunk: ENTRIES_OF_A_CHUNK,
            borders: shards.iter().map(|shard| shard.border.as_str()).collect(),
            hashes: shards.iter().map(|shard| shard.hash.as_str()).collect(),
            pages: runs(pages),
        }
    }
}

fn runs<'a>(pages: &[&'a Page]) -> Vec<Run<'a>> {
    let alike = |page: &&'a Page| (page.language.as_str(), u8::from(has_preface(&page.document)));
    let runs = pages.chunk_by(|a, b| alike(a) == alike(b));
    runs.map(|run| Run(alike(&run[0]).0, alike(&run[0]).1, run.len() as u32)).collect()
}
