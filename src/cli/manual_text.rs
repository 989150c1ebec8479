//! Entries of the manual as text for a terminal: paragraphs of the terminal's width, indented examples, and no markup.
//!
//! The manual uses few forms of Markdown in its entries: paragraphs, lists, fenced examples, emphasis, code and links.

/// The widest line that is pleasant to read; a wider terminal does not make lines longer.
const MAX_WIDTH: usize = 80;

/// The look of words on one terminal.
pub(super) struct ManualStyle {
    /// The width of its lines, in characters.
    pub(super) width: usize,
    /// True if code is set in bold; otherwise it stays between backticks.
    pub(super) is_bold: bool,
}

impl ManualStyle {
    /// Renders an entry.
    pub(super) fn render(&self, markdown: &str) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut is_example = false;
        for line in markdown.lines() {
            match line.starts_with("```") {
                true => is_example = !is_example,
                false if is_example => out.push(format!("    {line}").trim_end().to_string()),
                false => out.extend(self.wrap(&plain_words(line))),
            }
        }
        out.join("\n")
    }

    /// Breaks a paragraph into lines. The lines of a list item below its first are indented.
    fn wrap(&self, paragraph: &str) -> Vec<String> {
        let width = self.width.min(MAX_WIDTH);
        let indent = if paragraph.starts_with("- ") { "  " } else { "" };
        let mut lines = vec![String::new()];
        let mut is_code = false;
        let mut length = 0;
        for word in paragraph.split(' ') {
            let ticks = word.matches('`').count();
            let shown = word.chars().count() - if self.is_bold { ticks } else { 0 };
            if length > 0 && length + 1 + shown > width {
                lines.push(indent.to_string());
                length = indent.len();
            } else if length > 0 {
                lines.last_mut().expect("at least one line").push(' ');
                length += 1;
            }
            let word = if self.is_bold { bold_code(word, &mut is_code) } else { word.to_string() };
            lines.last_mut().expect("at least one line").push_str(&word);
            length += shown;
        }
        lines
    }
}

/// The words of a line without emphasis and link targets.
fn plain_words(line: &str) -> String {
    let mut out = String::new();
    let mut is_code = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            is_code = !is_code;
        }
        if let Some((text, after)) = link(rest).filter(|_| !is_code) {
            out.push_str(text);
            rest = after;
            continue;
        }
        if is_code || c != '*' {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Splits the link at the start of `text` into its words and the text behind it.
fn link(text: &str) -> Option<(&str, &str)> {
    let (words, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (_, after) = rest.split_once(')')?;
    (!words.contains(['[', ']'])).then_some((words, after))
}

/// A word with its code in bold. `is_code` is true if the word begins inside code.
fn bold_code(word: &str, is_code: &mut bool) -> String {
    const BOLD: &str = "\x1b[1m";
    const PLAIN: &str = "\x1b[0m";
    let mut out = String::new();
    for (at, part) in word.split('`').enumerate() {
        *is_code ^= at > 0;
        match *is_code && !part.is_empty() {
            true => out.extend([BOLD, part, PLAIN]),
            false => out.push_str(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str =
        "*Error.* See [the manual](a.md#b) for `a * b`.\n\n```toml\nx = [\"y\"](z)\n```\n\n- one two three";

    #[test]
    fn markup_is_gone_outside_examples() {
        let text = ManualStyle { width: 80, is_bold: false }.render(ENTRY);
        assert_eq!(text, "Error. See the manual for `a * b`.\n\n    x = [\"y\"](z)\n\n- one two three");
    }

    #[test]
    fn lines_fit_the_terminal_and_code_is_bold() {
        let text = ManualStyle { width: 10, is_bold: true }.render("see `a b` and\n\n- one two three");
        assert_eq!(text, "see \x1b[1ma\x1b[0m \x1b[1mb\x1b[0m\nand\n\n- one two\n  three");
    }
}
