//! Cases as files: `tests/cases/problems/*.txt` each hold a site and the problems it must have.
//!
//! A case begins with a sentence about itself. A line `--- PATH` opens a file of the site, and
//! `--- problems` opens the list of what `postil check` must say about it, which may be empty. A
//! case without a `site.toml` gets the plainest one. With `POSTIL_ACCEPT=1` set, what the program
//! says is written down as what it must say: read the difference before you keep it.

use std::fs;
use std::path::{Path, PathBuf};

use postil::diag::Code;

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
        .postil(&["check", "--format", "json"])
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

/// Every problem that Postil knows is reached by a case here, or by a test that names it where no
/// text file can show it.
#[test]
fn every_code_is_reached() {
    let mut paths = Vec::new();
    find(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/problems")), &mut paths);
    let cases: String = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let disk = concat!(include_str!("load.rs"), include_str!("hostile/untrusted.rs"));
    for code in Code::ALL {
        let shown = format!("[{}]:", code.name());
        assert!(cases.contains(&shown) || disk.contains(code.name()), "nothing reaches {}", code.name());
    }
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
