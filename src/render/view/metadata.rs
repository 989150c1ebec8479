//! Metadata of a page for programs.

use serde::Serialize;

/// Metadata of a page for programs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MetadataView {
    /// Its type in Open Graph: `article`, `profile` or `website`.
    pub kind: &'static str,
    /// One line about it: its summary, else its first words.
    pub description: Option<String>,
    /// The absolute address of its picture.
    pub image: Option<String>,
    /// True if that is a card made for the page, 1200 pixels wide and 630 high.
    pub has_card: bool,
    /// Names and values of Dublin Core, and of Highwire Press where the page has a persistent identifier.
    pub dublin_core: Vec<(&'static str, String)>,
    /// Schema.org as JSON-LD, ready to stand in a script element as it is.
    pub json_ld: Option<String>,
}
