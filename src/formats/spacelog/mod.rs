//! Spacelog: radio traffic with a stamp above each entry, and notes in lines of their own.

pub mod meta;

use crate::formats::registry::{Confidence, Format, FormatReader, Sample};
use crate::formats::transcript::{Cue, CueOpening, ImportedNote, ImportedTranscript};
use crate::formats::webvtt::timing::lax;
use crate::text::rich::{Marks, RichText};
use crate::text::timecode::Timecode;

/// Spacelog in the registry.
pub const FORMAT: Format = Format {
    id: "spacelog",
    name: "Spacelog",
    extensions: &[],
    units: "stamps",
    keeps: "timestamps, notes, comments; with `_meta`: people in their shifts, acts and scenes as sections, the glossary as notes",
    detect,
    read: FormatReader::Transcript(|text| Ok(read(text))),
    write: None,
};

/// A mission's people, acts and glossary in the registry.
pub const META: Format = Format {
    id: "spacelog-meta",
    name: "a Spacelog mission's _meta",
    extensions: &[],
    units: "acts",
    keeps: "people, acts and scenes, glossary of a transcript in another file",
    detect: |sample| sample.json_that(meta::fits),
    read: FormatReader::Companion,
    write: None,
};

/// The number of lines in which a stamp is looked for.
const DETECTED_LINES: usize = 200;

fn detect(sample: &Sample) -> Option<Confidence> {
    let has_stamp = sample.json.is_none() && sample.text.lines().take(DETECTED_LINES).any(is_stamp);
    has_stamp.then_some(Confidence::Certain)
}

/// Tells whether `line` is a stamp: `[00:01:02:03]`, also before zero.
pub fn is_stamp(line: &str) -> bool {
    stamp(line).is_some()
}

/// The time of a stamp; `Some(None)` when it lies before zero.
fn stamp(line: &str) -> Option<Option<Timecode>> {
    let inside = line.trim_end().strip_prefix('[')?.strip_suffix(']')?;
    let (is_negative, time) = match inside.strip_prefix('-') {
        Some(time) => (true, time),
        None => (false, inside),
    };
    let time = lax(time).filter(|_| time.matches(':').count() == 3)?;
    Some((!is_negative).then_some(time))
}

/// Reads a transcript.
pub fn read(text: &str) -> ImportedTranscript {
    let mut reader = SpacelogReader::default();
    for line in text.lines() {
        reader.line(line);
    }
    reader.finish()
}

#[derive(Default)]
struct SpacelogReader {
    script: ImportedTranscript,
    stamps: usize,
    time: Option<Timecode>,
    /// The number of cues there were when the last stamp came.
    since_stamp: usize,
    /// The kind of text that the last line began, which indented ones go on with.
    open: Open,
    /// Notes that wait for the words they are about.
    waiting: Vec<usize>,
}

#[derive(Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    Words,
    ImportedNote,
    Other,
}

/// Lines with a name and what they become; others are about pages and tapes.
const NOTES: [(&str, &str); 3] = [("note", ""), ("comment", ""), ("extra", "context")];

impl SpacelogReader {
    fn line(&mut self, line: &str) {
        if line.trim().is_empty() || line.starts_with('#') {
            return;
        }
        if line.starts_with(char::is_whitespace) {
            return self.go_on(line.trim());
        }
        if let Some(time) = stamp(line) {
            return self.open_stamp(line, time);
        }
        match line.strip_prefix('_').and_then(|line| line.split_once(':')) {
            Some((key, value)) => self.meta(key.trim(), value.trim(), line),
            None => self.words(line),
        }
    }

    fn open_stamp(&mut self, line: &str, time: Option<Timecode>) {
        if time.is_none() {
            self.script.left_out.add("times before zero", line.trim());
        }
        self.stamps += 1;
        self.time = time;
        self.since_stamp = self.script.cues.len();
        self.open = Open::Nothing;
    }

    fn go_on(&mut self, words: &str) {
        let SpacelogReader { script, open, .. } = self;
        let text = match open {
            Open::Words => script.cues.last_mut().map(|cue| &mut cue.text),
            Open::ImportedNote => script.notes.last_mut().and_then(|note| note.text.last_mut()),
            Open::Nothing | Open::Other => None,
        };
        if let Some(text) = text {
            text.push(" ", &Marks::default());
            text.append(linked(words));
        }
    }

