//! The way from the characters of a paragraph to the bytes of its source that say them.
//!
//! A character may be written with a backslash or as `&amp;`, and a line may break between two of them; so the text is
//! followed through the source from the place that the parser noted. Text that cannot be followed has no places, and
//! is not edited.

use crate::formats::character_reference;
use crate::model::{Block, BlockKind, DefinedTerm, Heading, Inline, plain_text};

/// A paragraph, a heading, a cell or an item of a list.
#[derive(Debug, Default)]
pub struct TracedRun {
    /// Its number among the runs of inlines of the page; none for code and for markup that is shown.
    pub number: Option<usize>,
    /// The bytes of its block in the source.
    pub block: (usize, usize),
    /// True if it is a paragraph of its part, and not of a list, a quotation or a table.
    pub is_top_level: bool,
    /// Its characters, line breaks among them as spaces.
    pub chars: Vec<TracedChar>,
    /// The obstacle behind its last character.
    pub after: Option<Obstacle>,
}

/// A character of a page.
#[derive(Clone, Copy, Debug)]
pub struct TracedChar {
    /// The character.
    pub c: char,
    /// The bytes that it is written with; none if they are unknown.
    pub source: Option<(usize, usize)>,
    /// The obstacle between it and the character before it.
    pub before: Option<Obstacle>,
    /// The byte of the plain text of its run at which it stands.
    pub offset: usize,
}

/// Something between two characters that an edit of words cannot keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The edge of emphasis, a link or highlighted words.
    Markup,
    /// The reference to a note.
    NoteReference,
    /// A time in the recording.
    Time,
    /// The number of a page of the printed source.
    PageNumber,
    /// The edge of code or of markup that is shown.
    Code,
    /// An image.
    Image,
    /// A line break that the author asked for.
    LineBreak,
}

/// Returns true for characters that positions count: white space may differ between a page and its source.
pub fn is_counted(c: char) -> bool {
    !c.is_whitespace() && c != '\u{feff}'
}

/// Traces a heading; `runs` counts the runs of the page.
pub fn trace_heading(heading: &Heading, source: &str, runs: &mut usize) -> TracedRun {
    let mut tracer = RunTracer::new(source, next(runs), heading.span.range());
    tracer.inlines(&heading.inlines);
    tracer.finish()
}

/// Traces the blocks of a part of a page; `runs` counts the runs of the page.
pub fn trace_blocks(blocks: &[Block], source: &str, runs: &mut usize) -> Vec<TracedRun> {
    let mut tracer = BlockTracer { source, runs, traced: Vec::new() };
    blocks.iter().for_each(|block| tracer.block(block, true));
    tracer.traced
}

fn next(runs: &mut usize) -> usize {
    *runs += 1;
    *runs - 1
}

struct BlockTracer<'s, 'r> {
    source: &'s str,
    runs: &'r mut usize,
    traced: Vec<TracedRun>,
}

impl BlockTracer<'_, '_> {
    fn block(&mut self, block: &Block, is_top_level: bool) {
        match &block.kind {
            BlockKind::Paragraph(inlines) => self.run(inlines, block, is_top_level),
            BlockKind::Heading { inlines, .. } | BlockKind::DetailsStart(inlines) => {
                self.run(inlines, block, false);
            }
            BlockKind::Quote(blocks) | BlockKind::Alert { blocks, .. } => {
                blocks.iter().for_each(|block| self.block(block, false))
            }
            BlockKind::List(list) => {
                list.items.iter().flat_map(|item| &item.blocks).for_each(|block| self.block(block, false));
            }
            BlockKind::Definitions(entries) => {
                for DefinedTerm { term, blocks } in entries {
                    self.run(term, block, false);
                    blocks.iter().for_each(|block| self.block(block, false));
                }
            }
            BlockKind::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| self.run(cell, block, false));
            }
            BlockKind::Code { code: text, .. } | BlockKind::RawHtml(text) => {
                let chars = text.chars().map(|c| TracedChar { c, source: None, before: None, offset: 0 });
                self.traced.push(TracedRun { chars: chars.collect(), ..TracedRun::default() });
            }
            BlockKind::Rule | BlockKind::DetailsEnd => {}
        }
    }

    fn run(&mut self, inlines: &[Inline], block: &Block, is_top_level: bool) {
        let mut tracer = RunTracer::new(self.source, next(self.runs), block.span.range());
        tracer.inlines(inlines);
        self.traced.push(TracedRun { is_top_level, ..tracer.finish() });
    }
}

struct RunTracer<'s> {
    source: &'s str,
    run: TracedRun,
    /// The obstacle between the last character and the next.
    between: Option<Obstacle>,
    /// The bytes of the run's plain text so far.
    offset: usize,
}

