//! Paragraphs that nobody is named for. A page may have nothing else, and each byte is there once for each of them: the ID is the
//! paragraph's address, its time is the link to it, and nothing says either again.

use super::HtmlWriter;
use crate::model::Turn;
use crate::text::html_escape::{push_attribute, push_text};

impl<'a> HtmlWriter<'a> {
    /// Writes a turn of nobody.
    pub(super) fn unit(&mut self, turn: &'a Turn) {
        self.out.push_str("<div");
        self.short_attribute("class", "turn");
        self.short_attribute("id", &turn.anchor);
        if let Some(time) = turn.time {
            self.short_attribute("data-start", &time.seconds());
        }
        self.line(turn);
        self.out.push('>');
        self.previous_ids(&turn.previous_ids);
        self.unit_label(turn);
        self.blocks_with_notes(&turn.blocks);
        self.quoted_in(&turn.anchor);
        self.leave_out_paragraph_end();
        self.out.push_str("</div>\n");
    }

    /// The time, if it is known.
    pub(super) fn unit_label(&mut self, turn: &Turn) {
        let Some(time) = turn.time else { return };
        self.out.push_str("<a class=\"label time\"");
        push_attribute(&mut self.out, "href", &self.context.setting.address(&turn.anchor));
        self.out.push('>');
        push_text(&mut self.out, &time.to_string());
        self.out.push_str("</a>\n");
    }
}
