use serde_json::Value;

use super::*;
use crate::config::Config;
use crate::source::Sources;
use crate::{parse, resolve};

/// The index's files for a site in English whose content is `files`: paths and texts.
fn build_site(files: &[(&str, &str)], config: Config) -> Vec<File> {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(format!("content/{path}"), *text);
    }
    let ids = sources.iter().map(|(id, _)| id);
    let documents = ids.map(|id| parse::document(&sources, id, &config).0).collect();
    build(&resolve::site(resolve::Parts::of(config, documents)).0)
}

fn build_content(files: &[(&str, &str)]) -> Vec<File> {
    build_site(files, Config::default())
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

/// The JSON that the data script at `path` carries.
fn data(files: &[File], path: &str) -> Value {
    let script = file(files, path);
    let quoted = script.strip_prefix("globalThis.postilSearchData=JSON.parse('");
    let quoted = quoted.and_then(|rest| rest.strip_suffix("');\n")).expect("it assigns to the one global");
    let mut json = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        assert_ne!(c, '\'', "the string ends too soon");
        json.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    serde_json::from_str(&json).expect("it is JSON")
}

const INTERVIEW: &str = "\
+++
speakers = [\"Ann\", \"Bo\"]
+++

# An interview

**Ann:** [0:05] We ==bet the com==[^fact:bet]pany on **running** water.

## 超级智能

**Bo:** Nobody objected.

[^fact:bet]: {by=Cy} Revenue was $2m.
";

#[test]
fn words_lead_to_entries() {
    let index = index(&build_content(&[("one.md", INTERVIEW)]));
    let refs = |field, token| -> Vec<String> {
        let node = node(&index, field, token).unwrap_or_else(|| panic!("{field} has {token}"));
        node["docs"].as_object().expect("documents by reference").keys().cloned().collect()
    };
    assert_eq!(index["documentStore"]["length"], 3, "two sections and a note");
    assert_eq!(refs("title", "interview"), ["0", "1", "2"]);
    assert_eq!(refs("speaker", "bo"), ["1"]);
    assert_eq!(refs("speaker", "cy"), ["2"], "a note has an author");
    assert_eq!(refs("section", "级智"), ["1"]);
    assert_eq!(refs("note", "revenu"), ["2"]);
    assert_eq!(refs("body", "run"), ["0"], "English is stemmed");
    assert_eq!(refs("body", "compani"), ["0"], "a note's sign does not cut a word");
}

#[test]
fn stemming_follows_the_page() {
    let french = "+++\nlanguage = \"fr\"\n+++\n\nnations";
    let index = index(&build_content(&[("a.md", "nations"), ("b.md", french)]));
    assert!(node(&index, "body", "nation").expect("English is stemmed")["docs"].get("0").is_some());
    assert!(node(&index, "body", "nations").expect("French is not")["docs"].get("1").is_some());
}

#[test]
fn what_is_shown_of_an_entry_leads_to_its_place() {
    let text = data(&build_content(&[("talks/one.md", INTERVIEW)]), "search/text/talks/one/text.js");
    let [first, second, note] = [0, 1, 2].map(|entry| &text["entries"][entry]);
    assert_eq!(first["parts"][0]["by"], "Ann");
    assert_eq!(first["parts"][0]["time"], "0:05");
    assert_eq!(first["parts"][0]["text"], "We bet the company on running water.");
    assert_eq!((&second["anchor"], &second["heading"]), (&"超级智能".into(), &"超级智能".into()));
    assert_eq!((&note["anchor"], &note["kind"]), (&"note-fact-bet".into(), &"fact".into()));
}

#[test]
fn the_script_holds_what_the_json_holds() {
    let files = build_content(&[("one.md", INTERVIEW)]);
    assert_eq!(data(&files, "search/index.js"), index(&files));
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "a\u{2028}</script><b>\"'\\";
    let files = build_content(&[("__proto__.md", &format!("`{hostile}`"))]);
    let text = data(&files, "search/text/__proto__/text.js");
    assert_eq!(text["entries"][0]["parts"][0]["text"], hostile);
}

#[test]
fn a_page_without_words_is_no_entry() {
    let files = build_content(&[("empty.md", "# Title"), ("full.md", "words")]);
    let list = data(&files, "search/pages.js");
    assert_eq!(list["pages"].as_array().map(Vec::len), Some(1), "{list}");
    assert_eq!((&list["pages"][0]["address"], &list["pages"][0]["entries"]), (&"full/".into(), &1.into()));
}

#[test]
fn a_site_may_do_without_search() {
    let mut config = Config::default();
    config.search.enabled = false;
    assert!(build_site(&[("one.md", "words")], config).is_empty());
}
