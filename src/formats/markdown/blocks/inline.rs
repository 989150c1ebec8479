//! Writes inlines as Markdown.

use super::delimiters::{closes, first, is_apart, last, opens};
use super::{APART, LineBreaks, LinkTargets};
use crate::model::{Href, ImageLook, Inline, WithheldPassage};
use crate::text::markdown::{MarkdownContext, escape, push_entity};

/// Writes one run of words.
pub struct InlineWriter<'a> {
    links: LinkTargets<'a>,
    lines: LineBreaks,
    out: String,
    /// The delimiters that are open, the innermost last.
    open: Vec<&'static str>,
    /// A delimiter that closed at the end of `out`: what follows decides whether it is read so.
    closed: Option<Closed>,
}

struct Closed {
    /// The character before it.
    before: char,
    /// True if another of its sort is open around it.
    is_nested: bool,
}

impl<'a> InlineWriter<'a> {
    pub fn new(links: LinkTargets<'a>, lines: LineBreaks) -> Self {
        InlineWriter { links, lines, out: String::new(), open: Vec::new(), closed: None }
    }

    pub fn write(mut self, inlines: &[Inline]) -> String {
        self.inlines(inlines);
        self.end_line();
        self.out.truncate(self.out.trim_end_matches('\n').len());
        self.out
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for (at, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::HardBreak => self.hard_break(inlines.get(at + 1)),
                Inline::RawHtml(html) => self.raw_html(html, inlines.get(at + 1)),
                inline => self.inline(inline),
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text { text, .. } | Inline::Gap(text) | Inline::Time { written: text, .. } => {
                self.text(text);
            }
            Inline::Citation(citation) => {
                for part in &citation.parts {
                    let inlines = [Inline::Text { text: part.text.clone(), at: 0 }];
                    match part.italic {
                        true => self.element(self.stars("*", "_"), &inlines),
                        false => self.inlines(&inlines),
                    }
                }
            }
            Inline::Code(code) => self.push(&code_span(code)),
            Inline::RawHtml(html) => self.push(html),
            Inline::Emphasis(children) => match children.as_slice() {
                [Inline::Strong(children)] => self.element(self.stars("***", "___"), children),
                _ => self.element(self.stars("*", "_"), children),
            },
            Inline::Strong(children) => self.element(self.stars("**", "__"), children),
            Inline::Strike(children) => self.element("~~", children),
            Inline::Mark { children, .. } => self.element("==", children),
            Inline::Subscript(children) => self.tags("<sub>", children, "</sub>"),
            Inline::Superscript(children) => self.tags("<sup>", children, "</sup>"),
            Inline::Link { href, title, children, .. } => self.link(href, title, children),
            Inline::Image { src, alt, title, look, .. } => self.image(src, alt, title, look.as_deref()),
            Inline::Formula { latex, .. } => self.push(&format!("$`{latex}`$")),
            Inline::Ruby { children, reading } => {
                self.push("{");
                self.inlines(children);
                self.push(&format!("|{reading}}}"));
            }
            Inline::HardBreak => self.push("<br>"),
            Inline::SoftBreak => self.soft_break(),
            Inline::NoteRef(reference) => {
                let sign = (self.links.sign)(reference);
                self.push(&sign);
            }
            Inline::Withheld { passage, children } => self.withheld(passage, children),
            Inline::PageBreak(page) => self.text(&page.written),
            Inline::Anchor(name) => self.push(&format!("<a id=\"{name}\"></a>")),
        }
    }

    /// Words that this edition alone shows keep their mark, so that no other publishes them.
    fn withheld(&mut self, passage: &WithheldPassage, children: &[Inline]) {
        let braces = passage.access.braces_with_edition();
        match (passage.is_shown, children.is_empty()) {
            (false, _) => self.inlines(children),
            (true, true) => self.push(&format!("{braces} ")),
            (true, false) => {
                self.push("||");
                self.inlines(children);
                self.push(&format!("||{braces}"));
            }
        }
    }

    /// Adds what is Markdown already. A delimiter before it that it would keep from closing is set apart.
    fn push(&mut self, markdown: &str) {
        let Some(next) = markdown.chars().next() else { return };
        if let Some(Closed { before, is_nested }) = self.closed.take() {
            let is_read =
                if matches!(next, '~' | '=') { before.is_alphanumeric() } else { closes(before, next) };
            if !is_read || (is_nested && !is_apart(next)) {
                self.out.push_str(APART);
            }
        }
        self.out.push_str(markdown);
    }

    fn place(&self) -> MarkdownContext {
        match self.out.chars().next_back() {
            None if self.lines == LineBreaks::One => MarkdownContext::Start,
            None | Some('\n') => MarkdownContext::LineStart,
            Some(_) => MarkdownContext::Middle,
        }
    }

    fn text(&mut self, text: &str) {
        let escaped = escape(text, self.place());
        self.push(&escaped);
    }

    /// On a line of its own a tag would open a block of HTML.
    fn raw_html(&mut self, html: &str, next: Option<&Inline>) {
        let (is_first, opens_line) = (self.out.is_empty(), self.out.ends_with('\n'));
        if opens_line {
            self.out.push_str("    ");
        }
        self.push(html);
        if is_first && matches!(next, None | Some(Inline::SoftBreak)) {
            self.push(APART);
        }
    }

    fn tags(&mut self, open: &str, children: &[Inline], close: &str) {
        self.push(open);
        self.inlines(children);
        self.push(close);
    }

