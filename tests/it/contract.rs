//! What templates see, written down in the manual from the code's own types.
//!
//! With `POSTIL_ACCEPT=1` set, the page is written anew: read the difference before you keep it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content/manual/template-data.md");

const FILES: [&str; 14] = [
    include_str!("../../src/render/view.rs"),
    include_str!("../../src/render/view/front.rs"),
    include_str!("../../src/render/view/feeds.rs"),
    include_str!("../../src/render/view/lists.rs"),
    include_str!("../../src/render/view/topics.rs"),
    include_str!("../../src/render/view/media.rs"),
    include_str!("../../src/render/view/metadata.rs"),
    include_str!("../../src/render/view/notes.rs"),
    include_str!("../../src/render/view/registers.rs"),
    include_str!("../../src/render/view/sources.rs"),
    include_str!("../../src/render/view/readers.rs"),
    include_str!("../../src/render/view/timeline.rs"),
    include_str!("../../src/render/view/translations.rs"),
    include_str!("../../src/render/tally.rs"),
];

const HEAD: &str = "+++
title = \"Data for templates\"
summary = \"Every variable that a template of a theme can use, with its type.\"
kind = \"article\"
group = \"Reference\"
order = 21
# Made from the program's own types by a test: change them, and their comments, in src/render/view.
+++

A template gets the fields of [`View`](#view) and two pieces of HTML: `heading`, the title, and `content`, the text. Every field always exists. A field with “or none” can be `none`, and can be tested in a condition. A name that is not in these lists is an error, with its place in the template.

- `asset(path=\"img/icon.svg\")` is the published path of a file of the theme. Write it behind `root`.
- `bundle(parts=page.parts, type=\"css\")` is the path of [all style sheets of the page](themes.md#bundles) as one file; `type=\"js\"` is for scripts, and `markup` is HTML that they [add to the page](themes.md#bundles).
- `t` has the words of `i18n/LANGUAGE.toml` in the theme.
";

/// A type that templates see.
struct Type {
    about: String,
    fields: Vec<(String, String, String)>,
}

#[test]
fn the_manual_says_what_templates_see() {
    let page = page();
    if std::env::var_os("POSTIL_ACCEPT").is_some() {
        fs::write(PAGE, &page).unwrap();
    }
    assert!(
        fs::read_to_string(PAGE).unwrap() == page,
        "{PAGE} is not what src/render/view says: POSTIL_ACCEPT=1 writes it anew"
    );
}

fn page() -> String {
    let types: BTreeMap<String, Type> = FILES.iter().flat_map(|text| types(text)).collect();
    let mut out = HEAD.to_string();
    let mut waiting = vec!["View".to_string()];
    let mut done = Vec::new();
    while !waiting.is_empty() {
        let name = waiting.remove(0);
        let Some(found) = types.get(&name).filter(|_| !done.contains(&name)) else { continue };
        write!(out, "\n## `{name}` {{#{}}}\n\n{}\n\n", anchor(&name), found.about).unwrap();
        out.push_str("| Field | What it is | Value |\n|:------|:-----------|:------|\n");
        for (field, kind, about) in &found.fields {
            writeln!(out, "| `{field}` | {about} | {} |", value(kind)).unwrap();
            waiting.extend(inner(kind).map(str::to_string));
        }
        done.push(name);
    }
    out
}

/// The structures in a source file, with their comments.
fn types(text: &str) -> Vec<(String, Type)> {
    let mut found: Vec<(String, Type)> = Vec::new();
    let mut about = String::new();
    for line in text.lines() {
        let line = line.trim();
        if let Some(comment) = line.strip_prefix("/// ") {
            about = format!("{about} {comment}").trim().to_string();
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            let name = rest.trim_end_matches('{').trim().to_string();
            found.push((name, Type { about: std::mem::take(&mut about), fields: Vec::new() }));
        } else if let Some((name, kind)) = field(line) {
            let field =
                (name.to_string(), kind.trim_end_matches(',').to_string(), std::mem::take(&mut about));
            found.last_mut().expect("a field of a structure").1.fields.push(field);
        } else if !line.starts_with('#') {
            about.clear();
        }
    }
    found
}

/// The name and the type of a field: `pub title: String,`.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, kind) = line.strip_prefix("pub ")?.split_once(": ")?;
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then_some((name, kind))
}

fn anchor(name: &str) -> String {
    name.to_lowercase()
}

/// The structure that a field leads to.
fn inner(kind: &str) -> Option<&str> {
    kind.split(['<', '>', ' ', ',']).find(|part| part.ends_with("View") && *part != "SettingView")
}

/// A type of the code, as somebody who writes templates would say it.
fn value(kind: &str) -> String {
    let within = |outer: &str| kind.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>'));
    if let Some(kind) = within("Option<") {
        return format!("{}, or none", value(kind));
    }
    if let Some(kind) = within("Arc<") {
        return value(kind);
    }
    if let Some(kind) = within("Vec<") {
        return format!("list of {}", value(kind));
    }
    match kind {
        "String" | "&'static str" => "text".into(),
        "bool" => "true or false".into(),
        "u8" | "u16" | "u32" | "u64" | "usize" => "number".into(),
        "BTreeMap<String, String>" => "text by name".into(),
        "BTreeMap<String, SettingView>" => "text, true or false, or none, by name".into(),
        "BTreeMap<String, serde_json::Value>" => "values of any type, by name".into(),
        kind if kind.starts_with('(') => {
            let parts: Vec<String> = kind.trim_matches(['(', ')']).split(", ").map(value).collect();
            format!("pair of {}", parts.join(" and "))
        }
        kind if kind.ends_with("View") => format!("[`{kind}`](#{})", anchor(kind)),
        kind => panic!("the manual has no words for {kind}"),
    }
}
