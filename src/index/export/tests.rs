use std::collections::BTreeMap;
use std::convert::Infallible;

use serde_json::{Value, json};

use super::*;
use crate::config::Config;
use crate::source::Sources;
use crate::{parse, resolve};

const INTERVIEW: &str = "\
+++
date = 2025-08-16
tags = [\"work\"]
speakers = [\"Ann\", \"Bo\"]
+++

# An interview

**Ann:** [0:05] We ==bet the com==[^fact:bet]pany.

**Bo:** Nobody \"objected\".

[^fact:bet]: {by=Cy} Revenue was $2m.
";

fn exported(format: EngineFormat, language: &str) -> BTreeMap<String, String> {
    let mut sources = Sources::default();
    let id = sources.add("content/talks/one.md", INTERVIEW);
    let config = Config { language: language.into(), ..Config::default() };
    let documents = vec![parse::document(&sources, id, &config).0];
    let site = resolve::site(resolve::Parts::from_documents(config, documents)).0;
    let mut files = BTreeMap::new();
    let put = |file: File| {
        files.insert(file.path, String::from_utf8(file.bytes).expect("it is UTF-8"));
        Ok::<(), Infallible>(())
    };
    let Ok(()) = write(&site, format, put);
    files
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

#[test]
fn sections_and_notes_are_documents() {
    let files = exported(EngineFormat::Ndjson, "en");
    let documents = lines(&files["documents-1.ndjson"]);
    let [section, note] = documents.as_slice() else { panic!("there are two: {documents:?}") };
    assert_eq!(section["speakers"], json!(["Ann", "Bo"]));
    assert_eq!(section["text"], "We bet the company.\nNobody \"objected\".");
    assert_eq!(
        (&section["kind"], &section["year"], &section["date"]),
        (&json!("section"), &json!(2025), &json!(20_250_816))
    );
    assert_eq!((&section["tags"], &section["collection"]), (&json!(["work"]), &json!("talks/")));
    assert_eq!(section["parts"][0]["time"], "0:05");
    assert_eq!((&note["kind"], &note["anchor"]), (&json!("fact"), &json!("note-fact-bet")));
    assert_eq!(note["speakers"], json!(["Cy"]));
    assert_ne!(section["id"], note["id"]);
}

#[test]
fn opensearch_is_told_what_to_do_with_each() {
    let files = exported(EngineFormat::OpenSearch, "en");
    let lines = lines(&files["documents-1.ndjson"]);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["index"]["_id"], lines[1]["id"]);
}

#[test]
fn settings_name_fields_that_documents_have() {
    let documents = lines(&exported(EngineFormat::Ndjson, "en")["documents-1.ndjson"]);
    let has = |field: &str| documents.iter().any(|document| document.get(field).is_some());
    let settings =
        |format, path: &str| -> Value { serde_json::from_str(&exported(format, "zh-Hant")[path]).unwrap() };
    let meilisearch = settings(EngineFormat::Meilisearch, "settings.json");
    for list in ["searchableAttributes", "filterableAttributes", "sortableAttributes"] {
        assert!(
            meilisearch[list].as_array().unwrap().iter().all(|field| has(field.as_str().unwrap())),
            "{list}"
        );
    }
    assert_eq!(meilisearch["localizedAttributes"][0]["locales"], json!(["cmn"]));
    let typesense = settings(EngineFormat::Typesense, "schema.json");
    assert!(typesense["fields"].as_array().unwrap().iter().all(|field| has(field["name"].as_str().unwrap())));
    assert_eq!(typesense["fields"][0]["locale"], "zh");
    let opensearch = settings(EngineFormat::OpenSearch, "index.json");
    assert!(opensearch["mappings"]["properties"].as_object().unwrap().keys().all(|field| has(field)));
}

#[test]
fn typesense_is_told_of_pages_without_spaces() {
    let locale = |language: &str| -> Value {
        let files = exported(EngineFormat::Typesense, language);
        serde_json::from_str::<Value>(&files["schema.json"]).unwrap()["fields"][0]["locale"].clone()
    };
    assert_eq!(["en", "fr", "ja"].map(locale), ["", "fr", "ja"]);
    let config = Config { language: "fr".into(), ..Config::default() };
    let mut sources = Sources::default();
    let id = sources.add("content/one.md", "+++\nlanguage = \"zh-Hans\"\n+++\n\n潮汐表");
    let documents = vec![parse::document(&sources, id, &config).0];
    let site = resolve::site(resolve::Parts::from_documents(config, documents)).0;
    let schema = settings::for_format(&site, EngineFormat::Typesense).expect("it has settings");
    let schema: Value = serde_json::from_slice(&schema.bytes).unwrap();
    assert_eq!(schema["fields"][0]["locale"], "zh");
}

#[test]
fn a_language_without_a_name_is_left_to_the_engine() {
    let settings: Value =
        serde_json::from_str(&exported(EngineFormat::Meilisearch, "fi")["settings.json"]).unwrap();
    assert_eq!(settings.get("localizedAttributes"), None);
}

#[test]
fn meilisearch_learns_which_words_mean_the_same() {
    let mut config = Config::default();
    config.search.synonyms = vec![vec!["AI".into(), "artificial intelligence".into()]];
    let mut sources = Sources::default();
    let id = sources.add("content/one.md", "words");
    let site = resolve::site(resolve::Parts::from_documents(
        config,
        vec![parse::document(&sources, id, &Config::default()).0],
    ))
    .0;
    let settings = settings::for_format(&site, EngineFormat::Meilisearch).expect("it has settings");
    let settings: Value = serde_json::from_slice(&settings.bytes).unwrap();
    let expected =
        serde_json::json!({ "ai": ["artificial intelligence"], "artificial intelligence": ["ai"] });
    assert_eq!(settings["synonyms"], expected);
}
