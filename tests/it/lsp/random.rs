//! After any edits, the diagnostics of the server are those of a check of the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Value, json};

use super::client::{Editor, shown};
use crate::edits::{Random, count, edit};
use crate::site::Site;

/// A problem that only a rendered page shows; the server renders none.
const RENDERED: &str = "template-error";

/// The files of a site that an edit can change.
fn files(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let folders = ["content", "static", "anchors", "themes", "i18n"];
    let below = folders.iter().flat_map(|folder| {
        site.files(folder).into_iter().map(move |file| format!("{folder}/{file}")).collect::<Vec<_>>()
    });
    let paths = below.chain(["site.toml".to_string()]).filter(|path| site.path(path).is_file());
    paths.map(|path| (path.clone(), fs::read(site.path(&path)).unwrap())).collect()
}

/// The problems that a check finds, by file.
fn checked(site: &Site) -> BTreeMap<String, BTreeSet<String>> {
    let run = site.postil(&["check", "--drafts", "--format", "json"]);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in run.out.lines() {
        let problem: Value = serde_json::from_str(line).expect(line);
        if problem["code"] == RENDERED {
            continue;
        }
        let number = |key: &str| problem[key].as_u64().unwrap_or(1);
        let text = |key: &str| problem[key].as_str().unwrap_or_default();
        let path = if text("path").is_empty() { "site.toml" } else { text("path") };
        found.entry(path.to_string()).or_default().insert(format!(
            "{}:{} {}[{}] {}",
            number("line"),
            number("column"),
            text("severity"),
            text("code"),
            text("message").lines().next().unwrap_or_default(),
        ));
    }
    found
}

/// The problems that the editor shows, by file.
fn seen(editor: &Editor, root: &str) -> BTreeMap<String, BTreeSet<String>> {
    let problems = editor.problems.iter().filter(|(_, found)| !found.is_empty());
    let below =
        |uri: &str| uri.strip_prefix(root).expect("a file of the site").trim_start_matches('/').to_string();
    let all = problems.map(|(uri, found)| {
        let found =
            found.iter().filter(|found| found["code"] != RENDERED).map(shown).collect::<BTreeSet<_>>();
        (below(uri), found)
    });
    all.filter(|(_, found)| !found.is_empty()).collect()
}

/// Brings what changed in `mirror` to the editor: texts as unsaved changes, and other files through the disk.
fn bring(editor: &mut Editor, site: &Site, mirror: &Site, random: &mut Random) {
    let (before, after) = (files(site), files(mirror));
    let mut is_disk_changed = false;
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for path in paths {
        let is_text = path.ends_with(".md") || path == "site.toml";
        match after.get(path) {
            Some(bytes) if is_text => {
                let text = String::from_utf8(bytes.clone()).unwrap();
                match editor.is_open(path) {
                    true if editor.text(path) != text => change(editor, path, &text),
                    true => {}
                    false if before.get(path) == Some(bytes) && random.below(2) == 0 => {}
                    false => editor.open(path, &text),
                }
            }
            Some(bytes) if before.get(path) != Some(bytes) => {
                site.write(path, bytes);
                is_disk_changed = true;
            }
            Some(_) => {}
            None => {
                if editor.is_open(path) {
                    editor.close(path);
                }
                site.delete(path);
                is_disk_changed = true;
            }
        }
    }
    // Texts that were never on the disk go when they are closed.
    for path in editor.open_paths().iter().filter(|path| !after.contains_key(*path)) {
        editor.close(path);
    }
    if is_disk_changed {
        editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    }
}

/// Sends the part of a text that differs, as an editor does.
fn change(editor: &mut Editor, path: &str, text: &str) {
    let before = editor.text(path).to_string();
    let first = before.lines().zip(text.lines()).take_while(|(a, b)| a == b).count();
    let rest: String = text.split_inclusive('\n').skip(first).collect();
    let range = json!({
        "start": { "line": first, "character": 0 },
        "end": { "line": before.lines().count() + 1, "character": 0 },
    });
    let whole = before.split_inclusive('\n').take(first).collect::<String>() + &rest;
    assert_eq!(whole, text);
    editor.replace_part(path, text, json!([{ "range": range, "text": rest }]));
}

#[test]
fn diagnostics_are_those_of_a_check_after_every_edit() {
    for seed in 0..2 {
        let (site, mirror) = (Site::new(), Site::new());
        let mut random = Random(seed);
        let mut editor = Editor::start_with(&site.path("."), &["utf-32"]);
        let root = editor.uri("");
        editor.open("site.toml", &site.read("site.toml"));
        for step in 0..count(40) {
            edit(&mirror, &mut random);
            bring(&mut editor, &site, &mirror, &mut random);
            editor.sync();
            let (seen, checked) = (seen(&editor, &root), checked(&mirror));
            assert_eq!(seen, checked, "seed {seed}, step {step}");
        }
    }
}
