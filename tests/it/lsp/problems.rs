//! Diagnostics while an author types, and their quick fixes.

use serde_json::{Value, json};

use super::client::{Editor, apply};
use crate::site::Site;

#[test]
fn unsaved_words_are_checked() {
    let text = "# T\n\nWords[^a].\n\n[^a]: A note.\n";
    let site = Site::new().with("content/a.md", text);
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", text);
    assert_eq!(editor.problems_of("content/a.md"), Vec::<String>::new());
    // One keystroke: the name in the reference becomes `ab`.
    let at = editor.position("content/a.md", "[^a]", 3);
    editor.change("content/a.md", json!([{ "range": { "start": at, "end": at }, "text": "b" }]));
    let found = editor.problems_of("content/a.md");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("3:6 error[undefined-note]"), "{found:?}");
    assert!(found[1].starts_with("5:1 error[unused-note]"), "{found:?}");
    assert_eq!(site.read("content/a.md"), text, "nothing is written");
    editor.close("content/a.md");
    assert_eq!(editor.problems_of("content/a.md"), Vec::<String>::new(), "the file counts again");
}

#[test]
fn page_that_was_never_saved_is_a_page() {
    let site = Site::new().with("content/a.md", "# A\n\n[B](b.md)\n");
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", "# A\n\n[B](b.md)\n");
    assert_eq!(editor.problems_of("content/a.md").len(), 1);
    editor.open("content/b.md", "# B\n\n[gone](c.md)\n");
    assert_eq!(editor.problems_of("content/a.md"), Vec::<String>::new(), "the other page is there now");
    assert_eq!(editor.problems_of("content/b.md").len(), 1);
    editor.close("content/b.md");
    assert_eq!(editor.problems_of("content/a.md").len(), 1);
    assert_eq!(editor.problems_of("content/b.md"), Vec::<String>::new());
}

#[test]
fn unsaved_settings_and_notes_reach_every_page() {
    let site = Site::new().with("content/a.md", "# A\n\nThe e-mail came.\n");
    let mut editor = Editor::start(&site.path("."));
    editor.open("site.toml", "title = \"Test\"\n");
    assert_eq!(editor.problems_of("content/a.md"), Vec::<String>::new());
    editor.replace("site.toml", "title = \"Test\"\n[style]\n\"e-mail\" = \"email\"\n");
    let found = editor.problems_of("content/a.md");
    assert_eq!(found, ["3:5 warning[style] this site writes `email`, not `e-mail`"]);
    editor.open("content/a.notes.md", "> never said\n\nA note.\n");
    let found = editor.problems_of("content/a.notes.md");
    assert!(found[0].contains("error[words-not-found]"), "{found:?}");
    editor.replace("content/a.notes.md", "> came\n\nA note.\n");
    assert_eq!(editor.problems_of("content/a.notes.md"), Vec::<String>::new());
    editor.close("content/a.notes.md");
    assert_eq!(editor.problems_of("content/a.md").len(), 1);
}

#[test]
fn changes_on_the_disk_are_seen_when_the_editor_tells() {
    let text = "# A\n\n[B](b.md)\n";
    let site = Site::new().with("content/a.md", text);
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", text);
    assert_eq!(editor.problems_of("content/a.md").len(), 1);
    site.write("content/b.md", "# B\n\nB.\n");
    let change = json!({ "changes": [{ "uri": editor.uri("content/b.md"), "type": 1 }] });
    editor.notify("workspace/didChangeWatchedFiles", change);
    assert_eq!(editor.problems_of("content/a.md"), Vec::<String>::new());
    site.delete("content/b.md");
    let saved = json!({ "textDocument": { "uri": editor.uri("content/a.md") } });
    editor.notify("textDocument/didSave", saved);
    assert_eq!(editor.problems_of("content/a.md").len(), 1);
}

#[test]
fn related_places_are_shown() {
    let text = "# A\n\nOne[^a].\n\n[^a]: First.\n\n[^a]: Second.\n";
    let site = Site::new().with("content/a.md", text);
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", text);
    editor.sync();
    let found = &editor.problems[&editor.uri("content/a.md")][0];
    assert_eq!(found["code"], "duplicate-note");
    let related = &found["relatedInformation"][0];
    assert_eq!(
        (&related["message"], &related["location"]["range"]["start"]["line"]),
        (&json!("first here"), &json!(4))
    );
    assert!(found["message"].as_str().unwrap().contains("give one of them another name"), "{found}");
}

#[test]
fn drafts_are_checked_too() {
    let text = "+++\ndraft = true\n+++\n# A\n\n[B](b.md)\n";
    let site = Site::new().with("content/a.md", text);
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", text);
    assert_eq!(editor.problems_of("content/a.md").len(), 1);
}

fn actions(editor: &mut Editor, path: &str, words: &str) -> Vec<Value> {
    let at = editor.position(path, words, 1);
    let uri = editor.uri(path);
    let params = json!({
        "textDocument": { "uri": uri }, "range": { "start": at, "end": at }, "context": { "diagnostics": [] },
    });
    editor.request("textDocument/codeAction", params).as_array().expect("actions").clone()
}

#[test]
fn quick_fixes_are_those_of_a_check() {
    let text = "# A\n\nThe e-mail came.\n\nAnother e-mail.\n";
    let settings = "title = \"Test\"\n[style]\n\"e-mail\" = \"email\"\n";
    let site = Site::empty().with("site.toml", settings).with("content/a.md", text);
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", text);
    let found = actions(&mut editor, "content/a.md", "e-mail");
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!((&found[0]["title"], &found[0]["kind"]), (&json!("Replace with `email`"), &json!("quickfix")));
    apply(&found[0]["edit"]);
    assert_eq!(site.read("content/a.md"), "# A\n\nThe email came.\n\nAnother e-mail.\n");
    site.write("content/a.md", text);
    apply(&found[1]["edit"]);
    let all = site.read("content/a.md");
    site.write("content/a.md", text);
    site.postil(&["check", "--fix"]);
    assert_eq!(all, site.read("content/a.md"), "all fixes together are those of `check --fix`");
    assert_eq!(actions(&mut editor, "content/a.md", "came"), Vec::<Value>::new());
}
