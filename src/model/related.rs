//! Passages of other pages that are about the same as a section.

use serde::{Deserialize, Serialize};

use super::PageId;

/// The subject of a section, in as many bytes as every page can be kept with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionSubject {
    /// The anchor of the section; empty for what stands before the first heading.
    pub anchor: String,
    /// The words of its heading.
    pub heading: String,
    /// Words that it says again and again: 27 bits of a hash of each, and in the low five how often, 31 at most. Sorted.
    pub words: Vec<u32>,
}

/// A section of another page that is about the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedPassage {
    /// The anchor of the section that it is related to.
    pub section: String,
    /// The other page.
    pub page: PageId,
    /// The number of the subject there.
    pub subject: usize,
}
