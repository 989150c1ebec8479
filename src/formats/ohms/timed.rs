//! The times of a plain transcript: OHMS marks the line and the word at which each minute begins, and
//! between two marks people are taken to speak at an even pace.

use std::collections::HashSet;

use crate::formats::text::{labels_to_set_apart, read_transcript_labels};
use crate::text::timecode::Timecode;

/// A time and how many words stand before it.
type MinuteMark = (usize, u64);

/// A transcript with a time before each paragraph; as it is, where there are no marks.
#[derive(Debug, PartialEq)]
pub struct SyncedTranscript {
    /// The text.
    pub text: String,
    /// The words that now begin a line, behind a label that was inside one.
    pub set_apart: Vec<String>,
}

impl SyncedTranscript {
    /// Puts the times that `sync` marks before the paragraphs of `transcript`, in which `speakers` speak.
    pub fn new(transcript: &str, sync: &str, speakers: &[String]) -> Self {
        let lines: Vec<&str> = transcript.lines().collect();
        let marks = marks(sync, &words_before(&lines));
        if marks.is_empty() {
            return SyncedTranscript { text: transcript.to_string(), set_apart: Vec::new() };
        }
        let reading = read_transcript_labels(transcript, speakers);
        let labelled: HashSet<usize> = reading.labels.iter().map(|label| label.line).collect();
        let mut inner = labels_to_set_apart(transcript, &reading).into_iter().peekable();
        let (mut out, mut set_apart) = (String::with_capacity(transcript.len() * 2), Vec::new());
        let (mut words, mut is_open) = (0, false);
        for (at, line) in lines.into_iter().enumerate() {
            let count = line.split_whitespace().count();
            if count > 0 && (!is_open || labelled.contains(&at)) {
                out.push_str(&format!("[{}] ", time_at(words, &marks)));
            }
            let start = line.as_ptr() as usize - transcript.as_ptr() as usize;
            let mut from = 0;
            while let Some(at) = inner.next_if(|at| *at < start + line.len()) {
                let before = &line[..at - start];
                let time = time_at(words + before.split_whitespace().count(), &marks);
                out.push_str(&format!("{}\n[{time}] ", before[from..].trim_end()));
                from = before.len();
                set_apart.push(line[from..].chars().take(40).collect());
            }
            out.push_str(&line[from..]);
            out.push('\n');
            (words, is_open) = (words + count, count > 0);
        }
        SyncedTranscript { text: out, set_apart }
    }
}

/// The number of words stand before each line.
fn words_before(lines: &[&str]) -> Vec<usize> {
    let counts = lines.iter().map(|line| line.split_whitespace().count());
    let sums = counts.scan(0, |words, count| {
        *words += count;
        Some(*words - count)
    });
    sums.collect()
}

/// `1:|13(3)|19(14)`: every minute, the first of them at the third word of line 13.
fn marks(sync: &str, words_before: &[usize]) -> Vec<MinuteMark> {
    let Some((minutes, places)) = sync.split_once(':') else { return Vec::new() };
    let Some(step) = minutes.trim().parse::<u64>().ok().filter(|step| (1..=60).contains(step)) else {
        return Vec::new();
    };
    let mut marks = vec![(0, 0)];
    for (place, number) in places.trim_start_matches('|').split('|').zip(1..) {
        let Some((line, word)) = place.trim().trim_end_matches(')').split_once('(') else { continue };
        let (Ok(line), Ok(word)) = (line.parse::<usize>(), word.parse::<usize>()) else { continue };
        let Some(before) = line.checked_sub(1).and_then(|line| words_before.get(line)) else { continue };
        let words = before.saturating_add(word.saturating_sub(1));
        if marks.last().is_some_and(|(last, _)| *last < words) {
            marks.push((words, step * 60_000 * number));
        }
    }
    if marks.len() > 1 { marks } else { Vec::new() }
}

/// The time of the word after `words` others; after the last mark, extrapolated at the pace before it.
fn time_at(words: usize, marks: &[MinuteMark]) -> Timecode {
    let next = marks.partition_point(|(before, _)| *before <= words).clamp(1, marks.len() - 1);
    let ((from, start), (to, end)) = (marks[next - 1], marks[next]);
    let passed = (words - from) as u128 * u128::from(end - start) / (to - from) as u128;
    Timecode(start.saturating_add(u64::try_from(passed).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_have_the_times_between_marks() {
        let text = "A: one two\nthree four\n\nB: five six\n\nC: seven";
        // The first minute begins at `five`, the second at `seven`.
        let timed = SyncedTranscript::new(text, "1:|4(2)|6(2)", &[]).text;
        assert_eq!(timed, "[0:00] A: one two\nthree four\n\n[0:50] B: five six\n\n[1:40] C: seven\n");
        assert_eq!(SyncedTranscript::new("A: one", "", &[]).text, "A: one");
        assert_eq!(SyncedTranscript::new("A: one", "1:|9(9)|x|(|1(", &[]).text, "A: one");
        let joined = SyncedTranscript::new(
            "LEE: One.\n\nANN: Two. LEE: Three\nfour.\n\nANN: Five.\n\nLEE: Six.",
            "1:|5(2)|7(2)",
            &[],
        );
        assert!(joined.text.contains("\n[0:30] LEE: Three\nfour."), "{}", joined.text);
        assert_eq!(joined.set_apart, ["LEE: Three"]);
    }
}
