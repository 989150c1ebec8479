//! The list of tags, the page of each, and all transcripts by year.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::address::Root;
use super::pages::{Frame, Framed};
use super::paging;
use super::subjects::Listing;
use super::view::{PageView, TagView, YearView};
use crate::model::{ARCHIVE, Page, TAGS, Topic};

/// The number of tags named beside one.
const BESIDE: usize = 12;

impl Frame<'_> {
    /// A part of the list of all tags.
    pub(super) fn tags(self, part: u32) -> Framed {
        let mut tags: Vec<(&String, &Topic)> = self.site.tags.by_id.iter().collect();
        tags.sort_by_cached_key(|(id, topic)| (topic.tag.label.to_lowercase(), (*id).clone()));
        let shown = paging::slice(&tags, part).iter();
        let view = PageView {
            tags: shown.map(|(id, topic)| view(id, topic, &self.root)).collect(),
            paging: self.paging(TAGS, part, tags.len()),
            ..self.bare_view("tags", self.strings.get("tags"))
        };
        self.framed("tags.html", view, None)
    }

    /// A part of what has a tag.
    pub(super) fn tag(self, id: &str, part: u32) -> Framed {
        let topic = &self.site.tags.by_id[id];
        let listing = Listing::Tag(id.to_string());
        let pages: Vec<&Page> = topic.pages.iter().map(|&page| self.site.page(page)).collect();
        let view = PageView {
            summary: topic.tag.description.clone(),
            items: self.list().items_with_strips(paging::slice(&pages, part)),
            notes: self.notes(paging::slice(&topic.notes, part)),
            tags: self.tags_beside(id, &pages),
            paging: self.paging(&listing.address(), part, listing.length(self.site)),
            ..self.bare_view("tag", &topic.tag.label)
        };
        self.framed("tag.html", view, None)
    }

    /// The tags that most of `pages` have beside the one called `id`, each with how many.
    fn tags_beside(&self, id: &str, pages: &[&Page]) -> Vec<TagView> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for written in pages.iter().flat_map(|page| &page.document.front.tags) {
            let found = self.site.tags.find(&written.value).filter(|(other, _)| *other != id);
            found.into_iter().for_each(|(other, _)| *counts.entry(other).or_default() += 1);
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
        let of_year = |pages: &[&Page]| YearView {
            year: year(&pages[0]).map(|year| year.to_string()),
            items: list.items(pages),
        };
        let shown = paging::slice(&pages, part);
        let view = PageView {
            years: shown.chunk_by(|a, b| year(a) == year(b)).map(of_year).collect(),
            paging: self.paging(ARCHIVE, part, pages.len()),
            ..self.bare_view("archive", self.strings.get("archive"))
        };
        self.framed("archive.html", view, None)
    }
}

/// A tag that has a page.
pub fn view(id: &str, topic: &Topic, root: &Root) -> TagView {
    TagView {
        label: topic.tag.label.clone(),
        href: Some(root.page(&format!("{TAGS}{id}/"))),
        description: topic.tag.description.clone(),
        count: topic.pages.len() + topic.notes.len(),
    }
}
