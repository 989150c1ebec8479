//! The sidecar file of a page, `PAGE.words.json`: when each word of the recording is said. Besides the form of its own it may be what
//! a recognizer writes, or WebVTT with times among its words.

use std::fmt;

use serde::Deserialize;

use crate::formats::transcript::Cue;
use crate::formats::webvtt::cue_text::{self, CueNode};
use crate::formats::webvtt::file::{self, Rules};
use crate::formats::{self, Choices, Input, Refusal};
use crate::speech::words::words;
use crate::text::timecode::Timecode;

/// A word of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedWord {
    /// A hash of its letters.
    pub hash: u32,
    /// Its beginning.
    pub start: Timecode,
    /// Its end.
    pub end: Timecode,
    /// True if only the passage around it has a time.
    pub is_estimated: bool,
}

/// The reason why a file has no word times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SidecarError {
    /// It cannot be read; a sentence about it, and the byte of the file where that shows.
    Broken(String, usize),
    /// It is of another format without words.
    Refused(Refusal),
    /// It is about another recording than the page's only one.
    OtherRecording,
    /// There are no times in it.
    Untimed,
}

impl fmt::Display for SidecarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SidecarError::Broken(reason, _) => f.write_str(reason),
            SidecarError::Refused(refusal) => refusal.fmt(f),
            SidecarError::OtherRecording => f.write_str("`media` is not 0, and a page has one recording"),
            SidecarError::Untimed => f.write_str("there are no times in this file"),
        }
    }
}

impl SidecarError {
    /// The byte of the file to be shown.
    pub fn at(&self) -> usize {
        match self {
            SidecarError::Broken(_, at) => *at,
            _ => 0,
        }
    }
}

/// The form of its own: `{"version":1,"media":0,"words":[["Good",0.00,0.31],…]}`, times in seconds.
#[derive(Deserialize)]
struct WordTimesJson {
    version: u32,
    #[serde(default)]
    media: u32,
    words: Vec<(String, f64, f64)>,
}

/// The length of a word that nothing ends, in milliseconds for each byte and at least.
const LETTER: u64 = 90;
const SHORTEST: u64 = 150;

/// Reads the words of a recording from a file of any format that has times.
pub fn read(input: &Input, choices: &Choices) -> Result<Vec<RecordedWord>, SidecarError> {
    let text = formats::decode::decode(&input.bytes, choices.encoding).text;
    let start = text.trim_start();
    let pieces = if is_own(start) {
        own(&text)?
    } else if start.starts_with("WEBVTT") && has_word_times(&text) {
        webvtt(&text)
    } else {
        let cues = formats::cues(input, choices).map_err(SidecarError::Refused)?;
        cues.iter().flat_map(of_cue).collect()
    };
    let recorded = recorded(pieces);
    if recorded.is_empty() { Err(SidecarError::Untimed) } else { Ok(recorded) }
}

/// Tells a file in the form of its own by its beginning: recognizers write objects for words.
fn is_own(start: &str) -> bool {
    let Some(at) = start.find("\"words\"") else { return false };
    let behind = start[at + "\"words\"".len()..].trim_start();
    let list = behind.strip_prefix(':').map(str::trim_start).and_then(|list| list.strip_prefix('['));
    start.starts_with('{') && list.is_some_and(|list| list.trim_start().starts_with(['[', ']']))
}

/// Some text whose beginning may have a time.
struct TimedPiece {
    text: String,
    start: Option<Timecode>,
    end: Option<Timecode>,
    /// True if the time is that of its first word and not of a passage.
    is_word: bool,
}

fn own(text: &str) -> Result<Vec<TimedPiece>, SidecarError> {
    let file: WordTimesJson = serde_json::from_str(text).map_err(|error| {
        SidecarError::Broken(format!("this is no list of words: {error}"), byte(text, &error))
    })?;
    if file.version != 1 {
        let reason = format!("this is version {} of the format, and Postil knows 1", file.version);
        return Err(SidecarError::Broken(reason, text.find("\"version\"").unwrap_or_default()));
    }
    if file.media != 0 {
        return Err(SidecarError::OtherRecording);
    }
    let time =
        |seconds: f64| (0.0..1e9).contains(&seconds).then(|| Timecode((seconds * 1000.0).round() as u64));
    let piece = |(text, start, end): (String, f64, f64)| TimedPiece {
        text,
        start: time(start),
        end: time(end).filter(|_| end >= start),
        is_word: true,
    };
    Ok(file.words.into_iter().map(piece).collect())
}

/// The byte at which JSON breaks off.
fn byte(text: &str, error: &serde_json::Error) -> usize {
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    (line + error.column().saturating_sub(1)).min(text.len())
}

fn has_word_times(text: &str) -> bool {
    text.split('<').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Captions whose words have times. Lines without any repeat what was said before, as captions that roll do.
fn webvtt(text: &str) -> Vec<TimedPiece> {
    let file = file::parse(text, Rules::AsPublished).unwrap_or_default();
    let mut pieces = Vec::new();
    for cue in &file.cues {
        for line in cue.text.lines().filter(|line| has_word_times(line)) {
            let mut reading = LineReading { pieces: &mut pieces, time: cue.timing.start };
            reading.nodes(&cue_text::parse(line));
        }
        if let Some(last) = pieces.last_mut() {
            last.end = last.end.or(cue.timing.end);
        }
    }
    pieces
}

struct LineReading<'a> {
    pieces: &'a mut Vec<TimedPiece>,
    time: Option<Timecode>,
}

