//! EPUB 3, books for reading devices. They contain articles as a theme shows them and are made where articles are.

use super::registry::{Format, FormatReader, FormatWriter, Needs, PageWriter};

/// The media type of a book.
pub const MEDIA_TYPE: &str = "application/epub+zip";

/// EPUB in the registry.
pub const FORMAT: Format = Format {
    id: "epub",
    name: "EPUB",
    extensions: &["epub"],
    units: "chapters",
    keeps: "",
    detect: |_| None,
    read: FormatReader::Nothing,
    write: Some(FormatWriter {
        name: "epub",
        file: "transcript.epub",
        media_type: MEDIA_TYPE,
        title: "export_epub",
        needs: Needs::Words,
        podcast_element: None,
        about: "[a book](#books) for reading devices",
        write: PageWriter::Article,
    }),
};
