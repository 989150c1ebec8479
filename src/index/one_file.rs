//! The whole index as one file, twice: in the format of elasticlunr 0.9.5 for other programs, and as lists of numbers for
//! the site's own search, which is a quarter of the bytes and much sooner read. Nothing else here knows elasticlunr.

use std::collections::BTreeMap;

use elasticlunr::pipeline::{FnWrapper, Pipeline};
use elasticlunr::{IndexBuilder, Language};

use serde::Serialize;

use super::entry::{Entries, FIELDS};
use super::lexicon::Tokens;

/// The index of all entries of `pages` as JSON; an entry's reference is its place among them.
///
/// Documents are not stored: what is shown of them is fetched when they are found.
pub(super) fn json<'a>(pages: impl Iterator<Item = &'a Entries>) -> String {
    let mut index = IndexBuilder::with_language(Box::new(Tokenised))
        .save_docs(false)
        .set_ref("id")
        .add_fields(FIELDS)
        .build();
    let entries = pages.flat_map(|page| page.entries.iter().map(|entry| (entry, &page.stems)));
    for (number, (entry, stems)) in entries.enumerate() {
        index.add_doc(&number.to_string(), entry.iter().map(|tokens| lines(tokens, stems)));
    }
    index.to_json()
}

/// The same index as lists, by field.
#[derive(Serialize)]
pub(super) struct WordLists<'a> {
    /// The number of entries.
    size: usize,
    fields: BTreeMap<&'static str, FieldLists<'a>>,
}

/// The words of a field, and where they are.
#[derive(Default, Serialize)]
struct FieldLists<'a> {
    /// The number of tokens of the field in each entry, up to the last entry that has some.
    lengths: Vec<u32>,
    /// Each token, in order, with its postings: for each entry the distance from the one before, and how often.
    tokens: BTreeMap<&'a str, Vec<u32>>,
}

impl<'a> WordLists<'a> {
    /// Those of all entries of `pages`; an entry's number is its place among them.
    pub(super) fn new(pages: impl Iterator<Item = &'a Entries>) -> WordLists<'a> {
        let mut fields = FIELDS.map(|_| (FieldLists::default(), BTreeMap::new()));
        let entries = pages.flat_map(|page| page.entries.iter().map(|entry| (entry, &page.stems)));
        let mut size = 0;
        for (number, (entry, stems)) in (0u32..).zip(entries) {
            size += 1;
            for ((lists, last), tokens) in
                fields.iter_mut().zip(entry).filter(|(_, own)| !own.counts.is_empty())
            {
                lists.lengths.resize(number as usize, 0);
                lists.lengths.push(tokens.counts.iter().map(|&(_, count)| u32::from(count)).sum());
                for &(stem, count) in &tokens.counts {
                    let token = stems[stem as usize].as_str();
                    let before = last.insert(token, number).unwrap_or_default();
                    lists.tokens.entry(token).or_default().extend([number - before, u32::from(count)]);
                }
            }
        }
        let named = FIELDS.into_iter().zip(fields).map(|(name, (lists, _))| (name, lists));
        WordLists { size, fields: named.collect() }
    }
}

/// `tokens` as a text, one on each line.
fn lines(tokens: &Tokens, stems: &[String]) -> String {
    let lines = |&(stem, count): &(u32, u16)| format!("{}\n", stems[stem as usize]).repeat(count.into());
    tokens.counts.iter().map(lines).collect()
}

/// A language whose texts are tokens already, one on each line.
struct Tokenised;

impl Language for Tokenised {
    fn name(&self) -> String {
        "Multiple languages".into()
    }

    fn code(&self) -> String {
        "mul".into()
    }

    fn tokenize(&self, text: &str) -> Vec<String> {
        text.lines().map(String::from).collect()
    }

    /// Does nothing here, and tells elasticlunr to stem the words of an English query. It must neither
    /// trim them, for which it takes all but ASCII for punctuation, nor drop stop words, which are indexed.
    fn make_pipeline(&self) -> Pipeline {
        Pipeline { queue: vec![Box::new(FnWrapper("stemmer".into(), Some))] }
    }
}
