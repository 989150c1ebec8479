//! `site.toml`: what the whole site says once.

mod ai;
mod editions;
mod exports;
mod feeds;
mod hosts;
mod levels;
mod podcast;
mod pseudonyms;
mod read;
mod readers;
mod registers;
mod search;
mod sources;
mod theme;
mod topics;

pub use self::ai::AiTerms;
pub use self::editions::{ARCHIVE_EDITION, Access, Edition, LanguageTerms, OpeningDate, WithheldTerms};
pub use self::exports::{Books, EXPORT_NAMES, Exports};
pub use self::feeds::FeedTexts;
pub use self::hosts::{HOSTS, SiteHost};
pub use self::levels::{Level, Levels};
pub use self::podcast::Podcast;
pub use self::pseudonyms::Pseudonyms;
pub use self::read::{base_url, person, picture, read, settings_shape, with_pseudonyms};
pub use self::readers::{READER_PLACES, Readers};
pub use self::registers::{MentionRule, RegisterEntry, RegisterKey, RegisterKind, Registers};
pub use self::search::{Engine, EngineKind, SearchSettings, Shape};
pub use self::sources::SourceSettings;
pub use self::theme::{
    BASE as BASE_THEME, ChosenTheme, ExtraValues, NotePlace, SettingKind, SettingValue, ThemeSetting, Themes,
};
pub use self::topics::topic_names;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::source::{Located, Span};
use crate::transcript::labels::LabelLayout;

/// A site's settings, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The site's title.
    pub title: String,
    /// One line about it.
    pub description: Option<String>,
    /// The public address of the site, ending with `/`; used only for links that must be absolute.
    pub base_url: Option<String>,
    /// The language of pages that do not say theirs, a BCP 47 tag.
    pub language: String,
    /// The theme, with what the site has set in it.
    pub theme: ChosenTheme,
    /// The people of the site, by id.
    pub people: BTreeMap<String, Person>,
    /// The site's descriptions of its topics, by ID: `[topics]`, and `[tags]`, which is the same.
    pub tags: BTreeMap<String, Tag>,
    /// The kinds of note, by id: the five that are built in and the site's own.
    pub kinds: BTreeMap<String, NoteKind>,
    /// Links in the pages' header, in order.
    pub navigation: Vec<NavigationLink>,
    /// The treatment of orphans: stand-off notes whose words are not on their page.
    pub orphans: Orphans,
    /// The place where the server writes new notes.
    pub new_notes: NewNotes,
    /// Words to write otherwise, each with what to write.
    pub style: BTreeMap<String, String>,
    /// The search index.
    pub search: SearchSettings,
    /// The places, persons and other things whose mentions it shows.
    pub registers: Registers,
    /// The sources that it cites.
    pub sources: SourceSettings,
    /// The files for other programs.
    pub exports: Exports,
    /// Terms for programs that collect texts.
    pub ai: AiTerms,
    /// The part of a text that its entry in a feed has.
    pub feeds: FeedTexts,
    /// The host that publishes the site, when the site says so.
    pub host: Option<SiteHost>,
    /// The fonts that cards are drawn with, paths below the site's root; without them there are none.
    pub card_fonts: Vec<Located<String>>,
    /// Limits on the size of input.
    pub limits: Limits,
    /// Settings for reading transcripts.
    pub transcripts: Transcripts,
    /// True if bold statements in turns are key quotes.
    pub bold_quotes: bool,
    /// The severity of each kind of problem.
    pub levels: Levels,
    /// The podcast that the site is of, if it is of one.
    pub podcast: Option<Podcast>,
    /// The ways in which readers write to the author, if the site wants that.
    pub readers: Option<Readers>,
    /// Values of the site's own, for templates: `[extra]`.
    pub extra: ExtraValues,
    /// The edition that is built.
    pub edition: Edition,
    /// The words for what it withholds.
    pub withheld_terms: LanguageTerms,
    /// Names that only the archive's edition shows.
    pub pseudonyms: Pseudonyms,
}

/// Settings for reading transcripts: `[transcripts]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcripts {
    /// Labels that name an event and nobody who speaks.
    pub not_speakers: Vec<String>,
    /// Accept only speakers that a page or the site declares.
    pub only_declared: bool,
    /// Layouts of labels, tried before those that are built in.
    pub labels: Vec<LabelLayout>,
    /// True if somebody whom site.toml does not know and who speaks once has a page.
    pub single_appearances: bool,
}

impl Default for Transcripts {
    fn default() -> Self {
        Transcripts {
            not_speakers: Vec::new(),
            only_declared: false,
            labels: Vec::new(),
            single_appearances: true,
        }
    }
}

/// Limits on the size of input, because a site may come from someone who is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of the longest text file.
    pub text: u64,
}

