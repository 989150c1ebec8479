//! Replies: each stands where the note stands that it replies to, behind it.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, Inline, Note, NoteId, NoteRef};

/// Brings each note that replies to another to that note's place: its reference follows the first one of the
/// other. A reply that has words of its own stays there.
pub fn place(document: &mut Document) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    if document.notes.iter().all(|note| note.attribution.reply_to.is_none()) {
        return diagnostics;
    }
    let ids = labels(&document.notes);
    let mut replies: HashMap<NoteId, Vec<NoteId>> = HashMap::new();
    for at in 0..document.notes.len() {
        let Some(wanted) = document.notes[at].attribution.reply_to.clone() else { continue };
        let id = NoteId(at as u32);
        match ids.get(wanted.value.as_str()).copied().filter(|&parent| !goes_round(document, parent, id)) {
            Some(parent) => {
                let note = &mut document.notes[at];
                note.reply_to = Some(parent);
                if note.references == 0 && note.targets.is_empty() {
                    replies.entry(parent).or_default().push(id);
                }
            }
            None => diagnostics.push(no_parent(&wanted.value).at(wanted.span)),
        }
    }
    place_in_text(document, &mut replies);
    place_in_lists(document, &replies);
    diagnostics
}

/// Each note by its label, and by the part behind its kind; of two with one label the first.
fn labels(notes: &[Note]) -> HashMap<String, NoteId> {
    let mut ids = HashMap::new();
    for (id, note) in (0..).map(NoteId).zip(notes).filter(|(_, note)| !note.label.is_empty()) {
        ids.entry(note.label.clone()).or_insert(id);
    }
    for (id, note) in (0..).map(NoteId).zip(notes) {
        let bare = note.label.split_once(':').map_or("", |(_, bare)| bare);
        for name in [bare, &note.name] {
            ids.entry(name.to_string()).or_insert(id);
        }
    }
    ids.remove("");
    ids
}

/// Returns true if `parent` is `id` or replies to it, however far back.
fn goes_round(document: &Document, parent: NoteId, id: NoteId) -> bool {
    let mut next = Some(parent);
    while let Some(note) = next {
        if note == id {
            return true;
        }
        next = document.note(note).reply_to;
    }
    false
}

fn no_parent(label: &str) -> Diagnostic {
    Diagnostic::new(Code::UndefinedNote, format!("there is no note `{label}` on this page to reply to"))
        .help("`re=` names the label of a note: `## milk` in a file of notes, or `[^milk]` in the text")
}

/// Puts the references of replies behind the first one of the note that they reply to, in the text and in notes.
fn place_in_text(document: &mut Document, replies: &mut HashMap<NoteId, Vec<NoteId>>) {
    let mut left = replies.clone();
    document.for_each_run_mut(&mut |inlines| add_references(inlines, &mut left));
    for note in &mut document.notes {
        note.blocks
            .iter_mut()
            .for_each(|block| block.for_each_inlines_mut(&mut |inlines| add_references(inlines, &mut left)));
    }
    *replies = left;
}

fn add_references(inlines: &mut Vec<Inline>, replies: &mut HashMap<NoteId, Vec<NoteId>>) {
    let mut at = 0;
    while at < inlines.len() {
        let found = match &mut inlines[at] {
            Inline::NoteRef(reference) => replies.remove(&reference.note).map(|ids| (reference.mark, ids)),
            other => {
                if let Some(children) = other.children_mut() {
                    add_references(children, replies);
                }
                None
            }
        };
        at += 1;
        if let Some((mark, ids)) = found {
            let new = ids.into_iter().map(|note| Inline::NoteRef(NoteRef { note, occurrence: 0, mark }));
            inlines.splice(at..at, new);
        }
    }
}

/// Replies to notes that stand in no text are listed behind them.
fn place_in_lists(document: &mut Document, replies: &HashMap<NoteId, Vec<NoteId>>) {
    for list in [&mut document.page_notes, &mut document.unplaced] {
        let mut at = 0;
        while at < list.len() {
            if let Some(ids) = replies.get(&list[at]) {
                let new: Vec<NoteId> = ids.iter().copied().filter(|id| !list.contains(id)).collect();
                list.splice(at + 1..at + 1, new);
            }
            at += 1;
        }
    }
}
