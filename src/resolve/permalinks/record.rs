//! Records a page as it is published now.

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;

use super::claims::ClaimRecorder;
use super::notes::author;
use super::sketch::RunHashes;
use super::speakers;
use crate::model::{
    Document, Note, NoteTarget, Page, ParagraphIds, Permalink, PermalinkRecord, PermalinkTarget, RecordedId,
    RecordedNote, RecordedParagraph, RecordedPlace, RecordedTarget, RecordedWords, Turn,
};
use crate::resolve::anchoring::{LeadParagraph, PageWords, PartKind};
use crate::resolve::note_words::points_and_marks;
use crate::source::{SourceId, Span};

/// The number of recorded characters around the words of a note: enough for a person to see where it was.
pub const RECORDED_AROUND: usize = 32;
/// The place of what was not read from a record.
const NOWHERE: Span = Span { source: SourceId(0), start: 0, end: 0 };

/// The record of `page` as it is now. What `before` has of notes whose words are gone is kept, and the day
/// of notes whose words are the same; other notes are recorded as of `today`.
pub fn record(page: &Page, before: Option<&PermalinkRecord>, today: Option<Date>) -> PermalinkRecord {
    let document = &page.document;
    let words = PageWords::new(document);
    let parts = PartRecorder { document, words: &words, claims: ClaimRecorder::new(before, &words) };
    let mut permalinks = parts.permalinks();
    let recorder = NoteRecorder::new(document, &words, before, today);
    permalinks.extend((0..document.notes.len()).map(|at| recorder.permalink(at)));
    PermalinkRecord {
        source: SourceId(0),
        page: document.path.clone(),
        address: page.address.clone(),
        page_ids: document.previous_ids.clone(),
        permalinks,
    }
}

/// Records turns and sections.
struct PartRecorder<'a> {
    document: &'a Document,
    words: &'a PageWords,
    claims: ClaimRecorder<'a>,
}

impl PartRecorder<'_> {
    fn permalinks(&self) -> Vec<Permalink> {
        let mut permalinks = Vec::new();
        let turns: Vec<&Turn> = self.document.turns().collect();
        for (number, part) in self.words.parts.iter().enumerate() {
            let words = RecordedWords::Row(self.words.row.slice(self.words.words_of(number)));
            let extent = self.words.extent_of(number);
            permalinks.push(match part.kind {
                PartKind::Section(section) => {
                    let ids = match &self.document.sections[section].heading {
                        Some(heading) => self.ids(&heading.anchor, &heading.previous_ids, &extent),
                        None if self.words.words_of(number).is_empty() => continue,
                        None => Vec::new(),
                    };
                    let target = PermalinkTarget::Section { words };
                    Permalink { ids, target, paragraphs: self.paragraphs(section, part.first), span: NOWHERE }
                }
                PartKind::Turn(turn) => {
                    let turn = turns[turn];
                    let ids = self.ids(&turn.anchor, &turn.previous_ids, &extent);
                    let speakers = speakers(turn, self.document);
                    let target = PermalinkTarget::Turn { speakers, time: turn.time, words };
                    Permalink { ids, target, paragraphs: Vec::new(), span: NOWHERE }
                }
            });
        }
        permalinks
    }

    /// The paragraphs before the first turn of a section, whose first word is `first`.
    fn paragraphs(&self, section: usize, first: usize) -> Vec<RecordedParagraph> {
        let start = self.words.paragraphs.partition_point(|paragraph| paragraph.section < section);
        let own = self.words.paragraphs[start..].iter().take_while(|paragraph| paragraph.section == section);
        let recorded = |paragraph: &LeadParagraph| {
            let ParagraphIds { anchor, previous_ids } =
                &self.document.sections[section].lead_ids[paragraph.number];
            let mut ids = self.ids(anchor, previous_ids, &paragraph.words);
            for id in &mut ids {
                // Counted from the paragraph till here.
                let words = id.words.take().unwrap_or(0..paragraph.words.len());
                let before = paragraph.words.start - first;
                id.words = Some(before + words.start..before + words.end);
            }
            RecordedParagraph { ids }
        };
        own.map(recorded).collect()
    }

    /// The IDs of the turn or section that has the words `extent`.
    fn ids(&self, id: &str, previous_ids: &[String], extent: &Range<usize>) -> Vec<RecordedId> {
        let ids: Vec<&str> = std::iter::once(id).chain(previous_ids.iter().map(String::as_str)).collect();
        let words = self.claims.words(&ids, extent);
        let recorded = |(id, words): (&str, _)| RecordedId { id: id.to_string(), words, span: NOWHERE };
        ids.into_iter().zip(words).map(recorded).collect()
    }
}

