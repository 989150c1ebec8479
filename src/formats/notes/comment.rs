//! Comments as they may stand in a file of notes: nothing in them opens another note, or runs on into
//! one.

use crate::formats::html;
use crate::formats::markdown::rich_text;
use crate::text::markdown::{MarkdownContext, escape};

/// The meaning of `==` in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Highlights {
    /// It highlights words.
    Kept,
    /// It is two signs like others.
    Escaped,
}

/// A comment that nobody sees: it keeps apart what would run together.
const APART: &str = "<!-- -->";

/// A comment of plain words.
pub fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| escape(line.trim(), MarkdownContext::LineStart));
    lines.collect::<Vec<_>>().join("\n").trim().to_string()
}

/// A comment of HTML: its paragraphs, with emphasis and links.
pub fn html(text: &str) -> String {
    let paragraphs = html::read(text).cues.into_iter().map(|cue| {
        let who = cue
            .speaker
            .map(|who| format!("{} ", escape(&who, MarkdownContext::LineStart)))
            .unwrap_or_default();
        who + &rich_text::write(&cue.text, None, &[])
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// A comment that is elsewhere.
pub fn link(address: &str) -> Option<String> {
    let is_address = address.starts_with("http://") || address.starts_with("https://");
    let is_plain = !address.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\\".contains(c));
    (is_address && is_plain).then(|| format!("<{address}>"))
}

/// A comment of Markdown. Quotations are set one deeper and headings become bold words, since both
/// would open notes; signs of notes become words.
pub fn markdown(text: &str, highlights: Highlights) -> String {
    let is_even = text.matches("==").count().is_multiple_of(2);
    let highlights = if is_even { highlights } else { Highlights::Escaped };
    let mut writer = CommentWriter { highlights, fence: None, out: Vec::new() };
    text.lines().for_each(|line| writer.line(line.trim_end_matches('\r')));
    match writer.fence {
        // Code that never ends would take the next notes with it; a definition or a remark in HTML can
        // take away what stands beside it.
        Some(_) => plain(text),
        None if text.contains("]:") || text.contains("<!--") => plain(text),
        None if text.trim() == APART => String::new(),
        None => {
            let lines = writer.out.iter().skip_while(|line| line.trim().is_empty());
            lines.map(String::as_str).collect::<Vec<_>>().join("\n").trim_end().to_string()
        }
    }
}

/// The width of a tab, in columns.
const TAB: usize = 4;

/// Code between two lines.
struct Fence {
    sign: char,
    length: usize,
    /// The indentation of its container: a line that stands further out ends both.
    column: usize,
    /// The number of quotations it stands in.
    quotes: usize,
}

impl Fence {
    fn is_closed_by(&self, words: &str) -> bool {
        let words = words.trim_end();
        words.len() >= self.length && words.chars().all(|c| c == self.sign)
    }
}

struct CommentWriter {
    highlights: Highlights,
    fence: Option<Fence>,
    out: Vec<String>,
}

impl CommentWriter {
    fn line(&mut self, line: &str) {
        let (column, words) = strip_containers(line);
        if let Some(fence) = self.fence.take() {
            let container_ends = !line.trim().is_empty() && quoted_column(line) < fence.column;
            if !container_ends {
                self.out.push(if fence.column > 0 { deeper(line) } else { line.to_string() });
                // What is set in by four more, or quoted deeper, is code like the rest.
                let may_close = quoted_column(line) < fence.column + 4 && quotes(line) == fence.quotes;
                self.fence = Some(fence).filter(|fence| !(may_close && fence.is_closed_by(words)));
                return;
            }
        }
        self.fence = fence(words, column).map(|fence| Fence { quotes: quotes(line), ..fence });
        match self.fence {
            Some(_) => self.out.push(deeper(line)),
            None => self.words(line),
        }
    }

    fn words(&mut self, line: &str) {
        let words = line.trim_start();
        if is_underline(words) && self.out.last().is_some_and(|before| !before.trim().is_empty()) {
            return self.out.push(String::new());
        }
        let (container, inside) = line.split_at(line.len() - strip_containers(line).1.len());
        match heading(words).filter(|_| container.trim().is_empty()) {
            Some(title) => {
                let title = escape(title, MarkdownContext::Middle);
                let title = if title.is_empty() { title } else { format!("**{title}**") };
                self.out.extend([String::new(), title, String::new()]);
            }
            None => {
                let inside = guard_start(inside);
                let line = format!("{container}{}", self.inline(&inside));
                self.out.push(deeper(&line));
            }
        }
    }

    /// Signs that mean something here and meant nothing there; those in code are left alone.
    fn inline(&self, words: &str) -> String {
        let mut out = String::with_capacity(words.len());
        let mut rest = words;
        while let Some(c) = rest.chars().next() {
            if c == '`' {
                let (code, after) = split_code(rest);
                out.push_str(code);
                rest = after;
                continue;
            }
            let is_escaped = out.ends_with('\\') && !out.ends_with("\\\\");
            let means = rest.starts_with("[^")
                || rest.starts_with("||")
                || (c == '[' && out.ends_with('^'))
                || (self.highlights == Highlights::Escaped && rest.starts_with("=="));
            if means && !is_escaped {
                out.push('\\');
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
        out
    }
}

/// A quotation at the beginning of a line is set into another: it is the comment's, and not the page's.
fn deeper(line: &str) -> String {
    let words = line.trim_start_matches(' ');
    match words.starts_with('>') && line.len() - words.len() < 4 {
        true => format!("> {words}"),
        false => line.to_string(),
    }
}

/// The column at which the words of a line begin, and the words, without markers of quotations and lists.
fn strip_containers(line: &str) -> (usize, &str) {
    let mut rest = line;
    loop {
        let inside = rest.trim_start_matches([' ', '\t', '>']);
        let digits = inside.bytes().take_while(u8::is_ascii_digit).count().min(9);
        let sign = usize::from(inside[digits..].starts_with(if digits == 0 {
            &['-', '*', '+'][..]
        } else {
            &['.', ')'][..]
        }));
        let marker = digits + sign;
        if sign == 1 && inside[marker..].starts_with([' ', '\t']) && !is_underline(inside) {
            rest = &inside[marker..];
        } else {
            let container = &line[..line.len() - inside.len()];
            // Spaces alone contain nothing.
            let column = if container.trim().is_empty() { 0 } else { container.len() };
            return (column, inside);
        }
    }
}

/// The column at which a line begins behind spaces and markers of quotations.
fn quoted_column(line: &str) -> usize {
    let signs = line.chars().take_while(|c| matches!(c, ' ' | '\t' | '>'));
    signs.map(|c| if c == '\t' { TAB } else { 1 }).sum()
}

fn quotes(line: &str) -> usize {
    line.chars().take_while(|c| matches!(c, ' ' | '\t' | '>')).filter(|c| *c == '>').count()
}

fn fence(words: &str, column: usize) -> Option<Fence> {
    let sign = words.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = words.chars().take_while(|c| *c == sign).count();
    let opens = length >= 3 && !(sign == '`' && words[length..].contains('`'));
    opens.then_some(Fence { sign, length, column, quotes: 0 })
}

/// The words of `# a heading #`.
fn heading(words: &str) -> Option<&str> {
    let level = words.bytes().take_while(|b| *b == b'#').count();
    let rest = &words[level..];
    let is_one = (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']));
    is_one.then(|| rest.trim().trim_end_matches('#').trim_end())
}

/// A line that makes a heading of those above it.
fn is_underline(words: &str) -> bool {
    let words = words.trim_end();
    !words.is_empty() && (words.bytes().all(|b| b == b'=') || words.bytes().all(|b| b == b'-'))
}

/// HTML that may go on beyond a blank line becomes words, and so does what defines a link elsewhere.
fn guard_start(words: &str) -> String {
    const OPENERS: [&str; 6] = ["<script", "<pre", "<style", "<textarea", "<?", "<!"];
    let starts =
        |opener: &&str| words.get(..opener.len()).is_some_and(|start| start.eq_ignore_ascii_case(opener));
    let runs_on = OPENERS.iter().any(starts) && words.trim_end() != APART;
    let defines = words.starts_with('[') && words.contains("]:");
    if runs_on || defines { format!("\\{words}") } else { words.to_string() }
}

/// Code in backticks from the start of `text`, and what follows; the backticks alone if they never close.
fn split_code(text: &str) -> (&str, &str) {
    let length = text.bytes().take_while(|b| *b == b'`').count();
    let mut at = length;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let run = text[start..].bytes().take_while(|b| *b == b'`').count();
        if run == length {
            return text.split_at(start + run);
        }
        at = start + run;
    }
    text.split_at(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(markdown(text, Highlights::Escaped), expected, "{text}");
    }

    #[test]
    fn nothing_opens_another_note() {
        check("> quoted\nwords", "> > quoted\nwords");
        check("# > A *head*\nWords", "**> A \\*head\\***\n\nWords");
        check("## Head\nWords", "**Head**\n\nWords");
        check("Head\n====\nWords", "Head\n\nWords");
        check("See [^1] and ^[this].", "See \\[^1] and ^\\[this].");
        check("[^1]: x", "\\[^1\\]: x");
    }

    #[test]
    fn code_is_left_alone_and_ends() {
        check("```\n> a [^1]\n# b\n```\nc", "```\n> a [^1]\n# b\n```\nc");
        check("- ```\n  # a\n  ```\n- b", "- ```\n  # a\n  ```\n- b");
        check("```\na", "\\`\\`\\`\na");
        check("a `[^1]` == b", "a `[^1]` \\== b");
    }

    #[test]
    fn html_ends_with_its_note() {
        check("<!-- a\n\nb", "\\<!-- a\n\nb");
        check("- a\n\n  <!-- -->", "\\- a\n\n\\<!-- -->");
        check("<pre>\n\na</pre>", "\\<pre>\n\na</pre>");
    }
}
