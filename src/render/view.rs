//! The data for templates: the contract between Postil and themes.
//!
//! Every field is always present, `none` without a value. Strings are escaped on output, `heading` and `content` are markup.

mod feeds;
mod front;
mod lists;
mod media;
mod metadata;
mod notes;
mod readers;
mod registers;
mod sources;
mod timeline;
mod topics;
mod translations;

use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::feeds::FeedView;
pub use self::front::{
    ChoiceView, FaceView, FacetView, FeaturedView, LanguageNameView, PlayView, QuoteGroupView, QuoteView,
    SidebarGroupView, TotalsView,
};
pub use self::lists::{
    CollectionView, ItemView, LongSummaryView, PagingView, SeasonView, SeriesView, SpeakerNameView, YearView,
};
pub use self::media::{HostView, MediaView};
pub use self::metadata::MetadataView;
pub use self::notes::{NoteAuthorView, NoteGroupView, NoteListView, NoteSectionView, NoteView, PageNoteView};
pub use self::readers::ReadersView;
pub use self::registers::{MentionView, RegisterEntryView, RegisterView};
pub use self::sources::{SourceEntryView, TextPartView};
pub use self::timeline::{
    ChapterView, CoverView, MarkerView, PlayerView, SmallTimelineView, SpeakerTrackView, TimelineMarkView,
    TimelineView, TopicTrackView,
};
pub use self::topics::{PassageTurnView, PassageView, TagView, TopicPersonView, TopicView};
pub use self::translations::{ParallelView, TranslationView};
pub use super::settings::SettingView;
use super::tally::NoteCountsView;

/// All data that a template gets.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// The site.
    pub site: SiteView,
    /// The page.
    pub page: PageView,
    // The same on all pages of a language: `Templates` hands them over once for all.
    /// The theme's words in the page's language, by name: `{{ t.contents }}`.
    #[serde(skip)]
    pub t: Arc<BTreeMap<String, String>>,
    /// The language these words are in, when it is not the page's.
    pub t_language: Option<String>,
    /// The site's settings of the theme, by name: `{{ theme.logo }}`.
    pub theme: BTreeMap<String, SettingView>,
    /// The way from the page to the output's root: `../../`.
    pub root: String,
    /// True if the page is being served to its author and reloads itself.
    pub live_reload: bool,
    /// True if drafts are among the pages.
    pub preview: bool,
}

/// The site.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// Its title.
    pub title: String,
    /// One line about it.
    pub description: Option<String>,
    /// The site's own values, `[extra]` in site.toml.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// The link to its home page.
    pub home: String,
    /// The link to its search page, if it has one.
    pub search: Option<String>,
    /// True if a search engine answers instead of an index made by Postil.
    pub search_engine: bool,
    /// True if the search index is one file, which a browser loads as a whole.
    pub search_in_one_file: bool,
    /// The feeds of its newest transcripts; none without a base URL.
    pub feeds: Vec<FeedView>,
    /// The link to all its notes, if it has any.
    pub notes: Option<String>,
    /// The link to all its key quotes, if it has any.
    pub quotes: Option<String>,
    /// The links of the header: those of site.toml, else the collections and lists that the site has.
    pub navigation: Vec<LinkView>,
    /// True if site.toml names them.
    pub has_own_navigation: bool,
    /// The link to its people, if anybody has a page.
    pub people: Option<String>,
    /// The link to its tags, if there are any.
    pub tags: Option<String>,
    /// The link to all transcripts by year, if there is more than one year.
    pub archive: Option<String>,
    /// The link to its registers, if anything is mentioned.
    pub registers: Option<String>,
    /// The link to all sources that it cites, if there are any.
    pub sources: Option<String>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// Its words.
    pub title: String,
    /// The target of the link.
    pub href: String,
    /// True if it leads to this page.
    pub current: bool,
}

