//! People, with what all pages together say of them.

use super::{MarkId, NoteId, PageId, Speaker, SpeakerId};
use crate::config::Person;
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
