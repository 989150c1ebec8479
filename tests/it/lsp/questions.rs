//! Hovers, definitions, references, outlines, folds and hints.

use serde_json::{Value, json};

use super::client::Editor;
use crate::site::Site;

const SETTINGS: &str = "\
title = \"Test\"

[people.sam]
name = \"Sam Orrock\"
role = \"guest\"
bio = \"A reader.\"

[tags.ink]
label = \"Ink\"
description = \"About printing.\"
";

const A: &str = "\
+++
title = \"A\"
tags = [\"ink\"]
speakers = [\"sam\", \"Ann\"]
+++

## Begin [0:10]

**Sam Orrock:** 中文 words[^fact:bet] of it, [over there](b.md#end).

**Ann:** I see. I see it all.

And more.

## Last

**Sam Orrock:** The end.

[^fact:bet]: {by=sam date=2025-01-02} A **bold** note.

    Its second paragraph.
";

const B: &str = "\
+++
title = \"B\"
+++

## The end {#end}

**Sam Orrock:** Look [here](a.md#note-fact-bet) and [there](a.md).

**Ann:** No.
";

fn start() -> (Site, Editor) {
    let site = Site::empty().with("site.toml", SETTINGS).with("content/a.md", A).with("content/b.md", B);
    let mut editor = Editor::start(&site.path("."));
    for (path, text) in [("content/a.md", A), ("content/b.md", B), ("site.toml", SETTINGS)] {
        editor.open(path, text);
    }
    (site, editor)
}

fn hover(editor: &mut Editor, path: &str, words: &str, within: usize) -> String {
    let found = editor.at("textDocument/hover", path, words, within, json!({}));
    found["contents"]["value"].as_str().unwrap_or_default().to_string()
}

/// Places as `path:line:column`, counted from one.
fn places(found: &Value) -> Vec<String> {
    let place = |found: &Value| {
        let path = found["uri"].as_str().unwrap().rsplit('/').next().unwrap();
        let start = &found["range"]["start"];
        let number = |key: &str| start[key].as_u64().unwrap() + 1;
        format!("{path}:{}:{}", number("line"), number("character"))
    };
    found.as_array().unwrap().iter().map(place).collect()
}

#[test]
fn hover_shows_notes_people_and_targets() {
    let (_site, mut editor) = start();
    let note = hover(&mut editor, "content/a.md", "[^fact:bet]", 4);
    assert_eq!(note, "**fact** · Sam Orrock · 2025-01-02\n\nA **bold** note.\n\nIts second paragraph.");
    let person = hover(&mut editor, "content/a.md", "**Sam", 4);
    assert_eq!(person, "**Sam Orrock** (guest)\n\nA reader.\n\nTranscripts: 2. Notes: 1.");
    let target = hover(&mut editor, "content/a.md", "over there", 2);
    assert_eq!(target, "**B**\n\nThe end");
    let note = hover(&mut editor, "content/b.md", "[here]", 2);
    assert!(note.starts_with("**A**\n\n**fact**"), "{note}");
    assert!(hover(&mut editor, "content/a.md", "tags =", 2).contains("the tags of the page"));
    assert!(hover(&mut editor, "content/a.md", "\"ink\"", 2).contains("About printing."));
    assert!(hover(&mut editor, "site.toml", "role", 2).contains("`host`, `guest`, or any other word"));
    assert_eq!(hover(&mut editor, "content/a.md", "I see it", 3), "");
    assert_eq!(hover(&mut editor, "content/a.md", "+++\n\n##", 2), "", "the line that closes front matter");
}

#[test]
fn hover_on_a_problem_shows_the_manual() {
    let text = "# T\n\n[x](gone.md)\n";
    let site = Site::new().with("content/a.md", text);
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", text);
    let shown = hover(&mut editor, "content/a.md", "[x]", 1);
    assert!(shown.starts_with("**`broken-link`**\n\n*Warning.*"), "{shown}");
}

#[test]
fn definitions_are_found() {
    let (_site, mut editor) = start();
    let mut define = |path: &str, words: &str, within: usize| {
        places(&editor.at("textDocument/definition", path, words, within, json!({})))
    };
    assert_eq!(define("content/a.md", "[^fact:bet] of", 5), ["a.md:19:3"]);
    assert_eq!(define("content/a.md", "**Sam", 3), ["site.toml:3:9"]);
    assert_eq!(define("content/a.md", "**Ann", 3), ["a.md:4:20"]);
    assert_eq!(define("content/a.md", "over there", 3), ["b.md:5:1"]);
    assert_eq!(define("content/b.md", "[here]", 3), ["a.md:19:1"]);
    assert_eq!(define("content/b.md", "[there]", 3), ["a.md:1:1"]);
    assert_eq!(define("content/a.md", "by=sam", 4), ["site.toml:3:9"]);
    assert_eq!(define("content/a.md", "\"ink\"", 2), ["site.toml:8:1"]);
    assert_eq!(define("content/a.md", "\"sam\"", 2), ["site.toml:3:9"]);
    assert_eq!(define("content/a.md", "I see it", 3), Vec::<String>::new());
}

#[test]
fn references_are_found_on_all_pages() {
    let (_site, mut editor) = start();
    let mut refer = |path: &str, words: &str, within: usize, all: bool| {
        let context = json!({ "context": { "includeDeclaration": all } });
        places(&editor.at("textDocument/references", path, words, within, context))
    };
    let mut note = refer("content/a.md", "[^fact:bet] of", 5, true);
    note.sort();
    assert_eq!(note, ["a.md:19:3", "a.md:9:27", "b.md:7:22"]);
    let mut person = refer("content/a.md", "**Sam", 3, false);
    person.sort();
    assert_eq!(person, ["a.md:17:3", "a.md:19:1", "a.md:9:3", "b.md:7:3"]);
    assert_eq!(refer("content/b.md", "## The", 4, false), ["a.md:9:44"]);
    assert_eq!(refer("content/a.md", "\"ink\"", 2, false), ["a.md:3:9"]);
}

#[test]
fn outline_has_sections_and_turns() {
    let (_site, mut editor) = start();
    let uri = editor.uri("content/a.md");
    let found = editor.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    let names = |found: &Value| -> Vec<String> {
        found.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(names(&found), ["Begin", "Last"]);
    assert_eq!(found[0]["detail"], "0:10");
    assert_eq!(
        names(&found[0]["children"]),
        ["Sam Orrock: 中文 words of it, over there.", "Ann: I see. I see it all."]
    );
    assert_eq!(found[0]["range"]["end"]["line"], 14);
}

#[test]
fn front_matter_sections_and_notes_can_be_folded() {
    let (_site, mut editor) = start();
    let uri = editor.uri("content/a.md");
    let found = editor.request("textDocument/foldingRange", json!({ "textDocument": { "uri": uri } }));
    let lines = |found: &Value| (found["startLine"].as_u64().unwrap(), found["endLine"].as_u64().unwrap());
    let mut found: Vec<_> = found.as_array().unwrap().iter().map(lines).collect();
    found.sort_unstable();
    assert_eq!(found, [(0, 4), (6, 12), (10, 12), (14, 20), (18, 20)]);
}

#[test]
fn turns_between_known_times_get_hints() {
    let text = "# T\n\n**Ann (0:10):** One two three.\n\n**Ben:** Four five six.\n\n**Ann (0:30):** Seven.\n";
    let site = Site::new().with("content/a.md", text);
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", text);
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let uri = editor.uri("content/a.md");
    let params = json!({ "textDocument": { "uri": uri }, "range": whole });
    let found = editor.request("textDocument/inlayHint", params);
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!((&found[0]["label"], &found[0]["position"]["line"]), (&json!("≈0:20"), &json!(4)));
}
