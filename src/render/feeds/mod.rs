//! The newest texts, for feed readers and podcast programs: of the site and of each
//! collection, in three formats, for a site that knows its address.
//!
//! Entries must say when they were made, and the build knows no clock: a text without a date is left
//! to the site's own lists. Notes stand at the end of their text.

mod atom;
mod channel;
mod json;
mod markup;
mod rss;

use self::channel::Channel;
use super::address::Root;
use super::languages::Languages;
use super::view::FeedView;
use crate::model::{Page, PageId, PageKind, Site};

/// The number of texts in a feed.
const ENTRIES: usize = 20;

/// The most episodes in the feed of a podcast: directories read no more.
const EPISODES: usize = 2000;

/// A format of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FeedFormat {
    Atom,
    Rss,
    Json,
}

impl FeedFormat {
    const ALL: [FeedFormat; 3] = [FeedFormat::Atom, FeedFormat::Rss, FeedFormat::Json];

    fn file(self) -> &'static str {
        match self {
            FeedFormat::Atom => "feed.xml",
            FeedFormat::Rss => "rss.xml",
            FeedFormat::Json => "feed.json",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            FeedFormat::Atom => "application/atom+xml",
            FeedFormat::Rss => "application/rss+xml",
            FeedFormat::Json => "application/feed+json",
        }
    }

    fn name(self) -> &'static str {
        match self {
            FeedFormat::Atom => "Atom",
            FeedFormat::Rss => "RSS",
            FeedFormat::Json => "JSON Feed",
        }
    }
}

/// A feed of the texts below an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The collection's address; `""` is the whole site.
    address: String,
    format: FeedFormat,
}

/// Every feed that Postil makes of `site`.
pub fn all(site: &Site) -> Vec<Feed> {
    let collections = site.collections.keys().filter(|address| !address.is_empty());
    let addresses = std::iter::once(String::new()).chain(collections.cloned());
    addresses.flat_map(|address| feeds_below(site, &address)).collect()
}

/// The feeds of the texts below `address`; a file that the site brings itself takes one's place.
fn feeds_below(site: &Site, address: &str) -> Vec<Feed> {
    if site.config.base_url.is_none() || !texts(site, address).any(|_| true) {
        return Vec::new();
    }
    let feeds = FeedFormat::ALL.into_iter().map(|format| Feed { address: address.to_string(), format });
    feeds.filter(|feed| !site.files.contains_key(&feed.path())).collect()
}

/// The links of a page to the feeds of the texts below `address`.
pub fn views(site: &Site, address: &str, root: &Root) -> Vec<FeedView> {
    let view = |feed: Feed| FeedView {
        title: channel::title(site, address),
        format: feed.format.name(),
        href: root.file(&feed.path()),
        media_type: feed.format.media_type(),
    };
    feeds_below(site, address).into_iter().map(view).collect()
}

impl Feed {
    /// The path in the output.
    pub fn path(&self) -> String {
        format!("{}{}", self.address, self.format.file())
    }

    /// Writes it.
    pub fn text(&self, site: &Site, languages: &Languages) -> String {
        let base = site.config.base_url.as_deref().unwrap_or_default();
        let channel = Channel::new(self, site, &Root::absolute(base), languages);
        match self.format {
            FeedFormat::Atom => atom::feed(&channel),
            FeedFormat::Rss => rss::feed(&channel),
            FeedFormat::Json => json::feed(&channel),
        }
    }
}

/// The texts below `address` that have a date.
fn texts<'a>(site: &'a Site, address: &str) -> impl Iterator<Item = (PageId, &'a Page)> {
    let is_text = move |page: &Page| {
        page.kind != PageKind::Index
            && page.translation_of.is_none()
            && page.document.front.date.is_some()
            && page.address.starts_with(address)
    };
    (0..).map(PageId).zip(&site.pages).filter(move |(_, page)| is_text(page))
}

/// The newest of them first. Programs for podcasts show the episodes that a feed has, and no others.
fn newest<'a>(site: &'a Site, feed: &Feed) -> Vec<(PageId, &'a Page)> {
    let mut pages: Vec<_> = texts(site, &feed.address).collect();
    pages.sort_by(|(_, a), (_, b)| a.newest_first(b));
    let is_podcast = site.config.podcast.is_some() && feed.format == FeedFormat::Rss;
    pages.truncate(if is_podcast { EPISODES } else { ENTRIES });
    pages
}
