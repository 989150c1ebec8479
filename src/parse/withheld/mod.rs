//! Marks of what is withheld: `||words||{until=2051 because="third party"}`, and `{withheld until=2051}` on turns,
//! paragraphs, sections and notes.
//!
//! What cannot be read as withheld or not is an error, since nothing of it may be published by accident.

mod braces;
mod find;
mod hide;
mod public_text;
mod wrap;

use std::ops::Range;

pub use self::braces::{access_in, is_access_key};
use self::find::WithheldFinder;
pub use self::wrap::{release, without_words};
use super::structure::TextStructure;
use super::syntax::MarkdownSyntax;
use crate::config::{Access, Edition};
use crate::diag::Diagnostics;
use crate::model::{WithheldEntry, WithheldScope};
use crate::source::{SourceId, Span};
use crate::transcript::labels::{CutText, TurnLabel};

/// The sign around words that are withheld.
const BARS: &str = "||";

/// The marks of one text.
#[derive(Debug, Default)]
pub struct WithheldMarks {
    list: Vec<WithheldMark>,
    /// The numbers of those of words.
    words: Vec<usize>,
    structure: TextStructure,
    /// The characters that stand for marks while Markdown is read.
    signs: hide::MarkSigns,
    /// The places that cannot be read.
    pub diagnostics: Diagnostics,
}

/// A mark, with its places in the cut text.
#[derive(Clone, Debug)]
struct WithheldMark {
    scope: WithheldScope,
    access: Access,
    /// True if the edition that is made shows the words.
    is_shown: bool,
    /// The mark with its words and braces; of all but words, the braces.
    outer: Range<usize>,
    /// The words between bars; of all but words, the block behind the braces.
    inner: Range<usize>,
    /// The braces; empty where there are none.
    braces: Range<usize>,
    /// The braces in the file, or the bars.
    span: Span,
}

/// A text in which marks are looked for.
#[derive(Clone, Copy)]
pub struct MarkedText<'a> {
    /// The file.
    pub source: SourceId,
    /// The text of the whole file.
    pub text: &'a str,
    /// The byte at which its body begins.
    pub start: usize,
    /// Its body without labels.
    pub cut: &'a CutText,
    /// The labels.
    pub labels: &'a [TurnLabel],
    /// The parts of Markdown that the text has.
    pub syntax: MarkdownSyntax,
    /// True if bars are words of the text, as in poems.
    pub bars_are_words: bool,
    /// True for a file of notes, whose headings are read elsewhere.
    pub is_sidecar: bool,
}

impl WithheldMarks {
    /// Finds the marks of `text`; `edition` says which of them it shows.
    pub fn find(text: MarkedText, edition: &Edition) -> WithheldMarks {
        let has_bars = text.text.contains(BARS) && !text.bars_are_words;
        if !has_bars && !text.text.contains(braces::WITHHELD) {
            return WithheldMarks::default();
        }
        let (list, structure, diagnostics) = WithheldFinder::run(text, edition, has_bars);
        let is_words = |at: &usize| list[*at].scope == WithheldScope::Words;
        let words = (0..list.len()).filter(is_words).collect();
        WithheldMarks { list, words, structure, signs: hide::MarkSigns::default(), diagnostics }
    }

