//! The whole index as one file, in the format of elasticlunr 0.9.5. Nothing else here knows elasticlunr.

use elasticlunr::pipeline::{FnWrapper, Pipeline};
use elasticlunr::{IndexBuilder, Language};

use super::entry::{Entry, FIELDS};

/// The index of `entries` as JSON; an entry's reference is its place among them.
///
/// Documents are not stored: what is shown of them is fetched when they are found.
pub(super) fn json<'a>(entries: impl Iterator<Item = &'a Entry>) -> String {
    let mut index = IndexBuilder::with_language(Box::new(Tokenised))
        .save_docs(false)
        .set_ref("id")
        .add_fields(FIELDS)
        .build();
    for (number, entry) in entries.enumerate() {
        index.add_doc(&number.to_string(), entry.fields.iter().map(|tokens| tokens.join("\n")));
    }
    index.to_json()
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
