//! The files for other programs that stand beside each transcript, by their names in `[exports]`.

/// The formats that a page can be exported in, in the order in which a page lists them. Each has a folder
/// in `formats`, whose registry knows everything else about it.
pub const EXPORT_NAMES: [&str; 10] =
    ["vtt", "srt", "json", "html", "chapters", "txt", "md", "csv", "tei", "epub"];

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
