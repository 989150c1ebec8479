//! OpenDocument texts (ISO/IEC 26300).

use std::collections::HashMap;

use super::OfficeDocument;
use crate::formats::shared::xml::{XmlHandler, XmlTag, read_xml};
use crate::formats::transcript::ImportedNote;
use crate::text::rich::{Marks, RichText};

/// Reads the parts of a document.
pub fn read(text: &str) -> Result<OfficeDocument, String> {
    let mut reader = OpenDocumentReader::default();
    read_xml(text, &mut reader)?;
    Ok(reader.document)
}

#[derive(Default)]
struct OpenDocumentReader {
    document: OfficeDocument,
    open: Vec<String>,
    part: String,
    /// Bold and italic of styles, by their names.
    styles: HashMap<String, (bool, bool)>,
    style: String,
    /// The paragraphs that are open: a note stands inside of the paragraph that refers to it.
    paragraphs: Vec<RichText>,
    headings: Vec<usize>,
    marks: Vec<Marks>,
    note: Option<ImportedNote>,
    cells: Option<Vec<RichText>>,
}

impl XmlHandler for OpenDocumentReader {
    fn open(&mut self, tag: XmlTag) {
        let marks = self.marks.last().cloned().unwrap_or_default();
        let styled =
            tag.get("style-name").and_then(|name| self.styles.get(name).copied()).unwrap_or_default();
        let inner =
            Marks { strong: marks.strong || styled.0, emphasis: marks.emphasis || styled.1, ..marks.clone() };
        let next = match tag.name.as_str() {
            "span" | "p" | "h" => inner,
            "a" => Marks {
                link: tag.get("href").filter(|href| href.starts_with("http")).map(str::to_string),
                ..marks
            },
            "note" | "annotation" => Marks::default(),
            _ => marks,
        };
        match tag.name.as_str() {
            "part" => self.part = tag.get("name").unwrap_or_default().to_string(),
            "style" => self.style = tag.get("name").unwrap_or_default().to_string(),
            "text-properties" => {
                let is_bold = tag.get("font-weight") == Some("bold");
                let is_italic = tag.get("font-style") == Some("italic");
                self.styles.insert(self.style.clone(), (is_bold, is_italic));
            }
            "p" | "h" => {
                let level = tag.get("outline-level").and_then(|level| level.parse::<usize>().ok());
                let is_title = tag.get("style-name") == Some("Title");
                self.headings.push(match (tag.name.as_str(), level) {
                    ("h", Some(1 | 2) | None) => 2,
                    ("h", Some(_)) => 3,
                    _ => usize::from(is_title),
                });
                self.paragraphs.push(RichText::default());
            }
            "s" | "tab" => self.push(" "),
            "line-break" => self.push("\n"),
            "note" | "annotation" => self.note = Some(ImportedNote::default()),
            "table-row" => self.cells = Some(Vec::new()),
            "table-cell" => self.cells.iter_mut().for_each(|cells| cells.push(RichText::default())),
            _ => {}
        }
        self.marks.push(next);
        self.open.push(tag.name);
    }

    fn text(&mut self, text: &str) {
        match self.open.last().map(String::as_str) {
            Some("p" | "h" | "span" | "a") => self.push(&text.replace(['\n', '\r', '\t'], " ")),
            Some("creator") => {
                self.note.iter_mut().for_each(|note| note.by = Some(text.trim().to_string()));
            }
            Some("title") if self.part == "meta.xml" && !text.trim().is_empty() => {
                self.document.title = Some(text.trim().to_string());
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        self.marks.pop();
        match self.open.pop().as_deref() {
            Some("p" | "h") => self.close_paragraph(),
            Some("note" | "annotation") => {
                if let Some(note) = self.note.take().filter(|note| !note.text.is_empty()) {
                    let place = self.document.note(note);
                    self.paragraphs.iter_mut().next_back().into_iter().for_each(|text| text.push_note(place));
                }
            }
            Some("table-row") => {
                let cells = self.cells.take().unwrap_or_default();
                self.document.push(0, false, super::row(cells));
            }
            _ => {}
        }
    }
}

impl OpenDocumentReader {
    fn is_in(&self, name: &str) -> bool {
        self.open.iter().rev().take(super::DEPTH).any(|open| open == name)
    }

    fn push(&mut self, text: &str) {
        let marks = self.marks.last().cloned().unwrap_or_default();
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.push(text, &marks);
        }
    }

    fn close_paragraph(&mut self) {
        let (text, heading) =
            (self.paragraphs.pop().unwrap_or_default(), self.headings.pop().unwrap_or_default());
        if let Some(note) = &mut self.note {
            note.text.extend((!text.is_blank()).then(|| text.trimmed()));
        } else if let Some(cell) = self.cells.as_mut().and_then(|cells| cells.last_mut()) {
            super::add_to_cell(cell, text);
        } else if heading == 1 {
            self.document.title = Some(text.to_plain().trim().to_string()).filter(|title| !title.is_empty());
        } else {
            let is_list_item = self.is_in("list-item");
            self.document.push(heading, is_list_item, text);
        }
    }
}
