//! All documents joined into one site.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{
    AttributedQuote, Document, MarkId, Mention, NoteIndex, Profile, QuotedPassage, REGISTERS, RelatedPassage,
    SectionSubject, Series, Speaker, TopicPassage, Topics, TurnSpeakers, register_address,
};
use crate::cache::Fingerprint;
use crate::config::{Config, RegisterKey, Shape};
use crate::source::SourceId;

/// From how many words on a site is large: as one file, its search index would be larger than 4 MB.
const LARGE: u64 = 250_000;

/// The address of the list of people, and of each of them below it.
pub const PEOPLE: &str = "people/";

/// The address of the list of topics, and of each of them below it.
pub const TOPICS: &str = "topics/";

/// The address that topics had when they were the tags of pages and notes alone; it leads to [`TOPICS`].
pub const TAGS: &str = "tags/";

/// The address of all key quotes.
pub const QUOTES: &str = "quotes/";

/// The address of the same by those who say them.
pub const QUOTES_BY_PERSON: &str = "quotes/by-person/";

/// From how many pages on a collection has a compact list, too.
const ENOUGH_FOR_COMPACT: usize = 12;

/// The number of newest transcripts on a home page; the rest is in the list by year.
pub const NEWEST: usize = 6;

/// The address of all transcripts by year.
pub const ARCHIVE: &str = "archive/";

/// The address of all sources that the site cites.
pub const SOURCES: &str = "sources/";

/// The number of a page in [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PageId(pub u32);

/// A whole site, every link resolved.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The settings of `site.toml`.
    pub config: Config,
    /// Every page that comes from a file, in the order of their addresses.
    pub pages: Vec<Page>,
    /// True if there is so much text that what nobody asked for should not repeat it.
    pub is_large: bool,
    /// Every folder of content that has pages, by its address (`""` is the root).
    pub collections: BTreeMap<String, Collection>,
    /// The series of pages, in the order of their titles.
    pub series: Vec<Series>,
    /// Files published as they are, by their paths in the output.
    pub files: BTreeMap<String, PlainFile>,
    /// Former addresses of pages, each with the page that is meant.
    pub redirects: BTreeMap<String, PageId>,
    /// Everybody who has a page of their own, by id.
    pub people: BTreeMap<String, Profile>,
    /// The tags of pages and notes, and the topics of passages.
    pub tags: Topics,
    /// All notes.
    pub notes: NoteIndex,
    /// The key quotes of every transcript but translations of others, the newest transcript first.
    pub quotes: Vec<(PageId, MarkId)>,
    /// The passages that attributed quotations repeat, by the file and the first byte of the quotation.
    pub quoted: BTreeMap<(SourceId, u32), QuotedPassage>,
    /// The pages that quote each turn and section, by the file of its page and by its anchor.
    pub quoted_by: BTreeMap<SourceId, BTreeMap<String, Vec<PageId>>>,
    /// The other pages whose texts link to a page.
    pub backlinks: BTreeMap<PageId, Vec<PageId>>,
    /// The entries of registers that are mentioned, each with its mentions: their pages and numbers there.
    pub mentions: BTreeMap<RegisterKey, Vec<(PageId, u32)>>,
    /// The sources that are cited, by their keys, each with the pages that cite it.
    pub cited: BTreeMap<String, Vec<PageId>>,
    /// Passages of other pages about the same as sections of a page, by the path of its file.
    pub related: BTreeMap<String, Vec<RelatedPassage>>,
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainFile {
    /// Its path on the disk, below the site's root.
    pub path: String,
    /// The size of the file in bytes.
    pub length: u64,
    /// The width and height of a picture in pixels.
    pub size: Option<(u32, u32)>,
}

