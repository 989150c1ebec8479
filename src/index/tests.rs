use std::convert::Infallible;
use std::sync::Mutex;

use serde_json::Value;

use super::*;
use crate::cache::Cache;
use crate::config::{Config, Shape, Tag};
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
    let files = Mutex::new(Vec::new());
    let put = |file| {
        files.lock().unwrap().push(file);
        Ok::<(), Infallible>(())
    };
    let Ok(()) =
        build(&resolve::site(resolve::Parts::from_documents(config, documents)).0, &Cache::none(), put);
    let mut files = files.into_inner().unwrap();
    files.sort_by(|a: &File, b| a.path.cmp(&b.path));
    files
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
    let page = |language: &str| format!("+++\nlanguage = \"{language}\"\n+++\n\nl'heureuse nations");
    let index = index(&build_content(&[("a.md", &page("en")), ("b.md", &page("fr")), ("c.md", &page("fi"))]));
    let refs = |token| {
        node(&index, "body", token).map(|node| node["docs"].as_object().unwrap().keys().cloned().collect())
    };
    assert_eq!(refs("nation"), Some(vec!["0".to_string(), "1".into()]), "English and French are stemmed");
    assert_eq!(refs("heureu"), Some(vec!["1".into()]));
    assert_eq!(refs("nations"), Some(vec!["2".into()]), "Finnish is not");
}

#[test]
fn a_browser_learns_how_words_are_made() {
    let words = data(
        &build_content(&[("a.md", "many plain words 書"), ("b.md", "+++\nlanguage = \"fr\"\n+++\n\nb")]),
        "search/words.js",
    );
    assert_eq!(words["han"], "書书");
    assert_eq!(words["languages"]["en"], "english");
    assert_eq!(words["languages"]["fr"]["light"]["elided"][0], "l");
}

#[test]
fn summary_and_points_are_found_before_the_text() {
    let page =
        "+++\nsummary = \"In short\"\npoints = [\"One matter\"]\n+++\n\n**A:** x\n\n## Part\n\n**B:** y\n";
    let text = data(&build_content(&[("a.md", page)]), "search/text/a/text.js");
    let texts: Vec<_> =
        text["entries"][0]["parts"].as_array().unwrap().iter().map(|part| &part["text"]).collect();
    assert_eq!(texts[..2], ["In short", "One matter"]);
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

/// The time and the beginning of each part of a page.
fn parts_of(page: &str) -> Vec<(String, String)> {
    let text = data(&build_content(&[("a.md", page)]), "search/text/a/text.js");
    let parts =
        text["entries"].as_array().unwrap().iter().flat_map(|entry| entry["parts"].as_array().unwrap());
    let word = |part: &Value| part["text"].as_str().unwrap().split(' ').next().unwrap().to_string();
    parts.map(|part| (part["time"].as_str().unwrap_or_default().to_string(), word(part))).collect()
}

#[test]
fn hits_in_a_long_turn_have_the_time_of_their_sentence() {
    let filler = "and so on ".repeat(60);
    let turn = format!(
        "+++\nspeakers = [\"Ann\", \"Ben\"]\n+++\n**Ann:** [0:05] First {filler}. [0:40] Second {filler} and [0:55] then {filler}.\n\n[1:30] Third is short.\n\n\
         [1:35] Fourth {filler}.\n\nFifth {filler}.\n\n[2:30] Sixth.\n\n**Ben:** Seventh.\n"
    );
    let expected =
        [("0:05", "First"), ("0:40", "Second"), ("1:30", "Third"), ("2:30", "Sixth."), ("", "Seventh.")];
    let expected = expected.map(|(time, word)| (time.to_string(), word.to_string()));
    assert_eq!(parts_of(&turn), expected);
}

#[test]
fn a_long_section_is_several_entries() {
    let turn = |number: usize| format!("**Ann:** [0:{number:02}] Word {}\n\n", "and another ".repeat(120));
    let long: String = (10..16).map(turn).collect();
    let paragraphs = format!("A paragraph {}\n\n", "and more ".repeat(200)).repeat(4);
    let page = format!("# Long\n\n{paragraphs}## Part\n\n{long}");
    let text = data(&build_content(&[("long.md", &page)]), "search/text/long/text.js");
    let entries = text["entries"].as_array().unwrap();
    let heading = |entry: &Value| entry["heading"].as_str().unwrap_or_default().to_string();
    assert_eq!(entries.iter().map(heading).collect::<Vec<_>>(), ["", "", "Part", "Part", "Part"]);
    assert_eq!(entries[2]["anchor"], "part");
    assert_eq!(entries[3]["anchor"], entries[3]["parts"][0]["anchor"], "it begins at its first turn");
    let words = |entry: &Value| -> usize {
        entry["parts"].as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap().len()).sum()
    };
    assert!(entries.iter().all(|entry| words(entry) <= 4000), "none is long");
}

