//! The ways in which readers write to the author.

use serde::Serialize;

/// The ways in which readers write to the author, on a transcript of a site that wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadersView {
    /// The file of the page, from the root of the site.
    pub path: String,
    /// The address that a note is sent by, with names in braces.
    pub notes: Option<String>,
    /// The address that a correction is sent by, with names in braces.
    pub corrections: Option<String>,
}
