//! The display data of entries that a browser finds.

use serde::Serialize;

use super::IndexedPage;
use super::facets::NoteEntry;
use super::timed_text::{LONGEST, TimedText, timed_texts};
use crate::config::Config;
use crate::model::{Beginning, Block, Document, Note, Page, Section, Site, SpeakerId, Turn, plain_text};
use crate::speech::words::with_times_of_words;

/// `search/pages.js`: which entries belong to which page.
#[derive(Serialize)]
pub(super) struct PageList {
    /// Each page that has entries, in the order of the entries.
    pages: Vec<ListedPage>,
}

#[derive(Serialize)]
struct ListedPage {
    address: String,
    title: String,
    language: String,
    /// Its day, as `2024-05-01`.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection: Option<ListedCollection>,
    /// The number of its entries.
    entries: usize,
    /// True if the first of them comes before the transcript and tells what is in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    preface: bool,
}

/// The collection that a page belongs to.
#[derive(Serialize)]
struct ListedCollection {
    address: String,
    title: String,
}

/// `search/text/…/text.js`: the words of one page.
#[derive(Serialize)]
pub(super) struct PageText {
    /// The sections that have words, long ones in pieces, then the notes: the page's entries.
    pub(super) entries: Vec<EntryText>,
}

/// The words of a section, of a piece of one, or of a note.
#[derive(Serialize)]
pub(super) struct EntryText {
    /// The anchor on the page; empty for what stands above the first heading.
    pub(super) anchor: String,
    /// The section's heading.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) heading: String,
    /// The note's kind; `None` for a section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    /// The site's own name for that kind, if it has one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) label: String,
    /// The words: of each turn, or of the note.
    pub(super) parts: Vec<Part>,
    /// The topics of the passage that it is, as written: no entry goes on where a passage about others begins.
    #[serde(skip)]
    pub(super) topics: Vec<String>,
    /// The number of this piece within its section, from zero.
    #[serde(skip)]
    pub(super) piece: usize,
}

/// A part from which a hit's excerpt is cut: a turn, a note, or words outside of turns.
#[derive(Default, Serialize)]
pub(super) struct Part {
    /// The turn's anchor; empty where the entry's own serves.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) anchor: String,
    /// The speaker, or the author of the note.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) by: String,
    /// The time as readers see it: that of its words where it is known, else that of its turn.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) time: String,
    /// The words, without markup and note signs; blocks are lines.
    pub(super) text: String,
    /// Each of those who speak together, or the author of the note.
    #[serde(skip)]
    pub(super) who: Vec<String>,
    /// The topics of the passage that it is in, as written.
    #[serde(skip)]
    pub(super) topics: Vec<String>,
    /// True if its first word follows the last of the part before, because a long text was cut between them.
    #[serde(rename = "goesOn", skip_serializing_if = "std::ops::Not::not")]
    pub(super) goes_on: bool,
}

impl PageList {
    pub(super) fn new(site: &Site, pages: &[IndexedPage]) -> PageList {
        let listed = |IndexedPage { source, text, .. }: &IndexedPage| ListedPage {
            address: source.address.clone(),
            title: source.title.clone(),
            language: source.language.clone(),
            date: source.document.front.date.map(|date| date.to_string()),
            collection: ListedCollection::of_page(site, source),
            entries: text.entries.len(),
            preface: has_preface(source),
        };
        PageList { pages: pages.iter().map(listed).collect() }
    }
}

impl ListedCollection {
    fn of_page(site: &Site, page: &Page) -> Option<ListedCollection> {
        let collection = site.collections.get(&page.collection).filter(|_| !page.collection.is_empty())?;
        Some(ListedCollection { address: page.collection.clone(), title: collection.title.clone() })
    }
}

/// Returns true if there is text before the turns and headings of a transcript.
pub(super) fn has_preface(page: &Page) -> bool {
    let has_turns = !page.turn_lengths.is_empty();
    has_turns
        && match page.beginning {
            Beginning::Turns => false,
            Beginning::Words => true,
            Beginning::Nothing => about(&page.document).next().is_some(),
        }
}

/// The front matter's words about the text: its summary, its points.
fn about(document: &Document) -> impl Iterator<Item = &String> {
    document.front.summary.iter().chain(document.front.points.iter().map(|point| &point.text))
}

impl PageText {
    pub(super) fn from_page(config: &Config, page: &Page) -> PageText {
        let page = page.open();
        let timed = page.document.word_times.as_ref().map(|_| with_times_of_words(&page.document));
        let document = timed.as_ref().unwrap_or(&page.document);
        let topics = page.topics_of_turns();
        let mut rest = topics.as_slice();
        let section = |section: &Section| {
            let (own, behind) = rest.split_at(section.turns.len());
            rest = behind;
            EntryText::of_section(document, section, own)
        };
        let mut sections: Vec<EntryText> = document.sections.iter().map(section).collect();
        if let Some(first) = sections.first_mut() {
            first.parts.splice(0..0, about(document).map(|line| Part::of_text(line)));
        }
        let pieces = sections.into_iter().flat_map(EntryText::in_pieces);
        let notes = document.notes.iter().map(|note| EntryText::of_note(config, note));
        let notes = notes.flat_map(EntryText::in_pieces);
        PageText { entries: pieces.chain(notes).filter(EntryText::has_words).collect() }
    }

