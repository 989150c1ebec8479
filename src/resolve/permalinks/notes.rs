//! Notes that keep the IDs they were published with, whatever their files call them now.
//!
//! A published ID goes to the note that says the same, and to no other: an ID whose note is gone leads to
//! where it was, and a new note of the same name gets a number.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use super::history::History;
use super::sketch::RunHashes;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Attribution, Block, Document, Permalink, PermalinkTarget, RecordedNote, StandOffNote, Target,
};
use crate::resolve::anchoring::{PageWords, PartKind, quotation_hash};
use crate::resolve::note_words::points_and_marks;
use crate::text::slug::{Names, slug};

/// Comments that share this much of their runs of words are one comment, revised, if the quotation or place is the same.
const REVISED: f64 = 0.5;
/// The share of runs from which a comment is the same one, revised, on other words of the page.
const NEARLY_SAME: f64 = 0.75;
/// The number of words with which two comments are not similar by chance.
const TELLING_WORDS: usize = 12;
/// Comments on the same words that share this much are one comment, rewritten.
const REWRITTEN: f64 = 0.2;
/// Runs of words that more notes have than this tell nothing.
const MAX_COMMON: usize = 12;

/// The recorded note that each note of a page is.
#[derive(Debug, Default)]
pub struct NoteIds {
    /// For each note of the page's files of notes, the number of its permalink in the record.
    pub stand_off: Vec<Option<usize>>,
    /// The names that are taken: those of the record, and those that were given since.
    pub names: Names,
}

impl NoteIds {
    /// No recorded notes, and the names of the footnotes of `document`.
    pub fn new(document: &Document) -> Self {
        let mut ids = NoteIds::default();
        document.notes.iter().for_each(|note| {
            ids.names.take(&note.name);
        });
        ids
    }
}

/// A note as it is compared.
struct ComparedNote {
    author: String,
    name: String,
    comment: RunHashes,
    quotations: Vec<u32>,
    /// The new word at which it stands, where that is known before its quotation is looked for.
    word: Option<usize>,
}

/// A recorded note as it is compared.
struct OldNote<'a> {
    permalink: usize,
    id: &'a str,
    note: &'a RecordedNote,
    quotations: Vec<u32>,
    /// The new word at which its first words are now.
    word: Option<usize>,
}

/// Finds the recorded note that each footnote of `document` and each note of `stand_off` is.
pub fn keep_note_ids(
    document: &mut Document,
    stand_off: &[StandOffNote],
    history: &History,
) -> (NoteIds, Diagnostics) {
    let mut new: Vec<ComparedNote> = footnotes(document, history.new);
    let footnotes = new.len();
    new.extend(stand_off.iter().map(stand_off_view));
    let old = old_notes(history);
    let mut pairing =
        NotePairing { old: &old, new: &new, new_of: vec![None; old.len()], old_of: vec![None; new.len()] };
    pairing.run();
    let NotePairing { new_of, old_of, .. } = pairing;
    let pairs: Vec<Option<usize>> = old_of.iter().map(|pair| pair.map(|at| old[at].permalink)).collect();
    let gone = (0..old.len()).filter(|&at| new_of[at].is_none());
    let mut names = taken_names(history);
    for (note, pair) in document.notes.iter_mut().zip(&pairs) {
        note.name = match pair {
            Some(permalink) => history.record.permalinks[*permalink].id().to_string(),
            None => names.claim(&note.name),
        };
    }
    let mut diagnostics = Diagnostics::new();
    for (new, pair) in new.iter().zip(&old_of) {
        diagnostics.extend(pair.and_then(|at| other_comment(&old[at], new, history)));
    }
    for at in gone {
        diagnostics.push(note_gone(&history.record.permalinks[old[at].permalink]));
        lead_to_place(document, history, &old[at]);
    }
    (NoteIds { stand_off: pairs[footnotes..].to_vec(), names }, diagnostics)
}

fn footnotes(document: &Document, page: &PageWords) -> Vec<ComparedNote> {
    let places = points_and_marks(document, page);
    let view = |(at, note): (usize, &crate::model::Note)| ComparedNote {
        author: author(&note.attribution),
        name: note.name.clone(),
        comment: RunHashes::of_comment(&note.blocks),
        quotations: Vec::new(),
        word: places.get(&at).and_then(|targets| targets.first()).map(|target| target.start),
    };
    document.notes.iter().enumerate().map(view).collect()
}

fn stand_off_view(note: &StandOffNote) -> ComparedNote {
    let hash = |target: &Target| match target {
        Target::Quotation(quotation) => Some(quotation_hash(quotation)),
        _ => None,
    };
    ComparedNote {
        author: author(&note.attribution),
        name: note_name(note),
        comment: RunHashes::of_comment(&note.blocks),
        quotations: note.targets.iter().filter_map(hash).collect(),
        word: None,
    }
}

