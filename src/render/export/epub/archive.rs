//! The book as one file: the only place that knows ZIP.

use crate::formats::epub::MEDIA_TYPE;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"#;

/// A book that is being packed.
pub struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl Archive {
    /// A book that says what it is: its media type comes first, and is not compressed.
    pub fn new() -> Self {
        let mut archive = Archive { zip: ZipWriter::new(Cursor::new(Vec::new())) };
        archive.put("mimetype", MEDIA_TYPE, CompressionMethod::Stored);
        archive.add("META-INF/container.xml", CONTAINER);
        archive
    }

    /// Adds a file.
    pub fn add(&mut self, path: &str, text: &str) {
        self.put(path, text, CompressionMethod::Deflated);
    }

    /// The whole book.
    pub fn finish(self) -> Vec<u8> {
        self.zip.finish().expect("memory takes everything").into_inner()
    }

    /// Every file has the same day, the first that ZIP knows: the build knows no clock.
    fn put(&mut self, path: &str, text: &str, method: CompressionMethod) {
        let options = SimpleFileOptions::default();
        let options = options.compression_method(method).last_modified_time(DateTime::DEFAULT);
        self.zip.start_file(path, options.unix_permissions(0o644)).expect("the path is one of ours");
        self.zip.write_all(text.as_bytes()).expect("memory takes everything");
    }
}
