//! Entries of the search: sections and notes, as tokens by field.

use super::display::{EntryText, PageText, Part};
use super::lexicon::{Lexicon, Tokens};
use crate::model::Page;
use crate::text::tokens::Stemming;

/// The fields of an entry, in the order of [`Entry`].
pub(super) const FIELDS: [&str; 5] = ["title", "speaker", "section", "note", "body"];

/// A section or a note: the tokens of each of [`FIELDS`].
pub(super) type Entry = [Tokens; FIELDS.len()];

/// The entries of a page, and the words they are made of.
pub(super) struct Entries {
    /// One for each of the page's texts.
    pub(super) entries: Vec<Entry>,
    /// The stems that the numbers in the entries refer to.
    pub(super) stems: Vec<String>,
    /// The words that somebody might misspell, each with the number of entries that have it; in no order.
    pub(super) spellings: Vec<(String, u32)>,
}

impl Entries {
    pub(super) fn from_page(page: &Page, text: &PageText) -> Entries {
        let mut lexicon = Lexicon::new(Stemming::from_language(&page.language));
        let title = one_field(&mut lexicon, [page.title.as_str()]);
        let mut entry = |(number, entry): (u32, &EntryText)| {
            let said = lexicon.words(entry.parts.iter().map(|part| part.text.as_str()));
            lexicon.spell(number, &said);
            let said = lexicon.tokens(&said);
            let (note, body) = match entry.kind {
                Some(_) => (said, Tokens::default()),
                None => (Tokens::default(), said),
            };
            let by = one_field(&mut lexicon, speakers(&entry.parts));
            let heading = one_field(&mut lexicon, [entry.heading.as_str()]);
            [title.clone(), by, heading, note, body]
        };
        let entries = (0..).zip(&text.entries).map(&mut entry).collect();
        let (spellings, stems) = lexicon.finish();
        Entries { entries, stems, spellings }
    }
}

fn one_field<'a>(lexicon: &mut Lexicon, texts: impl IntoIterator<Item = &'a str>) -> Tokens {
    let words = lexicon.words(texts);
    lexicon.tokens(&words)
}

/// Each speaker once: how much somebody says is no measure of how well an entry fits.
fn speakers(parts: &[Part]) -> Vec<&str> {
    let mut names: Vec<&str> = parts.iter().map(|part| part.by.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}
