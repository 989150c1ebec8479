//! The manual says all there is, and nothing that is not.

use std::collections::BTreeSet;
use std::fs;

use postil::config::EXPORT_NAMES;
use postil::diag::{Code, Severity};
use postil::formats::{readable_formats, writer_by_name};

use crate::site::Site;

fn page(name: &str) -> String {
    let path = format!("{}/content/manual/{name}.md", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_diagnostic_has_its_entry_with_its_severity() {
    let manual = page("diagnostics");
    for code in Code::ALL {
        let severity = match code.severity() {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
            Severity::Note => "Note",
        };
        let entry = format!("### `{}`\n\n*{severity}.* ", code.name());
        assert!(manual.contains(&entry), "the manual lacks {entry}");
    }
}

#[test]
fn every_entry_is_a_diagnostic() {
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let manual = page("diagnostics");
    let entries: Vec<&str> = manual
        .lines()
        .filter_map(|line| line.strip_prefix("### `"))
        .map(|rest| rest.trim_end_matches('`'))
        .collect();
    assert_eq!(entries.len(), names.len());
    for entry in entries {
        assert!(names.contains(entry), "{entry} is no diagnostic");
    }
}

#[test]
fn every_command_and_every_flag_has_its_line() {
    let manual = page("reference");
    for command in commands() {
        let entry = manual.split(&format!("### `postil {command}")).nth(1);
        let entry = entry.unwrap_or_else(|| panic!("the manual lacks {command}"));
        let entry = entry.split("\n##").next().unwrap();
        for flag in flags(&command) {
            assert!(entry.contains(&format!("`{flag}")), "the manual lacks {flag} of {command}");
        }
    }
}

/// The commands that the program's help lists.
fn commands() -> Vec<String> {
    let help = Site::empty().postil(&["--help"]).expect(0).out;
    let list = help.split("Commands:").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    let names = list.lines().filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_string).collect()
}

/// The long flags in a command's help.
pub fn flags(command: &str) -> BTreeSet<String> {
    let help = Site::empty().postil(&[command, "--help"]).expect(0).out;
    let words = help.split(|c: char| c.is_whitespace() || "[]<>,.=".contains(c));
    let flags = words.filter(|word| word.starts_with("--") && *word != "--help");
    flags.map(str::to_string).collect()
}

#[test]
fn every_command_has_its_manual_page() {
    let site = Site::empty();
    assert!(site.postil(&["man"]).expect(0).out.contains(".TH postil 1"));
    site.postil(&["man", "--to", "pages"]).expect(0);
    let pages = site.files("pages");
    for command in commands() {
        assert!(pages.contains(&format!("postil-{command}.1")), "{command}: {pages:?}");
    }
}

#[test]
fn formats_of_the_manual_are_those_of_the_registry() {
    has_table("importing", "| Format | Name |", &table_of_formats());
    has_table("exporting", "| Name | File |", &table_of_writers());
}

/// Compares the table that begins with `head` in a page of the manual. With `POSTIL_ACCEPT=1` set, it is written anew.
fn has_table(name: &str, head: &str, table: &str) {
    let path = format!("{}/content/manual/{name}.md", env!("CARGO_MANIFEST_DIR"));
    let manual = fs::read_to_string(&path).unwrap();
    let start = manual.find(head).expect("a table of formats");
    let length = manual[start..].find("\n\n").expect("an end of the table");
    if std::env::var_os("POSTIL_ACCEPT").is_some() {
        fs::write(&path, format!("{}{table}{}", &manual[..start], &manual[start + length..])).unwrap();
    } else {
        assert_eq!(&manual[start..start + length], table, "POSTIL_ACCEPT=1 writes the table anew");
    }
}

fn table_of_formats() -> String {
    let rows = readable_formats().map(|format| {
        let endings: Vec<String> = format.extensions.iter().map(|ending| format!("`.{ending}`")).collect();
        let endings = if endings.is_empty() { "any".to_string() } else { endings.join(", ") };
        let mut name = format.name.to_string();
        name[..1].make_ascii_uppercase();
        format!("| `{}` | {name} | {endings} | {} |", format.id, format.keeps)
    });
    let head = ["| Format | Name | Files | What is kept |", "|:--|:--|:--|:--|"];
    head.into_iter().map(str::to_string).chain(rows).collect::<Vec<_>>().join("\n")
}

fn table_of_writers() -> String {
    let writers = EXPORT_NAMES.iter().filter_map(|name| writer_by_name(name));
    let rows = writers.map(|writer| format!("| `{}` | `{}` | {} |", writer.name, writer.file, writer.about));
    let head = ["| Name | File | Content |", "|:--|:--|:--|"];
    head.into_iter().map(str::to_string).chain(rows).collect::<Vec<_>>().join("\n")
}
