//! `My Clippings.txt` of a Kindle: highlights and notes, one after the other, in the order in which they were made.
//!
//! A note and the highlight that it is about are two clippings; they belong together when the note is where the
//! highlight ends.

use jiff::civil::Date;

use crate::formats::notes::comment::{self, Highlights};
use crate::formats::notes::selector::{AnnotationTarget, QuotedWords};
use crate::formats::notes::{ImportedAnnotation, NotesReading};
use crate::formats::registry::{Confidence, Format, FormatReader, Sample};
use crate::text::slug::slug;

/// The clippings in the registry.
pub const FORMAT: Format = Format {
    id: "kindle",
    name: "Kindle's clippings",
    extensions: &["txt"],
    units: "clippings",
    keeps: "[a notes file](#annotations)",
    detect,
    read: FormatReader::Notes(read),
    write: None,
};

/// The line behind each clipping.
const RULE: &str = "==========";
/// The word for a note in the languages of the device, in lower case.
const NOTE_WORDS: [&str; 8] = ["note", "notiz", "nota", "notitie", "笔记", "筆記", "メモ", "заметка"];

fn detect(sample: &Sample) -> Option<Confidence> {
    let mut lines = sample.start.trim_start_matches('\u{feff}').lines();
    let is_kindle = lines.nth(1).is_some_and(|line| line.starts_with("- ") && line.contains('|'))
        && lines.any(|line| line.trim_end() == RULE);
    is_kindle.then_some(Confidence::Certain)
}

/// A highlight, a note or a bookmark.
struct Clipping<'a> {
    title: &'a str,
    is_note: bool,
    /// The first and last number of its place in the book.
    place: Option<(u64, u64)>,
    date: Option<Date>,
    text: String,
}

/// Reads the notes with the highlights that they are about.
pub fn read(text: &str) -> Result<NotesReading, String> {
    let clippings: Vec<Clipping> = text.split(RULE).filter_map(clipping).collect();
    let mut reading = NotesReading::default();
    let mut is_taken = vec![false; clippings.len()];
    for note in clippings.iter().filter(|clipping| clipping.is_note) {
        let highlight = clippings.iter().rposition(|other| is_about(note, other));
        if let Some(at) = highlight {
            is_taken[at] = true;
        }
        reading.annotations.push(annotation(note, highlight.map(|at| &clippings[at])));
    }
    for (clipping, _) in
        clippings.iter().zip(is_taken).filter(|(other, is_taken)| !is_taken && !other.is_note)
    {
        reading
            .annotations
            .push(annotation(&Clipping { text: String::new(), ..copy(clipping) }, Some(clipping)));
    }
    Ok(reading)
}

fn copy<'a>(clipping: &Clipping<'a>) -> Clipping<'a> {
    Clipping { text: clipping.text.clone(), ..*clipping }
}

fn clipping(part: &str) -> Option<Clipping<'_>> {
    let mut lines = part.trim_start_matches(['\u{feff}', '\r', '\n']).lines();
    let title = lines.next()?.trim_start_matches('\u{feff}').trim();
    let about = lines.next()?.trim().strip_prefix("- ")?;
    let text = lines.collect::<Vec<_>>().join("\n").trim().to_string();
    let lower = about.to_lowercase();
    let kind = lower.split(['|', '@']).next().unwrap_or_default();
    (!text.is_empty()).then(|| Clipping {
        title,
        is_note: kind.split_whitespace().any(|word| NOTE_WORDS.contains(&word))
            || NOTE_WORDS[4..7].iter().any(|word| kind.contains(word)),
        place: place(about),
        date: date(about),
        text,
    })
}

/// The last numbers before the date: the location, or else the page.
fn place(about: &str) -> Option<(u64, u64)> {
    let parts: Vec<&str> = about.split('|').collect();
    let part = parts[..parts.len().saturating_sub(1).max(1)].last()?;
    let mut numbers = part.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
    let first = numbers.next()?;
    Some((first, numbers.next().unwrap_or(first)))
}

/// The day, where the device speaks English: other languages write it in too many ways.
fn date(about: &str) -> Option<Date> {
    let written = about.rsplit('|').next()?.trim().strip_prefix("Added on ")?;
    let day = written.split_once(", ")?.1;
    let end = day.match_indices(' ').nth(2).map_or(day.len(), |(at, _)| at);
    Date::strptime("%B %d, %Y", &day[..end]).or_else(|_| Date::strptime("%d %B %Y", &day[..end])).ok()
}

fn is_about(note: &Clipping, other: &Clipping) -> bool {
    let (Some(at), Some((first, last))) = (note.place, other.place) else { return false };
    !other.is_note && other.title == note.title && (first..=last).contains(&at.0)
}

fn annotation(note: &Clipping, highlight: Option<&Clipping>) -> ImportedAnnotation {
    let quoted = highlight.map(|highlight| QuotedWords {
        exact: highlight.text.clone(),
        position: highlight.place.map(|place| place.0),
        ..QuotedWords::default()
    });
    // The author stands in parentheses behind the title.
    let title = note.title.rsplit_once(" (").map_or(note.title, |(title, _)| title);
    ImportedAnnotation {
        page: slug(title),
        targets: quoted.map(AnnotationTarget::QuotedWords).into_iter().collect(),
        created: note.date.map(|date| date.to_string()).unwrap_or_default(),
        comment: comment::markdown(&note.text, Highlights::Escaped),
        ..ImportedAnnotation::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIPPINGS: &str = "\u{feff}The Talk (Ann Lee)\r\n- Your Highlight on page 3 | Location 40-42 | Added on Saturday, March 1, 2025 10:15:00 AM\r\n\r\nWe bet the company.\r\n==========\r\n\u{feff}The Talk (Ann Lee)\r\n- Your Note on page 3 | Location 42 | Added on Saturday, March 1, 2025 10:16:00 AM\r\n\r\nReally?\r\n==========\r\nThe Talk (Ann Lee)\r\n- Your Bookmark on page 5 | Location 70 | Added on Sunday, March 2, 2025 1:00:00 AM\r\n\r\n\r\n==========\r\n\u{feff}Das Gespräch (Bo)\r\n- Ihre Markierung bei Position 12-14 | Hinzugefügt am Montag, 3. März 2025 09:00:00\r\n\r\nKein Wort.\r\n==========\r\n";

    #[test]
    fn a_note_is_about_the_highlight_that_it_ends() {
        let reading = read(CLIPPINGS).unwrap();
        let [note, bare] = reading.annotations.as_slice() else { panic!("{:#?}", reading.annotations) };
        assert_eq!((note.page.as_str(), note.comment.as_str()), ("the-talk", "Really?"));
        assert_eq!(
            (note.targets[0].shown().as_str(), note.created.as_str()),
            ("We bet the company.", "2025-03-01")
        );
        assert_eq!((bare.page.as_str(), bare.comment.as_str()), ("das-gespräch", ""));
    }
}
