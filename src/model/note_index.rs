//! All notes of a site, as it lists them.

use super::{NoteId, PageId};

/// All notes of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteIndex {
    /// Each of them, in the order of the pages and on each in that of its text.
    pub all: Vec<(PageId, NoteId)>,
    /// The number of notes with an author.
    pub signed: usize,
    /// The number of notes with a date.
    pub dated: usize,
    /// The works they cite, in alphabetical order.
    pub sources: Vec<CitedSource>,
}

/// Something that notes cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedSource {
    /// Its address; `None` for all that is cited in words alone.
    pub address: Option<String>,
    /// The notes that cite it.
    pub cited: Vec<(PageId, NoteId)>,
}

/// A list of a site's notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteList {
    /// All of them, by kind.
    Kinds,
    /// All of them, by those who wrote them.
    Authors,
    /// All of them, the newest first.
    Dates,
    /// Those that cite something, by what they cite.
    Sources,
}

impl NoteIndex {
    /// The lists that a site has: those that order its notes in a way of their own.
    pub fn lists(&self) -> Vec<NoteList> {
        let lists = [NoteList::Kinds, NoteList::Authors, NoteList::Dates, NoteList::Sources];
        let is_made = |list: &NoteList| match list {
            NoteList::Kinds => !self.all.is_empty(),
            NoteList::Authors => self.signed > 0,
            NoteList::Dates => self.dated > 0,
            NoteList::Sources => !self.sources.is_empty(),
        };
        lists.into_iter().filter(is_made).collect()
    }

    /// The number of notes in a list; a note that cites several sources counts once for each.
    pub fn length(&self, list: NoteList) -> usize {
        match list {
            NoteList::Kinds | NoteList::Authors | NoteList::Dates => self.all.len(),
            NoteList::Sources => self.sources.iter().map(|source| source.cited.len()).sum(),
        }
    }
}

impl NoteList {
    /// Its address.
    pub fn address(self) -> &'static str {
        match self {
            NoteList::Kinds => "notes/",
            NoteList::Authors => "notes/by/",
            NoteList::Dates => "notes/dates/",
            NoteList::Sources => "notes/sources/",
        }
    }
}
