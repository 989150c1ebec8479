//! Cases as files: `tests/cases/problems/*.txt` each hold a site and the problems it must have.
//!
//! A case begins with a sentence about itself. A line `--- PATH` opens a file of the site, and
//! `--- problems` opens the list of what `postil build` must say about it, which may be empty. A
//! case without a `site.toml` gets the plainest one. With `POSTIL_ACCEPT=1` set, what the program
//! says is written down as what it must say: read the difference before you keep it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::site::Site;

const PROBLEMS: &str = "--- problems\n";

#[test]
fn every_case_has_its_problems() {
    let mut paths = Vec::new();
    find(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/problems")), &mut paths);
    paths.sort();
    assert!(!paths.is_empty(), "there are no cases");
    let failures: Vec<String> = paths.iter().filter_map(|path| check(path)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn find(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match entry.is_dir() {
            true => find(&entry, found),
            false if entry.extension().is_some_and(|extension| extension == "txt") => found.push(entry),
            false => {}
        }
    }
}

/// Runs one case; says what differs.
fn check(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).unwrap();
    let (before, expected) = text.split_once(PROBLEMS).unwrap_or_else(|| panic!("{}", path.display()));
    let found: String = write(before)
        .build(&["--format", "json"])
        .problems()
        .iter()
        .map(|line| format!("{line}\n"))
        .collect();
    if found == expected {
        return None;
    }
    if std::env::var_os("POSTIL_ACCEPT").is_some() {
        fs::write(path, format!("{before}{PROBLEMS}{found}")).unwrap();
        return None;
    }
    Some(format!("{}\n--- expected\n{expected}--- found\n{found}", path.display()))
}

/// The site of a case.
fn write(files: &str) -> Site {
    let site = Site::new();
    for file in files.split("--- ").skip(1) {
        let (path, content) = file.split_once('\n').unwrap();
        site.write(path, content);
    }
    site
}