struct NoteRecorder<'a> {
    document: &'a Document,
    words: &'a PageWords,
    in_text: HashMap<usize, Vec<Range<usize>>>,
    before: HashMap<&'a str, &'a RecordedNote>,
    version_before: Option<u32>,
    today: Option<Date>,
}

impl<'a> NoteRecorder<'a> {
    fn new(
        document: &'a Document,
        words: &'a PageWords,
        before: Option<&'a PermalinkRecord>,
        today: Option<Date>,
    ) -> Self {
        let mut known = HashMap::new();
        for permalink in before.iter().flat_map(|record| &record.permalinks) {
            if let (PermalinkTarget::Note(note), Some(id)) = (&permalink.target, permalink.ids.first()) {
                known.insert(id.id.as_str(), note);
            }
        }
        let in_text = points_and_marks(document, words);
        let version_before = before.and_then(PermalinkRecord::version);
        NoteRecorder { document, words, in_text, before: known, version_before, today }
    }

    fn permalink(&self, at: usize) -> Permalink {
        let note = &self.document.notes[at];
        let id = RecordedId { id: note.name.clone(), words: None, span: NOWHERE };
        let target = PermalinkTarget::Note(self.note(at, note));
        Permalink { ids: vec![id], target, paragraphs: Vec::new(), span: NOWHERE }
    }

    fn note(&self, at: usize, note: &Note) -> RecordedNote {
        let targets: Vec<RecordedTarget> = if note.targets.is_empty() {
            let places = self.in_text.get(&at).into_iter().flatten();
            places.map(|words| RecordedTarget { quotation: None, place: Some(self.place(words)) }).collect()
        } else {
            note.targets.iter().map(|target| self.target(target)).collect()
        };
        let comment = RunHashes::of_comment(&note.blocks).sketch();
        let before = self.before.get(note.name.as_str()).copied();
        let quotations =
            |targets: &[RecordedTarget]| targets.iter().map(|target| target.quotation).collect::<Vec<_>>();
        let same = before.filter(|before| quotations(&before.targets) == quotations(&targets));
        let date = same.and_then(|before| before.date).or(self.today);
        let is_gone = !targets.is_empty() && targets.iter().all(|target| target.place.is_none());
        if let Some(before) = same.filter(|_| is_gone) {
            let version = before.version.or(self.version_before);
            return RecordedNote {
                author: author(&note.attribution),
                targets,
                comment,
                version,
                ..before.clone()
            };
        }
        let range = self.range(at, note);
        let (before, after) = range.map_or_else(Default::default, |range| self.around(&range));
        let author = author(&note.attribution);
        RecordedNote { author, targets, comment, date, version: None, before, after }
    }

    fn target(&self, target: &NoteTarget) -> RecordedTarget {
        let place = target.words.as_ref().map(|(first, length)| {
            let first = *first as usize;
            self.place(&(first..first + *length as usize))
        });
        RecordedTarget { quotation: target.quotation, place }
    }

    /// The first words that a note is about.
    fn range(&self, at: usize, note: &Note) -> Option<Range<usize>> {
        let stand_off = note.targets.iter().find_map(|target| target.words);
        match stand_off {
            Some((first, length)) => Some(first as usize..(first + length) as usize),
            None => self.in_text.get(&at)?.first().cloned(),
        }
    }

    fn place(&self, words: &Range<usize>) -> RecordedPlace {
        // A point at the end of a turn belongs to the turn.
        let word = if words.is_empty() { words.start.saturating_sub(1) } else { words.start };
        let part = &self.words.parts[self.words.part_at(word)];
        RecordedPlace {
            id: part.id.clone(),
            offset: words.start - part.first.min(words.start),
            length: words.len(),
        }
    }

    /// The characters before and behind some words, within their paragraphs.
    fn around(&self, words: &Range<usize>) -> (String, String) {
        if words.is_empty() || words.end > self.words.len() {
            return Default::default();
        }
        let (first, last) = (self.words.places[words.start], self.words.places[words.end - 1]);
        let before = &self.words.runs[first.run as usize][..first.start as usize];
        let after = &self.words.runs[last.run as usize][last.end as usize..];
        let skipped = before.chars().count().saturating_sub(RECORDED_AROUND);
        (before.chars().skip(skipped).collect(), after.chars().take(RECORDED_AROUND).collect())
    }
}
