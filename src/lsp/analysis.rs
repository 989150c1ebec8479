//! A checked site, from which requests are answered.

use crate::model::{Page, PageId};
use crate::pipeline::Resolved;
use crate::source::{Source, SourceId};

/// A site as a check left it, with the texts that it read.
#[derive(Debug)]
pub(super) struct Analysis {
    /// The site, its texts, and what is wrong with it.
    pub(super) resolved: Resolved,
}

impl Analysis {
    /// The number of the file at `path` from the site's root.
    pub(super) fn source_id(&self, path: &str) -> Option<SourceId> {
        self.resolved.loaded.sources.iter().find(|(_, source)| source.path == path).map(|(id, _)| id)
    }

    /// The file with this number.
    pub(super) fn source(&self, id: SourceId) -> &Source {
        self.resolved.loaded.sources.get(id)
    }

    /// The page of the file with this number, its text unpacked.
    pub(super) fn page(&self, id: SourceId) -> Option<(PageId, Page)> {
        let pages = &self.resolved.site.pages;
        let at = pages.iter().position(|page| page.document.source == id)?;
        Some((PageId(at as u32), pages[at].open()))
    }

    /// The page that has notes in the file with this number.
    pub(super) fn page_with_notes(&self, id: SourceId) -> Option<(PageId, Page)> {
        let pages = &self.resolved.site.pages;
        let has_notes = |page: &Page| page.document.notes.iter().any(|note| note.span.source == id);
        let at = pages.iter().position(has_notes)?;
        Some((PageId(at as u32), pages[at].open()))
    }
}
