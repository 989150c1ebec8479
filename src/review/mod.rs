//! The notes of a site whose words are in doubt, for a person to decide about one by one: old beside new.
//!
//! The terminal (`postil check --review`) and the browser (`postil serve`) show the same items and write through the
//! same edits.

mod difference;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub use self::difference::{WordSpan, compare};
use crate::config::{Config, Edition};
use crate::diag::{Doubt, DoubtfulNote, Fix};
use crate::load::SiteFolder;
use crate::model::{Document, Note, NoteOrigin, Page, Site};
use crate::pipeline::{self, BuildError, Request};
use crate::resolve::{DraftNotes, PassageText, PassageTexts};
use crate::source::{Source, Sources, Span, line_column};
use crate::text::hash::long_hash;

/// The notes of a site that wait for a decision.
pub struct Review {
    /// The texts that are decided about.
    pub sources: Sources,
    /// The folder they are in.
    pub folder: SiteFolder,
    site: Arc<Site>,
    doubts: Vec<(DoubtfulNote, Option<Fix>)>,
    /// The page and note of each beginning of a note in a file.
    notes: HashMap<Span, (usize, usize)>,
}

/// A note that waits for a decision.
#[derive(Clone, Debug)]
pub struct ReviewItem {
    /// A name that stays the same while other notes of the file are decided about.
    pub id: String,
    /// The reason of the doubt.
    pub reason: Doubt,
    /// The note's number on its page.
    pub number: u32,
    /// The ID of its kind.
    pub kind: String,
    /// The name of its author; empty when nobody says.
    pub author: String,
    /// The title of its page.
    pub title: String,
    /// The address of its page.
    pub address: String,
    /// Its file, from the site's root.
    pub path: String,
    /// The line of its quotation there.
    pub line: usize,
    /// The words as they were quoted, and what stood around them when they were recorded.
    pub old: PassageText,
    /// The passages that may be meant.
    pub candidates: Vec<ReviewCandidate>,
    /// The text of the note.
    pub comment: String,
    quotation: Span,
    note: Span,
}

impl ReviewItem {
    /// The reason of the doubt in a sentence.
    pub fn reason_text(&self) -> &'static str {
        match self.reason {
            Doubt::Corrected => "The words were corrected.",
            Doubt::Repeated => "The words are on the page more than once now.",
            Doubt::Rewritten => "The words were rewritten. Is the note still about them?",
            Doubt::Gone if self.candidates.is_empty() => "The words are gone from the page.",
            Doubt::Gone => "The words are gone from where they were. Other passages have the same words.",
            Doubt::Unknown if self.candidates.is_empty() => "The words are not on the page.",
            Doubt::Unknown => "The words are not on the page. These passages are like them.",
            Doubt::Ambiguous => "The words are on the page more than once. Which are meant?",
        }
    }
}

/// A passage that a note may be about.
#[derive(Clone, Debug)]
pub struct ReviewCandidate {
    /// Its words.
    pub passage: PassageText,
    /// The speaker and the time.
    pub place: String,
    /// The quotation that leads there; none when no quotation can tell it from others.
    pub quotation: Option<String>,
}

/// A decision about a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteDecision {
    /// It is about the candidate of this number.
    Take(usize),
    /// Its words are gone: it is shown without a place.
    KeepAsOrphan,
}

impl Review {
    /// Reads the site that `request` names, drafts of notes among it.
    pub fn new(request: &Request) -> Result<Self, BuildError> {
        let request =
            Request { draft_notes: DraftNotes::Show, edition: Edition::archive(), ..request.clone() };
        let resolved = pipeline::resolve(&request)?;
        let folder = resolved.folder.clone();
        let (site, outcome) = resolved.finish();
        let doubts = outcome.diagnostics.iter().filter_map(|found| {
            let doubt = found.doubt.as_deref()?;
            Some((doubt.clone(), found.fix.as_deref().cloned()))
        });
        let mut notes = HashMap::new();
        for (page, of) in site.pages.iter().enumerate() {
            for (at, note) in of.document.notes.iter().enumerate() {
                if note.origin == NoteOrigin::StandOff {
                    notes.insert(note.span, (page, at));
                }
            }
        }
        Ok(Review { doubts: doubts.collect(), sources: outcome.sources, folder, site, notes })
    }

    /// The number of notes that wait.
    pub fn len(&self) -> usize {
        self.doubts.len()
    }

    /// Returns true if no note waits.
    pub fn is_empty(&self) -> bool {
        self.doubts.is_empty()
    }

