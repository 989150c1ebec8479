//! Pages kept from one build to the next: a page need not be parsed again while its text and everything it depends on
//! are the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::Request;
use crate::bibliography::CitationTerms;
use crate::cache::{Cache, CacheKind, Fingerprint};
use crate::config::LanguageTerms;
use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::render::{PublishedAssets, ReadLanguages};
use crate::resolve::Settled;
use crate::source::{Source, SourceId, Sources};

/// A page as the first stages leave it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct SettledPage {
    /// The page, unless it is left out.
    pub(super) settled: Option<Settled>,
    /// The diagnostics about it.
    pub(super) diagnostics: Diagnostics,
    /// True if the edition has no page of it.
    pub(super) is_withheld: bool,
}

/// The pages of the last build of this process, by their cache keys, and the theme's files that pages of all builds have
/// asked for.
#[derive(Debug, Default)]
pub struct PageMemory {
    pages: HashMap<Fingerprint, SettledPage>,
    /// The input of each page, by the number of its file.
    inputs: HashMap<SourceId, PageInput>,
    /// The input that all pages of the last build shared.
    common: Option<Fingerprint>,
    /// The only files that may have changed since the last build, by their paths; none if any may have.
    changed: Option<BTreeSet<String>>,
    assets: PublishedAssets,
    languages: ReadLanguages,
}

/// The files that a page was made of, and its cache key.
#[derive(Debug)]
struct PageInput {
    key: Fingerprint,
    files: Vec<SourceId>,
}

impl PageMemory {
    /// The theme's files that pages of earlier builds asked for; those of the next are added.
    pub(super) fn assets(&self) -> PublishedAssets {
        self.assets.clone()
    }

    /// Promises that since the last build no other text changed than those with these paths: all other pages are taken
    /// as they are, and their files are not read. The promise holds for the next build that reads pages.
    pub fn only_changed(&mut self, paths: BTreeSet<String>) {
        self.changed = Some(paths);
    }

    /// The page of the file `id`, if it was made of `files` and none of them changed.
    fn unchanged<'s>(
        &self,
        id: SourceId,
        files: impl Iterator<Item = (SourceId, &'s str)>,
    ) -> Option<(Fingerprint, SettledPage)> {
        let changed = self.changed.as_ref()?;
        let input = self.inputs.get(&id)?;
        let mut before = input.files.iter();
        for (file, path) in files {
            if before.next() != Some(&file) || changed.contains(path) {
                return None;
            }
        }
        let page = self.pages.get(&input.key).filter(|_| before.next().is_none())?;
        Some((input.key, page.clone()))
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

impl PageStore<'_> {
    /// The languages of a site, which are read again only if their files changed since the last build of this process.
    pub(super) fn languages(&mut self, loaded: &Loaded) -> ReadLanguages {
        let PageStore::Memory(memory) = self else {
            return ReadLanguages::read(&loaded.theme, &loaded.sources);
        };
        memory.languages = std::mem::take(&mut memory.languages).read_again(&loaded.theme, &loaded.sources);
        memory.languages.clone()
    }
}

/// Finds kept pages by one cache key, wherever they are kept.
pub(super) struct PageCache<'a> {
    store: PageStore<'a>,
    /// A hash of the input that all pages share.
    common: Fingerprint,
}

/// A page, and the cache key under which it is kept, if it is.
pub(super) struct KeyedPage {
    key: Option<Fingerprint>,
    files: Vec<SourceId>,
    pub(super) page: SettledPage,
}

impl KeyedPage {
    /// A page of which nothing is kept.
    pub(super) fn unkept(id: SourceId, page: SettledPage) -> Self {
        KeyedPage { key: None, files: vec![id], page }
    }
}

impl<'a> PageCache<'a> {
    /// The pages in `store`, for a site whose settings were read from `settings`, and whose citations have these words.
    pub(super) fn new(
        store: PageStore<'a>,
        request: &Request,
        settings: &Sources,
        terms: &BTreeMap<String, CitationTerms>,
        withheld: &LanguageTerms,
    ) -> PageCache<'a> {
        let store = match store {
            PageStore::Disk(cache) if !cache.is_kept() => PageStore::None,
            store => store,
        };
        // The folder of the site is no input: a site may be moved.
        let Request { root: _, base_url, theme, drafts, draft_notes, trust, options, edition } = request;
        let files: Vec<_> = settings.iter().map(|(id, source)| (id, &source.path, source.text())).collect();
        let choices = (base_url, theme, drafts, draft_notes, trust, options, edition);
        let common = Fingerprint::new(&(choices, files, terms, withheld));
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
            return KeyedPage { key: None, files: Vec::new(), page: make() };
        }
        let files: Vec<_> = files.map(|(id, source)| (id, &source.path, source.text())).collect();
        let key = Fingerprint::new(&(self.common, &files));
        let mut page = match &self.store {
            PageStore::None => make(),
            PageStore::Memory(memory) => memory.pages.get(&key).cloned().unwrap_or_else(make),
            PageStore::Disk(cache) => cache.made(CacheKind::Page, &key, make),
        };
        if let Some(settled) = &mut page.settled {
            settled.take_fingerprint(key);
        }
        KeyedPage { key: Some(key), files: files.into_iter().map(|(id, ..)| id).collect(), page }
    }

    /// The page of the file `id` if it need not even be read, because no file of those that it is made of changed.
    pub(super) fn unchanged<'s>(
        &self,
        id: SourceId,
        files: impl Iterator<Item = (SourceId, &'s str)>,
    ) -> Option<KeyedPage> {
        let PageStore::Memory(memory) = &self.store else { return None };
        if memory.common != Some(self.common) {
            return None;
        }
        let (key, mut page) = memory.unchanged(id, files)?;
        if let Some(settled) = &mut page.settled {
            settled.take_fingerprint(key);
        }
        let files = memory.inputs[&id].files.clone();
        Some(KeyedPage { key: Some(key), files, page })
    }

    /// Keeps these pages in memory, and forgets all others. On the disk they are already.
    pub(super) fn keep<'p>(&mut self, pages: impl Iterator<Item = &'p KeyedPage>) {
        let PageStore::Memory(memory) = &mut self.store else { return };
        memory.pages.clear();
        memory.inputs.clear();
        memory.common = Some(self.common);
        memory.changed = None;
        for KeyedPage { key, files, page } in pages {
            let (Some(key), Some(&id)) = (*key, files.first()) else { continue };
            memory.inputs.insert(id, PageInput { key, files: files.clone() });
            memory.pages.insert(key, page.clone());
        }
    }
}
