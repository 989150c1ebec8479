//! Source lines, classified before any Markdown parser sees them.
//!
//! Labels are looked for here and not in a Markdown tree, because a tree no longer has all of them: `[Jon]: No.` is a
//! reference definition to CommonMark, and a label without a blank line above it is the middle of a paragraph.

use super::blocks::{
    CODE_INDENT, closed_by, container_mark, heading_level, indentation, is_rule, is_underline,
    opens_html_block,
};
use super::form::offset_in;

/// The syntax in which a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSyntax {
    /// CommonMark with the extensions that pages use.
    Markdown,
    /// Plain text: headings of `#`, quotations and lists, and nothing that opens a block over several lines.
    Plain,
    /// The words of captions, each cue a paragraph. They are cut to the width of a screen, so that a line says nothing:
    /// only a colon, a bracket or emphasis sets a name apart.
    Captions,
}

/// The part that a line has in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// White space only, or a quotation's lone `>`.
    Blank,
    /// Words.
    Text,
    /// A heading of level 1 to 6, `### Name`.
    Heading(u8),
    /// A one-line heading whose underline is the next line.
    SetextHeading(u8),
    /// A row of a table.
    TableRow,
    /// Code, a comment, a block of HTML, a rule, an underline or a footnote: no label stands here.
    Other,
}

/// The outermost block that holds a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Container {
    /// None: the line stands at the top level.
    None,
    /// A quotation, `> …`.
    Quote,
    /// An item of a list with bullets.
    Bullet,
    /// An item of a numbered list.
    Number,
    /// Several, one in another: no label is looked for.
    Nested,
}

/// A line of a text.
#[derive(Clone, Copy, Debug)]
pub struct SourceLine {
    /// The line's first byte.
    pub start: u32,
    /// The end of the line, before its line break.
    pub end: u32,
    /// The first byte behind indentation, container marks and heading marks.
    pub content: u32,
    /// The line's part in the text.
    pub kind: LineKind,
    /// The block that holds it.
    pub container: Container,
    /// The number of its paragraph; for other lines, that of the paragraph before.
    pub paragraph: u32,
    /// The number of headings before it.
    pub section: u32,
    /// True for the first line of a paragraph, or of an item of a list.
    pub starts_paragraph: bool,
    /// True if its paragraph has no other line.
    pub is_only_line: bool,
}

impl SourceLine {
    /// The words of the line: what stands behind its container and heading marks.
    pub fn words<'t>(&self, text: &'t str) -> &'t str {
        &text[self.content as usize..self.end as usize]
    }

    /// The level of the heading, in either syntax, if the line is one.
    pub fn heading_level(&self) -> Option<u8> {
        match self.kind {
            LineKind::Heading(level) | LineKind::SetextHeading(level) => Some(level),
            _ => None,
        }
    }
}

/// Splits `text` from byte `from` into lines and classifies each.
pub fn split_lines(text: &str, from: usize, syntax: TextSyntax) -> Vec<SourceLine> {
    let lines: Vec<(usize, usize)> = text[from..]
        .split_terminator('\n')
        .map(|line| {
            let start = offset_in(text, line);
            (start, start + line.trim_end_matches('\r').len())
        })
        .collect();
    let mut splitter = Splitter {
        text,
        syntax,
        is_indented: is_indented(lines.iter().map(|&(start, end)| &text[start..end])),
        block: OpenBlock::None,
        item_indent: 0,
        lines: Vec::with_capacity(lines.len()),
    };
    lines.into_iter().for_each(|(start, end)| splitter.line(start, end));
    mark_setext_headings(&mut splitter.lines, text, syntax);
    number(&mut splitter.lines);
    splitter.lines
}

/// Tells if nearly all `lines` of a text begin with so much white space that Markdown would take them for code: a
/// screenplay or a deposition, whose names and words are in columns. A text with footnotes or fenced code is Markdown,
/// whose deep lines belong to them.
pub fn is_indented<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let (mut deep, mut all) = (0, 0);
    for line in lines {
        let words = line.trim_start();
        let Some(first) = words.bytes().next() else { continue };
        let is_markdown = || ["[^", "```", "~~~"].iter().any(|mark| words.starts_with(mark));
        if matches!(first, b'[' | b'`' | b'~') && is_markdown() {
            return false;
        }
        all += 1;
        deep += usize::from(words.len() < line.len() && indentation(line) >= CODE_INDENT);
    }
    deep * 10 >= all * 6 && deep > 3
}

