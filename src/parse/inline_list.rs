//! A run of inlines as it is built from Markdown's nodes.

use crate::model::{Inline, plain_text};
use crate::text::script::is_unspaced;

/// Builds a run of inlines, joining neighbouring texts and obeying the three harmless pairs of tags
/// that Markdown has no sign for: `<br>`, `<sub>…</sub>`, `<sup>…</sup>`.
#[derive(Default)]
pub(super) struct InlineList {
    done: Vec<Inline>,
    /// Positions in `done` of the opening tags that are not closed yet.
    open: Vec<usize>,
}

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
        match tag {
            "<br>" | "<br/>" | "<br />" => self.done.push(Inline::HardBreak),
            "<sub>" | "<sup>" => {
                self.open.push(self.done.len());
                self.done.push(inline);
            }
            "</sub>" => self.close("<sub>", Inline::Subscript, inline),
            "</sup>" => self.close("<sup>", Inline::Superscript, inline),
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
        self.done[at] = make(children);
    }

    /// The run.
    pub(super) fn finish(self) -> Vec<Inline> {
        self.done
    }
}