    fn meta(&mut self, key: &str, value: &str, line: &str) {
        let Some((_, kind)) = NOTES.iter().find(|(name, _)| *name == key) else {
            self.script.left_out.add("pages, tapes and labels", line);
            self.open = Open::Other;
            return;
        };
        let number = self.script.notes.len();
        let text = vec![linked(value)];
        self.script.notes.push(ImportedNote { kind: kind.to_string(), text, ..ImportedNote::default() });
        self.open = Open::ImportedNote;
        match self.script.cues.len() > self.since_stamp {
            true => self.script.cues.last_mut().expect("there is one").text.push_note(number),
            false => self.waiting.push(number),
        }
    }

    /// `CC: Roger.`
    fn words(&mut self, line: &str) {
        let (speaker, words) = match line.split_once(':') {
            Some((speaker, words)) if speaker.len() <= 40 => (Some(speaker.trim().to_string()), words.trim()),
            _ => (None, line.trim()),
        };
        let mut text = linked(words);
        self.waiting.drain(..).for_each(|note| text.push_note(note));
        let opening = CueOpening::Paragraph;
        self.script.cues.push(Cue { start: self.time, speaker, text, opening, ..Cue::default() });
        self.open = Open::Words;
    }

    fn finish(mut self) -> ImportedTranscript {
        for note in std::mem::take(&mut self.waiting) {
            if let Some(cue) = self.script.cues.last_mut() {
                cue.text.push_note(note);
            }
        }
        self.script.count(self.stamps);
        self.script
    }
}

/// The beginning of the address that words have which the glossary explains.
pub const GLOSSARY: &str = "glossary:";

/// Words with their links, `[glossary:AGS]` and `[time:00:05:10|then]`.
fn linked(words: &str) -> RichText {
    let mut out = RichText::default();
    let mut rest = words;
    while let Some(at) = rest.find('[') {
        let (before, bracket) = rest.split_at(at);
        out.push(before, &Marks::default());
        let window = &bracket[..bracket.floor_char_boundary(200.min(bracket.len()))];
        let length = match window.find(']').and_then(|end| link(&bracket[1..end]).map(|link| (link, end + 1)))
        {
            Some(((text, marks), length)) => {
                out.push(text, &marks);
                length
            }
            None => {
                out.push("[", &Marks::default());
                1
            }
        };
        rest = &bracket[length..];
    }
    out.push(rest, &Marks::default());
    out
}

/// The words of a link and where it leads; to a time, the words alone.
fn link(inside: &str) -> Option<(&str, Marks)> {
    let (target, text) = inside.split_once('|').unwrap_or((inside, ""));
    if let Some(term) = target.strip_prefix(GLOSSARY) {
        let text = if text.is_empty() { term } else { text };
        return Some((text, Marks { link: Some(target.to_string()), ..Marks::default() }));
    }
    let time = target.strip_prefix("time:")?;
    Some((if text.is_empty() { time } else { text }, Marks::default()))
}

/// Takes the links to the glossary off that nothing explains.
pub fn drop_links(script: &mut ImportedTranscript) {
    let notes = script.notes.iter_mut().flat_map(|note| &mut note.text);
    for run in script.cues.iter_mut().map(|cue| &mut cue.text).chain(notes).flat_map(|text| &mut text.runs) {
        if run.marks.link.as_ref().is_some_and(|link| link.starts_with(GLOSSARY)) {
            run.marks.link = None;
            script.left_out.add("links to a glossary that is not there", run.text.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_among_brackets() {
        let text = linked("See [glossary:AGS|the AGS] at [time:00:05|5 min] [Canary] [x");
        assert_eq!(text.to_plain(), "See the AGS at 5 min [Canary] [x");
        let links: Vec<_> = text.runs.iter().filter_map(|run| run.marks.link.as_deref()).collect();
        assert_eq!(links, ["glossary:AGS"]);
    }

    #[test]
    fn stamps_have_four_parts() {
        assert_eq!(stamp("[00:00:01:02.5]"), Some(Some(Timecode(62_500))));
        assert_eq!(stamp("[-00:00:00:05]"), Some(None));
        assert_eq!(stamp("[00:01:02]"), None);
    }
}
