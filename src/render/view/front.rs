//! The front of a site, as templates see it: totals, covers, portraits, quotations and filters.

use serde::Serialize;

use super::{CoverView, ItemView, LinkView, TextPartView};

/// Totals as text for readers; `none` if they are unknown or unimportant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TotalsView {
    /// The number of transcripts: `214 transcripts`.
    pub transcripts: Option<String>,
    /// The total duration: `331 hours`.
    pub duration: Option<String>,
    /// The first and the last year: `1989–2025`.
    pub years: Option<String>,
    /// The number of people who speak.
    pub people: Option<String>,
    /// The number of spoken words.
    pub words: Option<String>,
    /// The number of notes.
    pub notes: Option<String>,
    /// The languages, if there are several.
    pub languages: Vec<LanguageNameView>,
}

/// A language, by its name in that language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageNameView {
    /// A BCP 47 tag.
    pub language: String,
    /// The name.
    pub name: String,
}

/// A person, with name and portrait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FaceView {
    /// The name.
    pub name: String,
    /// The link to their page here.
    pub href: Option<String>,
    /// The role: `host`, `guest`.
    pub role: Option<String>,
    /// The address of their picture.
    pub image: Option<String>,
    /// The letters in place of a picture: up to two, of a Chinese name the given name.
    pub initials: String,
    /// True if the initials are Han characters, which stand upright.
    pub upright: bool,
    /// The number of their colour, the same on all lists of the site; 0 for nobody in particular.
    pub voice: u16,
}

/// A key quote in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuoteView {
    /// The words, without quotation marks around them.
    pub text: String,
    /// The same in the quotation marks of their language.
    pub quoted: String,
    /// The same in parts, with the emphasis of the text.
    pub quoted_parts: Vec<TextPartView>,
    /// The speakers.
    pub by: Vec<String>,
    /// The link to them.
    pub href: String,
    /// The title of their page.
    pub page: String,
    /// The link to that page.
    pub page_href: String,
    /// The year of that page.
    pub year: Option<String>,
    /// Their language, when it is not that of the page that lists them.
    pub language: Option<String>,
    /// The size of the letters: 1, 2 or 3, of which 1 is the largest.
    pub size: u8,
    /// True if they are few enough, and in such a script, that they may be set upright.
    pub upright: bool,
    /// The time in the recording.
    pub time: Option<String>,
    /// The place in the conversation, in per cent from its start.
    pub place: Option<u32>,
    /// The part of the recording, where their page has a recording that browsers play.
    pub play: Option<PlayView>,
}

/// A part of a recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlayView {
    /// The recording from this part on.
    pub href: String,
    /// Its end, in seconds.
    pub end: String,
    /// The duration: `0:14`.
    pub length: String,
}

/// Key quotes of one person that follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuoteGroupView {
    /// The speakers.
    pub people: Vec<FaceView>,
    /// Their language, when it is not that of the page that lists them.
    pub language: Option<String>,
    /// True if they have a background of their own.
    pub is_set_apart: bool,
    /// The quotes.
    pub quotes: Vec<QuoteView>,
}

/// The first part of a home page.
#[derive(Clone, Debug, Serialize)]
pub struct FeaturedView {
    /// A key quote of the newest transcript that has some.
    pub quote: Option<QuoteView>,
    /// The speakers.
    pub people: Vec<FaceView>,
    /// The transcript.
    pub item: ItemView,
    /// Its cover, if that is a picture.
    pub cover: Option<CoverView>,
}

/// A filter of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetView {
    /// `years`, `seasons`, `people` or `tags`.
    pub kind: &'static str,
    /// The name for readers.
    pub label: String,
    /// The choices.
    pub choices: Vec<ChoiceView>,
    /// The link to all of them, when there are more.
    pub all: Option<LinkView>,
}

/// A choice of a filter, and how many entries it leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChoiceView {
    /// Its name.
    pub label: String,
    /// The link.
    pub href: String,
    /// The number of entries that it leaves.
    pub count: usize,
}

/// A group of pages in a sidebar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SidebarGroupView {
    /// The heading; none for pages without a group.
    pub title: Option<String>,
    /// The links to the pages.
    pub links: Vec<LinkView>,
}
