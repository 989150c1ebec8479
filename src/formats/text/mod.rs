//! Plain text as people and services write it: names before the words, times in every place.

mod writer;

use crate::formats::registry::{Confidence, Format, FormatReader, FormatWriter, Needs, PageWriter, Sample};
use crate::formats::shared::caption_text::join;
use crate::formats::shared::labels::{self, Census};
use crate::formats::transcript::{Chapter, ChapterStart, Cue, CueOpening, ImportedTranscript};
use crate::formats::webvtt::timing::lax;
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;

/// Plain text in the registry.
pub const FORMAT: Format = Format {
    id: "text",
    name: "plain text",
    extensions: &["txt", "text"],
    units: "paragraphs",
    keeps: "names and times in most of the ways in which people write them: `COWEN:`, `Q:`, `问：`, `Lenny (00:12):`, `Aaron: 00:12:14`, `[0.00 → 4.90]`",
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
        write: PageWriter::Text(|_, page| writer::text(page)),
    }),
};

/// Plain text is known by its name, or by names and times at the start of its lines.
fn detect(sample: &Sample) -> Option<Confidence> {
    let is_named_so = sample.has_extension("txt") || sample.has_extension("text");
    let is_prose =
        !sample.text.contains('\0') && !sample.start.starts_with(['<', '%']) && sample.json.is_none();
    let fits = is_prose && !sample.is_named_markdown() && (is_named_so || looks_like_one(sample.text));
    fits.then_some(Confidence::Possible)
}

/// Reads a plain text.
pub fn read(text: &str) -> ImportedTranscript {
    let lines: Vec<Line> = text.lines().map(Line::parse).collect();
    let has_gaps = lines.windows(2).any(|pair| pair[0].is_blank() && !pair[1].is_blank());
    let starts = lines.iter().enumerate().filter(|(at, _)| !has_gaps || *at == 0 || lines[at - 1].is_blank());
    let census = Census::from_lines(starts.map(|(_, line)| line.rest));
    let (script, head) = (ImportedTranscript::default(), Head::default());
    let mut reader = Reader { census, has_gaps, script, units: 0, after_gap: true, head };
    lines.iter().for_each(|line| reader.line(line));
    if let Some(name) = reader.head.name.take() {
        reader.script.left_out.add("names without words", name);
    }
    reader.script.count(reader.units);
    reader.script
}

/// Whether a text has the marks of a transcript: names that come back, or times before lines.
pub fn looks_like_one(text: &str) -> bool {
    let lines: Vec<Line> = text.lines().take(400).map(Line::parse).filter(|line| !line.is_blank()).collect();
    let marked = lines.iter().filter(|line| line.time.is_some() || line.name.is_some()).count();
    let census = Census::from_lines(lines.iter().map(|line| line.rest));
    let named =
        lines.iter().filter(|line| labels::split(line.rest).is_some_and(|label| census.believes(label.name)));
    marked > 1 && marked * 8 >= lines.len() || named.count() * 4 >= lines.len().max(4)
}

/// A line with what stands before its words.
#[derive(Debug, Default, PartialEq, Eq)]
struct Line<'a> {
    time: Option<Timecode>,
    end: Option<Timecode>,
    /// A name that a time or a bracket sets apart: it needs no further proof.
    name: Option<&'a str>,
    rest: &'a str,
}

impl<'a> Line<'a> {
    fn parse(line: &'a str) -> Self {
        let mut line = Line { rest: line.trim(), ..Line::default() };
        line.take_time();
        line.take_bracketed_name();
        line.take_time();
        line.take_name_with_time();
        line
    }

    fn is_blank(&self) -> bool {
        self.rest.is_empty() && self.time.is_none() && self.name.is_none()
    }

    /// `[0.00 → 4.90]`, `(00:12)`, `00:12:34`.
    fn take_time(&mut self) {
        if self.time.is_some() {
            return;
        }
        let (inside, rest) = match bracket(self.rest) {
            Some(found) => found,
            None => self.rest.split_once(char::is_whitespace).unwrap_or((self.rest, "")),
        };
        let is_bare = !self.rest.starts_with(OPENING);
        if is_bare && !inside.contains(':') {
            return;
        }
        if let Some((start, end)) = range(inside) {
            (self.time, self.end) = (Some(start), end);
            self.rest = rest.trim_start_matches([' ', '\t', '-', '–', ':']);
        }
    }

