//! Numbers of notes of each kind and by each author on a page, with which readers choose among them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::strings::Strings;
use crate::config::Config;
use crate::model::{Document, Note, NoteId};

/// The ID that stands for notes without an author; no person's ID is empty.
const UNSIGNED: &str = "";

/// The notes of a page, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NoteCountsView {
    /// All of them.
    pub count: usize,
    /// By kind, the value of `data-kind`.
    pub kinds: Vec<TallyView>,
    /// By author, the value of `data-by`; the id of notes without an author is empty.
    pub authors: Vec<TallyView>,
}

/// The number of notes that have a kind or author in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TallyView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The number of notes.
    pub count: usize,
}

/// The notes that `document` shows, counted.
pub fn tally(document: &Document, config: &Config, strings: &Strings) -> NoteCountsView {
    let shown: Vec<&Note> = shown_notes(document).collect();
    let kinds = count(shown.iter().map(|note| note.kind.as_str()));
    let authors = count(shown.iter().map(|note| signature(note)));
    let author_name = |by: &str| match config.people.get(by) {
        Some(person) => person.name.clone(),
        None if by == UNSIGNED => strings.get("notes_unsigned").to_string(),
        None => by.to_string(),
    };
    NoteCountsView {
        count: shown.len(),
        kinds: kinds.into_iter().map(|(id, count)| view(id, strings.kind(id, config), count)).collect(),
        authors: authors.into_iter().map(|(id, count)| view(id, &author_name(id), count)).collect(),
    }
}

/// Notes that the text refers to, those on the whole page, and those whose words are gone.
fn shown_notes(document: &Document) -> impl Iterator<Item = &Note> {
    let ids = (0..).map(NoteId).zip(&document.notes);
    let apart = [&document.unplaced, &document.page_notes];
    ids.filter(move |(id, note)| note.references > 0 || apart.iter().any(|ids| ids.contains(id)))
        .map(|(_, note)| note)
}

fn signature(note: &Note) -> &str {
    note.attribution.by.as_ref().map_or(UNSIGNED, |by| by.value.as_str())
}

fn count<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for id in ids {
        *counts.entry(id).or_default() += 1;
    }
    counts
}

fn view(id: &str, name: &str, count: usize) -> TallyView {
    TallyView { id: id.to_string(), name: name.to_string(), count }
}
