//! The way in which each script is searched.

use unicode_normalization::char::is_combining_mark;

use crate::text::script::{HAN_BLOCK, HANGUL_SYLLABLES, Script, is_han_or_kana, is_south_east_asian, script};

/// The search unit that a character belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SearchUnit {
    /// Of a script without spaces whose signs carry much: Han, Kana, Bopomofo, Hangul.
    Pairs,
    /// Of a script without spaces whose signs are letters: Thai, Lao, Burmese, Khmer.
    Triples,
    /// A letter, digit or mark of a script that puts spaces between words.
    Word,
    /// Anything else.
    Separator,
}

impl SearchUnit {
    pub(super) fn from_char(c: char) -> SearchUnit {
        match c {
            'a'..='z' | '0'..='9' => SearchUnit::Word,
            '\0'..='\u{7f}' => SearchUnit::Separator,
            _ if HAN_BLOCK.contains(&c) || HANGUL_SYLLABLES.contains(&c) => SearchUnit::Pairs,
            _ if !(c.is_alphanumeric() || is_combining_mark(c)) => SearchUnit::Separator,
            _ => match script(c) {
                Script::Hangul => SearchUnit::Pairs,
                script if is_han_or_kana(script) => SearchUnit::Pairs,
                script if is_south_east_asian(script) => SearchUnit::Triples,
                _ => SearchUnit::Word,
            },
        }
    }
}