/// The author of a note, as a record keeps it.
pub fn author(attribution: &Attribution) -> String {
    attribution.by.as_ref().map_or(String::new(), |by| by.value.clone())
}

/// The number of words that name a note to which its author gave no name, and their largest number of characters.
const NAMING_WORDS: usize = 4;
const NAMING_CHARACTERS: usize = 40;

/// The name of a note: its heading, else its author and first words.
pub fn note_name(note: &StandOffNote) -> String {
    let words = note.label.clone().unwrap_or_else(|| {
        let text = note.blocks.first().map(Block::plain_text).unwrap_or_default();
        let first: Vec<&str> = text.split_whitespace().take(NAMING_WORDS).collect();
        format!("{} {}", author(&note.attribution), first.join(" ")).chars().take(NAMING_CHARACTERS).collect()
    });
    Some(slug(&words)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "note".to_string())
}

fn old_notes<'a>(history: &History<'a>) -> Vec<OldNote<'a>> {
    let mut notes = Vec::new();
    for (permalink, recorded) in history.record.permalinks.iter().enumerate() {
        let PermalinkTarget::Note(note) = &recorded.target else { continue };
        let place = note.targets.iter().find_map(|target| target.place.as_ref());
        let word = history.old.as_ref().zip(place).and_then(|(old, place)| {
            let words = old.range(place)?;
            if words.is_empty() {
                old.point(words.start)
            } else {
                old.alignment.image[words.start].map(|at| at as usize)
            }
        });
        let quotations = note.targets.iter().filter_map(|target| target.quotation).collect();
        notes.push(OldNote { permalink, id: recorded.id(), note, quotations, word });
    }
    notes
}

/// All names that notes had on the page, in the record and before it.
fn taken_names(history: &History) -> Names {
    let mut names = Names::default();
    let record = history.record;
    for permalink in &record.permalinks {
        let is_note = matches!(permalink.target, PermalinkTarget::Note(_));
        for id in &permalink.ids {
            if let Some(name) = if is_note { Some(id.id.as_str()) } else { id.id.strip_prefix("note-") } {
                names.take(name);
            }
        }
    }
    record.page_ids.iter().filter_map(|id| id.strip_prefix("note-")).for_each(|name| {
        names.take(name);
    });
    names
}

struct NotePairing<'a, 'b> {
    old: &'a [OldNote<'b>],
    new: &'a [ComparedNote],
    new_of: Vec<Option<usize>>,
    old_of: Vec<Option<usize>>,
}

impl NotePairing<'_, '_> {
    /// Pairs from the most certain to the least: the same comment, a revised one, a rewritten one.
    fn run(&mut self) {
        self.by_key(
            |old| Some((old.note.comment.whole, old.quotations.clone(), old.note.author.clone(), old.word)),
            |new| Some((new.comment.whole(), new.quotations.clone(), new.author.clone(), new.word)),
        );
        self.by_key(
            |old| {
                (!old.quotations.is_empty())
                    .then(|| (old.note.comment.whole, old.quotations.clone(), old.note.author.clone()))
            },
            |new| {
                (!new.quotations.is_empty())
                    .then(|| (new.comment.whole(), new.quotations.clone(), new.author.clone()))
            },
        );
        self.by_key(
            |old| (!old.quotations.is_empty()).then(|| (old.note.comment.whole, old.quotations.clone())),
            |new| (!new.quotations.is_empty()).then(|| (new.comment.whole(), new.quotations.clone())),
        );
        self.by_key(
            |old| old.word.map(|word| (old.note.comment.whole, word)),
            |new| new.word.map(|word| (new.comment.whole(), word)),
        );
        self.by_key(|old| Some(old.note.comment.whole), |new| Some(new.comment.whole()));
        // Comments of one pattern are no revisions of each other: elsewhere on the page, most of it must be the same.
        self.by_likeness(NEARLY_SAME, |_, new| new.comment.words() >= TELLING_WORDS);
        self.by_likeness(REVISED, |old, new| {
            is_older(old)
                || has_quotation(old, new)
                || (is_without_quotation(old, new) && has_place(old, new))
        });
        self.by_key(
            |old| {
                (!old.quotations.is_empty())
                    .then(|| (old.quotations.clone(), old.note.author.clone(), old.id.to_string()))
            },
            |new| {
                (!new.quotations.is_empty())
                    .then(|| (new.quotations.clone(), new.author.clone(), new.name.clone()))
            },
        );
        self.by_key(
            |old| old.word.map(|word| (word, old.note.author.clone(), old.id.to_string())),
            |new| new.word.map(|word| (word, new.author.clone(), new.name.clone())),
        );
        self.by_key(
            |old| (!old.quotations.is_empty()).then(|| (old.quotations.clone(), old.note.author.clone())),
            |new| (!new.quotations.is_empty()).then(|| (new.quotations.clone(), new.author.clone())),
        );
        self.by_likeness(REWRITTEN, |old, new| has_quotation(old, new) || has_place(old, new));
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.new_of[old] = Some(new);
        self.old_of[new] = Some(old);
    }

