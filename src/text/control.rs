//! Control characters, which HTML forbids and nobody can see.

use std::borrow::Cow;

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
