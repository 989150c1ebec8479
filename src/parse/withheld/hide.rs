//! Signs of one character that stand for marks while Markdown is read, so that emphasis, links and notes in withheld words
//! are read as they are without the marks.

use super::{WithheldMark, WithheldMarks};
use crate::model::WithheldScope;
use crate::transcript::labels::CutText;

/// Control characters of two bytes, as many as bars have. U+0085 is white space to some.
const SIGNS: std::ops::RangeInclusive<char> = '\u{86}'..='\u{9f}';

/// Control characters of one byte that Markdown takes for words.
const FILLERS: std::ops::RangeInclusive<char> = '\u{e}'..='\u{1a}';

/// The characters that stand for the marks of one text: none of its own.
#[derive(Debug, Default)]
pub struct MarkSigns {
    signs: Vec<char>,
    filler: Option<char>,
}

impl MarkSigns {
    fn new(text: &str) -> MarkSigns {
        MarkSigns {
            signs: SIGNS.filter(|sign| !text.contains(*sign)).collect(),
            filler: FILLERS.into_iter().find(|filler| !text.contains(*filler)),
        }
    }

    /// Returns true for a character that stands for a part of a mark that says nothing.
    pub fn is_filler(&self, c: char) -> bool {
        self.filler == Some(c)
    }

    /// The numbers, among marks of words, of those that `c` stands for: one of as many as there are signs.
    pub fn position(&self, c: char) -> Option<(usize, usize)> {
        SIGNS
            .contains(&c)
            .then(|| self.signs.iter().position(|sign| *sign == c))
            .flatten()
            .map(|at| (at, self.signs.len()))
    }
}

impl WithheldMarks {
    /// Puts signs in the place of the marks in `cut`; every byte keeps its place.
    pub fn hide(&mut self, cut: &mut CutText) {
        if self.list.is_empty() {
            return;
        }
        self.signs = MarkSigns::new(&cut.text);
        let (Some(filler), false) = (self.signs.filler, self.signs.signs.is_empty()) else { return };
        let mut bytes = std::mem::take(&mut cut.text).into_bytes();
        let mut number = 0;
        for mark in &self.list {
            if mark.scope == WithheldScope::Words {
                let sign = self.signs.signs[number % self.signs.signs.len()];
                let mut encoded = [0; 2];
                sign.encode_utf8(&mut encoded);
                bytes[mark.outer.start..mark.outer.start + 2].copy_from_slice(&encoded);
                bytes[mark.inner.end..mark.inner.end + 2].copy_from_slice(&encoded);
                bytes[mark.braces.clone()].fill(filler as u8);
                number += 1;
            } else {
                hide_braces(&mut bytes, mark, filler);
            }
        }
        cut.text = String::from_utf8(bytes).expect("marks are replaced by whole characters");
    }
}

/// Braces with topics keep those: only what withholds becomes white space.
fn hide_braces(bytes: &mut [u8], mark: &WithheldMark, filler: char) {
    let braces = &mut bytes[mark.braces.clone()];
    let inside = String::from_utf8_lossy(&braces[1..braces.len() - 1]).into_owned();
    let is_shared =
        inside.split_whitespace().any(|word| word.starts_with("topics=") || word.starts_with('#'));
    if !is_shared {
        return braces.fill(filler as u8);
    }
    let mut at = 0;
    while at < inside.len() {
        let rest = &inside[at..];
        let length = token_length(rest);
        let is_access =
            ["withheld", "until=", "because=", "edition="].iter().any(|key| rest.starts_with(key));
        if is_access {
            braces[1 + at..1 + at + length].fill(b' ');
        }
        at += length + rest[length..].len() - rest[length..].trim_start().len();
        if length == 0 && rest.trim_start().len() == rest.len() {
            break;
        }
    }
}

/// The bytes of one `key=value`, whose value may be quoted.
fn token_length(text: &str) -> usize {
    let mut is_quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if c.is_whitespace() && !is_quoted => return at,
            _ => {}
        }
    }
    text.len()
}
