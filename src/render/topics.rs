//! The list of topics, the page of each, and all transcripts by year.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::address::Root;
use super::pages::{Frame, Framed};
use super::subjects::Listing;
use super::view::{LinkView, PageView, TagView, TopicView, YearView};
use super::{paging, timeline};
use crate::model::{ARCHIVE, Page, TOPICS, Topic};

/// The number of topics named beside one.
const BESIDE: usize = 12;

impl Frame<'_> {
    /// A part of the list of all topics.
    pub(super) fn tags(self, part: u32) -> Framed {
        let mut tags: Vec<(&String, &Topic)> = self.site.tags.by_id.iter().collect();
        tags.sort_by_cached_key(|(id, topic)| (topic.tag.label.to_lowercase(), (*id).clone()));
        let shown = paging::slice(&tags, part).iter();
        let view = PageView {
            tags: shown.map(|(id, topic)| view(id, topic, &self.root)).collect(),
            paging: self.paging(TOPICS, part, tags.len()),
            ..self.bare_view("tags", self.strings.get("tags"))
        };
        self.framed("tags.html", view, None)
    }

    /// A part of what has a topic.
    pub(super) fn tag(self, id: &str, part: u32) -> Framed {
        let topic = &self.site.tags.by_id[id];
        let listing = Listing::Tag(id.to_string());
        let pages: Vec<&Page> = topic.pages.iter().map(|&page| self.site.page(page)).collect();
        let view = PageView {
            summary: topic.tag.description.clone(),
            topic: Some(self.topic(topic)),
            passages: self.passages(paging::slice(&topic.passages, part)),
            items: self.list().items_with_timelines(paging::slice(&pages, part)),
            notes: self.notes(paging::slice(&topic.notes, part)),
            tags: self.topics_beside(id, topic),
            paging: self.paging(&listing.address(), part, listing.length(self.site)),
            ..self.bare_view("tag", &topic.tag.label)
        };
        self.framed("tag.html", view, None)
    }

    fn topic(&self, topic: &Topic) -> TopicView {
        let topics = &self.site.tags.by_id;
        let parent = topic.tag.parent.as_ref().and_then(|id| topics.get_key_value(id));
        let link = |(id, topic): (&String, &Topic)| LinkView {
            title: topic.tag.label.clone(),
            href: self.root.page(&format!("{TOPICS}{id}/")),
            current: false,
        };
        TopicView {
            parent: parent.map(link),
            children: topic.children.iter().map(|id| view(id, &topics[id], &self.root)).collect(),
            same_as: topic.tag.same_as.clone(),
            people: self.passage_people(&topic.passages),
        }
    }

    /// The topics that most of the pages and passages of a topic have beside it, each with how many.
    fn topics_beside(&self, id: &str, topic: &Topic) -> Vec<TagView> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut count = |written: &str| {
            let found = self.site.tags.find(written).filter(|(other, _)| *other != id);
            found.into_iter().for_each(|(other, _)| *counts.entry(other).or_default() += 1);
        };
        for &page in &topic.pages {
            self.site.page(page).document.front.tags.iter().for_each(|tag| count(&tag.value));
        }
        for &(page, number) in &topic.passages {
            let passages = &self.site.page(page).topics;
            let (first, end) = passages[number as usize].turns;
            let shared = passages.iter().filter(|other| other.turns.0 < end && first < other.turns.1);
            shared.for_each(|other| count(&other.topic.value));
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(other, count)| (Reverse(*count), *other));
        let beside = counts.into_iter().take(BESIDE);
        beside
            .map(|(other, count)| TagView { count, ..view(other, &self.site.tags.by_id[other], &self.root) })
            .collect()
    }

    /// A part of all transcripts by year.
    pub(super) fn archive(self, part: u32) -> Framed {
        let list = self.list();
        let pages = list.transcripts();
        let year = |page: &&Page| page.document.front.date.map(|date| date.year());
        let shown = paging::slice(&pages, part);
        let longest = shown.iter().map(|page| timeline::length(page)).max().unwrap_or(0);
        let of_year = |pages: &[&Page]| YearView {
            year: year(&pages[0]).map(|year| year.to_string()),
            items: pages.iter().map(|page| list.with_timeline(page, longest, None)).collect(),
        };
        let view = PageView {
            years: shown.chunk_by(|a, b| year(a) == year(b)).map(of_year).collect(),
            paging: self.paging(ARCHIVE, part, pages.len()),
            ..self.bare_view("archive", self.strings.get("archive"))
        };
        self.framed("archive.html", view, None)
    }
}

/// A topic that has a page.
pub fn view(id: &str, topic: &Topic, root: &Root) -> TagView {
    TagView {
        label: topic.tag.label.clone(),
        href: Some(root.page(&format!("{TOPICS}{id}/"))),
        description: topic.tag.description.clone(),
        count: topic.count(),
    }
}
