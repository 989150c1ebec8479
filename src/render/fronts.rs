//! The home page and the pages of collections: what there is, the newest, and ways to choose.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::address::fragment;
use super::faces;
use super::pages::{Frame, Framed};
use super::paging;
use super::people;
use super::quotes::SaidQuote;
use super::topics;
use super::view::{
    ChoiceView, FacetView, FeaturedView, LanguageNameView, LinkView, PageView, TagView, TotalsView, YearView,
};
use crate::model::{
    ARCHIVE, Collection, MarkId, NEWEST, PEOPLE, Page, PageId, PageKind, Site, Speaker, TOPICS,
};
use crate::text::language::is_same_language;
use crate::text::names::is_nobody;

/// The numbers of people and tags on a home page, and the number of people from which on it shows them.
const PEOPLE_SHOWN: usize = 6;
const TAGS_SHOWN: usize = 18;
const ENOUGH_PEOPLE: usize = 4;

/// A home page lists series and tags from two on: one is no choice.
const ENOUGH: usize = 2;

/// The number of choices of one kind in a collection at most.
const CHOICES: usize = 12;

/// From how many pages on a collection offers choices.
const ENOUGH_TO_CHOOSE: usize = 8;

/// Quotes of a length between these, in characters, are fit to begin a home page.
const FEATURED: std::ops::RangeInclusive<usize> = 8..=140;

