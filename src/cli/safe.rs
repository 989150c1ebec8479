//! Keeps what a stranger wrote from commanding the terminal it is shown on.

/// `text` as one line: every control and direction character as a sign that can be seen.
pub(super) fn message(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// The sign that stands for `c` on a terminal: `c` itself unless it would do something there.
fn visible(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => '\u{fffd}',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    }
}

/// Lines of a source as they can be shown, every character with as many bytes as it had: places
/// in the text stay where they are. Other control characters are made visible as the lines are drawn.
pub(super) fn source(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{80}'..='\u{9f}' => '¤',
            '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_commands_the_terminal() {
        assert_eq!(message("a\x1b[31mb\u{9b}c\u{202e}d\ne"), "a␛[31mb�c�d␊e");
        assert_eq!(message("超级智能 ü ✓"), "超级智能 ü ✓");
    }

    #[test]
    fn places_stay_where_they_are() {
        let text = "a\u{9b}b\u{2028}c\u{200e}d";
        assert_eq!(source(text).len(), text.len());
        assert_eq!(source(text), "a¤b�c�d");
    }
}
