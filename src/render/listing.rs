//! Lists of pages and of collections.

use super::about::{day, tag};
use super::address::Root;
use super::faces;
use super::languages::Languages;
use super::overview::Overview;
use super::strings::Strings;
use super::timeline::{self, Colouring};
use super::view::{CollectionView, CoverView, ItemView, SmallTimelineView, SpeakerNameView, TimeView};
use crate::model::{Collection, Page, PageKind, Site, Speaker, SpeakerId};

/// The number of conversations drawn for a collection in a list.
const MAX_TIMELINES: usize = 5;

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
    /// The same in every language.
    pub languages: &'a Languages,
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
    pub fn items_with_timelines(&self, pages: &[&Page]) -> Vec<ItemView> {
        let longest = pages.iter().map(|page| timeline::length(page)).max().unwrap_or(0);
        pages.iter().map(|page| self.with_timeline(page, longest, None)).collect()
    }

    /// The same with each conversation drawn small beside others of which the longest has `longest` half words, and
    /// perhaps only one speaker in colour.
    pub fn with_timeline(&self, page: &Page, longest: u64, only: Option<SpeakerId>) -> ItemView {
        let voices = self.overview.voices.of_page(page);
        let timeline = timeline::small(page, longest, Colouring { voices: &voices, only });
        ItemView { timeline, ..self.item(page) }
    }

    /// The same with a cover.
    pub fn with_cover(&self, page: &Page) -> ItemView {
        ItemView { cover: self.cover(page), ..self.item(page) }
    }

    /// The portrait of whoever says most, or else the conversation drawn as the lines of a page.
    fn cover(&self, page: &Page) -> Option<CoverView> {
        let guest = (0..).map(SpeakerId).zip(&page.document.speakers);
        let guest = guest.max_by_key(|(id, _)| (page.speaker_lengths[usize::from(id.0)], u16::MAX - id.0));
        let profile = guest.and_then(|(_, speaker)| faces::profile(speaker, self.site));
        let image = profile.and_then(|(_, profile)| faces::picture(&profile.person, self.root));
        if image.is_some() {
            return Some(CoverView { image, lines: Vec::new() });
        }
        let voices = self.overview.voices.of_page(page);
        timeline::cover(&page.open(), Colouring { voices: &voices, only: None })
    }

    /// The line of a list for one page.
    pub fn item(&self, page: &Page) -> ItemView {
        let front = &page.document.front;
        let duration = front.media.as_ref().and_then(|media| media.duration);
        let tags = front.tags.iter().map(|written| tag(&written.value, self.site, self.root));
        ItemView {
            title: page.title.clone(),
            href: self.root.page(&page.address),
            is_transcript: page.kind == PageKind::Transcript,
            summary: front.summary.clone(),
            language: (page.language != self.language).then(|| page.language.clone()),
            speakers: self.speakers(page),
            separator: self.languages.strings_for(&page.language).get("separator").to_string(),
            share: None,
            timeline: None,
            cover: None,
            episode: self.strings.episode(&front.series),
            year: front.date.map(|date| date.year().to_string()),
            gap: None,
            tags: tags.filter(|tag| tag.href.is_some()).collect(),
            date: front.date.map(|date| day(date, self.strings)),
            duration: duration.map(|time| TimeView { iso: time.iso(), text: self.strings.duration(time.0) }),
            length: self.strings.length(page.stats),
            reading_time: self.strings.reading_time(page.stats),
        }
    }

    /// Whoever says most comes first: that is the guest.
    fn speakers(&self, page: &Page) -> Vec<SpeakerNameView> {
        let mut speakers: Vec<(&Speaker, u64)> =
            page.document.speakers.iter().zip(page.speaker_lengths.iter().copied()).collect();
        speakers.sort_by_key(|(_, length)| std::cmp::Reverse(*length));
        speakers.into_iter().map(|(speaker, _)| self.speaker(speaker)).collect()
    }

    fn speaker(&self, speaker: &Speaker) -> SpeakerNameView {
        let href = self.site.address_of(speaker).map(|address| self.root.page(&address));
        SpeakerNameView { name: speaker.name.clone(), href }
    }

    fn collection(&self, address: &str) -> Option<CollectionView> {
        let collection = self.site.collections.get(address)?;
        let index = collection.index.map(|id| self.site.page(id));
        Some(CollectionView {
            title: collection.title.clone(),
            href: self.root.page(address),
            summary: index.and_then(|page| page.document.front.summary.clone()),
            count: self.overview.count(address),
            timelines: self.timelines(collection),
        })
    }

    fn timelines(&self, collection: &Collection) -> Vec<SmallTimelineView> {
        let pages = collection.pages.iter().map(|&id| self.site.page(id));
        let pages: Vec<&Page> = pages.filter(|page| page.is_listed()).take(MAX_TIMELINES).collect();
        let longest = pages.iter().map(|page| timeline::length(page)).max().unwrap_or(0);
        let small = |page: &&Page| {
            let voices = self.overview.voices.of_page(page);
            timeline::small(page, longest, Colouring { voices: &voices, only: None })
        };
        pages.iter().filter_map(small).collect()
    }
}
