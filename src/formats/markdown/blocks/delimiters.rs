//! Positions where `*`, `~~` and `==` can open and close: a cautious form of CommonMark's flanking rules.

use crate::text::script::{Script, is_east_asian, script};

/// Tells whether a delimiter between these two characters opens without doubt.
pub fn opens(before: char, after: char) -> bool {
    after.is_alphanumeric()
        || (!after.is_whitespace()
            && (before.is_whitespace() || is_punctuation(before) || is_cjk(before) || is_cjk(after)))
}

/// Tells whether a delimiter between these two characters closes without doubt.
pub fn closes(before: char, after: char) -> bool {
    opens(after, before)
}

/// Tells whether what stands before or behind a delimiter keeps it from being taken for the other end.
pub fn is_apart(c: char) -> bool {
    c.is_whitespace() || is_punctuation(c)
}

/// The last character of `text` that counts: `~` and `=` are passed over, since they may be
/// delimiters themselves.
pub fn last(text: &str) -> char {
    text.chars().rev().find(|c| !matches!(c, '~' | '=')).unwrap_or('\n')
}

/// The first character of `text` that counts.
pub fn first(text: &str) -> char {
    text.chars().find(|c| !matches!(c, '~' | '=')).unwrap_or('\n')
}

/// Punctuation without doubt: that of other blocks is classed by long tables, and not needed.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}')
}

/// Characters of Chinese, Japanese and Korean text, their punctuation too: emphasis goes by their side
/// without spaces.
fn is_cjk(c: char) -> bool {
    is_east_asian(c) || script(c) == Script::Hangul
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_stand_where_they_are_read_as_such() {
        assert!(opens(' ', 'a') && opens('a', 'b') && opens(' ', '“') && opens('好', '「'));
        assert!(!opens('a', '“') && !opens(' ', ' '));
        assert!(closes('：', '好') && closes('a', 'b') && closes('.', ' ') && !closes('.', 'a'));
    }
}
