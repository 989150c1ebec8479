//! Word documents (ISO/IEC 29500, WordprocessingML).

use std::collections::HashMap;

use super::OfficeDocument;
use crate::formats::shared::xml::{XmlHandler, XmlTag, read_xml};
use crate::formats::transcript::ImportedNote;
use crate::text::rich::{Marks, RichText};

/// Reads the parts of a document.
pub fn read(text: &str) -> Result<OfficeDocument, String> {
    let mut reader = WordReader::default();
    read_xml(text, &mut reader)?;
    Ok(reader.document)
}

#[derive(Default)]
struct WordReader {
    document: OfficeDocument,
    /// The names of open elements.
    open: Vec<String>,
    part: String,
    links: HashMap<String, String>,
    /// The levels of styles that are headings, by their ids.
    headings: HashMap<String, usize>,
    style: String,
    /// Notes of other parts by kind and id, with their places once words refer to them.
    notes: HashMap<(char, String), (ImportedNote, Option<usize>)>,
    note: (char, String),
    paragraph: RichText,
    heading: usize,
    is_list_item: bool,
    marks: Marks,
    link: Option<String>,
    /// True if the words of the run are hidden.
    is_hidden: bool,
    /// The reading above a word, which stands before the word in the file.
    reading: String,
    /// Comments whose words are being read.
    commented: Vec<usize>,
    /// The cells of a row of a table.
    cells: Option<Vec<RichText>>,
}

impl XmlHandler for WordReader {
    fn open(&mut self, tag: XmlTag) {
        let value = tag.get("val").unwrap_or_default();
        let is_on = !matches!(value, "0" | "false" | "off" | "none");
        match tag.name.as_str() {
            "part" => self.part = tag.get("name").unwrap_or_default().to_string(),
            "Relationship" => {
                let pair = tag.get("Id").zip(tag.get("Target").filter(|target| target.starts_with("http")));
                self.links.extend(pair.map(|(id, target)| (id.to_string(), target.to_string())));
            }
            "style" => self.style = tag.get("styleId").unwrap_or_default().to_string(),
            "name" if self.part.ends_with("styles.xml") => self.name_style(value),
            "footnote" | "endnote" | "comment" => self.open_note(&tag),
            "p" => (self.heading, self.is_list_item) = (0, false),
            "pStyle" => self.heading = self.headings.get(value).copied().unwrap_or(0),
            "numPr" => self.is_list_item = true,
            "r" => {
                self.is_hidden = false;
                self.marks =
                    Marks { link: self.link.clone(), notes: self.commented.clone(), ..Marks::default() }
            }
            "vanish" if self.is_in("r") => self.is_hidden = is_on,
            "noBreakHyphen" => self.push("\u{2011}"),
            "softHyphen" => self.push("\u{ad}"),
            "b" if self.is_in("r") => self.marks.strong = is_on,
            "i" if self.is_in("r") => self.marks.emphasis = is_on,
            "hyperlink" => self.link = tag.get("id").and_then(|id| self.links.get(id).cloned()),
            "tab" if self.is_in("r") => self.paragraph.push(" ", &self.marks),
            "br" | "cr" => self.paragraph.push("\n", &Marks::default()),
            "footnoteReference" => self.refer('f', tag.get("id")),
            "endnoteReference" => self.refer('e', tag.get("id")),
            "commentRangeStart" => {
                let place = self.place('c', tag.get("id"));
                self.commented.extend(place.filter(|_| self.commented.len() < super::MOST_COMMENTS));
            }
            "commentRangeEnd" => {
                let place = self.place('c', tag.get("id"));
                self.commented.retain(|note| Some(*note) != place);
            }
            "commentReference" => self.refer_to_comment(tag.get("id")),
            "tr" => self.cells = Some(Vec::new()),
            "tc" => self.cells.iter_mut().for_each(|cells| cells.push(RichText::default())),
            _ => {}
        }
        self.open.push(tag.name);
    }

