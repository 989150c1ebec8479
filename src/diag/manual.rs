//! The manual's entries about the codes of diagnostics.

use super::Code;

/// The chapter of the manual on diagnostics, which says of each what it means, with an example and the fix.
const MANUAL: &str = include_str!("../../content/manual/diagnostics.md");

impl Code {
    /// The manual's entry about this code, as Markdown without its heading; none for a code that the manual lacks, which
    /// a test keeps from happening.
    pub fn manual_entry(self) -> Option<&'static str> {
        let (_, rest) = MANUAL.split_once(&format!("### `{}`\n", self.name()))?;
        let end = ["\n### `", "\n## "].iter().filter_map(|heading| outside_code(rest, heading)).min();
        Some(rest[..end.unwrap_or(rest.len())].trim())
    }
}

/// Finds the first `heading` that is not inside a code block.
fn outside_code(text: &str, heading: &str) -> Option<usize> {
    text.match_indices(heading)
        .map(|(at, _)| at)
        .find(|&at| text[..at].matches("\n```").count().is_multiple_of(2))
}
