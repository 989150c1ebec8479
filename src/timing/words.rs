//! The words of a page as they are compared with those of a recording. The script of the player cuts the page's text by the same
//! rule, since the times are published in the order of the words and without them.

use unicode_normalization::UnicodeNormalization;

use crate::model::{Inline, Turn};
use crate::text::hash::hash32;
use crate::text::script::is_unspaced;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextWord {
    /// The byte at which it begins.
    pub at: usize,
    /// The byte behind its last letter.
    pub end: usize,
    /// A hash of its letters: case, width and punctuation do not count.
    pub hash: u32,
}

impl TextWord {
    /// About how long it takes to be said, in letters; one character of a script without spaces is a syllable.
    pub fn weight(self) -> u64 {
        (self.end - self.at).max(2) as u64
    }
}

/// The words of `text`: letters, digits and the apostrophes between them, and a character of a script without spaces each.
pub fn words(text: &str) -> Vec<TextWord> {
    let mut words = Vec::new();
    let mut letters = String::new();
    let (mut start, mut end) = (0, 0);
    let mut end_word = |letters: &mut String, at: usize, end: usize| {
        if !letters.is_empty() {
            words.push(TextWord { at, end, hash: hash32(letters) });
            letters.clear();
        }
    };
    for (at, c) in text.char_indices() {
        let alone = is_unspaced(c);
        if alone || !c.is_alphanumeric() && c != '\'' && c != '’' {
            end_word(&mut letters, start, end);
        }
        if letters.is_empty() {
            start = at;
        }
        letters.extend(std::iter::once(c).nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()));
        if c.is_alphanumeric() {
            end = at + c.len_utf8();
        }
        if alone {
            end_word(&mut letters, start, end.max(at + c.len_utf8()));
        }
    }
    end_word(&mut letters, start, end);
    words
}

/// The words of a turn, in reading order; those of a gap or of foreign markup are not said.
pub fn turn_words(turn: &Turn) -> Vec<TextWord> {
    let mut found = Vec::new();
    for block in &turn.blocks {
        block.for_each_inlines(&mut |inlines| {
            let mut text = String::new();
            push_said(inlines, &mut text);
            found.extend(words(&text));
        });
    }
    found
}

fn push_said(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } | Inline::Code(text) => out.push_str(text),
            Inline::NoteRef(_) => {}
            _ => match inline.children() {
                Some(children) => push_said(children, out),
                None => out.push(' '),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_alike_whatever_their_signs() {
        let hashes = |text: &str| words(text).into_iter().map(|word| word.hash).collect::<Vec<_>>();
        assert_eq!(hashes("Don’t — STOP, ok?"), hashes("don't stop ok"));
        let places: Vec<_> = words("a 好的b ‘b’").iter().map(|word| (word.at, word.end)).collect();
        assert_eq!(places, [(0, 1), (2, 5), (5, 8), (8, 9), (13, 14)]);
    }
}
