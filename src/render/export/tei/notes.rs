//! The notes, behind the text, and the places in it that they are about.

use super::name_ids::NameIds;
use super::{TeiWriter, word};
use crate::model::{Document, MarkId, Note, NoteId};

/// The ids of the places that each note is about, as they are written.
pub struct TeiNoteTargets {
    /// The number of pieces of each mark so far.
    pieces: Vec<usize>,
    /// The marks that each note is about.
    marks: Vec<Vec<MarkId>>,
    /// The points that each note is about.
    points: Vec<Vec<String>>,
    count: usize,
}

impl TeiNoteTargets {
    /// Nothing is written of `document` yet.
    pub fn from_document(document: &Document) -> TeiNoteTargets {
        let mut marks = vec![Vec::new(); document.notes.len()];
        for (id, mark) in (0..).map(MarkId).zip(&document.marks) {
            mark.notes.iter().for_each(|note| marks[note.0 as usize].push(id));
        }
        let points = vec![Vec::new(); document.notes.len()];
        TeiNoteTargets { pieces: vec![0; document.marks.len()], marks, points, count: 0 }
    }

    /// The id of another piece of a mark.
    pub fn next_piece(&mut self, mark: MarkId) -> String {
        let pieces = &mut self.pieces[mark.0 as usize];
        *pieces += 1;
        piece(mark, *pieces)
    }

    /// The id of another point that a note is about.
    pub fn next_point(&mut self, note: NoteId) -> String {
        self.count += 1;
        let id = format!("a{}", self.count);
        self.points[note.0 as usize].push(format!("#{id}"));
        id
    }

    /// All that a note is about.
    fn of_note(&self, note: NoteId) -> String {
        let pieces = |mark: &MarkId| {
            let mark = *mark;
            (1..=self.pieces[mark.0 as usize]).map(move |number| format!("#{}", piece(mark, number)))
        };
        let note = note.0 as usize;
        let all = self.marks[note].iter().flat_map(pieces).chain(self.points[note].iter().cloned());
        all.collect::<Vec<_>>().join(" ")
    }
}

fn piece(mark: MarkId, number: usize) -> String {
    match number {
        1 => format!("m{}", mark.0 + 1),
        _ => format!("m{}.{number}", mark.0 + 1),
    }
}

impl<'a> TeiWriter<'a> {
    pub(super) fn notes(&mut self) {
        let document: &'a Document = &self.page.document;
        // A note may be about a place in another: all are written before any is told its targets.
        let bodies: Vec<String> = document.notes.iter().map(|note| self.body_of(note)).collect();
        self.xml.begin("div", &[("type", "notes")]);
        for ((id, note), body) in (0..).map(NoteId).zip(&document.notes).zip(&bodies) {
            self.note(id, note, body);
        }
        self.xml.end();
    }

    fn body_of(&mut self, note: &'a Note) -> String {
        let before = std::mem::take(&mut self.xml);
        self.blocks(&note.blocks);
        std::mem::replace(&mut self.xml, before).finish()
    }

    fn note(&mut self, id: NoteId, note: &Note, body: &str) {
        let attribution = &note.attribution;
        let own = format!("n{}", id.0 + 1);
        let (kind, number) = (word(&note.kind), note.number.to_string());
        let target = self.targets.of_note(id);
        let by = attribution.by.as_ref().map_or(String::new(), |by| self.authors.reference(&by.value));
        let tags: Vec<String> = attribution.tags.iter().map(|tag| self.tags.reference(tag)).collect();
        let tags = tags.join(" ");
        let optional = [("target", target.as_str()), ("resp", &by), ("ana", &tags)];
        let mut attributes = vec![("xml:id", own.as_str()), ("n", &number), ("type", &kind)];
        attributes.extend(optional.into_iter().filter(|(_, value)| !value.is_empty()));
        self.xml.begin("note", &attributes);
        if let Some(date) = attribution.date {
            self.xml.empty_line("date", &[("type", "written"), ("when", &date.to_string())]);
        }
        self.xml.raw(body);
        self.xml.end();
    }
}

/// Everybody who wrote notes on a page.
pub fn authors(document: &Document) -> NameIds<'_> {
    let by = document.notes.iter().filter_map(|note| note.attribution.by.as_ref());
    NameIds::new("h", by.map(|by| by.value.as_str()))
}

/// Every tag of a note and every topic of a passage.
pub fn tags(document: &Document) -> NameIds<'_> {
    let of_notes = document.notes.iter().flat_map(|note| &note.attribution.tags).map(String::as_str);
    let headings = document.sections.iter().filter_map(|section| section.heading.as_ref());
    let topics = headings.map(|heading| &heading.topics).chain(document.turns().map(|turn| &turn.topics));
    NameIds::new("k", of_notes.chain(topics.flatten().map(|topic| topic.value.as_str())))
}
