//! Character references of HTML: `&amp;`, `&#39;`, and the two thousand names.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The names without their `&`; some of the oldest work without a semicolon.
static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    entities::ENTITIES.iter().map(|entity| (&entity.entity[1..], entity.characters)).collect()
});

/// No name is longer.
const LONGEST: usize = 32;

/// The characters that the reference at the start of `text`, after its `&`, stands for, and its length in bytes.
pub fn reference(text: &str) -> Option<(String, usize)> {
    match text.strip_prefix('#') {
        Some(digits) => numeric(digits).map(|(c, length)| (c.to_string(), length + 1)),
        None => named(text),
    }
}

/// `text` with every reference resolved; an `&` that begins none is itself.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference(rest) {
            Some((characters, length)) => {
                out.push_str(&characters);
                rest = &rest[length..];
            }
            None => out.push('&'),
        }
    }
    out + rest
}

fn named(text: &str) -> Option<(String, usize)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len()).min(LONGEST);
    let with_semicolon = if text[end..].starts_with(';') { end + 1 } else { end };
    (1..=with_semicolon)
        .rev()
        .find_map(|length| NAMES.get(&text[..length]).map(|characters| (characters.to_string(), length)))
}

fn numeric(text: &str) -> Option<(char, usize)> {
    let (radix, skip) = if text.starts_with(['x', 'X']) { (16, 1) } else { (10, 0) };
    let digits = &text[skip..];
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    if end == 0 {
        return None;
    }
    let code = u32::from_str_radix(&digits[..end], radix).ok();
    let c = code.filter(|&code| code != 0).and_then(char::from_u32).unwrap_or('\u{fffd}');
    Some((c, skip + end + usize::from(digits[end..].starts_with(';'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_as_browsers_do() {
        let cases = [
            ("Q&amp;A", "Q&A"),
            ("it&#39;s &#x20ac;5", "it's €5"),
            ("&notit; &notin;", "¬it; ∉"),
            ("&&; &x; &#; &#0;", "&&; &x; &#; \u{fffd}"),
            ("AT&T", "AT&T"),
            ("&é", "&é"),
        ];
        for (text, expected) in cases {
            assert_eq!(decode(text), expected, "{text}");
        }
    }
}