    fn text(&mut self, text: &str) {
        match self.open.last().map(String::as_str) {
            Some("t") => self.push(text),
            Some("title") if self.part.ends_with("core.xml") && !text.trim().is_empty() => {
                self.document.title = Some(text.trim().to_string());
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        match self.open.pop().as_deref() {
            Some("p") => self.close_paragraph(),
            Some("hyperlink") => self.link = None,
            Some("rubyBase") if !self.reading.is_empty() => {
                let reading = format!("（{}）", std::mem::take(&mut self.reading));
                self.paragraph.push(&reading, &self.marks);
            }
            Some("tr") => {
                let cells = self.cells.take().unwrap_or_default();
                self.document.push(0, false, super::row(cells));
            }
            _ => {}
        }
    }
}

impl WordReader {
    fn is_in(&self, name: &str) -> bool {
        self.open.iter().rev().take(super::DEPTH).any(|open| open == name)
    }

    /// Adds words, unless nobody is to read them: a box has its words twice, for old programs too, and a sentence that was moved
    /// stands where it was as well.
    fn push(&mut self, text: &str) {
        if self.is_in("Fallback") || self.is_in("moveFrom") {
            return;
        }
        if self.is_hidden {
            self.document.hidden.push(text.to_string());
        } else if self.is_in("rt") {
            self.reading.push_str(text);
        } else {
            self.paragraph.push(text, &self.marks);
        }
    }

    fn name_style(&mut self, name: &str) {
        let name = name.to_lowercase();
        let level = match name.strip_prefix("heading ").map(str::trim) {
            Some("1" | "2") => 2,
            Some(_) => 3,
            None if name == "title" => 1,
            None => return,
        };
        self.headings.insert(self.style.clone(), level);
    }

    fn open_note(&mut self, tag: &XmlTag) {
        let kind = tag.name.chars().next().unwrap_or_default();
        self.note = (kind, tag.get("id").unwrap_or_default().to_string());
        let by = tag.get("author").map(str::to_string).filter(|_| kind == 'c');
        let note = ImportedNote { by, ..ImportedNote::default() };
        if tag.get("type").is_none_or(|kind| kind == "normal") {
            self.notes.insert(self.note.clone(), (note, None));
        }
    }

    /// The place of a note, which is kept once words refer to it.
    fn place(&mut self, kind: char, id: Option<&str>) -> Option<usize> {
        let (note, place) = self.notes.get_mut(&(kind, id?.to_string()))?;
        if place.is_none() && !note.text.is_empty() {
            *place = Some(self.document.note(std::mem::take(note)));
        }
        *place
    }

    fn refer(&mut self, kind: char, id: Option<&str>) {
        if let Some(place) = self.place(kind, id) {
            self.paragraph.push_note(place);
        }
    }

    /// A comment on a point has no range of words.
    fn refer_to_comment(&mut self, id: Option<&str>) {
        let place = self.place('c', id);
        let is_met =
            self.paragraph.runs.iter().any(|run| place.is_some_and(|place| run.marks.notes.contains(&place)));
        let is_met = is_met
            || self
                .document
                .blocks
                .iter()
                .flat_map(|block| &block.text.runs)
                .rev()
                .take(500)
                .any(|run| place.is_some_and(|place| run.marks.notes.contains(&place)));
        if let Some(place) = place.filter(|_| !is_met) {
            self.paragraph.push_note(place);
        }
    }

    fn close_paragraph(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        if self.is_in("footnote") || self.is_in("endnote") || self.is_in("comment") {
            if let Some((note, _)) = self.notes.get_mut(&self.note).filter(|_| !text.is_blank()) {
                note.text.push(text.trimmed());
            }
        } else if let Some(cell) = self.cells.as_mut().and_then(|cells| cells.last_mut()) {
            super::add_to_cell(cell, text);
        } else if self.heading == 1 && self.document.blocks.is_empty() {
            self.document.title = Some(text.to_plain().trim().to_string()).filter(|title| !title.is_empty());
        } else {
            self.document.push(self.heading, self.is_list_item, text);
        }
    }
}
