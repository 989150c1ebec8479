//! A Markdown text without its labels, as the Markdown parser is given it.
//!
//! Each label is cut out, and a blank line is put where it stood in the middle of a paragraph. Quotations and lists whose
//! items are turns are opened: their marks go. The parser never sees a label, so that it cannot take one for anything else;
//! and a map leads from each of its lines back to the source.

use super::form::footnote_behind;
use super::line::{Container, LineKind, SourceLine, is_indented};
use super::{LabelReading, TurnLabel};

/// The place in the source of a line of a [`CutText`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineOrigin {
    /// The line's first byte in the cut text.
    pub start: usize,
    /// The byte of the source that the line's column 0 stands for; less than the true one where marks were put in.
    pub source: isize,
}

/// A Markdown text without its labels.
#[derive(Clone, Debug, Default)]
pub struct CutText {
    /// The text.
    pub text: String,
    /// Its lines.
    pub lines: Vec<LineOrigin>,
}

impl CutText {
    /// The whole of `text` from byte `from` on, with nothing cut.
    pub fn whole(text: &str, from: usize) -> Self {
        let body = &text[from..];
        let starts = std::iter::once(0).chain(body.match_indices('\n').map(|(at, _)| at + 1));
        let lines = starts.map(|start| LineOrigin { start, source: (from + start) as isize }).collect();
        CutText { text: body.to_string(), lines }
    }

    /// The byte of the source for a line, counted from 1, and a column of bytes, counted from 0.
    pub fn source_offset(&self, line: usize, column: usize) -> Option<usize> {
        let origin = self.lines.get(line.saturating_sub(1))?;
        Some((origin.source + column as isize).max(0) as usize)
    }
}

impl LabelReading {
    /// `text` without its labels. `keep_as_words` are lines that Markdown would swallow as reference definitions.
    pub fn cut(&self, text: &str, from: usize, keep_as_words: &[usize]) -> CutText {
        if self.labels.is_empty() && keep_as_words.is_empty() {
            return CutText::whole(text, from);
        }
        let whole = |line: &SourceLine| &text[line.start as usize..line.end as usize];
        let mut cutter = LabelCutter {
            text,
            lines: &self.lines,
            out: CutText {
                text: String::with_capacity(text.len() - from + self.labels.len()),
                lines: Vec::new(),
            },
            opened: Container::None,
            is_indented: is_indented(self.lines.iter().map(whole)),
            after_label: false,
        };
        let mut labels = self.labels.iter().peekable();
        let mut colons = self.loose_colons.iter().peekable();
        let mut kept = keep_as_words.iter().peekable();
        let mut at = 0;
        while at < self.lines.len() {
            let line = &self.lines[at];
            while colons.next_if(|colon| colon.0 < line.start as usize).is_some() {}
            let colon = colons.next_if(|colon| colon.0 < line.end as usize);
            let is_kept = kept.next_if_eq(&&at).is_some();
            if labels.peek().is_some_and(|label| label.start == line.start as usize && label.line > at) {
                // A time above a label goes with it.
                cutter.blank(line);
            } else if let Some(label) = labels.next_if(|label| label.line == at) {
                at = cutter.label(at, label);
            } else {
                cutter.line(at, colon.copied(), is_kept);
            }
            at += 1;
        }
        cutter.out
    }
}

struct LabelCutter<'t> {
    text: &'t str,
    lines: &'t [SourceLine],
    out: CutText,
    /// The container whose marks are taken away, since a label in it opened it.
    opened: Container,
    /// True if the lines of the text are indented, as those of a screenplay.
    is_indented: bool,
    /// True if the line before was a label without words.
    after_label: bool,
}

/// The references of footnotes between a name and its words, which go before the words: the name itself is cut out.
fn footnotes(behind_name: &str) -> String {
    let pieces =
        behind_name.split_inclusive(']').filter_map(|piece| footnote_behind(piece).map(|found| found.1));
    pieces.map(|reference| format!("{reference} ")).collect()
}

