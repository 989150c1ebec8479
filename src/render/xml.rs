//! XML as text: the one place where it is escaped.

use std::borrow::Cow;

use crate::text::html_escape::push_text;

/// The attributes of a tag.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document that is being written.
#[derive(Debug, Default)]
pub struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A whole document, with its declaration.
    pub fn document() -> Self {
        Xml { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into(), open: Vec::new() }
    }

    /// Returns the XML.
    pub fn finish(self) -> String {
        debug_assert!(self.open.is_empty(), "{:?} are open", self.open);
        self.out
    }

    /// An element that holds what `inside` writes.
    pub fn nested(&mut self, name: &'static str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Xml)) {
        self.begin(name, attributes);
        inside(self);
        self.end();
    }

    /// Opens an element whose children stand on lines of their own.
    pub fn begin(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.open(name, attributes);
        self.out.push('\n');
    }

    /// Ends the innermost element, and the line.
    pub fn end(&mut self) {
        self.close();
        self.out.push('\n');
    }

    /// An element that holds nothing but words, on a line of its own.
    pub fn element(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.end();
    }

    /// An empty element on a line of its own.
    pub fn empty_line(&mut self, name: &str, attributes: Attributes<'_>) {
        self.empty(name, attributes);
        self.out.push('\n');
    }

    /// Opens an element among words.
    pub fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Ends the innermost element.
    pub fn close(&mut self) {
        let name = self.open.pop().expect("an element is open");
        self.out.push_str(&format!("</{name}>"));
    }

    /// An empty element among words.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// Words.
    pub fn text(&mut self, text: &str) {
        push_text(&mut self.out, &allowed(text));
    }

    /// Markup that is finished.
    pub fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            self.out.push_str(&format!(" {attribute}=\""));
            push_text(&mut self.out, &allowed(value).replace(['\n', '\t', '\r'], " "));
            self.out.push('"');
        }
    }
}

/// `text` without the characters that XML forbids, however they are written.
pub fn allowed(text: &str) -> Cow<'_, str> {
    match text.chars().all(is_allowed) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().filter(|&c| is_allowed(c)).collect()),
    }
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_parser_would_refuse_is_left_out_or_escaped() {
        let mut xml = Xml::default();
        xml.begin("a", &[("b", "\"<\u{1}\n>\"")]);
        xml.element("c", &[], "]]> & \u{0}\u{b}\u{ffff}\u{1f}<c>");
        xml.empty_line("d", &[]);
        xml.end();
        assert_eq!(
            xml.finish(),
            "<a b=\"&quot;&lt; &gt;&quot;\">\n<c>]]&gt; &amp; &lt;c&gt;</c>\n<d/>\n</a>\n"
        );
    }
}