/// A block that goes on for several lines and whose lines are not looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenBlock {
    None,
    /// Fenced code: the mark and its length.
    Fence(u8, usize),
    /// Up to a line that holds this.
    Until(&'static str),
    /// HTML or a footnote, up to a blank line.
    UntilBlank,
}

struct Splitter<'t> {
    text: &'t str,
    syntax: TextSyntax,
    /// True if the text is that of a screenplay and not code.
    is_indented: bool,
    block: OpenBlock,
    /// The indentation of what belongs to the item of a list above; 0 outside of one.
    item_indent: usize,
    lines: Vec<SourceLine>,
}

impl Splitter<'_> {
    fn line(&mut self, start: usize, end: usize) {
        let (container, content) = self.peel(start, end);
        let kind = match self.continue_block(content, end) {
            true => LineKind::Other,
            false => self.classify(start, content, end, container),
        };
        let (kind, content) = match (kind, self.text[content..end].trim_start_matches('#')) {
            (LineKind::Heading(_), words) => (kind, end - words.trim_start().len()),
            _ => (kind, content),
        };
        let is_blank = kind == LineKind::Blank;
        let is_item_start =
            matches!(container, Container::Bullet | Container::Number) && self.is_item_start(start, content);
        let after_text = self.lines.last().is_some_and(|line| line.kind == LineKind::Text);
        let joins = after_text
            && !is_item_start
            && self.lines.last().is_some_and(|l| l.container == container || container == Container::None);
        self.lines.push(SourceLine {
            start: start as u32,
            end: end as u32,
            content: content as u32,
            kind,
            container,
            paragraph: 0,
            section: 0,
            starts_paragraph: kind == LineKind::Text && !joins,
            is_only_line: false,
        });
        if is_blank && self.block == OpenBlock::UntilBlank {
            self.block = OpenBlock::None;
        }
    }

    /// The container that a line opens or goes on with, and where its content begins.
    fn peel(&mut self, start: usize, end: usize) -> (Container, usize) {
        let line = &self.text[start..end];
        let indent = indentation(line);
        let content = start + line.len() - line.trim_start_matches([' ', '\t', '\u{a0}']).len();
        if matches!(self.block, OpenBlock::Fence(..) | OpenBlock::Until(_)) {
            return (self.lines.last().map_or(Container::None, |line| line.container), content);
        }
        let words = &self.text[content..end];
        if words.is_empty() {
            return (Container::None, content);
        }
        let belongs_to_item = self.item_indent > 0 && indent >= self.item_indent;
        if !belongs_to_item {
            self.item_indent = 0;
        }
        let Some((container, length)) = container_mark(words, self.syntax) else {
            let container = match belongs_to_item {
                true => self
                    .lines
                    .iter()
                    .rev()
                    .find(|line| line.kind != LineKind::Blank)
                    .map_or(Container::None, |l| l.container),
                false => Container::None,
            };
            return (container, content);
        };
        if belongs_to_item {
            return (Container::Nested, content + length);
        }
        let inner = content + length;
        let rest = &self.text[inner..end];
        if container == Container::Quote {
            return match container_mark(rest, self.syntax) {
                Some(_) => (Container::Nested, inner),
                None => (container, inner + (rest.len() - rest.trim_start().len())),
            };
        }
        self.item_indent = indent + length;
        (container, inner)
    }

    /// Returns true if the line belongs to a block that began above it, and closes the block if it ends here.
    fn continue_block(&mut self, content: usize, end: usize) -> bool {
        let words = &self.text[content..end];
        match self.block {
            OpenBlock::None => false,
            OpenBlock::UntilBlank => !words.is_empty(),
            OpenBlock::Until(close) => {
                if words.contains(close) {
                    self.block = OpenBlock::None;
                }
                true
            }
            OpenBlock::Fence(mark, length) => {
                let run = words.bytes().take_while(|&byte| byte == mark).count();
                if run >= length && words[run..].trim().is_empty() {
                    self.block = OpenBlock::None;
                }
                true
            }
        }
    }

    fn classify(&mut self, start: usize, content: usize, end: usize, container: Container) -> LineKind {
        let words = self.text[content..end].trim_end();
        if words.is_empty() {
            return LineKind::Blank;
        }
        if self.syntax == TextSyntax::Captions {
            return LineKind::Text;
        }
        if let Some(level) = heading_level(words) {
            return LineKind::Heading(level);
        }
        if self.syntax == TextSyntax::Plain {
            return LineKind::Text;
        }
        let after_text = self.lines.last().is_some_and(|line| line.kind == LineKind::Text);
        let indent = indentation(&self.text[start..end]).saturating_sub(self.item_indent);
        if indent >= CODE_INDENT && !self.is_indented && !after_text && container != Container::Quote {
            return LineKind::Other;
        }
        if self.opens_block(words) || is_rule(words) || is_underline(words).is_some() && after_text {
            return LineKind::Other;
        }
        if words.starts_with('|') {
            return LineKind::TableRow;
        }
        LineKind::Text
    }

    /// Returns true if `words` open a fence, a comment, a block of HTML or a footnote, and remembers it.
    fn opens_block(&mut self, words: &str) -> bool {
        let first = words.as_bytes()[0];
        if matches!(first, b'`' | b'~') {
            let length = words.bytes().take_while(|&byte| byte == first).count();
            if length >= 3 && !(first == b'`' && words[length..].contains('`')) {
                self.block = OpenBlock::Fence(first, length);
                return true;
            }
        }
        if first == b'<' {
            if let Some(close) = closed_by(words) {
                if !words.contains(close) {
                    self.block = OpenBlock::Until(close);
                }
                return true;
            }
            if opens_html_block(words) {
                self.block = OpenBlock::UntilBlank;
                return true;
            }
        }
        if words.starts_with("[^") && words.find("]:").is_some_and(|close| !words[..close].contains(' ')) {
            self.block = OpenBlock::UntilBlank;
            return true;
        }
        false
    }

    fn is_item_start(&self, start: usize, content: usize) -> bool {
        let before = &self.text[start..content];
        before.contains(|c: char| matches!(c, '-' | '*' | '+') || c.is_ascii_digit())
    }
}

