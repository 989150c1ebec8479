//! One text file: read, measured, and checked to be UTF-8.

use std::io;

use super::site_folder::SiteFolder;
use crate::diag::{Code, Diagnostic};
use crate::disk::is_link_refused;
use crate::source::{Sources, Span};

/// A reason for which a text file could not be read.
#[derive(Debug)]
pub enum TextFileError {
    /// The disk refused.
    Unreadable(io::Error),
    /// It is longer than the site allows.
    TooLarge {
        /// The size of the file.
        bytes: u64,
        /// The largest size allowed.
        limit: u64,
    },
    /// It is not UTF-8; its bytes.
    NotUtf8(Vec<u8>),
}

/// Reads the file at `path` of a site, of `limit` bytes at most, without a byte order mark.
pub(super) fn read(site: &SiteFolder, path: &str, limit: u64) -> Result<String, TextFileError> {
    decode(site.read(path, limit)?)
}

/// The text of a file's `bytes`.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, TextFileError> {
    let text = String::from_utf8(bytes).map_err(|error| TextFileError::NotUtf8(error.into_bytes()))?;
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Ok(rest.to_string()),
        None => Ok(text),
    }
}

impl TextFileError {
    /// The problem with the file at `path`, as it is shown.
    pub fn diagnostic(self, path: String, sources: &mut Sources) -> Diagnostic {
        match self {
            TextFileError::Unreadable(error) if is_link_refused(&error) => {
                let help = "put the file itself, or a copy of it, in the link's place";
                let message = format!("{path} is a link, and is not followed");
                Diagnostic::new(Code::LinkNotFollowed, message).in_file(path).help(help)
            }
            TextFileError::Unreadable(error) => {
                Diagnostic::new(Code::Unreadable, format!("{path} cannot be read: {error}")).in_file(path)
            }
            TextFileError::TooLarge { bytes, limit } => {
                let message = format!("{path} has {bytes} bytes, the limit for a text is {limit}");
                let help = "split the text into several files, or raise `text` in [limits] of site.toml";
                Diagnostic::new(Code::TooLarge, message).in_file(path).help(help)
            }
            TextFileError::NotUtf8(bytes) => not_utf8(path, &bytes, sources),
        }
    }
}

/// Up to the first wrong byte the text is shown as it is, so that its line and column are true.
fn not_utf8(path: String, bytes: &[u8], sources: &mut Sources) -> Diagnostic {
    let good = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    let wrong = bytes.get(good).copied().unwrap_or_default();
    let message = format!("{path} is not UTF-8: byte {good} is 0x{wrong:02X}");
    let shown = sources.add(path, String::from_utf8_lossy(bytes));
    let span = Span::new(shown, good, good + '\u{fffd}'.len_utf8());
    Diagnostic::new(Code::NotUtf8, message).at(span).help(match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the file looks like UTF-16; save it as UTF-8",
        _ => "save the file as UTF-8",
    })
}
