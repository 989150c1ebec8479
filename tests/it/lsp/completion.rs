//! Suggestions at a cursor.

use serde_json::{Value, json};

use super::client::{Editor, apply};
use crate::site::Site;

const SETTINGS: &str = "\
title = \"Test\"
[people.sam]
name = \"Sam Orrock\"
[notes.kinds.tape]
label = \"On the tape\"
";

const A: &str = "\
+++
title = \"A\"
tags = [\"ink\"]
speakers = [\"sam\"]
+++

## Begin

**Sam Orrock:** Words[^bet].

[^bet]: A note.
";

fn site() -> Site {
    let site = Site::empty().with("site.toml", SETTINGS).with("content/a.md", A);
    site.with("content/in/b.md", "+++\ntitle = \"The other\"\n+++\n\nWords.\n")
}

/// The suggestions at `|` in a text of the file `path`.
fn suggestions(path: &str, text: &str) -> Vec<Value> {
    let site = site();
    let mut editor = Editor::start(&site.path("."));
    let before = if path == "site.toml" { SETTINGS } else { A };
    editor.open(path, before);
    editor.sync();
    let at = text.find('|').expect("a cursor");
    let (before, after) = (&text[..at], &text[at + 1..]);
    editor.replace(path, &format!("{before}{after}"));
    let line = before.matches('\n').count();
    let column = before[before.rfind('\n').map_or(0, |at| at + 1)..].encode_utf16().count();
    let uri = editor.uri(path);
    let position = json!({ "line": line, "character": column });
    let params = json!({ "textDocument": { "uri": uri }, "position": position });
    editor.request("textDocument/completion", params)["items"].as_array().expect("items").clone()
}

fn labels(path: &str, text: &str) -> Vec<String> {
    suggestions(path, text).iter().map(|item| item["label"].as_str().unwrap().to_string()).collect()
}

#[track_caller]
fn offers(text: &str, expected: &[&str]) {
    let found = labels("content/a.md", text);
    for wanted in expected {
        assert!(found.iter().any(|label| label == wanted), "{wanted} at {text:?}: {found:?}");
    }
}

#[test]
fn body_offers_what_fits_the_place() {
    offers(&A.replace("Words[^bet]", "Words[^|"), &["bet", "fact:", "tape:"]);
    offers(&A.replace("Words", "[x](|"), &["in/b.md"]);
    offers(&A.replace("Words", "[x](in|"), &["in/b.md"]);
    offers(&A.replace("Words", "[x](#|"), &["begin", "note-bet"]);
    offers(&A.replace("A note", "{by=| A note"), &["sam"]);
    offers(&A.replace("A note", "{re=| A note"), &["bet"]);
    offers(&A.replace("A note.", "A note. — @|"), &["sam"]);
    offers(&A.replace("\n[^bet]:", "\nSa|\n\n[^bet]:"), &["Sam Orrock"]);
    assert_eq!(labels("content/a.md", &A.replace("Words[^bet].", "Just words |")), Vec::<String>::new());
}

#[test]
fn label_is_written_as_the_page_writes_it() {
    let found = suggestions("content/a.md", &A.replace("\n[^bet]:", "\n**Sa|\n\n[^bet]:"));
    let label = found.iter().find(|item| item["label"] == "Sam Orrock").expect("a label");
    assert_eq!(label["textEdit"]["newText"], "**Sam Orrock:** ");
    assert_eq!(label["textEdit"]["range"]["start"]["character"], 0);
}

#[test]
fn settings_and_front_matter_offer_keys_and_values() {
    offers(&A.replace("title =", "d|\ntitle ="), &["date", "draft"]);
    offers(&A.replace("+++\n\n##", "kind = \"|\"\n+++\n\n##"), &["transcript", "article"]);
    offers(&A.replace("+++\n\n##", "draft = |\n+++\n\n##"), &["true", "false"]);
    offers(&A.replace("[\"sam\"]", "[\"sam\", \"|\"]"), &["sam"]);
    offers(&A.replace("[\"ink\"]", "[\"|\"]"), &["ink"]);
    offers(&A.replace("+++\n\n##", "[media]\nyou|\n+++\n\n##"), &["youtube"]);
    let settings = |text: &str| labels("site.toml", &format!("{SETTINGS}{text}"));
    assert!(settings("colour = \"|\"").contains(&"ochre".to_string()));
    assert_eq!(settings("[search]\nsha|"), ["shape"]);
    assert!(settings("[search]\nshape = |").contains(&"\"large\"".to_string()));
    assert!(settings("[people.ann]\n|").contains(&"aliases".to_string()));
    assert!(settings("[check]\nbroken-link = \"|").contains(&"error".to_string()));
}

#[test]
fn accepted_suggestion_is_a_link_without_problems() {
    let site = site();
    let text = A.replace("Words", "[x](in) Words");
    site.write("content/a.md", &text);
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", &text);
    let found = editor.at("textDocument/completion", "content/a.md", "](in)", 4, json!({}));
    let items = found["items"].as_array().expect("items");
    let item = items.iter().find(|item| item["label"] == "in/b.md").expect("the page");
    let uri = editor.uri("content/a.md");
    apply(&json!({ "changes": { uri: [item["textEdit"]] } }));
    assert!(site.read("content/a.md").contains("[x](in/b.md) Words"));
    site.postil(&["check", "--deny", "warnings"]).expect(0);
}
