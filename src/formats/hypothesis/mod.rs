//! Hypothesis: its annotations as JSON, from its API or an export, and its lists and documents for people.

mod document;
mod listing;

use crate::formats::registry::{Confidence, Format, FormatReader, Sample};
use serde::Deserialize;
use serde_json::Value;

use crate::formats::notes::comment::{self, Highlights};
use crate::formats::notes::selector::{AnnotationTarget, target};
use crate::formats::notes::{ImportedAnnotation, NotesReading};
use crate::formats::shared::json_shape::JsonShape;
use crate::formats::web_annotations::short;

/// Hypothesis in the registry.
pub const FORMAT: Format = Format {
    id: "hypothesis",
    name: "Hypothesis's annotations",
    extensions: &["json", "csv", "txt", "html"],
    units: "annotations",
    keeps: "[a notes file](#annotations)",
    detect,
    read: FormatReader::Notes(read),
    write: None,
};

fn detect(sample: &Sample) -> Option<Confidence> {
    match sample.json {
        Some(_) => sample.json_that(fits),
        None => (listing::looks_like_one(sample.start) || document::looks_like_one(sample.start))
            .then_some(Confidence::Certain),
    }
}

/// Tells whether a text has the shape of Hypothesis's JSON: an answer of its interface, or an export.
pub fn fits(shape: &JsonShape) -> bool {
    let prefixes = ["", "rows.", "annotations."];
    prefixes.iter().any(|prefix| {
        shape.has(
            &["uri", "user", "target"].map(|key| format!("{prefix}{key}")).each_ref().map(String::as_str),
        )
    })
}

/// Reads annotations.
pub fn read(text: &str) -> Result<NotesReading, String> {
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']) {
        if document::looks_like_one(text) {
            return Ok(document::read(text));
        }
        return listing::read(text);
    }
    let file: HypothesisFile = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let annotations = match file {
        HypothesisFile::Answer { rows } => rows,
        HypothesisFile::Export { annotations } => annotations,
        HypothesisFile::List(list) => list,
        HypothesisFile::One(one) => vec![*one],
    };
    let annotations = annotations.into_iter().map(HypothesisRow::into_annotation).collect();
    Ok(NotesReading { annotations, ..NotesReading::default() })
}

#[derive(Deserialize)]
#[serde(untagged)]
enum HypothesisFile {
    Answer { rows: Vec<HypothesisRow> },
    Export { annotations: Vec<HypothesisRow> },
    List(Vec<HypothesisRow>),
    One(Box<HypothesisRow>),
}

#[derive(Deserialize)]
struct HypothesisRow {
    #[serde(default)]
    id: Option<String>,
    uri: String,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    created: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    group: Option<String>,
    #[serde(default)]
    permissions: Option<HypothesisPermissions>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    target: Vec<HypothesisTarget>,
}

#[derive(Deserialize)]
struct HypothesisTarget {
    #[serde(default)]
    selector: Value,
}

impl HypothesisTarget {
    /// The words or times; the whole page where it selects nothing of it and is no reply.
    fn read(&self, is_reply: bool) -> Option<AnnotationTarget> {
        match self.selector.is_null() && !is_reply {
            true => Some(AnnotationTarget::Page),
            false => target(&self.selector),
        }
    }
}

/// The permissions of an annotation.
#[derive(Default, Deserialize)]
struct HypothesisPermissions {
    #[serde(default)]
    read: Option<Vec<String>>,
}

/// The group of everybody.
const WORLD: &str = "__world__";

impl HypothesisRow {
    /// Tells whether somebody cannot read it: it is in a group, or "Only me" may.
    fn is_private(&self) -> bool {
        let readers = self.permissions.as_ref().and_then(|permissions| permissions.read.as_ref());
        let is_for_few = |readers: &Vec<String>| !readers.iter().any(|reader| reader.ends_with(WORLD));
        readers.is_some_and(is_for_few) || self.group.as_ref().is_some_and(|group| group != WORLD)
    }

    fn into_annotation(self) -> ImportedAnnotation {
        let is_private = self.is_private();
        let is_reply = !self.references.is_empty();
        let page = self.uri.split('#').next().unwrap_or_default().to_string();
        ImportedAnnotation {
            is_private,
            id: self.id.unwrap_or_default(),
            replies_to: self.references,
            page,
            targets: self.target.iter().filter_map(|part| part.read(is_reply)).collect(),
            by: self.user.map(|user| short(&user)).filter(|user| !user.is_empty()),
            created: self.created.unwrap_or_default(),
            tags: self.tags,
            comment: comment::markdown(&self.text.unwrap_or_default(), Highlights::Escaped),
            ..ImportedAnnotation::default()
        }
    }
}