/// A page that comes from a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page {
    /// The parsed file.
    pub document: Document,
    /// The kind of page.
    pub kind: PageKind,
    /// Its folder in the output, with a `/` at its end unless it is the root: `interviews/altman/`.
    pub address: String,
    /// The address of the collection it belongs to: `interviews/`.
    pub collection: String,
    /// Its language, a BCP 47 tag.
    pub language: String,
    /// The page that this one translates.
    pub translation_of: Option<PageId>,
    /// The words of its title.
    pub title: String,
    /// The length of the text.
    pub stats: Stats,
    /// The content before the first heading.
    pub beginning: Beginning,
    /// True if enough of its times are known to give each of its words a time.
    pub has_cues: bool,
    /// True if times are known well enough for captions: there is a recording, or every other turn has its time.
    pub has_real_times: bool,
    /// True if the time at which a section begins is known for one of them.
    pub has_chapters: bool,
    /// The length of each turn in half words: a Chinese or Japanese character counts as one.
    pub turn_lengths: Vec<u32>,
    /// The speakers of each turn.
    pub turn_speakers: TurnSpeakers,
    /// The length of each speaker's words in half words; words that several say together count for each.
    pub speaker_lengths: Vec<u64>,
    /// The keys of the sources that it cites, in the order of a bibliography.
    pub cited: Vec<String>,
    /// The places, persons and other things that it mentions, in the order of its text.
    pub mentions: Vec<Mention>,
    /// The subjects of those of its sections that have one.
    pub subjects: Vec<SectionSubject>,
    /// The passages of it that are about topics.
    pub topics: Vec<TopicPassage>,
    /// Its block quotations that say which transcript they are from.
    pub attributed: Vec<AttributedQuote>,
    /// A fingerprint of everything that it says, where one was taken: of its file, of what stands beside it, and of the
    /// settings.
    pub made_of: Option<Fingerprint>,
}

/// The content before a page's first heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Beginning {
    /// Nothing.
    Nothing,
    /// Words that nobody says.
    Words,
    /// Turns, perhaps behind such words.
    Turns,
}

/// The kind of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageKind {
    /// People speaking, or notes of it.
    Transcript,
    /// An ordinary page.
    Article,
    /// `_index.md`: the text of a collection's own page.
    Index,
}

/// A folder of content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collection {
    /// Its page's title: that of `_index.md`, else the folder's name.
    pub title: String,
    /// Its `_index.md`, if it has one.
    pub index: Option<PageId>,
    /// Its own pages, in the order in which they are listed.
    pub pages: Vec<PageId>,
    /// True if they are listed by season, or by series where they are of several.
    pub is_by_season: bool,
    /// The addresses of the collections directly inside it.
    pub children: Vec<String>,
}

/// The length of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Words, a Chinese or Japanese character counting as none of them.
    pub words: u32,
    /// Characters of scripts that do not separate words.
    pub characters: u32,
    /// Minutes it takes to read, at least one.
    pub minutes: u32,
}

/// A file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the output, with `/` between its parts.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Page {
    /// A copy to read the text of: what reading unpacks goes with the copy.
    pub fn open(&self) -> Page {
        self.clone()
    }

    /// Returns true for pages in lists of transcripts. A translation is not listed, because its original is.
    pub fn is_listed(&self) -> bool {
        self.kind == PageKind::Transcript && self.translation_of.is_none()
    }

    /// The order of pages in lists that have none of their own: the newest first, then by title.
    pub fn newest_first(&self, other: &Page) -> Ordering {
        let newest_first = other.document.front.date.cmp(&self.document.front.date);
        newest_first.then_with(|| (&self.title, &self.address).cmp(&(&other.title, &other.address)))
    }
}

impl Site {
    /// The files of the search index: those that site.toml asks for, or those that suit how much there is.
    pub fn search_shape(&self) -> Shape {
        match self.config.search.shape {
            Shape::Auto if self.is_large => Shape::Large,
            Shape::Auto => Shape::One,
            chosen => chosen,
        }
    }

    /// Tells whether `pages` make a site [large](Site::is_large); a character of a script without spaces takes more room
    /// than half a word.
    pub fn are_large(pages: &[Page]) -> bool {
        let words = |page: &Page| u64::from(page.stats.words) + u64::from(page.stats.characters) * 3 / 2;
        pages.iter().map(words).sum::<u64>() > LARGE
    }

