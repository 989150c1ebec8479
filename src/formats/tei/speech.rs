//! The speech in a document, with its speakers and times.

use super::header::page_mark;
use super::notes::is_text;
use super::sinks::{SinkKind, Sinks};
use super::turns::TeiTurns;
use super::{Index, pointers};
use crate::formats::shared::xml::{XmlHandler, XmlTag};
use crate::formats::transcript::{ImportedNote, ImportedTranscript};
use crate::text::rich::Marks;
use crate::text::slug::slug;

/// Reads what is said.
pub struct Speech<'a> {
    index: &'a Index,
    script: ImportedTranscript,
    open: Vec<TeiElement>,
    turns: TeiTurns<'a>,
    sinks: Sinks,
    marks: Marks,
    is_in_text: bool,
    /// The number of open elements hold nothing that is said.
    silent: usize,
    /// The number of notes have begun.
    notes_begun: usize,
    /// The number of divisions are open.
    depth: u8,
    /// True if the last thing was a word that was marked as one.
    is_after_word: bool,
    /// Pages of the printed source that begin before the next words.
    pages: Vec<String>,
}

/// An open element: what is to be done when it ends.
struct TeiElement {
    end: End,
    /// The marks outside of it.
    marks: Marks,
    is_silent: bool,
    /// True if of what stands in it one thing is to be chosen.
    is_choice: bool,
    /// True if it says that words are missing, and why.
    is_gap: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Nothing,
    /// Its words are complete.
    Sink,
    /// So are they, and the turn ends.
    Turn,
    /// The turn ends; its words were in elements of their own.
    Frame,
    Division,
    Word,
}

/// Elements whose words nobody says.
const SILENT: [&str; 6] = ["teiHeader", "timeline", "del", "fw", "spanGrp", "figure"];

/// Elements that are not taken where there is a choice.
const SECOND: [&str; 3] = ["sic", "orig", "abbr"];

/// Elements that a page has nothing for.
const COUNTED: [(&str, &str); 5] = [
    ("pause", "pauses"),
    ("shift", "changes of voice"),
    ("pb", "page breaks without a number"),
    ("spanGrp", "annotations of single words"),
    ("unclear", "marks on words that are hard to hear"),
];

/// Elements that are paragraphs, or as good as one.
const PARAGRAPHS: [&str; 8] = ["p", "ab", "l", "stage", "seg", "item", "cell", "eg"];

/// The kinds of notes that every site knows.
const KINDS: [&str; 5] = ["fact", "cite", "context", "fix", "term"];

impl XmlHandler for Speech<'_> {
    /// Goes into an element.
    fn open(&mut self, tag: XmlTag) {
        self.is_in_text |= is_text(&tag);
        let number = self.notes_begun;
        self.notes_begun += usize::from(self.is_in_text && tag.name == "note");
        let page = page_mark(&tag).filter(|_| self.is_in_text && self.silent == 0);
        self.pages.extend(page.clone());
        let is_counted = |name: &str| self.is_in_text && name == tag.name && page.is_none();
        if let Some((_, what)) = COUNTED.iter().find(|(name, _)| is_counted(name)) {
            self.script.left_out.add(what, "");
        }
        let marks = self.marks.clone();
        let is_silent = self.begins_silence(&tag);
        let is_said = self.is_in_text && self.silent == 0 && !is_silent;
        let end = if is_said { self.begin(&tag, number) } else { End::Nothing };
        self.silent += usize::from(is_silent);
        let is_gap = tag.name == "gap" && tag.get("reason").is_some();
        self.open.push(TeiElement { end, marks, is_silent, is_choice: tag.name == "choice", is_gap });
    }

    /// Takes in words. Those that stand in no element of their own are a paragraph all the same.
    fn text(&mut self, text: &str) {
        if !self.is_in_text || self.silent > 0 {
            return;
        }
        self.is_after_word &= text.trim().is_empty();
        let is_blank = text.trim().is_empty();
        let is_stray = self.sinks.is_empty() && !is_blank;
        if is_stray {
            self.sinks.begin(SinkKind::Speech);
        }
        if !is_blank && self.sinks.is_speech() {
            self.write_pages();
        }
        self.sinks.push(text, &self.marks);
        if is_stray {
            self.end_sink();
        }
    }

    /// Comes out of an element.
    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        self.silent = self.silent.saturating_sub(usize::from(element.is_silent));
        match element.end {
            End::Nothing => {}
            End::Sink => self.end_sink(),
            End::Turn => {
                self.end_sink();
                self.turns.end();
            }
            End::Frame => self.turns.end(),
            End::Division => self.depth = self.depth.saturating_sub(1),
            End::Word => self.is_after_word = true,
        }
        self.marks = element.marks;
    }
}