/// A page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageView {
    /// `transcript`, `article`, `home`, `collection`, `people`, `person`, `tags`, `tag`, `archive`,
    /// `notes`, `quotes`, `registers`, `register`, `sources`, `parallel`, `search`, `not-found` or `moved`.
    pub kind: &'static str,
    /// Its title, without markup.
    pub title: String,
    /// One line about it.
    pub summary: Option<String>,
    /// A summary that is longer than a few lines, in two parts: its first sentences, and the rest.
    pub long_summary: Option<LongSummaryView>,
    /// The page's own values, `[extra]` in its front matter, over those of the site and of the theme.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// Its language, a BCP 47 tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// Its absolute address, if the site has a base URL.
    pub canonical: Option<String>,
    /// Metadata for programs.
    pub metadata: MetadataView,
    /// The collection it is in, unless that is the home page.
    pub collection: Option<LinkView>,
    /// Its place in a series.
    pub series: Option<SeriesView>,
    /// The same text in other languages.
    pub translations: Vec<TranslationView>,
    /// The data at the start and end of a transcript.
    pub about: AboutView,
    /// Its sections.
    pub contents: Vec<ContentsView>,
    /// The timeline of a transcript.
    pub timeline: Option<TimelineView>,
    /// A track for each topic of a transcript, drawn to the same timeline.
    pub topic_tracks: Vec<TopicTrackView>,
    /// The player of its recording.
    pub player: Option<PlayerView>,
    /// True if it lists its sections and notes, because there are many.
    pub has_contents: bool,
    /// True if there are notes on it.
    pub has_notes: bool,
    /// The numbers of notes of each kind and by each author.
    pub note_counts: NoteCountsView,
    /// True if there are turns on it.
    pub has_turns: bool,
    /// True if it has highlighted code.
    pub has_code: bool,
    /// True if it has examples of Markdown with their result.
    pub has_examples: bool,
    /// True if it cites sources.
    pub has_sources: bool,
    /// True if its lines run from top to bottom.
    pub is_vertical: bool,
    /// True for a draft.
    pub is_draft: bool,
    /// The bundles that it needs: `all`, others for what is on it and for its kind, `page-home`, and `print`.
    pub parts: Vec<String>,
    /// The pages it lists: on the home page the site's transcripts, in a collection all of its own.
    pub items: Vec<ItemView>,
    /// The ordinary pages that the home page lists apart.
    pub articles: Vec<ItemView>,
    /// The collections it lists.
    pub collections: Vec<CollectionView>,
    /// The files for other programs.
    pub exports: Vec<ExportView>,
    /// The feeds of the collection that it is or that it is in.
    pub feeds: Vec<FeedView>,
    /// On a person's page: who it is about.
    pub person: Option<PersonView>,
    /// The totals of what the page lists.
    pub totals: TotalsView,
    /// On the home page: its first part.
    pub featured: Option<FeaturedView>,
    /// In a collection: the filters of its pages.
    pub facets: Vec<FacetView>,
    /// True if it is a collection with a line for each page.
    pub is_compact: bool,
    /// In a collection: the same pages with more and with less about each.
    pub densities: Vec<LinkView>,
    /// The key quotes of a person.
    pub quotes: Vec<QuoteView>,
    /// On the list of all key quotes: those of each person, as they follow each other.
    pub quote_groups: Vec<QuoteGroupView>,
    /// On the list of all key quotes: the orders that they are in.
    pub quote_lists: Vec<LinkView>,
    /// On the page of a topic: the passages about it.
    pub passages: Vec<PassageView>,
    /// On the page of a topic: where it stands among others.
    pub topic: Option<TopicView>,
    /// The notes that a person wrote, or that have a tag.
    pub notes: Vec<NoteView>,
    /// On a list of all notes: its groups and a part of the notes.
    pub note_list: Option<NoteListView>,
    /// The notes on the page itself, in the order of its text.
    pub page_notes: Vec<PageNoteView>,
    /// On the list of people: all of them; on the home page those who speak most often.
    pub people: Vec<PersonView>,
    /// On the list of topics: all of them; on the home page those of most pages, on the page of a topic the related ones.
    pub tags: Vec<TagView>,
    /// On the list of all transcripts, and in a collection that is in the order of its dates: each year.
    pub years: Vec<YearView>,
    /// In a collection with seasons or several series: each of them.
    pub seasons: Vec<SeasonView>,
    /// On the home page: the link to all transcripts, when it shows the newest alone.
    pub all_transcripts: Option<LinkView>,
    /// On the list of registers: each register with what is mentioned.
    pub registers: Vec<RegisterView>,
    /// On the page of an entry of a register: the entry.
    pub register_entry: Option<RegisterEntryView>,
    /// On the page of an entry of a register: its mentions.
    pub mentions: Vec<MentionView>,
    /// On the list of sources: each source that the site cites.
    pub sources: Vec<SourceEntryView>,
    /// The other parts of a list that is cut into several.
    pub paging: Option<PagingView>,
    /// The pages of its collection in groups, if the collection has a sidebar.
    pub sidebar: Vec<SidebarGroupView>,
    /// The pages whose texts link to it.
    pub backlinks: Vec<LinkView>,
    /// The page before it in its collection.
    pub previous: Option<LinkView>,
    /// The page after it in its collection.
    pub next: Option<LinkView>,
    /// On a page of two languages: the second, and the way to each alone.
    pub parallel: Option<ParallelView>,
    /// On a transcript: the ways in which readers write to the author.
    pub readers: Option<ReadersView>,
    /// The address to which it has moved.
    pub moved_to: Option<String>,
}

