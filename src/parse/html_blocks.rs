//! Blocks of HTML in Markdown: parts that a reader may fold are obeyed, and all else is shown as it is written.

use crate::model::{BlockKind, Inline};

/// Tells if a block of HTML is a comment, which is not shown.
pub fn is_comment(html: &str) -> bool {
    html.trim_start().starts_with("<!--")
}

/// A block of HTML: the edge of what a reader may fold, or markup that is shown.
pub fn html_block(html: &str, at: u32) -> BlockKind {
    let raw = || BlockKind::RawHtml(html.trim_end().to_string());
    let text = html.trim();
    let lower = text.to_ascii_lowercase();
    if lower == "</details>" {
        return BlockKind::DetailsEnd;
    }
    let Some(rest) = lower.strip_prefix("<details>").or_else(|| lower.strip_prefix("<details open>")) else {
        return raw();
    };
    let rest = rest.trim_start();
    let Some(summary) = rest.strip_prefix("<summary>").and_then(|rest| rest.strip_suffix("</summary>"))
    else {
        return if rest.is_empty() { BlockKind::DetailsStart(Vec::new()) } else { raw() };
    };
    if summary.contains(['<', '&']) {
        return raw();
    }
    let start = text.len() - summary.len() - "</summary>".len();
    let words = &text[start..start + summary.len()];
    let offset = html.len() - html.trim_start().len() + start;
    let words = Inline::Text { text: words.trim().to_string(), at: at.saturating_add(offset as u32) };
    BlockKind::DetailsStart(vec![words])
}
