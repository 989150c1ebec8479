//! The words and notes of the whole site as tables for programs: `data/`.

mod package;
mod rows;
mod tables;

use std::ops::Range;

pub use self::tables::DatasetTable;
use super::super::address::encode;
use crate::formats::csv_cell;
use crate::model::Site;

/// The folder of the tables.
pub const FOLDER: &str = "data/";

/// The half words after which another file of a table begins: some three megabytes. A page is never cut.
const PART_LENGTH: u64 = 1_000_000;

/// The rows after which another file of a table begins.
const PART_ROWS: usize = 10_000;

/// A file of the dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatasetFile {
    /// The description of all files, for programs: `datapackage.json`.
    Package,
    /// The way to cite it: `CITATION.cff`.
    Citation,
    /// A part of a table: its number, from one, and what it is made of.
    Rows(DatasetTable, DatasetSyntax, usize, Range<usize>),
}

/// A syntax that tables are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatasetSyntax {
    /// Comma-separated values.
    Csv,
    /// A JSON object on each line.
    Ndjson,
}

/// A value in a row.
pub enum DatasetValue {
    /// Words; empty where there are none.
    Text(String),
    /// A whole number.
    Integer(u64),
    /// Seconds with milliseconds.
    Seconds(u64),
    /// Nothing is known.
    Missing,
}

/// Every file of the dataset of `site`, if it has one.
pub fn all(site: &Site) -> Vec<DatasetFile> {
    if !site.config.exports.dataset {
        return Vec::new();
    }
    let mut files = vec![DatasetFile::Package, DatasetFile::Citation];
    for table in DatasetTable::ALL {
        for (number, range) in (1..).zip(parts(site, table)) {
            for syntax in [DatasetSyntax::Csv, DatasetSyntax::Ndjson] {
                files.push(DatasetFile::Rows(table, syntax, number, range.clone()));
            }
        }
    }
    files
}

impl DatasetFile {
    /// The path in the output.
    pub fn path(&self) -> String {
        match self {
            DatasetFile::Package => format!("{FOLDER}datapackage.json"),
            DatasetFile::Citation => format!("{FOLDER}CITATION.cff"),
            DatasetFile::Rows(table, syntax, number, _) => {
                format!("{FOLDER}{}", part_name(*table, *syntax, *number))
            }
        }
    }

    /// The media type.
    pub fn media_type(&self) -> &'static str {
        match self {
            DatasetFile::Package => "application/json",
            DatasetFile::Citation => "application/yaml",
            DatasetFile::Rows(_, DatasetSyntax::Csv, ..) => "text/csv",
            DatasetFile::Rows(_, DatasetSyntax::Ndjson, ..) => "application/x-ndjson",
        }
    }

    /// Makes the file. Pages are unpacked one after the other.
    pub fn text(&self, site: &Site) -> String {
        match self {
            DatasetFile::Package => package::package(site),
            DatasetFile::Citation => package::citation(site),
            DatasetFile::Rows(table, syntax, _, range) => rows_text(site, *table, *syntax, range.clone()),
        }
    }
}

fn part_name(table: DatasetTable, syntax: DatasetSyntax, number: usize) -> String {
    let ending = if syntax == DatasetSyntax::Csv { "csv" } else { "ndjson" };
    format!("{}-{number}.{ending}", table.name())
}

fn rows_text(site: &Site, table: DatasetTable, syntax: DatasetSyntax, range: Range<usize>) -> String {
    let fields = table.fields();
    let mut out = String::new();
    if syntax == DatasetSyntax::Csv {
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        out = names.join(",") + "\n";
    }
    rows::for_each(site, table, range, &mut |row| match syntax {
        DatasetSyntax::Csv => {
            let cells: Vec<String> = row.iter().map(csv_value).collect();
            out += &(cells.join(",") + "\n");
        }
        DatasetSyntax::Ndjson => {
            // In the order of the columns, which validators compare with that of the schema.
            let values = fields.iter().zip(&row);
            let members = values.map(|(field, value)| format!("\"{}\":{}", field.name, json_value(value)));
            out += &format!("{{{}}}\n", members.collect::<Vec<_>>().join(","));
        }
    });
    out
}

fn csv_value(value: &DatasetValue) -> String {
    match value {
        DatasetValue::Text(text) => csv_cell(text),
        DatasetValue::Integer(number) => number.to_string(),
        DatasetValue::Seconds(milliseconds) => seconds(*milliseconds),
        DatasetValue::Missing => String::new(),
    }
}

fn json_value(value: &DatasetValue) -> serde_json::Value {
    match value {
        DatasetValue::Text(text) => text.as_str().into(),
        DatasetValue::Integer(number) => (*number).into(),
        DatasetValue::Seconds(milliseconds) => {
            seconds(*milliseconds).parse::<serde_json::Number>().map_or(serde_json::Value::Null, Into::into)
        }
        DatasetValue::Missing => serde_json::Value::Null,
    }
}

fn seconds(milliseconds: u64) -> String {
    match milliseconds % 1000 {
        0 => (milliseconds / 1000).to_string(),
        rest => format!("{}.{rest:03}", milliseconds / 1000),
    }
}

/// The numbers of the pages, or of the people or tags, that each file of a table is made of. A table without rows has no
/// file.
fn parts(site: &Site, table: DatasetTable) -> Vec<Range<usize>> {
    let (count, size): (usize, &dyn Fn(usize) -> (usize, u64)) = match table {
        DatasetTable::Turns => (site.pages.len(), &|at| {
            let lengths = &site.pages[at].turn_lengths;
            (lengths.len(), lengths.iter().map(|&length| u64::from(length)).sum())
        }),
        DatasetTable::Notes => (site.pages.len(), &|at| (site.pages[at].document.notes.len(), 0)),
        DatasetTable::Pages => (site.pages.len(), &|at| (usize::from(rows::is_text(&site.pages[at])), 0)),
        DatasetTable::People => (site.people.len(), &|_| (1, 0)),
        DatasetTable::Tags => (site.tags.by_id.len(), &|_| (1, 0)),
    };
    let mut parts = Vec::new();
    let (mut start, mut rows, mut length) = (0, 0, 0);
    for at in 0..count {
        let (more_rows, more_length) = size(at);
        let is_full = rows + more_rows > PART_ROWS || length + more_length > PART_LENGTH;
        if is_full && rows > 0 {
            parts.push(start..at);
            (start, rows, length) = (at, 0, 0);
        }
        rows += more_rows;
        length += more_length;
    }
    if rows > 0 {
        parts.push(start..count);
    }
    parts
}

/// The address of a page of the site, absolute if the site knows its own.
fn address(site: &Site, path: &str) -> String {
    format!("{}{}", site.config.base_url.as_deref().unwrap_or("/"), encode(path))
}
