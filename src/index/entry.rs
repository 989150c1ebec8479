//! What is found: sections and notes, as tokens by field.

use super::display::{EntryText, PageText, Part};
use crate::model::Page;
use crate::text::tokens::{Stemming, tokens};

/// The fields of an entry, in the order of [`Entry::fields`].
pub(super) const FIELDS: [&str; 5] = ["title", "speaker", "section", "note", "body"];

/// A section or a note.
pub(super) struct Entry {
    /// The tokens of each of [`FIELDS`].
    pub(super) fields: [Vec<String>; FIELDS.len()],
}

/// The entries of `page`, one for each of its texts.
pub(super) fn entries(page: &Page, text: &PageText) -> Vec<Entry> {
    let stemming = Stemming::of(&page.language);
    let title = tokens(&page.title, stemming);
    let entry = |entry: &EntryText| {
        let words = join(&entry.parts, |part| &part.text);
        let (note, body) = match entry.kind {
            Some(_) => (words, String::new()),
            None => (String::new(), words),
        };
        let [by, heading, note, body] =
            [speakers(&entry.parts), entry.heading.clone(), note, body].map(|text| tokens(&text, stemming));
        Entry { fields: [title.clone(), by, heading, note, body] }
    };
    text.entries.iter().map(entry).collect()
}

/// Each speaker once: how much somebody says is no measure of how well an entry fits.
fn speakers(parts: &[Part]) -> String {
    let mut names: Vec<&str> = parts.iter().map(|part| part.by.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.join("\n")
}

fn join<'a>(parts: &'a [Part], text: impl Fn(&'a Part) -> &'a String) -> String {
    parts.iter().map(|part| text(part).as_str()).collect::<Vec<_>>().join("\n")
}
