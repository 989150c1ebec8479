//! The times of single words, as the sidecar file `PAGE.words.json`: kept beside the page, since its text has a time a turn.

use super::transcript::{Cue, ImportedTranscript, KnownWord, Tally, TimedWord};
use crate::text::timecode::Timecode;
use crate::text::words::count_words;

/// One word in so many of a page must have a time: a file with fewer is that of another recording.
pub const SHARE: usize = 3;

/// The sidecar file of a page.
#[derive(Debug, PartialEq, Eq)]
pub struct WordTimesFile {
    /// The file: `{"version":1,"media":0,"words":[["Good",0.00,0.31],…]}`, a word with its beginning and its end in seconds.
    text: String,
    /// The number of words in it.
    words: usize,
}

/// The sidecar of a transcript; `None` when no word has times of its own.
pub fn sidecar(script: &ImportedTranscript) -> Option<WordTimesFile> {
    let timed = match script.timed_words.is_empty() {
        true => script.cues.iter().flat_map(words_of_cue).collect(),
        false => script.timed_words.clone(),
    };
    let words = timed.iter().map(|word| count_words(&word.text).max(1)).sum();
    file(&timed).map(|text| WordTimesFile { text, words })
}

impl WordTimesFile {
    /// The file for a page of `words`. One with the times of too few is not written, since no page would use it: `left_out`
    /// says so.
    pub fn for_page(self, words: usize, left_out: &mut Tally) -> Option<String> {
        if self.words * SHARE < words {
            left_out.add_many(
                "times of words, since fewer than a third of the words have one",
                self.words,
                "",
            );
            return None;
        }
        Some(self.text)
    }
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
        let found = sidecar(&script(vec![cue.clone(), Cue::plain("No times.")])).expect("times");
        assert_eq!((found.text.as_str(), found.words), (expected, 2));
        assert_eq!(sidecar(&script(vec![Cue::plain("No times.")])), None);
        let file = |words| {
            let mut left_out = Tally::default();
            let found = sidecar(&script(vec![cue.clone()])).expect("times").for_page(words, &mut left_out);
            (found.is_some(), left_out.iter().count() == 0)
        };
        assert_eq!((file(6), file(7)), ((true, true), (false, false)));
    }
}