    /// `[Speaker 1] [00:34] …`
    fn take_bracketed_name(&mut self) {
        let Some((inside, rest)) = bracket(self.rest) else { return };
        let rest = rest.trim_start();
        let is_set_apart =
            rest.starts_with(':') || bracket(rest).is_some_and(|(time, _)| range(time).is_some());
        if is_set_apart && labels::is_plausible(inside) {
            self.name = Some(inside);
            self.rest = rest.trim_start_matches([':', ' ']);
        }
    }

    /// `Lenny (00:00:00): …`, `Aaron: 00:12:14`, `Ann Lee  0:34`.
    fn take_name_with_time(&mut self) {
        let (window, rest) = (self.rest, self.rest);
        let window = &window[..window.floor_char_boundary(window.len().min(160))];
        if self.name.is_some() || self.time.is_some() {
            return;
        }
        if let Some(at) = window.find(OPENING)
            && let Some((inside, after)) = bracket(&rest[at..])
            && let Some((time, _)) = range(inside)
            && labels::is_plausible(rest[..at].trim().trim_end_matches(':'))
        {
            self.name = Some(rest[..at].trim().trim_end_matches(':'));
            self.time = Some(time);
            self.rest = after.trim_start_matches([':', '：']).trim_start();
        } else if let Some((name, time)) = rest.rsplit_once([' ', '\t'])
            && time.contains(':')
            && let Some((time, _)) = range(time)
            && labels::is_plausible(name.trim().trim_end_matches(':'))
        {
            (self.name, self.time, self.rest) = (Some(name.trim().trim_end_matches(':')), Some(time), "");
        }
    }
}

const OPENING: [char; 2] = ['[', '('];

/// What stands in the bracket that `text` begins with, and behind it.
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

struct Reader {
    census: Census,
    has_gaps: bool,
    script: ImportedTranscript,
    units: usize,
    /// Whether a blank line, or nothing, stands above.
    after_gap: bool,
    /// What stands on a line of its own and belongs to the words below.
    head: Head,
}

/// A name and a time that wait for their words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Head {
    name: Option<String>,
    time: Option<Timecode>,
    end: Option<Timecode>,
}

impl Reader {
    fn line(&mut self, line: &Line) {
        if line.is_blank() {
            self.after_gap = true;
            return;
        }
        if let Some(title) = heading(line.rest) {
            self.open_section(title);
            return;
        }
        let (name, rest) = self.name_of(line);
        let is_marked = name.is_some() || line.time.is_some();
        if is_marked {
            let end = line.end.or(self.head.end);
            let name = name.or(self.head.name.take());
            self.head = Head { name, time: line.time.or(self.head.time), end };
        }
        if !rest.is_empty() {
            self.words(rest, is_marked);
        }
        self.after_gap = false;
    }

    /// The name that a line opens with, and the words behind it.
    fn name_of<'l>(&self, line: &Line<'l>) -> (Option<String>, &'l str) {
        if let Some(name) = line.name {
            return (Some(name.to_string()), line.rest);
        }
        match labels::split(line.rest).filter(|label| self.census.believes(label.name)) {
            Some(label) => (Some(label.name.to_string()), label.rest),
            None => (None, line.rest),
        }
    }

    fn words(&mut self, words: &str, is_marked: bool) {
        let Head { name, time, end } = std::mem::take(&mut self.head);
        let has_head = name.is_some() || time.is_some();
        let goes_on = !(is_marked || has_head || self.has_gaps && self.after_gap);
        if let Some(cue) = self.script.cues.last_mut().filter(|_| goes_on) {
            return join(&mut cue.text, RichText::plain(words));
        }
        let is_paragraph = self.has_gaps && self.after_gap && end.is_none();
        let opening = if is_paragraph { CueOpening::Paragraph } else { CueOpening::Flow };
        self.units += 1;
        let text = RichText::plain(words);
        self.script.cues.push(Cue { start: time, end, speaker: name, text, opening, ..Cue::default() });
    }

    fn open_section(&mut self, title: &str) {
        let place = ChapterStart::Cue(self.script.cues.len());
        self.script.chapters.push(Chapter { title: title.to_string(), level: 2, place, lead: None });
        self.after_gap = true;
    }
}

/// `## Words`
fn heading(line: &str) -> Option<&str> {
    let words = line.trim_start_matches('#');
    let is_heading = words.len() < line.len() && words.starts_with(' ');
    is_heading.then(|| words.trim()).filter(|words| !words.is_empty())
}

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