    /// Pairs notes with the same key, in order.
    fn by_key<K: Eq + Hash>(
        &mut self,
        old_key: impl Fn(&OldNote) -> Option<K>,
        new_key: impl Fn(&ComparedNote) -> Option<K>,
    ) {
        let mut holders: HashMap<K, Vec<usize>> = HashMap::new();
        for at in (0..self.new.len()).rev().filter(|&at| self.old_of[at].is_none()) {
            if let Some(key) = new_key(&self.new[at]) {
                holders.entry(key).or_default().push(at);
            }
        }
        for at in 0..self.old.len() {
            if self.new_of[at].is_none()
                && let Some(key) = old_key(&self.old[at])
                && let Some(new) = holders.get_mut(&key).and_then(Vec::pop)
            {
                self.pair(at, new);
            }
        }
    }

    /// Pairs notes whose comments share at least `least` of their runs of words, the most like first.
    fn by_likeness(&mut self, least: f64, agrees: impl Fn(&OldNote, &ComparedNote) -> bool) {
        let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
        for at in (0..self.new.len()).filter(|&at| self.old_of[at].is_none()) {
            for &run in self.new[at].comment.runs() {
                let found = holders.entry(run).or_default();
                if found.len() <= MAX_COMMON {
                    found.push(at);
                }
            }
        }
        let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
        for old in (0..self.old.len()).filter(|&old| self.new_of[old].is_none()) {
            let runs = self.old[old].note.comment.runs.iter().map(|&run| super::sketch::shorten(run));
            let mut shared: BTreeMap<usize, ()> = BTreeMap::new();
            for found in runs.filter_map(|run| holders.get(&run)).filter(|found| found.len() <= MAX_COMMON) {
                found.iter().for_each(|&new| {
                    shared.insert(new, ());
                });
            }
            for &new in shared.keys() {
                let share = self.new[new].comment.share_of(&self.old[old].note.comment);
                if share >= least && agrees(&self.old[old], &self.new[new]) {
                    candidates.push((share, old, new));
                }
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, old, new) in candidates {
            if self.new_of[old].is_none() && self.old_of[new].is_none() {
                self.pair(old, new);
            }
        }
    }
}

/// Returns true if an older version recorded the note, which kept only its comment.
fn is_older(old: &OldNote) -> bool {
    old.note.date.is_none() && old.note.targets.is_empty()
}

fn has_quotation(old: &OldNote, new: &ComparedNote) -> bool {
    new.quotations.iter().any(|quotation| old.quotations.contains(quotation))
}

fn is_without_quotation(old: &OldNote, new: &ComparedNote) -> bool {
    new.quotations.is_empty() && old.quotations.is_empty()
}

fn has_place(old: &OldNote, new: &ComparedNote) -> bool {
    old.word.is_some() && old.word == new.word
}

/// The warning that a note on the same words says something else, and is perhaps another one. A note of the same name
/// is the same.
fn other_comment(old: &OldNote, new: &ComparedNote, history: &History) -> Option<Diagnostic> {
    let is_other = old.id != new.name && new.comment.share_of(&old.note.comment) < REVISED;
    let message = format!("the published note `{}` says something else now", old.id);
    (is_other && old.note.comment.whole != new.comment.whole()).then(|| {
        Diagnostic::new(Code::AnchorGone, message)
            .at(history.record.permalinks[old.permalink].span)
            .help("its permalink leads to the note that is on the same words; if that is another note, name it: ## NAME")
    })
}

fn note_gone(permalink: &Permalink) -> Diagnostic {
    let message =
        format!("the published note `{}` is gone; its permalink leads to where it was", permalink.id());
    Diagnostic::new(Code::AnchorGone, message).at(permalink.span)
}

/// Lets the permalinks of a note that is gone lead to the turn or section in which it was.
fn lead_to_place(document: &mut Document, history: &History, note: &OldNote) {
    let part = note.word.map(|word| history.new.parts[history.new.part_at(word)].kind);
    let previous_ids = match part {
        Some(PartKind::Turn(turn)) => {
            let turns = document.sections.iter_mut().flat_map(|section| &mut section.turns);
            turns.into_iter().nth(turn).map(|turn| &mut turn.previous_ids)
        }
        Some(PartKind::Section(section)) => {
            document.sections[section].heading.as_mut().map(|heading| &mut heading.previous_ids)
        }
        None => None,
    };
    let ids = [format!("note-{}", note.id), format!("ref-{}", note.id)];
    match previous_ids {
        Some(previous_ids) => previous_ids.extend(ids),
        None => document.previous_ids.extend(ids),
    }
}
