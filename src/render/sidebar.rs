//! The sidebar of a page: all pages of its collection, in groups, as the manual of a program has it.

use super::pages::Frame;
use super::view::{LinkView, SidebarGroupView};
use crate::model::{Page, PageId};

/// The number of pages from which on there is no sidebar: every page would list all others, so that a site would grow
/// with the square of their number.
const TOO_MANY: usize = 200;

impl Frame<'_> {
    /// The groups of the sidebar of `page`; none unless the text of its folder asks for one.
    pub(super) fn sidebar(&self, page: &Page) -> Vec<SidebarGroupView> {
        let collection = self.site.collections.get(&page.collection);
        let Some(collection) = collection.filter(|collection| collection.pages.len() < TOO_MANY) else {
            return Vec::new();
        };
        let has_sidebar = self.site.has_sidebar(collection);
        let mut groups: Vec<SidebarGroupView> = Vec::new();
        for &id in collection.pages.iter().filter(|_| has_sidebar) {
            let title = &self.site.page(id).document.front.group;
            let link = self.sidebar_link(id, page);
            match groups.iter_mut().find(|group| group.title == *title) {
                Some(group) => group.links.push(link),
                None => groups.push(SidebarGroupView { title: title.clone(), links: vec![link] }),
            }
        }
        groups
    }

    /// The link to a page, or to its translation into the language of the page that shows it.
    fn sidebar_link(&self, id: PageId, shown_on: &Page) -> LinkView {
        let original = self.site.page(id);
        let translations = self.renderer.overview.translations(self.site, original);
        let page =
            translations.into_iter().find(|page| page.language == shown_on.language).unwrap_or(original);
        LinkView {
            title: page.title.clone(),
            href: self.root.page(&page.address),
            current: page.address == shown_on.address,
        }
    }
}