/// A file for other programs that is made of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportView {
    /// The name of the file for readers.
    pub title: String,
    /// The link to it.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// Facts about a text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AboutView {
    /// The speakers, in the order of their first words.
    pub speakers: Vec<SpeakerView>,
    /// Its day.
    pub date: Option<TimeView>,
    /// The length of the recording.
    pub duration: Option<TimeView>,
    /// The length of the text, as words.
    pub length: String,
    /// The reading time, as words.
    pub reading_time: String,
    /// Its tags.
    pub tags: Vec<TagView>,
    /// The key points, one line each.
    pub points: Vec<PointView>,
    /// The recording.
    pub media: Option<MediaView>,
    /// The origin of the words.
    pub source: Option<SourceView>,
    /// The persistent identifiers, the DOI first.
    pub identifiers: Vec<IdentifierView>,
}

/// A persistent identifier of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IdentifierView {
    /// Its kind: `DOI`, `ARK`.
    pub kind: &'static str,
    /// The identifier, without a resolver.
    pub value: String,
    /// The address at which it is resolved.
    pub href: String,
}

/// A key point of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PointView {
    /// The line.
    pub text: String,
    /// The words up to its colon, when it begins with a few words and a colon.
    pub head: Option<String>,
    /// The words after the colon, or the whole line.
    pub gloss: String,
    /// The link to the passage that it sums up.
    pub href: Option<String>,
}

/// A speaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpeakerView {
    /// The ID: that of `[people]`, else the name's slug.
    pub id: String,
    /// The name.
    pub name: String,
    /// The number of their colour and symbol.
    pub voice: u16,
    /// The role on this page: `host`, `guest`.
    pub role: Option<String>,
    /// Their own web page.
    pub url: Option<String>,
    /// The link to their page here.
    pub href: Option<String>,
    /// Their share of the words, in per cent.
    pub share: String,
}

/// A day or a duration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimeView {
    /// For programs, in ISO 8601.
    pub iso: String,
    /// For readers.
    pub text: String,
}

/// The origin of the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceView {
    /// The original's address.
    pub url: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// The address of the licence's text, where it is known.
    pub licence_href: Option<String>,
    /// The transcriber.
    pub transcribed_by: Option<String>,
    /// The link to their page here.
    pub transcriber_href: Option<String>,
    /// The translator.
    pub translated_by: Option<String>,
    /// The rights in it.
    pub rights: Option<String>,
    /// The place where the original is kept.
    pub location: Option<String>,
    /// The name of the original there.
    pub identifier: Option<String>,
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContentsView {
    /// The heading's words, without the number that it begins with.
    pub title: String,
    /// The number that it begins with, where the sections of the page are numbered.
    pub number: Option<String>,
    /// The link to it.
    pub href: String,
    /// 2 to 6.
    pub level: u8,
    /// The time at which it starts.
    pub time: Option<String>,
}

/// A person with a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonView {
    /// The name.
    pub name: String,
    /// The link to their page.
    pub href: String,
    /// The role of the person: `host`, `guest`.
    pub role: Option<String>,
    /// A few lines about them.
    pub bio: Option<String>,
    /// Their own web page.
    pub url: Option<String>,
    /// The address of their picture.
    pub image: Option<String>,
    /// Their portrait.
    pub face: FaceView,
    /// The number of transcripts in which they speak.
    pub transcripts: usize,
    /// The number of notes they wrote.
    pub notes: usize,
}
