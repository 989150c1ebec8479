//! All documents joined into one site.

use std::collections::BTreeMap;

use super::Document;
use crate::config::Config;

/// The number of a page in [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub u32);

/// A whole site, every link resolved.
#[derive(Clone, Debug)]
pub struct Site {
    /// What site.toml says.
    pub config: Config,
    /// Every page that comes from a file, in the order of their addresses.
    pub pages: Vec<Page>,
    /// Every folder of content that has pages, by its address (`""` is the root).
    pub collections: BTreeMap<String, Collection>,
    /// Files published as they are: path in the output, and path on the disk below the site's root.
    pub files: BTreeMap<String, String>,
    /// Former addresses of pages, each with the page that is meant.
    pub redirects: BTreeMap<String, PageId>,
}

/// A page that comes from a file.
#[derive(Clone, Debug)]
pub struct Page {
    /// What its file says.
    pub document: Document,
    /// What it is.
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
    /// How long it is.
    pub stats: Stats,
}

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The addresses of the collections directly inside it.
    pub children: Vec<String>,
}

/// How long a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

impl Site {
    /// The page with this number.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }
}