impl LabelCutter<'_> {
    fn push(&mut self, source: usize, marks: &str, words: &str) {
        let start = self.out.text.len();
        self.out.lines.push(LineOrigin { start, source: source as isize - marks.len() as isize });
        self.out.text.push_str(marks);
        self.out.text.push_str(words);
        self.out.text.push('\n');
    }

    fn blank(&mut self, line: &SourceLine) {
        self.push(line.start as usize, "", "");
    }

    fn is_after_words(&self) -> bool {
        self.out.lines.last().is_some_and(|line| !self.out.text[line.start..].trim().is_empty())
    }

    /// Writes the words behind a label; returns the last line that belongs to the label.
    fn label(&mut self, at: usize, label: &TurnLabel) -> usize {
        let line = &self.lines[at];
        if self.is_after_words() {
            self.blank(line);
        }
        self.opened = line.container;
        let setext = matches!(line.kind, LineKind::SetextHeading(_));
        let last = match label.rest > line.end as usize {
            // The words stand on the next line: a definition list.
            true => self.lines[at..]
                .iter()
                .position(|line| label.rest <= line.end as usize)
                .map_or(at, |more| at + more),
            false => at + usize::from(setext),
        };
        (at..last).for_each(|other| self.blank(&self.lines[other]));
        let words = self.text[label.rest.min(self.lines[last].end as usize)..self.lines[last].end as usize]
            .trim_end_matches('\r');
        // The page number of a printed source and the footnotes of a name belong to the words behind the label.
        let mark = label.page_mark.map(|(start, end)| &self.text[start..end]).unwrap_or_default();
        let footnotes = footnotes(&self.text[label.name_range.1..label.rest.max(label.name_range.1)]);
        let kept = [mark, &footnotes].concat();
        match line.heading_level().is_some() || words.trim().is_empty() {
            true if !kept.is_empty() => self.push(self.lines[last].start as usize, &kept, ""),
            true => {
                self.blank(&self.lines[last]);
                self.after_label = line.heading_level().is_none();
            }
            false => {
                let words = self.text[label.rest..self.lines[last].end as usize].trim_end_matches('\r');
                self.words(label.rest, &format!("{kept}{}", label.reopened), words);
                self.after_label = false;
            }
        }
        last
    }

    /// Writes words that begin a paragraph although Markdown may see something else in their first characters.
    fn words(&mut self, source: usize, reopened: &str, words: &str) {
        let Some(at) = escape_at(words).filter(|_| reopened.is_empty()) else {
            return self.push(source, reopened, words);
        };
        let start = self.out.text.len();
        self.out.lines.push(LineOrigin { start, source: source as isize - 1 });
        self.out.text.push_str(&words[..at]);
        self.out.text.push('\\');
        self.out.text.push_str(&words[at..]);
        self.out.text.push('\n');
    }

    fn line(&mut self, at: usize, colon: Option<(usize, usize)>, is_kept: bool) {
        let line = &self.lines[at];
        let (start, end) = (line.start as usize, line.end as usize);
        if line.kind == LineKind::Blank {
            self.after_label = false;
            let in_quote = self.opened == Container::Quote && self.text[start..end].contains('>');
            let words = if in_quote { "" } else { &self.text[start..end] };
            return self.push(start, "", words);
        }
        let from = self.unwrapped(line);
        if is_kept {
            return self.push(from, "\\", &self.text[from..end]);
        }
        if let Some((colon, behind)) = colon {
            // The column behind the colon is off by its length: it is white space.
            let words = format!("{}{}", &self.text[from..colon], &self.text[behind..end]);
            return self.push(from, "", &words);
        }
        if line.starts_paragraph && self.is_year(at) {
            return self.words(from, "", &self.text[from..end]);
        }
        if std::mem::take(&mut self.after_label) && line.kind == LineKind::Text {
            let from = line.content.max(from as u32) as usize;
            return self.words(from, "", &self.text[from..end]);
        }
        self.push(from, "", &self.text[from..end]);
    }

    /// Returns true if a paragraph begins with a number and a full stop that count nothing: `1938.`, `1960. It was in May.`
    fn is_year(&self, at: usize) -> bool {
        let number = |line: &SourceLine| {
            let words = &self.text[line.start as usize..line.end as usize];
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            let rest = words[digits..].strip_prefix(['.', ')'])?;
            let is_apart = rest.is_empty() || rest.starts_with(' ');
            (is_apart && digits > 0).then(|| (words[..digits].parse::<u32>().ok(), rest.trim().is_empty()))
        };
        let line = &self.lines[at];
        let Some((value, is_alone)) = number(line) else { return false };
        let below = self.lines[at + 1..].iter().find(|line| line.kind == LineKind::Text);
        let is_counted = below.and_then(number).is_some_and(|(next, _)| next > value);
        (is_alone || value.is_some_and(|value| value >= 100)) && !is_counted
    }

    /// The byte at which the words of a line begin, after the marks of the opened container.
    fn unwrapped(&mut self, line: &SourceLine) -> usize {
        let start = line.start as usize;
        if self.is_indented && line.kind == LineKind::Text && line.container == Container::None {
            return line.content as usize;
        }
        let is_inside = line.container == self.opened || line.container == Container::Nested;
        if self.opened == Container::None || !is_inside {
            if line.container != Container::Nested {
                self.opened = Container::None;
            }
            return start;
        }
        let raw = &self.text[start..line.end as usize];
        match self.opened {
            Container::Quote => {
                let rest = raw
                    .trim_start_matches(' ')
                    .strip_prefix('>')
                    .map_or(raw, |rest| rest.strip_prefix(' ').unwrap_or(rest));
                line.end as usize - rest.len()
            }
            // An item without a label stays an item.
            _ if raw.starts_with(' ') || raw.starts_with('\t') => {
                start + (raw.len() - raw.trim_start().len()).min(4)
            }
            _ => start,
        }
    }
}

/// The byte of `words` before which a backslash keeps them a paragraph: they would be a list, a heading, a quotation, a
/// rule, code or a definition.
fn escape_at(words: &str) -> Option<usize> {
    let bytes = words.as_bytes();
    let first = *bytes.first()?;
    let is_apart = |at: usize| bytes.get(at).is_none_or(|&byte| byte == b' ' || byte == b'\t');
    match first {
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let ends = matches!(bytes.get(digits), Some(b'.' | b')'));
            (digits <= 9 && ends && is_apart(digits + 1)).then_some(digits)
        }
        b'-' | b'+' | b'*' if is_apart(1) => Some(0),
        b'-' | b'*' | b'_' | b'=' => {
            let is_rule = bytes.iter().all(|&byte| byte == first || byte == b' ') && bytes.len() >= 3;
            is_rule.then_some(0)
        }
        b'#' => {
            let level = bytes.iter().take_while(|&&byte| byte == b'#').count();
            (level <= 6 && is_apart(level)).then_some(0)
        }
        b'>' => Some(0),
        b'`' | b'~' => {
            words.starts_with("```").then_some(0).or_else(|| words.starts_with("~~~").then_some(0))
        }
        b'[' => {
            let close = words.find(']')?;
            words[close + 1..].starts_with(':').then_some(0)
        }
        // Two bars withhold the words that they enclose.
        b'|' => (!words.starts_with("||")).then_some(0),
        _ => None,
    }
}