    /// Emphasis within emphasis takes the other sign.
    fn stars(&self, usual: &'static str, within: &'static str) -> &'static str {
        let innermost = self.open.iter().rev().find(|open| open.starts_with(['*', '_']));
        match innermost.is_some_and(|open| open.starts_with('*')) {
            true => within,
            false => usual,
        }
    }

    /// Children between two delimiters; where these would not be read as such, comments help.
    fn element(&mut self, delimiter: &'static str, children: &[Inline]) {
        let sign = &delimiter[..1];
        let is_nested = sign == "_" || self.open.iter().any(|open| open.starts_with(sign));
        // Nothing of what follows may be seen by a delimiter that has just closed.
        if self.out.ends_with(sign) || self.closed.as_ref().is_some_and(|closed| !closes(closed.before, '*'))
        {
            self.push(APART);
        }
        self.closed = None;
        let at = self.out.len();
        self.out.push_str(delimiter);
        self.open.push(delimiter);
        self.inlines(children);
        self.open.pop();
        match self.out.len() == at + delimiter.len() {
            true => self.out.truncate(at),
            false => self.close(at, delimiter, is_nested),
        }
    }

    /// Closes the delimiter that opened at byte `at`.
    fn close(&mut self, at: usize, delimiter: &'static str, is_nested: bool) {
        let inside = at + delimiter.len();
        if self.closed.take().is_some()
            || self.out.ends_with(&delimiter[..1])
            || last(&self.out).is_whitespace()
        {
            self.out.push_str(APART);
        }
        let content = &self.out[inside..];
        if content.starts_with(&delimiter[..1]) || first(content).is_whitespace() {
            self.out.insert_str(inside, APART);
        }
        let before = last(&self.out[..at]);
        if !opens(before, first(&self.out[inside..])) || (is_nested && !is_apart(before)) {
            self.out.insert_str(at, APART);
        }
        self.closed = Some(Closed { before: last(&self.out), is_nested });
        self.out.push_str(delimiter);
    }

    fn link(&mut self, href: &Href, title: &str, children: &[Inline]) {
        let Some(address) = (self.links.address)(href) else { return self.inlines(children) };
        self.push("[");
        self.inlines(children);
        self.push(&format!("]({})", destination(&address, title)));
    }

    fn image(&mut self, src: &Href, alt: &str, title: &str, look: Option<&ImageLook>) {
        match (self.links.address)(src) {
            Some(address) => {
                let alt = escape(alt, MarkdownContext::Middle);
                self.push(&format!("![{alt}]({})", destination(&address, title)));
                look.into_iter().for_each(|look| self.out.push_str(&attributes(look)));
            }
            None => self.text(alt),
        }
    }

    /// A backslash breaks the line only between words.
    fn hard_break(&mut self, next: Option<&Inline>) {
        let is_last = matches!(next, None | Some(Inline::HardBreak | Inline::SoftBreak));
        if is_last || self.lines == LineBreaks::One || self.place() == MarkdownContext::LineStart {
            return self.push("<br>");
        }
        self.push("\\");
        self.out.push('\n');
    }

    fn soft_break(&mut self) {
        match self.lines {
            LineBreaks::Many if self.out.is_empty() || self.out.ends_with('\n') => {}
            LineBreaks::Many => {
                self.end_line();
                self.out.push('\n');
            }
            LineBreaks::One => self.push(" "),
        }
    }

    /// White space at the end of a line would be dropped.
    fn end_line(&mut self) {
        self.closed = None;
        if let Some(c @ (' ' | '\t')) = self.out.chars().next_back() {
            self.out.pop();
            push_entity(c, &mut self.out);
        }
    }
}

/// The attributes of an image in braces.
fn attributes(look: &ImageLook) -> String {
    let mut parts: Vec<String> = look.classes.iter().map(|class| format!(".{class}")).collect();
    parts.extend(look.width.map(|width| format!("width={width}")));
    parts.extend(look.height.map(|height| format!("height={height}")));
    if !look.caption.is_empty() {
        parts.push(format!("caption=\"{}\"", look.caption.replace('\\', "\\\\").replace('"', "\\\"")));
    }
    if parts.is_empty() { String::new() } else { format!("{{{}}}", parts.join(" ")) }
}

/// Code between backticks that are more than any in it.
fn code_span(code: &str) -> String {
    let fence = "`".repeat(longest_run(code, '`') + 1);
    let is_padded = code.starts_with(' ') && code.ends_with(' ') && !code.trim_matches(' ').is_empty();
    let space = if is_padded || code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{code}{space}{fence}")
}

/// The number of of `sign` stand in a row at most.
pub fn longest_run(text: &str, sign: char) -> usize {
    text.split(|c| c != sign).map(str::len).max().unwrap_or(0)
}

fn destination(address: &str, title: &str) -> String {
    let is_plain = !address.is_empty()
        && !address.starts_with('<')
        && !address.contains(|c: char| c.is_ascii_whitespace() || c.is_control() || matches!(c, '(' | ')'));
    let address = address.replace('\\', "\\\\").replace('&', "&amp;");
    let address = match is_plain {
        true => address,
        false => format!("<{}>", bracketed(&address)),
    };
    match title {
        "" => address,
        title => format!("{address} \"{}\"", quoted(title)),
    }
}

/// An address for angle brackets, inside of which white space at the ends is dropped.
fn bracketed(address: &str) -> String {
    let address = address.replace('<', "\\<").replace('>', "\\>").replace('\n', "&#10;");
    match address.trim() == address {
        true => address,
        false => address.replace(' ', "&#32;"),
    }
}

fn quoted(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for c in title.chars() {
        match c {
            '\\' | '"' | '&' => out.extend(['\\', c]),
            '\n' | '\r' => push_entity(c, &mut out),
            _ => out.push(c),
        }
    }
    out
}
