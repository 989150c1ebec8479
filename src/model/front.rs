//! Front matter, in whichever syntax it was written.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{PageKind, Point, SeriesPlace};
use crate::config::{Access, Edition, ExtraValues, Person};
use crate::source::Located;
use crate::text::page_marks::PageMark;
use crate::text::timecode::Timecode;

/// A page's front matter. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The title; the first heading's words when there is none.
    pub title: Option<String>,
    /// The day it is dated.
    pub date: Option<Date>,
    /// A BCP 47 tag.
    pub language: Option<String>,
    /// One line about it.
    pub summary: Option<String>,
    /// Its tags, as written.
    pub tags: Vec<Located<String>>,
    /// The speakers: IDs of `[people]` or of [`people`](Self::people), or names.
    pub speakers: Vec<Located<String>>,
    /// People of this page alone, `[speakers.sam]`, by id.
    pub people: BTreeMap<String, Person>,
    /// The key points, one line each.
    pub points: Vec<Point>,
    /// Previous addresses.
    pub aliases: Vec<Located<String>>,
    /// A draft is published only with `--drafts`.
    pub draft: bool,
    /// Its place among its siblings; those without one follow by date.
    pub order: Option<i64>,
    /// True if `$…$` is a formula.
    pub formulas: Option<bool>,
    /// True for a text whose lines run from top to bottom.
    pub is_vertical: Option<bool>,
    /// The place in a series.
    pub series: SeriesPlace,
    /// The heading under which the sidebar of its collection lists it.
    pub group: Option<String>,
    /// True in the text of a folder whose pages have a sidebar.
    pub sidebar: bool,
    /// The template that it is made with in place of the one of its kind: `special.html`.
    pub template: Option<Located<String>>,
    /// The kind of page, for texts that would be classified wrongly.
    pub kind: Option<PageKind>,
    /// The recording.
    pub media: Option<Media>,
    /// The origin of the words.
    pub source: Provenance,
    /// Its persistent identifiers.
    pub identifiers: Identifiers,
    /// Values of the site's own, for templates: `[extra]`.
    pub extra: ExtraValues,
    /// The front matter that a folder's `_index.md` has for the pages below it: `[defaults]`.
    pub defaults: Option<Located<PageDefaults>>,
    /// The conditions under which it is shown: `[access]`.
    pub access: PageAccess,
}

/// Conditions under which a page is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageAccess {
    /// The conditions under which the page is shown, where there are some.
    pub withheld: Option<Access>,
    /// True if the public edition has a page that says that this one is withheld.
    pub is_listed: bool,
    /// The title of that page.
    pub title: Option<String>,
    /// The removal of the page, if it was removed.
    pub removal: Option<PageRemoval>,
    /// True if two bars are words of the text and no marks; `None` where the folder decides.
    pub bars_are_words: Option<bool>,
}

impl PageAccess {
    /// Returns true if `edition` does not show the page.
    pub fn is_withheld_from(&self, edition: &Edition) -> bool {
        self.withheld.as_ref().is_some_and(|access| !edition.shows(access))
    }

    /// The settings of the page over those of `outer`.
    fn or(self, outer: &PageAccess) -> PageAccess {
        let bars_are_words = self.bars_are_words.or(outer.bars_are_words);
        if self.withheld.is_some() || self.removal.is_some() {
            return PageAccess { bars_are_words, ..self };
        }
        PageAccess {
            withheld: outer.withheld.clone(),
            is_listed: self.is_listed || outer.is_listed,
            title: self.title,
            removal: None,
            bars_are_words,
        }
    }
}

/// The removal of a page that was published.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageRemoval {
    /// The day.
    pub date: Option<Date>,
    /// The reason, for readers.
    pub because: Option<String>,
}

/// Front matter for all pages below a folder that do not have their own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageDefaults {
    /// The speakers.
    pub speakers: Vec<Located<String>>,
    /// A BCP 47 tag.
    pub language: Option<String>,
    /// Transcript or article.
    pub kind: Option<PageKind>,
    /// True when the date is taken from the beginning of the file's name: `2001-05-14-nan.md`.
    pub date_from_name: Option<bool>,
    /// True if `$…$` is a formula.
    pub formulas: Option<bool>,
    /// True for texts whose lines run from top to bottom.
    pub is_vertical: Option<bool>,
    /// The series and the season.
    pub series: SeriesPlace,
    /// The origin of the words.
    pub source: Provenance,
    /// Values of the site's own, for templates.
    pub extra: ExtraValues,
    /// The conditions under which the pages are shown.
    pub access: PageAccess,
}

