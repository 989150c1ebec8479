//! The data for templates about topics.

use serde::Serialize;

use super::{FaceView, LinkView, PlayView};

/// A topic in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TagView {
    /// The topic for readers.
    pub label: String,
    /// The link to its page, if it has one.
    pub href: Option<String>,
    /// A line about it.
    pub description: Option<String>,
    /// The number of pages, notes and passages with it.
    pub count: usize,
}

/// A topic, on its own page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TopicView {
    /// The topic that it is a part of.
    pub parent: Option<LinkView>,
    /// The topics that are parts of it.
    pub children: Vec<TagView>,
    /// The same topic in authority files, such as Wikidata: addresses.
    pub same_as: Vec<String>,
    /// Those who speak in its passages, with the number of passages, the one with most first.
    pub people: Vec<TopicPersonView>,
}

/// Somebody who speaks about a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TopicPersonView {
    /// The person.
    pub face: FaceView,
    /// The number of passages in which they say most.
    pub count: usize,
}

/// A passage about a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PassageView {
    /// The speaker who says most of it; several if they speak together.
    pub people: Vec<FaceView>,
    /// The heading of its section.
    pub heading: Option<String>,
    /// Its beginning, turn by turn.
    pub turns: Vec<PassageTurnView>,
    /// True if it goes on where this ends.
    pub goes_on: bool,
    /// The link to it.
    pub href: String,
    /// The title of its transcript.
    pub page: String,
    /// The link to its transcript.
    pub page_href: String,
    /// The year of its transcript.
    pub year: Option<String>,
    /// Its language, when it is not that of the page that lists it.
    pub language: Option<String>,
    /// The time at which it begins.
    pub time: Option<String>,
    /// The way to hear it.
    pub play: Option<PlayView>,
}

/// A turn of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PassageTurnView {
    /// The speaker, where it is another than the one who says most of the passage.
    pub name: Option<String>,
    /// The words of its paragraphs.
    pub paragraphs: Vec<String>,
}
