//! The whole index as one file, in the format of elasticlunr 0.9.5. Nothing else here knows elasticlunr.

use elasticlunr::pipeline::{FnWrapper, Pipeline};
use elasticlunr::{IndexBuilder, Language};

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
