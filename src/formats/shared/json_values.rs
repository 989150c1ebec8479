//! Values as vendors write them: seconds and milliseconds, names and numbers of speakers, words.

use crate::formats::shared::caption_text::join;
use crate::formats::transcript::{Cue, KnownWord};
use crate::text::rich::RichText;
use crate::text::sentences::ends_sentence;
use crate::text::timecode::Timecode;

/// Longer than any recording; what is beyond it is no time.
const LONGEST: f64 = 1e12;

/// A time in seconds, `5.2799997`.
pub fn seconds(seconds: Option<f64>) -> Option<Timecode> {
    millis(seconds.map(|seconds| seconds * 1000.0))
}

/// A time in milliseconds.
pub fn millis(millis: Option<f64>) -> Option<Timecode> {
    let millis = millis.filter(|millis| (0.0..LONGEST).contains(millis))?;
    Some(Timecode(millis.round() as u64))
}

/// The label of words whose speaker a file does not name although it names others.
pub const UNKNOWN_SPEAKER: &str = "Unknown speaker";

/// The name of a speaker whom a recognizer calls `name`; a bare letter or number is that of a speaker, and an empty name is none.
pub fn name_of_speaker(name: &str) -> Option<String> {
    let name = name.trim();
    let is_bare = name.len() <= 2 && name.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    match name {
        "" => None,
        "UU" => Some(UNKNOWN_SPEAKER.to_string()),
        _ if is_bare => Some(format!("Speaker {name}")),
        _ => Some(name.strip_prefix("spk_").map_or(name.to_string(), |number| format!("Speaker {number}"))),
    }
}

/// A word with its time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecognizedWord {
    /// The word, with its punctuation.
    pub text: String,
    /// The time at which it begins.
    pub start: Option<Timecode>,
    /// The time at which it ends.
    pub end: Option<Timecode>,
    /// The speaker.
    pub speaker: Option<String>,
}

/// A silence between words at which one piece ends, in milliseconds.
const PAUSE: u64 = 1000;

/// Words put together: a cue for each sentence, and a new one where somebody else speaks or is silent.
pub fn cues_of(words: impl IntoIterator<Item = RecognizedWord>) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    for word in words.into_iter().filter(|word| !word.text.trim().is_empty()) {
        let text = RichText::plain(word.text.trim());
        match cues.last_mut().filter(|cue| goes_on(cue, &word)) {
            Some(cue) => {
                let length = text.len();
                join(&mut cue.text, text);
                let at = cue.text.len() - length;
                cue.known.extend(word.start.map(|start| KnownWord { at, start, end: word.end }));
                cue.end = word.end.or(cue.end);
            }
            None => {
                let RecognizedWord { start, end, speaker, .. } = word;
                let known = start.map(|start| KnownWord { at: 0, start, end }).into_iter().collect();
                cues.push(Cue { start, end, speaker, text, known, ..Cue::default() });
            }
        }
    }
    cues
}

fn goes_on(cue: &Cue, word: &RecognizedWord) -> bool {
    let silence = match (cue.end, word.start) {
        (Some(end), Some(start)) => start.0.saturating_sub(end.0),
        _ => 0,
    };
    let same_speaker = word.speaker.is_none() || word.speaker == cue.speaker;
    let last = cue.text.runs.last().map_or("", |run| run.text.as_str());
    let window = last.floor_char_boundary(last.len().saturating_sub(40));
    same_speaker && silence < PAUSE && !ends_sentence(&last[window..])
}

/// The places where words begin in a piece's text, and their times. A word that is not where it should be has no time.
pub fn known_words(text: &str, words: &[RecognizedWord]) -> Vec<KnownWord> {
    let (mut known, mut from) = (Vec::new(), 0);
    for word in words.iter().filter(|word| !word.text.trim().is_empty()) {
        let window = text.floor_char_boundary((from + WINDOW).min(text.len()));
        let Some(found) = text[from..window].find(word.text.trim()) else { continue };
        let at = from + found;
        known.extend(word.start.map(|start| KnownWord { at, start, end: word.end }));
        from = at + word.text.trim().len();
    }
    known
}

/// The largest distance between a word and the one before it, in bytes.
const WINDOW: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_make_sentences() {
        let word = |text: &str, start: u64, speaker: Option<&str>| RecognizedWord {
            text: text.into(),
            start: Some(Timecode(start)),
            end: Some(Timecode(start + 300)),
            speaker: speaker.map(str::to_string),
        };
        let cues = cues_of([
            word(" And", 0, Some("A")),
            word("so.", 300, None),
            word("Why", 700, Some("A")),
            word("not?", 1100, Some("B")),
            word("Well", 9000, Some("B")),
        ]);
        let shown: Vec<_> = cues.iter().map(|cue| (cue.text.to_plain(), cue.speaker.as_deref())).collect();
        let expected = [("And so.", "A"), ("Why", "A"), ("not?", "B"), ("Well", "B")];
        assert_eq!(shown, expected.map(|(text, speaker)| (text.to_string(), Some(speaker))));
    }

    #[test]
    fn times_are_taken_with_care() {
        assert_eq!(seconds(Some(5.279_999_7)), Some(Timecode(5280)));
        assert_eq!([seconds(Some(-1.0)), seconds(Some(f64::NAN)), millis(Some(1e300))], [None; 3]);
    }
}
