//! TEI: spoken texts as archives and linguists encode them (`u`, `annotationBlock`, `sp`), with their
//! header, their timeline and their notes.
//!
//! A text is read twice: first for what its words refer to, wherever that stands, and then for them.

mod header;
mod notes;
mod sinks;
mod speech;
mod timeline;
mod turns;

use self::header::Header;
use self::notes::Notes;
use self::speech::Speech;
use self::timeline::TeiTimeline;
use crate::formats::registry::{Format, FormatReader, FormatWriter, Needs, PageWriter};
use crate::formats::shared::xml::{XmlTag, XmlToken, read_xml, tokens};
use crate::formats::transcript::ImportedTranscript;

/// TEI in the registry.
pub const FORMAT: Format = Format {
    id: "tei",
    name: "TEI",
    extensions: &["xml", "tei"],
    units: "utterances",
    keeps: "`u`, `annotationBlock` and `sp`; people, times and headings; `note` with the words that it points to; topics (`ana`) and page breaks; metadata of the header",
    detect: |sample| sample.markup_that(looks_like_one),
    read: FormatReader::Transcript(read),
    write: Some(FormatWriter {
        name: "tei",
        file: "transcript.tei.xml",
        media_type: "application/tei+xml",
        title: "export_tei",
        needs: Needs::Words,
        podcast_element: None,
        about: "[TEI P5](#tei): utterances, a timeline, notes and what they are about",
        write: PageWriter::Article,
    }),
};

/// Tells whether `text` is a TEI document.
pub fn looks_like_one(text: &str) -> bool {
    let start = &text[..text.floor_char_boundary(2000)];
    start.contains("http://www.tei-c.org/ns/1.0") || start.contains("<TEI") || start.contains("<teiHeader")
}

/// Reads a document.
pub fn read(text: &str) -> Result<ImportedTranscript, String> {
    let mut index = Index::default();
    for token in tokens(text) {
        match token? {
            XmlToken::Open(tag) => index.open(&tag),
            XmlToken::Text(text) => index.header.text(&text),
            XmlToken::Close => index.header.close(),
        }
    }
    let mut speech = Speech::new(&index);
    read_xml(text, &mut speech)?;
    let (mut script, units) = speech.finish();
    script.about = index.header.about;
    script.people = index.header.people;
    script.count(units);
    Ok(script)
}

/// The things that the words of a document refer to.
#[derive(Default)]
struct Index {
    header: Header,
    timeline: TeiTimeline,
    notes: Notes,
}

impl Index {
    fn open(&mut self, tag: &XmlTag) {
        self.header.open(tag);
        self.timeline.open(tag);
        self.notes.open(tag);
    }
}

/// `#a #b`: the ids that an attribute points to.
fn pointers(value: Option<&str>) -> impl Iterator<Item = &str> {
    value.unwrap_or_default().split_whitespace().filter_map(|pointer| pointer.strip_prefix('#'))
}
