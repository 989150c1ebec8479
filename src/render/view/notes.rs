//! The data for templates about notes in lists.

use serde::Serialize;

use super::{LinkView, TagView, TextPartView, TimeView};

/// A note in a list.
#[derive(Clone, Debug, Serialize)]
pub struct NoteView {
    /// The id of its kind.
    pub kind: String,
    /// The kind for readers.
    pub label: String,
    /// The symbol that the site gave the kind.
    pub sign: Option<String>,
    /// The colour that the site gave the kind.
    pub colour: Option<&'static str>,
    /// The context before the words that it is about.
    pub before: String,
    /// The words; empty when it is about none.
    pub words: String,
    /// The context after them.
    pub after: String,
    /// Its own first words.
    pub text: String,
    /// `before` with its emphasis; `text-parts.html` shows it.
    pub before_parts: Vec<TextPartView>,
    /// `words` with their emphasis.
    pub words_parts: Vec<TextPartView>,
    /// `after` with its emphasis.
    pub after_parts: Vec<TextPartView>,
    /// `text` with its emphasis.
    pub text_parts: Vec<TextPartView>,
    /// The link to it.
    pub href: String,
    /// Its page.
    pub page: LinkView,
    /// The speaker of the words; may be empty.
    pub speaker: String,
    /// The time of the words.
    pub time: Option<String>,
    /// The language of its page, when it is not that of the page that lists it.
    pub language: Option<String>,
    /// `ltr` or `rtl`, when the language is another.
    pub direction: Option<&'static str>,
    /// The author.
    pub by: Option<NoteAuthorView>,
    /// The date of the note.
    pub date: Option<TimeView>,
    /// Its tags.
    pub tags: Vec<TagView>,
}

/// The author of a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoteAuthorView {
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
    /// The property that the notes have in common.
    pub title: String,
    /// The link to them.
    pub href: String,
    /// The number of notes.
    pub count: usize,
}

/// Notes under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct NoteSectionView {
    /// The heading's anchor.
    pub id: String,
    /// The heading.
    pub title: String,
    /// The target of the heading: the author of the notes, or the source they cite.
    pub href: Option<String>,
    /// True if that is another site.
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
    /// The kind for readers.
    pub label: String,
    /// The words it is about; its own, when it is on a point.
    pub words: String,
    /// The link to it.
    pub href: String,
}