impl PageDefaults {
    /// The same with what `inner`, the defaults of a folder inside, says otherwise.
    #[must_use]
    pub fn with(&self, inner: &PageDefaults) -> PageDefaults {
        let speakers = if inner.speakers.is_empty() { &self.speakers } else { &inner.speakers };
        PageDefaults {
            speakers: speakers.clone(),
            language: inner.language.clone().or_else(|| self.language.clone()),
            kind: inner.kind.or(self.kind),
            date_from_name: inner.date_from_name.or(self.date_from_name),
            formulas: inner.formulas.or(self.formulas),
            is_vertical: inner.is_vertical.or(self.is_vertical),
            series: inner.series.clone().or(&self.series),
            source: inner.source.clone().or(&self.source),
            extra: self.extra.clone().into_iter().chain(inner.extra.clone()).collect(),
            access: inner.access.clone().or(&self.access),
        }
    }
}

impl FrontMatter {
    /// Takes from `defaults` what the page at `path` does not say itself. The text of a folder has nobody who speaks,
    /// and no day of its own.
    pub fn complete(&mut self, defaults: &PageDefaults, path: &str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.language = self.language.take().or_else(|| defaults.language.clone());
        if name.starts_with("_index.") {
            return;
        }
        if self.speakers.is_empty() && self.people.is_empty() {
            self.speakers.clone_from(&defaults.speakers);
        }
        self.kind = self.kind.or(defaults.kind);
        self.access = std::mem::take(&mut self.access).or(&defaults.access);
        if self.date.is_none() && defaults.date_from_name == Some(true) {
            self.date = name.get(..10).and_then(|date| date.parse().ok());
        }
        self.formulas = self.formulas.or(defaults.formulas);
        self.is_vertical = self.is_vertical.or(defaults.is_vertical);
        self.series = std::mem::take(&mut self.series).or(&defaults.series);
        self.source = std::mem::take(&mut self.source).or(&defaults.source);
        for (name, value) in &defaults.extra {
            self.extra.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
}

/// A recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Media {
    /// The kind of recording.
    pub kind: MediaKind,
    /// An address, or a path beside the page; for YouTube and Vimeo the video's id.
    pub src: Located<String>,
    /// The length of the recording.
    pub duration: Option<Timecode>,
    /// Its picture, such as the artwork of an episode: a path below `static/` or an address.
    pub image: Option<Located<String>>,
    /// The id that programs for podcasts know it by; the page's address when it has none.
    pub guid: Option<String>,
    /// Its number of bytes, where it is on another host.
    pub bytes: Option<u64>,
}

/// The sorts of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaKind {
    /// Sound.
    Audio,
    /// Pictures and sound.
    Video,
    /// A video on YouTube.
    YouTube,
    /// A video on Vimeo.
    Vimeo,
    /// A page elsewhere that has the recording.
    Page,
}

/// Persistent identifiers of a page, which stay when its address changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifiers {
    /// The digital object identifier, without a prefix: `10.5281/zenodo.1234`.
    pub doi: Option<String>,
    /// The archival resource key: `ark:/12345/x7`.
    pub ark: Option<String>,
}

/// The origin of the words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The original's address.
    pub url: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// The transcriber.
    pub transcribed_by: Option<String>,
    /// The translator.
    pub translated_by: Option<String>,
    /// The rights in it, and what is allowed.
    pub rights: Option<String>,
    /// The place where the original is kept: an archive, a shelf.
    pub location: Option<String>,
    /// The name of the original there.
    pub identifier: Option<String>,
    /// The way in which the text has the page numbers of its printed source, if it has them.
    pub pages: Option<PageMark>,
}

impl Provenance {
    /// The same, and what `other` knows besides.
    #[must_use]
    pub fn or(self, other: &Provenance) -> Provenance {
        let either = |own: Option<String>, other: &Option<String>| own.or_else(|| other.clone());
        Provenance {
            url: either(self.url, &other.url),
            publisher: either(self.publisher, &other.publisher),
            licence: either(self.licence, &other.licence),
            transcribed_by: either(self.transcribed_by, &other.transcribed_by),
            translated_by: either(self.translated_by, &other.translated_by),
            rights: either(self.rights, &other.rights),
            location: either(self.location, &other.location),
            identifier: either(self.identifier, &other.identifier),
            pages: self.pages.or_else(|| other.pages.clone()),
        }
    }

    /// Returns true if nothing is known that a page could say.
    pub fn is_empty(&self) -> bool {
        Provenance { pages: None, ..self.clone() } == Provenance::default()
    }
}
