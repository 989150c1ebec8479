//! Lists of pages and of collections.

use super::about::{day, lasting};
use super::address::Root;
use super::overview::Overview;
use super::strings::Strings;
use super::strip;
use super::view::{CollectionView, ItemView};
use crate::model::{Collection, Page, PageKind, Site};

/// The context of a list's lines besides the pages.
pub struct ListingContext<'a> {
    /// The site.
    pub site: &'a Site,
    /// Facts about the whole site.
    pub overview: &'a Overview,
    /// The way from the page to the output's root.
    pub root: &'a Root,
    /// The theme's words in the page's language.
    pub strings: &'a Strings,
    /// The language of the page that lists.
    pub language: &'a str,
}

impl ListingContext<'_> {
    /// All transcripts of the site but translations of others, the newest first.
    pub fn transcripts(&self) -> Vec<&Page> {
        self.overview.transcripts.iter().map(|&id| self.site.page(id)).collect()
    }

    /// The ordinary pages of a collection, in its order.
    pub fn articles(&self, collection: &Collection) -> Vec<&Page> {
        let pages = collection.pages.iter().map(|&id| self.site.page(id));
        pages.filter(|page| page.kind == PageKind::Article).collect()
    }

    /// The lines of a list for `pages`.
    pub fn items(&self, pages: &[&Page]) -> Vec<ItemView> {
        pages.iter().map(|page| self.item(page)).collect()
    }

    /// The collections directly inside a collection.
    pub fn collections(&self, collection: &Collection) -> Vec<CollectionView> {
        let children = collection.children.iter();
        children.filter_map(|address| self.collection(address)).collect()
    }

    /// The same with each conversation drawn small, to one scale.
    pub fn items_with_strips(&self, pages: &[&Page]) -> Vec<ItemView> {
        let longest = pages.iter().map(|page| strip::length(page)).max().unwrap_or(0);
        let item = |page: &&Page| ItemView { strip: strip::small(&page.open(), longest), ..self.item(page) };
        pages.iter().map(item).collect()
    }

    /// The line of a list for one page.
    pub fn item(&self, page: &Page) -> ItemView {
        let front = &page.document.front;
        ItemView {
            title: page.title.clone(),
            href: self.root.page(&page.address),
            is_transcript: page.kind == PageKind::Transcript,
            summary: front.summary.clone(),
            language: (page.language != self.language).then(|| page.language.clone()),
            speakers: page.document.speakers.iter().map(|speaker| speaker.name.clone()).collect(),
            share: None,
            strip: None,
            date: front.date.map(|date| day(date, self.strings)),
            duration: front.media.as_ref().and_then(|media| media.duration).map(lasting),
            length: self.strings.length(page.stats),
            reading_time: self.strings.reading_time(page.stats),
        }
    }

    fn collection(&self, address: &str) -> Option<CollectionView> {
        let collection = self.site.collections.get(address)?;
        let index = collection.index.map(|id| self.site.page(id));
        Some(CollectionView {
            title: collection.title.clone(),
            href: self.root.page(address),
            summary: index.and_then(|page| page.document.front.summary.clone()),
            count: self.overview.count(address),
        })
    }
}
