//! Office documents, which are archives of XML: their parts one after another, as one text that readers of XML are given.
//!
//! An archive may say of itself whatever it likes: what is unpacked is counted, and a part that grows beyond the limit ends it.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// The most bytes that the parts of a document may have once they are unpacked: that of any file that is imported.
const LARGEST: u64 = 64 << 20;

/// The parts of a Word document that have words or tell what they are, in the order in which they are read.
const WORD_PARTS: [&str; 8] = [
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
    "word/styles.xml",
    "word/comments.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "word/document.xml",
    "word/document2.xml",
];

/// The parts of an OpenDocument text that have words.
const OPEN_DOCUMENT_PARTS: [&str; 2] = ["meta.xml", "content.xml"];

/// The element that holds the parts of a Word document.
pub const WORD_DOCUMENT: &str = "word-document";

/// The element that holds the parts of an OpenDocument text.
pub const OPEN_DOCUMENT: &str = "open-document";

/// Tells whether bytes begin like an archive.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The parts of an office document in one element; the error is what else the archive is.
pub fn unpack(bytes: &[u8]) -> Result<String, String> {
    let broken = |error: zip::result::ZipError| format!("this is an archive that cannot be read: {error}");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let has = |archive: &ZipArchive<_>, name: &str| archive.index_for_name(name).is_some();
    let (root, parts): (&str, &[&str]) = match () {
        () if has(&archive, "word/document.xml") || has(&archive, "word/document2.xml") => {
            (WORD_DOCUMENT, &WORD_PARTS)
        }
        () if has(&archive, "content.xml") && is_open_text(&mut archive) => {
            (OPEN_DOCUMENT, &OPEN_DOCUMENT_PARTS)
        }
        () => return Err(other_archive(&archive)),
    };
    let mut out = format!("<{root}>");
    for name in parts {
        let text = part(&mut archive, name, LARGEST.saturating_sub(out.len() as u64))?;
        let body = text.find("?>").filter(|_| text.starts_with("<?xml")).map_or(0, |end| end + 2);
        out.push_str(&format!("<part name=\"{name}\">{}</part>", &text[body..]));
    }
    Ok(format!("{out}</{root}>"))
}

/// Tells whether the document is a text, and no table or drawing.
fn is_open_text(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    part(archive, "mimetype", 200).is_ok_and(|kind| kind.is_empty() || kind.contains("opendocument.text"))
}

/// The text of a part; empty when it is not there.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, limit: u64) -> Result<String, String> {
    let Ok(file) = archive.by_name(name) else { return Ok(String::new()) };
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("this is a document whose part {name} cannot be unpacked: {error}"))?;
    if bytes.len() as u64 > limit {
        return Err(format!(
            "this is a document that unpacks to more than {} MiB, the limit for a file that is imported",
            LARGEST >> 20
        ));
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.trim_start_matches('\u{feff}').to_string())
}

/// A sentence about an archive that is no document with words.
fn other_archive(archive: &ZipArchive<Cursor<&[u8]>>) -> String {
    let is_in = |folder: &str| archive.file_names().flatten().any(|name| name.starts_with(folder));
    let found = match () {
        () if is_in("xl/") => "an Excel workbook: save it as CSV",
        () if is_in("ppt/") => "a PowerPoint presentation",
        () if is_in("Index/") || is_in("index.xml") => "an Apple Pages document: export it as Word",
        () if is_in("META-INF/container.xml") => "an EPUB book",
        () if is_in("content.xml") => "an OpenDocument table or drawing",
        () => "a compressed archive: unpack it, and import the files",
    };
    format!("this is {found}, which Postil does not read")
}