    /// The file at `text` as if nothing in it were marked; `cut` is its body.
    pub fn bare_text(&self, text: &str, cut: &CutText) -> String {
        let mut gone: Vec<Range<usize>> = Vec::new();
        for mark in &self.list {
            gone.push(source_range(cut, &mark.braces));
            if mark.scope == WithheldScope::Words {
                gone.push(source_range(cut, &(mark.outer.start..mark.inner.start)));
                gone.push(source_range(cut, &(mark.inner.end..mark.inner.end + BARS.len())));
            }
        }
        gone.sort_by_key(|range| range.start);
        let (mut out, mut from) = (String::with_capacity(text.len()), 0);
        for range in gone {
            out.push_str(text.get(from..range.start.max(from)).unwrap_or_default());
            from = range.end.max(from);
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    }

    /// The file at `text` with no word to be read in the lines around marks that are unclear; `None` if all are clear.
    pub fn masked(&self, text: &str) -> Option<String> {
        let places: Vec<usize> = self
            .diagnostics
            .iter()
            .flat_map(|found| &found.labels)
            .map(|label| label.span.start as usize)
            .collect();
        if places.is_empty() {
            return None;
        }
        let number =
            |at: usize| text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count();
        let lines: Vec<usize> = places.into_iter().map(number).collect();
        let is_near = |line: usize| lines.iter().any(|other| other.abs_diff(line) <= MASKED_LINES);
        let mask = |(number, line): (usize, &str)| match is_near(number) {
            true => line.bytes().map(|byte| if is_plain(byte) { char::from(byte) } else { '*' }).collect(),
            false => line.to_string(),
        };
        Some(text.split_inclusive('\n').enumerate().map(mask).collect())
    }

    /// The conditions of the turn whose words begin with the block at `block`.
    pub fn turn_at(&self, block: Span) -> Option<Access> {
        self.marked(WithheldScope::Turn, block)
    }

    /// The conditions of the section whose heading is at `heading`.
    pub fn section_at(&self, heading: Span) -> Option<Access> {
        self.marked(WithheldScope::Section, heading)
    }

    fn marked(&self, scope: WithheldScope, place: Span) -> Option<Access> {
        let first = self.list.partition_point(|mark| mark.span.start < place.start);
        let mut inside = self.list[first..].iter().take_while(|mark| mark.span.start < place.end);
        inside.find(|mark| mark.scope == scope).map(|mark| mark.access.clone())
    }

    /// The number of notes that the edition does not show.
    pub fn withheld_notes(&self) -> usize {
        self.list.iter().filter(|mark| mark.scope == WithheldScope::Note && !mark.is_shown).count()
    }

    /// The list of what is withheld, for those who may know.
    pub fn entries(&self, text: &str, cut: &CutText) -> Vec<WithheldEntry> {
        let (mut line, mut from) = (1, 0);
        let entry = |mark: &WithheldMark| {
            let start = (mark.span.start as usize).clamp(from, text.len());
            line += text.as_bytes()[from..start].iter().filter(|byte| **byte == b'\n').count() as u32;
            from = start;
            self.entry(mark, line, cut)
        };
        self.list.iter().map(entry).collect()
    }

    fn entry(&self, mark: &WithheldMark, line: u32, cut: &CutText) -> WithheldEntry {
        WithheldEntry {
            scope: mark.scope,
            access: mark.access.clone(),
            is_shown: mark.is_shown,
            span: mark.span,
            characters: match mark.is_shown {
                true => cut.text[mark.inner.clone()].trim().chars().count() as u32,
                false => 0,
            },
            line,
        }
    }
}

/// The lines before and behind an unclear mark of which no word is shown.
const MASKED_LINES: usize = 3;

/// Returns true for a byte that tells nothing of the words around it.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'|' | b'{' | b'}' | b'\\')
}

/// Tells by a look at it whether a text may have marks.
pub fn may_have_marks(text: &str) -> bool {
    text.contains(BARS) || text.contains(braces::WITHHELD)
}

/// The byte of the file that byte `at` of the cut text stands for.
fn source_place(cut: &CutText, at: usize) -> usize {
    let line = cut.lines.partition_point(|line| line.start <= at).max(1);
    let origin = cut.lines.get(line - 1).copied();
    origin.map_or(at, |origin| (origin.source + (at - origin.start) as isize).max(0) as usize)
}

/// The place in the file of a range of the cut text.
fn source_range(cut: &CutText, range: &Range<usize>) -> Range<usize> {
    let start = source_place(cut, range.start);
    match range.is_empty() {
        true => start..start,
        // The byte behind may be the first of a line that stands elsewhere.
        false => start..(source_place(cut, range.end - 1) + 1).max(start),
    }
}
