//! `notes.json` holds to the W3C's Web Annotation Data Model, and says where its words are.

use serde_json::Value;

use crate::site::Site;

/// The motivations and purposes that the vocabulary has.
const MOTIVATIONS: [&str; 13] = [
    "assessing",
    "bookmarking",
    "classifying",
    "commenting",
    "describing",
    "editing",
    "highlighting",
    "identifying",
    "linking",
    "moderating",
    "questioning",
    "replying",
    "tagging",
];

const TALK: &str = "\
# The talk

**Ann Lee:** [0:10] We ==bet *the* company==[^fact:bet] — on it.[^who]

**Bo:** [0:20] Roger. She ==said so==[^twice]. ==Roger.==[^twice]

[^fact:bet]: {by=ann date=2025-09-01 tags=\"money law\"} It was **$2.1m**; see [^who] and [there](#ann-lee-we-bet).

[^who]: Three did.^[A note on a note.]

[^twice]: {by=Somebody} Twice.
";

const SITE: &str = "\
title = \"Test\"
language = \"en-GB\"
[people.ann]
name = \"Ann Lee\"
url = \"https://ann.example/\"
[people.bo]
name = \"Bo\"
";

/// The annotations of the page `path` of a site with `files`.
fn annotations(files: &[(&str, &str)], path: &str, more: &[&str]) -> Value {
    let site = files.iter().fold(Site::empty(), |site, (path, text)| site.with(path, text));
    site.build(more).expect(0);
    serde_json::from_str(&site.read(&format!("public/{path}"))).expect("JSON")
}

fn talk(more: &[&str]) -> Value {
    let text = TALK
        .replace("#ann-lee-we-bet", "#the-talk")
        .replace("# The talk", "# The talk\n\n## Part {#the-talk}");
    annotations(&[("site.toml", SITE), ("content/talk.md", &text)], "talk/notes.json", more)
}

fn item<'a>(page: &'a Value, name: &str) -> &'a Value {
    let items = page["items"].as_array().unwrap();
    items.iter().find(|item| item["id"].as_str().unwrap().ends_with(name)).expect(name)
}

fn selector<'a>(target: &'a Value, sort: &str) -> Vec<&'a Value> {
    target["selector"].as_array().unwrap().iter().filter(|selector| selector["type"] == sort).collect()
}

#[test]
fn a_page_of_notes_is_an_annotation_page() {
    check_page(&talk(&[]));
    check_page(&talk(&["--base-url", "https://example.org/a/"]));
}

#[test]
fn addresses_are_whole_when_the_site_knows_its_own() {
    let page = talk(&["--base-url", "https://example.org/a/"]);
    assert_eq!(page["id"], "https://example.org/a/talk/notes.json");
    let bet = item(&page, "note-fact-bet");
    assert_eq!(bet["id"], "https://example.org/a/talk/#note-fact-bet");
    assert_eq!(bet["target"][0]["source"], "https://example.org/a/talk/");
    let html = bet["body"][0]["items"][0]["value"].as_str().unwrap();
    assert!(html.contains("href=\"https://example.org/a/talk/#note-who\""), "{html}");
    let markdown = bet["body"][0]["items"][1]["value"].as_str().unwrap();
    let expected = "It was **$2.1m**; see [2](<https://example.org/a/talk/#note-who>) and \
                    [there](https://example.org/a/talk/#the-talk).";
    assert_eq!(markdown, expected);
    assert_eq!(item(&talk(&[]), "note-who")["target"][0]["source"], "index.html");
}

#[test]
fn a_note_says_who_when_and_what_sort() {
    let page = talk(&[]);
    let bet = item(&page, "note-fact-bet");
    assert_eq!(bet["motivation"], "assessing");
    assert_eq!(bet["created"], "2025-09-01T00:00:00Z");
    let ann = serde_json::json!({
        "type": "Person", "name": "Ann Lee", "nickname": "ann", "homepage": "https://ann.example/"
    });
    assert_eq!(bet["creator"], ann);
    let purposes: Vec<_> =
        bet["body"].as_array().unwrap()[1..].iter().map(|b| (&b["purpose"], &b["value"])).collect();
    let said = [("classifying", "fact"), ("tagging", "money"), ("tagging", "law")];
    assert!(
        purposes.iter().zip(said).all(|(found, said)| found.0 == said.0 && found.1 == said.1),
        "{purposes:?}"
    );
    assert_eq!(item(&page, "note-twice")["creator"]["name"], "Somebody");
}

