//! `search/words.js`: how words are made on this site, for a browser that is to make the same ones.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::config::{Engine, Shape};
use crate::model::Site;
use crate::text::tokens::{Stemming, han_pairs};

#[derive(Serialize)]
pub(super) struct Words<'a> {
    /// The file layout of the index.
    shape: Shape,
    /// A search engine to ask instead of an index made by Postil.
    #[serde(skip_serializing_if = "Option::is_none")]
    engine: Option<&'a Engine>,
    /// Traditional characters, each followed by its simplified one, as far as the site has them.
    han: String,
    /// The stemming of each language that a page is in.
    languages: BTreeMap<&'a str, Stemming>,
    /// Groups of words that the site calls the same.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    synonyms: &'a [Vec<String>],
}

impl<'a> Words<'a> {
    /// Those of `site`, whose index has this shape and these characters.
    pub(super) fn new(site: &'a Site, shape: Shape, seen: &BTreeSet<char>) -> Words<'a> {
        let language = |language: &'a str| (language, Stemming::from_language(language));
        Words {
            shape,
            engine: site.config.search.engine.as_ref(),
            han: han_pairs(|c| seen.contains(&c)),
            languages: site.pages.iter().map(|page| language(&page.language)).collect(),
            synonyms: &site.config.search.synonyms,
        }
    }
}

/// The characters of `tokens` that a site may have in two forms.
pub(super) fn characters<'a>(tokens: impl Iterator<Item = &'a str>) -> BTreeSet<char> {
    tokens.flat_map(str::chars).filter(|&c| c > '\u{ff}').collect()
}
