//! `[ai]`: terms for programs that collect texts.

use super::read::checked;
use super::read::web_address;
use crate::toml_reader::TomlTable;

/// The uses of its texts that a site allows. A use that it does not name is neither allowed nor forbidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AiTerms {
    /// To show links and short excerpts in a search.
    pub search: Option<bool>,
    /// To answer questions with the texts that were found.
    pub input: Option<bool>,
    /// To train models.
    pub training: Option<bool>,
    /// The address of the whole terms.
    pub policy: Option<String>,
}

impl AiTerms {
    pub(super) fn read(table: &mut TomlTable) -> AiTerms {
        let mut choice = |key: &str| table.boolean(key).map(|allowed| allowed.value);
        let (search, input, training) = (choice("search"), choice("input"), choice("training"));
        AiTerms { search, input, training, policy: checked(table, "policy", web_address) }
    }

    /// The line of `robots.txt` with the uses that are named (Content Signals); none without any.
    pub fn content_signal(&self) -> Option<String> {
        let uses = [("search", self.search), ("ai-input", self.input), ("ai-train", self.training)];
        let named = uses.into_iter().filter_map(|(name, allowed)| {
            let answer = if allowed? { "yes" } else { "no" };
            Some(format!("{name}={answer}"))
        });
        let named: Vec<String> = named.collect();
        (!named.is_empty()).then(|| format!("Content-Signal: {}", named.join(", ")))
    }
}
