//! Plain text as people and services write it: names before the words, times in every place.

mod writer;

use crate::formats::registry::{Confidence, Format, FormatReader, FormatWriter, Needs, PageWriter, Sample};
use crate::formats::shared::caption_text::join;
use crate::formats::transcript::{Chapter, ChapterStart, Cue, CueOpening, ImportedTranscript};
use crate::formats::webvtt::timing::lax;
use crate::text::names::{is_credit, normalise};
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;
use crate::transcript::labels::{
    Container, LabelFinding, LabelKind, LabelReading, LabelRules, LineKind, SourceLine, TextSyntax,
    TurnLabel, read_labels, split_parenthesis,
};

/// Plain text in the registry.
pub const FORMAT: Format = Format {
    id: "text",
    name: "plain text",
    extensions: &["txt", "text"],
    units: "paragraphs",
    keeps: "names and times in all common forms: `COWEN:`, `Q:`, `问：`, `Lenny (00:12):`, `Aaron: 00:12:14`, `[0.00 → 4.90]`",
    detect,
    read: FormatReader::Transcript(|text| Ok(read(text))),
    write: Some(FormatWriter {
        name: "txt",
        file: "transcript.txt",
        media_type: "text/plain",
        title: "export_txt",
        needs: Needs::Words,
        podcast_element: None,
        about: "plain text",
        write: PageWriter::Text(writer::text),
    }),
};

/// Plain text is known by its name, or by names and times at the start of its lines.
fn detect(sample: &Sample) -> Option<Confidence> {
    let is_named_so = sample.has_extension("txt") || sample.has_extension("text");
    let is_markup = sample.start.starts_with(['<', '%']) && !looks_like_one(sample.text);
    let is_prose = !sample.text.contains('\0') && !is_markup && sample.json.is_none();
    let fits = is_prose && !sample.is_named_markdown() && (is_named_so || looks_like_one(sample.text));
    fits.then_some(Confidence::Possible)
}

/// Reads a plain text.
pub fn read(text: &str) -> ImportedTranscript {
    read_with_speakers(text, &[])
}

/// Reads a plain text in which, as is known from elsewhere, `speakers` speak.
pub fn read_with_speakers(text: &str, speakers: &[String]) -> ImportedTranscript {
    let reading = read_transcript_labels(text, speakers);
    let inner = labels_to_set_apart(text, &reading);
    if inner.is_empty() {
        return read_labelled(text, &reading);
    }
    let mut apart = String::with_capacity(text.len() + inner.len());
    let mut from = 0;
    for &at in &inner {
        apart.push_str(text[from..at].trim_end());
        apart.push('\n');
        from = at;
    }
    apart.push_str(&text[from..]);
    let mut script = read_labelled(&apart, &read_transcript_labels(&apart, speakers));
    inner.iter().for_each(|&at| {
        script.changed.add(LABEL_INSIDE_LINE, &text[at..text.ceil_char_boundary((at + 40).min(text.len()))])
    });
    script
}

/// The labels of a text that is known to be a transcript, and in which `speakers` speak.
pub fn read_transcript_labels(text: &str, speakers: &[String]) -> LabelReading {
    let declared = speakers.iter().map(|name| normalise(name)).collect();
    let rules = LabelRules { is_transcript: true, declared, ..LabelRules::default() };
    read_labels(text, 0, TextSyntax::Plain, &rules)
}

/// The report on labels that begin a line of their own.
pub const LABEL_INSIDE_LINE: &str = "labels inside a line, which begin a turn";

/// The first bytes of labels inside lines that are certain: names in capitals, behind the end of a sentence.
pub fn labels_to_set_apart(text: &str, reading: &LabelReading) -> Vec<usize> {
    let is_capitals = |name: &str| {
        name.chars().filter(|c| c.is_alphabetic()).count() > 1 && !name.chars().any(char::is_lowercase)
    };
    let certain = reading.inner.iter().filter(|&&(start, end)| is_capitals(&text[start..end]));
    certain.map(|&(start, _)| start).collect()
}

fn read_labelled(text: &str, reading: &LabelReading) -> ImportedTranscript {
    let lines = &reading.lines;
    let has_gaps = lines.windows(2).any(|pair| is_blank(&pair[0]) && !is_blank(&pair[1]));
    let mut reader = TextReader { text, has_gaps, after_gap: true, ..TextReader::default() };
    let mut labels = reading.labels.iter().peekable();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        match labels.next_if(|label| label.line == at) {
            Some(label) => {
                reader.label(line, label);
                // The words of a definition list stand on a line below.
                at += lines[at..].iter().position(|line| label.rest <= line.end as usize).unwrap_or(0);
                reader.labelled_words(&lines[at], label);
            }
            None => reader.line(line),
        }
        at += 1;
    }
    reader.finish(&reading.findings)
}

fn is_blank(line: &SourceLine) -> bool {
    line.kind == LineKind::Blank
}

