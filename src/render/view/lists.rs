//! The data for templates about long lists.

use serde::Serialize;

use super::{ItemView, LinkView};

/// The transcripts of a year.
#[derive(Clone, Debug, Serialize)]
pub struct YearView {
    /// The year; none for transcripts without a date.
    pub year: Option<String>,
    /// The transcripts.
    pub items: Vec<ItemView>,
}

/// The parts of a list that is cut into several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PagingView {
    /// The number of this part.
    pub number: u32,
    /// The link to the part before.
    pub previous: Option<String>,
    /// The link to the part after.
    pub next: Option<String>,
    /// The first and the last part, and those near this one, by their numbers.
    pub parts: Vec<LinkView>,
}
