//! The data for templates about feeds.

use serde::Serialize;

/// A feed of the newest texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedView {
    /// The subject of the feed.
    pub title: String,
    /// `Atom`, `RSS` or `JSON Feed`.
    pub format: &'static str,
    /// The link to it.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
}
