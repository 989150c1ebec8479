//! The pages of the output.

use std::collections::{BTreeMap, HashSet};

use super::paging;
use crate::config::RegisterKind;
use crate::model::{
    ARCHIVE, NoteList, PEOPLE, PageId, PageKind, QUOTES, QUOTES_BY_PERSON, REGISTERS, SOURCES, Site, TAGS,
    TOPICS, register_address,
};

/// The subject of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A transcript or an ordinary page.
    Page(PageId),
    /// A part of a list.
    List(Listing, u32),
    /// This translation, and beside it what it translates.
    Parallel(PageId),
    /// The search.
    Search,
    /// The page that a host shows for an unknown address.
    NotFound,
    /// A previous address of a page.
    Moved(PageId),
    /// The address that a list of topics, or a topic, had before.
    MovedList(Listing),
}

/// A list that may be long and is cut into parts then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The collection at this address; `""` is the home page.
    Collection(String),
    /// The same, a line for each page.
    Compact(String),
    /// Everybody who has a page.
    People,
    /// Everything the person with this ID said and wrote.
    Person(String),
    /// Every tag.
    Tags,
    /// Everything with this tag.
    Tag(String),
    /// All transcripts by year.
    Archive,
    /// All entries of registers.
    Registers,
    /// An entry of a register.
    RegisterEntry(RegisterKind, String),
    /// All sources that are cited.
    Sources,
    /// All notes.
    Notes(NoteList),
    /// All key quotes.
    Quotes(QuoteOrder),
}

/// The order of all key quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteOrder {
    /// Those of the newest transcript first.
    Newest,
    /// By the names of those who say them.
    People,
}

impl QuoteOrder {
    /// The orders that a site has: by names where several people are quoted.
    pub fn all(site: &Site) -> Vec<QuoteOrder> {
        match site.has_quotes_by_person() {
            true => vec![QuoteOrder::Newest, QuoteOrder::People],
            false => vec![QuoteOrder::Newest],
        }
    }

    /// The address of its list.
    pub fn address(self) -> &'static str {
        match self {
            QuoteOrder::Newest => QUOTES,
            QuoteOrder::People => QUOTES_BY_PERSON,
        }
    }
}

impl Listing {
    /// Its address.
    pub fn address(&self) -> String {
        match self {
            Listing::Collection(address) => address.clone(),
            Listing::Compact(address) => Site::compact(address),
            Listing::People => PEOPLE.into(),
            Listing::Person(id) => format!("{PEOPLE}{id}/"),
            Listing::Tags => TOPICS.into(),
            Listing::Tag(id) => format!("{TOPICS}{id}/"),
            Listing::Archive => ARCHIVE.into(),
            Listing::Registers => REGISTERS.into(),
            Listing::RegisterEntry(kind, id) => register_address(*kind, id),
            Listing::Sources => SOURCES.into(),
            Listing::Notes(list) => list.address().into(),
            Listing::Quotes(order) => order.address().into(),
        }
    }

    /// The number of entries in its longest list.
    pub fn length(&self, site: &Site) -> usize {
        match self {
            Listing::Archive => site.transcripts().count(),
            Listing::Registers => site.mentions.len(),
            Listing::RegisterEntry(kind, id) => site.mentions.get(&(*kind, id.clone())).map_or(0, Vec::len),
            Listing::Sources => site.cited.len(),
            Listing::Notes(list) => site.notes.length(*list),
            Listing::Quotes(QuoteOrder::Newest) => site.quotes.len(),
            Listing::Quotes(QuoteOrder::People) => {
                site.people.values().map(|profile| profile.quotes.len()).sum()
            }
            // The home page shows the newest alone, and the list by year has them all.
            Listing::Collection(address) if address.is_empty() => 1,
            Listing::Collection(address) | Listing::Compact(address) => {
                site.collections.get(address).map_or(0, |collection| collection.pages.len())
            }
            Listing::People => site.people.len(),
            Listing::Person(id) => site
                .people
                .get(id)
                .map_or(0, |profile| profile.speaks.len().max(profile.notes.len()).max(profile.quotes.len())),
            Listing::Tags => site.tags.by_id.len(),
            Listing::Tag(id) => site
                .tags
                .by_id
                .get(id)
                .map_or(0, |topic| topic.pages.len().max(topic.notes.len()).max(topic.passages.len())),
        }
    }
}

