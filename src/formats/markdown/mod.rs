//! Postil's own Markdown: front matter, speakers' labels, times, blocks.
//!
//! Imported and exported pages are written here, so that both are read again alike. `page` writes a transcript that was
//! imported, `document` a page of a site, and `normalize` a page of Markdown that names its speakers in another way.

use super::registry::{Confidence, Format, FormatReader, FormatWriter, Needs, PageWriter};

pub mod blocks;
pub mod document;
pub mod front;
mod labels;
mod normalize;
pub mod page;
pub mod rich_text;
mod topics;

pub use self::front::Front;
pub use self::labels::{LabelledSpeaker, Labels};
pub use self::normalize::{NormalizedPage, normalize_converted};

use crate::text::timecode::Timecode;

/// Markdown in the registry.
pub const FORMAT: Format = Format {
    id: "md",
    name: "Markdown",
    extensions: &["md", "markdown"],
    units: "blocks",
    keeps: "front matter, text and notes; speakers are declared, and all labels get the same form",
    detect: |sample| (sample.json.is_none() && sample.is_named_markdown()).then_some(Confidence::Likely),
    read: FormatReader::Page(normalize::read),
    write: Some(FormatWriter {
        name: "md",
        file: "transcript.md",
        media_type: "text/markdown",
        title: "export_md",
        needs: Needs::Words,
        podcast_element: None,
        about: "Markdown with notes: imported again, it gives the same page",
        write: PageWriter::Text(document::markdown),
    }),
};

/// The precision with which times are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Times {
    /// To the second: exact enough to listen from there.
    #[default]
    Seconds,
    /// As exactly as they are known.
    Exact,
}

impl Times {
    /// A time in brackets; `None` when it is longer than any recording and could not be read again.
    pub fn bracket(self, time: Timecode) -> Option<String> {
        let written = match (self, time.0 % 1000) {
            (Times::Exact, millis @ 1..) => format!("{time}.{millis:03}"),
            _ => time.to_string(),
        };
        Timecode::parse(&written).map(|_| format!("[{written}]"))
    }
}
