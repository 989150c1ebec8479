//! The default theme's words: every one translated, every one asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use toml::Value;

use crate::site::Site;

/// Texts that are the same in English and elsewhere: formats, the names of formats, and short forms of bibliographies.
const ANYWHERE: &[&str] = &[
    "withheld_reason",
    "digits",
    "trailer",
    "cite_close_quote",
    "cite_et_al",
    "cite_open_quote",
    "cite_page",
    "cite_pages",
    "cite_volume",
    "date",
    "duration_hours",
    "duration_minutes",
    "export_html",
    "export_json",
    "export_md",
    "export_srt",
    "export_epub",
    "export_tei",
    "export_vtt",
    "note_of_kind",
    "percent",
    "quoted",
    "separator",
    "thousands",
];

/// The same for one language.
const SAME: &[(&str, &[&str])] = &[
    ("de", &["quote_text", "original", "feed", "cite_in"]),
    ("es", &["original", "cite_editor", "cite_editors", "cite_editor_long"]),
    ("it", &["cite_in"]),
    ("pt", &["navigation", "original"]),
    (
        "fr",
        &[
            "navigation",
            "search_passages",
            "note_numbered",
            "kind_note",
            "kind_cite",
            "kind_fix",
            "original",
            "licence",
            "pages",
            "notes",
            "notes_total",
            "cite_chapter",
            "bonus",
            "sources",
            "organisations",
            "mentions",
        ],
    ),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect(folder).flatten();
    let below = |entry: fs::DirEntry| match entry.path() {
        path if path.is_dir() => {
            files_below(path.strip_prefix(root()).expect("a path of the project").to_str().expect("UTF-8"))
        }
        path => vec![path],
    };
    entries.flat_map(below).collect()
}

fn words() -> BTreeMap<String, BTreeMap<String, Value>> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a file of words");
        (
            path.file_stem().expect("a name").to_str().expect("UTF-8").to_string(),
            toml::from_str(&text).expect("TOML"),
        )
    };
    files_below("themes/default/i18n").into_iter().map(read).collect()
}

/// A text, or the form of it that is for any number.
fn general(text: &Value) -> &str {
    text.get("other").unwrap_or(text).as_str().expect("a text, or one with forms")
}

/// Whether a file is a variant of another language's, and says only what differs.
fn is_variant(tag: &str) -> bool {
    tag.split('-').nth(1).is_some_and(|subtag| subtag.len() == 2)
}

fn holes(text: &str) -> BTreeSet<&str> {
    text.match_indices('{')
        .filter_map(|(at, _)| text[at..].find('}').map(|end| &text[at..=at + end]))
        .collect()
}

#[test]
fn every_language_says_everything() {
    let words = words();
    let english = &words["en"];
    for tag in ["ar", "de", "en", "es", "fa", "fr", "he", "hi", "it", "ja", "ko", "pt", "ru", "zh", "zh-Hant"]
    {
        assert!(words.contains_key(tag), "{tag}");
    }
    for (tag, strings) in &words {
        let unknown: Vec<_> = strings.keys().filter(|name| !english.contains_key(*name)).collect();
        let missing: Vec<_> = english.keys().filter(|name| !strings.contains_key(*name)).collect();
        assert!(
            unknown.is_empty() && (missing.is_empty() || is_variant(tag)),
            "{tag}: {unknown:?} {missing:?}"
        );
        for (name, text) in strings.iter().filter(|(name, _)| *name != "months") {
            let text = general(text);
            assert!(!text.is_empty(), "{tag}: {name}");
            assert_eq!(holes(text), holes(general(&english[name])), "{tag}: {name}");
        }
    }
}

#[test]
fn nothing_is_left_in_english() {
    let words = words();
    let english = &words["en"];
    for (tag, strings) in words.iter().filter(|(tag, _)| *tag != "en") {
        let allowed = |name: &str| {
            let own = SAME.iter().filter(|(of, _)| of == tag).flat_map(|(_, names)| *names);
            own.chain(ANYWHERE).any(|same| *same == name)
        };
        let same: Vec<_> =
            strings.iter().filter(|(name, text)| english[*name] == **text && !allowed(name)).collect();
        assert!(same.is_empty(), "{tag}: {same:?}");
    }
}

/// Where themes and program ask for a text: `t.NAME` in a template, `"NAME"` in the sources.
#[test]
fn every_text_is_asked_for_and_every_one_asked_for_is_there() {
    let english = &words()["en"];
    let templates: String = files_below("themes/default/templates")
        .iter()
        .map(|path| fs::read_to_string(path).expect("a template"))
        .collect();
    let sources: String = files_below("src")
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| fs::read_to_string(path).expect("a source"))
        .collect();
    let asked: BTreeSet<&str> = templates
        .match_indices("t.")
        .filter(|(at, _)| !templates[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .map(|(at, _)| &templates[at + 2..])
        .map(|rest| {
            &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())]
        })
        .collect();
    let missing: Vec<_> = asked.iter().filter(|name| !english.contains_key(**name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let is_asked = |name: &str| {
        asked.contains(name)
            || sources.contains(&format!("\"{name}\""))
            || name.starts_with("kind_")
            || name == "months"
    };
    let unused: Vec<_> = english.keys().filter(|name| !is_asked(name)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn a_site_says_it_its_own_way() {
    let site = Site::new()
        .with("i18n/cy.toml", "points = \"Prif bwyntiau\"\nkind_fact = \"Gwirio\"\n")
        .with("content/a.md", "+++\nlanguage = \"cy\"\npoints = [\"x\"]\n+++\n\n**A:** ==B==[^fact:b].\n\n[^fact:b]: C.\n\n**D:** E.\n\n**A:** F.\n\n**D:** G.\n");
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    for words in ["Prif bwyntiau", "<span class=\"note-kind\">Gwirio</span>", "Skip to the text"] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn what_a_site_says_to_nobody_is_an_error() {
    let site = Site::new()
        .with("content/a.md", "Words.\n")
        .with("i18n/en.toml", "points = \"Points\"\ntgas = \"Tags\"\n");
    let run = site.build(&[]).expect(1);
    assert!(run.err.contains("i18n/en.toml:2:1") && run.err.contains("did you mean `tags`?"), "{}", run.err);
}
