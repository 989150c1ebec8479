//! The subject of a place of a text: a note, a speaker, a link.

use super::inquiry::{FrontMatterPlace, Inquiry, TextKind};
use super::toml_cursor::TomlCursor;
use crate::model::{Href, Note, Page, PageId};
use crate::parse::{LabelPlace, note_key};
use crate::schema::SchemaSubject;
use crate::source::{SourceId, Span};
use crate::toml_reader::{StringPlace, string_places};

/// Something that a text names.
#[derive(Clone, Debug)]
pub(super) enum NamedSubject {
    /// A note, by its key.
    Note(String),
    /// A speaker, in the label of a turn.
    Speaker(LabelPlace),
    /// A person of the site, by ID.
    Person(String),
    /// A tag, as it is written.
    Tag(String),
    /// The target of a link.
    Link(Href),
    /// A section or turn, by its anchor: it is named by links.
    Section(String),
    /// A key of TOML, with the names of its table.
    Setting(SchemaSubject, Vec<String>, String),
}

/// A subject and the bytes that name it.
#[derive(Clone, Debug)]
pub(super) struct FoundSubject {
    pub(super) span: Span,
    pub(super) subject: NamedSubject,
}

/// The subject at the byte `offset` of the text that is asked about.
pub(super) fn subject_at(inquiry: &Inquiry, offset: usize) -> Option<FoundSubject> {
    let front = inquiry.front_matter(inquiry.id);
    match (inquiry.kind, front) {
        (TextKind::Settings, _) => in_toml(inquiry, SchemaSubject::Site, 0..inquiry.text().len(), offset),
        (TextKind::Page, Some(front)) if offset < front.end => in_front_matter(inquiry, &front, offset),
        (TextKind::Notes, Some(front)) if offset < front.end => {
            in_toml(inquiry, SchemaSubject::Notes, front.inside, offset)
        }
        (TextKind::Page, _) => in_page(inquiry, offset),
        (TextKind::Notes, _) => in_notes(inquiry, offset),
        (TextKind::Other, _) => None,
    }
}

fn in_front_matter(inquiry: &Inquiry, front: &FrontMatterPlace, offset: usize) -> Option<FoundSubject> {
    if !front.is_toml {
        return None;
    }
    in_toml(inquiry, SchemaSubject::Page, front.inside.clone(), offset)
}

fn in_toml(
    inquiry: &Inquiry,
    schema: SchemaSubject,
    inside: std::ops::Range<usize>,
    offset: usize,
) -> Option<FoundSubject> {
    let text = &inquiry.text()[inside.clone()];
    let offset = offset.checked_sub(inside.start).filter(|offset| *offset <= text.len())?;
    let span = |range: std::ops::Range<usize>| {
        Span::new(inquiry.id, inside.start + range.start, inside.start + range.end)
    };
    let places = string_places(text);
    if let Some(place) = places.into_iter().find(|place| place.range.contains(&offset)) {
        let subject = in_string(inquiry, &place);
        return subject.map(|subject| FoundSubject { span: span(place.range), subject });
    }
    let cursor = TomlCursor::new(text, offset);
    let line = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[line..].find('\n').map_or(text.len(), |length| line + length);
    if let (Some(key), false) = (&cursor.key, cursor.is_value) {
        let end = line + text[line..end].find('=').unwrap_or(0);
        let subject = NamedSubject::Setting(schema, cursor.table, key.clone());
        return Some(FoundSubject { span: span(line..line + text[line..end].trim_end().len()), subject });
    }
    match &cursor.table[..] {
        [people, id]
            if people == "people" && inquiry.config().people.contains_key(id) && cursor.key.is_none() =>
        {
            Some(FoundSubject { span: span(line..end), subject: NamedSubject::Person(id.clone()) })
        }
        _ => None,
    }
}

