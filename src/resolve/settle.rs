//! One document brought to rest: what can be done to it before the others are known.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::anchoring::PageWords;
use super::anchors::Anchors;
use super::links::PageLinks;
use super::passages::{self, ByPage};
use super::permalinks::{self, History, NoteIds};
use super::related;
use super::renumber::renumber;
use super::replies;
use super::stats::{self, Lengths};
use super::withheld::{OwnIds, WithheldNames};
use super::withheld_files::WithheldFiles;
use super::{DraftNotes, addresses, citations, file_languages, mentions, topic_ranges};
use crate::cache::Fingerprint;
use crate::config::{Access, Config, topic_names};
use crate::diag::Diagnostics;
use crate::model::{
    Beginning, Document, Mention, Page, PageKind, PermalinkRecord, StandOff, StandOffNote, TopicPassage,
    TurnSpeakers, WithheldEntry, WithheldScope, plain_text,
};
use crate::source::{SourceId, Span};
use crate::speech::timeline;
use crate::text::language;
use crate::text::shared::Shared;
use crate::text::timecode::Timecode;

/// Sidecar files of documents, which are joined to them.
#[derive(Clone, Debug)]
pub struct SidecarFiles {
    /// The anchors that were published, by the page they are on.
    records: BTreeMap<String, PermalinkRecord>,
    notes: ByPage,
    draft_notes: DraftNotes,
    /// The files that withheld words name.
    withheld_files: Vec<WithheldFiles>,
}

/// A document with its notes and anchors, its text packed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settled {
    pub(super) page: Page,
    pub(super) links: Shared<PageLinks>,
    pub(super) anchors: Shared<Anchors>,
}

impl Settled {
    /// Notes what the page was made of, which its [`Page::made_of`] then says.
    pub fn take_fingerprint(&mut self, made_of: Fingerprint) {
        self.page.made_of = Some(made_of);
    }

    /// Notes the stretches of the recording that the edition leaves out.
    pub fn leave_out_of_recording(&mut self, times: Vec<(Timecode, Option<Timecode>)>) {
        self.page.document.withheld_times = times;
    }

    /// Counts `notes` that the edition leaves out.
    pub fn leave_out_notes(&mut self, notes: usize) {
        let source = self.page.document.source;
        let entry = |_| WithheldEntry {
            scope: WithheldScope::Note,
            access: Access::default(),
            is_shown: false,
            span: Span::new(source, 0, 0),
            line: 0,
            characters: 0,
        };
        self.page.document.withheld.extend((0..notes).map(entry));
    }

    /// The sort key of pages.
    pub(super) fn place(&self) -> (&str, &str) {
        (&self.page.address, &self.page.document.path)
    }
}

impl SidecarFiles {
    /// Sorts what stands beside documents by the pages it is about.
    pub fn new(stand_off: Vec<StandOff>, records: Vec<PermalinkRecord>, draft_notes: DraftNotes) -> Self {
        SidecarFiles {
            records: records.into_iter().map(|record| (record.page.clone(), record)).collect(),
            notes: passages::by_page(stand_off),
            draft_notes,
            withheld_files: Vec::new(),
        }
    }

    /// The same, with the files that withheld words name.
    #[must_use]
    pub fn with_withheld_files(self, withheld_files: Vec<WithheldFiles>) -> Self {
        SidecarFiles { withheld_files, ..self }
    }

    pub(super) fn withheld_files(&self) -> &[WithheldFiles] {
        &self.withheld_files
    }

    /// Brings its notes and published anchors to `document`, and packs its text.
    pub fn settle(&self, document: Document, config: &Config) -> (Settled, Diagnostics) {
        let notes = self.notes_on(&document.path);
        self.settle_notes(document, config, notes, None)
    }

    /// The same without what must not be told of withheld words.
    pub fn settle_without(
        &self,
        document: Document,
        config: &Config,
        withheld: &WithheldNames,
    ) -> (Settled, Diagnostics) {
        let mut notes = self.notes_on(&document.path);
        notes.retain(|note| withheld.allow_note(note));
        let (settled, diagnostics) = self.settle_notes(document, config, notes, Some(withheld));
        (settled, withheld.quiet(diagnostics))
    }

    /// The files of notes on the page at `path` below `content/`.
    pub(super) fn files_on(&self, path: &str) -> impl Iterator<Item = &StandOff> {
        self.notes.get(path).into_iter().flatten()
    }

    pub(super) fn notes_on(&self, path: &str) -> Vec<StandOffNote> {
        self.notes.get(path).map(|files| passages::notes_of(files)).unwrap_or_default()
    }