    /// The page with this number.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }

    /// The addresses of pages that no file and no folder stands behind, and that can be linked to.
    pub fn made_addresses(&self) -> Vec<String> {
        let mut addresses = Vec::new();
        if self.config.search.enabled {
            addresses.push("search/".to_string());
        }
        if !self.people.is_empty() {
            addresses.push(PEOPLE.to_string());
        }
        if !self.tags.by_id.is_empty() {
            addresses.extend([TOPICS.to_string(), TAGS.to_string()]);
        }
        if !self.quotes.is_empty() {
            addresses.push(QUOTES.to_string());
        }
        if self.has_quotes_by_person() {
            addresses.push(QUOTES_BY_PERSON.to_string());
        }
        addresses.extend(self.compact_collections().map(|address| Site::compact(address)));
        if self.has_archive() {
            addresses.push(ARCHIVE.to_string());
        }
        if !self.cited.is_empty() {
            addresses.push(SOURCES.to_string());
        }
        if !self.mentions.is_empty() {
            addresses.push(REGISTERS.to_string());
        }
        addresses.extend(self.mentions.keys().map(|(kind, id)| register_address(*kind, id)));
        addresses.extend(self.notes.lists().into_iter().map(|list| list.address().to_string()));
        addresses
            .extend(self.pages.iter().filter_map(|page| self.parallel(page)).map(|(_, address)| address));
        addresses.extend(self.people.keys().map(|id| format!("{PEOPLE}{id}/")));
        for list in [TOPICS, TAGS] {
            addresses.extend(self.tags.by_id.keys().map(|id| format!("{list}{id}/")));
        }
        addresses
    }

    /// The original of a translation, and the address of the page that shows both side by side.
    pub fn parallel(&self, page: &Page) -> Option<(&Page, String)> {
        let original = self.page(page.translation_of?);
        let is_text = page.kind == original.kind && page.kind != PageKind::Index;
        is_text.then(|| (original, format!("{}parallel/", page.address)))
    }

    /// Returns true if key quotes of more than one person are known.
    pub fn has_quotes_by_person(&self) -> bool {
        self.people.values().filter(|profile| !profile.quotes.is_empty()).nth(1).is_some()
    }

    /// The addresses of collections that have a compact list.
    pub fn compact_collections(&self) -> impl Iterator<Item = &String> {
        let is_large = |(address, collection): &(&String, &Collection)| {
            !address.is_empty()
                && collection.pages.len() >= ENOUGH_FOR_COMPACT
                && !self.has_sidebar(collection)
        };
        self.collections.iter().filter(is_large).map(|(address, _)| address)
    }

    /// Returns true if the pages of a collection list each other in a sidebar, as those of a manual do.
    pub fn has_sidebar(&self, collection: &Collection) -> bool {
        collection.index.is_some_and(|index| self.page(index).document.front.sidebar)
    }

    /// The address of the compact list of a collection.
    pub fn compact(address: &str) -> String {
        format!("{address}compact/")
    }

    /// Returns true if there are transcripts of more than one year, or more than a home page shows.
    pub fn has_archive(&self) -> bool {
        if self.transcripts().nth(NEWEST).is_some() {
            return true;
        }
        let mut years =
            self.transcripts().filter_map(|page| page.document.front.date).map(|date| date.year());
        years.next().is_some_and(|first| years.any(|year| year != first))
    }

    /// The transcripts that are listed, in the order of their addresses: all but translations of others.
    pub fn transcripts(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter(|page| page.is_listed())
    }

    /// The address of a speaker's page, if they have one.
    pub fn address_of(&self, speaker: &Speaker) -> Option<String> {
        let id = speaker.profile_id()?;
        let is_theirs = speaker.is_person || !self.config.people.contains_key(&id);
        (is_theirs && self.people.contains_key(&id)).then(|| format!("{PEOPLE}{id}/"))
    }
}
