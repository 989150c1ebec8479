//! WebVTT: captions, chapters, and transcripts of podcasts.

mod annotations;
pub mod cue_text;
pub mod file;
pub mod timing;
pub mod writer;

use crate::formats::registry::{Confidence, Format, FormatReader, FormatWriter, Needs, PageWriter, Sample};
use std::borrow::Cow;

use self::annotations::Annotations;
use self::cue_text::{CueElement, CueNode, CueTag};
use self::file::{RawCue, Rules, WebVttFile};
use crate::formats::shared::caption_text::{self, paragraphs};
use crate::formats::shared::json_values::RecognizedWord;
use crate::formats::transcript::{Cue, CueOpening, ImportedNote, ImportedTranscript, Tally};
use crate::text::rich::{Marks, RichText};
use crate::text::timecode::Timecode;

/// WebVTT in the registry.
pub const FORMAT: Format = Format {
    id: "vtt",
    name: "WebVTT",
    extensions: &["vtt"],
    units: "cues",
    keeps: "voices, names before a colon, italics and bold; title, language, licence and author from its header",
    detect,
    read: FormatReader::Transcript(|text| Ok(read(text))),
    write: Some(FormatWriter {
        name: "vtt",
        file: "transcript.vtt",
        media_type: "text/vtt",
        title: "export_vtt",
        needs: Needs::Times,
        podcast_element: Some("podcast:transcript"),
        about: "WebVTT captions, with voices",
        write: PageWriter::Text(|_, page| writer::vtt(page)),
    }),
};

/// Its signature is required; files without it are read all the same where their times look like it.
fn detect(sample: &Sample) -> Option<Confidence> {
    if sample.text.starts_with("WEBVTT") {
        return Some(Confidence::Certain);
    }
    let arrow = caption_text::line_of_times(sample)?;
    timing::is_webvtt(arrow, sample).then_some(Confidence::Likely)
}

/// Reads a WebVTT file.
pub fn read(text: &str) -> ImportedTranscript {
    let file = file::parse(text, Rules::AsPublished).unwrap_or_default();
    let mut script = ImportedTranscript::default();
    let mut annotations = Annotations::from_comments(&file.comments, &mut script.left_out);
    for cue in &file.cues {
        add_cue(cue, &mut annotations, &mut script);
    }
    annotations.report(&mut script);
    read_header(&file, &mut script);
    report(&file, &mut script);
    script.count(file.cues.iter().filter(|cue| !cue.is_stray).count());
    caption_text::tidy(&mut script);
    script
}

/// A cue becomes one piece for each voice in it, and for each of its paragraphs.
fn add_cue(raw: &RawCue, annotations: &mut Annotations, script: &mut ImportedTranscript) {
    let nodes = cue_text::parse(&with_lines(&raw.text));
    let mut words = SpokenWords { time: raw.timing.start, ..SpokenWords::default() };
    words.read(&nodes);
    script.add_timed_words(if words.has_times { &words.words } else { &[] });
    let ImportedTranscript { notes, left_out, .. } = script;
    let mut lowering = CueLowering { pieces: vec![VoicePiece::default()], annotations, notes, left_out };
    lowering.lower(&nodes, &Marks::default(), None);
    let pieces = lowering.pieces;
    let before = script.cues.len();
    for VoicePiece { voice, text } in pieces.into_iter().filter(|piece| !piece.text.is_blank()) {
        script.cues.extend(paragraphs(text).into_iter().enumerate().map(|(at, text)| Cue {
            start: raw.timing.start.filter(|_| at == 0),
            end: raw.timing.end,
            speaker: voice.clone().or_else(|| speaker_of_id(&raw.id).map(str::to_string)),
            text,
            opening: if at == 0 { CueOpening::Flow } else { CueOpening::Paragraph },
            ..Cue::default()
        }));
    }
    if script.cues.len() == before {
        script.left_out.add("cues without words", raw.timing.start.map_or(String::new(), |t| t.to_string()));
    }
}

/// The speaker in the identifier of a cue of Webex: `12 "Ann Lee" (3456789)`.
fn speaker_of_id(id: &str) -> Option<&str> {
    let (number, rest) = id.split_once(" \"")?;
    let (name, key) = rest.rsplit_once("\" (")?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (is_number(number) && key.strip_suffix(')').is_some_and(is_number)).then_some(name.trim())
}

/// The words of a cue with the timestamps before them.
#[derive(Default)]
struct SpokenWords {
    time: Option<Timecode>,
    has_times: bool,
    words: Vec<RecognizedWord>,
}

impl SpokenWords {
    /// Of captions that roll, the lines before the last were said before.
    fn read(&mut self, nodes: &[CueNode]) {
        for node in nodes {
            match node {
                CueNode::Timestamp(time) => (self.time, self.has_times) = (Some(*time), true),
                CueNode::Element(element) => self.read(&element.children),
                CueNode::Text(text) => {
                    let mut said = text.lines().last().unwrap_or_default().split_whitespace();
                    if let (Some(word), None) = (said.next(), said.next()) {
                        let (text, start) = (word.to_string(), self.time);
                        self.words.push(RecognizedWord { text, start, ..RecognizedWord::default() });
                    }
                }
            }
        }
    }
}