impl Frame<'_> {
    /// The home page.
    pub(super) fn home(self, collection: &Collection, index: Option<&Page>) -> Framed {
        let list = self.list();
        let transcripts = list.transcripts();
        let featured = self.featured(&transcripts);
        let (featured_page, featured) = featured.unzip();
        let is_all = transcripts.len() <= NEWEST;
        // A list of the newest need not repeat what is above it; one of all transcripts is whole.
        let is_shown =
            |page: &&&Page| is_all || featured_page.is_none_or(|shown: &Page| shown.address != page.address);
        let newest = transcripts.iter().filter(is_shown).take(NEWEST);
        let collections = list.collections(collection);
        let view = PageView {
            items: newest.map(|page| list.with_cover(page)).collect(),
            all_transcripts: (!is_all).then(|| self.all_transcripts(transcripts.len())),
            totals: self.totals(&transcripts),
            featured,
            articles: list.items(&list.articles(collection)),
            exports: self.books(""),
            collections: if collections.len() >= ENOUGH { collections } else { Vec::new() },
            people: self.speaking_most(),
            tags: self.used_most(),
            ..self.listing_view("home", &self.site.config.title, index)
        };
        self.framed("home.html", view, index)
    }

    fn all_transcripts(&self, count: usize) -> LinkView {
        let title = self.strings.count("transcripts_all", count as u64);
        LinkView { title, href: self.root.page(ARCHIVE), current: false }
    }

    /// A part of a collection, with more or less about each page.
    pub(super) fn collection(
        self,
        address: &str,
        index: Option<&Page>,
        part: u32,
        is_compact: bool,
    ) -> Framed {
        let collection = &self.site.collections[address];
        let list = self.list();
        let pages: Vec<&Page> = collection.pages.iter().map(|&id| self.site.page(id)).collect();
        let shown = paging::slice(&pages, part);
        let own = if is_compact { Site::compact(address) } else { address.to_string() };
        let mut view = PageView {
            items: list.items_with_timelines(shown),
            years: if is_compact || collection.is_by_season { Vec::new() } else { self.years(shown) },
            seasons: if is_compact { Vec::new() } else { self.seasons(collection, shown) },
            paging: self.paging(&own, part, pages.len()),
            title: collection.title.clone(),
            feeds: self.feeds(address),
            is_compact,
            densities: self.densities(address, is_compact),
            ..self.listing_view("collection", &collection.title, index)
        };
        if part == 1 && !self.site.has_sidebar(collection) {
            view.totals = self.totals(&pages);
            view.facets = self.facets(address, collection, &pages);
        }
        if part == 1 {
            view.collections = list.collections(collection);
            view.exports = self.books(address);
        }
        self.framed("collection.html", view, index)
    }

    fn densities(&self, address: &str, is_compact: bool) -> Vec<LinkView> {
        if !self.site.compact_collections().any(|other| other == address) {
            return Vec::new();
        }
        let link = |name: &str, to: &str, current| LinkView {
            title: self.strings.get(name).to_string(),
            href: self.root.page(to),
            current,
        };
        let compact = Site::compact(address);
        vec![link("roomy", address, !is_compact), link("compact", &compact, is_compact)]
    }

    /// `pages` by year, where they have dates and follow them from the newest on.
    fn years(&self, pages: &[&Page]) -> Vec<YearView> {
        let years: Vec<Option<i16>> = pages.iter().map(|page| year(page)).collect();
        let is_by_date = years.iter().all(Option::is_some) && years.is_sorted_by_key(|year| Reverse(*year));
        if !is_by_date || pages.len() < ENOUGH_TO_CHOOSE {
            return Vec::new();
        }
        let items = self.list().items_with_timelines(pages);
        let mut by_year: Vec<YearView> = Vec::new();
        for (year, item) in years.into_iter().zip(items) {
            let year = year.map(|year| year.to_string());
            match by_year.last_mut() {
                Some(last) if last.year == year => last.items.push(item),
                _ => by_year.push(YearView { year, items: vec![item] }),
            }
        }
        by_year
    }

    /// The totals of `pages`.
    pub(super) fn totals(&self, pages: &[&Page]) -> TotalsView {
        let said: Vec<&Page> =
            pages.iter().copied().filter(|page| page.kind == PageKind::Transcript).collect();
        let mut languages: Vec<&String> = said.iter().map(|page| &page.language).collect();
        languages.sort();
        languages.dedup();
        let name = |language: &&String| LanguageNameView {
            language: (*language).clone(),
            name: self.renderer.languages.name(language),
        };
        // Two undeclared speakers of one name may be two people: then their number is not known.
        let speakers =
            said.iter().flat_map(|page| &page.document.speakers).filter(|who| !is_nobody(&who.name));
        let people: BTreeSet<String> =
            speakers.map(Speaker::profile_id).collect::<Option<_>>().unwrap_or_default();
        let count = |name: &str, count: usize| (count > 1).then(|| self.strings.count(name, count as u64));
        TotalsView {
            transcripts: (!said.is_empty())
                .then(|| self.strings.count("transcripts_count", said.len() as u64)),
            duration: self.duration(&said),
            years: years_of(&said),
            people: count("people_count", people.len()),
            words: None,
            notes: None,
            languages: if languages.len() > 1 { languages.iter().map(name).collect() } else { Vec::new() },
        }
    }

    /// The duration of all of `pages`, if that is known of each.
    pub(super) fn duration(&self, pages: &[&Page]) -> Option<String> {
        let lasts = |page: &&Page| Some(page.document.front.media.as_ref()?.duration?.0);
        let sum = pages.iter().map(lasts).sum::<Option<u64>>().filter(|sum| *sum > 0)?;
        let hours = (sum + 1_800_000) / 3_600_000;
        Some(if hours >= 10 { self.strings.count("hours", hours) } else { self.strings.duration(sum) })
    }

    /// A key quote of the newest transcript that has one of a fit length, else the newest transcript, and its page.
    ///
    /// Quotes in the language of the home page come first, because all its readers can read them.
    fn featured<'p>(&'p self, transcripts: &[&'p Page]) -> Option<(&'p Page, FeaturedView)> {
        let fits = |quote: &SaidQuote| FEATURED.contains(&quote.view.text.chars().count());
        let of_page = |of_page: &[(PageId, MarkId)]| {
            let found = self.quotes(of_page).into_iter().find(fits)?;
            Some((self.site.page(of_page[0].0), found))
        };
        let by_page = || self.site.quotes.chunk_by(|a, b| a.0 == b.0);
        let is_in_language = |of_page: &&[(PageId, MarkId)]| {
            is_same_language(&self.site.page(of_page[0].0).language, self.language)
        };
        let found = by_page().filter(is_in_language).chain(by_page()).find_map(of_page);
        let page = found.as_ref().map(|(page, _)| *page).or_else(|| transcripts.first().copied())?;
        let item = self.list().with_cover(page);
        let cover = item.cover.clone();
        let timeline = self.list().items_with_timelines(&[page]).pop().and_then(|item| item.timeline);
        let (quote, people) = found.map(|(_, said)| (said.view, said.people)).unzip();
        let people = people.unwrap_or_default();
        let view = FeaturedView { quote, people, item: super::view::ItemView { timeline, ..item }, cover };
        Some((page, view))
    }

    fn speaking_most(&self) -> Vec<super::view::PersonView> {
        let speaking = self.site.people.iter().filter(|(_, profile)| !profile.speaks.is_empty());
        let mut speaking: Vec<_> = speaking.collect();
        if speaking.len() < ENOUGH_PEOPLE {
            return Vec::new();
        }
        speaking.sort_by_key(|(id, profile)| (Reverse(profile.speaks.len()), *id));
        let shown = speaking.into_iter().take(PEOPLE_SHOWN);
        shown
            .map(|(id, profile)| people::view(id, profile, &self.renderer.overview.voices, &self.root))
            .collect()
    }

    fn used_most(&self) -> Vec<TagView> {
        let mut tags: Vec<_> = self.site.tags.by_id.iter().collect();
        if tags.len() < ENOUGH {
            return Vec::new();
        }
        tags.sort_by_key(|(id, topic)| (Reverse(topic.count()), *id));
        tags.truncate(TAGS_SHOWN);
        tags.sort_by_cached_key(|(id, topic)| (topic.tag.label.to_lowercase(), (*id).clone()));
        tags.into_iter().map(|(id, topic)| topics::view(id, topic, &self.root)).collect()
    }

    /// Seasons or years, people and tags to choose by, each that leaves something out.
    fn facets(&self, address: &str, collection: &Collection, pages: &[&Page]) -> Vec<FacetView> {
        if pages.len() < ENOUGH_TO_CHOOSE {
            return Vec::new();
        }
        let order = match collection.is_by_season {
            true => self.facet("seasons", self.season_choices(address, collection), None),
            false => self.year_facet(address, pages),
        };
        let facets = [order, self.people_facet(pages), self.tag_facet(pages)];
        facets.into_iter().filter(|facet| facet.choices.len() >= ENOUGH).collect()
    }

    fn facet(&self, kind: &'static str, choices: Vec<ChoiceView>, all: Option<&str>) -> FacetView {
        let all = all.filter(|_| choices.len() > CHOICES).map(|address| LinkView {
            title: self.strings.get("all").to_string(),
            href: self.root.page(address),
            current: false,
        });
        let label = self.strings.get(if kind == "years" { "search_year" } else { kind }).to_string();
        FacetView { kind, label, choices: choices.into_iter().take(CHOICES).collect(), all }
    }

    /// The years lead to their headings, which may be in other parts of the list.
    fn year_facet(&self, address: &str, pages: &[&Page]) -> FacetView {
        let mut choices: Vec<ChoiceView> = Vec::new();
        let is_cut = !self.years(pages).is_empty();
        for (at, page) in pages.iter().enumerate().filter(|_| is_cut) {
            let Some(label) = year(page).map(|year| year.to_string()) else { continue };
            match choices.last_mut().filter(|last| last.label == label) {
                Some(last) => last.count += 1,
                None => {
                    let part = paging::address(address, paging::part_of(at));
                    let href = self.root.page(&part) + &fragment(&format!("year-{label}"));
                    choices.push(ChoiceView { label, href, count: 1 });
                }
            }
        }
        let choices = if choices.len() > CHOICES { decades(choices) } else { choices };
        self.facet("years", choices, None)
    }

    fn people_facet(&self, pages: &[&Page]) -> FacetView {
        let speakers = pages.iter().flat_map(|page| &page.document.speakers);
        let found = speakers.filter_map(|speaker| faces::profile(speaker, self.site));
        let named = found.map(|(id, profile)| (id, profile.person.name.clone()));
        self.facet("people", counted(named, |id| self.root.page(&format!("{PEOPLE}{id}/"))), Some(PEOPLE))
    }

    fn tag_facet(&self, pages: &[&Page]) -> FacetView {
        let written = pages.iter().flat_map(|page| &page.document.front.tags);
        let found = written.filter_map(|tag| self.site.tags.find(&tag.value));
        let named = found.map(|(id, topic)| (id.to_string(), topic.tag.label.clone()));
        self.facet("tags", counted(named, |id| self.root.page(&format!("{TOPICS}{id}/"))), Some(TOPICS))
    }
}

