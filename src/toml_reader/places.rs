//! The strings of a TOML document with their places, for edits and questions about single values.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A string of a TOML document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringPlace {
    /// The keys that lead to it; an item of a list has the key of the list.
    pub path: Vec<String>,
    /// Its words.
    pub value: String,
    /// Its bytes in the document, with its quotation marks.
    pub range: Range<usize>,
}

/// Every string of the document `text`, in any order; of a document with mistakes, those that can be read.
pub fn string_places(text: &str) -> Vec<StringPlace> {
    let (root, _) = DeTable::parse_recoverable(text);
    let mut found = Vec::new();
    in_table(root.get_ref(), &mut Vec::new(), &mut found);
    found
}

fn in_table(table: &DeTable, path: &mut Vec<String>, found: &mut Vec<StringPlace>) {
    for (key, value) in table {
        path.push(key.get_ref().to_string());
        in_value(value, path, found);
        path.pop();
    }
}

fn in_value(value: &Spanned<DeValue>, path: &mut Vec<String>, found: &mut Vec<StringPlace>) {
    match value.get_ref() {
        DeValue::String(text) => {
            found.push(StringPlace { path: path.clone(), value: text.to_string(), range: value.span() });
        }
        DeValue::Array(items) => items.iter().for_each(|item| in_value(item, path, found)),
        DeValue::Table(table) => in_table(table, path, found),
        _ => {}
    }
}
