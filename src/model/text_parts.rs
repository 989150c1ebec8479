//! The text of a page in parts, in reading order: its turns, and the paragraphs that are in none.

use super::document::{opening_page, take_last_page};
use super::{Block, BlockKind, Document, Section, Turn};

/// A part of the text of a page.
pub struct TextPart<'d> {
    /// The section that it is in.
    pub section: &'d Section,
    /// The anchor of the turn or of the paragraph; that of the section for a list without a paragraph before a turn.
    pub anchor: &'d str,
    /// The turn; `None` for what nobody is named for.
    pub turn: Option<&'d Turn>,
    /// The blocks.
    pub blocks: &'d [Block],
    /// The page of the printed source on which it begins, where that is known.
    pub printed_page: Option<&'d str>,
}

impl Document {
    /// The parts of a text that has turns; none of a text without.
    pub fn text_parts(&self) -> Vec<TextPart<'_>> {
        let mut parts = Vec::new();
        if self.turns().next().is_none() {
            return parts;
        }
        let mut now = None;
        for section in &self.sections {
            section.heading.iter().for_each(|heading| take_last_page(&heading.inlines, &mut now));
            let turns = section.turns.iter().map(|turn| TextPart {
                section,
                anchor: &turn.anchor,
                turn: Some(turn),
                blocks: &turn.blocks,
                printed_page: None,
            });
            for mut part in lead_parts(section).into_iter().chain(turns) {
                part.find_page(&mut now);
                parts.push(part);
            }
        }
        parts
    }
}

impl<'d> TextPart<'d> {
    /// Sets the page of the printed source on which the part begins, where `now` is the one before it.
    fn find_page(&mut self, now: &mut Option<&'d str>) {
        self.printed_page = self.blocks.first().and_then(opening_page).or(*now);
        for block in self.blocks {
            block.for_each_inlines(&mut |inlines| take_last_page(inlines, now));
        }
    }
}

/// Cuts what stands before the first turn of `section` at its paragraphs; other blocks belong to the one before them.
fn lead_parts(section: &Section) -> Vec<TextPart<'_>> {
    let is_paragraph = |block: &Block| matches!(block.kind, BlockKind::Paragraph(_));
    let part = |anchor, blocks| TextPart { section, anchor, turn: None, blocks, printed_page: None };
    let mut starts: Vec<usize> =
        (0..section.lead.len()).filter(|&at| is_paragraph(&section.lead[at])).collect();
    let Some(first) = starts.first_mut() else {
        let anchor = section.heading.as_ref().map_or("top", |heading| heading.anchor.as_str());
        return if section.lead.is_empty() { Vec::new() } else { vec![part(anchor, &section.lead[..])] };
    };
    // A list above the first paragraph goes with it.
    *first = 0;
    let ends = starts.iter().copied().skip(1).chain([section.lead.len()]);
    let ranges = starts.iter().copied().zip(ends);
    let anchors = section.lead_ids.iter().map(|ids| ids.anchor.as_str());
    ranges.zip(anchors).map(|((start, end), anchor)| part(anchor, &section.lead[start..end])).collect()
}