    /// The notes that wait, in the order of files. Each is made when it is asked for: to write a quotation that
    /// leads to a candidate takes a look at the whole page.
    pub fn items(&self) -> impl Iterator<Item = ReviewItem> + '_ {
        let mut counts: HashMap<u64, usize> = HashMap::new();
        let mut opened: Option<(usize, Page, PassageTexts)> = None;
        self.doubts.iter().filter_map(move |(doubt, fix)| {
            let &(page, note) = self.notes.get(&doubt.note)?;
            if opened.as_ref().is_none_or(|(of, ..)| *of != page) {
                let open = self.site.pages[page].open();
                let texts = PassageTexts::new(&open.document);
                opened = Some((page, open, texts));
            }
            let (_, page, texts) = opened.as_ref()?;
            let subject =
                ReviewedNote { doubt, fix: fix.as_ref(), page, note: &page.document.notes[note], texts };
            Some(subject.item(self.source(doubt), &self.site.config, &mut counts))
        })
    }

    fn source(&self, doubt: &DoubtfulNote) -> &Source {
        self.sources.get(doubt.quotation.source)
    }

    /// The file of notes in which an item is.
    pub fn source_of(&self, item: &ReviewItem) -> &Source {
        self.sources.get(item.quotation.source)
    }

    /// The name of a kind of note, as the site says it.
    pub fn kind_name<'a>(&'a self, kind: &'a str) -> &'a str {
        let label = self.site.config.kinds.get(kind).map_or("", |kind| kind.label.as_str());
        if label.is_empty() { kind } else { label }
    }

    /// The edit that writes a decision; none for a candidate that no quotation can tell from others.
    pub fn fix(&self, item: &ReviewItem, decision: NoteDecision) -> Option<Fix> {
        match decision {
            NoteDecision::Take(number) => {
                let replacement = item.candidates.get(number)?.quotation.clone()?;
                Some(Fix { span: item.quotation, replacement })
            }
            NoteDecision::KeepAsOrphan => Some(orphan_fix(self.source_of(item), item.note)),
        }
    }
}

/// The edit that marks the note at `note` as an orphan: in the braces of its heading, or in a heading of its own.
fn orphan_fix(source: &Source, note: Span) -> Fix {
    let start = note.start as usize;
    let line = source.text()[start..].lines().next().unwrap_or_default().trim_end();
    let at = |by: usize| Span::new(note.source, start + by, start + by);
    match (line.starts_with('#'), line.strip_suffix('}')) {
        (true, Some(open)) => Fix { span: at(open.len()), replacement: " orphan".to_string() },
        (true, None) => Fix { span: at(line.len()), replacement: " {orphan}".to_string() },
        (false, _) => Fix { span: at(0), replacement: "## {orphan}\n\n".to_string() },
    }
}

/// A note in doubt, and the page it is on.
struct ReviewedNote<'a> {
    doubt: &'a DoubtfulNote,
    fix: Option<&'a Fix>,
    page: &'a Page,
    note: &'a Note,
    texts: &'a PassageTexts,
}

impl ReviewedNote<'_> {
    fn item(&self, source: &Source, config: &Config, counts: &mut HashMap<u64, usize>) -> ReviewItem {
        let DoubtfulNote { quotation, note, words, before, after, reason, .. } = self.doubt;
        let old = PassageText::from_record(before, words, after);
        let author = self.note.attribution.by.as_ref().map_or("", |by| &by.value);
        let comment: Vec<String> = self.note.blocks.iter().map(|block| block.plain_text()).collect();
        ReviewItem {
            id: self.id(source, counts),
            reason: *reason,
            number: self.note.number,
            kind: self.note.kind.clone(),
            author: config.people.get(author).map_or(author, |person| &person.name).to_string(),
            title: self.page.title.clone(),
            address: self.page.address.clone(),
            path: source.path.clone(),
            line: line_column(source.text(), quotation.start as usize).0,
            old,
            candidates: self.candidates(config),
            comment: comment.join("\n"),
            quotation: *quotation,
            note: *note,
        }
    }

    /// The file and the quotation, and which of the same it is: edits elsewhere in the file change nothing.
    fn id(&self, source: &Source, counts: &mut HashMap<u64, usize>) -> String {
        let quotation = &source.text()[self.doubt.quotation.range()];
        let key = crate::text::hash::hash64(&format!("{}\n{quotation}", source.path));
        let count = counts.entry(key).or_default();
        *count += 1;
        long_hash(&format!("{}\n{quotation}\n{count}", source.path))
    }

    fn candidates(&self, config: &Config) -> Vec<ReviewCandidate> {
        let ranges: Vec<Range<usize>> = self
            .doubt
            .candidates
            .iter()
            .map(|&(first, count)| first as usize..(first + count) as usize)
            .collect();
        let quotations = match (self.fix, ranges.as_slice()) {
            (Some(fix), [_]) => vec![Some(fix.replacement.clone())],
            _ => self.texts.quotations(&ranges, config),
        };
        let candidate = |(words, quotation): (Range<usize>, Option<String>)| {
            let passage = self.texts.passage(&words)?;
            let place = place(&self.page.document, &passage);
            Some(ReviewCandidate { passage, place, quotation })
        };
        ranges.into_iter().zip(quotations).filter_map(candidate).collect()
    }
}

/// The speaker of a passage and its time.
fn place(document: &Document, passage: &PassageText) -> String {
    let Some(turn) = passage.turn.and_then(|turn| document.turns().nth(turn)) else { return String::new() };
    let names = turn.speakers.iter().map(|&id| document.speaker(id).name.clone());
    let time = turn.time.map(|time| time.to_string());
    names.chain(time).collect::<Vec<_>>().join(", ")
}
