//! What a template sees: the contract between Postil and themes.
//!
//! Every field is always there; one that may be missing is `none` then. Strings are plain text and
//! are escaped where they come out, except `heading` and `content`, which are markup already. Links
//! are ready to be used as they are.

mod media;
mod notes;
mod strip;
mod translations;

use std::collections::BTreeMap;

use serde::Serialize;

pub use self::media::{HostView, MediaView};
pub use self::notes::{HandView, NoteGroupView, NoteListView, NoteSectionView, NoteView, PageNoteView};
pub use self::strip::{ChapterView, LaneView, PlayerView, SmallStripView, StopView, StripMarkView, StripView};
pub use self::translations::{ParallelView, TranslationView};
pub use super::settings::SettingView;
use super::tally::NoteCountsView;

/// Everything a template gets.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// The site.
    pub site: SiteView,
    /// The page.
    pub page: PageView,
    /// The theme's words in the page's language, by name: `{{ t.contents }}`.
    pub t: BTreeMap<String, String>,
    /// The language these words are in, when it is not the page's.
    pub t_language: Option<String>,
    /// What the site has set in the theme, by name: `{{ theme.logo }}`.
    pub theme: BTreeMap<String, SettingView>,
    /// The way from the page to the output's root: `../../`.
    pub root: String,
    /// Whether the page is being served to its author and reloads itself.
    pub live_reload: bool,
}

/// The site.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// Its title.
    pub title: String,
    /// One line about it.
    pub description: Option<String>,
    /// The link to its home page.
    pub home: String,
    /// The link to its search page, if it has one.
    pub search: Option<String>,
    /// Whether a search engine is asked, and no index of the site's own.
    pub search_engine: bool,
    /// Whether the search index is one file, which a browser loads whole.
    pub search_in_one_file: bool,
    /// The feeds of its newest texts; none for a site that does not know its address.
    pub feeds: Vec<FeedView>,
    /// The link to all its notes, if it has any.
    pub notes: Option<String>,
    /// The link to all its key quotes, if it has any.
    pub quotes: Option<String>,
    /// The links of the header.
    pub navigation: Vec<LinkView>,
    /// The link to its people, if anybody has a page.
    pub people: Option<String>,
    /// The link to its tags, if there are any.
    pub tags: Option<String>,
    /// The link to all transcripts by year, if there is more than one year.
    pub archive: Option<String>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// Its words.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Whether it leads to this page.
    pub current: bool,
}

/// A page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageView {
    /// `transcript`, `article`, `home`, `collection`, `people`, `person`, `tags`, `tag`, `archive`,
    /// `notes`, `quotes`, `parallel`, `search`, `not-found` or `moved`.
    pub kind: &'static str,
    /// Its title, without markup.
    pub title: String,
    /// One line about it.
    pub summary: Option<String>,
    /// Its language, a BCP 47 tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// Its absolute address, when the site knows its own.
    pub canonical: Option<String>,
    /// What it tells programs about itself.
    pub metadata: MetadataView,
    /// The collection it stands in, unless that is the home page.
    pub collection: Option<LinkView>,
    /// The same text in other languages.
    pub translations: Vec<TranslationView>,
    /// What a transcript's head and foot say.
    pub about: AboutView,
    /// Its sections.
    pub contents: Vec<ContentsView>,
    /// A transcript drawn small.
    pub strip: Option<StripView>,
    /// The player of its recording.
    pub player: Option<PlayerView>,
    /// Whether it has so many sections or notes that it lists them.
    pub has_contents: bool,
    /// Whether there are notes on it.
    pub has_notes: bool,
    /// How many notes of each kind and by each hand.
    pub note_counts: NoteCountsView,
    /// Whether somebody speaks on it.
    pub has_turns: bool,
    /// Whether there is coloured code on it.
    pub has_code: bool,
    /// The pages it lists: on the home page the site's transcripts, in a collection all of its own.
    pub items: Vec<ItemView>,
    /// The ordinary pages that the home page lists apart.
    pub articles: Vec<ItemView>,
    /// The collections it lists.
    pub collections: Vec<CollectionView>,
    /// The same for other programs.
    pub exports: Vec<ExportView>,
    /// The feeds of the collection that it is or stands in.
    pub feeds: Vec<FeedView>,
    /// On a person's page: who it is about.
    pub person: Option<PersonView>,
    /// The key quotes of a person, or of the whole site.
    pub quotes: Vec<QuoteView>,
    /// The notes that a person wrote, or that have a tag.
    pub notes: Vec<NoteView>,
    /// On a list of all notes: its groups and a part of the notes.
    pub note_list: Option<NoteListView>,
    /// The notes on the page itself, in the order of its text.
    pub page_notes: Vec<PageNoteView>,
    /// On the list of people: all of them.
    pub people: Vec<PersonView>,
    /// On the list of tags: all of them.
    pub tags: Vec<TagView>,
    /// On the list of all transcripts: each year.
    pub years: Vec<YearView>,
    /// The other parts of a list that is cut into several.
    pub paging: Option<PagingView>,
    /// The page before it in its collection.
    pub previous: Option<LinkView>,
    /// The page after it in its collection.
    pub next: Option<LinkView>,
    /// On a page of two languages: the second, and the way to each alone.
    pub parallel: Option<ParallelView>,
    /// Where it has moved to.
    pub moved_to: Option<String>,
}

