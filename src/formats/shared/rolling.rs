//! Captions that roll: each shows the lines of the one before again, above its own.

use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;
use crate::text::words::count_words;

/// The longest gap, in milliseconds, across which a cue can repeat the one before it.
const GAP: u64 = 100;

/// Takes the lines off that were there before, in a file whose captions roll. In any other file a line
/// that comes again was said again.
pub fn unroll(script: &mut ImportedTranscript) {
    let cues = std::mem::take(&mut script.cues);
    let lines: Vec<Vec<String>> = cues.iter().map(lines_of).collect();
    let repeated: Vec<usize> = (0..cues.len()).map(|at| repeated_lines(at, &cues, &lines)).collect();
    if !rolls(&repeated, &lines) {
        script.cues = cues;
        return;
    }
    for (mut cue, (lines, repeated)) in cues.into_iter().zip(lines.iter().zip(repeated)) {
        if repeated > 0 {
            script.changed.add("captions that repeat the one before them as they roll", lines[0].as_str());
            script.found.repeated += lines[..repeated].iter().map(|line| count_words(line)).sum::<usize>();
            cue.text = without_lines(cue.text, repeated);
        }
        if !cue.text.is_blank() {
            script.cues.push(cue);
        }
    }
}

/// The lines of a cue that hold words.
fn lines_of(cue: &Cue) -> Vec<String> {
    let plain = cue.text.to_plain();
    let lines = plain.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

/// The number of of a cue's first lines are the last of the cue before it.
fn repeated_lines(at: usize, cues: &[Cue], lines: &[Vec<String>]) -> usize {
    let Some(before) = at.checked_sub(1) else { return 0 };
    if !follows(cues[before].end, cues[at].start) {
        return 0;
    }
    let (old, new) = (&lines[before], &lines[at]);
    let most = old.len().min(new.len()).min(8);
    (1..=most).rev().find(|&count| old[old.len() - count..] == new[..count]).unwrap_or(0)
}

fn follows(end: Option<Timecode>, start: Option<Timecode>) -> bool {
    matches!((end, start), (Some(end), Some(start)) if start.0 <= end.0.saturating_add(GAP))
}

/// A third of the cues repeat the one before, and some of those add a line: that is how captions roll,
/// and not how people or machines repeat themselves.
fn rolls(repeated: &[usize], lines: &[Vec<String>]) -> bool {
    let repeating = repeated.iter().filter(|&&count| count > 0).count();
    let adding =
        repeated.iter().zip(lines).filter(|(count, lines)| **count > 0 && lines.len() > **count).count();
    repeating * 3 >= repeated.len() && adding * 3 >= repeating && adding > 0
}

fn without_lines(text: RichText, count: usize) -> RichText {
    let mut left = count;
    let mut out = RichText::default();
    for line in text.lines() {
        match left > 0 {
            true if line.is_blank() => {}
            true => left -= 1,
            false => {
                out.push(if out.is_empty() { "" } else { "\n" }, &Default::default());
                out.append(line);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unrolled(cues: &[(u64, u64, &str)]) -> Vec<String> {
        let cue = |&(start, end, text): &(u64, u64, &str)| Cue {
            start: Some(Timecode(start)),
            end: Some(Timecode(end)),
            ..Cue::plain(text)
        };
        let mut script =
            ImportedTranscript { cues: cues.iter().map(cue).collect(), ..ImportedTranscript::default() };
        unroll(&mut script);
        script.cues.iter().map(|cue| cue.text.to_plain()).collect()
    }

    #[test]
    fn rolling_lines_are_said_once() {
        let found = unrolled(&[
            (0, 2000, " \nhello world"),
            (2000, 2010, "hello world\n "),
            (2010, 4000, "hello world\nthis is"),
            (4000, 4010, "this is\n "),
            (4010, 6000, "this is\nthe end"),
        ]);
        assert_eq!(found, [" \nhello world", "this is", "the end"]);
    }

    #[test]
    fn what_is_said_again_stays() {
        let found =
            unrolled(&[(0, 2000, "Okay"), (2000, 3000, "Okay"), (3000, 4000, "Okay"), (9000, 9900, "Go")]);
        assert_eq!(found, ["Okay", "Okay", "Okay", "Go"]);
    }
}
