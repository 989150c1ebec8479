//! Groups of notes in each list.

use std::cmp::Reverse;

use crate::config::BUILT_IN_KINDS;
use crate::model::{Attribution, CitedSource, Note, NoteId, NoteList, PageId, Site};
use crate::render::strings::Strings;
use crate::text::slug::{Names, slug};

/// Notes that stand together under a heading.
#[derive(Default)]
pub struct Group {
    /// The heading's anchor.
    pub id: String,
    /// The heading.
    pub title: String,
    /// The id of the person who wrote them.
    pub person: Option<String>,
    /// The address that they cite.
    pub source: Option<String>,
    /// The notes.
    pub notes: Vec<(PageId, NoteId)>,
}

/// The groups of `list`, each with an anchor of its own.
pub fn groups(site: &Site, strings: &Strings, list: NoteList) -> Vec<Group> {
    let mut groups = match list {
        NoteList::Kinds => by_kind(site, strings),
        NoteList::Authors => by_author(site, strings),
        NoteList::Dates => by_year(site, strings),
        NoteList::Sources => site.notes.sources.iter().map(|source| by_source(source, strings)).collect(),
    };
    let mut ids = Names::default();
    for group in &mut groups {
        group.id = ids.claim(&format!("list-{}", slug(&group.title)));
    }
    groups
}

fn note(site: &Site, (page, note): (PageId, NoteId)) -> &Note {
    site.page(page).document.note(note)
}

fn attribution(site: &Site, at: (PageId, NoteId)) -> &Attribution {
    &note(site, at).attribution
}

/// All notes in the order of `key`, those with the same one together.
fn sorted_by<'a, K: Ord>(
    site: &'a Site,
    key: impl Fn((PageId, NoteId)) -> K + 'a,
) -> Vec<(K, Vec<(PageId, NoteId)>)> {
    let mut all = site.notes.all.clone();
    all.sort_by_key(|&at| (key(at), at));
    let runs = all.chunk_by(|&a, &b| key(a) == key(b));
    runs.map(|run| (key(run[0]), run.to_vec())).collect()
}

/// The kinds that every site has come first, in their order.
fn by_kind(site: &Site, strings: &Strings) -> Vec<Group> {
    let rank = |kind: &str| BUILT_IN_KINDS.iter().position(|known| *known == kind).unwrap_or(usize::MAX);
    let kind = |at| note(site, at).kind.as_str();
    let group = |((_, kind), notes): ((usize, &str), _)| {
        let title = strings.kind(kind, &site.config).to_string();
        Group { title, notes, ..Group::default() }
    };
    sorted_by(site, |at| (rank(kind(at)), kind(at))).into_iter().map(group).collect()
}

/// By name; what nobody signed comes last.
fn by_author(site: &Site, strings: &Strings) -> Vec<Group> {
    let by = |at| attribution(site, at).by.as_ref().map(|by| by.value.as_str());
    let name = |by: &'_ str| site.config.people.get(by).map_or(by, |person| &person.name).to_string();
    let key = |at| (by(at).is_none(), by(at).map(|by| (name(by).to_lowercase(), by)));
    let group = |((_, author), notes): ((bool, Option<(String, &str)>), _)| {
        let person = author.map(|(_, by)| by.to_string());
        let title = person.as_deref().map_or_else(|| strings.get("notes_unsigned").to_string(), name);
        Group { title, person, notes, ..Group::default() }
    };
    sorted_by(site, key).into_iter().map(group).collect()
}

/// The newest first; what has no date comes last.
fn by_year(site: &Site, strings: &Strings) -> Vec<Group> {
    let date = |at| attribution(site, at).date;
    let mut days = sorted_by(site, |at| Reverse(date(at)));
    let mut groups: Vec<Group> = Vec::new();
    for (Reverse(day), notes) in &mut days {
        let title = day.map_or_else(|| strings.get("undated").to_string(), |day| day.year().to_string());
        match groups.last_mut() {
            Some(group) if group.title == title => group.notes.append(notes),
            _ => groups.push(Group { title, notes: std::mem::take(notes), ..Group::default() }),
        }
    }
    groups
}

fn by_source(source: &CitedSource, strings: &Strings) -> Group {
    let shown = source.address.as_deref().map(without_scheme);
    let title = shown.unwrap_or(strings.get("notes_no_address")).to_string();
    Group { title, source: source.address.clone(), notes: source.cited.clone(), ..Group::default() }
}

fn without_scheme(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
}
