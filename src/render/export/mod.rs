//! What other programs read of a page.

mod annotations;
pub mod markdown;

use super::strings::Languages;
use crate::model::{Page, PageId, Site};

/// A file that is made of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// Its notes, as Web Annotations.
    Annotations(PageId),
}

/// Every file that is made of a page of `site`, with its path.
pub(super) fn all(site: &Site) -> Vec<(String, Export)> {
    let pages = (0..).map(PageId).zip(&site.pages);
    pages.flat_map(|(id, page)| of(id, page).into_iter().map(|export| (export.path(page), export))).collect()
}

/// The files that are made of `page`.
pub(super) fn of(id: PageId, page: &Page) -> Vec<Export> {
    let has_notes = !page.document.notes.is_empty();
    has_notes.then_some(Export::Annotations(id)).into_iter().collect()
}

impl Export {
    /// Where it is published.
    pub(super) fn path(self, page: &Page) -> String {
        match self {
            Export::Annotations(_) => annotations::path(page),
        }
    }

    /// The name of its name among the theme's words.
    pub(super) fn title(self) -> &'static str {
        match self {
            Export::Annotations(_) => "export_annotations",
        }
    }

    /// Its media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Export::Annotations(_) => annotations::MEDIA_TYPE,
        }
    }

    /// The file's text.
    pub(super) fn text(self, site: &Site, languages: &Languages) -> String {
        match self {
            Export::Annotations(id) => {
                let page = site.page(id);
                annotations::json(site, page, languages.of(&page.language))
            }
        }
    }
}
