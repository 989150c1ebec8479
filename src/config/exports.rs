//! The files for other programs that stand beside each transcript, by their names in `[exports]`.

use super::read::choices;
use crate::diag::{Code, Diagnostic};
use crate::toml_reader::TomlTable;

/// The formats that a page can be exported in, in the order in which a page lists them. Each has a folder
/// in `formats`, whose registry knows everything else about it.
pub const EXPORT_NAMES: [&str; 12] =
    ["vtt", "srt", "json", "html", "chapters", "txt", "md", "csv", "tei", "epub", "iiif", "ohms"];

/// The formats that people use without being told: captions and chapters for players, and Markdown for programs that
/// read.
const USUAL: [&str; 3] = ["vtt", "chapters", "md"];

/// The files for other programs that a site publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exports {
    /// The names of those beside each transcript, in the order of [`EXPORT_NAMES`].
    pub formats: Vec<&'static str>,
    /// True if captions are left out where most times would be estimated, chapters where there is no recording, and
    /// Markdown on a large site, which is the case unless a site lists its formats.
    pub only_useful: bool,
    /// The books of several texts.
    pub books: Vec<Books>,
    /// True if the words and notes of the whole site are published as tables: `data/`.
    pub dataset: bool,
}

impl Default for Exports {
    fn default() -> Self {
        Exports { formats: USUAL.to_vec(), only_useful: true, books: Vec::new(), dataset: false }
    }
}

impl Exports {
    /// Reads `[exports]`: `formats = "all"` or a list of names, and the books that are wanted.
    pub(super) fn read(table: &mut TomlTable) -> Exports {
        let usual = Exports::default();
        let formats = if table.is_string("formats") {
            read_all(table)
        } else {
            let is_given = table.has("formats");
            Some(choices(table, "formats", &EXPORT_NAMES, |name| name)).filter(|_| is_given)
        };
        Exports {
            only_useful: formats.is_none(),
            formats: formats.unwrap_or(usual.formats),
            books: choices(table, "books", Books::ALL, Books::id),
            dataset: table.boolean("dataset").is_some_and(|dataset| dataset.value),
        }
    }
}

/// Reads `formats = "all"`.
fn read_all(table: &mut TomlTable) -> Option<Vec<&'static str>> {
    let written = table.string_among("formats", &["all"])?;
    if written.value == "all" {
        return Some(EXPORT_NAMES.to_vec());
    }
    let message = format!("`formats` cannot be `{}`: it is \"all\" or a list of formats", written.value);
    table.report(Diagnostic::new(Code::BadValue, message).at(written.span));
    None
}

/// The EPUB books that contain more than one text; each page is a book of its own as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Books {
    /// Each collection.
    Collections,
    /// The whole site.
    Site,
}

impl Books {
    /// Everything that can be bound.
    pub const ALL: &'static [Books] = &[Books::Collections, Books::Site];

    /// The name of this choice in `site.toml`.
    pub fn id(self) -> &'static str {
        match self {
            Books::Collections => "collections",
            Books::Site => "site",
        }
    }
}
