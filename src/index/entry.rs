//! What is found: sections and notes, as tokens by field.

use super::display::{EntryText, PageText, Part};
use crate::model::Page;
use crate::text::tokens::{Stemming, is_word, tokens};

/// The fields of an entry, in the order of [`Entry::fields`].
pub(super) const FIELDS: [&str; 5] = ["title", "speaker", "section", "note", "body"];

/// The place of a field in [`FIELDS`].
pub(super) type Field = u8;

/// The field that all entries of a page have in common.
pub(super) const TITLE: Field = 0;

/// A section or a note.
pub(super) struct Entry {
    /// The tokens of each of [`FIELDS`].
    pub(super) fields: [Vec<String>; FIELDS.len()],
    /// The words of the body or note that somebody might misspell, each once.
    pub(super) words: Vec<String>,
}

/// The entries of `page`, one for each of its texts.
pub(super) fn entries(page: &Page, text: &PageText) -> Vec<Entry> {
    let stemming = Stemming::of(&page.language);
    let title = tokens(&page.title, stemming);
    let stems = |words: &[String]| words.iter().map(|word| stemming.stem(word.clone())).collect();
    let entry = |entry: &EntryText| {
        let words = tokens(&join(&entry.parts, |part| &part.text), Stemming::None);
        let (note, body) = match entry.kind {
            Some(_) => (stems(&words), Vec::new()),
            None => (Vec::new(), stems(&words)),
        };
        let [by, heading] =
            [speakers(&entry.parts), entry.heading.clone()].map(|text| tokens(&text, stemming));
        Entry { fields: [title.clone(), by, heading, note, body], words: misspellable(words) }
    };
    text.entries.iter().map(entry).collect()
}

fn misspellable(mut words: Vec<String>) -> Vec<String> {
    words.retain(|word| word.len() >= SHORTEST && is_word(word));
    words.sort_unstable();
    words.dedup();
    words
}

/// A shorter word is as close to many others.
const SHORTEST: usize = 4;

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
