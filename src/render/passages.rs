//! The words that a page's notes are about, and the text they stand in.

use std::ops::Range;

use crate::model::{Block, Document, Inline, MarkId, NoteId, NoteRef, Turn, plain_text};
use crate::render::styled_text::{LookRange, WordLook};
use crate::text::script::is_unspaced;
use crate::text::timecode::Timecode;

/// Characters that stand for a word where none is set apart.
const UNSPACED_WORD: usize = 8;
/// Characters of the longest word, an address for instance: one without end is cut.
const LONGEST_WORD: usize = 100;

/// The words of a page in one piece: its title, headings, paragraphs, items and cells, a line each.
/// Notes and references to them, times and blocks of code are left out.
pub struct Passages<'a> {
    /// The words.
    pub text: String,
    /// For each note of the document its passages, in reading order.
    pub by_note: Vec<Vec<AnnotatedPassage<'a>>>,
    /// The looks of words, by their bytes in the text.
    pub looks: Vec<LookRange>,
    /// The byte and the character at which each line begins.
    lines: Vec<(usize, usize)>,
    /// Every time that is given, and the byte from which it holds.
    times: Vec<(usize, Timecode)>,
}

/// Words that a note is about.
#[derive(Clone, Debug)]
pub struct AnnotatedPassage<'a> {
    /// Their bytes in [`Passages::text`]; for a note on a point those of the word it stands behind.
    pub range: Range<usize>,
    /// True for a note on a point.
    pub is_point: bool,
    /// The anchor of the words, or of the reference.
    pub anchor: String,
    /// The turn they stand in.
    pub turn: Option<&'a Turn>,
    /// The time at which they are said, and the latest time at which they end.
    pub time: Option<(Timecode, Option<Timecode>)>,
}

impl<'a> Passages<'a> {
    /// Reads `document`.
    pub fn from_document(document: &'a Document) -> Self {
        let mut reader = PassageCollector::new(document);
        reader.line(&document.title);
        for section in &document.sections {
            reader.turn = None;
            section.heading.iter().for_each(|heading| reader.line(&heading.inlines));
            reader.blocks(&section.lead);
            for turn in &section.turns {
                reader.turn(turn);
            }
        }
        reader.finish()
    }

    /// The number of characters before byte `at` of the text.
    pub fn characters_before(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|&(byte, _)| byte <= at).saturating_sub(1);
        let (byte, character) = self.lines.get(line).copied().unwrap_or_default();
        character + self.text[byte..at].chars().count()
    }

    /// The byte at which the words after the title begin.
    pub fn title_end(&self) -> usize {
        self.lines.get(1).map_or(0, |&(byte, _)| byte)
    }

    /// The line of the text that holds byte `at`.
    pub fn line_of(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        start..self.text[at..].find('\n').map_or(self.text.len(), |length| at + length)
    }
}

/// A reference as it is met, before the end of its words is known.
struct FoundReference<'a> {
    reference: &'a NoteRef,
    at: usize,
    /// The turn it stands in, and where that begins.
    turn: Option<(&'a Turn, usize)>,
}

struct PassageCollector<'a> {
    document: &'a Document,
    passages: Passages<'a>,
    characters: usize,
    turn: Option<(&'a Turn, usize)>,
    found: Vec<FoundReference<'a>>,
    marks: Vec<Option<Range<usize>>>,
}

impl<'a> PassageCollector<'a> {
    fn new(document: &'a Document) -> Self {
        let by_note = vec![Vec::new(); document.notes.len()];
        PassageCollector {
            document,
            passages: Passages {
                text: String::new(),
                by_note,
                looks: Vec::new(),
                lines: Vec::new(),
                times: Vec::new(),
            },
            characters: 0,
            turn: None,
            found: Vec::new(),
            marks: vec![None; document.marks.len()],
        }
    }

    fn turn(&mut self, turn: &'a Turn) {
        let start = self.passages.text.len();
        self.turn = Some((turn, start));
        self.passages.times.extend(turn.time.map(|time| (start, time)));
        self.blocks(&turn.blocks);
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        blocks.iter().for_each(|block| block.for_each_inlines(&mut |inlines| self.line(inlines)));
    }

