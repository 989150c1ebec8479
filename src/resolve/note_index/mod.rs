//! All notes of a site gathered, and what they cite.

mod sources;

use crate::model::{Note, NoteId, NoteIndex, Page, PageId};

/// The kind of notes that cite.
const CITING: &str = "cite";

/// A note and where it is.
type PlacedNote<'a> = ((PageId, NoteId), &'a Note);

/// Gathers the notes of `pages`.
pub fn gather(pages: &[Page]) -> NoteIndex {
    let notes: Vec<PlacedNote> =
        (0..).map(PageId).zip(pages).flat_map(|(id, page)| notes(id, page)).collect();
    let count = |is: fn(&Note) -> bool| notes.iter().filter(|(_, note)| is(note)).count();
    let citing = notes.iter().filter(|(_, note)| note.kind == CITING);
    NoteIndex {
        all: notes.iter().map(|&(at, _)| at).collect(),
        signed: count(|note| note.attribution.by.is_some()),
        dated: count(|note| note.attribution.date.is_some()),
        sources: sources::gather(citing.copied()),
    }
}

fn notes(id: PageId, page: &Page) -> impl Iterator<Item = PlacedNote<'_>> {
    let notes = (0..).map(NoteId).zip(&page.document.notes);
    notes.map(move |(number, note)| ((id, number), note))
}