#[test]
fn a_target_is_found_by_its_words_its_place_and_its_time() {
    let page = talk(&[]);
    let text = "The talk\nPart\nWe bet the company — on it.\nRoger. She said so. Roger.";
    for (name, words) in [("note-fact-bet", &["bet the company"][..]), ("note-twice", &["said so", "Roger."])]
    {
        let targets = item(&page, name)["target"].as_array().unwrap();
        assert_eq!(targets.len(), words.len());
        for (target, words) in targets.iter().zip(words) {
            let quote = selector(target, "TextQuoteSelector")[0];
            assert_eq!(quote["exact"], *words);
            let [prefix, exact, suffix] =
                ["prefix", "exact", "suffix"].map(|part| quote[part].as_str().unwrap());
            assert_eq!(text.matches(&format!("{prefix}{exact}{suffix}")).count(), 1);
            let position = selector(target, "TextPositionSelector")[0];
            let [start, end] = ["start", "end"].map(|end| position[end].as_u64().unwrap() as usize);
            assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), *words);
        }
    }
    let fragments = |name: &str| {
        let found = selector(&item(&page, name)["target"][0], "FragmentSelector");
        found.iter().map(|fragment| fragment["value"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(fragments("note-fact-bet"), ["ref-fact-bet", "t=10,20"]);
    assert_eq!(fragments("note-twice"), ["ref-twice", "t=20"]);
}

#[test]
fn a_note_on_a_point_is_about_the_word_before_it() {
    let who = talk(&[]);
    let quote = selector(&item(&who, "note-who")["target"][0], "TextQuoteSelector")[0];
    assert_eq!(quote["exact"], "it.");
}

#[test]
fn a_note_on_a_note_is_about_that_note() {
    let page = talk(&[]);
    assert_eq!(item(&page, "note-a-note-on-a")["target"], serde_json::json!(["index.html#note-who"]));
}

#[test]
fn a_page_without_notes_has_no_annotations() {
    let site = Site::new().with("content/a.md", "Words.");
    site.build(&[]).expect(0);
    assert!(!site.files("public").iter().any(|path| path.ends_with("notes.json")));
    assert!(!site.read("public/a/index.html").contains("notes.json"));
}

/// Holds a page to what the model and the protocol require of it.
pub fn check_page(page: &Value) {
    assert_eq!(page["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(page["type"], "AnnotationPage");
    check_address(&page["id"]);
    assert!(page["startIndex"].is_u64());
    let items = page["items"].as_array().expect("items");
    assert!(!items.is_empty());
    let mut ids: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    items.iter().for_each(check_annotation);
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "each annotation has its own address");
}

fn check_annotation(annotation: &Value) {
    check_keys(annotation, &["type", "id", "motivation", "creator", "created", "body", "target"]);
    assert_eq!(annotation["type"], "Annotation");
    check_address(&annotation["id"]);
    check_motivation(&annotation["motivation"]);
    if let Some(created) = annotation.get("created") {
        let created = created.as_str().unwrap();
        let (date, time) = created.split_once('T').expect("a date and a time");
        assert!(date.parse::<jiff::civil::Date>().is_ok() && time == "00:00:00Z", "{created}");
    }
    if let Some(creator) = annotation.get("creator") {
        check_keys(creator, &["type", "name", "nickname", "homepage"]);
        assert_eq!(creator["type"], "Person");
        assert!(creator["name"].is_string(), "an agent has one name at least");
    }
    annotation["body"].as_array().expect("bodies").iter().for_each(check_body);
    let targets = annotation["target"].as_array().expect("targets");
    assert!(!targets.is_empty(), "an annotation has one target at least");
    targets.iter().for_each(check_target);
}

fn check_body(body: &Value) {
    match body["type"].as_str() {
        Some("Choice") => {
            let items = body["items"].as_array().expect("a choice has items");
            assert_eq!(
                items.iter().map(|item| &item["format"]).collect::<Vec<_>>(),
                ["text/html", "text/markdown"]
            );
            items.iter().for_each(check_body);
        }
        Some("TextualBody") => {
            check_keys(body, &["type", "value", "format", "language", "purpose"]);
            assert!(body["value"].is_string(), "a textual body has one value");
            body.get("purpose").into_iter().for_each(check_motivation);
        }
        other => panic!("a body of type {other:?}"),
    }
}

fn check_target(target: &Value) {
    if target.is_string() {
        return check_address(target);
    }
    check_keys(target, &["type", "source", "selector"]);
    assert_eq!(target["type"], "SpecificResource");
    check_address(&target["source"]);
    for selector in target["selector"].as_array().expect("selectors") {
        match selector["type"].as_str() {
            Some("TextQuoteSelector") => {
                assert!(["exact", "prefix", "suffix"].iter().all(|part| selector[part].is_string()));
            }
            Some("TextPositionSelector") => {
                assert!(selector["start"].as_u64().unwrap() <= selector["end"].as_u64().unwrap());
            }
            Some("FragmentSelector") => {
                assert!(selector["value"].is_string());
                check_address(&selector["conformsTo"]);
            }
            other => panic!("a selector of type {other:?}"),
        }
    }
}

/// Whether every key is one that the context defines for this sort of thing.
fn check_keys(value: &Value, known: &[&str]) {
    for key in value.as_object().expect("an object").keys() {
        assert!(known.contains(&key.as_str()), "{key}");
    }
}

fn check_motivation(value: &Value) {
    assert!(MOTIVATIONS.contains(&value.as_str().expect("one motivation")), "{value}");
}

/// An IRI, whole or relative to the file.
fn check_address(value: &Value) {
    let address = value.as_str().expect("an address");
    assert!(
        !address.is_empty() && !address.contains(|c: char| c.is_whitespace() || "<>\"{}|\\^`".contains(c))
    );
}
