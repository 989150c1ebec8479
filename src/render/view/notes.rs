//! What a template sees of notes that stand in lists.

use serde::Serialize;

use super::{LinkView, TagView, TimeView};

/// A note in a list.
#[derive(Clone, Debug, Serialize)]
pub struct NoteView {
    /// The id of its kind.
    pub kind: String,
    /// What readers call its kind.
    pub label: String,
    /// The sign that the site gave the kind.
    pub sign: Option<String>,
    /// The colour that the site gave the kind.
    pub colour: Option<&'static str>,
    /// What stands before the words that it is about.
    pub before: String,
    /// The words; empty when it is about none.
    pub words: String,
    /// What stands behind them.
    pub after: String,
    /// Its own first words.
    pub text: String,
    /// The link to it.
    pub href: String,
    /// Its page.
    pub page: LinkView,
    /// Who says the words; may be empty.
    pub speaker: String,
    /// When.
    pub time: Option<String>,
    /// The language of its page, when it is not that of the page that lists it.
    pub language: Option<String>,
    /// `ltr` or `rtl`, when the language is another.
    pub direction: Option<&'static str>,
    /// Who wrote it.
    pub by: Option<HandView>,
    /// When it was written.
    pub date: Option<TimeView>,
    /// Its tags.
    pub tags: Vec<TagView>,
}

/// Somebody who wrote a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandView {
    /// The name.
    pub name: String,
    /// The link to the person's page, if there is one.
    pub href: Option<String>,
}

/// A part of a list of all the site's notes.
#[derive(Clone, Debug, Serialize)]
pub struct NoteListView {
    /// The lists there are.
    pub lists: Vec<LinkView>,
    /// The groups of this one, in all of its parts.
    pub groups: Vec<NoteGroupView>,
    /// The notes of this part, by group.
    pub sections: Vec<NoteSectionView>,
}

/// A group of notes, perhaps in another part of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoteGroupView {
    /// What they have in common.
    pub title: String,
    /// The link to them.
    pub href: String,
    /// How many there are.
    pub count: usize,
}

/// Notes under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct NoteSectionView {
    /// The heading's anchor.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Where the heading leads: to who wrote the notes, or to what they cite.
    pub href: Option<String>,
    /// Whether that is another site.
    pub external: bool,
    /// The notes.
    pub notes: Vec<NoteView>,
}

/// A note in the contents of its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageNoteView {
    /// Its number.
    pub number: u32,
    /// The id of its kind.
    pub kind: String,
    /// What readers call its kind.
    pub label: String,
    /// The words it is about; its own, when it is on a point.
    pub words: String,
    /// The link to it.
    pub href: String,
}
