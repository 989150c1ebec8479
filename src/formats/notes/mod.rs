//! Notes that other programs keep, Web Annotations and what Hypothesis exports, as files of notes.
//!
//! The reader of a format makes an `Annotation` of each; replies follow
//! what they reply to (`threads`), and those of each page are written (`write`): quote, then comment.

pub(super) mod comment;
pub mod place;
pub(super) mod selector;
mod threads;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use self::selector::AnnotationTarget;
pub use self::write::{WrittenAttribution, first_words};
use super::decode::Decoded;
use super::registry::Format;
use super::transcript::{SourceCounts, Tally};
use super::{Refusal, Report, Written};
use crate::text::words::count_words;

/// A file of notes that was made.
#[derive(Clone, Debug)]
pub struct NotesFile {
    /// The address of the page they are on, as it was read; it may be relative to the file.
    pub page: String,
    /// Their author, if all have the same.
    pub author: Option<String>,
    /// Everybody who wrote one of them.
    pub authors: BTreeSet<String>,
    /// The file's text.
    pub text: String,
    /// The report on it.
    pub report: Report,
}

/// The treatment of private annotations, which not everybody could read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrivateNotes {
    /// They are drafts: nobody wrote them for a public site.
    #[default]
    Draft,
    /// They are notes like any other.
    Publish,
}

/// The way notes are made of annotations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteChoices {
    /// The lot of annotations that not everybody could read.
    pub private: PrivateNotes,
    /// The tags that are kinds of notes.
    pub tag_kinds: Vec<String>,
}

/// Everything that was read from a file.
#[derive(Debug, Default)]
pub struct NotesReading {
    pub(super) annotations: Vec<ImportedAnnotation>,
    pub(super) left_out: Tally,
}

/// A note as some program keeps it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ImportedAnnotation {
    /// Its own address or id.
    pub(super) id: String,
    /// The ids of what it may reply to; of a reply that was joined to its thread, the one that it does reply to.
    pub(super) replies_to: Vec<String>,
    /// The replies in its thread, the oldest first.
    pub(super) replies: Vec<ImportedAnnotation>,
    /// The address of its page.
    pub(super) page: String,
    /// The words or times that it is about.
    pub(super) targets: Vec<AnnotationTarget>,
    /// The id of its kind; `note` when empty.
    pub(super) kind: String,
    /// Its name on the page, if it has one.
    pub(super) name: Option<String>,
    pub(super) by: Option<String>,
    /// The time of writing as it was read, in a form that sorts as text.
    pub(super) created: String,
    pub(super) tags: Vec<String>,
    /// True if only its author or a group could read it.
    pub(super) is_private: bool,
    /// Its text, as Markdown that stays within its note.
    pub(super) comment: String,
}

impl ImportedAnnotation {
    /// The annotation and the replies in its thread.
    fn thread(&self) -> impl Iterator<Item = &ImportedAnnotation> {
        std::iter::once(self).chain(&self.replies)
    }

    /// Makes the first of its tags that is among `kinds` its kind.
    fn take_kind(&mut self, kinds: &[String]) {
        let found = self.tags.iter().position(|tag| kinds.iter().any(|kind| kind.eq_ignore_ascii_case(tag)));
        if let Some(found) = found.filter(|_| matches!(self.kind.as_str(), "" | "note")) {
            self.kind = self.tags.remove(found).to_lowercase();
        }
    }

    fn date(&self) -> Option<Date> {
        self.created.get(..10)?.parse().ok()
    }

    /// The place where it stands on its page, if that is known.
    pub(super) fn position(&self) -> Option<u64> {
        self.targets.iter().find_map(AnnotationTarget::position)
    }
}

/// Makes files of notes, one for each page that the annotations are on.
pub(super) fn files(
    reading: NotesReading,
    decoded: &Decoded,
    format: &'static Format,
    choices: &NoteChoices,
) -> Result<Vec<NotesFile>, Refusal> {
    let NotesReading { mut annotations, mut left_out } = reading;
    annotations.iter_mut().for_each(|annotation| annotation.take_kind(&choices.tag_kinds));
    if choices.private == PrivateNotes::Publish {
        annotations.iter_mut().for_each(|annotation| annotation.is_private = false);
    }
    let mut units: BTreeMap<String, usize> = BTreeMap::new();
    annotations.iter().for_each(|annotation| *units.entry(annotation.page.clone()).or_default() += 1);
    let mut by_page: BTreeMap<String, Vec<ImportedAnnotation>> = BTreeMap::new();
    for annotation in kept(threads::join(annotations, &mut left_out), &mut left_out) {
        by_page.entry(annotation.page.clone()).or_default().push(annotation);
    }
    if by_page.is_empty() {
        return Err(Refusal::Empty(format));
    }
    let report = |units, left_out| report(decoded, format, units, left_out);
    let files = by_page.into_iter().map(|(page, annotations)| {
        // What is left out is said once for all pages.
        let report = report(units[&page], std::mem::take(&mut left_out));
        file(page, annotations, report)
    });
    Ok(files.collect())
}

/// A note needs words that it is about, and words of its own.
fn kept(annotations: Vec<ImportedAnnotation>, left_out: &mut Tally) -> Vec<ImportedAnnotation> {
    let is_kept = |annotation: &ImportedAnnotation| {
        if annotation.comment.is_empty() {
            let words = annotation.targets.first().map(AnnotationTarget::shown).unwrap_or_default();
            left_out.add("highlights without a comment", words);
        } else if annotation.targets.is_empty() {
            left_out.add("notes that say no words they are about", annotation.comment.as_str());
        }
        !annotation.comment.is_empty() && !annotation.targets.is_empty()
    };
    annotations.into_iter().filter(is_kept).collect()
}

fn report(decoded: &Decoded, format: &'static Format, units: usize, left_out: Tally) -> Report {
    let Decoded { encoding, certainty, .. } = *decoded;
    Report {
        format,
        encoding,
        certainty,
        found: SourceCounts { units, ..SourceCounts::default() },
        written: Written::default(),
        voices: Vec::new(),
        left_out,
        changed: Tally::default(),
        unmatched: Vec::new(),
    }
}

fn file(page: String, mut annotations: Vec<ImportedAnnotation>, mut report: Report) -> NotesFile {
    // Those whose place is not known stand at the end.
    annotations.sort_by_key(|annotation| annotation.position().unwrap_or(u64::MAX));
    let all: Vec<&ImportedAnnotation> = annotations.iter().flat_map(ImportedAnnotation::thread).collect();
    let words = all.iter().map(|annotation| count_words(&annotation.comment)).sum();
    report.found.words = words;
    report.written = Written { words, notes: all.len(), ..Written::default() };
    for annotation in all.iter().filter(|annotation| annotation.is_private) {
        let what = "annotations for their author or a group, now drafts; --publish-private makes them notes";
        report.changed.add(what, annotation.comment.as_str());
    }
    let author = annotations[0].by.clone();
    let author = author.filter(|author| all.iter().all(|other| other.by.as_ref() == Some(author)));
    let authors = all.iter().filter_map(|annotation| annotation.by.clone()).collect();
    NotesFile { text: write::file(&annotations, author.as_deref()), page, author, authors, report }
}
