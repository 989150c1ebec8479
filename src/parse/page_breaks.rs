//! Page numbers of a printed source in running text, for pages whose front matter says that they have them.

use super::markdown::TopLevelPart;
use crate::model::{Block, BlockKind, Inline, PageBreak, Section};
use crate::text::page_marks::PageMark;

/// Finds the page numbers in a part of the text.
pub fn mark(part: &mut TopLevelPart, mark: &PageMark) {
    match part {
        TopLevelPart::Heading(heading) => mark_inlines(&mut heading.inlines, mark),
        TopLevelPart::Block(block) => {
            block.for_each_inlines_mut(&mut |inlines| mark_inlines(inlines, mark));
        }
    }
}

fn mark_inlines(inlines: &mut Vec<Inline>, mark: &PageMark) {
    let has_page =
        |inline: &Inline| matches!(inline, Inline::Text { text, .. } if mark.find(text, 0).is_some());
    let found = inlines.iter().any(has_page);
    inlines.iter_mut().filter_map(Inline::children_mut).for_each(|children| mark_inlines(children, mark));
    if found {
        *inlines = std::mem::take(inlines).into_iter().flat_map(|inline| split(inline, mark)).collect();
    }
}

/// Cuts the page numbers out of a text. A space on both sides of one is one space of the text.
fn split(inline: Inline, mark: &PageMark) -> Vec<Inline> {
    let Inline::Text { text, at } = inline else { return vec![inline] };
    let (mut out, mut from) = (Vec::new(), 0);
    while let Some(found) = mark.find(&text, from) {
        let words = &text[from..found.range.start];
        push_text(&mut out, words, at + from as u32);
        out.push(Inline::PageBreak(PageBreak {
            number: found.number.to_string(),
            written: text[found.range.clone()].to_string(),
            anchor: String::new(),
            at: at + found.range.start as u32,
        }));
        from = found.range.end;
        if words.is_empty() || words.ends_with(' ') {
            from += usize::from(text[from..].starts_with(' '));
        }
    }
    push_text(&mut out, &text[from..], at + from as u32);
    out
}

fn push_text(out: &mut Vec<Inline>, text: &str, at: u32) {
    if !text.is_empty() {
        out.push(Inline::Text { text: text.to_string(), at });
    }
}

/// The number of inlines at the beginning of a paragraph that are page numbers, or space between them.
pub fn opening(inlines: &[Inline]) -> usize {
    let is_break = |inline: &Inline| matches!(inline, Inline::PageBreak(_));
    let end = inlines.iter().take_while(|inline| is_break(inline) || is_space(inline)).count();
    inlines[..end].iter().rposition(is_break).map_or(0, |last| last + 1)
}

fn is_space(inline: &Inline) -> bool {
    match inline {
        Inline::SoftBreak | Inline::HardBreak => true,
        Inline::Text { text, .. } => text.trim().is_empty(),
        _ => false,
    }
}

/// Visits the page numbers of `inlines`.
pub fn for_each_mut(inlines: &mut [Inline], visit: &mut dyn FnMut(&mut PageBreak)) {
    for inline in inlines {
        match inline {
            Inline::PageBreak(page) => visit(page),
            nested => nested.children_mut().into_iter().for_each(|children| for_each_mut(children, visit)),
        }
    }
}

/// Moves each page number that stands on a line of its own to the beginning of the words that follow it, or to the heading
/// that does: it is no paragraph, and nobody says it.
pub fn join(sections: &mut [Section]) {
    let mut waiting = Vec::new();
    for section in sections.iter_mut() {
        if let Some(heading) = &mut section.heading {
            // Before the numbers that the heading itself ends with.
            let is_word = |inline: &Inline| !matches!(inline, Inline::PageBreak(_)) && !is_space(inline);
            let end = heading.inlines.iter().rposition(is_word).map_or(0, |last| last + 1);
            heading.inlines.splice(end..end, waiting.drain(..));
        }
        take_alone(&mut section.lead, &mut waiting);
        section.turns.iter_mut().for_each(|turn| take_alone(&mut turn.blocks, &mut waiting));
    }
    // Behind the last words there is nothing to stand before.
    let sections = sections.iter_mut().rev();
    let last = sections.flat_map(|section| {
        section
            .turns
            .iter_mut()
            .rev()
            .flat_map(|turn| turn.blocks.iter_mut().rev())
            .chain(section.lead.iter_mut().rev())
    });
    if let Some(inlines) = last.filter_map(paragraph).next() {
        inlines.append(&mut waiting);
    }
}

fn take_alone(blocks: &mut Vec<Block>, waiting: &mut Vec<Inline>) {
    blocks.retain_mut(|block| {
        let Some(inlines) = paragraph(block) else { return true };
        let is_alone = !inlines.is_empty() && opening(inlines) == inlines.len();
        match is_alone {
            true => waiting.append(inlines),
            false => drop(inlines.splice(0..0, waiting.drain(..))),
        }
        !is_alone
    });
}

fn paragraph(block: &mut Block) -> Option<&mut Vec<Inline>> {
    match &mut block.kind {
        BlockKind::Paragraph(inlines) => Some(inlines),
        _ => None,
    }
}
