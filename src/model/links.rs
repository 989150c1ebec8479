//! The links of a text, visited in an order that is always the same.

use super::{Block, Href, Inline, Section};
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// The use of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkUse {
    /// To go there.
    Link,
    /// To show what is there.
    Image,
}

/// Is called with the address of each link or image, its place, and its use.
pub(super) type Visit<'a> = dyn FnMut(&mut Href, Span, LinkUse) + 'a;

/// Visits those of a run of inlines, each before the ones within it.
pub(super) fn in_inlines(inlines: &mut [Inline], visit: &mut Visit<'_>) {
    for inline in inlines {
        match inline {
            Inline::Link { href, span, .. } => visit(href, *span, LinkUse::Link),
            Inline::Image { src, span, .. } => visit(src, *span, LinkUse::Image),
            _ => {}
        }
        if let Some(children) = inline.children_mut() {
            in_inlines(children, visit);
        }
    }
}

/// Visits those of a block.
pub(super) fn in_block(block: &mut Block, visit: &mut Visit<'_>) {
    block.for_each_inlines_mut(&mut |inlines| in_inlines(inlines, visit));
}

/// Visits those of sections.
pub(super) fn in_sections(sections: &mut [Section], visit: &mut Visit<'_>) {
    for section in sections {
        section.heading.iter_mut().for_each(|heading| in_inlines(&mut heading.inlines, visit));
        section.lead.iter_mut().for_each(|block| in_block(block, visit));
        let blocks = section.turns.iter_mut().flat_map(|turn| &mut turn.blocks);
        blocks.for_each(|block| in_block(block, visit));
    }
}
