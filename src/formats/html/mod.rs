//! Transcripts as HTML, in the way of Podcasting 2.0: `<cite>` who, `<time>` when, `<p>` what.

pub mod tokens;
mod writer;

use self::tokens::{HtmlToken, attribute, tokens};
use crate::formats::registry::{Format, FormatReader, FormatWriter, Needs, PageWriter};
use crate::formats::shared::caption_text::{join_lines, paragraphs};
use crate::formats::transcript::{Chapter, ChapterStart, Cue, CueOpening, ImportedTranscript};
use crate::formats::webvtt::timing::lax;
use crate::text::rich::{Marks, RichText};
use crate::text::timecode::Timecode;

/// Podcasting 2.0 HTML in the registry.
pub const FORMAT: Format = Format {
    id: "html",
    name: "Podcasting 2.0 HTML",
    extensions: &["html", "htm"],
    units: "paragraphs",
    keeps: "speakers, times, headings",
    detect: |sample| sample.markup_that(looks_like_one),
    read: FormatReader::Transcript(|text| Ok(read(text))),
    write: Some(FormatWriter {
        name: "html",
        file: "transcript.html",
        media_type: "text/html",
        title: "export_html",
        needs: Needs::Words,
        podcast_element: Some("podcast:transcript"),
        about: "Podcasting 2.0 transcript as HTML: speakers, times and words",
        write: PageWriter::Text(|_, page| writer::html(page)),
    }),
};

/// Tells whether a text is such a transcript.
pub fn looks_like_one(text: &str) -> bool {
    let has = |tag: &str| {
        text.match_indices('<')
            .take(2000)
            .any(|(at, _)| text.get(at..at + tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag)))
    };
    has("<cite") && has("<p")
}

/// Reads a transcript.
pub fn read(text: &str) -> ImportedTranscript {
    let mut reader = HtmlReader::default();
    for token in tokens(text) {
        match token {
            HtmlToken::Text(text) => reader.text(&text),
            HtmlToken::Open(name, attributes) => reader.open(&name, attributes),
            HtmlToken::Close(name) => reader.close(&name),
        }
    }
    reader.end_paragraph();
    let units = reader.script.cues.len();
    reader.script.count(units);
    reader.script
}

/// The paragraphs of a fragment that is no transcript: a note's words.
pub fn fragment(text: &str) -> Vec<RichText> {
    let mut texts = vec![RichText::default()];
    let mut marks = Marks::default();
    for token in tokens(text) {
        let is_block = matches!(&token, HtmlToken::Open(name, _) | HtmlToken::Close(name) if is_block(name));
        let last = texts.last_mut().expect("there is one");
        match token {
            HtmlToken::Text(text) => last.push(&text, &marks),
            HtmlToken::Open(name, _) if name == "br" => last.push("\n", &Marks::default()),
            _ if is_block => texts.push(RichText::default()),
            HtmlToken::Open(name, attributes) => mark(&mut marks, &name, Some(attributes)),
            HtmlToken::Close(name) => mark(&mut marks, &name, None),
        }
    }
    texts.into_iter().flat_map(paragraphs).map(join_lines).collect()
}

fn is_block(name: &str) -> bool {
    matches!(name, "p" | "div" | "li" | "blockquote" | "section" | "article")
}

/// Sets the marks that an element's words have, or takes them away where it ends.
fn mark(marks: &mut Marks, name: &str, attributes: Option<&str>) {
    match name {
        "i" | "em" => marks.emphasis = attributes.is_some(),
        "b" | "strong" => marks.strong = attributes.is_some(),
        "a" => {
            let href = attributes.and_then(|attributes| attribute(attributes, "href"));
            marks.link = href.filter(|href| href.starts_with("http"));
        }
        _ => {}
    }
}

#[derive(Default)]
struct HtmlReader {
    script: ImportedTranscript,
    /// The element that words are for.
    inside: Inside,
    words: RichText,
    marks: Marks,
    speaker: Option<String>,
    time: Option<Timecode>,
}

#[derive(Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Nothing,
    Title,
    Cite,
    Time,
    Heading(u8),
    Paragraph,
}

impl HtmlReader {
    fn text(&mut self, text: &str) {
        match self.inside {
            Inside::Nothing if !text.trim().is_empty() => {
                self.inside = Inside::Paragraph;
                self.words.push(text, &self.marks);
            }
            Inside::Nothing => {}
            _ => self.words.push(text, &self.marks),
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        match name {
            "title" => self.begin(Inside::Title),
            "cite" if self.inside != Inside::Paragraph || self.words.is_blank() => self.begin(Inside::Cite),
            "time" if self.inside != Inside::Paragraph || self.words.is_blank() => self.begin(Inside::Time),
            "h1" | "h2" | "h3" | "h4" => self.begin(Inside::Heading(name.as_bytes()[1] - b'0')),
            "br" => self.words.push("\n", &Marks::default()),
            _ if is_block(name) => self.begin(Inside::Paragraph),
            _ => mark(&mut self.marks, name, Some(attributes)),
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "title" | "cite" | "time" | "h1" | "h2" | "h3" | "h4" => self.end(),
            _ if is_block(name) => self.end_paragraph(),
            _ => mark(&mut self.marks, name, None),
        }
    }

    fn begin(&mut self, inside: Inside) {
        self.end();
        self.inside = inside;
    }

    /// The element whose words are being gathered ends: they are kept as what it is.
    fn end(&mut self) {
        let words = join_lines(std::mem::take(&mut self.words));
        let plain = words.to_plain();
        match std::mem::take(&mut self.inside) {
            Inside::Nothing => {}
            _ if words.is_blank() => {}
            Inside::Title => self.script.about.title = Some(plain),
            Inside::Cite => self.speaker = Some(plain),
            Inside::Time => self.time = lax(plain.trim_matches(['[', ']', '(', ')'])),
            Inside::Heading(1) if self.script.cues.is_empty() => self.script.about.title = Some(plain),
            Inside::Heading(level) => {
                let place = ChapterStart::Cue(self.script.cues.len());
                self.script.chapters.push(Chapter {
                    title: plain,
                    level: level.max(2),
                    place,
                    lead: None,
                    topics: Vec::new(),
                });
            }
            Inside::Paragraph => {
                let (start, speaker) = (self.time.take(), self.speaker.take());
                let opening = CueOpening::Paragraph;
                self.script.cues.push(Cue { start, speaker, text: words, opening, ..Cue::default() });
            }
        }
    }

    fn end_paragraph(&mut self) {
        self.end();
        self.marks = Marks::default();
    }
}
