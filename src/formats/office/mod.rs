//! Word documents and OpenDocument texts: their paragraphs as Markdown, which is then read as any page of Markdown is, so that the
//! labels of Otter, Rev, Teams and of people are those of one grammar.

mod open_document;
mod word;
mod writer;

use crate::formats::markdown::{self, NormalizedPage};
use crate::formats::registry::{Format, FormatReader, Sample};
use crate::formats::shared::archive::{OPEN_DOCUMENT, WORD_DOCUMENT};
use crate::formats::transcript::ImportedNote;
use crate::text::rich::{Marks, RichText};
use crate::transcript::labels::can_be_label;

/// Word documents in the registry.
pub const WORD: Format = Format {
    id: "docx",
    name: "a Word document",
    extensions: &["docx"],
    units: "blocks",
    keeps: "paragraphs, headings, bold and italic words, links, tables row by row; footnotes, endnotes and comments as notes; labels and times as in Markdown, also those of Otter, Rev, Teams and Word",
    detect: |sample| begins_with(sample, WORD_DOCUMENT),
    read: FormatReader::Page(|text| word::read(text).and_then(page)),
    write: None,
};

/// OpenDocument texts in the registry.
pub const OPEN_DOCUMENT_TEXT: Format = Format {
    id: "odt",
    name: "an OpenDocument text",
    extensions: &["odt"],
    units: "blocks",
    keeps: "the same",
    detect: |sample| begins_with(sample, OPEN_DOCUMENT),
    read: FormatReader::Page(|text| open_document::read(text).and_then(page)),
    write: None,
};

/// No element of a document lies deeper in those that tell what it is.
const DEPTH: usize = 32;

/// The most comments on the same words.
const MOST_COMMENTS: usize = 16;

fn begins_with(sample: &Sample, root: &str) -> Option<crate::formats::registry::Confidence> {
    sample.markup_that(|text| text[1..].starts_with(root))
}

/// A document, before it is a page.
#[derive(Debug, Default)]
pub struct OfficeDocument {
    title: Option<String>,
    blocks: Vec<OfficeBlock>,
    notes: Vec<ImportedNote>,
    /// Words that are formatted as hidden, which are no part of the page.
    hidden: Vec<String>,
}

/// A paragraph.
#[derive(Debug, Default)]
struct OfficeBlock {
    /// 2 for a section, 3 for one inside it; 0 for words.
    heading: usize,
    is_list_item: bool,
    text: RichText,
}

impl OfficeDocument {
    /// Adds a paragraph, if it has words. Breaks inside of it begin new ones: services set names, times and words on lines of one
    /// paragraph.
    fn push(&mut self, heading: usize, is_list_item: bool, text: RichText) {
        for text in text.lines() {
            if !text.is_blank() {
                self.blocks.push(OfficeBlock { heading, is_list_item, text: text.trimmed() });
            }
        }
    }

    /// Adds a note, and returns its place.
    fn note(&mut self, note: ImportedNote) -> usize {
        self.notes.push(note);
        self.notes.len() - 1
    }
}

fn page(document: OfficeDocument) -> Result<NormalizedPage, String> {
    let page = markdown::normalize_converted(&writer::markdown(&document))?;
    Ok(page.with_hidden(document.hidden))
}

/// A row of a table as a paragraph: in a table of a transcript, who speaks stands in a cell before the words.
fn row(cells: Vec<RichText>) -> RichText {
    let mut cells: Vec<RichText> =
        cells.into_iter().map(RichText::trimmed).filter(|cell| !cell.is_blank()).collect();
    let last = cells.pop().unwrap_or_default();
    let mut out = RichText::default();
    for cell in cells {
        let plain = cell.to_plain();
        let is_name = can_be_label(&plain);
        out.append(cell);
        out.push(if is_name { ": " } else { " " }, &Marks::default());
    }
    out.append(last);
    out
}

/// Adds a paragraph to a cell of a table.
fn add_to_cell(cell: &mut RichText, text: RichText) {
    if !cell.is_blank() {
        cell.push(" ", &Marks::default());
    }
    cell.append(text);
}
