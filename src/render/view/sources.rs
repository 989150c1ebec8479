//! The data for templates about the sources that are cited.

use serde::Serialize;

use super::LinkView;

/// A source that the site cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceEntryView {
    /// The ID of its entry.
    pub id: String,
    /// Its reference, in the site's citation style.
    pub parts: Vec<ReferencePartView>,
    /// The pages that cite it.
    pub pages: Vec<LinkView>,
}

/// Words of a reference that look alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReferencePartView {
    /// The words.
    pub text: String,
    /// True for the title of a work.
    pub italic: bool,
    /// The address that they lead to.
    pub href: Option<String>,
}
