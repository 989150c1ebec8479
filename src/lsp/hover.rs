//! The text that an editor shows beside the pointer: notes, people, targets of links, settings, and the manual's words about a
//! problem.

use std::fmt::Write;

use super::inquiry::Inquiry;
use super::lookup::{NamedSubject, note_by_key, note_of_anchor, page_about, subject_at};
use super::outline::shortened;
use crate::config::Person;
use crate::diag::Code;
use crate::model::{Block, Href, Note, Page, PageId, Speaker, SpeakerId, plain_text};
use crate::parse::LabelPlace;
use crate::source::Span;

/// The text about the byte `offset`, as Markdown, and the bytes that it is about.
pub(super) fn hover(inquiry: &Inquiry, offset: usize) -> Option<(String, Option<Span>)> {
    let found = subject_at(inquiry, offset);
    let about = found.as_ref().and_then(|found| describe(inquiry, &found.subject));
    let span = found.filter(|_| about.is_some()).map(|found| found.span);
    let parts: Vec<String> = about.into_iter().chain(problems_at(inquiry, offset)).collect();
    (!parts.is_empty()).then(|| (parts.join("\n\n---\n\n"), span))
}

/// The manual's entries about the problems at a byte.
fn problems_at(inquiry: &Inquiry, offset: usize) -> Vec<String> {
    let mut codes: Vec<Code> = Vec::new();
    for found in inquiry.analysis.resolved.diagnostics.iter() {
        let Some(label) = found.labels.first() else { continue };
        let is_here = label.span.source == inquiry.id
            && (label.span.start as usize..=label.span.end as usize).contains(&offset);
        if is_here && !codes.contains(&found.code) {
            codes.push(found.code);
        }
    }
    let entry = |code: &Code| Some(format!("**`{}`**\n\n{}", code.name(), code.manual_entry()?));
    codes.iter().filter_map(entry).collect()
}

fn describe(inquiry: &Inquiry, subject: &NamedSubject) -> Option<String> {
    match subject {
        NamedSubject::Note(key) => {
            let (_, page) = page_about(inquiry)?;
            Some(note_text(inquiry, note_by_key(&page, key)?))
        }
        NamedSubject::Speaker(label) => {
            label.speaker.as_ref().map(|speaker| speaker_text(inquiry, label, speaker))
        }
        NamedSubject::Person(id) => {
            inquiry.config().people.get(id).map(|person| person_text(inquiry, id, person))
        }
        NamedSubject::Tag(written) => {
            let (_, topic) = inquiry.site().tags.find(written)?;
            let about = topic.tag.description.as_deref().unwrap_or_default();
            let (pages, notes) = (topic.pages.len(), topic.notes.len());
            Some(format!("**{}**\n\n{about}\n\nPages: {pages}. Notes: {notes}.", topic.tag.label))
        }
        NamedSubject::Link(href) => link_text(inquiry, href),
        NamedSubject::Section(_) => None,
        NamedSubject::Setting(schema, table, key) => {
            let entry = schema.manual_entry(table, key)?;
            let (values, default) = (&entry.values, &entry.default);
            Some(format!("**`{key}`**: {values}. Default: {default}.\n\n{}", entry.meaning))
        }
    }
}

/// A note as Markdown: its kind, author and date, and its text as it is written.
pub(super) fn note_text(inquiry: &Inquiry, note: &Note) -> String {
    let config = inquiry.config();
    let kind = config.kinds.get(&note.kind).map(|kind| kind.label.as_str()).filter(|label| !label.is_empty());
    let mut head = format!("**{}**", kind.unwrap_or(&note.kind));
    if let Some(by) = &note.attribution.by {
        let name = config.people.get(&by.value).map_or(by.value.as_str(), |person| person.name.as_str());
        let _ = write!(head, " · {name}");
    }
    if let Some(date) = note.attribution.date {
        let _ = write!(head, " · {date}");
    }
    if note.attribution.draft {
        head.push_str(" · draft");
    }
    let blocks: Vec<String> = note.blocks.iter().map(|block| block_text(inquiry, block)).collect();
    format!("{head}\n\n{}", blocks.join("\n\n"))
}

