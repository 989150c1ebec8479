//! The stages that see one page at a time, side by side: its text is read, parsed and settled, and let go
//! of before the next, so that a site may be larger than memory.

use rayon::prelude::*;

use super::defaults::FolderDefaults;
use super::page_cache::{KeyedPage, PageCache, SettledPage};
use super::{Drafts, Request};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::load::{self, Loaded, SiteFolder, TextFileError};
use crate::parse;
use crate::resolve::{Settled, SidecarFiles};
use crate::source::{Source, SourceId, Sources};

/// The treatment of the texts of pages once they are parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// They stay in the sources.
    Keep,
    /// They go, and are read again where there is something to say about them.
    Drop,
}

/// Everything that the first stages need.
pub(super) struct PageReader<'a> {
    pub(super) folder: &'a SiteFolder,
    pub(super) request: &'a Request,
    pub(super) config: &'a Config,
    pub(super) sidecars: &'a SidecarFiles,
    pub(super) texts: Texts,
    pub(super) defaults: &'a FolderDefaults,
    pub(super) cache: PageCache<'a>,
}

/// A page, and its source if the text is to stay in memory.
struct ReadPage {
    page: KeyedPage,
    source: Option<Source>,
}

impl PageReader<'_> {
    /// Settles every page; the order is that of the files, whichever is done first.
    pub(super) fn read(mut self, loaded: &mut Loaded, diagnostics: &mut Diagnostics) -> Vec<Settled> {
        let sources = &loaded.sources;
        let pages: Vec<_> = loaded.content.par_iter().map(|&id| self.page(id, sources)).collect();
        let mut read = Vec::with_capacity(pages.len());
        for (page, &id) in pages.into_iter().zip(&loaded.content) {
            match page {
                Ok(ReadPage { page, source }) => {
                    source.into_iter().for_each(|source| loaded.sources.replace(id, source));
                    read.push(page);
                }
                Err(problem) => {
                    let path = loaded.sources.get(id).path.clone();
                    diagnostics.push(problem.diagnostic(path, &mut loaded.sources));
                }
            }
        }
        self.cache.keep(read.iter());
        let settled = |(_, page): KeyedPage| {
            diagnostics.append(page.diagnostics);
            page.settled
        };
        read.into_iter().filter_map(settled).collect()
    }

    fn page(&self, id: SourceId, sources: &Sources) -> Result<ReadPage, TextFileError> {
        let source = load::read(self.folder, sources.get(id), self.config.limits)?;
        let sidecars = self.sidecars.sources_about(&source.path).map(|id| (id, sources.get(id)));
        let folders = self.defaults.sources(&source.path).filter(|(folder, _)| *folder != id);
        let files = std::iter::once((id, &source)).chain(sidecars).chain(folders);
        let page = self.cache.page(files, || self.settle(&source, id));
        Ok(ReadPage { page, source: Some(source).filter(|_| self.texts == Texts::Keep) })
    }

    /// Settles a document. A draft that is left out gives no diagnostics.
    fn settle(&self, source: &Source, id: SourceId) -> SettledPage {
        let (document, mut diagnostics) =
            parse::source(source, id, self.config, &self.defaults.for_page(&source.path));
        if document.front.draft && self.request.drafts == Drafts::Leave {
            return SettledPage::default();
        }
        let (settled, found) = self.sidecars.settle(document, self.config);
        diagnostics.append(found);
        SettledPage { settled: Some(settled), diagnostics }
    }
}
