//! The stages that see one page at a time, side by side: its text is read, parsed and settled, and let go
//! of before the next, so that a site may be larger than memory.

use rayon::prelude::*;

use super::memory::{Memory, RememberedPage, SettledPage, fingerprint};
use super::stored::{CachedPages, PageFile};
use super::{Drafts, Request};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::load::{self, Loaded, SiteFolder, TextFileError};
use crate::parse;
use crate::resolve::{Beside, Settled};
use crate::source::{Source, SourceId, Sources, Text};

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
    pub(super) beside: &'a Beside,
    pub(super) texts: Texts,
    pub(super) known: EarlierPages<'a>,
}

/// The pages known from earlier builds.
pub(super) enum EarlierPages<'a> {
    /// Nothing.
    Nothing,
    /// Pages of the last build of this process.
    Memory(&'a mut Memory),
    /// Pages in the cache on the disk.
    Stored(CachedPages<'a>),
}

/// A page, and its text if that is to stay in memory.
struct ReadPage {
    page: RememberedPage,
    text: Option<Text>,
}

impl PageReader<'_> {
    /// Settles every page; the order is that of the files, whichever is done first.
    pub(super) fn read(mut self, loaded: &mut Loaded, diagnostics: &mut Diagnostics) -> Vec<Settled> {
        let sources = &loaded.sources;
        let pages: Vec<_> = loaded.content.par_iter().map(|&id| self.page(id, sources)).collect();
        let mut read = Vec::with_capacity(pages.len());
        for (page, &id) in pages.into_iter().zip(&loaded.content) {
            let path = loaded.sources.get(id).path.clone();
            match page {
                Ok(ReadPage { page, text }) => {
                    text.into_iter().for_each(|text| loaded.sources.keep(id, text));
                    read.push((path, page));
                }
                Err(problem) => diagnostics.push(problem.diagnostic(path, &mut loaded.sources)),
            }
        }
        if let EarlierPages::Memory(memory) = &mut self.known {
            memory.keep(read.clone());
        }
        let settled = |(_, page): (String, RememberedPage)| {
            diagnostics.append(page.made.diagnostics);
            page.made.settled
        };
        read.into_iter().filter_map(settled).collect()
    }

    fn page(&self, id: SourceId, sources: &Sources) -> Result<ReadPage, TextFileError> {
        let source = load::read(self.folder, sources.get(id), self.config.limits)?;
        let settle = || self.settle(&source, id);
        let page = match &self.known {
            EarlierPages::Nothing => RememberedPage { made_of: 0, made: settle() },
            EarlierPages::Stored(stored) => {
                let made = stored.made(&self.parts(&source, id, sources), settle);
                RememberedPage { made_of: 0, made }
            }
            EarlierPages::Memory(memory) => {
                let parts = self.parts(&source, id, sources);
                let made_of = fingerprint(&parts.iter().map(|part| (part.id, part.text)).collect::<Vec<_>>());
                let known = memory.recall(&source.path, made_of);
                known.unwrap_or_else(|| RememberedPage { made_of, made: settle() })
            }
        };
        Ok(ReadPage { page, text: Some(source.text).filter(|_| self.texts == Texts::Keep) })
    }

    /// Every file that a page is made of, but for those of the settings.
    fn parts<'s>(&self, source: &'s Source, id: SourceId, sources: &'s Sources) -> Vec<PageFile<'s>> {
        let part = |id, source: &'s Source| PageFile { id, path: &source.path, text: &source.text };
        let beside = self.beside.sources_about(&source.path).map(|id| part(id, sources.get(id)));
        std::iter::once(part(id, source)).chain(beside).collect()
    }

    /// Settles a document. A draft that is left out gives no diagnostics.
    fn settle(&self, source: &Source, id: SourceId) -> SettledPage {
        let (document, mut diagnostics) = parse::source(source, id, self.config);
        if document.front.draft && self.request.drafts == Drafts::Leave {
            return SettledPage::default();
        }
        let (settled, found) = self.beside.settle(document, self.config);
        diagnostics.append(found);
        SettledPage { settled: Some(settled), diagnostics }
    }
}
