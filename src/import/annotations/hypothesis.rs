//! What Hypothesis answers and exports: its annotations as JSON, and lists of them for people.

use serde::Deserialize;
use serde_json::Value;

use super::comment::{self, Highlights};
use super::selector::target;
use super::web::short;
use super::{Annotation, Reading, listing};
use crate::import::json::Shape;

/// Whether a text has the shape of Hypothesis's JSON: an answer of its interface, or an export.
pub fn fits(shape: &Shape) -> bool {
    let prefixes = ["", "rows.", "annotations."];
    prefixes.iter().any(|prefix| {
        shape.has(
            &["uri", "user", "target"].map(|key| format!("{prefix}{key}")).each_ref().map(String::as_str),
        )
    })
}

/// Reads annotations.
pub fn read(text: &str) -> Result<Reading, String> {
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']) {
        return listing::read(text);
    }
    let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let annotations = match file {
        File::Answer { rows } => rows,
        File::Export { annotations } => annotations,
        File::List(list) => list,
        File::One(one) => vec![*one],
    };
    let annotations = annotations.into_iter().map(Row::into_annotation).collect();
    Ok(Reading { annotations, ..Reading::default() })
}

#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    Answer { rows: Vec<Row> },
    Export { annotations: Vec<Row> },
    List(Vec<Row>),
    One(Box<Row>),
}

#[derive(Deserialize)]
struct Row {
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
    permissions: Option<Permissions>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    target: Vec<Part>,
}

/// Who may do what with an annotation.
#[derive(Default, Deserialize)]
struct Permissions {
    #[serde(default)]
    read: Option<Vec<String>>,
}

/// The group of everybody.
const WORLD: &str = "__world__";

#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    selector: Value,
}

impl Row {
    /// Whether somebody cannot read it: it is in a group, or "Only me" may.
    fn is_private(&self) -> bool {
        let readers = self.permissions.as_ref().and_then(|permissions| permissions.read.as_ref());
        let is_for_few = |readers: &Vec<String>| !readers.iter().any(|reader| reader.ends_with(WORLD));
        readers.is_some_and(is_for_few) || self.group.as_ref().is_some_and(|group| group != WORLD)
    }

    fn into_annotation(self) -> Annotation {
        let page = self.uri.split('#').next().unwrap_or_default().to_string();
        let is_private = self.is_private();
        Annotation {
            is_private,
            id: self.id.unwrap_or_default(),
            replies_to: self.references,
            page,
            targets: self.target.iter().filter_map(|part| target(&part.selector)).collect(),
            by: self.user.map(|user| short(&user)).filter(|user| !user.is_empty()),
            created: self.created.unwrap_or_default(),
            tags: self.tags,
            comment: comment::markdown(&self.text.unwrap_or_default(), Highlights::Escaped),
            ..Annotation::default()
        }
    }
}
