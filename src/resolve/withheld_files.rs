//! Files of a site that withheld words name.

use super::links;
use crate::model::{Document, Href};

/// Files of the site that words name which an edition does not show.
#[derive(Clone, Debug)]
pub struct WithheldFiles {
    /// The path of the page below `content/`.
    page: String,
    /// The addresses of links, images and recordings, as written.
    written: Vec<String>,
    /// True if the whole page is withheld, and with it the files that are named like it.
    is_sealed: bool,
}

impl WithheldFiles {
    /// The files that `document`, which has all its words, names.
    pub fn new(mut document: Document, is_sealed: bool) -> Self {
        let mut written = Vec::new();
        document.for_each_href_mut(&mut |href, _, _| {
            if let Href::Raw(address) = href {
                written.push(address.clone());
            }
        });
        let media = document.front.media.iter().filter(|_| is_sealed);
        written.extend(media.flat_map(|media| {
            let image = media.image.as_ref().map(|image| format!("/{}", image.value));
            std::iter::once(media.src.value.clone()).chain(image)
        }));
        WithheldFiles { page: document.path, written, is_sealed }
    }

    /// The paths in the output that may be meant.
    pub(super) fn paths<'f>(&self, files: impl Iterator<Item = &'f String>) -> Vec<String> {
        let stem = self.page.strip_suffix(".md").unwrap_or(&self.page);
        let beside = files.filter(|file| {
            let rest = file.strip_prefix(stem).unwrap_or_default();
            self.is_sealed && rest.starts_with('.')
        });
        let named = self.written.iter().flat_map(|address| links::file_paths(&self.page, address));
        beside.cloned().chain(named).collect()
    }
}
