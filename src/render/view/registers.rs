//! The data for templates about registers.

use serde::Serialize;

use super::{LinkView, TimeView};

/// A register.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterView {
    /// Its name for readers.
    pub title: String,
    /// The entries that are mentioned.
    pub entries: Vec<RegisterEntryView>,
}

/// An entry of a register.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterEntryView {
    /// The name.
    pub label: String,
    /// The register for readers.
    pub kind: String,
    /// The link to its page.
    pub href: String,
    /// A line about it.
    pub description: Option<String>,
    /// Its addresses in other registers.
    pub same_as: Vec<String>,
    /// The number of its mentions.
    pub count: usize,
}

/// A mention of an entry in its context.
#[derive(Clone, Debug, Serialize)]
pub struct MentionView {
    /// The context before the words.
    pub before: String,
    /// The words.
    pub words: String,
    /// The context after them.
    pub after: String,
    /// The link to the turn.
    pub href: String,
    /// The page.
    pub page: LinkView,
    /// The speaker of the words; may be empty.
    pub speaker: String,
    /// The time of the turn.
    pub time: Option<String>,
    /// The day of the page.
    pub date: Option<TimeView>,
    /// The language of the page, when it is not that of the page that lists it.
    pub language: Option<String>,
}
