//! Renames across a site: nothing but the names changes, and the site is as good as before.

use serde_json::{Value, json};

use super::client::{Editor, apply};
use crate::site::Site;

const SETTINGS: &str = "\
title = \"Test\"

[people.teller]
name = \"Sam Orrock\"
aliases = [\"Mr Orrock\"]
";

const A: &str = "\
+++
title = \"A\"
speakers = [\"Sam Orrock\", \"Ann\"]
+++

**Sam Orrock:** Sam Orrock is my name[^fact:bet].

**Ann:** Yes[^other]. `[^fact:bet]` is code.

**Mr Orrock:** Again[^fact:bet].

**Sam:** Short.

[^fact:bet]: A note of Sam Orrock.

[^other]: {re=fact:bet} A reply.
";

const B: &str = "\
+++
title = \"B\"
speakers = [\"teller\", \"Ann\"]
+++

**Sam Orrock:** See [the note](a.md#note-fact-bet) and [its place](a.md#ref-fact-bet).

**Ann:** Yes.

**Sam Orrock and Ann:** Both.
";

const NOTES: &str = "\
## cite:tape

> Short.

A note.
";

fn site() -> Site {
    let site = Site::empty().with("site.toml", SETTINGS).with("content/a.md", A);
    site.with("content/b.md", B).with("content/a.notes.md", NOTES)
}

fn start(site: &Site) -> Editor {
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", A);
    editor.open("content/b.md", B);
    editor.open("content/a.notes.md", NOTES);
    editor
}

fn rename(editor: &mut Editor, path: &str, words: &str, within: usize, new: &str) -> Value {
    editor.at("textDocument/rename", path, words, within, json!({ "newName": new }))
}

fn refusal(editor: &mut Editor, path: &str, words: &str, within: usize, new: &str) -> String {
    let params = editor.place(path, words, within, json!({ "newName": new }));
    let id = editor.ask("textDocument/rename", params);
    editor.answer(id)["error"]["message"].as_str().expect("an error").to_string()
}

/// The messages of a check, without the names that it lists.
fn problems(site: &Site) -> Vec<String> {
    let problems = site.postil(&["check", "--format", "json"]).problems();
    problems.iter().map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(": ")).collect()
}

#[test]
fn speaker_is_renamed_on_every_page_and_in_the_settings() {
    let site = site();
    let before = problems(&site);
    let mut editor = start(&site);
    let edit = rename(&mut editor, "content/b.md", "**Sam", 3, "Samuel Quill");
    apply(&edit);
    let settings = SETTINGS.replace("\"Sam Orrock\"", "\"Samuel Quill\"");
    assert_eq!(site.read("site.toml"), settings);
    let a = A.replace("**Sam Orrock:**", "**Samuel Quill:**").replace("[\"Sam Orrock\"", "[\"Samuel Quill\"");
    // A short form of the old name would be nobody's; the alias still is theirs.
    assert_eq!(site.read("content/a.md"), a.replace("**Sam:**", "**Samuel Quill:**"));
    let b = B.replace("**Sam Orrock", "**Samuel Quill");
    assert_eq!(site.read("content/b.md"), b);
    assert_eq!(problems(&site), before);
}

#[test]
fn alias_is_renamed_where_it_is_used() {
    let site = site();
    let before = problems(&site);
    let mut editor = start(&site);
    let edit = rename(&mut editor, "content/a.md", "**Mr", 3, "Old Orrock");
    apply(&edit);
    assert_eq!(site.read("site.toml"), SETTINGS.replace("Mr Orrock", "Old Orrock"));
    assert_eq!(site.read("content/a.md"), A.replace("Mr Orrock", "Old Orrock"));
    assert_eq!(site.read("content/b.md"), B);
    assert_eq!(problems(&site), before);
}

#[test]
fn speaker_whom_nobody_declares_is_renamed_on_one_page() {
    let text = "# T\n\n**SPEAKER_00:** One.\n\n**SPEAKER_01:** Two.\n\n**SPEAKER_00:** Three.\n\n**SPEAKER_01:** Four.\n";
    let site = Site::new().with("content/a.md", text).with("content/b.md", text);
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", text);
    let prepared = editor.at("textDocument/prepareRename", "content/a.md", "SPEAKER_00", 2, json!({}));
    assert_eq!(prepared["placeholder"], "SPEAKER_00");
    let edit = rename(&mut editor, "content/a.md", "SPEAKER_00", 2, "Ann Lee");
    apply(&edit);
    assert_eq!(site.read("content/a.md"), text.replace("SPEAKER_00", "Ann Lee"));
    assert_eq!(site.read("content/b.md"), text);
}

#[test]
fn remark_behind_a_name_stays() {
    let text = "+++\nspeakers = [\"Ann Lee\", \"Ben\"]\n+++\n\n**Ann Lee:** One.\n\n**Ben:** Two.\n\n**Ann Lee (laughs):** Three.\n";
    let site = Site::new().with("content/a.md", text);
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", text);
    let edit = rename(&mut editor, "content/a.md", "**Ann", 3, "Ann Quill");
    apply(&edit);
    assert_eq!(site.read("content/a.md"), text.replace("Ann Lee", "Ann Quill"));
}

#[test]
fn note_is_renamed_with_its_references_replies_and_links() {
    let site = site();
    let before = problems(&site);
    let mut editor = start(&site);
    let prepared = editor.at("textDocument/prepareRename", "content/a.md", "[^fact:bet]", 3, json!({}));
    assert_eq!(prepared["placeholder"], "fact:bet");
    let edit = rename(&mut editor, "content/a.md", "[^fact:bet]", 3, "cite:wager");
    apply(&edit);
    let code = A.replace("`[^fact:bet]`", "`CODE`").replace("fact:bet", "cite:wager");
    assert_eq!(site.read("content/a.md"), code.replace("`CODE`", "`[^fact:bet]`"));
    assert_eq!(site.read("content/b.md"), B.replace("fact-bet", "cite-wager"));
    assert_eq!(problems(&site), before);
}

#[test]
fn note_in_a_sidecar_file_is_renamed() {
    let site = site();
    let mut editor = start(&site);
    let edit = rename(&mut editor, "content/a.notes.md", "cite:tape", 3, "cite:reel");
    apply(&edit);
    assert_eq!(site.read("content/a.notes.md"), NOTES.replace("cite:tape", "cite:reel"));
}

#[test]
fn links_to_a_note_with_a_permalink_stay() {
    let site = site();
    site.postil(&["permalinks"]).expect(0);
    let before = problems(&site);
    let mut editor = start(&site);
    let edit = rename(&mut editor, "content/a.md", "[^fact:bet]", 3, "fact:wager");
    apply(&edit);
    assert_eq!(site.read("content/b.md"), B, "the note keeps its recorded ID");
    assert_eq!(problems(&site), before);
}

#[test]
fn names_that_would_not_be_read_are_refused() {
    let site = site();
    let mut editor = start(&site);
    for (words, within, new, reason) in [
        ("**Ann", 3, "a: b", "cannot be a label"),
        ("**Ann", 3, "", "cannot be a label"),
        ("[^fact:bet]", 3, "two words", "cannot be the name of a note"),
        ("[^fact:bet]", 3, "other", "already has a note"),
        ("[^fact:bet]", 3, "nokind:x", "no kind of note"),
        ("my name", 1, "x", "only names of speakers"),
    ] {
        let refusal = refusal(&mut editor, "content/a.md", words, within, new);
        assert!(refusal.contains(reason), "{new}: {refusal}");
    }
    assert_eq!(site.read("content/a.md"), A);
}

#[test]
fn list_of_speakers_in_yaml_is_renamed() {
    let text = "---\ntitle: A\nspeakers:\n  - Ann Lee\n  - Ben\n---\n\n**Ann Lee:** One.\n\n**Ben:** Two.\n";
    let site = Site::new().with("content/a.md", text);
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", text);
    let edit = rename(&mut editor, "content/a.md", "**Ann", 3, "Ann Quill");
    apply(&edit);
    assert_eq!(site.read("content/a.md"), text.replace("Ann Lee", "Ann Quill"));
}