impl<'a> Speech<'a> {
    /// Begins to read.
    pub fn new(index: &'a Index) -> Self {
        let notes = vec![ImportedNote::default(); index.notes.count()];
        Speech {
            index,
            script: ImportedTranscript { notes, ..ImportedTranscript::default() },
            open: Vec::new(),
            turns: TeiTurns::new(index),
            sinks: Sinks::default(),
            marks: Marks::default(),
            is_in_text: false,
            silent: 0,
            notes_begun: 0,
            depth: 0,
            is_after_word: false,
            pages: Vec::new(),
        }
    }

    /// The transcript that was read, and its number of utterances.
    pub fn finish(mut self) -> (ImportedTranscript, usize) {
        while !self.sinks.is_empty() {
            self.end_sink();
        }
        if let Some(cue) = self.script.cues.last_mut() {
            self.pages.iter().for_each(|page| cue.text.push(&format!(" {page}"), &Marks::default()));
        }
        self.script.drop_unmet_notes();
        (self.script, self.turns.count)
    }

    /// Tells whether nothing in an element is said: it is of that sort, the worse of two readings, or the sign
    /// of a note, which is set here.
    fn begins_silence(&mut self, tag: &XmlTag) -> bool {
        let name = tag.name.as_str();
        let is_second = self.open.last().is_some_and(|element| element.is_choice) && SECOND.contains(&name);
        let notes: Vec<usize> = match name {
            "ptr" | "ref" if self.is_in_text => self.index.notes.at(tag.get("target")).collect(),
            _ => Vec::new(),
        };
        notes.iter().for_each(|note| self.set_note(*note));
        // The reason of a gap says enough of it.
        let is_gap = self.open.last().is_some_and(|element| element.is_gap);
        SILENT.contains(&name) || is_second || is_gap || !notes.is_empty()
    }

    fn begin(&mut self, tag: &XmlTag, number: usize) -> End {
        let noted = self.index.notes.about(tag);
        match tag.name.as_str() {
            "u" => {
                self.turns.begin(tag);
                self.turns.count += 1;
                self.begin_sink(SinkKind::Speech);
                return End::Turn;
            }
            "sp" | "annotationBlock" => {
                self.turns.begin(tag);
                return End::Frame;
            }
            "div" | "div1" | "div2" | "div3" => {
                self.depth = self.depth.saturating_add(1);
                self.turns.division = self.turns.topics(tag);
                return End::Division;
            }
            "note" => return self.begin_note(tag, number),
            "head" => return self.begin_sink(SinkKind::Head),
            "speaker" => return self.begin_sink(SinkKind::Speaker),
            name if PARAGRAPHS.contains(&name) && self.is_paragraph(tag) => {
                return self.begin_paragraph(noted);
            }
            "anchor" => self.anchor(tag, noted),
            "date" => self.sinks.date(tag.get("when")),
            "desc" if !self.sinks.is_empty() => return self.begin_sink(SinkKind::Action),
            "gap" => tag.get("reason").into_iter().for_each(|reason| self.text(&format!("[{reason}]"))),
            "lb" | "br" => self.text("\n"),
            "w" => return self.begin_word(tag, noted),
            _ => self.mark(tag, noted),
        }
        End::Nothing
    }

