//! Times for a text that was corrected: its words are found again among those of the recording, and each
//! of its times becomes that of the word behind it.

mod notes;
mod page;

use std::fmt;

pub use self::notes::RetimedNotes;
use self::page::Slot;
use crate::config::{Config, Edition};
use crate::formats::{Choices, Input};
use crate::parse;
use crate::source::Sources;
use crate::text::timecode::Timecode;
use crate::timing::{SHARE, SidecarError, StrangeWords, WordClock, sidecar};

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
    /// The words cannot be read, or have no times.
    Words(SidecarError),
    /// They are not those of the page.
    Strange(StrangeWords),
}

impl fmt::Display for RetimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RetimeError::Words(error) => error.fmt(f),
            RetimeError::Strange(StrangeWords { found, words }) => {
                write!(
                    f,
                    "only {found} of the {words} words of the page are in this file: is it another recording?"
                )
            }
        }
    }
}

/// Sets the times of a page by the words in another program's file.
pub fn retime(page: &str, config: &Config, words: &Input, choices: &Choices) -> Result<Retimed, RetimeError> {
    let recorded = sidecar::read(words, choices).map_err(RetimeError::Words)?;
    // Times are written into the file, which has the words of all editions.
    let config = &Config { edition: Edition::archive(), ..config.clone() };
    let mut sources = Sources::default();
    let id = sources.add("page.md", page);
    let written = page::read(page, &parse::document(&sources, id, config).0);
    let clock = WordClock::new(&recorded, written.words);
    let times = clock.times();
    let (found, words) = (clock.found(), times.len());
    if found * SHARE < words || found == 0 {
        return Err(RetimeError::Strange(StrangeWords { found, words }));
    }
    let mut retimed = Retimed { words, found, ..Retimed::default() };
    retimed.write(page, &written.slots, |word| choices.times.bracket(times.get(word).copied()??.start));
    retimed.times.sort_unstable();
    Ok(retimed)
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