/// A file for other programs that is made of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportView {
    /// What it is.
    pub title: String,
    /// The link to it.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// A feed of the newest texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedView {
    /// What it is a feed of.
    pub title: String,
    /// `Atom`, `RSS` or `JSON Feed`.
    pub format: &'static str,
    /// The link to it.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// What is known about a text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AboutView {
    /// Who speaks, in the order of their first words.
    pub speakers: Vec<SpeakerView>,
    /// Its day.
    pub date: Option<TimeView>,
    /// How long the recording lasts.
    pub duration: Option<TimeView>,
    /// How long the text is, in words.
    pub length: String,
    /// How long it takes to read, in words.
    pub reading_time: String,
    /// Its tags.
    pub tags: Vec<TagView>,
    /// What matters in it, one line each.
    pub points: Vec<PointView>,
    /// The recording.
    pub media: Option<MediaView>,
    /// Where the words come from.
    pub source: Option<SourceView>,
}

/// What matters in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PointView {
    /// The line.
    pub text: String,
    /// The link to the passage that it sums up.
    pub href: Option<String>,
}

/// Somebody who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpeakerView {
    /// The value of `data-speaker`.
    pub id: String,
    /// The name.
    pub name: String,
    /// The number of the sign they are told apart by.
    pub voice: u16,
    /// What they are here: `host`, `guest`.
    pub role: Option<String>,
    /// Their own page elsewhere.
    pub url: Option<String>,
    /// The link to their page here.
    pub href: Option<String>,
    /// Their share of the words, in per cent.
    pub share: String,
}

/// A day or a duration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimeView {
    /// For machines, as ISO 8601 has it.
    pub iso: String,
    /// For people.
    pub text: String,
}

/// Where the words come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceView {
    /// The original's address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// Who wrote the words down.
    pub transcribed_by: Option<String>,
    /// Who translated them.
    pub translated_by: Option<String>,
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContentsView {
    /// The heading's words.
    pub title: String,
    /// The link to it.
    pub href: String,
    /// 2 to 6.
    pub level: u8,
    /// When it starts.
    pub time: Option<String>,
}

/// A page in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ItemView {
    /// Its title.
    pub title: String,
    /// The link to it.
    pub href: String,
    /// Whether it is a transcript.
    pub is_transcript: bool,
    /// One line about it.
    pub summary: Option<String>,
    /// Its language, when it is not that of the page that lists it.
    pub language: Option<String>,
    /// Who speaks.
    pub speakers: Vec<String>,
    /// On a person's page: how much of the words is theirs, in words.
    pub share: Option<String>,
    /// In a collection: the conversation drawn small.
    pub strip: Option<SmallStripView>,
    /// Its day.
    pub date: Option<TimeView>,
    /// How long the recording lasts.
    pub duration: Option<TimeView>,
    /// How long the text is, in words.
    pub length: String,
    /// How long it takes to read, in words.
    pub reading_time: String,
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
    /// How many pages it has, those of the collections inside it counted.
    pub count: usize,
}

/// Somebody who has a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonView {
    /// The name.
    pub name: String,
    /// The link to their page.
    pub href: String,
    /// What they are: `host`, `guest`.
    pub role: Option<String>,
    /// A few lines about them.
    pub bio: Option<String>,
    /// Their own page elsewhere.
    pub url: Option<String>,
    /// The address of their picture.
    pub image: Option<String>,
    /// In how many transcripts they speak.
    pub transcripts: usize,
    /// How many notes they wrote.
    pub notes: usize,
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TagView {
    /// What readers see.
    pub label: String,
    /// The link to its page, if it has one.
    pub href: Option<String>,
    /// A line about it.
    pub description: Option<String>,
    /// How many pages and notes have it.
    pub count: usize,
}

/// A key quote in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuoteView {
    /// The words.
    pub text: String,
    /// Who says them.
    pub by: Vec<String>,
    /// The link to them.
    pub href: String,
    /// The title of their page.
    pub page: String,
    /// Their language, when it is not that of the page that lists them.
    pub language: Option<String>,
}

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

/// What a page tells programs about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MetadataView {
    /// Its type in Open Graph: `article`, `profile` or `website`.
    pub kind: &'static str,
    /// One line about it: its summary, else its first words.
    pub description: Option<String>,
    /// The absolute address of its picture.
    pub image: Option<String>,
    /// Whether that is a card made for it, 1200 pixels wide and 630 high.
    pub has_card: bool,
    /// Names and values of Dublin Core.
    pub dublin_core: Vec<(&'static str, String)>,
    /// Schema.org as JSON-LD, ready to stand in a script element as it is.
    pub json_ld: Option<String>,
}
