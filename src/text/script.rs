//! The writing system of a character: the one place that knows which characters are Han, Kana or Thai.
//!
//! The tables are Unicode's, from the crate `unicode-script`. What depends on the script of a text (search tokens, word
//! counts, permalinks, line breaks, languages) asks here, so that no two parts can disagree about a character.

use std::ops::RangeInclusive;

use unicode_normalization::char::is_combining_mark;
pub use unicode_script::Script;
use unicode_script::UnicodeScript;

/// The block of common Han characters (CJK Unified Ideographs), without gaps and without compatibility forms.
pub const HAN_BLOCK: RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

/// The block of composed Hangul syllables.
pub const HANGUL_SYLLABLES: RangeInclusive<char> = '\u{ac00}'..='\u{d7a3}';

/// Dashes, quotation marks and other punctuation of most European texts: nearly all that is not ASCII in English.
pub const EUROPEAN_PUNCTUATION: RangeInclusive<char> = '\u{2010}'..='\u{2027}';

/// The scripts that a shared sign is counted to, most specific first: `ー` is Kana, `、` is Han, `،` is Arabic.
const SHARING: [Script; 10] = [
    Script::Han,
    Script::Hiragana,
    Script::Katakana,
    Script::Bopomofo,
    Script::Hangul,
    Script::Arabic,
    Script::Thai,
    Script::Lao,
    Script::Myanmar,
    Script::Devanagari,
];

/// The script of `c`. A sign that a few scripts share has one of theirs; what all share is [`Script::Common`].
pub fn script(c: char) -> Script {
    // Whole blocks of frequent letters need no search in tables.
    match c {
        'a'..='z' | 'A'..='Z' => Script::Latin,
        '\0'..='\u{7f}' => Script::Common,
        '\u{4e00}'..='\u{9fff}' => Script::Han,
        '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
        '\u{3041}'..='\u{3096}' => Script::Hiragana,
        '\u{30a1}'..='\u{30fa}' => Script::Katakana,
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2af}' => Script::Latin,
        '\u{400}'..='\u{481}' => Script::Cyrillic,
        '\u{2010}'..='\u{2027}' => Script::Common,
        _ => from_tables(c),
    }
}

fn from_tables(c: char) -> Script {
    let own = c.script();
    if !matches!(own, Script::Common | Script::Inherited) {
        return own;
    }
    let users = c.script_extension();
    let is_general = users.is_common() || users.is_inherited() || users.contains_script(Script::Latin);
    let shared = || SHARING.into_iter().find(|&script| users.contains_script(script));
    if is_general { own } else { shared().unwrap_or(own) }
}

/// Tells whether `c` is a letter or a digit, as the standard library does, without a search in tables for frequent characters.
pub fn is_alphanumeric(c: char) -> bool {
    !EUROPEAN_PUNCTUATION.contains(&c) && (HAN_BLOCK.contains(&c) || c.is_alphanumeric())
}

/// Tells whether `c` belongs to Chinese or Japanese text: Han, Kana, Bopomofo, their punctuation, and full-width forms.
pub fn is_east_asian(c: char) -> bool {
    !c.is_ascii() && (is_han_or_kana(script(c)) || is_wide_sign(c))
}

/// Tells whether `c` is a letter, digit or mark of Han, Kana or Bopomofo, which carries about half a word.
pub fn is_east_asian_letter(c: char) -> bool {
    !c.is_ascii() && is_han_or_kana(script(c)) && (is_alphanumeric(c) || is_combining_mark(c))
}

/// Tells whether `c` belongs to a script that does not separate words by spaces: Han, Kana, Thai, Lao, Burmese, Khmer, and the
/// punctuation that goes with them.
pub fn is_unspaced(c: char) -> bool {
    !c.is_ascii() && {
        let script = script(c);
        is_han_or_kana(script) || is_south_east_asian(script) || is_wide_sign(c)
    }
}

/// Tells whether `script` is Han, Kana or Bopomofo.
pub fn is_han_or_kana(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo)
}

/// Tells whether `script` is Thai, Lao, Burmese or Khmer: letters without spaces between words.
pub fn is_south_east_asian(script: Script) -> bool {
    matches!(script, Script::Thai | Script::Lao | Script::Myanmar | Script::Khmer)
}

/// CJK Symbols and Punctuation, Halfwidth and Fullwidth Forms: most of them belong to no script.
fn is_wide_sign(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_that_are_not_looked_up_are_as_in_the_tables() {
        for c in '\0'..=char::MAX {
            assert_eq!(script(c), from_tables(c), "{c:?} U+{:04X}", u32::from(c));
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn shared_signs_have_a_script() {
        let scripts = ['ー', '々', '、', '・', '\u{3099}', 'ـ', '،', '。', '·', '—', 'µ', '5'].map(script);
        let common = Script::Common;
        let expected = [
            Script::Hiragana,
            Script::Han,
            Script::Han,
            Script::Han,
            Script::Hiragana,
            Script::Arabic,
            Script::Arabic,
            Script::Han,
            common,
            common,
            common,
            common,
        ];
        assert_eq!(scripts, expected);
    }

    #[test]
    fn letters_and_punctuation_of_unspaced_scripts_are_known() {
        assert!("漢かカㄅー々、。「」！Ａ".chars().all(is_east_asian));
        assert!("漢かカㄅー々〇".chars().all(is_east_asian_letter));
        assert!("、。・！Ａ한กa".chars().all(|c| !is_east_asian_letter(c)));
        assert!("漢かกລကក、！".chars().all(is_unspaced));
        assert!("a é한я—…5·".chars().all(|c| !is_unspaced(c)));
    }
}