/// The longest transcripts have a few million bytes.
impl Default for Limits {
    fn default() -> Self {
        Limits { text: 16 << 20 }
    }
}

/// The treatment of stand-off notes whose words are not on their page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Orphans {
    /// They are published at the page's end, and are errors of a check: one of them must not keep a whole
    /// site from its readers, and must not be forgotten.
    #[default]
    Publish,
    /// They are published at the page's end, and are warnings of a check.
    Warn,
    /// They stop the build.
    Error,
}

/// The place where `postil serve --write` writes new notes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NewNotes {
    /// In the file of notes beside the page: the text stays as it is.
    #[default]
    File,
    /// In the page, as footnotes.
    Inline,
}

/// Somebody who speaks, writes notes, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name in full.
    pub name: String,
    /// Other names they go by in transcripts.
    pub aliases: Vec<String>,
    /// `host`, `guest`, or any other word.
    pub role: Option<String>,
    /// Their own page elsewhere.
    pub url: Option<String>,
    /// A few lines about them.
    pub bio: Option<String>,
    /// A picture, a path below `static/` or an address.
    pub image: Option<Located<String>>,
    /// The place of the name, when it is in a file.
    pub span: Option<Span>,
}

/// A topic: a tag of pages and notes, or what a passage is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// The topic as readers see it.
    pub label: String,
    /// A line about it.
    pub description: Option<String>,
    /// Other ways in which authors write it.
    pub aliases: Vec<String>,
    /// The ID of the topic that it is a part of.
    pub parent: Option<String>,
    /// Addresses of the same topic in Wikidata, VIAF or another authority file.
    pub same_as: Vec<String>,
}

/// A kind of note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteKind {
    /// The kind as readers see it: `Fact check`. Empty for a built-in kind that the site does not rename, since the
    /// theme then has a word for it in the page's language.
    pub label: String,
    /// A sign that stands before it; the theme's own when the site says none.
    pub sign: Option<String>,
    /// The theme's own when the site says none.
    pub colour: Option<Colour>,
}

/// A colour that every theme has, light and dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Red.
    Red,
    /// Blue.
    Blue,
    /// Green.
    Green,
    /// Violet.
    Violet,
    /// Ochre.
    Ochre,
    /// Teal.
    Teal,
    /// Rose.
    Rose,
    /// Grey.
    Grey,
}

impl Colour {
    /// Every one of them.
    pub const ALL: [Colour; 8] = [
        Colour::Red,
        Colour::Blue,
        Colour::Green,
        Colour::Violet,
        Colour::Ochre,
        Colour::Teal,
        Colour::Rose,
        Colour::Grey,
    ];

    /// The name of the colour in `site.toml` and in style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Colour::Red => "red",
            Colour::Blue => "blue",
            Colour::Green => "green",
            Colour::Violet => "violet",
            Colour::Ochre => "ochre",
            Colour::Teal => "teal",
            Colour::Rose => "rose",
            Colour::Grey => "grey",
        }
    }
}

/// A link in the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationLink {
    /// Its words.
    pub title: String,
    /// A path below `content/`, a site address, or an absolute one.
    pub url: String,
}

/// The kinds of note that every site has.
pub const BUILT_IN_KINDS: [&str; 6] = ["note", "fact", "cite", "context", "fix", "term"];

impl Config {
    /// Default settings for a text of which everything is to be read, whatever it withholds from others.
    pub fn with_everything() -> Config {
        Config { edition: Edition::archive(), ..Config::default() }
    }
}

impl Default for Config {
    fn default() -> Self {
        let kind = |id: &str| (id.to_string(), NoteKind::default());
        Config {
            title: String::new(),
            description: None,
            base_url: None,
            language: "en".into(),
            theme: ChosenTheme::default(),
            people: BTreeMap::new(),
            tags: BTreeMap::new(),
            kinds: BUILT_IN_KINDS.into_iter().map(kind).collect(),
            navigation: Vec::new(),
            orphans: Orphans::default(),
            new_notes: NewNotes::default(),
            style: BTreeMap::new(),
            search: SearchSettings::default(),
            registers: Registers::default(),
            sources: SourceSettings::default(),
            exports: Exports::default(),
            ai: AiTerms::default(),
            feeds: FeedTexts::default(),
            host: None,
            card_fonts: Vec::new(),
            limits: Limits::default(),
            transcripts: Transcripts::default(),
            bold_quotes: false,
            levels: Levels::default(),
            podcast: None,
            readers: None,
            extra: ExtraValues::new(),
            edition: Edition::default(),
            withheld_terms: LanguageTerms::default(),
            pseudonyms: Pseudonyms::default(),
        }
    }
}
