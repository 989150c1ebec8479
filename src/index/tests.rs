use serde_json::Value;

use super::*;
use crate::config::Config;
use crate::model::{Block, BlockKind, Document, FrontMatter, Inline, PageKind, Section, Stats};
use crate::source::{SourceId, Span};

/// A page whose one section holds `text` and no speaker.
fn page(address: &str, language: &str, text: &str) -> Page {
    let span = Span::new(SourceId(0), 0, 0);
    let text = vec![Inline::Text { text: text.into(), at: 0 }];
    let lead = vec![Block { kind: BlockKind::Paragraph(text), span }];
    let document = Document {
        source: SourceId(0),
        path: format!("{address}.md"),
        front: FrontMatter::default(),
        title: Vec::new(),
        speakers: Vec::new(),
        sections: vec![Section { heading: None, lead, turns: Vec::new() }],
        notes: Vec::new(),
        marks: Vec::new(),
    };
    Page {
        document,
        kind: PageKind::Article,
        address: format!("{address}/"),
        collection: String::new(),
        language: language.into(),
        title: address.into(),
        stats: Stats::default(),
    }
}

fn site(pages: Vec<Page>) -> Site {
    Site { config: Config::default(), pages, collections: Default::default(), files: Default::default() }
}

fn file(files: &[File], path: &str) -> String {
    let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is there"));
    String::from_utf8(file.bytes.clone()).expect("it is UTF-8")
}

/// The node of elasticlunr's trie that `token` leads to.
fn node<'a>(index: &'a Value, field: &str, token: &str) -> Option<&'a Value> {
    let root = &index["index"][field]["root"];
    token.chars().try_fold(root, |node, c| node.get(c.to_string()))
}

fn index(files: &[File]) -> Value {
    serde_json::from_str(&file(files, "search/index.json")).expect("it is JSON")
}

#[test]
fn words_lead_to_entries() {
    let index = index(&build(&site(vec![page("one", "en", "Running"), page("two", "zh", "超级智能")])));
    assert_eq!(index["documentStore"]["length"], 2);
    assert_eq!(node(&index, "body", "run").expect("it is stemmed")["docs"]["0"]["tf"], 1.0);
    assert_eq!(node(&index, "body", "级智").expect("pairs overlap")["docs"]["1"]["tf"], 1.0);
    assert_eq!(node(&index, "title", "two").expect("titles are searched")["df"], 1);
}

#[test]
fn stemming_follows_the_page() {
    let index = index(&build(&site(vec![page("a", "en", "nations"), page("b", "fr", "nations")])));
    assert!(node(&index, "body", "nation").expect("English is stemmed")["docs"].get("0").is_some());
    assert!(node(&index, "body", "nations").expect("French is not")["docs"].get("1").is_some());
}

#[test]
fn the_script_holds_what_the_json_holds() {
    let files = build(&site(vec![page("one", "en", "words")]));
    let json = file(&files, "search/index.json");
    assert_eq!(file(&files, "search/index.js"), format!("globalThis.postilSearchData={json};\n"));
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "\u{2028}</script><b>\"\\";
    let files = build(&site(vec![page("__proto__", "en", hostile)]));
    let script = file(&files, "search/text/__proto__/text.js");
    let json = script.trim_start_matches("globalThis.postilSearchData=").trim_end_matches(";\n");
    let text: Value = serde_json::from_str(json).expect("it is JSON");
    assert_eq!(text["entries"][0]["parts"][0]["text"], hostile);
}

#[test]
fn a_page_without_words_is_no_entry() {
    let files = build(&site(vec![page("empty", "en", ""), page("full", "en", "words")]));
    let list = file(&files, "search/pages.js");
    assert!(!list.contains("empty") && list.contains("\"entries\":1"), "{list}");
}

#[test]
fn a_site_may_do_without_search() {
    let mut site = site(vec![page("one", "en", "words")]);
    site.config.search.enabled = false;
    assert!(build(&site).is_empty());
}