    /// Those of its entries that are notes.
    pub(super) fn notes(&self) -> impl Iterator<Item = NoteEntry> {
        let note = |(at, entry): (u32, &EntryText)| {
            let kind = entry.kind.clone()?;
            Some(NoteEntry { at, kind, label: entry.label.clone() })
        };
        (0..).zip(&self.entries).filter_map(note)
    }
}

impl EntryText {
    fn of_section(document: &Document, section: &Section, topics: &[Vec<&str>]) -> EntryText {
        let own = section.heading.iter().flat_map(|heading| &heading.topics);
        let own: Vec<String> = own.map(|topic| topic.value.clone()).collect();
        let lead = timed_texts(&section.lead).into_iter().map(|piece| Part::of_text(&piece.text));
        let lead = Part::going_on(lead.map(|part| Part { topics: own.clone(), ..part }));
        let turns = section.turns.iter().zip(topics).flat_map(|(turn, topics)| {
            let topics: Vec<String> = topics.iter().map(|topic| topic.to_string()).collect();
            Part::of_turn(document, turn).map(move |part| Part { topics: topics.clone(), ..part })
        });
        let heading = section.heading.as_ref();
        EntryText {
            anchor: heading.map(|heading| heading.anchor.clone()).unwrap_or_default(),
            heading: heading.map(|heading| plain_text(&heading.inlines)).unwrap_or_default(),
            kind: None,
            label: String::new(),
            parts: lead.chain(turns).filter(|part| !part.text.is_empty()).collect(),
            topics: own,
            piece: 0,
        }
    }

    /// Itself, or several of the same heading if it is long; each but the first begins at a turn's anchor.
    fn in_pieces(mut self) -> Vec<EntryText> {
        let mut pieces: Vec<EntryText> = Vec::new();
        let mut room = LONGEST;
        for part in std::mem::take(&mut self.parts) {
            let size = part.text.len();
            match pieces.last_mut() {
                Some(last) if size <= room && last.topics == part.topics => last.parts.push(part),
                _ => pieces.push(self.piece(pieces.len(), part)),
            }
            room = match pieces.last() {
                Some(last) if last.parts.len() > 1 => room - size,
                _ => LONGEST.saturating_sub(size),
            };
        }
        if pieces.is_empty() { vec![self] } else { pieces }
    }

    /// The piece with this number, which begins with `part`.
    fn piece(&self, number: usize, part: Part) -> EntryText {
        let is_own = number > 0 && !part.anchor.is_empty();
        EntryText {
            anchor: if is_own { part.anchor.clone() } else { self.anchor.clone() },
            heading: self.heading.clone(),
            kind: self.kind.clone(),
            label: self.label.clone(),
            topics: part.topics.clone(),
            parts: vec![part],
            piece: number,
        }
    }

    fn of_note(config: &Config, note: &Note) -> EntryText {
        let name = |by: &str| config.people.get(by).map_or(by, |person| &person.name).to_string();
        let by = note.attribution.by.as_ref().map(|by| name(&by.value)).unwrap_or_default();
        let kind = config.kinds.get(&note.kind);
        EntryText {
            anchor: note.anchor(),
            heading: String::new(),
            kind: Some(note.kind.clone()),
            label: kind.map(|kind| kind.label.clone()).unwrap_or_default(),
            parts: Part::of_note(&by, &note.blocks).collect(),
            topics: Vec::new(),
            piece: 0,
        }
    }

    fn has_words(&self) -> bool {
        !self.heading.is_empty() || self.parts.iter().any(|part| !part.text.is_empty())
    }
}

impl Part {
    fn of_turn(document: &Document, turn: &Turn) -> impl Iterator<Item = Part> {
        let part = |(number, piece): (usize, TimedText)| {
            let time = if number == 0 { turn.time.or(piece.time) } else { piece.time.or(turn.time) };
            Part {
                anchor: turn.anchor.clone(),
                by: names(document, &turn.speakers),
                time: time.map(|time| time.to_string()).unwrap_or_default(),
                who: turn.speakers.iter().map(|&id| document.speaker(id).name.clone()).collect(),
                ..Part::of_text(&piece.text)
            }
        };
        Part::going_on(timed_texts(&turn.blocks).into_iter().enumerate().map(part))
    }

    /// The pieces of one text: each but the first goes on where the one before ends.
    fn going_on(parts: impl Iterator<Item = Part>) -> impl Iterator<Item = Part> {
        parts.enumerate().map(|(number, part)| Part { goes_on: number > 0, ..part })
    }

    fn of_note(by: &str, blocks: &[Block]) -> impl Iterator<Item = Part> {
        let who: Vec<String> = Some(by.to_string()).filter(|by| !by.is_empty()).into_iter().collect();
        let part =
            move |piece: TimedText| Part { by: who.concat(), who: who.clone(), ..Part::of_text(&piece.text) };
        Part::going_on(timed_texts(blocks).into_iter().map(part))
    }

    fn of_text(text: &str) -> Part {
        Part { text: text.trim().into(), ..Part::default() }
    }
}

/// The speakers' names as a turn's label has them.
fn names(document: &Document, speakers: &[SpeakerId]) -> String {
    let names: Vec<&str> = speakers.iter().map(|&id| document.speaker(id).name.as_str()).collect();
    names.join(", ")
}
