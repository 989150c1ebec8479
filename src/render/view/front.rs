//! The front of a site, as templates see it: totals, covers, portraits, quotations and filters.

use serde::Serialize;

use super::{CoverView, ItemView, LinkView};

/// How much there is of something, ready to be read; what is not known or not worth saying is `none`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TotalsView {
    /// How many transcripts: `214 transcripts`.
    pub transcripts: Option<String>,
    /// How long they last together: `331 hours`.
    pub duration: Option<String>,
    /// The first and the last year: `1989–2025`.
    pub years: Option<String>,
    /// How many people speak.
    pub people: Option<String>,
    /// How many words somebody says.
    pub words: Option<String>,
    /// How many notes somebody wrote.
    pub notes: Option<String>,
    /// The languages, if there are several.
    pub languages: Vec<LanguageNameView>,
}

/// A language by the name that it calls itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageNameView {
    /// A BCP 47 tag.
    pub language: String,
    /// The name.
    pub name: String,
}

/// Somebody, by name and portrait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FaceView {
    /// The name.
    pub name: String,
    /// The link to their page here.
    pub href: Option<String>,
    /// What they are: `host`, `guest`.
    pub role: Option<String>,
    /// The address of their picture.
    pub image: Option<String>,
    /// What stands for a picture: up to two letters, of a Chinese name the given name.
    pub initials: String,
    /// Whether the initials are Han characters, which stand upright.
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
    /// Who says them.
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
    /// How large they are set: 1, 2 or 3, of which 1 is the largest.
    pub size: u8,
    /// Whether they are few enough, and in such a script, that they may be set upright.
    pub upright: bool,
    /// When they are said.
    pub time: Option<String>,
    /// Where in the conversation they fall, in per cent from its start.
    pub place: Option<u32>,
    /// How they are heard, where their page has a recording that browsers play.
    pub play: Option<PlayView>,
}

/// A part of a recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlayView {
    /// The recording from this part on.
    pub href: String,
    /// Its end, in seconds.
    pub end: String,
    /// How long it lasts: `0:14`.
    pub length: String,
}

/// Key quotes that one person says one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuoteGroupView {
    /// Who says them.
    pub people: Vec<FaceView>,
    /// Their language, when it is not that of the page that lists them.
    pub language: Option<String>,
    /// Whether they are set apart on a ground of their own.
    pub is_set_apart: bool,
    /// The quotes.
    pub quotes: Vec<QuoteView>,
}

/// What a home page begins with.
#[derive(Clone, Debug, Serialize)]
pub struct FeaturedView {
    /// A key quote of the newest transcript that has some.
    pub quote: Option<QuoteView>,
    /// Who says it.
    pub people: Vec<FaceView>,
    /// The transcript.
    pub item: ItemView,
    /// Its cover, if that is a picture.
    pub cover: Option<CoverView>,
}

/// One way to choose from a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetView {
    /// `years`, `people` or `tags`.
    pub kind: &'static str,
    /// What readers call it.
    pub label: String,
    /// The choices.
    pub choices: Vec<ChoiceView>,
    /// The link to all of them, when there are more.
    pub all: Option<LinkView>,
}

/// A choice, and how many it leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChoiceView {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// How many.
    pub count: usize,
}