impl<'s> RunTracer<'s> {
    fn new(source: &'s str, number: usize, block: std::ops::Range<usize>) -> Self {
        let run = TracedRun { number: Some(number), block: (block.start, block.end), ..TracedRun::default() };
        RunTracer { source, run, between: None, offset: 0 }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text { text, at } => self.text(text, *at as usize),
                Inline::SoftBreak => self.push(' ', None),
                Inline::HardBreak => {
                    self.meet(Obstacle::LineBreak);
                    self.push(' ', None);
                    self.meet(Obstacle::LineBreak);
                }
                Inline::Code(text)
                | Inline::RawHtml(text)
                | Inline::Gap(text)
                | Inline::Formula { latex: text, .. } => self.untraced(text),
                // The words of a citation are those of its style and not of the source.
                Inline::Citation(citation) => {
                    citation.parts.iter().for_each(|part| self.untraced(&part.text))
                }
                Inline::Image { .. } => {
                    self.meet(Obstacle::Image);
                    self.offset += plain_text(std::slice::from_ref(inline)).len();
                }
                Inline::NoteRef(_) => self.meet(Obstacle::NoteReference),
                Inline::Time { .. } => self.meet(Obstacle::Time),
                Inline::Anchor(_) => self.meet(Obstacle::Markup),
                Inline::Withheld { passage, children } if !passage.is_shown => {
                    self.untraced(&plain_text(children));
                }
                Inline::PageBreak(_) => self.meet(Obstacle::PageNumber),
                nested => {
                    self.meet(Obstacle::Markup);
                    self.inlines(nested.children().unwrap_or_default());
                    self.meet(Obstacle::Markup);
                }
            }
        }
    }

    /// The most telling of several obstacles stays.
    fn meet(&mut self, obstacle: Obstacle) {
        self.between = match self.between {
            Some(Obstacle::Markup) | None => Some(obstacle),
            known => known,
        };
    }

    fn push(&mut self, c: char, source: Option<(usize, usize)>) {
        self.run.chars.push(TracedChar { c, source, before: self.between.take(), offset: self.offset });
        self.offset += c.len_utf8();
    }

    fn untraced(&mut self, text: &str) {
        self.meet(Obstacle::Code);
        text.chars().for_each(|c| self.push(c, None));
        self.meet(Obstacle::Code);
    }

    fn text(&mut self, text: &str, at: usize) {
        match trace_text(self.source, at, text) {
            Some(places) => text.chars().zip(places).for_each(|(c, place)| self.push(c, Some(place))),
            None => self.untraced(text),
        }
    }

    /// A line break between two traced characters is what stands between them.
    fn finish(mut self) -> TracedRun {
        for at in 1..self.run.chars.len().saturating_sub(1) {
            let [before, here, after] = [at - 1, at, at + 1].map(|at| self.run.chars[at]);
            if here.source.is_none()
                && here.c == ' '
                && here.before.is_none()
                && after.before.is_none()
                && let (Some(before), Some(after)) = (before.source, after.source)
                && before.1 < after.0
            {
                self.run.chars[at].source = Some((before.1, after.0));
            }
        }
        self.run.after = self.between;
        self.run
    }
}

/// The bytes of `source` from byte `at` on that each character of `text` is written with. A backslash that the parser
/// was given in front of the first words of a turn moves their beginning by a byte.
fn trace_text(source: &str, at: usize, text: &str) -> Option<Vec<(usize, usize)>> {
    [at, at + 1].into_iter().filter(|&at| source.is_char_boundary(at)).find_map(|at| follow(source, at, text))
}

fn follow(source: &str, mut at: usize, text: &str) -> Option<Vec<(usize, usize)>> {
    let mut places = Vec::with_capacity(text.len());
    for c in text.chars() {
        let mut length = written_length(&source[at..], c);
        while length.is_none() {
            at += silent_length(&source[at..])?;
            length = written_length(&source[at..], c);
        }
        let end = at + length?;
        places.push((at, end));
        at = end;
    }
    Some(places)
}

/// The bytes at the start of `rest` that `c` is written with.
fn written_length(rest: &str, c: char) -> Option<usize> {
    if let Some(escaped) = rest.strip_prefix('\\')
        && c.is_ascii_punctuation()
        && escaped.starts_with(c)
    {
        return Some(2);
    }
    if let Some((meant, length)) = rest.strip_prefix('&').and_then(character_reference)
        && meant.chars().eq([c])
    {
        return Some(length + 1);
    }
    rest.starts_with(c).then(|| c.len_utf8())
}

/// The bytes at the start of `rest` that say nothing: a comment, or the end of a line between two characters of a
/// script without spaces.
fn silent_length(rest: &str) -> Option<usize> {
    if rest.starts_with("<!--") {
        return rest.find("-->").map(|end| end + 3);
    }
    let line = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    Some(rest.len() - line.trim_start_matches([' ', '\t', '>']).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_followed_through_what_they_are_written_with() {
        let check = |source: &str, text: &str, expected: Option<&[(usize, usize)]>| {
            assert_eq!(trace_text(source, 0, text).as_deref(), expected, "{source}");
        };
        check(r"a\*b", "a*b", Some(&[(0, 1), (1, 3), (3, 4)]));
        check(r"\\n", r"\n", Some(&[(0, 2), (2, 3)]));
        check("A&amp;B", "A&B", Some(&[(0, 1), (1, 6), (6, 7)]));
        check("AT&T", "AT&T", Some(&[(0, 1), (1, 2), (2, 3), (3, 4)]));
        check("中\n> 文", "中文", Some(&[(0, 3), (6, 9)]));
        check("a<!-- x -->b", "ab", Some(&[(0, 1), (11, 12)]));
        check("a*b*", "ab", None);
        check(" 1. x", "1. x", Some(&[(1, 2), (2, 3), (3, 4), (4, 5)]));
    }
}