/// Tells if a text has the marks of a transcript: names that come back, or times before lines.
pub fn looks_like_one(text: &str) -> bool {
    let end = text.match_indices('\n').nth(DETECTED_LINES).map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let reading = read_labels(text, 0, TextSyntax::Plain, &LabelRules::default());
    let lines: Vec<&SourceLine> = reading.lines.iter().filter(|line| !is_blank(line)).collect();
    let timed = lines.iter().filter(|line| LeadingTime::parse(line.words(text)).is_some()).count();
    let timed = timed + reading.labels.iter().filter(|label| label.time.is_some()).count();
    timed > 1 && timed * 8 >= lines.len() || reading.labels.len() * 4 >= lines.len().max(4)
}

/// The number of lines that are read to detect a text's format.
const DETECTED_LINES: usize = 400;

/// A time that a line begins with, and what it sets apart.
#[derive(Debug, PartialEq, Eq)]
struct LeadingTime<'a> {
    time: Timecode,
    end: Option<Timecode>,
    rest: &'a str,
}

impl<'a> LeadingTime<'a> {
    /// `[0.00 → 4.90] …`, `(00:12) …`, `00:12:34 …`.
    fn parse(line: &'a str) -> Option<Self> {
        let line = line.trim();
        let (inside, rest) = match bracket(line) {
            Some(found) => found,
            None => line.split_once(char::is_whitespace).unwrap_or((line, "")),
        };
        let is_bare = !line.starts_with(OPENING);
        if is_bare && !inside.contains(':') {
            return None;
        }
        let (time, end) = range(inside)?;
        Some(LeadingTime { time, end, rest: rest.trim_start_matches([' ', '\t', '-', '–', ':']) })
    }
}

const OPENING: [char; 2] = ['[', '('];

/// The words in the bracket that `text` begins with, and those behind it.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let close = match text.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    let window = &text[..text.floor_char_boundary(text.len().min(80))];
    let end = window.find(close)?;
    Some((text[1..end].trim(), &text[end + 1..]))
}

/// A time, or two with an arrow or a dash between.
fn range(inside: &str) -> Option<(Timecode, Option<Timecode>)> {
    let separator = ["-->", "→", "–", "-"].into_iter().find(|separator| inside.contains(separator));
    let has_sign = |time: &str| time.contains([':', '.']);
    match separator.and_then(|separator| inside.split_once(separator)) {
        Some((start, end)) => Some((lax(start).filter(|_| has_sign(start))?, Some(lax(end)?))),
        None => Some((lax(inside).filter(|_| has_sign(inside))?, None)),
    }
}

#[derive(Default)]
struct TextReader<'t> {
    text: &'t str,
    has_gaps: bool,
    script: ImportedTranscript,
    units: usize,
    /// True if a blank line, or nothing, stands above.
    after_gap: bool,
    /// The block around the last label: its marks are taken from the lines that go on.
    container: Option<Container>,
    /// The name and time on lines of their own, which belong to the words below.
    head: Head,
}

/// A name and a time that wait for their words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Head {
    name: Option<String>,
    remark: Option<String>,
    time: Option<Timecode>,
    end: Option<Timecode>,
}