/// The subject that a string of TOML names.
fn in_string(inquiry: &Inquiry, place: &StringPlace) -> Option<NamedSubject> {
    let path: Vec<&str> = place.path.iter().map(String::as_str).collect();
    match path[..] {
        ["speakers"] | ["defaults", "speakers"] | ["by"] => {
            person_named(inquiry, &place.value).map(NamedSubject::Person)
        }
        ["tags"] => Some(NamedSubject::Tag(place.value.clone())),
        ["people", id, "name" | "aliases"] => Some(NamedSubject::Person(id.to_string())),
        _ => None,
    }
}

/// The ID of the person whom front matter names by ID, name or alias.
fn person_named(inquiry: &Inquiry, written: &str) -> Option<String> {
    let people = &inquiry.config().people;
    if people.contains_key(written) {
        return Some(written.to_string());
    }
    let found = people
        .iter()
        .find(|(_, person)| person.name == written || person.aliases.iter().any(|a| a == written));
    found.map(|(id, _)| id.clone())
}

fn in_page(inquiry: &Inquiry, offset: usize) -> Option<FoundSubject> {
    let at = offset as u32;
    let note = inquiry.note_places(inquiry.id).into_iter().find(|place| {
        // The brackets around a name belong to it for a reader.
        (place.span.start.saturating_sub(2)..=place.span.end).contains(&at)
    });
    if let Some(place) = note {
        return Some(FoundSubject { span: place.span, subject: NamedSubject::Note(place.key) });
    }
    let label = inquiry.labels(inquiry.id).into_iter().find(|label| holds(label.span, at));
    if let Some(label) = label {
        return Some(FoundSubject { span: label.span, subject: NamedSubject::Speaker(label) });
    }
    let (_, mut page) = inquiry.analysis.page(inquiry.id)?;
    let mut found = None;
    page.document.for_each_href_mut(&mut |href, span, _| {
        if span.source == inquiry.id && holds(span, at) {
            // The innermost link comes last.
            found = Some(FoundSubject { span, subject: NamedSubject::Link(href.clone()) });
        }
    });
    found.or_else(|| attribution_at(inquiry, offset)).or_else(|| section_at(inquiry, &page, at))
}

fn in_notes(inquiry: &Inquiry, offset: usize) -> Option<FoundSubject> {
    let at = offset as u32;
    let (_, mut page) = inquiry.analysis.page_with_notes(inquiry.id)?;
    let named = page.document.notes.iter().find_map(|note| {
        let span = heading_label(inquiry, note)?;
        holds(span, at).then(|| FoundSubject { span, subject: NamedSubject::Note(note_key(&note.label)) })
    });
    let mut found = named;
    page.document.for_each_href_mut(&mut |href, span, _| {
        if span.source == inquiry.id && holds(span, at) {
            found = Some(FoundSubject { span, subject: NamedSubject::Link(href.clone()) });
        }
    });
    found.or_else(|| attribution_at(inquiry, offset))
}

/// The bytes of the label in the heading of a note in a sidecar file.
pub(super) fn heading_label(inquiry: &Inquiry, note: &Note) -> Option<Span> {
    let source = inquiry.analysis.source(note.span.source);
    let heading = source.text().get(note.span.range())?;
    if note.label.is_empty() || !heading.starts_with('#') {
        return None;
    }
    let at = note.span.start as usize + heading.find(&note.label)?;
    Some(Span::new(note.span.source, at, at + note.label.len()))
}

/// An author or note that the braces or the signature of a note name: `by=ann`, `re=bet`, `— @ann`.
fn attribution_at(inquiry: &Inquiry, offset: usize) -> Option<FoundSubject> {
    let text = inquiry.text();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':');
    let start = text[..offset]
        .rfind(|c| !is_word(c))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[offset..].find(|c| !is_word(c)).map_or(text.len(), |length| offset + length);
    let before = text[..start].trim_end_matches('"');
    let word = &text[start..end];
    let subject = match () {
        () if word.is_empty() => return None,
        () if before.ends_with("by=") || before.ends_with('@') => {
            inquiry.config().people.contains_key(word).then(|| NamedSubject::Person(word.to_string()))?
        }
        () if before.ends_with("re=") => NamedSubject::Note(note_key(word)),
        () => return None,
    };
    Some(FoundSubject { span: Span::new(inquiry.id, start, end), subject })
}

