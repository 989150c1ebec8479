//! Marks and note references laid into the text.

use std::collections::{BTreeMap, HashMap};

use super::folded::RunRange;
use super::wrap::{Wrap, wrap};
use crate::model::{Document, Inline, Mark, MarkId, NoteId, NoteRef};

/// A place for a note.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// Over these words.
    Words(Vec<RunRange>),
    /// At the end of this run.
    End(usize),
}

/// The places of all notes.
pub struct NoteSpots {
    /// The places of each note, in the order of the notes.
    pub by_note: Vec<Vec<Spot>>,
}

impl NoteSpots {
    /// Lays the marks and references of all notes into `document`.
    pub fn lay(&mut self, document: &mut Document, ids: &[NoteId]) {
        let mut at_spot: BTreeMap<Spot, Vec<NoteId>> = BTreeMap::new();
        for (spots, &id) in self.by_note.iter_mut().zip(ids) {
            for spot in spots.drain(..) {
                let notes = at_spot.entry(spot).or_default();
                if !notes.contains(&id) {
                    notes.push(id);
                }
            }
        }
        let mut by_run: HashMap<usize, RunChanges> = HashMap::new();
        for (spot, notes) in at_spot {
            add_changes(spot, &notes, document, &mut by_run);
        }
        let mut run = 0;
        document.for_each_run_mut(&mut |inlines| {
            if let Some(changes) = by_run.remove(&run) {
                changes.apply(inlines);
            }
            run += 1;
        });
    }
}

/// The changes to one run.
#[derive(Default)]
struct RunChanges {
    wraps: Vec<Wrap>,
    at_end: Vec<Inline>,
}

impl RunChanges {
    /// Longer marks go first, so that shorter ones nest in them.
    fn apply(mut self, inlines: &mut Vec<Inline>) {
        self.wraps.sort_by_key(|wrap| (wrap.range.start, std::cmp::Reverse(wrap.range.end)));
        for change in self.wraps {
            *inlines = wrap(std::mem::take(inlines), change);
        }
        inlines.append(&mut self.at_end);
    }
}

fn add_changes(
    spot: Spot,
    notes: &[NoteId],
    document: &mut Document,
    by_run: &mut HashMap<usize, RunChanges>,
) {
    let signs = |mark| notes.iter().map(move |&note| Inline::NoteRef(NoteRef { note, occurrence: 0, mark }));
    match spot {
        Spot::End(run) => by_run.entry(run).or_default().at_end.extend(signs(None)),
        Spot::Words(pieces) => {
            let mark = MarkId(document.marks.len() as u32);
            document.marks.push(Mark { notes: notes.to_vec(), anchor: String::new() });
            let last = pieces.len() - 1;
            for (at, piece) in pieces.into_iter().enumerate() {
                by_run.entry(piece.run).or_default().wraps.push(Wrap {
                    range: piece.start..piece.end,
                    mark,
                    is_first: at == 0,
                    behind: if at == last { signs(Some(mark)).collect() } else { Vec::new() },
                });
            }
        }
    }
}
