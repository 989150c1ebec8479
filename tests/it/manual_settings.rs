//! The reference of settings lists what the program reads, and its examples are sites that build.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::site::{Run, Site};

/// Tables whose keys are free words of the site, or settings of its theme.
const FREE_TABLES: [&str; 6] = ["theme", "style", "search.synonyms", "check", "extra", "pseudonyms"];

/// A table of `site.toml` in the reference: the rows of its list of keys and its examples.
#[derive(Default)]
pub struct SettingsTable {
    pub keys: BTreeSet<String>,
    examples: Vec<String>,
}

pub fn reference() -> String {
    let path = format!("{}/content/manual/reference.md", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(path).expect("the reference")
}

/// The tables of the reference by name, such as `people.ID`; the keys outside all tables are those of the empty name.
pub fn settings_tables() -> BTreeMap<String, SettingsTable> {
    let reference = reference();
    let (_, settings) = reference.split_once("\n## Settings").expect("a section on settings");
    let (settings, _) = settings.split_once("\n### A complete example").expect("an example");
    let mut tables = BTreeMap::new();
    for section in settings.split("\n### ") {
        let name = section.lines().next().and_then(|line| line.strip_prefix('`')).unwrap_or_default();
        let name = name.trim_end_matches('`').trim_matches(['[', ']']).to_string();
        let keys = section.lines().filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0));
        let examples = section.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
        let table = SettingsTable {
            keys: keys.map(str::to_string).collect(),
            examples: examples.map(str::to_string).collect(),
        };
        tables.insert(name, table);
    }
    tables
}

/// The keys that the program knows in a table of `site.toml`, as its message about an unknown key lists them.
fn known_keys(table: &str) -> BTreeSet<String> {
    let unknown = "zzzzzzzzzzzz = 1\n";
    let site = match table {
        "" => Site::empty().with("site.toml", unknown),
        "navigation" => Site::empty().with("site.toml", format!("title = \"T\"\n[[navigation]]\n{unknown}")),
        "search" => {
            let engine = "title = \"T\"\n[search]\nengine = \"meilisearch\"\n";
            Site::empty().with("site.toml", format!("{engine}{unknown}"))
        }
        _ => Site::empty()
            .with("site.toml", format!("title = \"T\"\n[{}]\n{unknown}", table.replace("ID", "x"))),
    };
    let run = site.postil(&["check", "--format", "json"]);
    let problems = run.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect(line));
    let found = problems.into_iter().find(|found| found["code"] == "unknown-key").expect("an unknown key");
    let help = found["help"].as_str().expect("a help").to_string();
    let keys = help.strip_prefix("known keys: ").expect("a list of keys");
    keys.split(", ").map(str::to_string).collect()
}

#[test]
fn every_setting_has_its_row() {
    let tables = settings_tables();
    for (name, table) in tables.iter().filter(|(name, _)| !FREE_TABLES.contains(&name.as_str())) {
        let prefix = if name.is_empty() { String::new() } else { format!("{name}.") };
        let inner = tables.keys().filter_map(|other| other.strip_prefix(&prefix)?.split('.').next());
        let mut listed: BTreeSet<String> = inner.map(str::to_string).filter(|key| !key.is_empty()).collect();
        listed.extend(table.keys.clone());
        assert_eq!(listed, known_keys(name), "[{name}]");
    }
}

#[test]
fn every_setting_has_an_example_that_is_read() {
    for (name, table) in settings_tables() {
        let examples = table.examples.concat();
        for key in table.keys.iter().filter(|_| !FREE_TABLES.contains(&name.as_str())) {
            assert!(examples.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key} of [{name}]");
        }
        for example in &table.examples {
            let title = if example.contains("\ntitle = \"Kinlaw") || name.is_empty() {
                ""
            } else {
                "title = \"T\"\n"
            };
            let run =
                with_files(Site::empty()).with("site.toml", format!("{title}{example}")).postil(&["check"]);
            let errors = run
                .err
                .lines()
                .filter(|line| line.starts_with("error[") && !line.contains("there is no font"));
            assert_eq!(errors.collect::<Vec<_>>(), Vec::<&str>::new(), "{example}");
        }
    }
}

/// Adds the files that the examples name, but for fonts.
fn with_files(site: Site) -> Site {
    let page = "+++\ntitle = \"A\"\nspeakers = [\"nan\", \"ines\"]\n+++\n\n**Nan:** A reading box.\n\n**Ines:** Yes.\n";
    let plain = "+++\ntitle = \"A\"\n+++\n\nText.\n";
    let index = "+++\ntitle = \"Interviews\"\n+++\n";
    let site = site.with("content/about.md", plain).with("content/interviews/_index.md", index);
    let site = site.with("content/interviews/a.md", page).with("static/people/nan.jpg", "");
    site.with("static/cover.jpg", "").with("static/logo.svg", "<svg/>")
}

fn complete_example() -> String {
    let reference = reference();
    let rest = reference.split("### A complete example").nth(1).expect("a complete example");
    rest.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("TOML").to_string()
}

/// Removes the `# ` in front of options that the example does not use.
fn with_all_options(example: &str) -> String {
    let is_option = |line: &str| line.strip_prefix("# ").is_some_and(|rest| rest.contains(" = "));
    let lines = example.lines().map(|line| if is_option(line) { &line[2..] } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

fn build(example: &str) -> Run {
    with_files(Site::empty()).with("site.toml", example).build(&[])
}

#[test]
fn the_complete_example_builds() {
    let run = build(&complete_example()).expect(0);
    assert!(!run.err.contains("warning["), "{}", run.err);
}

#[test]
fn the_complete_example_has_every_setting() {
    let all = with_all_options(&complete_example());
    let example = toml::Value::Table(all.parse().expect("TOML, with all options"));
    for (name, table) in settings_tables().iter().filter(|(name, _)| !FREE_TABLES.contains(&name.as_str())) {
        let found = name.split('.').filter(|part| !part.is_empty()).try_fold(&example, |value, part| {
            let value = if part == "ID" {
                value.as_table()?.values().max_by_key(|one| one.as_table().map(toml::Table::len))
            } else {
                value.get(part)
            };
            value.map(|value| value.as_array().and_then(|list| list.first()).unwrap_or(value))
        });
        let found = found.unwrap_or_else(|| panic!("the example has no [{name}]"));
        for key in table.keys.iter().filter(|key| !(name.is_empty() && key.as_str() == "theme")) {
            assert!(found.get(key).is_some(), "the example lacks {key} of [{name}]");
        }
    }
}
