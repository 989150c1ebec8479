//! Paragraphs before the first turn that are numbered by hand: they are a list of what matters.

use std::ops::Range;

use super::HtmlWriter;
use crate::model::{Block, BlockKind, Inline};
use crate::text::html_escape::{push_attribute, push_markup};

/// From how many paragraphs on numbers are those of a list.
const ENOUGH: usize = 3;

/// The characters between a number and its words.
const ENDS: [char; 6] = ['.', '．', '、', ')', '）', ':'];

impl<'a> HtmlWriter<'a> {
    /// The blocks before the first turn, the numbered ones among them as a list.
    pub(super) fn preface(&mut self, blocks: &'a [Block]) {
        let Some(run) = numbered_run(blocks) else { return self.blocks_with_notes(blocks) };
        self.blocks_with_notes(&blocks[..run.start]);
        self.out.push_str("<ol class=\"numbered\">\n");
        for block in &blocks[run.clone()] {
            let BlockKind::Paragraph(inlines) = &block.kind else { continue };
            self.out.push_str("<li");
            let ids = self.lead_ids.next();
            ids.iter().for_each(|ids| push_attribute(&mut self.out, "id", &ids.anchor));
            self.out.push('>');
            ids.iter().for_each(|ids| self.previous_ids(&ids.previous_ids));
            self.inlines_from(inlines, number(inlines).map_or(0, |(_, length)| length));
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n");
        self.notes_of_block();
        self.blocks_with_notes(&blocks[run.end..]);
    }

    /// Writes `inlines` without the first `skip` bytes of their text, which the first of them has.
    fn inlines_from(&mut self, inlines: &'a [Inline], skip: usize) {
        let Some((first, rest)) = inlines.split_first() else { return };
        match first {
            Inline::Text { text, .. } => self.words(text.get(skip..).unwrap_or(text)),
            Inline::Strong(children) => {
                push_markup(&mut self.out, format_args!("<strong>"));
                self.inlines_from(children, skip);
                push_markup(&mut self.out, format_args!("</strong>"));
            }
            _ => self.inlines(std::slice::from_ref(first)),
        }
        self.inlines(rest);
    }
}

/// The longest run of paragraphs that begin with 1, 2, 3 and so on.
fn numbered_run(blocks: &[Block]) -> Option<Range<usize>> {
    let value = |block: &Block| match &block.kind {
        BlockKind::Paragraph(inlines) => number(inlines).map(|(value, _)| value),
        _ => None,
    };
    let start = blocks.iter().position(|block| value(block) == Some(1))?;
    let count =
        (1..).zip(&blocks[start..]).take_while(|(number, block)| value(block) == Some(*number)).count();
    (count >= ENOUGH).then(|| start..start + count)
}

/// The number that a paragraph begins with, and how many bytes it takes with what stands behind it.
fn number(inlines: &[Inline]) -> Option<(u32, usize)> {
    match inlines.first()? {
        Inline::Strong(children) => number(children),
        Inline::Text { text, .. } => {
            let digits = text.find(|c: char| !c.is_ascii_digit())?;
            let value = text[..digits].parse().ok().filter(|_| digits <= 2)?;
            let behind = text[digits..].strip_prefix(ENDS)?;
            let words = behind.trim_start();
            // A decimal or a time: `1.5 million`, `1:30`.
            let is_number =
                text[digits..].starts_with(['.', ':']) && behind.starts_with(|c: char| c.is_ascii_digit());
            (!is_number).then_some((value, text.len() - words.len()))
        }
        _ => None,
    }
}