/// The section or turn whose first line has the byte `at`.
fn section_at(inquiry: &Inquiry, page: &Page, at: u32) -> Option<FoundSubject> {
    let first_line = |span: Span| {
        let text = &inquiry.text()[span.range()];
        Span { end: span.start + text.find('\n').unwrap_or(text.len()) as u32, ..span }
    };
    let headings = page.document.sections.iter().filter_map(|section| section.heading.as_ref());
    let headings = headings.map(|heading| (heading.span, &heading.anchor));
    let turns = page.document.turns().map(|turn| (first_line(turn.span), &turn.anchor));
    let (span, anchor) = headings.chain(turns).find(|(span, _)| holds(*span, at))?;
    Some(FoundSubject { span, subject: NamedSubject::Section(anchor.clone()) })
}

fn holds(span: Span, at: u32) -> bool {
    (span.start..=span.end).contains(&at)
}

/// The page that the asked text is of, or has notes on.
pub(super) fn page_about(inquiry: &Inquiry) -> Option<(PageId, Page)> {
    match inquiry.kind {
        TextKind::Notes => inquiry.analysis.page_with_notes(inquiry.id),
        _ => inquiry.analysis.page(inquiry.id),
    }
}

/// The note of a page with this key.
pub(super) fn note_by_key<'p>(page: &'p Page, key: &str) -> Option<&'p Note> {
    page.document.notes.iter().find(|note| !note.label.is_empty() && note_key(&note.label) == key)
}

/// The place of an anchor on a page; a page's own beginning for an anchor without a place in its file.
pub(super) fn anchor_span(page: &Page, anchor: &str) -> Span {
    let document = &page.document;
    let is_meant = |own: &str, previous: &[String]| own == anchor || previous.iter().any(|id| id == anchor);
    for section in &document.sections {
        let heading = section.heading.iter().find(|heading| is_meant(&heading.anchor, &heading.previous_ids));
        let turn = section.turns.iter().find(|turn| is_meant(&turn.anchor, &turn.previous_ids));
        let lead = section.lead_ids.iter().position(|id| is_meant(&id.anchor, &id.previous_ids));
        let lead = lead.and_then(|at| section.lead.get(at));
        let found = heading.map(|heading| heading.span).or(turn.map(|turn| turn.span));
        if let Some(span) = found.or(lead.map(|block| block.span)) {
            return span;
        }
    }
    note_of_anchor(page, anchor).map_or(Span::new(document.source, 0, 0), |note| note.span)
}

/// The note that an anchor such as `note-bet` or `ref-bet.2` belongs to.
pub(super) fn note_of_anchor<'p>(page: &'p Page, anchor: &str) -> Option<&'p Note> {
    let name = anchor.strip_prefix("note-").or_else(|| anchor.strip_prefix("ref-"))?;
    let base = name.split('.').next().unwrap_or(name);
    page.document.notes.iter().find(|note| note.name == name || note.name == base)
}

/// The places of the links of all pages for which `is_wanted` is true.
pub(super) fn site_links(inquiry: &Inquiry, is_wanted: impl Fn(PageId, &Href) -> bool) -> Vec<Span> {
    let mut links = Vec::new();
    for (at, page) in inquiry.site().pages.iter().enumerate() {
        page.open().document.for_each_href_mut(&mut |href, span, _| {
            if is_wanted(PageId(at as u32), href) {
                links.push(span);
            }
        });
    }
    links
}

/// The page and anchor that a link on `page` leads to; none for other sites and files.
pub(super) fn target_page(href: &Href, page: PageId) -> Option<(PageId, Option<&str>)> {
    match href {
        Href::Page { page, anchor } => Some((*page, anchor.as_deref())),
        Href::Anchor(anchor) => Some((page, Some(anchor))),
        _ => None,
    }
}

/// The source files of all pages.
pub(super) fn page_sources(inquiry: &Inquiry) -> impl Iterator<Item = SourceId> {
    inquiry.site().pages.iter().map(|page| page.document.source)
}