    pub(super) fn settle_notes(
        &self,
        mut document: Document,
        config: &Config,
        notes: Vec<StandOffNote>,
        withheld: Option<&WithheldNames>,
    ) -> (Settled, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        document.withheld.extend(notes.iter().filter_map(|note| withheld_note(note, config)));
        let own_ids = withheld.map(|withheld| (withheld, OwnIds::new(&mut document)));
        let language = language_of(&document, config);
        diagnostics.extend(file_languages::check(&document));
        document.label_withheld(&language, &config.withheld_terms);
        citations::write(&mut document, config, &language);
        let record = self.records.get(&document.path);
        if record.is_some() || !notes.is_empty() {
            let words = PageWords::new(&document);
            let history = record.map(|record| History::new(record, &words));
            let mut ids = NoteIds::new(&document);
            if let Some(history) = &history {
                diagnostics.append(permalinks::keep_turns_and_sections(&mut document, history));
                let (kept, found) = permalinks::keep_note_ids(&mut document, &notes, history);
                diagnostics.append(found);
                ids = kept;
            }
            diagnostics.append(passages::place(&mut document, &words, notes, history.as_ref(), ids, config));
        }
        let ranges = self.notes.get(&document.path).into_iter().flatten().flat_map(|file| &file.topics);
        diagnostics.append(topic_ranges::apply(&mut document, ranges));
        diagnostics.append(replies::place(&mut document));
        // Notes of sidecar files have joined the document.
        citations::write(&mut document, config, &language);
        renumber(&mut document, |note| self.draft_notes == DraftNotes::Show || !note.attribution.draft);
        if let Some((withheld, own)) = &own_ids {
            withheld.remove_from(&mut document, own);
        }
        let mentions = mentions::mark(&mut document, config);
        let links = PageLinks::from_document(&mut document).into();
        let anchors = Anchors::from_document(&document);
        diagnostics.append(anchors.check_points(&document));
        let mut page = page(document, language, mentions, config);
        page.document.sections.pack();
        (Settled { page, links, anchors: anchors.into() }, diagnostics)
    }

    /// The same without what is about the pages with these paths, which this edition does not have.
    #[must_use]
    pub fn without_pages(mut self, paths: &[String]) -> Self {
        for path in paths {
            let path = path.strip_prefix("content/").unwrap_or(path);
            self.records.remove(path);
            self.notes.remove(path);
        }
        self
    }

    /// The files of what stands beside the page whose file is `path`.
    pub fn sources_about(&self, path: &str) -> impl Iterator<Item = SourceId> {
        let path = path.strip_prefix("content/").unwrap_or(path);
        let records = self.records.get(path).map(|record| record.source);
        let notes = self.notes.get(path).into_iter().flatten().map(|notes| notes.source);
        records.into_iter().chain(notes)
    }

    /// Names what is beside pages that are not there.
    pub(super) fn check(&self, pages: &[Page]) -> Diagnostics {
        let mut diagnostics = passages::check_pages(&self.notes, pages);
        diagnostics.append(permalinks::check_addresses(pages, &self.records));
        diagnostics
    }
}

/// The entry for a note of a file that is withheld from some.
fn withheld_note(note: &StandOffNote, config: &Config) -> Option<WithheldEntry> {
    let access = note.access.clone().filter(|access| !access.is_open_on(config.edition.date))?;
    let characters = note.blocks.iter().map(|block| block.plain_text().chars().count() as u32).sum();
    let (is_shown, span) = (config.edition.shows(&access), note.span);
    Some(WithheldEntry { scope: WithheldScope::Note, access, is_shown, span, line: 0, characters })
}

/// Tells if captions would say when words are heard, rather than share out the time between a few turns.
fn has_real_times(document: &Document) -> bool {
    let (turns, timed) = document
        .turns()
        .fold((0, 0), |(turns, timed), turn| (turns + 1, timed + usize::from(turn.time.is_some())));
    document.front.media.is_some() || timed * 2 >= turns
}

/// The language of a document: that of its front matter, of its file's name, or of its words.
fn language_of(document: &Document, config: &Config) -> String {
    let named = || addresses::PublishedAddress::parse(&document.path).language;
    document.front.language.clone().or_else(named).unwrap_or_else(|| {
        language::detect(&stats::sample(document), &config.language)
            .map_or_else(|| config.language.clone(), str::to_string)
    })
}

fn page(document: Document, language: String, mentions: Vec<Mention>, config: &Config) -> Page {
    let place = addresses::PublishedAddress::parse(&document.path);
    let lengths = Lengths::from_document(&document);
    let title = plain_text(&document.title);
    Page {
        kind: kind(&document),
        beginning: beginning(&document),
        has_cues: timeline::has_times(&document),
        has_real_times: has_real_times(&document),
        has_chapters: document.sections.iter().any(|section| section.time().is_some()),
        address: place.address,
        collection: place.collection,
        language,
        translation_of: None,
        title,
        stats: lengths.stats,
        turn_lengths: lengths.turns,
        turn_speakers: TurnSpeakers::new(document.turns()),
        speaker_lengths: lengths.speakers,
        subjects: match config.search.related {
            true => related::subjects(&document),
            false => Vec::new(),
        },
        mentions,
        cited: citations::cited_sources(&document, config),
        topics: topic_passages(&document, config),
        attributed: document.attributed_quotes(),
        made_of: None,
        document,
    }
}

/// The passages about topics; most texts have none.
fn topic_passages(document: &Document, config: &Config) -> Vec<TopicPassage> {
    let mut headings = document.sections.iter().filter_map(|section| section.heading.as_ref());
    let has_topics = headings.any(|heading| !heading.topics.is_empty())
        || document.turns().any(|turn| !turn.topics.is_empty());
    if has_topics { document.topic_passages(&topic_names(config)) } else { Vec::new() }
}

fn kind(document: &Document) -> PageKind {
    if addresses::is_index(&document.path) {
        return PageKind::Index;
    }
    let found = match document.turns().next() {
        Some(_) => PageKind::Transcript,
        None => PageKind::Article,
    };
    document.front.kind.unwrap_or(found)
}

fn beginning(document: &Document) -> Beginning {
    match document.sections.first() {
        Some(first) if !first.turns.is_empty() => Beginning::Turns,
        Some(first) if !first.lead.is_empty() => Beginning::Words,
        _ => Beginning::Nothing,
    }
}
