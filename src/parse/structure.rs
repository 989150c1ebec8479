//! The places in a text of what Markdown makes of it, before anything is taken out.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue, Sourcepos};
use comrak::{Arena, parse_document};

use super::markdown::{INLINE_NOTE, note_key};
use super::syntax::{Braces, MarkdownSyntax, options};
use crate::transcript::labels::CutText;

/// The parts of a text that decide how far a mark in it reaches; all places are bytes of the cut text.
#[derive(Debug, Default)]
pub struct TextStructure {
    /// Code, whose bars and braces are words.
    pub code: Vec<Range<usize>>,
    /// Formulas between dollars, whose bars may be meant either way.
    pub formulas: Vec<Range<usize>>,
    /// Comments, which are on no page.
    pub comments: Vec<Range<usize>>,
    /// Tables, whose bars part cells.
    pub tables: Vec<Range<usize>>,
    /// Paragraphs, headings and everything else that has running text, in order.
    pub leaves: Vec<TextLeaf>,
    /// The headings that may open a section: their level, and place.
    pub headings: Vec<(u8, Range<usize>)>,
    /// The definitions of notes, by their keys.
    pub definitions: Vec<(String, Range<usize>)>,
    /// The references to notes, by their keys.
    pub references: Vec<(String, Range<usize>)>,
    /// Highlighted words.
    pub highlights: Vec<Range<usize>>,
}

/// A block that has running text.
#[derive(Debug)]
pub struct TextLeaf {
    /// The place of the block.
    pub range: Range<usize>,
    /// The sort of block, as far as it matters.
    pub kind: LeafKind,
}

/// The sorts of block that have running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// A heading that may open a section.
    Heading,
    /// The first paragraph of a note.
    NoteStart,
    /// Another paragraph.
    Paragraph,
    /// Markup that is shown as it is.
    Html,
}

impl TextStructure {
    /// Reads the Markdown of `cut`.
    pub fn read(cut: &CutText, syntax: MarkdownSyntax) -> TextStructure {
        let arena = Arena::new();
        let root = parse_document(&arena, &cut.text, &options(Braces::Attributes, syntax));
        let mut found = StructureReader { cut, out: TextStructure::default() };
        root.children().for_each(|node| found.block(node, true));
        let mut out = found.out;
        out.leaves.sort_by_key(|leaf| (leaf.range.start, std::cmp::Reverse(leaf.range.end)));
        out.code.sort_by_key(|range| range.start);
        out.comments.sort_by_key(|range| range.start);
        out
    }

    /// Tells if the byte at `place` is in code or in a comment, where nothing is a mark.
    pub fn is_silent(&self, place: usize) -> bool {
        let is_in = |ranges: &[Range<usize>]| {
            let after = ranges.partition_point(|range| range.start <= place);
            ranges[..after].last().is_some_and(|range| range.contains(&place))
        };
        is_in(&self.code) || is_in(&self.comments)
    }

    /// The innermost block with running text at `place`.
    pub fn leaf_at(&self, place: usize) -> Option<&TextLeaf> {
        let after = self.leaves.partition_point(|leaf| leaf.range.start <= place);
        let leaf = self.leaves[..after].last()?;
        (leaf.kind != LeafKind::Html && place < leaf.range.end).then_some(leaf)
    }
}

struct StructureReader<'c> {
    cut: &'c CutText,
    out: TextStructure,
}

impl StructureReader<'_> {
    fn range(&self, at: Sourcepos) -> Range<usize> {
        let start = self.offset(at.start.line, at.start.column.saturating_sub(1));
        start..self.offset(at.end.line, at.end.column).max(start)
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        let text = &self.cut.text;
        let start = self.cut.lines.get(line.saturating_sub(1)).map_or(text.len(), |line| line.start);
        text.floor_char_boundary((start + column).min(text.len()))
    }

    fn block<'a>(&mut self, node: &'a AstNode<'a>, is_top: bool) {
        let data = node.data();
        let mut range = self.range(data.sourcepos);
        if node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::DescriptionTerm)) {
            // comrak does not say where a term directly above its definition ends.
            let ends = node.descendants().map(|inner| self.range(inner.data().sourcepos).end);
            range.end = ends.max().unwrap_or(range.end);
        }
        match &data.value {
            NodeValue::Paragraph => {
                let starts_note = node.previous_sibling().is_none()
                    && node.parent().is_some_and(|parent| {
                        matches!(parent.data().value, NodeValue::FootnoteDefinition(_))
                    });
                let kind = if starts_note { LeafKind::NoteStart } else { LeafKind::Paragraph };
                self.leaf(node, range, kind);
            }
            NodeValue::Heading(heading) => {
                let kind = if is_top { LeafKind::Heading } else { LeafKind::Paragraph };
                if is_top {
                    self.out.headings.push((heading.level, range.clone()));
                }
                self.leaf(node, range, kind);
            }
            NodeValue::HtmlBlock(html) if html.literal.trim_start().starts_with("<!--") => {
                self.out.comments.push(range);
            }
            NodeValue::HtmlBlock(_) => self.out.leaves.push(TextLeaf { range, kind: LeafKind::Html }),
            NodeValue::CodeBlock(_) => self.out.code.push(range),
            NodeValue::Table(_) => {
                self.out.tables.push(range);
                node.descendants().for_each(|inner| self.inline(inner));
            }
            NodeValue::FootnoteDefinition(definition) if definition.name.starts_with(INLINE_NOTE) => {}
            NodeValue::FootnoteDefinition(definition) => {
                self.out.definitions.push((note_key(&definition.name), range));
                node.children().for_each(|child| self.block(child, false));
            }
            _ => node.children().for_each(|child| self.block(child, false)),
        }
    }

    fn leaf<'a>(&mut self, node: &'a AstNode<'a>, range: Range<usize>, kind: LeafKind) {
        self.out.leaves.push(TextLeaf { range, kind });
        node.descendants().for_each(|inner| self.inline(inner));
    }

    fn inline<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        let range = self.range(data.sourcepos);
        match &data.value {
            // What is not clearly code is looked at as words: then a mark in it is told rather than published.
            NodeValue::Code(_) if self.is_fenced(&range) => self.out.code.push(range),
            NodeValue::Math(_) if self.is_fenced_formula(&range) => self.out.code.push(range),
            NodeValue::Math(_) => self.out.formulas.push(range),
            NodeValue::HtmlInline(html) if html.starts_with("<!--") => self.out.comments.push(range),
            NodeValue::Highlight => self.out.highlights.push(range),
            NodeValue::FootnoteReference(reference) if !reference.name.starts_with(INLINE_NOTE) => {
                self.out.references.push((note_key(&reference.name), range));
            }
            _ => {}
        }
    }

    fn is_fenced_formula(&self, range: &Range<usize>) -> bool {
        let text = &self.cut.text[range.clone()];
        text.starts_with("$`") && text.ends_with("`$")
    }

    fn is_fenced(&self, range: &Range<usize>) -> bool {
        let text = &self.cut.text[range.clone()];
        text.len() > 1 && text.starts_with('`') && text.ends_with('`')
    }
}
