//! What the index has of one page, whatever else there is: all of it can be kept for the next build.

use serde::{Deserialize, Serialize};

use super::collect::PagePostings;
use super::pack::Packer;
use crate::cache::{Cache, Kind};
use crate::config::Config;
use crate::index::display::{EntryText, PageText};
use crate::index::entry::Entries;
use crate::index::facets::NoteEntry;
use crate::index::json;
use crate::model::Page;
use crate::text::bytes::Bytes;

/// So many entries are in one file of text.
pub(super) const ENTRIES_OF_A_CHUNK: usize = 3;

/// A page, ready for the index.
#[derive(Serialize, Deserialize)]
pub(super) struct IndexedPage {
    /// Its text, in files that a browser fetches when it is to show an entry.
    pub(super) chunks: Vec<Bytes>,
    pub(super) notes: Vec<NoteEntry>,
    pub(super) postings: PagePostings,
    /// The words that somebody might misspell, each with the number of entries that have it; in no order.
    pub(super) spellings: Vec<(String, u32)>,
}

impl IndexedPage {
    /// That of `page`, made or found in `cache`.
    pub(super) fn of(config: &Config, page: &Page, cache: &Cache, packer: &mut Packer) -> IndexedPage {
        match page.made_of {
            Some(made_of) => cache.made(Kind::Entries, &made_of, || IndexedPage::made(config, page, packer)),
            None => IndexedPage::made(config, page, packer),
        }
    }

    fn made(config: &Config, page: &Page, packer: &mut Packer) -> IndexedPage {
        let text = PageText::of(config, page);
        let Entries { entries, stems, spellings } = Entries::of(page, &text);
        let chunk = |entries| {
            let Page { address, title, language, .. } = page;
            packer.pack(&json(&Chunk { address, title, language, entries })).into()
        };
        IndexedPage {
            chunks: text.entries.chunks(ENTRIES_OF_A_CHUNK).map(chunk).collect(),
            notes: text.notes().collect(),
            postings: PagePostings::of(&entries, stems),
            spellings,
        }
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