impl TextReader<'_> {
    fn finish(mut self, findings: &[LabelFinding]) -> ImportedTranscript {
        if let Some(name) = self.head.name.take() {
            self.script.left_out.add("names without words", name);
        }
        let not_found = findings.iter().find(|finding| finding.kind.is_not_found());
        if let Some(finding) = not_found {
            let example = finding.places.first().map_or("", |&(start, end)| &self.text[start..end]);
            self.script.changed.add(NO_SPEAKERS, example);
        }
        self.script.count(self.units);
        self.script
    }

    /// A line without a label.
    fn line(&mut self, line: &SourceLine) {
        if is_blank(line) {
            self.after_gap = true;
            return;
        }
        let whole = match self.container == Some(line.container) && line.container == Container::Quote {
            true => line.words(self.text).trim(),
            false => self.text[line.start as usize..line.end as usize].trim(),
        };
        if let Some(level) = line.heading_level() {
            let title = line.words(self.text).trim().trim_end_matches('#').trim_end();
            self.open_section(title, level.clamp(2, 3));
            return;
        }
        match LeadingTime::parse(whole) {
            Some(LeadingTime { time, end, rest }) => {
                let end = end.or(self.head.end);
                self.head = Head { time: Some(time), end, ..std::mem::take(&mut self.head) };
                self.words(rest, true);
            }
            None => {
                let is_dialogue = whole.starts_with(['—', '–', '―', '⸺']);
                self.after_gap |= is_dialogue && !self.has_gaps;
                self.words(whole, is_dialogue);
            }
        }
        self.after_gap = false;
    }

    /// Takes what a label says of the words behind it.
    fn label(&mut self, line: &SourceLine, label: &TurnLabel) {
        let whole = &self.text[line.start as usize..line.end as usize];
        let range = LeadingTime::parse(whole);
        let end = range.as_ref().and_then(|range| range.end).or(self.head.end);
        let time = label.time.or(range.map(|range| range.time)).or(self.head.time);
        self.container = Some(line.container);
        self.head = match label.kind {
            LabelKind::Speaker => {
                let (name, remark) = match split_parenthesis(&label.name) {
                    Some((base, _)) => (base, Some(label.name[base.len()..].trim().to_string())),
                    None => (label.name.as_str(), label.parenthesis.clone()),
                };
                Head { name: Some(name.to_string()), remark, time, end }
            }
            LabelKind::Event => Head { time, end, ..Head::default() },
        };
    }

    /// The words behind a label on its line.
    fn labelled_words(&mut self, line: &SourceLine, label: &TurnLabel) {
        let words = &self.text[label.rest.min(line.end as usize)..line.end as usize];
        // Emphasis that goes on over the words is no part of them.
        let words = match label.reopened {
            "" => words.trim().to_string(),
            mark => words.trim().replacen(mark, "", 1),
        };
        if label.kind == LabelKind::Event
            && is_credit(&label.name)
            && self.script.about.transcribed_by.is_none()
        {
            self.script.about.transcribed_by = Some(words);
            return;
        }
        let words = match (label.kind, words.is_empty()) {
            (LabelKind::Speaker, _) => words,
            (LabelKind::Event, true) => format!("[{}]", label.name),
            (LabelKind::Event, false) => format!("[{}: {words}]", label.name),
        };
        self.after_gap |= label.kind == LabelKind::Event;
        self.words(&words, true);
        self.after_gap = false;
    }

    fn words(&mut self, words: &str, is_marked: bool) {
        if words.is_empty() {
            return;
        }
        let Head { name, remark, time, end } = std::mem::take(&mut self.head);
        let has_head = name.is_some() || time.is_some();
        let goes_on = !(is_marked || has_head || self.has_gaps && self.after_gap);
        if let Some(cue) = self.script.cues.last_mut().filter(|_| goes_on) {
            return join(&mut cue.text, RichText::plain(words));
        }
        let is_paragraph = self.after_gap && (self.has_gaps || is_marked && name.is_none() && time.is_none());
        let opening = if is_paragraph && end.is_none() { CueOpening::Paragraph } else { CueOpening::Flow };
        self.units += 1;
        let text = RichText::plain(words);
        self.script.cues.push(Cue {
            start: time,
            end,
            speaker: name,
            remark,
            text,
            opening,
            ..Cue::default()
        });
    }

    fn open_section(&mut self, title: &str, level: u8) {
        if title.is_empty() {
            return;
        }
        let place = ChapterStart::Cue(self.script.cues.len());
        self.script.chapters.push(Chapter {
            title: title.to_string(),
            level,
            place,
            lead: None,
            topics: Vec::new(),
        });
        self.after_gap = true;
    }
}

/// The report's remark on a text that looks like a conversation and has no label.
const NO_SPEAKERS: &str = "a conversation in which no speakers were found: write `NAME: ` before their words";

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let script = read(text);
        let show = |cue: &Cue| {
            let time = cue.start.map_or(String::new(), |time| format!("@{} ", time.seconds()));
            let name = cue.speaker.as_ref().map_or(String::new(), |name| format!("{name}: "));
            format!("{time}{name}{}", cue.text.to_plain())
        };
        assert_eq!(script.cues.iter().map(show).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn times_stand_in_many_places() {
        check("[0.00 → 4.90] One.\n[4.90 → 6.00] Two.", &["@0 One.", "@4.9 Two."]);
        check("[00:00.000 --> 00:05.500]  One.", &["@0 One."]);
        check("(00:12) One.\n00:34 Two.\n1:02:03", &["@12 One.", "@34 Two."]);
        check(
            "At 10:30 we left.\nIt was 3.5 km (2 miles) [sic].",
            &["At 10:30 we left. It was 3.5 km (2 miles) [sic]."],
        );
    }

    #[test]
    fn names_stand_beside_times() {
        check("Lenny (00:00:00):\nWelcome.\n\nAda (00:00:05): Hi.", &["@0 Lenny: Welcome.", "@5 Ada: Hi."]);
        check("Aaron: 00:12:14\n\nHello\nthere.", &["@734 Aaron: Hello there."]);
        check("Ann Lee  0:34\nHello.", &["@34 Ann Lee: Hello."]);
        check("Jonas Nick [0:46]: Okay", &["@46 Jonas Nick: Okay"]);
        check("[Speaker 1] [00:34] One", &["@34 Speaker 1: One"]);
        check("[00:34] Ann: One\n[00:36] Bo: Two", &["@34 Ann: One", "@36 Bo: Two"]);
    }

    #[test]
    fn names_alone_are_believed_when_they_come_back() {
        check("COWEN: One\ngoes on.\n\nTwo.\n\nLEE: Three", &["COWEN: One goes on.", "Two.", "LEE: Three"]);
        check("Q: Why?\nA: So.", &["Q: Why?", "A: So."]);
        check("问：你好吗\n答：很好", &["问: 你好吗", "答: 很好"]);
        check(
            "Dear all,\nPlease note: this.\nOne\ntwo\nthree",
            &["Dear all, Please note: this. One two three"],
        );
    }
}
