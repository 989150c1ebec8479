//! `search/words.js`: how words are made on this site, for a browser that is to make the same ones.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::config::{Engine, Shape};
use crate::model::Site;
use crate::text::tokens::{Stemming, han_pairs};

#[derive(Serialize)]
pub(super) struct Words<'a> {
    /// Whether the index is in shards.
    shards: bool,
    /// What is asked in place of an index of the site's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    engine: Option<&'a Engine>,
    /// Traditional characters, each followed by its simplified one, as far as the site has them.
    han: String,
    /// The stemming of each language that a page is in.
    languages: BTreeMap<&'a str, Stemming>,
}

impl<'a> Words<'a> {
    pub(super) fn of<'t>(site: &'a Site, shape: Shape, tokens: impl Iterator<Item = &'t str>) -> Words<'a> {
        let seen: BTreeSet<char> = tokens.flat_map(str::chars).filter(|&c| c > '\u{ff}').collect();
        let language = |language: &'a str| (language, Stemming::of(language));
        Words {
            shards: shape == Shape::Shards,
            engine: site.config.search.engine.as_ref(),
            han: han_pairs(|c| seen.contains(&c)),
            languages: site.pages.iter().map(|page| language(&page.language)).collect(),
        }
    }
}