    /// Writes the pages that begin here before the words that are on them.
    fn write_pages(&mut self) {
        for page in std::mem::take(&mut self.pages) {
            // A page may begin inside a word.
            let space = if self.sinks.ends_in_word() { "" } else { " " };
            self.sinks.push(&format!("{page}{space}"), &self.marks);
        }
    }

    fn begin_sink(&mut self, kind: SinkKind) -> End {
        self.marks = Marks::default();
        self.sinks.begin(kind);
        End::Sink
    }

    /// Tells whether an element is a paragraph here: a segment of a turn is one only where it says so.
    fn is_paragraph(&self, tag: &XmlTag) -> bool {
        let is_segment = tag.name == "seg";
        let is_part = self.open.last().is_some_and(|element| element.end == End::Turn);
        let says_so = is_part && tag.get("type").is_some_and(|kind| kind != "span");
        match self.sinks.holds_paragraphs() {
            Some(can_hold) => can_hold && (!is_segment || says_so),
            None => true,
        }
    }

    /// A paragraph inside of something ends what stands before it there.
    fn begin_paragraph(&mut self, noted: &[usize]) -> End {
        if self.sinks.is_empty() {
            self.turns.count += 1;
            self.turns.begin_paragraph(noted);
            self.begin_sink(SinkKind::Speech);
            return End::Turn;
        }
        self.marks.notes.extend(noted);
        self.sinks.break_paragraph(&mut self.turns, &mut self.script);
        End::Nothing
    }

    fn begin_note(&mut self, tag: &XmlTag, number: usize) -> End {
        let is_about_something = pointers(tag.get("target")).next().is_some();
        if !is_about_something && !self.index.notes.is_pointed_to(tag) {
            self.set_note(number);
        }
        let note = ImportedNote {
            kind: tag.get("type").filter(|kind| KINDS.contains(kind)).unwrap_or_default().to_string(),
            name: tag.get("id").map(str::to_string),
            by: self.turns.name(tag.get("resp")),
            tags: self.turns.topics(tag).iter().map(|tag| slug(tag)).collect(),
            ..ImportedNote::default()
        };
        self.begin_sink(SinkKind::ImportedNote(number, note))
    }

    /// Sets a note at the point that has been reached.
    fn set_note(&mut self, number: usize) {
        match self.script.cues.last_mut() {
            _ if self.sinks.set_note(number) => {}
            Some(cue) if self.sinks.is_empty() => cue.text.push_note(number),
            _ => {}
        }
    }

    /// A point within words: notes are about it, or it says what time it is.
    fn anchor(&mut self, tag: &XmlTag, noted: &[usize]) {
        noted.iter().for_each(|note| self.set_note(*note));
        if let Some(time) = self.index.timeline.at(tag.get("synch")) {
            self.sinks.pass(time, &mut self.turns, &mut self.script);
        }
    }

    /// `<w>`: where words are marked, no space needs to stand between them.
    fn begin_word(&mut self, tag: &XmlTag, noted: &[usize]) -> End {
        if self.is_after_word && tag.get("join").is_none_or(|join| join == "right") {
            self.text(" ");
        }
        self.mark(tag, noted);
        End::Word
    }

    fn mark(&mut self, tag: &XmlTag, noted: &[usize]) {
        self.marks.notes.extend(noted);
        let is_quote = tag.name == "seg" && tag.get("type") == Some("quote");
        self.marks.highlight |= is_quote;
        let rend = tag.get("rend").unwrap_or_default();
        match tag.name.as_str() {
            "hi" if rend.contains("bold") => self.marks.strong = true,
            "hi" | "emph" => self.marks.emphasis = true,
            "ref" => {
                let target = tag.get("target").filter(|target| target.starts_with("http"));
                self.marks.link = target.map(str::to_string);
            }
            _ => {}
        }
    }

    fn end_sink(&mut self) {
        self.sinks.end(&mut self.turns, self.depth, &mut self.script);
    }
}
