//! Pages kept from one build to the next: a page need not be parsed again while its text and everything it depends on
//! are the same.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::Request;
use crate::bibliography::CitationTerms;
use crate::cache::{Cache, CacheKind, Fingerprint};
use crate::diag::Diagnostics;
use crate::render::PublishedAssets;
use crate::resolve::Settled;
use crate::source::{Source, SourceId, Sources};

/// A page as the first stages leave it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct SettledPage {
    /// The page, unless it is left out.
    pub(super) settled: Option<Settled>,
    /// The diagnostics about it.
    pub(super) diagnostics: Diagnostics,
}

/// The pages of the last build of this process, by their cache keys, and the theme's files that pages of all builds have
/// asked for.
#[derive(Debug, Default)]
pub struct PageMemory {
    pages: HashMap<Fingerprint, SettledPage>,
    assets: PublishedAssets,
}

impl PageMemory {
    /// The theme's files that pages of earlier builds asked for; those of the next are added.
    pub(super) fn assets(&self) -> PublishedAssets {
        self.assets.clone()
    }
}

/// The store of kept pages.
pub(super) enum PageStore<'a> {
    /// Every page is made anew.
    None,
    /// The memory of this process, which serves a site again and again.
    Memory(&'a mut PageMemory),
    /// A folder on the disk, for builds of other processes.
    Disk(&'a Cache),
}

/// Finds kept pages by one cache key, wherever they are kept.
pub(super) struct PageCache<'a> {
    store: PageStore<'a>,
    /// A hash of the input that all pages share.
    common: Fingerprint,
}

/// A page, and the cache key under which it is kept, if it is.
pub(super) type KeyedPage = (Option<Fingerprint>, SettledPage);

impl<'a> PageCache<'a> {
    /// The pages in `store`, for a site whose settings were read from `settings`, and whose citations have these words.
    pub(super) fn new(
        store: PageStore<'a>,
        request: &Request,
        settings: &Sources,
        terms: &BTreeMap<String, CitationTerms>,
    ) -> PageCache<'a> {
        let store = match store {
            PageStore::Disk(cache) if !cache.is_kept() => PageStore::None,
            store => store,
        };
        // The folder of the site is no input: a site may be moved.
        let Request { root: _, base_url, drafts, draft_notes, trust, options } = request;
        let files: Vec<_> = settings.iter().map(|(id, source)| (id, &source.path, source.text())).collect();
        let common = Fingerprint::new(&(base_url, drafts, draft_notes, trust, options, files, terms));
        PageCache { store, common }
    }

    /// The page that was made of `files` before, or that `make` makes of them now. Its own file is the first.
    ///
    /// The key has the numbers of the files besides their paths and texts, because pages refer to files by number.
    pub(super) fn page<'s>(
        &self,
        files: impl Iterator<Item = (SourceId, &'s Source)>,
        make: impl FnOnce() -> SettledPage,
    ) -> KeyedPage {
        if let PageStore::None = self.store {
            return (None, make());
        }
        let files: Vec<_> = files.map(|(id, source)| (id, &source.path, source.text())).collect();
        let key = Fingerprint::new(&(self.common, files));
        let mut page = match &self.store {
            PageStore::None => make(),
            PageStore::Memory(memory) => memory.pages.get(&key).cloned().unwrap_or_else(make),
            PageStore::Disk(cache) => cache.made(CacheKind::Page, &key, make),
        };
        if let Some(settled) = &mut page.settled {
            settled.take_fingerprint(key);
        }
        (Some(key), page)
    }

    /// Keeps these pages in memory, and forgets all others. On the disk they are already.
    pub(super) fn keep<'p>(&mut self, pages: impl Iterator<Item = &'p KeyedPage>) {
        if let PageStore::Memory(memory) = &mut self.store {
            memory.pages = pages.filter_map(|(key, page)| Some(((*key)?, page.clone()))).collect();
        }
    }
}
