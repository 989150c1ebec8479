//! Readwise's export: a table of highlights, some with a note.

use csv::{ReaderBuilder, StringRecord};

use crate::formats::notes::comment::{self, Highlights};
use crate::formats::notes::selector::{AnnotationTarget, QuotedWords};
use crate::formats::notes::{ImportedAnnotation, NotesReading};
use crate::formats::registry::{Confidence, Format, FormatReader, Sample};
use crate::text::slug::slug;

/// Readwise in the registry.
pub const FORMAT: Format = Format {
    id: "readwise",
    name: "Readwise's highlights",
    extensions: &["csv"],
    units: "highlights",
    keeps: "[a notes file](#annotations)",
    detect,
    read: FormatReader::Notes(read),
    write: None,
};

/// The columns by which a table of Readwise is known.
const SIGNATURE: [&str; 3] = ["Highlight", "Book Title", "Highlighted at"];
/// The columns that are read.
const COLUMNS: [&str; 6] = ["Highlight", "Book Title", "Note", "Tags", "Location", "Highlighted at"];

fn detect(sample: &Sample) -> Option<Confidence> {
    let head = sample.start.lines().next().unwrap_or_default();
    SIGNATURE.iter().all(|column| head.contains(column)).then_some(Confidence::Certain)
}

/// Reads the notes; highlights without one are counted and left out.
pub fn read(text: &str) -> Result<NotesReading, String> {
    let mut reader =
        ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let names = reader.headers().map_err(|error| error.to_string())?;
    let columns = COLUMNS.map(|column| names.iter().position(|name| name.trim() == column));
    let mut reading = NotesReading::default();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        reading.annotations.push(annotation(columns.map(|at| cell(&record, at))));
    }
    Ok(reading)
}

fn cell(record: &StringRecord, at: Option<usize>) -> &str {
    at.and_then(|at| record.get(at)).unwrap_or_default()
}

fn annotation([words, title, note, tags, location, created]: [&str; 6]) -> ImportedAnnotation {
    let position = location.trim().parse().ok();
    let quoted = QuotedWords { exact: words.to_string(), position, ..QuotedWords::default() };
    let tags = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    ImportedAnnotation {
        page: slug(title),
        targets: (!words.trim().is_empty())
            .then_some(AnnotationTarget::QuotedWords(quoted))
            .into_iter()
            .collect(),
        created: created.to_string(),
        tags: tags.map(str::to_string).collect(),
        comment: comment::markdown(note, Highlights::Escaped),
        ..ImportedAnnotation::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_highlight_with_a_note_is_a_note_on_its_words() {
        let table = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n\
            \"We bet, all of it\",The Talk,Ann,,Really?,yellow,\"fact, money\",order,12,2025-03-01 10:00:00+00:00,\n";
        let reading = read(table).unwrap();
        let only = &reading.annotations[0];
        assert_eq!((only.page.as_str(), only.comment.as_str(), only.tags.len()), ("the-talk", "Really?", 2));
        assert_eq!((only.targets[0].shown(), only.position()), ("We bet, all of it".to_string(), Some(12)));
    }
}
