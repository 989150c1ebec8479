//! The times of single words, as the sidecar file `PAGE.words.json`: kept beside the page, since its text has a time a turn.

use super::transcript::{Cue, ImportedTranscript, KnownWord, TimedWord};
use crate::text::timecode::Timecode;

/// The sidecar of a transcript: `{"version":1,"media":0,"words":[["Good",0.00,0.31],…]}`, a word with its beginning and its end
/// in seconds; `None` when no word has times of its own.
pub fn sidecar(script: &ImportedTranscript) -> Option<String> {
    let words = match script.timed_words.is_empty() {
        true => script.cues.iter().flat_map(words_of_cue).collect(),
        false => script.timed_words.clone(),
    };
    file(&words)
}

/// The sidecar of captions without times of words: each is an entry of several words, which lie between its times.
pub fn caption_sidecar(cues: &[Cue]) -> Option<String> {
    let entry = |cue: &Cue| {
        let text = cue.text.to_plain().split_whitespace().collect::<Vec<_>>().join(" ");
        Some(TimedWord { text, start: cue.start?, end: cue.end })
    };
    file(&cues.iter().filter_map(entry).collect::<Vec<_>>())
}

fn file(words: &[TimedWord]) -> Option<String> {
    let rows = words.iter().enumerate().map(|(at, word)| row(word, words.get(at + 1)));
    let rows: Vec<String> = rows.collect();
    let is_timed = !rows.is_empty();
    is_timed.then(|| format!("{{\"version\":1,\"media\":0,\"words\":[{}]}}\n", rows.join(",\n")))
}

/// A word without an end lasts until the next begins, and a second at most.
fn row(word: &TimedWord, next: Option<&TimedWord>) -> String {
    let latest = Timecode(word.start.0.saturating_add(1000));
    let end = word.end.or(next.map(|next| next.start.min(latest))).unwrap_or(word.start);
    let spoken = serde_json::Value::from(word.text.as_str());
    format!("[{spoken},{},{}]", seconds(word.start), seconds(end.max(word.start)))
}

/// The words of a cue that have times.
fn words_of_cue(cue: &Cue) -> Vec<TimedWord> {
    let plain = cue.text.to_plain();
    let word = |(number, known): (usize, &KnownWord)| {
        let next = cue.known.get(number + 1).map_or(plain.len(), |next| next.at);
        let text = plain.get(known.at..next)?.split_whitespace().next()?.to_string();
        Some(TimedWord { text, start: known.start, end: known.end })
    };
    cue.known.iter().enumerate().filter_map(word).collect()
}

/// `0.31`; milliseconds where there are any.
fn seconds(time: Timecode) -> String {
    match time.0 % 10 {
        0 => format!("{}.{:02}", time.0 / 1000, time.0 % 1000 / 10),
        _ => format!("{}.{:03}", time.0 / 1000, time.0 % 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_with_their_times() {
        let known =
            |at, start, end: Option<u64>| KnownWord { at, start: Timecode(start), end: end.map(Timecode) };
        let cue = Cue {
            known: vec![known(0, 0, Some(310)), known(5, 300, None)],
            ..Cue::plain("Good \"day\" to you.")
        };
        let expected =
            "{\"version\":1,\"media\":0,\"words\":[[\"Good\",0.00,0.31],\n[\"\\\"day\\\"\",0.30,0.30]]}\n";
        let script = |cues| ImportedTranscript { cues, ..ImportedTranscript::default() };
        assert_eq!(sidecar(&script(vec![cue, Cue::plain("No times.")])).as_deref(), Some(expected));
        assert_eq!(sidecar(&script(vec![Cue::plain("No times.")])), None);
    }
}
