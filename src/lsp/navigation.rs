//! Definitions and references of notes, speakers, tags and links.

use super::inquiry::{Inquiry, TextKind};
use super::lookup::{
    FoundSubject, NamedSubject, anchor_span, heading_label, note_by_key, note_of_anchor, page_about,
    page_sources, site_links, subject_at, target_page,
};
use crate::load::SITE_FILE;
use crate::model::{Href, Page, PageId};
use crate::parse::note_key;
use crate::source::Span;

/// The places where the subject at the byte `offset` is defined.
pub(super) fn definitions(inquiry: &Inquiry, offset: usize) -> Vec<Span> {
    let Some(FoundSubject { subject, .. }) = subject_at(inquiry, offset) else { return Vec::new() };
    let found = match subject {
        NamedSubject::Note(key) => note_definition(inquiry, &key),
        NamedSubject::Speaker(label) => label.speaker.and_then(|speaker| {
            let person = inquiry.config().people.get(&speaker.id).filter(|_| speaker.is_person);
            let site = person.and_then(|person| person.span);
            site.or_else(|| own_speaker(inquiry, &speaker.id, &speaker.name))
                .or_else(|| first_label(inquiry, &speaker.id))
        }),
        NamedSubject::Person(id) => inquiry.config().people.get(&id).and_then(|person| person.span),
        NamedSubject::Tag(written) => tag_definition(inquiry, &written),
        NamedSubject::Link(href) => link_definition(inquiry, &href),
        NamedSubject::Section(_) | NamedSubject::Setting(..) => None,
    };
    found.into_iter().collect()
}

fn note_definition(inquiry: &Inquiry, key: &str) -> Option<Span> {
    let (_, page) = page_about(inquiry)?;
    if inquiry.kind == TextKind::Page {
        let places = inquiry.note_places(inquiry.id);
        if let Some(place) = places.iter().find(|place| place.is_definition && place.key == key) {
            return Some(place.span);
        }
    }
    let note = note_by_key(&page, key)?;
    Some(heading_label(inquiry, note).unwrap_or(note.span))
}

/// The place where front matter declares a speaker.
fn own_speaker(inquiry: &Inquiry, id: &str, name: &str) -> Option<Span> {
    let (_, page) = inquiry.analysis.page(inquiry.id)?;
    let front = &page.document.front;
    let person = front.people.get(id).and_then(|person| person.span);
    let listed = front.speakers.iter().find(|listed| listed.value == name || listed.value == id);
    person.or(listed.map(|listed| listed.span))
}

fn first_label(inquiry: &Inquiry, id: &str) -> Option<Span> {
    let labels = inquiry.labels(inquiry.id).into_iter();
    let mut theirs = labels.filter(|label| label.speaker.as_ref().is_some_and(|speaker| speaker.id == id));
    theirs.next().map(|label| label.span)
}

/// The header `[topics.ID]` or `[tags.ID]` in `site.toml`.
fn tag_definition(inquiry: &Inquiry, written: &str) -> Option<Span> {
    let (id, _) = inquiry.site().tags.find(written)?;
    let settings = inquiry.analysis.source_id(SITE_FILE)?;
    let text = inquiry.analysis.source(settings).text();
    let headers = [format!("[topics.{id}]"), format!("[tags.{id}]")];
    let (at, header) = headers.iter().find_map(|header| Some((text.find(header.as_str())?, header)))?;
    Some(Span::new(settings, at, at + header.len()))
}

fn link_definition(inquiry: &Inquiry, href: &Href) -> Option<Span> {
    let (own, _) = page_about(inquiry)?;
    if let Href::Address(address) = href {
        let collection = inquiry.site().collections.get(address)?;
        return Some(Span::new(inquiry.site().page(collection.index?).document.source, 0, 0));
    }
    let (page, anchor) = target_page(href, own)?;
    let page = inquiry.site().page(page).open();
    Some(anchor.map_or(Span::new(page.document.source, 0, 0), |anchor| anchor_span(&page, anchor)))
}

/// The treatment of a definition among references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declaration {
    Include,
    LeaveOut,
}

