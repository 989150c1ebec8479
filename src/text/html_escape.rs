//! Text into markup: the one place where it is escaped.

use std::fmt::{Arguments, Write};

use super::control;

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
    let mut rest = text.as_ref();
    while let Some(at) = first_special(rest.as_bytes(), is_markup) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// The place where the first byte is that cannot stay as it is. Few are: whole chunks are looked at in one go.
fn first_special(bytes: &[u8], is_special: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    let any = |chunk: &[u8]| chunk.iter().fold(false, |found, &byte| found | is_special(byte));
    let chunk = bytes.chunks(CHUNK).position(any)?;
    let start = chunk * CHUNK;
    bytes[start..].iter().position(|&byte| is_special(byte)).map(|at| start + at)
}

/// As many bytes as processors compare at once.
const CHUNK: usize = 32;

/// Adds ` name="value"`.
pub fn push_attribute(out: &mut String, name: &str, value: &str) {
    push_markup(out, format_args!(" {name}=\""));
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
