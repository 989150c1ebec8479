//! Facts about the whole site that pages show, computed once for all of them.

use std::collections::HashMap;

use super::address::is_absolute;
use super::faces::Voices;
use crate::config::NavigationLink;
use crate::model::{Page, PageId, PageKind, Series, Site};

/// Facts about all pages that any page may need.
pub struct Overview {
    /// All transcripts but translations of others, the newest first.
    pub transcripts: Vec<PageId>,
    /// The targets of the navigation's links, in their order.
    pub navigation: Vec<Destination>,
    /// True if transcripts are listed by year.
    pub has_archive: bool,
    /// The colours of people.
    pub voices: Voices,
    /// The place of each page in its collection; a translation has none.
    places: Vec<Option<usize>>,
    /// The place of each page in a series: the number of the series, and the place in it.
    series: HashMap<PageId, (usize, usize)>,
    /// The translations of each page that has some.
    translations: HashMap<PageId, Vec<PageId>>,
    /// The number of pages below the address of each collection, at any depth.
    counts: HashMap<String, usize>,
}

/// The target of a link that every page has.
pub enum Destination {
    /// To another site.
    Elsewhere(String),
    /// To a file that is published as it is.
    File(String),
    /// To the page at this address.
    Page(String),
}

impl Overview {
    /// That of `site`.
    pub fn from_site(site: &Site) -> Overview {
        Overview {
            transcripts: transcripts(site),
            navigation: site
                .config
                .navigation
                .iter()
                .map(|link| Destination::from_link(link, site))
                .collect(),
            has_archive: site.has_archive(),
            voices: Voices::new(site),
            places: places(site),
            series: series(site),
            translations: translations(site),
            counts: counts(site),
        }
    }

    /// The pages before and after a page in its series, else in its collection; a translation has none.
    pub fn neighbours(&self, site: &Site, id: PageId) -> (Option<PageId>, Option<PageId>) {
        let of_series = self.series.get(&id).map(|&(series, at)| (at, &site.series[series].pages));
        let of_series = of_series.filter(|(_, pages)| pages.len() > 1);
        let collection = site.collections.get(&site.page(id).collection);
        let of_collection = || self.places[id.0 as usize].zip(collection.map(|folder| &folder.pages));
        let Some((at, pages)) = of_series.or_else(of_collection) else { return (None, None) };
        let page = |at: usize| pages.get(at).copied();
        (at.checked_sub(1).and_then(page), page(at + 1))
    }

    /// The series of a page.
    pub fn series<'a>(&self, site: &'a Site, id: PageId) -> Option<&'a Series> {
        self.series.get(&id).map(|&(series, _)| &site.series[series])
    }

    /// The pages that translate `page`, that it translates, or that translate the same one, in their order.
    pub fn translations<'a>(&self, site: &'a Site, page: &Page) -> Vec<&'a Page> {
        let numbered = || page_id(site, page);
        let Some(original) = page.translation_of.or_else(numbered) else { return Vec::new() };
        let is_original = site.page(original).translation_of.is_none();
        let others = self.translations.get(&original).into_iter().flatten();
        let all = is_original.then_some(&original).into_iter().chain(others).map(|&id| site.page(id));
        all.filter(|other| other.address != page.address).collect()
    }

    /// The number of pages below the address of a collection, at any depth.
    pub fn count(&self, address: &str) -> usize {
        self.counts.get(address).copied().unwrap_or_default()
    }
}

impl Destination {
    /// A path below `content/`, an address of the site, or an absolute one.
    fn from_link(link: &NavigationLink, site: &Site) -> Destination {
        let path = link.url.trim_matches('/');
        if is_absolute(&link.url) {
            return Destination::Elsewhere(link.url.clone());
        }
        if site.files.contains_key(path) {
            return Destination::File(path.into());
        }
        match site.pages.iter().find(|page| page.document.path == path) {
            Some(page) => Destination::Page(page.address.clone()),
            None if path.is_empty() => Destination::Page(String::new()),
            None => Destination::Page(format!("{path}/")),
        }
    }
}

fn transcripts(site: &Site) -> Vec<PageId> {
    let numbered = (0..).map(PageId).zip(&site.pages);
    let mut listed: Vec<(PageId, &Page)> = numbered.filter(|(_, page)| page.is_listed()).collect();
    listed.sort_by(|a, b| a.1.newest_first(b.1));
    listed.into_iter().map(|(id, _)| id).collect()
}

fn places(site: &Site) -> Vec<Option<usize>> {
    let mut places = vec![None; site.pages.len()];
    for collection in site.collections.values() {
        collection.pages.iter().enumerate().for_each(|(at, id)| places[id.0 as usize] = Some(at));
    }
    places
}

fn series(site: &Site) -> HashMap<PageId, (usize, usize)> {
    let all = site.series.iter().enumerate();
    let placed = |(series, found): (usize, &'_ Series)| {
        found.pages.iter().enumerate().map(|(at, &id)| (id, (series, at))).collect::<Vec<_>>()
    };
    all.flat_map(placed).collect()
}

fn translations(site: &Site) -> HashMap<PageId, Vec<PageId>> {
    let mut translations: HashMap<PageId, Vec<PageId>> = HashMap::new();
    for (id, page) in (0..).map(PageId).zip(&site.pages) {
        page.translation_of
            .into_iter()
            .for_each(|original| translations.entry(original).or_default().push(id));
    }
    translations
}

fn counts(site: &Site) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = site.collections.keys().map(|key| (key.clone(), 0)).collect();
    for page in site.pages.iter().filter(|page| page.kind != PageKind::Index) {
        let folders = page.address.match_indices('/').map(|(at, _)| &page.address[..=at]);
        for folder in std::iter::once("").chain(folders) {
            counts.get_mut(folder).into_iter().for_each(|count| *count += 1);
        }
    }
    counts
}

/// Pages are in the order of their addresses.
fn page_id(site: &Site, page: &Page) -> Option<PageId> {
    let at = site.pages.binary_search_by(|other| other.address.cmp(&page.address)).ok()?;
    Some(PageId(at as u32))
}
