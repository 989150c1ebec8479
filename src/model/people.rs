//! People and tags, with what all pages together say of them.

use std::collections::BTreeMap;

use super::{MarkId, NoteId, PageId, Speaker, SpeakerId};
use crate::config::{self, Person};
use crate::text::names::is_nobody;
use crate::text::slug::slug;

/// Somebody with a page of their own: `people/ID/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The person's settings.
    pub person: Person,
    /// The transcripts they speak in, the newest first.
    pub speaks: Vec<Appearance>,
    /// The notes they wrote, in the order of the pages.
    pub notes: Vec<(PageId, NoteId)>,
    /// Their key quotes, in the order of the pages.
    pub quotes: Vec<(PageId, MarkId)>,
}

/// A transcript that somebody speaks in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The transcript.
    pub page: PageId,
    /// The person's number among the speakers of that page.
    pub speaker: SpeakerId,
}

/// A tag with a page of its own: `tags/ID/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// The tag's settings.
    pub tag: config::Tag,
    /// The pages that have it, the newest first.
    pub pages: Vec<PageId>,
    /// The notes that have it, in the order of the pages.
    pub notes: Vec<(PageId, NoteId)>,
}

/// The tags of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topics {
    /// Each tag that a page or a note has, by its id.
    pub by_id: BTreeMap<String, Topic>,
    /// The id of each tag as it is written somewhere.
    pub written: BTreeMap<String, String>,
}

impl Topics {
    /// The tag that `written` stands for, if it has a page.
    pub fn find(&self, written: &str) -> Option<(&str, &Topic)> {
        let (id, topic) = self.by_id.get_key_value(self.written.get(written)?)?;
        Some((id, topic))
    }
}

impl Speaker {
    /// The id that this speaker has on every page: that of `[people]`, else the slug of a declared
    /// name. “Audience” and “Speaker 1” are nobody in particular.
    pub fn profile_id(&self) -> Option<String> {
        match (self.is_person, self.declared && !is_nobody(&self.name)) {
            (true, _) => Some(self.id.clone()),
            (false, true) => Some(slug(&self.name)).filter(|id| !id.is_empty()),
            (false, false) => None,
        }
    }
}
