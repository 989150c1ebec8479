//! `[feeds]`: the content of feeds.

use crate::toml_reader::TomlTable;

/// The part of a text that its entry in a feed has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FeedTexts {
    /// All of it, unless the site is large: twenty transcripts, in three formats and for each collection, would take
    /// more room than all their pages.
    #[default]
    Auto,
    /// All of it.
    Whole,
    /// Its summary, or its first words.
    Summary,
}

impl FeedTexts {
    /// Reads `[feeds]`: `texts = "whole"` or `"summary"`.
    pub(super) fn read(table: &mut TomlTable) -> FeedTexts {
        let choices = [("whole", FeedTexts::Whole), ("summary", FeedTexts::Summary)];
        table.choice("texts", &choices).unwrap_or_default()
    }
}
