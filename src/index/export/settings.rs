//! The settings of each engine: what is searched, what is chosen by, how words are made.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::EngineFormat;
use crate::model::{File, Site};

/// The fields that are searched, with what a word in them is worth: the same as in the site's own search.
const SEARCHED: [(&str, f64); 4] = [("heading", 2.5), ("title", 2.0), ("speakers", 1.5), ("text", 1.0)];

/// The fields that results are chosen by.
const CHOSEN_BY: [&str; 6] = ["speakers", "tags", "kind", "collection", "year", "language"];

/// Meilisearch counts no further than it is told to, and a total must be true: more than a site has entries.
const MOST_COUNTED: u32 = 1_000_000;

/// The languages that Meilisearch and Typesense have names for, in the codes of ISO 639-1 and 639-3.
const LANGUAGES: [(&str, &str); 15] = [
    ("da", "dan"),
    ("de", "deu"),
    ("en", "eng"),
    ("es", "spa"),
    ("fr", "fra"),
    ("he", "heb"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ko", "kor"),
    ("nl", "nld"),
    ("pt", "por"),
    ("ru", "rus"),
    ("sv", "swe"),
    ("th", "tha"),
    ("zh", "cmn"),
];

/// The files with the settings for `format`.
pub(super) fn for_format(site: &Site, format: EngineFormat) -> Option<File> {
    let (path, settings) = match format {
        EngineFormat::Ndjson => return None,
        EngineFormat::Meilisearch => ("settings.json", meilisearch(site)),
        EngineFormat::Typesense => ("schema.json", typesense(site)),
        EngineFormat::OpenSearch => ("index.json", opensearch()),
    };
    let text = serde_json::to_string_pretty(&settings).expect("plain data is always JSON");
    Some(File { path: path.into(), bytes: (text + "\n").into_bytes() })
}

/// The first subtags of the languages of all pages.
fn languages(site: &Site) -> BTreeSet<&str> {
    site.pages.iter().filter_map(|page| page.language.split('-').next()).collect()
}

/// For `PATCH /indexes/NAME/settings`. Languages are named where all are known, since Meilisearch would otherwise take
/// one Han text for Japanese and another for Chinese.
fn meilisearch(site: &Site) -> Value {
    let names = SEARCHED.map(|(name, _)| name);
    let mut settings = json!({
        "searchableAttributes": names,
        "filterableAttributes": CHOSEN_BY,
        "sortableAttributes": ["date"],
        "rankingRules": ["words", "typo", "proximity", "attribute", "sort", "exactness"],
        "pagination": { "maxTotalHits": MOST_COUNTED },
    });
    if !site.config.search.synonyms.is_empty() {
        settings["synonyms"] = synonyms(&site.config.search.synonyms);
    }
    let code = |tag: &&str| LANGUAGES.iter().find(|(short, _)| short == tag).map(|(_, code)| *code);
    if let Some(locales) = languages(site).iter().map(code).collect::<Option<Vec<_>>>() {
        settings["localizedAttributes"] = json!([{ "attributePatterns": names, "locales": locales }]);
    }
    settings
}

/// Each word of each group with the others of its group, as Meilisearch wants to be told of them: in lower case.
fn synonyms(groups: &[Vec<String>]) -> Value {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for group in groups {
        let words: BTreeSet<String> = group.iter().map(|word| word.to_lowercase()).collect();
        for word in &words {
            let others = words.iter().filter(|other| *other != word).cloned();
            all.entry(word.clone()).or_default().extend(others);
        }
    }
    json!(all)
}

/// The languages in which Typesense finds nothing unless it is told how to cut them into words.
const UNSPACED: [&str; 3] = ["ja", "th", "zh"];

/// For `POST /collections`. A field has one language there: the site's own, unless words are set apart in that one
/// and not in another of the site's.
fn typesense(site: &Site) -> Value {
    let languages = languages(site);
    let own = site.config.language.split('-').next().unwrap_or_default();
    let unspaced = UNSPACED.into_iter().find(|language| languages.contains(language));
    let primary = unspaced.filter(|_| !UNSPACED.contains(&own)).unwrap_or(own);
    let locale = LANGUAGES
        .iter()
        .find(|(short, _)| *short == primary && primary != "en")
        .map_or("", |(short, _)| *short);
    let text = |name, kind| json!({ "name": name, "type": kind, "locale": locale, "optional": true });
    let facet = |name, kind| json!({ "name": name, "type": kind, "facet": true, "optional": true });
    json!({
        "name": "transcripts",
        "fields": [
            text("heading", "string"),
            text("title", "string"),
            text("text", "string"),
            json!({ "name": "speakers", "type": "string[]", "locale": locale, "facet": true, "optional": true }),
            facet("tags", "string[]"),
            facet("kind", "string"),
            facet("collection", "string"),
            facet("year", "int32"),
            facet("language", "string"),
            json!({ "name": "date", "type": "int32" }),
        ],
        "default_sorting_field": "date",
    })
}

/// For `PUT /NAME`. Words are made by filters that come with the engine: Han, Kana and Hangul in pairs, English stemmed.
fn opensearch() -> Value {
    let text = json!({ "type": "text", "analyzer": "transcript" });
    let word = json!({ "type": "keyword" });
    json!({
        "settings": { "analysis": {
            "filter": {
                "possessive": { "type": "stemmer", "language": "possessive_english" },
                "stems": { "type": "stemmer", "language": "english" },
            },
            "analyzer": { "transcript": {
                "type": "custom",
                "tokenizer": "standard",
                "filter": ["cjk_width", "lowercase", "possessive", "cjk_bigram", "asciifolding", "stems"],
            } },
        } },
        "mappings": { "dynamic": false, "properties": {
            "heading": text,
            "title": text,
            "text": text,
            "speakers": { "type": "text", "analyzer": "transcript", "fields": { "exact": word } },
            "tags": word,
            "kind": word,
            "collection": word,
            "year": { "type": "integer" },
            "date": { "type": "integer" },
            "language": word,
            "parts": { "type": "object", "enabled": false },
        } },
    })
}
