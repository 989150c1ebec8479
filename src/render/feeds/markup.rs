//! Text for readers that show it as HTML, whatever the standard of the feed says.

use std::borrow::Cow;

use entities::ENTITIES;

use crate::render::xml::allowed;
use crate::text::html_escape::push_text;

/// `text` in a form that a browser shows as `text`. A text without anything that HTML reads as markup stays as it is,
/// so that a reader that shows plain text shows it well too: `One & only`. Characters that XML forbids go first: without
/// them two others may be neighbours and mean something.
pub(super) fn as_html(text: &str) -> Cow<'_, str> {
    let text = allowed(text);
    let has_markup = text.char_indices().any(|(at, c)| match c {
        '<' => opens_markup(&text[at + 1..]),
        '&' => is_character_reference(&text[at..]),
        _ => false,
    });
    if !has_markup {
        return text;
    }
    let mut html = String::with_capacity(text.len() * 2);
    push_text(&mut html, &text);
    Cow::Owned(html)
}

/// Says if a `<` before `rest` begins a tag, a comment or a declaration in HTML.
fn opens_markup(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// Says if HTML reads the beginning of `text` as another character. Some names count without a semicolon.
fn is_character_reference(text: &str) -> bool {
    text.starts_with("&#") || ENTITIES.iter().any(|entity| text.starts_with(entity.entity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_reads_as_markup_is_escaped() {
        for (text, html) in [
            ("On <b>", "On &lt;b&gt;"),
            ("</title>", "&lt;/title&gt;"),
            ("<\0\u{1}/title>", "&lt;/title&gt;"),
            ("a <!-- b", "a &lt;!-- b"),
            ("&lt;script>", "&amp;lt;script&gt;"),
            ("&copy 2025", "&amp;copy 2025"),
            ("&#60;b", "&amp;#60;b"),
            ("R&D <i>", "R&amp;D &lt;i&gt;"),
        ] {
            assert_eq!(as_html(text), html);
        }
    }

    #[test]
    fn what_reads_the_same_stays_as_it_is() {
        for text in ["One & only", "AT&T", "I <3 you", "1 < 2 > 0", "R&D", "\"quoted\""] {
            assert!(matches!(as_html(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
