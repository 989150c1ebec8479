//! What is found: sections and notes, as tokens by field.

use std::collections::HashMap;

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
    let mut stems = Stems { stemming: Stemming::of(&page.language), known: HashMap::new() };
    let title = stems.of(&tokens(&page.title, Stemming::None));
    let mut entry = |entry: &EntryText| {
        let words = tokens(&join(&entry.parts, |part| &part.text), Stemming::None);
        let (note, body) = match entry.kind {
            Some(_) => (stems.of(&words), Vec::new()),
            None => (Vec::new(), stems.of(&words)),
        };
        let [by, heading] = [speakers(&entry.parts), entry.heading.clone()]
            .map(|text| stems.of(&tokens(&text, Stemming::None)));
        Entry { fields: [title.clone(), by, heading, note, body], words: misspellable(words) }
    };
    text.entries.iter().map(&mut entry).collect()
}

/// The stems of a page's words: it says the same ones again and again.
struct Stems {
    stemming: Stemming,
    known: HashMap<String, String>,
}

impl Stems {
    fn of(&mut self, words: &[String]) -> Vec<String> {
        words.iter().map(|word| self.one(word)).collect()
    }

    fn one(&mut self, word: &String) -> String {
        if let Some(stem) = self.known.get(word) {
            return stem.clone();
        }
        let stem = self.stemming.stem(word.clone());
        self.known.insert(word.clone(), stem.clone());
        stem
    }
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
