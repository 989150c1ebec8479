//! `[search]`: the site's own index, or the engine that it leaves the search to.

use serde::Serialize;

use super::base_url;
use crate::diag::{Code, Diagnostic};
use crate::source::Located;
use crate::text::tokens::{Stemming, tokens};
use crate::toml_reader::TomlTable;

/// Settings of the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchSettings {
    /// True if the site has a search.
    pub enabled: bool,
    /// The files of the site's own index.
    pub shape: Shape,
    /// A search engine to ask instead of an index made by Postil.
    pub engine: Option<Engine>,
    /// Groups of words that mean the same: whoever searches for one of them finds all.
    pub synonyms: Vec<Vec<String>>,
    /// True if sections name passages of other pages that are about the same.
    pub related: bool,
}

/// The file layout of the search index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Whatever suits the size of the site.
    #[default]
    Auto,
    /// One file that a browser loads whole.
    One,
    /// Packs, of which a query reads a few ranges.
    Large,
}

/// A search engine, as browsers ask it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Engine {
    /// The product that answers.
    pub kind: EngineKind,
    /// Its address, without a `/` at the end.
    pub url: String,
    /// The engine's own name for the documents of this site.
    pub index: String,
    /// The key that lets anybody search, and do nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// The engines whose language the search box speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EngineKind {
    /// Meilisearch.
    Meilisearch,
    /// Typesense.
    Typesense,
    /// OpenSearch, or Elasticsearch.
    OpenSearch,
}

impl Default for SearchSettings {
    fn default() -> Self {
        SearchSettings {
            enabled: true,
            shape: Shape::Auto,
            engine: None,
            synonyms: Vec::new(),
            related: false,
        }
    }
}

impl SearchSettings {
    pub(super) fn read(table: &mut TomlTable) -> SearchSettings {
        let engines = [
            ("meilisearch", EngineKind::Meilisearch),
            ("typesense", EngineKind::Typesense),
            ("opensearch", EngineKind::OpenSearch),
        ];
        let shapes = [("auto", Shape::Auto), ("one", Shape::One), ("large", Shape::Large)];
        let kind = table.choice("engine", &engines);
        let engine = kind.and_then(|kind| Engine::read(kind, table));
        SearchSettings {
            enabled: table.boolean("enabled").is_none_or(|enabled| enabled.value),
            shape: table.choice("shape", &shapes).unwrap_or_default(),
            engine,
            synonyms: table.table("synonyms", synonyms).unwrap_or_default(),
            related: table.boolean("related").is_some_and(|related| related.value),
        }
    }
}

/// The groups of `[search.synonyms]`: each key with the words listed there.
fn synonyms(table: &mut TomlTable) -> Vec<Vec<String>> {
    table.each_other(|table, name| synonym_group(table, name.clone())).into_iter().flatten().collect()
}

/// The words at the key `name`, itself the first, if there are others.
fn synonym_group(table: &mut TomlTable, name: Located<String>) -> Option<Vec<String>> {
    let others = table.strings(&name.value);
    let is_empty = |text: &&Located<String>| tokens(&text.value, Stemming::None).is_empty();
    if let Some(empty) = std::iter::once(&name).chain(&others).find(is_empty) {
        let message = format!("`{}` has no word that anybody could search for", empty.value);
        table.report(Diagnostic::new(Code::BadValue, message).at(empty.span));
        return None;
    }
    let words: Vec<String> = std::iter::once(name).chain(others).map(|text| text.value).collect();
    Some(words).filter(|words| words.len() > 1)
}

impl Engine {
    fn read(kind: EngineKind, table: &mut TomlTable) -> Option<Engine> {
        let index = table.string("index").map_or_else(|| "transcripts".into(), |index| index.value);
        let key = table.string("key").map(|key| key.value);
        let written = table.string_required_here("url")?;
        match base_url(&written.value) {
            Ok(url) => Some(Engine { kind, url: url.trim_end_matches('/').into(), index, key }),
            Err(reason) => {
                let message = format!("`url` cannot be `{}`: {reason}", written.value);
                table.report(Diagnostic::new(Code::BadValue, message).at(written.span));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read;
    use crate::source::SourceId;

    fn search(text: &str) -> (SearchSettings, Vec<String>) {
        let text = format!("title = 'T'\n[search]\n{text}");
        let (config, found) = read(&text, SourceId(0), &crate::config::Themes::default());
        (config.search, found.iter().map(|problem| problem.message.clone()).collect())
    }

    #[test]
    fn synonyms_are_groups_of_words() {
        let text = "[search.synonyms]\nAI = ['artificial intelligence', '人工智能']\nalone = []\n";
        let (found, problems) = search(text);
        assert_eq!(found.synonyms, [["AI", "artificial intelligence", "人工智能"]]);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(
            search("[search.synonyms]\nAI = ['...']").1,
            ["`...` has no word that anybody could search for"]
        );
        assert_eq!(search("[search.synonyms]\nAI = 'x'").1.len(), 1);
    }

    #[test]
    fn an_engine_has_an_address() {
        let (found, problems) = search("engine = 'meilisearch'\nurl = 'https://s.example/'\nkey = 'k'");
        let engine = found.engine.expect("there is one");
        assert_eq!((engine.url.as_str(), engine.index.as_str()), ("https://s.example", "transcripts"));
        assert_eq!((engine.kind, engine.key.as_deref()), (EngineKind::Meilisearch, Some("k")));
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(search("engine = 'meilisearch'").1, ["the key `url` is missing in [search]"]);
        assert_eq!(search("engine = 'meilisearch'\nurl = 'ftp://s'").1.len(), 1);
        assert_eq!(search("engine = 'solr'\nurl = 'https://s'").0.engine, None);
    }
}