/// Each of `found` once, the most frequent first.
fn counted(found: impl Iterator<Item = (String, String)>, href: impl Fn(&str) -> String) -> Vec<ChoiceView> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    found.for_each(|key| *counts.entry(key).or_default() += 1);
    let view = |((id, label), count): ((String, String), usize)| ChoiceView { href: href(&id), label, count };
    let mut choices: Vec<ChoiceView> = counts.into_iter().map(view).collect();
    choices.sort_by_key(|choice| Reverse(choice.count));
    choices
}

/// `1990s` for the years from 1990 to 1999: each leads to its newest year.
fn decades(years: Vec<ChoiceView>) -> Vec<ChoiceView> {
    let mut decades: Vec<ChoiceView> = Vec::new();
    for year in years {
        let label = format!("{}0s", &year.label[..year.label.len() - 1]);
        match decades.last_mut().filter(|last| last.label == label) {
            Some(last) => last.count += year.count,
            None => decades.push(ChoiceView { label, ..year }),
        }
    }
    decades
}

fn year(page: &Page) -> Option<i16> {
    page.document.front.date.map(|date| date.year())
}

/// `1989–2025`, or the only year.
pub fn years_of(pages: &[&Page]) -> Option<String> {
    let years = || pages.iter().filter_map(|page| year(page));
    let (first, last) = (years().min()?, years().max()?);
    Some(if first == last { first.to_string() } else { format!("{first}–{last}") })
}
