//! Notes that other programs keep, Web Annotations and what Hypothesis exports, as files of notes.
//!
//! A reader (`web`, `hypothesis`, `listing`) makes an `Annotation` of each; replies are added to
//! what they reply to (`threads`), and those of each page are written (`write`): quote, then comment.

mod comment;
pub mod hypothesis;
pub mod listing;
pub mod place;
mod selector;
mod threads;
pub mod web;
mod write;

use std::collections::BTreeMap;

use jiff::civil::Date;

use self::selector::Target;
use super::decode::Decoded;
use super::format::Format;
use super::script::{Found, Tally};
use super::{Refusal, Report, Written};
use crate::text::words::count_words;

/// A file of notes that was made.
#[derive(Clone, Debug)]
pub struct NotesFile {
    /// The address of the page they are on, as it was read; it may be relative to the file.
    pub page: String,
    /// Who wrote them, if it was one.
    pub hand: Option<String>,
    /// The file's text.
    pub text: String,
    /// What there is to say about it.
    pub report: Report,
}

/// What becomes of annotations that not everybody could read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrivateNotes {
    /// They are drafts: nobody wrote them for a public site.
    #[default]
    Draft,
    /// They are notes like any other.
    Publish,
}

/// Everything that was read from a file.
#[derive(Debug, Default)]
pub struct Reading {
    annotations: Vec<Annotation>,
    left_out: Tally,
}

/// A note as some program keeps it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Annotation {
    /// Its own address or id.
    id: String,
    /// The ids of what it may reply to.
    replies_to: Vec<String>,
    /// The address of its page.
    page: String,
    /// What it is about.
    targets: Vec<Target>,
    /// The id of its kind; `note` when empty.
    kind: String,
    /// Its name on the page, if it has one.
    name: Option<String>,
    by: Option<String>,
    /// When it was written, as it was read: sorts as text.
    created: String,
    tags: Vec<String>,
    /// Whether only its author or a group could read it.
    is_private: bool,
    /// What it says, as Markdown that stays within its note.
    comment: String,
}

impl Annotation {
    fn date(&self) -> Option<Date> {
        self.created.get(..10)?.parse().ok()
    }

    /// Where it stands on its page, if that is known.
    fn position(&self) -> Option<u64> {
        self.targets.iter().find_map(Target::position)
    }
}

/// Whether files of this format hold notes on a page, and no transcript.
pub fn are_notes(format: Format) -> bool {
    matches!(format, Format::WebAnnotations | Format::Hypothesis)
}

/// Makes files of notes, one for each page that the annotations are on.
pub fn read(decoded: &Decoded, format: Format, private: PrivateNotes) -> Result<Vec<NotesFile>, Refusal> {
    let read = match format {
        Format::Hypothesis => hypothesis::read(&decoded.text),
        _ => web::read(&decoded.text),
    };
    let Reading { mut annotations, mut left_out } = read.map_err(|reason| Refusal::Broken(format, reason))?;
    if private == PrivateNotes::Publish {
        annotations.iter_mut().for_each(|annotation| annotation.is_private = false);
    }
    let mut units: BTreeMap<String, usize> = BTreeMap::new();
    annotations.iter().for_each(|annotation| *units.entry(annotation.page.clone()).or_default() += 1);
    let mut by_page: BTreeMap<String, Vec<Annotation>> = BTreeMap::new();
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
fn kept(annotations: Vec<Annotation>, left_out: &mut Tally) -> Vec<Annotation> {
    let is_kept = |annotation: &Annotation| {
        if annotation.comment.is_empty() {
            let words = annotation.targets.first().map(Target::shown).unwrap_or_default();
            left_out.add("highlights without a comment", words);
        } else if annotation.targets.is_empty() {
            left_out.add("notes that say no words they are about", annotation.comment.as_str());
        }
        !annotation.comment.is_empty() && !annotation.targets.is_empty()
    };
    annotations.into_iter().filter(is_kept).collect()
}

fn report(decoded: &Decoded, format: Format, units: usize, left_out: Tally) -> Report {
    let Decoded { encoding, certainty, .. } = *decoded;
    Report {
        format,
        encoding,
        certainty,
        found: Found { units, ..Found::default() },
        written: Written::default(),
        voices: Vec::new(),
        left_out,
        changed: Tally::default(),
        unmatched: Vec::new(),
    }
}

fn file(page: String, mut annotations: Vec<Annotation>, mut report: Report) -> NotesFile {
    // Those whose place is not known stand at the end.
    annotations.sort_by_key(|annotation| annotation.position().unwrap_or(u64::MAX));
    let words = annotations.iter().map(|annotation| count_words(&annotation.comment)).sum();
    report.found.words = words;
    report.written = Written { words, notes: annotations.len(), ..Written::default() };
    for annotation in annotations.iter().filter(|annotation| annotation.is_private) {
        let what = "annotations for their author or a group, now drafts; --publish-private makes them notes";
        report.changed.add(what, annotation.comment.as_str());
    }
    let hand = annotations[0].by.clone();
    let hand = hand.filter(|hand| annotations.iter().all(|other| other.by.as_ref() == Some(hand)));
    NotesFile { text: write::file(&annotations, hand.as_deref()), page, hand, report }
}
