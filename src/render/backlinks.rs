//! The pages whose texts link to a page.

use super::pages::Frame;
use super::view::LinkView;
use crate::model::{Page, PageId};

/// The number of pages that are named as linking to one.
const BACKLINKS: usize = 24;

impl Frame<'_> {
    /// The first pages that link to this one, by their titles.
    pub(super) fn backlinks(&self, id: PageId) -> Vec<LinkView> {
        let pages = self.site.backlinks.get(&id).into_iter().flatten();
        let mut pages: Vec<&Page> = pages.map(|&page| self.site.page(page)).collect();
        pages.sort_by_key(|page| (&page.title, &page.address));
        let link = |page: &Page| LinkView {
            title: page.title.clone(),
            href: self.root.page(&page.address),
            current: false,
        };
        pages.into_iter().take(BACKLINKS).map(link).collect()
    }
}
