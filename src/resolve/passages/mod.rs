//! Stand-off notes brought to the words they are about.
//!
//! A note that was recorded is where the record's words are now ([`anchoring`](super::anchoring)),
//! whatever else on the page is like its quotation. Any other note is where its quotation stands, without
//! regard to markup and typing ([`folded`]): exactly ([`find`]), or with other punctuation
//! ([`same_words`]). Where that is nowhere or in several places, the complaint shows what the author may
//! have meant ([`near`]), and decides nothing. The marks are then laid over the text (`wrap`).

mod find;
mod folded;
mod lay;
mod near;
mod nearest;
mod passage_text;
mod points;
mod report;
mod requote;
mod same_words;
mod search;
mod wrap;

use std::collections::{BTreeMap, HashSet};

pub use self::nearest::nearest_passages;
pub use self::passage_text::{PassageText, PassageTexts};
use self::search::{TargetSearch, time_of};
use super::anchoring::PageWords;
use super::permalinks::{History, NoteIds, note_name};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Document, LostWords, Note, NoteId, NoteOrigin, NoteTarget, Page, Permalink, PermalinkTarget, StandOff,
    StandOffNote, Target,
};
use crate::source::Span;

/// The files of stand-off notes, by the page they are about.
pub type ByPage = BTreeMap<String, Vec<StandOff>>;

/// Puts the files about each page together.
pub fn by_page(files: Vec<StandOff>) -> ByPage {
    let mut by_page = ByPage::new();
    for file in files {
        by_page.entry(file.page.clone()).or_default().push(file);
    }
    by_page
}

/// Reports the files about pages that are not there.
pub fn check_pages(files: &ByPage, pages: &[Page]) -> Diagnostics {
    let paths: HashSet<&str> = pages.iter().map(|page| page.document.path.as_str()).collect();
    let mut diagnostics = Diagnostics::new();
    for file in files.iter().filter(|(path, _)| !paths.contains(path.as_str())).flat_map(|(_, files)| files) {
        let message = format!("these notes are on content/{}, which is not there", file.page);
        diagnostics.push(
            Diagnostic::new(Code::NotesWithoutPage, message)
                .at(Span::new(file.source, 0, 0))
                .help("name the file after its page: altman.notes.md for altman.md"),
        );
    }
    diagnostics
}

/// The notes of `files`, in their order.
pub fn notes_of(files: &[StandOff]) -> Vec<StandOffNote> {
    files.iter().flat_map(|file| &file.notes).cloned().collect()
}

/// Brings `notes` to the document they are about. `words` are those of the document, `history` what a record
/// remembers of them, and `ids` the notes of the record that they are.
pub fn place(
    document: &mut Document,
    words: &PageWords,
    notes: Vec<StandOffNote>,
    history: Option<&History>,
    mut ids: NoteIds,
    config: &Config,
) -> Diagnostics {
    let search = TargetSearch::new(document, words, &notes, history, &ids, config);
    let (mut placed, targets, diagnostics) = search.run();
    let mut added = Vec::new();
    for (at, (note, targets)) in notes.into_iter().zip(targets).enumerate() {
        let recorded = ids.stand_off.get(at).copied().flatten();
        let recorded = recorded.zip(history).map(|(at, history)| &history.record.permalinks[at]);
        let id = recorded.map(|permalink| permalink.id().to_string());
        let name = id.unwrap_or_else(|| ids.names.claim(&note_name(&note)));
        let is_on_page = !note.is_orphan && note.targets.contains(&Target::Page);
        let is_reply = note.targets.is_empty() && note.attribution.reply_to.is_some();
        let is_lost = placed.by_note[at].is_empty() && !is_on_page && !is_reply;
        let lost = is_lost.then(|| Box::new(lost_words(&note, recorded, history)));
        let id = add_note(document, note, name, targets);
        if is_on_page && placed.by_note[at].is_empty() {
            document.page_notes.push(id);
        }
        if is_lost {
            document.unplaced.push(id);
            document.notes[id.0 as usize].lost = lost;
        }
        added.push(id);
    }
    placed.lay(document, &added);
    diagnostics
}

fn lost_words(note: &StandOffNote, recorded: Option<&Permalink>, history: Option<&History>) -> LostWords {
    let quotations = note.targets.iter().filter_map(|target| match target {
        Target::Quotation(quotation) => Some(quotation.text()),
        Target::Time(..) | Target::Anchor(..) | Target::Page => None,
    });
    let quotation = quotations.collect::<Vec<_>>().join(" … ");
    let recorded = recorded.and_then(|permalink| match &permalink.target {
        PermalinkTarget::Note(note) => Some(note),
        _ => None,
    });
    let known = recorded.filter(|note| !note.targets.is_empty());
    let version = known.and_then(|note| note.version.or_else(|| history?.record.version()));
    LostWords { quotation, recorded: known.and_then(|note| note.date), version }
}

fn add_note(document: &mut Document, note: StandOffNote, name: String, targets: Vec<NoteTarget>) -> NoteId {
    let id = NoteId(document.notes.len() as u32);
    let time = time_of(&note);
    document.notes.push(Note {
        label: note.label.unwrap_or_default(),
        name,
        kind: note.kind,
        attribution: note.attribution,
        blocks: note.blocks,
        references: 0,
        number: id.0 + 1,
        origin: NoteOrigin::StandOff,
        targets,
        time,
        reply_to: None,
        lost: None,
        span: note.span,
    });
    id
}