/// Every page of `site`, with its path.
pub fn all(site: &Site) -> Vec<(String, Subject)> {
    let mut subjects = BTreeMap::new();
    let ids = (0..).map(PageId).zip(&site.pages);
    for (id, page) in ids.filter(|(_, page)| page.kind != PageKind::Index) {
        subjects.insert(page.address.clone(), Subject::Page(id));
    }
    for listing in listings(site) {
        for part in 1..=paging::parts(listing.length(site)) {
            let address = paging::address(&listing.address(), part);
            subjects.entry(address).or_insert_with(|| Subject::List(listing.clone(), part));
        }
    }
    for (id, page) in (0..).map(PageId).zip(&site.pages) {
        if let Some((_, address)) = site.parallel(page) {
            subjects.entry(address).or_insert(Subject::Parallel(id));
        }
    }
    if site.config.search.enabled {
        subjects.entry("search/".into()).or_insert(Subject::Search);
    }
    for (address, listing) in previous_lists(site) {
        subjects.entry(address).or_insert(Subject::MovedList(listing));
    }
    for (address, &id) in &site.redirects {
        subjects.entry(address.clone()).or_insert(Subject::Moved(id));
    }
    let file = |(address, subject)| (format!("{address}index.html"), subject);
    subjects.into_iter().map(file).chain([("404.html".to_string(), Subject::NotFound)]).collect()
}

/// The paths of redirects that have no file, because Postil makes another page at their address.
pub fn taken_redirects(site: &Site) -> Vec<String> {
    let is_other_page = |subject: &Subject| !matches!(subject, Subject::Moved(_) | Subject::MovedList(_));
    let pages = all(site).into_iter().filter(|(_, subject)| is_other_page(subject));
    let pages: HashSet<String> = pages.map(|(path, _)| path).collect();
    let redirects = site.redirects.keys().map(|address| format!("{address}index.html"));
    redirects.filter(|path| pages.contains(path)).collect()
}

/// The addresses of topics from when they were tags of pages and notes alone: links to them go on working.
fn previous_lists(site: &Site) -> impl Iterator<Item = (String, Listing)> {
    let all = (!site.tags.by_id.is_empty()).then(|| (TAGS.to_string(), Listing::Tags));
    let topic = |id: &String| (format!("{TAGS}{id}/"), Listing::Tag(id.clone()));
    all.into_iter().chain(site.tags.by_id.keys().map(topic))
}

fn listings(site: &Site) -> Vec<Listing> {
    let collections = site.collections.keys().cloned().map(Listing::Collection);
    let mut listings: Vec<Listing> = collections.collect();
    if !site.collections.contains_key("") {
        listings.push(Listing::Collection(String::new()));
    }
    if !site.people.is_empty() {
        listings.push(Listing::People);
    }
    if !site.tags.by_id.is_empty() {
        listings.push(Listing::Tags);
    }
    if site.has_archive() {
        listings.push(Listing::Archive);
    }
    if !site.cited.is_empty() {
        listings.push(Listing::Sources);
    }
    if !site.mentions.is_empty() {
        listings.push(Listing::Registers);
    }
    listings.extend(site.mentions.keys().map(|(kind, id)| Listing::RegisterEntry(*kind, id.clone())));
    if !site.quotes.is_empty() {
        listings.extend(QuoteOrder::all(site).into_iter().map(Listing::Quotes));
    }
    listings.extend(site.compact_collections().map(|address| Listing::Compact(address.clone())));
    listings.extend(site.notes.lists().into_iter().map(Listing::Notes));
    listings.extend(site.people.keys().cloned().map(Listing::Person));
    listings.extend(site.tags.by_id.keys().cloned().map(Listing::Tag));
    listings
}
