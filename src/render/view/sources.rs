//! The data for templates about the sources that are cited.

use serde::Serialize;

use super::LinkView;

/// A source that the site cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceEntryView {
    /// The ID of its entry.
    pub id: String,
    /// Its reference, in the site's citation style.
    pub parts: Vec<TextPartView>,
    /// The pages that cite it.
    pub pages: Vec<LinkView>,
}

/// Words of a text that look alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextPartView {
    /// The words.
    pub text: String,
    /// True for emphasis, and for the title of a work.
    pub italic: bool,
    /// True for strong emphasis.
    pub strong: bool,
    /// True for code.
    pub code: bool,
    /// The address that they lead to.
    pub href: Option<String>,
}

impl TextPartView {
    /// Words without a look of their own.
    pub fn plain(text: &str) -> TextPartView {
        TextPartView { text: text.to_string(), italic: false, strong: false, code: false, href: None }
    }
}
