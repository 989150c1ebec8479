//! The meaning of a page, compared before and after an edit: an edit counts only if it changes what it was meant to.

use super::FileEdit;
use super::editable::{EditablePage, UnitPlace};
use super::refusal::EditRefusal;
use super::trace::is_counted;
use crate::diag::Fix;
use crate::model::{Note, Turn};
use crate::text::timecode::Timecode;

/// The paragraphs, speakers, times and notes of a page, without the way they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageMeaning {
    /// Its paragraphs, in reading order.
    pub lines: Vec<MeaningLine>,
    /// The notes in its text: their names and words.
    pub notes: Vec<(String, String)>,
    /// The highlighted words.
    pub marks: usize,
}

/// A paragraph of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeaningLine {
    /// The names of those who speak; for other parts of the page what it is.
    pub speakers: String,
    /// The time of the turn, at its first paragraph.
    pub time: Option<Timecode>,
    /// The words without white space.
    pub words: String,
}

impl PageMeaning {
    /// Reads a page.
    pub fn new(page: &EditablePage) -> Self {
        let turns: Vec<&Turn> = page.document.turns().collect();
        let mut lines = Vec::new();
        for unit in &page.units {
            let (speakers, mut time) = match unit.place {
                UnitPlace::Heading(_) => ("#".to_string(), None),
                UnitPlace::Lead(_) => (String::new(), None),
                UnitPlace::Turn(number) => (speakers(page, turns[number]), turns[number].time),
            };
            let words = |chars: &[super::trace::TracedChar]| -> String {
                chars.iter().map(|traced| traced.c).filter(|&c| is_counted(c)).collect()
            };
            for run in &unit.runs {
                let time = time.take();
                lines.push(MeaningLine { speakers: speakers.clone(), time, words: words(&run.chars) });
            }
            if unit.runs.is_empty() && matches!(unit.place, UnitPlace::Turn(_)) {
                lines.push(MeaningLine { speakers, time, words: String::new() });
            }
        }
        let note = |note: &Note| (note.label.clone(), note_words(note));
        let notes = page.document.notes.iter().map(note).collect();
        PageMeaning { lines, notes, marks: page.document.marks.len() }
    }

    /// The numbers of the lines of a part of `page`, which this is the meaning of.
    pub fn lines_of(page: &EditablePage, unit: usize) -> std::ops::Range<usize> {
        let count = |unit: &super::TextUnit| match unit.place {
            UnitPlace::Turn(_) => unit.runs.len().max(1),
            _ => unit.runs.len(),
        };
        let start = page.units[..unit].iter().map(count).sum();
        start..start + count(&page.units[unit])
    }
}

/// The words of a note without white space.
pub fn note_words(note: &Note) -> String {
    let words: Vec<String> = note.blocks.iter().map(|block| block.plain_text()).collect();
    words.concat().chars().filter(|&c| is_counted(c)).collect()
}

/// The names of those who speak in a turn, or the event that it is.
fn speakers(page: &EditablePage, turn: &Turn) -> String {
    let names = turn.speakers.iter().map(|&id| page.document.speaker(id).name.as_str());
    let names: Vec<&str> = names.chain(turn.event.as_deref()).collect();
    names.join(" & ")
}

/// The edit of `page` by `fixes`, if afterwards it says what `is_expected` wants.
pub fn verified(
    page: &EditablePage,
    fixes: &[Fix],
    is_expected: impl Fn(&EditablePage, &PageMeaning) -> bool,
    reason: EditRefusal,
) -> Result<FileEdit, EditRefusal> {
    let fixes: Vec<&Fix> = fixes.iter().collect();
    let edit = FileEdit::new(&page.source, &fixes);
    if edit.after == edit.before {
        return Err(EditRefusal::SameAsBefore);
    }
    let after = page.with_text(edit.after.clone());
    match is_expected(&after, &PageMeaning::new(&after)) {
        true => Ok(edit),
        false => Err(reason),
    }
}
