//! The settings of `site.toml` and of front matter, for editors: their shapes as the program reads them, what the manual
//! says of each key, and both as a JSON schema.

mod json;
mod manual;

pub use self::json::json_schema;
pub use self::manual::KeyEntry;

use self::manual::ManualKeys;
use crate::config::{self, Themes};
use crate::parse;
use crate::toml_reader::{KeyShape, TableShape, ValueShape};

/// A sort of TOML that authors write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchemaSubject {
    /// `site.toml`.
    Site,
    /// The front matter of a page.
    Page,
    /// The front matter of a file of notes.
    Notes,
}

impl SchemaSubject {
    /// The subject's tables, which are the same for every site but for settings of its themes.
    pub fn shape(self) -> TableShape {
        match self {
            SchemaSubject::Site => config::settings_shape(&Themes::default()),
            SchemaSubject::Page => parse::page_shape(),
            SchemaSubject::Notes => parse::notes_shape(),
        }
    }

    /// The manual's entry about the key `key` in the table that the keys `table` lead to.
    pub fn manual_entry(self, table: &[String], key: &str) -> Option<&'static KeyEntry> {
        ManualKeys::get(self).entry(&table_name(self, table), key)
    }
}

/// The name of a table in the manual, where `ID` stands for names of a site's own: `notes.kinds.ID`.
fn table_name(subject: SchemaSubject, path: &[String]) -> String {
    let mut parts: Vec<&str> = path.iter().map(String::as_str).collect();
    match (subject, &mut parts[..]) {
        // A speaker of one page is described as the people of the site are.
        (SchemaSubject::Page, [first @ "speakers", id]) => (*first, *id) = ("people", "ID"),
        // The registers have the same keys.
        (_, ["registers", kind, id]) => (*kind, *id) = ("places", "ID"),
        (_, ["people" | "tags" | "topics", id] | ["notes", "kinds", id]) => *id = "ID",
        _ => {}
    }
    parts.join(".")
}

/// The table that the keys `path` lead to from `shape`.
pub fn table_at<'s>(shape: &'s TableShape, path: &[String]) -> Option<&'s TableShape> {
    let Some((first, rest)) = path.split_first() else { return Some(shape) };
    let values = shape.keys.get(first).map_or(&shape.others, |key| &key.values);
    values.iter().filter_map(inner_table).find_map(|inner| table_at(inner, rest))
}

/// The table that a value is, or each item of a list.
fn inner_table(value: &ValueShape) -> Option<&TableShape> {
    match value {
        ValueShape::Table(table) => Some(table),
        ValueShape::List(item) => inner_table(item),
        _ => None,
    }
}

/// The words that a key can have as its value, or in the list that it has.
pub fn choices(key: &KeyShape) -> Vec<&str> {
    key.values.iter().flat_map(words_of).collect()
}

fn words_of(value: &ValueShape) -> Vec<&str> {
    match value {
        ValueShape::Choice(words) => words.iter().map(String::as_str).collect(),
        ValueShape::List(item) => words_of(item),
        _ => Vec::new(),
    }
}
