//! The files for other programs that stand beside each transcript.

/// Declares [`ExportFormat`] once: variant, the name in `site.toml`, the file's name, its media type.
macro_rules! formats {
    ($($(#[doc = $doc:literal])+ $variant:ident = $id:literal, $file:literal, $media:literal;)+) => {
        /// A format that transcripts are exported in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ExportFormat { $($(#[doc = $doc])+ $variant,)+ }

        impl ExportFormat {
            /// Every format there is.
            pub const ALL: &'static [ExportFormat] = &[$(ExportFormat::$variant),+];

            /// What it is called in `site.toml` and on the command line.
            pub fn id(self) -> &'static str {
                match self { $(ExportFormat::$variant => $id),+ }
            }

            /// The name of the file, beside the page.
            pub fn file(self) -> &'static str {
                match self { $(ExportFormat::$variant => $file),+ }
            }

            /// Its media type.
            pub fn media_type(self) -> &'static str {
                match self { $(ExportFormat::$variant => $media),+ }
            }
        }
    };
}

formats! {
    /// WebVTT, with voices.
    WebVtt = "vtt", "transcript.vtt", "text/vtt";
    /// SubRip.
    SubRip = "srt", "transcript.srt", "application/x-subrip";
    /// Podcasting 2.0 JSON.
    Podcasting = "json", "transcript.json", "application/json";
    /// Podcasting 2.0 HTML.
    Html = "html", "transcript.html", "text/html";
    /// Chapters of Podcasting 2.0.
    Chapters = "chapters", "chapters.json", "application/json+chapters";
    /// Plain text.
    PlainText = "txt", "transcript.txt", "text/plain";
    /// Postil's own Markdown.
    Markdown = "md", "transcript.md", "text/markdown";
    /// A row for each paragraph.
    Turns = "csv", "turns.csv", "text/csv";
    /// TEI P5, the Text Encoding Initiative's XML.
    Tei = "tei", "transcript.tei.xml", "application/tei+xml";
    /// EPUB 3: a book for reading devices.
    Epub = "epub", "transcript.epub", "application/epub+zip";
}

impl ExportFormat {
    /// The format called `id`.
    pub fn by_id(id: &str) -> Option<ExportFormat> {
        Self::ALL.iter().copied().find(|format| format.id() == id)
    }
}

/// What is bound as a book of its own beside its page: EPUB of more than one text.
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

    /// What it is called in `site.toml`.
    pub fn id(self) -> &'static str {
        match self {
            Books::Collections => "collections",
            Books::Site => "site",
        }
    }
}