/// `<br>` is none of WebVTT's tags; where it is written all the same, it would join two words.
fn with_lines(text: &str) -> Cow<'_, str> {
    match text.contains("<br") {
        true => text.replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n").into(),
        false => text.into(),
    }
}

/// The words of one voice in a cue.
#[derive(Default)]
struct VoicePiece {
    voice: Option<String>,
    text: RichText,
}

struct CueLowering<'a> {
    pieces: Vec<VoicePiece>,
    annotations: &'a mut Annotations,
    notes: &'a mut Vec<ImportedNote>,
    left_out: &'a mut Tally,
}

impl CueLowering<'_> {
    fn lower(&mut self, nodes: &[CueNode], marks: &Marks, voice: Option<&str>) {
        for node in nodes {
            match node {
                CueNode::Text(text) => self.push(text, marks, voice),
                // The times of words go into the sidecar file.
                CueNode::Timestamp(_) => {}
                CueNode::Element(element) => self.lower_element(element, marks, voice),
            }
        }
    }

    fn lower_element(&mut self, element: &CueElement, marks: &Marks, voice: Option<&str>) {
        let noted = self.noted(element, marks);
        let (children, marks) = (&element.children, &noted);
        match &element.tag {
            CueTag::Italic => self.lower(children, &Marks { emphasis: true, ..marks.clone() }, voice),
            CueTag::Bold => self.lower(children, &Marks { strong: true, ..marks.clone() }, voice),
            CueTag::Voice(name) => self.lower(children, marks, Some(name)),
            CueTag::RubyText => {
                self.push("（", marks, voice);
                self.lower(children, marks, voice);
                self.push("）", marks, voice);
            }
            CueTag::Language(language) => {
                self.left_out.add("languages of passages", language.as_str());
                self.lower(children, marks, voice);
            }
            CueTag::Underline => {
                self.left_out.add("underlines", String::new());
                self.lower(children, marks, voice);
            }
            CueTag::Class | CueTag::Ruby => self.lower(children, marks, voice),
        }
    }

    /// The marks of an element's words: a class may name a note, and else is one of style.
    fn noted(&mut self, element: &CueElement, marks: &Marks) -> Marks {
        let mut marks = marks.clone();
        for class in &element.classes {
            match self.annotations.number(class, self.notes) {
                Some(note) => marks.notes.push(note),
                None => self.left_out.add("style classes", class.as_str()),
            }
        }
        marks
    }

    fn push(&mut self, text: &str, marks: &Marks, voice: Option<&str>) {
        let voice = voice.map(str::trim).filter(|name| !name.is_empty());
        if self.pieces.last().is_none_or(|last| last.voice.as_deref() != voice) {
            self.pieces.push(VoicePiece { voice: voice.map(str::to_string), text: RichText::default() });
        }
        self.pieces.last_mut().expect("one was pushed").text.push(text, marks);
    }
}

/// `WEBVTT - A title`, `Language: en`, `License: …`, `Author: …`.
fn read_header(file: &WebVttFile, script: &mut ImportedTranscript) {
    let mut lines = file.header.iter();
    let title = lines.next().map(|line| line.trim_start_matches(['-', '–', '—', ' ', '\t']).trim());
    script.about.title = title.filter(|title| !title.is_empty()).map(str::to_string);
    for line in lines {
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let value = Some(value.trim().to_string()).filter(|value| !value.is_empty());
        match key.trim().to_ascii_lowercase().as_str() {
            "language" => script.about.language = value,
            "license" | "licence" => script.about.licence = value,
            "author" => script.about.transcribed_by = value,
            "title" => script.about.title = value,
            _ => script.left_out.add("header lines", line.as_str()),
        }
    }
}

/// Reports the parts of a file beside its words.
fn report(file: &WebVttFile, script: &mut ImportedTranscript) {
    let (left_out, changed) = (&mut script.left_out, &mut script.changed);
    if !file.signed {
        changed.add("the first line is not WEBVTT: read all the same", "");
    }
    for cue in &file.cues {
        let is_number = cue.id.bytes().all(|b| b.is_ascii_digit());
        let is_name = !is_number && speaker_of_id(&cue.id).is_none();
        match cue.timing.start {
            None if cue.is_stray => {
                changed.add("words without a time, kept in their place", cue.text.as_str())
            }
            None => changed.add("words whose time cannot be read, kept in their place", cue.text.as_str()),
            Some(_) if cue.timing.by_standard => {}
            Some(start) => changed.add("times that browsers do not read, understood", start.to_string()),
        }
        if !cue.timing.settings.is_empty() {
            left_out.add("settings of cues (place, size)", cue.timing.settings.as_str());
        }
        if is_name {
            left_out.add("names of cues", cue.id.as_str());
        }
    }
    file.styles.iter().for_each(|style| left_out.add("style sheets", style.as_str()));
    file.regions.iter().for_each(|region| left_out.add("regions", region.as_str()));
}