/// Makes headings of single lines that are underlined.
fn mark_setext_headings(lines: &mut [SourceLine], text: &str, syntax: TextSyntax) {
    if syntax != TextSyntax::Markdown {
        return;
    }
    for at in 1..lines.len() {
        let (above, line) = (lines[at - 1], lines[at]);
        if line.kind == LineKind::Other
            && above.kind == LineKind::Text
            && above.starts_paragraph
            && above.container == Container::None
            && let Some(level) = is_underline(line.words(text))
        {
            lines[at - 1].kind = LineKind::SetextHeading(level);
            lines[at - 1].starts_paragraph = false;
        }
    }
}

/// Numbers paragraphs and sections.
fn number(lines: &mut [SourceLine]) {
    let (mut paragraph, mut section) = (0, 0);
    for at in 0..lines.len() {
        let goes_on =
            lines.get(at + 1).is_some_and(|next| next.kind == LineKind::Text && !next.starts_paragraph);
        let line = &mut lines[at];
        section += u32::from(line.heading_level().is_some());
        paragraph += u32::from(line.starts_paragraph);
        line.is_only_line = line.starts_paragraph && !goes_on;
        (line.paragraph, line.section) = (paragraph, section);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |line: &SourceLine| {
            let start = if line.starts_paragraph { "^" } else { "" };
            format!("{:?} {:?} {}{start}{}", line.kind, line.container, line.paragraph, line.words(text))
        };
        split_lines(text, 0, TextSyntax::Markdown).iter().map(show).collect()
    }

    #[test]
    fn containers_and_paragraphs_are_told_apart() {
        assert_eq!(
            shown("a\nb\n\n> c\n>\n> d\n\n- e\n- f\n  g\n\n12. h"),
            [
                "Text None 1^a",
                "Text None 1b",
                "Blank None 1",
                "Text Quote 2^c",
                "Blank Quote 2",
                "Text Quote 3^d",
                "Blank None 3",
                "Text Bullet 4^e",
                "Text Bullet 5^f",
                "Text Bullet 5g",
                "Blank None 5",
                "Text Number 6^h",
            ]
        );
    }

    #[test]
    fn code_comments_and_footnotes_hold_no_labels() {
        for text in [
            "```\nA: b\n```",
            "~~~\nA: b",
            "<!--\nA: b\n-->",
            "    A: b",
            "<div>\nA: b\n</div>",
            "[^1]: A\nB: c",
        ] {
            assert!(shown(text).iter().all(|line| !line.starts_with("Text")), "{text}: {:?}", shown(text));
        }
        assert_eq!(shown("```\nA: b\n```\nC: d").last().map(String::as_str), Some("Text None 1^C: d"));
    }

    #[test]
    fn headings_have_two_syntaxes() {
        assert_eq!(shown("### Ann"), ["Heading(3) None 0Ann"]);
        assert_eq!(shown("Ann:\n---"), ["SetextHeading(2) None 0Ann:", "Other None 0---"]);
        assert_eq!(shown("a\nb\n---")[0], "Text None 1^a");
    }
}
