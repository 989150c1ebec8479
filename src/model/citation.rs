//! Citations of sources in running text.

use serde::{Deserialize, Serialize};

use crate::bibliography::LocatorKind;
use crate::source::Span;

/// A citation: `[see @moxon, 12; @tait]`, or `@moxon` in a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    /// The cited sources.
    pub items: Vec<CitationItem>,
    /// The form in which they are named.
    pub form: CitationForm,
    /// Its words: those of the citation style once the language of the page is known, and before that as written.
    pub parts: Vec<CitationPart>,
    /// The place in the source.
    pub span: Span,
}

/// The form of a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CitationForm {
    /// In parentheses: `[@moxon, 12]`.
    Bracketed,
    /// Part of a sentence: `@moxon`.
    Narrative,
}

/// A source that a citation names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationItem {
    /// The key of the source.
    pub key: String,
    /// The words before it, `see`.
    pub prefix: String,
    /// The part that is cited, and its number as written.
    pub locator: Option<(LocatorKind, String)>,
    /// The words behind it.
    pub suffix: String,
    /// True for `-@moxon`: the text names the authors already.
    pub without_author: bool,
}

/// Words of a citation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationPart {
    /// The words.
    pub text: String,
    /// True for the title of a work.
    pub italic: bool,
    /// The key of the source that they name; none for what is between two.
    pub key: Option<String>,
}

impl Citation {
    /// The keys of its sources, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|item| item.key.as_str())
    }
}
