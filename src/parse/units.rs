//! Paragraphs that nobody is named for: in a transcript without speakers each is a unit of its own, a turn of nobody, so that a
//! lecture has permalinks, times and everything else that turns have.

use super::attributes;
use super::page_breaks;
use super::turns::{new_turn, take_leading_time};
use crate::diag::Diagnostics;
use crate::model::{Block, BlockKind, FrontMatter, Inline, PageKind, Section, Turn};

/// From how many paragraphs that open with a time on a text is a transcript: one alone may be an example.
const FEWEST_TIMES: usize = 2;

/// Makes turns of the paragraphs of a transcript in which nobody speaks; tells whether it is one.
pub fn divide(
    sections: &mut [Section],
    front: &FrontMatter,
    path: &str,
    diagnostics: &mut Diagnostics,
) -> bool {
    if !is_transcript(sections, front, path) {
        return false;
    }
    for section in sections {
        for block in std::mem::take(&mut section.lead) {
            push(section, block, diagnostics);
        }
    }
    true
}

/// Tells whether a text without labels is what somebody says: its front matter says so, or it has a recording, or times.
fn is_transcript(sections: &[Section], front: &FrontMatter, path: &str) -> bool {
    if sections.iter().any(|section| !section.turns.is_empty()) || path.ends_with("_index.md") {
        return false;
    }
    match front.kind {
        Some(kind) => kind == PageKind::Transcript,
        None => {
            let timed =
                sections.iter().flat_map(|section| &section.lead).filter(|block| opens_with_time(block));
            front.media.is_some() || timed.take(FEWEST_TIMES).count() == FEWEST_TIMES
        }
    }
}

fn opens_with_time(block: &Block) -> bool {
    let BlockKind::Paragraph(inlines) = &block.kind else { return false };
    matches!(inlines.get(page_breaks::opening(inlines)), Some(Inline::Time { .. }))
}

/// Adds a block to a section. One without words belongs to the paragraph before it.
fn push(section: &mut Section, mut block: Block, diagnostics: &mut Diagnostics) {
    let is_silent = matches!(
        block.kind,
        BlockKind::Code { .. } | BlockKind::Rule | BlockKind::RawHtml(_) | BlockKind::Table { .. }
    );
    match section.turns.last_mut() {
        Some(turn) if is_silent => {
            turn.span.end = turn.span.end.max(block.span.end);
            turn.blocks.push(block);
        }
        None if is_silent => section.lead.push(block),
        _ => {
            let span = block.span;
            let found = attributes::take(&mut block, span.source);
            let time = take_leading_time(&mut block);
            let topics = match found {
                Some(found) => {
                    diagnostics.extend(found.unknown);
                    found.topics
                }
                None => Vec::new(),
            };
            section.turns.push(Turn { time, topics, blocks: vec![block], ..new_turn(span) });
        }
    }
}
