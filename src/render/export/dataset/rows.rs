//! The rows of the tables.

use std::ops::Range;

use super::{DatasetTable, DatasetValue, address};
use crate::model::{
    Block, Document, Note, Page, PageKind, Profile, Site, SpeakerId, TextPart, Topic, plain_text,
};
use crate::render::passages::Passages;
use crate::text::words::count_words;

/// Is given each row.
type RowVisitor<'a> = dyn FnMut(Vec<DatasetValue>) + 'a;

/// Visits the rows of a part of a table.
pub fn for_each(site: &Site, table: DatasetTable, range: Range<usize>, visit: &mut RowVisitor<'_>) {
    match table {
        DatasetTable::Pages => {
            site.pages[range]
                .iter()
                .filter(|page| is_text(page))
                .for_each(|page| visit(page_row(site, page)));
        }
        DatasetTable::Turns => site.pages[range].iter().for_each(|page| turns(&page.open(), visit)),
        DatasetTable::Notes => {
            let noted = site.pages[range].iter().filter(|page| !page.document.notes.is_empty());
            noted.for_each(|page| notes(&page.open(), visit));
        }
        DatasetTable::People => {
            let people = site.people.iter().skip(range.start).take(range.len());
            people.for_each(|(id, profile)| visit(person(id, profile)));
        }
        DatasetTable::Tags => {
            let tags = site.tags.by_id.iter().skip(range.start).take(range.len());
            tags.for_each(|(id, topic)| visit(tag(id, topic)));
        }
    }
}

/// Returns true for a transcript or an article; the text of a folder is neither.
pub fn is_text(page: &Page) -> bool {
    page.kind != PageKind::Index
}

fn text(text: impl Into<String>) -> DatasetValue {
    DatasetValue::Text(text.into())
}

fn optional(value: Option<impl Into<String>>) -> DatasetValue {
    value.map_or(DatasetValue::Missing, text)
}

fn count(number: usize) -> DatasetValue {
    DatasetValue::Integer(number as u64)
}

fn page_row(site: &Site, page: &Page) -> Vec<DatasetValue> {
    let front = &page.document.front;
    let base = site.config.base_url.is_some();
    let names: Vec<&str> = page.document.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    let tags: Vec<&str> = front.tags.iter().map(|tag| tag.value.as_str()).collect();
    let kind = if page.kind == PageKind::Transcript { "transcript" } else { "article" };
    let duration = front.media.as_ref().and_then(|media| media.duration);
    vec![
        text(&page.address),
        optional(base.then(|| address(site, &page.address))),
        text(&page.title),
        text(kind),
        optional(front.date.map(|date| date.to_string())),
        text(&page.language),
        text(names.join(";")),
        text(tags.join(";")),
        optional(front.series.title.clone()),
        front.series.season.map_or(DatasetValue::Missing, |number| DatasetValue::Integer(number.into())),
        front.series.episode.map_or(DatasetValue::Missing, |number| DatasetValue::Integer(number.into())),
        count(page.turn_lengths.len()),
        count(page.document.notes.len()),
        DatasetValue::Integer(u64::from(page.stats.words) + u64::from(page.stats.characters)),
        duration.map_or(DatasetValue::Missing, |time| DatasetValue::Seconds(time.0)),
        optional(front.source.licence.clone()),
        optional(front.source.url.clone()),
        optional(front.identifiers.doi.clone()),
        optional(front.identifiers.ark.clone()),
    ]
}

fn turns(page: &Page, visit: &mut RowVisitor<'_>) {
    let has_words = |part: &TextPart| part.turn.is_some() || count_words(&words(part.blocks)) > 0;
    let parts = page.document.text_parts().into_iter().filter(has_words);
    parts.zip(1..).for_each(|(part, number)| visit(turn_row(page, &part, number)));
}

fn turn_row(page: &Page, part: &TextPart, number: usize) -> Vec<DatasetValue> {
    let document = &page.document;
    let heading = part.section.heading.as_ref().map(|heading| plain_text(&heading.inlines));
    let said = words(part.blocks);
    let speakers = part.turn.map(|turn| turn.speakers.as_slice()).unwrap_or_default();
    let people = speakers.iter().map(|&id| document.speaker(id)).filter(|speaker| speaker.is_person);
    let people: Vec<&str> = people.map(|speaker| speaker.id.as_str()).collect();
    let time = part.turn.and_then(|turn| turn.time);
    vec![
        text(&page.address),
        text(part.anchor),
        count(number),
        text(heading.unwrap_or_default()),
        text(names(document, speakers)),
        text(people.join(";")),
        optional(part.turn.and_then(|turn| turn.event.clone())),
        time.map_or(DatasetValue::Missing, |time| DatasetValue::Seconds(time.0)),
        optional(part.printed_page),
        count(count_words(&said)),
        text(said),
    ]
}

fn names(document: &Document, speakers: &[SpeakerId]) -> String {
    speakers.iter().map(|&id| document.speaker(id).name.as_str()).collect::<Vec<_>>().join(";")
}

/// The words of blocks, a line each.
fn words(blocks: &[Block]) -> String {
    blocks.iter().map(Block::plain_text).collect::<Vec<_>>().join("\n")
}

fn notes(page: &Page, visit: &mut RowVisitor<'_>) {
    let document = &page.document;
    let passages = Passages::from_document(document);
    for (at, note) in document.notes.iter().enumerate() {
        let passage = passages.by_note[at].first();
        let words =
            passage.filter(|passage| !passage.is_point).map(|passage| &passages.text[passage.range.clone()]);
        let turn = passage.and_then(|passage| passage.turn).map(|turn| turn.anchor.clone());
        visit(note_row(page, note, turn, words.unwrap_or_default()));
    }
}

fn note_row(page: &Page, note: &Note, turn: Option<String>, about: &str) -> Vec<DatasetValue> {
    let attribution = &note.attribution;
    vec![
        text(&page.address),
        text(note.anchor()),
        DatasetValue::Integer(u64::from(note.number)),
        text(&note.kind),
        optional(attribution.by.as_ref().map(|by| by.value.clone())),
        optional(attribution.date.map(|date| date.to_string())),
        text(attribution.tags.join(";")),
        optional(turn),
        text(about),
        optional(note.reply_to.map(|id| page.document.note(id).anchor())),
        text(words(&note.blocks)),
    ]
}

fn person(id: &str, profile: &Profile) -> Vec<DatasetValue> {
    vec![
        text(id),
        text(&profile.person.name),
        optional(profile.person.role.clone()),
        optional(profile.person.url.clone()),
        count(profile.speaks.len()),
        count(profile.notes.len()),
    ]
}

fn tag(id: &str, topic: &Topic) -> Vec<DatasetValue> {
    vec![
        text(id),
        text(&topic.tag.label),
        optional(topic.tag.description.clone()),
        count(topic.pages.len()),
        count(topic.notes.len()),
    ]
}
