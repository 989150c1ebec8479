//! Control characters, which HTML forbids and nobody can see.

use std::borrow::Cow;
use std::ops::Range;

use super::rare_bytes::rare_bytes;

/// The characters that Windows-1252 has at 0x80 to 0x9F. Many texts have lost the name of this encoding, and browsers
/// read `&#130;` by it (HTML, numeric character references); the others are errors there.
const WINDOWS: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
    '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// The character to show in the place of `c`: none if `c` can be shown as it is.
pub fn replacement(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{c}' => None,
        '\u{80}'..='\u{9f}' => Some(WINDOWS[c as usize - 0x80]),
        c => c.is_control().then_some('\u{fffd}'),
    }
}

/// The character that was meant where the bytes of UTF-8 were read in Windows-1252, so that the one at byte `at` of `text` is
/// a part of it: `€` for `â`, U+0082 and `¬`. Returns the place of all parts, too.
pub fn misread(text: &str, at: usize) -> Option<(Range<usize>, char)> {
    let end = at + text[at..].chars().next()?.len_utf8();
    let starts = text[..end].char_indices().rev().map(|(start, _)| start).take(MAX_UTF8);
    starts.into_iter().find_map(|start| {
        let mut bytes = Vec::new();
        for (place, c) in text[start..].char_indices().take(MAX_UTF8) {
            bytes.push(windows_byte(c)?);
            let stop = start + place + c.len_utf8();
            let meant = std::str::from_utf8(&bytes).ok().and_then(|meant| meant.chars().next());
            if let Some(meant) = meant.filter(|meant| !meant.is_ascii()) {
                return (stop >= end).then_some((start..stop, meant));
            }
        }
        None
    })
}

/// The most bytes of a character in UTF-8.
const MAX_UTF8: usize = 4;

/// The byte that stands for `c` in Windows-1252.
fn windows_byte(c: char) -> Option<u8> {
    let high = || WINDOWS.iter().position(|&known| known == c && known != '\u{fffd}');
    u8::try_from(u32::from(c)).ok().or_else(|| high().and_then(|at| u8::try_from(at + 0x80).ok()))
}

/// `text` as it can be shown.
pub fn shown(text: &str) -> Cow<'_, str> {
    match find(text) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.chars().map(|c| replacement(c).unwrap_or(c)).collect()),
    }
}

/// The place of the first character of `text` that cannot be shown.
pub fn find(text: &str) -> Option<usize> {
    // All of them are one of these bytes or begin with it, and most texts have none.
    let mut places = rare_bytes(text, may_begin);
    places.find(|&at| text[at..].chars().next().is_some_and(|c| replacement(c).is_some()))
}

/// True for the first byte of every character that cannot be shown, and of some others.
fn may_begin(byte: u8) -> bool {
    (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c')) || matches!(byte, 0x7f | 0xc2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misread_utf8_is_put_together() {
        let meant = |text: &str| misread(text, find(text).unwrap());
        assert_eq!(meant("only \u{e2}\u{82}\u{ac}15"), Some((5..11, '€')));
        assert_eq!(meant("so \u{e2}€\u{9d} he said"), Some((3..10, '”')));
        assert_eq!(meant("\u{c3}\u{84}rger"), Some((0..4, 'Ä')));
        assert_eq!(meant("\u{f0}\u{9f}\u{98}\u{80}"), Some((0..8, '😀')));
        assert_eq!(meant("he said\u{82} no"), None);
        assert_eq!(meant("caf\u{e9}\u{82} no"), None);
    }

    #[test]
    fn control_characters_become_what_they_were_meant_for() {
        assert_eq!(shown("so\u{82} he said \u{93}no\u{94}\u{85}"), "so‚ he said “no”…");
        assert_eq!(shown("\u{0}a\u{7f}b\u{81}\tc\n"), "\u{fffd}a\u{fffd}b\u{fffd}\tc\n");
        let plain = "caf\u{e9} 10\u{b0} \u{a0}超级";
        assert!(matches!(shown(plain), Cow::Borrowed(same) if same == plain));
        assert_eq!(
            find(&format!("{}é\u{9c}", "x".repeat(31))),
            Some(33),
            "behind a letter across two chunks"
        );
    }
}
