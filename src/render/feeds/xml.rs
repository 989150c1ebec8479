//! XML, element by element.

use crate::render::html::escape::push_text;

/// A document that is being written.
pub(super) struct Xml {
    out: String,
}

impl Xml {
    pub(super) fn new() -> Self {
        Xml { out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") }
    }

    /// An element that holds `text`.
    pub(super) fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes, ">");
        push_text(&mut self.out, &allowed(text));
        self.out.push_str(&format!("</{name}>\n"));
    }

    /// An element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, "/>\n");
    }

    /// An element that holds what `inside` writes.
    pub(super) fn nested(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Xml)) {
        self.tag(name, attributes, ">\n");
        inside(self);
        self.out.push_str(&format!("</{name}>\n"));
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.out.push_str(&format!("<{name}"));
        for (attribute, value) in attributes {
            self.out.push_str(&format!(" {attribute}=\""));
            push_text(&mut self.out, &allowed(value));
            self.out.push('"');
        }
        self.out.push_str(end);
    }
}

/// `text` without the characters that XML forbids, however they are written.
fn allowed(text: &str) -> String {
    let is_allowed =
        |c: &char| matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().filter(is_allowed).collect()
}
