//! How each script is searched.

use std::ops::RangeInclusive;

use unicode_normalization::char::is_combining_mark;

/// What a character is to a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Of a script without spaces whose signs carry much: Han, Kana, Bopomofo, Hangul.
    Pairs,
    /// Of a script without spaces whose signs are letters: Thai, Lao, Burmese, Khmer.
    Triples,
    /// A letter, digit or mark of a script that puts spaces between words.
    Word,
    /// Anything else.
    Separator,
}

const PAIRS: [RangeInclusive<char>; 15] = [
    '\u{1100}'..='\u{11ff}',
    '\u{2e80}'..='\u{2fdf}',
    '\u{3005}'..='\u{3007}',
    '\u{3021}'..='\u{3029}',
    '\u{3041}'..='\u{309f}',
    '\u{30a1}'..='\u{30fa}',
    '\u{30fc}'..='\u{31bf}',
    '\u{31f0}'..='\u{31ff}',
    '\u{3400}'..='\u{4dbf}',
    '\u{4e00}'..='\u{9fff}',
    '\u{a960}'..='\u{a97f}',
    '\u{ac00}'..='\u{d7ff}',
    '\u{f900}'..='\u{faff}',
    '\u{1b000}'..='\u{1b16f}',
    '\u{20000}'..='\u{3fffd}',
];

const TRIPLES: [RangeInclusive<char>; 4] =
    ['\u{e01}'..='\u{eff}', '\u{1000}'..='\u{109f}', '\u{1780}'..='\u{17ff}', '\u{aa60}'..='\u{aa7f}'];

impl Script {
    pub(super) fn of(c: char) -> Script {
        let within = |ranges: &[RangeInclusive<char>]| ranges.iter().any(|range| range.contains(&c));
        match c {
            'a'..='z' | '0'..='9' => Script::Word,
            '\0'..='\u{7f}' => Script::Separator,
            _ if !(c.is_alphanumeric() || is_combining_mark(c)) => Script::Separator,
            '\u{4e00}'..='\u{9fff}' => Script::Pairs,
            _ if within(&PAIRS) => Script::Pairs,
            _ if within(&TRIPLES) => Script::Triples,
            _ => Script::Word,
        }
    }
}
