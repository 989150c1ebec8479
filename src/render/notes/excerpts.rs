//! Excerpts of notes for lists: the words each note is about, their context, and the text of the note.

use std::ops::Range;
use std::sync::OnceLock;

use crate::model::{Document, Note, NoteId, PageId, Site, Turn};
use crate::render::passages::{AnnotatedPassage, Passages};
use crate::render::styled_text::StyledText;

/// The number of characters of context on each side of the words.
const AROUND: usize = 80;
/// The number of characters of the words themselves.
const WORDS: usize = 200;
/// The number of characters of the note.
const NOTE: usize = 320;

/// The excerpts of every note of a site, those of a page cut when the first of them is asked for.
#[derive(Clone, Debug, Default)]
pub struct Excerpts {
    /// By page, then by note.
    by_page: Vec<OnceLock<Vec<Excerpt>>>,
}

/// An excerpt of a note for a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The context before the words.
    pub before: StyledText,
    /// The words; empty when the note is about none.
    pub words: StyledText,
    /// The context after the words.
    pub after: StyledText,
    /// True for a note on a point, whose words are only the last before it.
    pub is_point: bool,
    /// The text of the note.
    pub text: StyledText,
    /// The speaker of the words.
    pub speaker: String,
    /// The time of the words.
    pub time: Option<String>,
}

impl Excerpts {
    /// Those of `site`, none of them cut yet.
    pub fn from_site(site: &Site) -> Self {
        Excerpts { by_page: vec![OnceLock::new(); site.pages.len()] }
    }

    /// The excerpt of one note of `site`, for which these are.
    pub fn get(&self, site: &Site, (page, note): (PageId, NoteId)) -> &Excerpt {
        let of_page = || excerpts(&site.page(page).open().document);
        &self.by_page[page.0 as usize].get_or_init(of_page)[note.0 as usize]
    }
}

fn excerpts(document: &Document) -> Vec<Excerpt> {
    if document.notes.is_empty() {
        return Vec::new();
    }
    let passages = Passages::from_document(document);
    let of = |(note, found): (&Note, &Vec<AnnotatedPassage>)| {
        let text = StyledText::from_blocks(&note.blocks).beginning(NOTE);
        let said = Excerpt { text, ..Excerpt::default() };
        match found.first() {
            Some(passage) => around(passage, &passages, said, document),
            None => said,
        }
    };
    document.notes.iter().zip(&passages.by_note).map(of).collect()
}

fn around(passage: &AnnotatedPassage, passages: &Passages, said: Excerpt, document: &Document) -> Excerpt {
    let (text, range) = (&passages.text, &passage.range);
    let part = |range: Range<usize>| StyledText::from_part(text, &passages.looks, range);
    let mut before = part(passages.line_of(range.start).start..range.start).end(AROUND);
    if text[..range.start].ends_with(' ') {
        before.text.push(' ');
    }
    let after = part(range.end..passages.line_of(range.end).end).beginning(AROUND);
    Excerpt {
        before,
        words: part(range.clone()).beginning(WORDS),
        after: if text[range.end..].starts_with(' ') { after.behind_space() } else { after },
        is_point: passage.is_point,
        speaker: passage.turn.map(|turn| speakers(turn, document)).unwrap_or_default(),
        time: passage.time.map(|(time, _)| time.to_string()),
        ..said
    }
}

fn speakers(turn: &Turn, document: &Document) -> String {
    let names: Vec<&str> = turn.speakers.iter().map(|&id| document.speaker(id).name.as_str()).collect();
    names.join(", ")
}
