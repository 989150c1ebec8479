//! Notes in lists: all of them by kind, by author, by date and by what they cite; those of a person or
//! tag; and those of a page, in its contents.

mod excerpts;
mod groups;

pub use self::excerpts::Excerpts;

use self::groups::{Group, groups};
use super::about::day;
use super::address::fragment;
use super::pages::{Frame, Framed};
use super::paging;
use super::topics;
use super::view::{
    LinkView, NoteAuthorView, NoteGroupView, NoteListView, NoteSectionView, NoteView, PageNoteView, PageView,
    TagView,
};
use crate::config::Colour;
use crate::model::{NoteId, NoteList, PEOPLE, Page, PageId};
use crate::text::excerpt::excerpt;
use crate::text::language::is_right_to_left;

/// The number of characters of its words that name a note in the contents of its page.
const CONTENTS_WORDS: usize = 60;

impl Frame<'_> {
    /// A part of a list of all notes.
    pub(super) fn note_list(self, list: NoteList, part: u32) -> Framed {
        let groups = groups(self.site, self.strings, list);
        let title = match list {
            NoteList::Sources => "notes_sources",
            NoteList::Kinds | NoteList::Authors | NoteList::Dates => "notes",
        };
        let view = PageView {
            note_list: Some(NoteListView {
                lists: self.note_lists(list),
                groups: self.group_links(list, &groups),
                sections: self.note_sections(&groups, part),
            }),
            paging: self.paging(list.address(), part, self.site.notes.length(list)),
            ..self.bare_view("notes", self.strings.get(title))
        };
        self.framed("notes.html", view, None)
    }

    fn note_lists(&self, current: NoteList) -> Vec<LinkView> {
        let link = |list: NoteList| {
            let name = match list {
                NoteList::Kinds => "notes_by_kind",
                NoteList::Authors => "notes_by_author",
                NoteList::Dates => "notes_by_date",
                NoteList::Sources => "notes_sources",
            };
            let href = self.root.page(list.address());
            LinkView { title: self.strings.get(name).to_string(), href, current: list == current }
        };
        self.site.notes.lists().into_iter().map(link).collect()
    }

    /// A link to each group. There may be as many of what is cited as there are notes: they have none.
    fn group_links(&self, list: NoteList, groups: &[Group]) -> Vec<NoteGroupView> {
        let mut before = 0;
        let mut link = |group: &Group| {
            let address = paging::address(list.address(), paging::part_of(before));
            before += group.notes.len();
            NoteGroupView {
                title: group.title.clone(),
                href: self.root.page(&address) + &fragment(&group.id),
                count: group.notes.len(),
            }
        };
        match list {
            NoteList::Sources => Vec::new(),
            NoteList::Kinds | NoteList::Authors | NoteList::Dates => groups.iter().map(&mut link).collect(),
        }
    }

    fn note_sections(&self, groups: &[Group], part: u32) -> Vec<NoteSectionView> {
        let of_group =
            |(at, group): (usize, &Group)| group.notes.iter().map(move |&note| (at, note)).collect();
        let all: Vec<(usize, (PageId, NoteId))> =
            groups.iter().enumerate().flat_map(|of| -> Vec<_> { of_group(of) }).collect();
        let runs = paging::slice(&all, part).chunk_by(|a, b| a.0 == b.0);
        runs.map(|run| {
            let group = &groups[run[0].0];
            let notes: Vec<(PageId, NoteId)> = run.iter().map(|&(_, note)| note).collect();
            self.note_section(group, &notes)
        })
        .collect()
    }

    fn note_section(&self, group: &Group, notes: &[(PageId, NoteId)]) -> NoteSectionView {
        let person = group.person.as_deref().and_then(|id| self.person_address(id));
        NoteSectionView {
            id: group.id.clone(),
            title: group.title.clone(),
            external: group.source.is_some(),
            href: group.source.clone().or(person),
            notes: self.notes(notes),
        }
    }

    /// The lines of a list for `notes`.
    pub(super) fn notes(&self, notes: &[(PageId, NoteId)]) -> Vec<NoteView> {
        notes.iter().map(|&at| self.note(at)).collect()
    }

    fn note(&self, at: (PageId, NoteId)) -> NoteView {
        let page = self.site.page(at.0);
        let note = page.document.note(at.1);
        let shown = self.renderer.excerpts.get(self.site, at).clone();
        let language = (page.language != self.language).then(|| page.language.clone());
        let about = &note.attribution;
        let kind = self.site.config.kinds.get(&note.kind);
        NoteView {
            kind: note.kind.clone(),
            label: self.strings.kind(&note.kind, &self.site.config).to_string(),
            sign: kind.and_then(|kind| kind.sign.clone()),
            colour: kind.and_then(|kind| kind.colour).map(Colour::name),
            before_parts: shown.before.parts(),
            words_parts: shown.words.parts(),
            after_parts: shown.after.parts(),
            text_parts: shown.text.parts(),
            before: shown.before.text,
            words: shown.words.text,
            after: shown.after.text,
            text: shown.text.text,
            href: self.root.page(&page.address) + &fragment(&note.anchor()),
            page: LinkView { title: page.title.clone(), href: self.root.page(&page.address), current: false },
            speaker: shown.speaker,
            time: shown.time,
            direction: language.as_deref().map(|tag| if is_right_to_left(tag) { "rtl" } else { "ltr" }),
            language,
            by: about.by.as_ref().map(|by| self.note_author(&by.value)),
            date: about.date.map(|date| day(date, self.strings)),
            tags: about.tags.iter().map(|tag| self.tag_of(tag)).collect(),
        }
    }

    fn note_author(&self, by: &str) -> NoteAuthorView {
        let name = self.site.config.people.get(by).map_or(by, |person| &person.name).to_string();
        NoteAuthorView { name, href: self.person_address(by) }
    }

    fn person_address(&self, id: &str) -> Option<String> {
        self.site.people.contains_key(id).then(|| self.root.page(&format!("{PEOPLE}{id}/")))
    }

    fn tag_of(&self, written: &str) -> TagView {
        let bare = || TagView { label: written.to_string(), href: None, description: None, count: 0 };
        self.site.tags.find(written).map_or_else(bare, |(id, topic)| topics::view(id, topic, &self.root))
    }

    /// The notes of a page, for its contents.
    pub(super) fn notes_of(&self, id: PageId, page: &Page) -> Vec<PageNoteView> {
        let view = |(number, note): (NoteId, &crate::model::Note)| {
            let shown = self.renderer.excerpts.get(self.site, (id, number));
            let speaks_for_itself = shown.is_point || shown.words.text.is_empty();
            let words = if speaks_for_itself { &shown.text } else { &shown.words };
            PageNoteView {
                number: note.number,
                kind: note.kind.clone(),
                label: self.strings.kind(&note.kind, &self.site.config).to_string(),
                words: excerpt(&words.text, CONTENTS_WORDS),
                href: fragment(&note.anchor()),
            }
        };
        (0..).map(NoteId).zip(&page.document.notes).map(view).collect()
    }
}
