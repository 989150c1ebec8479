//! A run of inlines as it is built from Markdown's nodes.

use crate::model::{Inline, plain_text};
use crate::text::script::is_unspaced;

/// Builds a run of inlines, joining neighbouring texts and obeying tags that do no harm: `<br>`, `<sub>`, `<sup>`,
/// `<em>`, `<i>`, `<strong>`, `<b>` without attributes, and `<a>` and `<span>` that do nothing but name a place.
#[derive(Default)]
pub(super) struct InlineList {
    done: Vec<Inline>,
    /// Positions in `done` of the opening tags that are not closed yet.
    open: Vec<usize>,
    /// The closing tags of places that were named and are not closed yet.
    named: Vec<&'static str>,
}

/// Makes one inline of those between two tags.
type Enclose = fn(Vec<Inline>) -> Inline;

/// The pairs of tags that stand for something Markdown has too, or might have.
const PAIRS: [(&str, &str, Enclose); 6] = [
    ("<sub>", "</sub>", Inline::Subscript),
    ("<sup>", "</sup>", Inline::Superscript),
    ("<em>", "</em>", Inline::Emphasis),
    ("<i>", "</i>", Inline::Emphasis),
    ("<strong>", "</strong>", Inline::Strong),
    ("<b>", "</b>", Inline::Strong),
];

impl InlineList {
    /// Adds an inline, if there is one.
    pub(super) fn extend(&mut self, inline: Option<Inline>) {
        if let Some(inline) = inline {
            self.push(inline);
        }
    }

    /// Adds an inline.
    pub(super) fn push(&mut self, inline: Inline) {
        if let Inline::Text { text, .. } = &inline {
            self.join_unspaced(text);
        }
        match (&inline, self.done.last_mut()) {
            (Inline::Text { text, .. }, Some(Inline::Text { text: before, .. })) => before.push_str(text),
            // Tags around nothing may leave two breaks side by side, which Markdown has not.
            (Inline::SoftBreak, Some(Inline::SoftBreak)) => {}
            (Inline::RawHtml(tag), _) => self.push_tag(&tag.to_ascii_lowercase(), inline),
            _ => self.done.push(inline),
        }
    }

    /// A line that breaks between two characters of a script without spaces is one line.
    fn join_unspaced(&mut self, after: &str) {
        let [.., before, Inline::SoftBreak] = self.done.as_slice() else { return };
        let before = plain_text(std::slice::from_ref(before)).chars().next_back();
        if before.is_some_and(is_unspaced) && after.chars().next().is_some_and(is_unspaced) {
            self.done.pop();
        }
    }

    fn push_tag(&mut self, tag: &str, inline: Inline) {
        if matches!(tag, "<br>" | "<br/>" | "<br />") {
            return self.done.push(Inline::HardBreak);
        }
        if PAIRS.iter().any(|(opening, ..)| tag == *opening) {
            self.open.push(self.done.len());
            return self.done.push(inline);
        }
        if let Some((opening, _, make)) = PAIRS.iter().find(|(_, closing, _)| tag == *closing) {
            return self.close(opening, *make, inline);
        }
        if let (Inline::RawHtml(written), Some(closing)) = (&inline, named_place(tag))
            && let Some(name) = attribute_value(written)
        {
            self.named.push(closing);
            return self.done.push(Inline::Anchor(name.to_string()));
        }
        match self.named.last() {
            Some(closing) if *closing == tag => drop(self.named.pop()),
            _ => self.done.push(inline),
        }
    }

    fn close(&mut self, opening: &str, make: fn(Vec<Inline>) -> Inline, closing: Inline) {
        let opened = self.open.last().copied().filter(
            |&at| matches!(&self.done[at], Inline::RawHtml(tag) if tag.eq_ignore_ascii_case(opening)),
        );
        let Some(at) = opened else { return self.done.push(closing) };
        self.open.pop();
        let children = self.done.split_off(at + 1);
        // Markdown has no emphasis around nothing, so tags around nothing are left out.
        let is_blank = |child: &Inline| match child {
            Inline::Text { text, .. } => text.trim().is_empty(),
            child => matches!(child, Inline::SoftBreak),
        };
        if children.iter().all(is_blank) {
            self.done.truncate(at);
            return children.into_iter().for_each(|child| self.push(child));
        }
        self.done[at] = make(children);
    }

    /// The run.
    pub(super) fn finish(self) -> Vec<Inline> {
        self.done
    }
}

/// The closing tag of a tag in lower case that does nothing but name a place: `<a name="x">`, `<a id="x">`,
/// `<span id="x">`.
fn named_place(tag: &str) -> Option<&'static str> {
    let forms = [("<a name=", "</a>"), ("<a id=", "</a>"), ("<span id=", "</span>")];
    forms.iter().find(|(opening, _)| tag.starts_with(opening)).map(|(_, closing)| *closing)
}

/// The longest name of a place.
const LONGEST_NAME: usize = 200;

/// The value of the only attribute of a tag, if it can be an ID.
fn attribute_value(tag: &str) -> Option<&str> {
    let (_, value) = tag.strip_suffix('>')?.split_once('=')?;
    let value = value.trim_end_matches('/').trim();
    let quoted = ['"', '\''].iter().find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote));
    let value = quoted.unwrap_or(value);
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    (!value.is_empty() && value.len() <= LONGEST_NAME && value.chars().all(is_plain)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(pieces: &[&str]) -> Vec<Inline> {
        let mut list = InlineList::default();
        for piece in pieces {
            list.push(match piece.starts_with('<') {
                true => Inline::RawHtml(piece.to_string()),
                false => Inline::Text { text: piece.to_string(), at: 0 },
            });
        }
        list.finish()
    }

    fn text(text: &str) -> Inline {
        Inline::Text { text: text.into(), at: 0 }
    }

    #[test]
    fn tags_that_do_no_harm_are_obeyed() {
        let found = list(&["a", "<I>", "b", "<strong>", "c", "</strong>", "</I>", "<br />"]);
        let inner = Inline::Emphasis(vec![text("b"), Inline::Strong(vec![text("c")])]);
        assert_eq!(found, [text("a"), inner, Inline::HardBreak]);
    }

    #[test]
    fn a_place_is_named_once_and_its_words_stay() {
        let named = |name: &str| Inline::Anchor(name.into());
        assert_eq!(list(&["<a name=\"Oath-1\">", "word", "</a>"]), [named("Oath-1"), text("word")]);
        assert_eq!(list(&["<span id='x'>", "</span>", "<a id=y>", "</a>"]), [named("x"), named("y")]);
    }

    #[test]
    fn any_other_tag_is_shown() {
        let evil = [
            "<a name=\"x\" onclick=\"a()\">",
            "<a id=\"x\" href=\"javascript:a()\">",
            "<b onclick=\"a()\">",
            "<span id=\"\">",
            "<a name=\"a b\">",
            "</a>",
            "</i>",
            "<inaudible>",
        ];
        for tag in evil {
            assert_eq!(list(&[tag]), [Inline::RawHtml(tag.into())], "{tag}");
        }
    }
}
