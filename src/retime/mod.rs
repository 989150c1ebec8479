//! Times for a text that was corrected: its words are found again among those of the recording, and each
//! of its times becomes that of the word behind it.

mod clock;
mod notes;
mod page;

use std::fmt;

use self::clock::WordTimes;
pub use self::notes::RetimedNotes;
use self::page::Slot;
use crate::config::Config;
use crate::formats::transcript::Cue;
use crate::formats::{self, Choices, Input, Refusal};
use crate::parse;
use crate::source::Sources;
use crate::text::timecode::Timecode;

/// The result of retiming a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retimed {
    /// The page's text, with its times.
    pub text: String,
    /// The number of spoken words on the page.
    pub words: usize,
    /// The number of those words that were found in the recording.
    pub found: usize,
    /// The number of times that were right.
    pub kept: usize,
    /// The number of times that were changed.
    pub changed: usize,
    /// The number of times that were added.
    pub added: usize,
    /// The number of times left unchanged because the words around them are not in the recording.
    pub unknown: usize,
    /// Each time that the page had, in order, and what it is now.
    pub times: Vec<(Timecode, Timecode)>,
}

/// A reason for which a page has no new times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RetimeError {
    /// The words cannot be read.
    Words(Refusal),
    /// The words have no times.
    Untimed,
    /// They are not those of the page: so many of so many are.
    Strange(usize, usize),
}

impl fmt::Display for RetimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RetimeError::Words(refusal) => refusal.fmt(f),
            RetimeError::Untimed => f.write_str("there are no times in this file"),
            RetimeError::Strange(found, words) => {
                write!(
                    f,
                    "only {found} of the {words} words of the page are in this file: is it another recording?"
                )
            }
        }
    }
}

/// One of so many words of a page must be found again.
const SHARE: usize = 3;

/// Sets the times of a page by the words in another program's file.
pub fn retime(page: &str, config: &Config, words: &Input, choices: &Choices) -> Result<Retimed, RetimeError> {
    let spoken = timed(&formats::cues(words, choices).map_err(RetimeError::Words)?);
    if spoken.is_empty() {
        return Err(RetimeError::Untimed);
    }
    let mut sources = Sources::default();
    let id = sources.add("page.md", page);
    let written = page::read(page, &parse::document(&sources, id, config).0);
    let clock = WordTimes::new(&spoken, &written.words);
    let (found, words) = (clock.found(), written.words.len());
    if found * SHARE < words || found == 0 {
        return Err(RetimeError::Strange(found, words));
    }
    let mut retimed = Retimed { words, found, ..Retimed::default() };
    retimed.write(page, &written.slots, |word| choices.times.bracket(clock.at(word)?));
    retimed.times.sort_unstable();
    Ok(retimed)
}

/// The words of a recording, as hashes, and when each is said.
fn timed(cues: &[Cue]) -> Vec<(u32, Timecode)> {
    let mut timed = Vec::new();
    for cue in cues {
        let plain = cue.text.to_plain();
        let words = page::words(&plain).into_iter();
        timed.extend(words.filter_map(|(at, word)| Some((word, cue.time_at(at, plain.len())?))));
    }
    timed
}

impl Retimed {
    /// Writes the page, with the time in brackets that `time` has for the word behind each slot.
    fn write(&mut self, page: &str, slots: &[Slot], time: impl Fn(usize) -> Option<String>) {
        let mut from = 0;
        for Slot { range, word } in slots {
            self.text.push_str(&page[from..range.start]);
            let old = &page[range.clone()];
            from = range.end;
            match time(*word) {
                None => {
                    self.unknown += 1;
                    self.text.push_str(old);
                }
                Some(new) if range.is_empty() => {
                    self.added += 1;
                    self.text.push_str(&format!("{new} "));
                }
                Some(new) => {
                    let new = new.trim_matches(['[', ']']);
                    let (before, now) = (Timecode::parse(old), Timecode::parse(new));
                    self.times.extend(before.zip(now));
                    let is_right = before == now;
                    *(if is_right { &mut self.kept } else { &mut self.changed }) += 1;
                    self.text.push_str(if is_right { old } else { new });
                }
            }
        }
        self.text.push_str(&page[from..]);
    }
}
