//! Recogito: the JSON of its annotator, and the tables of its first version.

use csv::{ReaderBuilder, StringRecord};
use serde_json::Value;

use crate::formats::notes::comment::{self, Highlights};
use crate::formats::notes::selector::{AnnotationTarget, QuotedWords};
use crate::formats::notes::{ImportedAnnotation, NotesReading};
use crate::formats::registry::{Confidence, Format, FormatReader, Sample};
use crate::formats::shared::json_shape::JsonShape;

/// Recogito in the registry.
pub const FORMAT: Format = Format {
    id: "recogito",
    name: "Recogito's annotations",
    extensions: &["json", "csv"],
    units: "annotations",
    keeps: "[a notes file](#annotations)",
    detect,
    read: FormatReader::Notes(read),
    write: None,
};

/// The columns that are read of a table.
const COLUMNS: [&str; 7] =
    ["UUID", "FILE", "QUOTE_TRANSCRIPTION", "ANCHOR", "TAGS", "COMMENTS", "VOCAB_LABEL"];

fn detect(sample: &Sample) -> Option<Confidence> {
    match sample.json {
        Some(_) => sample.json_that(fits),
        None => is_table(sample.start).then_some(Confidence::Certain),
    }
}

fn fits(shape: &JsonShape) -> bool {
    shape.has(&["bodies", "target", "target.selector"])
}

fn is_table(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    COLUMNS[..4].iter().all(|column| head.contains(column))
}

/// Reads annotations.
pub fn read(text: &str) -> Result<NotesReading, String> {
    let text = text.trim_start_matches('\u{feff}');
    if is_table(text) {
        return table(text);
    }
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let items = match &value {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    Ok(NotesReading { annotations: items.iter().flat_map(annotations).collect(), ..NotesReading::default() })
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

/// The first comment on some words as a note, and the others as replies to it.
fn annotations(item: &Value) -> Vec<ImportedAnnotation> {
    let bodies = || item["bodies"].as_array().into_iter().flatten();
    let purpose = |body: &Value| string(&body["purpose"]);
    let tags: Vec<String> =
        bodies().filter(|body| purpose(body) == "tagging").map(|body| string(&body["value"])).collect();
    let first = ImportedAnnotation {
        id: string(&item["id"]),
        targets: item["target"]["selector"].as_array().into_iter().flatten().filter_map(target).collect(),
        by: creator(&item["target"]["creator"]),
        created: string(&item["target"]["created"]),
        tags: tags.into_iter().filter(|tag| !tag.is_empty()).collect(),
        is_private: item["visibility"].as_str().is_some_and(|seen| seen.eq_ignore_ascii_case("private")),
        ..ImportedAnnotation::default()
    };
    let mut out = vec![first];
    let is_comment = |body: &&Value| !matches!(purpose(body).as_str(), "tagging" | "highlighting");
    for body in bodies().filter(is_comment) {
        let comment = comment::markdown(body["value"].as_str().unwrap_or_default(), Highlights::Escaped);
        if comment.is_empty() {
            continue;
        }
        if out[0].comment.is_empty() {
            out[0].by = creator(&body["creator"]).or_else(|| out[0].by.clone());
            out[0].comment = comment;
            continue;
        }
        out.push(ImportedAnnotation {
            id: string(&body["id"]),
            replies_to: vec![out[0].id.clone()],
            by: creator(&body["creator"]),
            created: string(&body["created"]),
            is_private: out[0].is_private,
            comment,
            ..ImportedAnnotation::default()
        });
    }
    out
}

fn target(selector: &Value) -> Option<AnnotationTarget> {
    let exact = string(&selector["quote"]);
    let words = QuotedWords { exact, position: selector["start"].as_u64(), ..QuotedWords::default() };
    (!words.exact.trim().is_empty()).then_some(AnnotationTarget::QuotedWords(words))
}

fn creator(value: &Value) -> Option<String> {
    let name = value["name"].as_str().or(value["id"].as_str())?;
    (!name.is_empty()).then(|| name.to_string())
}

fn table(text: &str) -> Result<NotesReading, String> {
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.matches(';').count() > head.matches(',').count() { b';' } else { b',' };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let names = reader.headers().map_err(|error| error.to_string())?;
    let columns = COLUMNS.map(|column| names.iter().position(|name| name.trim() == column));
    let mut reading = NotesReading::default();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        reading.annotations.push(row(columns.map(|at| cell(&record, at))));
    }
    Ok(reading)
}

fn cell(record: &StringRecord, at: Option<usize>) -> &str {
    at.and_then(|at| record.get(at)).unwrap_or_default()
}

fn row([id, file, quote, anchor, tags, comments, place]: [&str; 7]) -> ImportedAnnotation {
    let position = anchor.rsplit(':').next().and_then(|offset| offset.trim().parse().ok());
    let words = QuotedWords { exact: quote.to_string(), position, ..QuotedWords::default() };
    let text = if comments.trim().is_empty() { place } else { comments };
    let tags = tags.split(['|', ',']).map(str::trim).filter(|tag| !tag.is_empty());
    ImportedAnnotation {
        id: id.to_string(),
        page: file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_string(),
        targets: (!quote.trim().is_empty())
            .then_some(AnnotationTarget::QuotedWords(words))
            .into_iter()
            .collect(),
        tags: tags.map(str::to_string).collect(),
        comment: comment::markdown(text, Highlights::Escaped),
        ..ImportedAnnotation::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_comments_are_replies() {
        let json = r#"[{"id":"a","bodies":[{"id":"1","purpose":"commenting","value":"Really?","creator":{"name":"Ann"}},
            {"id":"2","purpose":"tagging","value":"fact"},{"id":"3","purpose":"commenting","value":"Yes.","creator":{"name":"Bo"}}],
            "target":{"selector":[{"quote":"We bet","start":4,"end":10}],"created":"2025-03-01T10:00:00Z"}}]"#;
        let reading = read(json).unwrap();
        let [note, reply] = reading.annotations.as_slice() else { panic!("{:#?}", reading.annotations) };
        assert_eq!(
            (note.by.as_deref(), note.comment.as_str(), note.position()),
            (Some("Ann"), "Really?", Some(4))
        );
        assert_eq!(
            (note.tags.as_slice(), reply.by.as_deref()),
            (["fact".to_string()].as_slice(), Some("Bo"))
        );
        assert_eq!(reply.replies_to, ["a"]);
    }

    #[test]
    fn rows_of_a_table_are_notes() {
        let table = "UUID;FILE;QUOTE_TRANSCRIPTION;ANCHOR;TYPE;URI;VOCAB_LABEL;TAGS;COMMENTS
            1;talk.txt;Kinlaw;char-offset:120;PLACE;;Kinlaw, Scotland;;
";
        let reading = read(table).unwrap();
        let only = &reading.annotations[0];
        assert_eq!(
            (only.page.as_str(), only.comment.as_str(), only.position()),
            ("talk", "Kinlaw, Scotland", Some(120))
        );
    }
}