#[test]
fn the_lists_hold_what_the_json_holds() {
    let files = build_content(&[("one.md", INTERVIEW)]);
    let (lists, index) = (data(&files, "search/index.js"), index(&files));
    assert_eq!(lists["size"], index["documentStore"]["length"]);
    let mut compared = 0;
    for field in entry::FIELDS {
        for (token, postings) in lists["fields"][field]["tokens"].as_object().expect("tokens by name") {
            let node = node(&index, field, token).unwrap_or_else(|| panic!("{field} has {token}"));
            let numbers: Vec<u64> = postings.as_array().unwrap().iter().filter_map(Value::as_u64).collect();
            assert_eq!(node["df"].as_u64(), Some(numbers.len() as u64 / 2), "{token}");
            let mut entry = 0;
            for posting in numbers.chunks(2) {
                entry += posting[0];
                let count = node["docs"][entry.to_string()]["tf"].as_f64().expect("a frequency").powi(2);
                assert!((count - posting[1] as f64).abs() < 0.01, "{token} in {entry}");
                compared += 1;
            }
        }
        let lengths = lists["fields"][field]["lengths"].as_array().expect("lengths");
        for (entry, length) in lengths.iter().enumerate() {
            let known = &index["documentStore"]["docInfo"][entry.to_string()][field];
            assert_eq!(known.as_u64().unwrap_or_default(), length.as_u64().unwrap(), "{field} of {entry}");
        }
    }
    assert!(compared > 20, "only {compared} postings");
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
fn a_tag_is_one_choice_however_it_is_written() {
    let mut config = Config::default();
    let tag = Tag { label: "Machine learning".into(), aliases: vec!["ml".into()], ..Tag::default() };
    config.tags.insert("machine-learning".into(), tag);
    let page = |tags: &str| format!("+++\ntags = [{tags}]\n+++\n\nwords");
    let files = build_site(
        &[("a.md", &page("\"ml\"")), ("b.md", &page("\"machine-learning\", \"Machine learning\""))],
        config,
    );
    let facets = data(&files, "search/facets.js");
    assert_eq!(facets["tag"], serde_json::json!({ "Machine learning": { "pages": [0, 1] } }));
}

#[test]
fn a_site_may_do_without_search() {
    let mut config = Config::default();
    config.search.enabled = false;
    assert!(build_site(&[("one.md", "words")], config).is_empty());
}

fn in_packs() -> Config {
    let mut config = Config::default();
    config.search.shape = Shape::Large;
    config
}

#[test]
fn a_large_index_is_the_same_whatever_the_number_of_threads() {
    let pages: Vec<(String, String)> = (0..150)
        .map(|number| {
            let words: Vec<String> =
                (0..200).map(|word| format!("w{}", (number * 31 + word * word) % 4000)).collect();
            (format!("{number}.md"), words.join(" "))
        })
        .collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let with_threads = |count| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap();
        pool.install(|| build_site(&pages, in_packs()))
    };
    let one = with_threads(1);
    assert!(one.iter().filter(|file| file.path.ends_with(".pack")).count() > 6);
    assert_eq!(one, with_threads(2));
}

#[test]
fn a_site_without_words_has_an_empty_large_index() {
    let files = build_site(&[("a.md", "# Title")], in_packs());
    assert!(files.iter().any(|file| file.path == "search/root.json"));
    assert!(build_site(&[], in_packs()).iter().any(|file| file.path == "search/root.json"));
}

#[test]
fn size_decides_on_the_shape() {
    let is_one = |config, text: &str| {
        build_site(&[("a.md", text)], config).iter().any(|file| file.path == "search/index.json")
    };
    assert!(is_one(Config::default(), "few words"));
    assert!(!is_one(in_packs(), "few words"));
    assert!(!is_one(Config::default(), &"many words ".repeat(130_000)));
}
