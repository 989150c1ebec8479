//! Values as vendors write them: seconds and milliseconds, names and numbers of speakers, words.

use serde::{Deserialize, Deserializer};

use crate::formats::shared::caption_text::join;
use crate::formats::transcript::Cue;
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

/// A speaker's name or number; an empty one is none.
pub fn speaker<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum NameOrNumber {
        Name(String),
        Number(i64),
        Other(serde::de::IgnoredAny),
    }
    Ok(match Option::<NameOrNumber>::deserialize(deserializer)? {
        Some(NameOrNumber::Name(name)) => named(&name),
        Some(NameOrNumber::Number(number)) => Some(format!("Speaker {number}")),
        Some(NameOrNumber::Other(_)) | None => None,
    })
}

/// A bare letter or number is that of a speaker.
fn named(name: &str) -> Option<String> {
    let name = name.trim();
    let is_bare = name.len() <= 2 && name.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    match (name.is_empty(), is_bare) {
        (true, _) => None,
        (false, true) => Some(format!("Speaker {name}")),
        (false, false) => Some(name.to_string()),
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
                cue.known.extend(word.start.map(|start| (cue.text.len() - length, start)));
                cue.end = word.end.or(cue.end);
            }
            None => {
                let RecognizedWord { start, end, speaker, .. } = word;
                let known = start.map(|start| (0, start)).into_iter().collect();
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
