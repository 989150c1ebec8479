//! Notes and marks put into reading order, after stand-off notes came in and drafts went out.

use std::collections::HashMap;

use crate::model::{Document, Inline, Mark, MarkId, Note, NoteId, NoteRef};

/// Numbers the notes and marks of `document` anew, in the order in which the text first refers to
/// them. Notes that `keep` refuses go, with their references and the marks that were only theirs.
pub fn renumber(document: &mut Document, keep: impl Fn(&Note) -> bool) {
    if document.notes.is_empty() && document.marks.is_empty() {
        return;
    }
    let mut numbering = Numbering {
        old_notes: std::mem::take(&mut *document.notes).into_iter().map(Some).collect(),
        old_marks: std::mem::take(&mut *document.marks),
        keep,
        notes: Vec::new(),
        marks: Vec::new(),
        note_ids: HashMap::new(),
        mark_ids: HashMap::new(),
    };
    document.for_each_run_mut(&mut |inlines| numbering.run(inlines));
    numbering.note_bodies();
    document.page_notes = numbering.without_references(&document.page_notes);
    document.unplaced = numbering.without_references(&document.unplaced);
    let ids = numbering.note_ids;
    for note in &mut numbering.notes {
        note.reply_to = note.reply_to.and_then(|parent| ids.get(&parent).copied().flatten());
    }
    document.notes = numbering.notes.into();
    document.marks = numbering.marks.into();
}

struct Numbering<K> {
    old_notes: Vec<Option<Note>>,
    old_marks: Vec<Mark>,
    keep: K,
    notes: Vec<Note>,
    marks: Vec<Mark>,
    note_ids: HashMap<NoteId, Option<NoteId>>,
    mark_ids: HashMap<MarkId, MarkId>,
}

impl<K: Fn(&Note) -> bool> Numbering<K> {
    fn run(&mut self, inlines: &mut Vec<Inline>) {
        let mut out = Vec::with_capacity(inlines.len());
        for mut inline in std::mem::take(inlines) {
            match &mut inline {
                Inline::NoteRef(reference) => {
                    if let Some(renumbered) = self.reference(reference) {
                        out.push(Inline::NoteRef(renumbered));
                    }
                    continue;
                }
                Inline::Mark { mark, children, .. } => {
                    let kept = self.mark(*mark);
                    self.run(children);
                    match kept {
                        Some(id) => *mark = id,
                        None => {
                            out.append(children);
                            continue;
                        }
                    }
                }
                other => {
                    if let Some(children) = other.children_mut() {
                        self.run(children);
                    }
                }
            }
            out.push(inline);
        }
        *inlines = out;
    }

    /// The new number of a mark; `None` when all its notes are gone.
    fn mark(&mut self, old: MarkId) -> Option<MarkId> {
        if let Some(&id) = self.mark_ids.get(&old) {
            return Some(id);
        }
        let mark = &self.old_marks[old.0 as usize];
        let is_wanted = mark.is_key_quote() || mark.notes.iter().any(|&note| self.is_kept(note));
        if !is_wanted {
            return None;
        }
        let id = MarkId(self.marks.len() as u32);
        let anchor = if mark.is_key_quote() { mark.anchor.clone() } else { String::new() };
        self.marks.push(Mark { notes: Vec::new(), anchor });
        self.mark_ids.insert(old, id);
        Some(id)
    }

    fn is_kept(&self, note: NoteId) -> bool {
        match self.note_ids.get(&note) {
            Some(id) => id.is_some(),
            None => self.old_notes[note.0 as usize].as_ref().is_some_and(&self.keep),
        }
    }

    fn reference(&mut self, old: &NoteRef) -> Option<NoteRef> {
        let id = self.note(old.note)?;
        let note = &mut self.notes[id.0 as usize];
        note.references += 1;
        let mark = old.mark.and_then(|mark| self.mark_ids.get(&mark).copied());
        let reference = NoteRef { note: id, occurrence: note.references, mark };
        let anchor = reference.anchor(&note.name);
        if let Some(mark) = mark.map(|mark| &mut self.marks[mark.0 as usize]) {
            mark.notes.push(id);
            if mark.anchor.is_empty() {
                mark.anchor = anchor;
            }
        }
        Some(reference)
    }

    /// The new number of a note, given at its first reference; `None` when it goes.
    fn note(&mut self, old: NoteId) -> Option<NoteId> {
        if let Some(&id) = self.note_ids.get(&old) {
            return id;
        }
        let kept = self.old_notes[old.0 as usize].take().filter(&self.keep);
        let id = kept.map(|note| {
            let number = self.notes.len() as u32;
            self.notes.push(Note { references: 0, number: number + 1, ..note });
            NoteId(number)
        });
        self.note_ids.insert(old, id);
        id
    }

    /// Notes may refer to further notes, and those to others again.
    fn note_bodies(&mut self) {
        let mut at = 0;
        while at < self.notes.len() {
            let mut blocks = std::mem::take(&mut self.notes[at].blocks);
            blocks.iter_mut().for_each(|block| block.for_each_inlines_mut(&mut |inlines| self.run(inlines)));
            self.notes[at].blocks = blocks;
            at += 1;
        }
    }

    fn without_references(&mut self, old: &[NoteId]) -> Vec<NoteId> {
        old.iter().filter_map(|&note| self.note(note)).collect()
    }
}