    fn line(&mut self, inlines: &'a [Inline]) {
        let start = self.passages.text.len();
        self.passages.lines.push((start, self.characters));
        self.inlines(inlines);
        self.passages.text.push('\n');
        self.characters += self.passages.text[start..].chars().count();
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            let (start, at) = (self.passages.text.len(), self.passages.looks.len());
            let look = WordLook::from_inline(inline);
            self.passages.looks.extend(look.map(|look| (start..start, look)));
            match inline {
                Inline::NoteRef(reference) => self.reference(reference),
                Inline::Time { time, .. } => self.passages.times.push((start, *time)),
                Inline::Mark { mark, children, .. } => {
                    self.inlines(children);
                    self.mark(*mark, start);
                }
                Inline::Text { text, .. }
                | Inline::Code(text)
                | Inline::RawHtml(text)
                | Inline::Gap(text)
                | Inline::Formula { latex: text, .. } => self.passages.text.push_str(text),
                Inline::Image { .. } => {
                    self.passages.text.push_str(&plain_text(std::slice::from_ref(inline)))
                }
                Inline::Citation(citation) => {
                    citation.parts.iter().for_each(|part| self.passages.text.push_str(&part.text));
                }
                Inline::HardBreak | Inline::SoftBreak => self.passages.text.push(' '),
                nested => self.inlines(nested.children().unwrap_or_default()),
            }
            if look.is_some() {
                self.passages.looks[at].0.end = self.passages.text.len();
            }
        }
    }

    fn reference(&mut self, reference: &'a NoteRef) {
        self.found.push(FoundReference { reference, at: self.passages.text.len(), turn: self.turn });
    }

    /// A mark's pieces are one passage.
    fn mark(&mut self, mark: MarkId, start: usize) {
        let end = self.passages.text.len();
        let range = &mut self.marks[mark.0 as usize];
        *range = Some(range.as_ref().map_or(start, |range| range.start)..end);
    }

    fn finish(mut self) -> Passages<'a> {
        self.passages.text.pop();
        for found in std::mem::take(&mut self.found) {
            let passage = self.passage(&found);
            self.passages.by_note[found.reference.note.0 as usize].push(passage);
        }
        self.passages
    }

    fn passage(&self, found: &FoundReference<'a>) -> AnnotatedPassage<'a> {
        let mark = found.reference.mark.and_then(|mark| self.marks[mark.0 as usize].clone());
        let range =
            mark.filter(|range| !range.is_empty()).unwrap_or_else(|| word_at(&self.passages, found.at));
        AnnotatedPassage {
            is_point: found.reference.mark.is_none(),
            anchor: self.anchor(found.reference.note, found.reference),
            turn: found.turn.map(|(turn, _)| turn),
            time: self.time(&range, found),
            range,
        }
    }

    fn anchor(&self, note: NoteId, reference: &NoteRef) -> String {
        reference.anchor(&self.document.note(note).name)
    }

    /// The last time given in the turn before the passage, and the first one after it.
    fn time(&self, range: &Range<usize>, found: &FoundReference) -> Option<(Timecode, Option<Timecode>)> {
        let times = &self.passages.times;
        let after = times.partition_point(|&(at, _)| at <= range.start);
        let &(at, start) = times[..after].last()?;
        let is_its_own = found.turn.is_some_and(|(_, start)| at >= start);
        let end = times[after..].iter().find(|(at, time)| *at >= range.end && *time > start);
        is_its_own.then_some((start, end.map(|&(_, time)| time)))
    }
}

/// The word before byte `at` on its line, else the one behind it; empty only where there is none.
fn word_at(passages: &Passages, at: usize) -> Range<usize> {
    let at = at.min(passages.text.len());
    let line = passages.line_of(at);
    let before = passages.text[line.start..at].trim_end();
    let end = line.start + before.len();
    if !before.is_empty() {
        return end - word_length(before.chars().rev())..end;
    }
    let after = &passages.text[at..line.end];
    let start = at + after.len() - after.trim_start().len();
    start..start + word_length(passages.text[start..line.end].chars())
}

/// The bytes of the first word of `characters`, whichever way they are read.
fn word_length(characters: impl Iterator<Item = char>) -> usize {
    let mut unspaced = 0;
    characters
        .take(LONGEST_WORD)
        .take_while(|&c| {
            unspaced += usize::from(is_unspaced(c));
            !c.is_whitespace() && unspaced <= UNSPACED_WORD
        })
        .map(char::len_utf8)
        .sum()
}