impl LineReading<'_> {
    fn nodes(&mut self, nodes: &[CueNode]) {
        for node in nodes {
            match node {
                CueNode::Timestamp(time) => self.time = Some(*time),
                CueNode::Element(element) => self.nodes(&element.children),
                CueNode::Text(text) if text.trim().is_empty() => {}
                CueNode::Text(text) => {
                    let start = self.time.take();
                    self.pieces.push(TimedPiece { text: text.clone(), start, end: None, is_word: true });
                }
            }
        }
    }
}

/// The pieces of a cue between the times that are known in it.
fn of_cue(cue: &Cue) -> Vec<TimedPiece> {
    let plain = cue.text.to_plain();
    let mut places: Vec<(usize, Option<Timecode>, Option<Timecode>)> =
        cue.known.iter().map(|word| (word.at, Some(word.start), word.end)).collect();
    let has_words = !places.is_empty();
    if places.first().is_none_or(|(at, _, _)| *at > 0) {
        places.insert(0, (0, cue.start, None));
    }
    let mut pieces = Vec::new();
    for (number, (at, start, end)) in places.iter().copied().enumerate() {
        let next = places.get(number + 1);
        let text = plain.get(at..next.map_or(plain.len(), |next| next.0)).unwrap_or_default().to_string();
        let end = end.or(if next.is_none() { cue.end } else { None });
        let is_word = has_words && (number > 0 || cue.known[0].at == 0);
        pieces.push(TimedPiece { text, start, end, is_word });
    }
    pieces
}

/// The words of `pieces`. Those behind the first of a piece lie between its time and the next.
fn recorded(pieces: Vec<TimedPiece>) -> Vec<RecordedWord> {
    let mut recorded = Vec::new();
    let mut latest = Timecode(0);
    for (number, piece) in pieces.iter().enumerate() {
        let found = words(&piece.text);
        let Some(start) = piece.start.filter(|_| !found.is_empty()) else { continue };
        // A time that lies before an earlier one by more than a moment is a mistake.
        let start = start.max(latest);
        let next = pieces[number + 1..].iter().find_map(|next| next.start).filter(|next| *next >= start);
        let whole: u64 = found.iter().map(|word| word.weight()).sum();
        let likely = Timecode(start.0 + (whole * LETTER).max(SHORTEST));
        let end = piece.end.unwrap_or(likely).max(start);
        let end = next.map_or(end, |next| end.min(next));
        let mut passed = 0;
        let moment = |passed: u64| Timecode(start.0 + (end.0 - start.0) * passed / whole.max(1));
        for (at, word) in found.iter().enumerate() {
            let begins = moment(passed);
            passed += word.weight();
            let is_estimated = at > 0 || !piece.is_word;
            recorded.push(RecordedWord { hash: word.hash, start: begins, end: moment(passed), is_estimated });
        }
        latest = start;
    }
    recorded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(name: &str, text: &str) -> Result<Vec<(u64, u64, bool)>, SidecarError> {
        let input = Input { name: name.into(), bytes: text.into() };
        let words = read(&input, &Choices::default())?;
        Ok(words.iter().map(|word| (word.start.0, word.end.0, word.is_estimated)).collect())
    }

    #[test]
    fn every_form_has_the_same_times() {
        let expected = Ok(vec![(0, 310, false), (400, 700, false)]);
        let own = r#"{"version":1,"media":0,"words":[["Good",0.00,0.31],["day.",0.40,0.70]]}"#;
        assert_eq!(starts("a.words.json", own), expected);
        let whisper = r#"{"segments":[{"start":0,"end":0.7,"text":" Good day.","words":[
            {"word":" Good","start":0.0,"end":0.31},{"word":" day.","start":0.4,"end":0.7}]}]}"#;
        let begins = |found: Result<Vec<(u64, u64, bool)>, _>| {
            found.map(|words| words.iter().map(|(start, _, _)| *start).collect::<Vec<_>>())
        };
        assert_eq!(begins(starts("a.words.json", whisper)), Ok(vec![0, 400]));
        let captions = "WEBVTT\n\n00:00.000 --> 00:00.700\nGood<00:00:00.400><c> day.</c>\n";
        assert_eq!(begins(starts("a.words.json", captions)), Ok(vec![0, 400]));
    }

    #[test]
    fn a_bad_file_says_where() {
        let broken = starts("a.words.json", "{\"version\":1,\n\"words\":[[\"Good\",0,]]}").unwrap_err();
        assert!(broken.at() >= 14, "{broken:?}");
        let newer = starts("a.words.json", r#"{"version":2,"words":[]}"#).unwrap_err();
        assert_eq!((newer.at(), newer.to_string().contains("version 2")), (1, true));
        let other = starts("a.words.json", r#"{"version":1,"media":3,"words":[]}"#);
        assert_eq!(other, Err(SidecarError::OtherRecording));
        assert_eq!(starts("a.words.json", r#"{"version":1,"words":[]}"#), Err(SidecarError::Untimed));
    }

    #[test]
    fn repeated_lines_are_read_once() {
        let captions = "WEBVTT\n\n00:00.000 --> 00:02.000\nGood<00:00:00.400><c> day</c>\n\n\
             00:02.000 --> 00:04.000\nGood day\nto<00:00:02.500><c> you</c>\n";
        assert_eq!(starts("a.words.json", captions).map(|words| words.len()), Ok(4));
    }
}
