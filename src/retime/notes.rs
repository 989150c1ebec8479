//! Times that notes beside a page name, `{at=12:04 to=12:11}`: they move with the times of the page.

use super::Retimed;
use crate::formats::Times;
use crate::text::timecode::Timecode;

/// A file of notes with new times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetimedNotes {
    /// The file's text.
    pub text: String,
    /// The number of times that were changed.
    pub changed: usize,
}

impl Retimed {
    /// Moves the times in the headings of a file of notes by as much as the times of the page before them.
    pub fn notes(&self, text: &str, times: Times) -> RetimedNotes {
        let mut retimed = RetimedNotes::default();
        for line in text.split_inclusive('\n') {
            match line.find('{').filter(|_| line.starts_with('#')) {
                Some(open) => {
                    retimed.text.push_str(&line[..open]);
                    self.braces(&line[open..], times, &mut retimed);
                }
                None => retimed.text.push_str(line),
            }
        }
        retimed
    }

    fn braces(&self, braces: &str, times: Times, retimed: &mut RetimedNotes) {
        for word in braces.split_inclusive([' ', '{', '}']) {
            let plain = word.trim_end_matches([' ', '}', '{', '\n', '\r']);
            let moved = plain.split_once('=').filter(|(key, _)| matches!(*key, "at" | "to")).and_then(
                |(key, value)| {
                    let old = Timecode::parse(value.trim_matches('"'))?;
                    let new = self.moved(old).filter(|new| *new != old)?;
                    Some(format!("{key}={}", times.bracket(new)?.trim_matches(['[', ']'])))
                },
            );
            match moved {
                Some(moved) => {
                    retimed.changed += 1;
                    retimed.text.push_str(&moved);
                    retimed.text.push_str(&word[plain.len()..]);
                }
                None => retimed.text.push_str(word),
            }
        }
    }

    /// Moves `time` with the page: it keeps its distance to the last time of the page before it.
    fn moved(&self, time: Timecode) -> Option<Timecode> {
        let before = self.times.partition_point(|(old, _)| *old <= time);
        let (old, new) = self.times.get(before.checked_sub(1)?)?;
        Some(Timecode(new.0 + (time.0 - old.0)))
    }
}