/// Every place that names the subject at the byte `offset`.
pub(super) fn references(inquiry: &Inquiry, offset: usize, declaration: Declaration) -> Vec<Span> {
    let Some(FoundSubject { subject, .. }) = subject_at(inquiry, offset) else { return Vec::new() };
    let mut found = match subject {
        NamedSubject::Note(key) => note_references(inquiry, &key, declaration),
        NamedSubject::Speaker(label) => {
            label.speaker.map_or_else(Vec::new, |speaker| match speaker.profile_id() {
                Some(profile) => person_references(inquiry, &profile, declaration),
                None => labels_on_page(inquiry, &speaker.id),
            })
        }
        NamedSubject::Person(id) => person_references(inquiry, &id, declaration),
        NamedSubject::Tag(written) => tag_references(inquiry, &written),
        NamedSubject::Link(href) => page_about(inquiry).map_or_else(Vec::new, |(own, _)| {
            target_page(&href, own).map_or_else(Vec::new, |(page, anchor)| links_to(inquiry, page, anchor))
        }),
        NamedSubject::Section(anchor) => {
            let own = page_about(inquiry);
            own.map_or_else(Vec::new, |(page, _)| links_to(inquiry, page, Some(&anchor)))
        }
        NamedSubject::Setting(..) => Vec::new(),
    };
    found.sort_unstable();
    found.dedup();
    found
}

fn note_references(inquiry: &Inquiry, key: &str, declaration: Declaration) -> Vec<Span> {
    let Some((id, page)) = page_about(inquiry) else { return Vec::new() };
    let wants_definitions = declaration == Declaration::Include;
    let places = inquiry.note_places(page.document.source).into_iter();
    let wanted = places.filter(|place| place.key == key && (wants_definitions || !place.is_definition));
    let mut found: Vec<Span> = wanted.map(|place| place.span).collect();
    if wants_definitions {
        found.extend(note_by_key(&page, key).and_then(|note| heading_label(inquiry, note)));
    }
    found.extend(replies(&page, key));
    found.extend(note_links(inquiry, id, &page, key));
    found
}

/// The notes that reply to the note `key`.
fn replies(page: &Page, key: &str) -> impl Iterator<Item = Span> {
    let replies = page.document.notes.iter().filter_map(|note| note.attribution.reply_to.as_ref());
    replies.filter(move |reply| note_key(&reply.value) == key).map(|reply| reply.span)
}

/// The links to a note of the page `id`.
pub(super) fn note_links(inquiry: &Inquiry, id: PageId, page: &Page, key: &str) -> Vec<Span> {
    let Some(note) = note_by_key(page, key) else { return Vec::new() };
    let is_meant = |own: PageId, href: &Href| match target_page(href, own) {
        Some((target, Some(anchor))) if target == id => {
            note_of_anchor(page, anchor).is_some_and(|found| found.name == note.name)
        }
        _ => false,
    };
    site_links(inquiry, is_meant)
}

fn labels_on_page(inquiry: &Inquiry, id: &str) -> Vec<Span> {
    let labels = inquiry.labels(inquiry.id).into_iter();
    let theirs = labels.filter(|label| label.speaker.as_ref().is_some_and(|speaker| speaker.id == id));
    theirs.map(|label| label.span).collect()
}

/// Labels of a person on all pages, and the notes they wrote.
fn person_references(inquiry: &Inquiry, profile: &str, declaration: Declaration) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    if declaration == Declaration::Include {
        found.extend(inquiry.config().people.get(profile).and_then(|person| person.span));
    }
    let site = inquiry.site();
    let is_theirs = |speaker: &crate::model::Speaker| speaker.profile_id().as_deref() == Some(profile);
    for source in page_sources(inquiry) {
        let labels = inquiry.labels(source).into_iter();
        let theirs = labels.filter(|label| label.speaker.as_ref().is_some_and(is_theirs));
        found.extend(theirs.map(|label| label.span));
    }
    let notes = site.pages.iter().flat_map(|page| &page.document.notes);
    let authors = notes.filter_map(|note| note.attribution.by.as_ref());
    found.extend(authors.filter(|by| by.value == profile).map(|by| by.span));
    found
}

fn tag_references(inquiry: &Inquiry, written: &str) -> Vec<Span> {
    let tags = &inquiry.site().tags;
    let Some((id, _)) = tags.find(written) else { return Vec::new() };
    let written = inquiry.site().pages.iter().flat_map(|page| &page.document.front.tags);
    let same = written.filter(|tag| tags.find(&tag.value).is_some_and(|(found, _)| found == id));
    same.map(|tag| tag.span).collect()
}

/// The links of all pages to one page, or to one anchor of it.
fn links_to(inquiry: &Inquiry, page: PageId, anchor: Option<&str>) -> Vec<Span> {
    let is_meant = |own: PageId, href: &Href| {
        target_page(href, own)
            .is_some_and(|(target, found)| target == page && (anchor.is_none() || found == anchor))
    };
    site_links(inquiry, is_meant)
}