/// The Markdown of a block of a note, without the indentation that it has in its file.
fn block_text(inquiry: &Inquiry, block: &Block) -> String {
    const DEEPEST: usize = 4; // of a paragraph of a footnote
    let source = inquiry.analysis.source(block.span.source);
    let Some(written) = source.text().get(block.span.range()) else { return block.plain_text() };
    let written = match written.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
        Some((_, rest)) => rest.trim_start(),
        None => written,
    };
    let dedent = |line: &str| {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        line[spaces.min(DEEPEST)..].to_string()
    };
    written.lines().map(dedent).collect::<Vec<_>>().join("\n")
}

fn speaker_text(inquiry: &Inquiry, label: &LabelPlace, speaker: &Speaker) -> String {
    if let Some(person) = inquiry.config().people.get(&speaker.id).filter(|_| speaker.is_person) {
        return person_text(inquiry, &speaker.id, person);
    }
    let page = inquiry.analysis.page(inquiry.id).map(|(_, page)| page);
    let own = page.as_ref().and_then(|page| page.document.front.people.get(&speaker.id));
    if let Some(person) = own {
        return person_text(inquiry, &speaker.id, person);
    }
    let turns = page.as_ref().map_or(0, |page| {
        let document = &page.document;
        let speaks = |id: &SpeakerId| document.speaker(*id).id == speaker.id;
        document.turns().filter(|turn| turn.speakers.iter().any(speaks)).count()
    });
    let declared = if speaker.declared { "" } else { "\n\nNot declared in front matter or `site.toml`." };
    let name = if speaker.name.is_empty() { &label.written } else { &speaker.name };
    format!("**{name}**\n\nTurns on this page: {turns}.{declared}")
}

fn person_text(inquiry: &Inquiry, id: &str, person: &Person) -> String {
    let mut text = format!("**{}**", person.name);
    if let Some(role) = &person.role {
        let _ = write!(text, " ({role})");
    }
    for line in [&person.bio, &person.url].into_iter().flatten() {
        let _ = write!(text, "\n\n{line}");
    }
    if let Some(profile) = inquiry.site().people.get(id) {
        let (speaks, notes) = (profile.speaks.len(), profile.notes.len());
        let _ = write!(text, "\n\nTranscripts: {speaks}. Notes: {notes}.");
    }
    text
}

fn link_text(inquiry: &Inquiry, href: &Href) -> Option<String> {
    match href {
        Href::Page { page, anchor } => Some(page_text(inquiry, *page, anchor.as_deref())),
        Href::Anchor(anchor) => {
            let (page, _) = page_about(inquiry)?;
            Some(page_text(inquiry, page, Some(anchor)))
        }
        Href::File(path) => {
            let file = inquiry.site().files.get(path)?;
            Some(format!("`{}`, {} bytes", file.path, file.length))
        }
        Href::Address(address) => Some(format!("`/{address}`, a page that Postil makes")),
        Href::Raw(_) | Href::External(_) | Href::Refused(_) => None,
    }
}

/// The title and summary of a page, and the beginning of what stands at an anchor of it.
fn page_text(inquiry: &Inquiry, id: PageId, anchor: Option<&str>) -> String {
    let page = inquiry.site().page(id).open();
    let mut text = format!("**{}**", page.title);
    if let Some(date) = page.document.front.date {
        let _ = write!(text, " · {date}");
    }
    let at = anchor.and_then(|anchor| anchor_text(inquiry, &page, anchor));
    let about = at.or_else(|| page.document.front.summary.clone());
    if let Some(about) = about {
        let _ = write!(text, "\n\n{about}");
    }
    text
}

fn anchor_text(inquiry: &Inquiry, page: &Page, anchor: &str) -> Option<String> {
    if let Some(note) = note_of_anchor(page, anchor) {
        return Some(note_text(inquiry, note));
    }
    let headings = page.document.sections.iter().filter_map(|section| section.heading.as_ref());
    if let Some(heading) = headings.into_iter().find(|heading| heading.anchor == anchor) {
        return Some(plain_text(&heading.inlines));
    }
    let turn = page.document.turns().find(|turn| turn.anchor == anchor)?;
    let names: Vec<&str> = turn.speakers.iter().map(|id| page.document.speaker(*id).name.as_str()).collect();
    let words: Vec<String> = turn.blocks.iter().map(Block::plain_text).collect();
    Some(format!("{}: {}", names.join(", "), shortened(&words.join(" "))))
}
