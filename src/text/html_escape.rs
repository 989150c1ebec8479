//! Text into markup: the one place where it is escaped.

use std::fmt::{Arguments, Write};

use super::control;
use super::rare_bytes::rare_bytes;

/// Adds `text` so that a browser shows exactly it, between tags or in a quoted attribute.
pub fn push_text(out: &mut String, text: &str) {
    push_escaped(out, text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"'));
}

/// Adds `text` so that a browser shows exactly it between tags, and nowhere else: quotation marks stay as they are, since
/// transcripts are full of them.
pub fn push_words(out: &mut String, text: &str) {
    push_escaped(out, text, |byte| matches!(byte, b'&' | b'<' | b'>'));
}

fn push_escaped(out: &mut String, text: &str, is_markup: impl Fn(u8) -> bool + Copy) {
    let text = control::shown(text);
    let mut start = 0;
    for at in rare_bytes(&text, is_markup) {
        out.push_str(&text[start..at]);
        out.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        start = at + 1;
    }
    out.push_str(&text[start..]);
}

/// Adds ` name="value"`.
pub fn push_attribute(out: &mut String, name: &str, value: &str) {
    [" ", name, "=\""].iter().for_each(|part| out.push_str(part));
    push_text(out, value);
    out.push('"');
}

/// Adds markup that is ours: nothing an author wrote may be among the arguments.
pub fn push_markup(out: &mut String, markup: Arguments<'_>) {
    out.write_fmt(markup).expect("a String takes everything");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_means_something_is_escaped() {
        let text = "<script>alert(\"a & b\")</script>\0 'ok'";
        let (mut between_tags, mut in_quotes) = (String::new(), String::new());
        push_words(&mut between_tags, text);
        push_text(&mut in_quotes, text);
        assert_eq!(between_tags, "&lt;script&gt;alert(\"a &amp; b\")&lt;/script&gt;\u{fffd} 'ok'");
        assert_eq!(in_quotes, "&lt;script&gt;alert(&quot;a &amp; b&quot;)&lt;/script&gt;\u{fffd} 'ok'");
    }
}
