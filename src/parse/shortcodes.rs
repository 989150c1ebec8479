//! Shortcodes of Hugo and Zola, `{{< childpages >}}`: instructions to another generator, not words.

use super::markdown::TopLevelPart;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, BlockKind, plain_text};

/// Drops the paragraphs that are a shortcode and nothing else, and says so.
pub fn drop(pieces: &mut Vec<TopLevelPart>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    pieces.retain(|piece| {
        let TopLevelPart::Block(Block { kind: BlockKind::Paragraph(inlines), span }) = piece else {
            return true;
        };
        let text = plain_text(inlines);
        if !is_shortcode(text.trim()) {
            return true;
        }
        let message = format!("`{}` is a shortcode of another generator and is not shown", text.trim());
        diagnostics.push(Diagnostic::new(Code::ForeignShortcode, message).at(*span));
        false
    });
    diagnostics
}

fn is_shortcode(text: &str) -> bool {
    let one_of =
        |open, close| text.starts_with(open) && text.ends_with(close) && text.matches(open).count() == 1;
    one_of("{{<", ">}}") || one_of("{{%", "%}}")
}
