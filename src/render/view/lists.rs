//! The data for templates about long lists.

use serde::Serialize;

use super::{CoverView, LinkView, SmallTimelineView, TagView, TimeView};

/// The transcripts of a year.
#[derive(Clone, Debug, Serialize)]
pub struct YearView {
    /// The year; none for transcripts without a date.
    pub year: Option<String>,
    /// The transcripts.
    pub items: Vec<ItemView>,
}

/// The parts of a list that is cut into several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PagingView {
    /// The number of this part.
    pub number: u32,
    /// The link to the part before.
    pub previous: Option<String>,
    /// The link to the part after.
    pub next: Option<String>,
    /// The first and the last part, and those near this one, by their numbers.
    pub parts: Vec<LinkView>,
}

/// A page in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ItemView {
    /// Its title.
    pub title: String,
    /// The link to it.
    pub href: String,
    /// True for a transcript.
    pub is_transcript: bool,
    /// One line about it.
    pub summary: Option<String>,
    /// Its language, when it is not that of the page that lists it.
    pub language: Option<String>,
    /// The speakers, the one with most words first.
    pub speakers: Vec<SpeakerNameView>,
    /// The words between two names, in the page's language.
    pub separator: String,
    /// On a person's page: how much of the words is theirs, in words.
    pub share: Option<String>,
    /// In collections and on people's pages: the timeline.
    pub timeline: Option<SmallTimelineView>,
    /// On the home page: its picture.
    pub cover: Option<CoverView>,
    /// The episode: `Episode 12`, or `Trailer`.
    pub episode: Option<String>,
    /// Its year.
    pub year: Option<String>,
    /// On a person's page: how many years lie between it and the one before in the list, if they are many.
    pub gap: Option<String>,
    /// Its tags that have a page.
    pub tags: Vec<TagView>,
    /// Its day.
    pub date: Option<TimeView>,
    /// The length of the recording.
    pub duration: Option<TimeView>,
    /// The length of the text, as words.
    pub length: String,
    /// The reading time, as words.
    pub reading_time: String,
}

/// A speaker by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpeakerNameView {
    /// The name.
    pub name: String,
    /// The link to their page here.
    pub href: Option<String>,
}

/// A collection in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CollectionView {
    /// Its title.
    pub title: String,
    /// The link to it.
    pub href: String,
    /// One line about it.
    pub summary: Option<String>,
    /// The number of its pages, including those of the collections inside it.
    pub count: usize,
    /// The timelines of a few of its transcripts, with one scale.
    pub timelines: Vec<SmallTimelineView>,
}

/// A long summary in two parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LongSummaryView {
    /// Its first sentences.
    pub beginning: String,
    /// The rest.
    pub rest: String,
}

/// The place of a page in a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesView {
    /// The title of the series.
    pub title: String,
    /// The link to the list of its episodes, unless that is the home page.
    pub href: Option<String>,
    /// The season: `Season 2`.
    pub season: Option<String>,
    /// The episode: `Episode 12`, or `Trailer`.
    pub episode: Option<String>,
}

/// The pages of a season, or of a series.
#[derive(Clone, Debug, Serialize)]
pub struct SeasonView {
    /// The heading: `Season 2`, or the title of the series.
    pub title: String,
    /// The ID of the heading.
    pub id: String,
    /// The pages.
    pub items: Vec<ItemView>,
}
