//! The rules of names and comments that no tool holds.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the crate: its path below the package, and its text.
struct SourceFile {
    path: String,
    text: String,
}

/// Every Rust file below `src`, with the tests inside it, in the order of paths.
fn source_files() -> Vec<SourceFile> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![package.join("src")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|extension| extension == "rs") => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    let shown = |path: &Path| path.strip_prefix(package).unwrap().display().to_string().replace('\\', "/");
    files
        .into_iter()
        .map(|path| SourceFile { path: shown(&path), text: fs::read_to_string(path).unwrap() })
        .collect()
}

/// The lines of the crate for which `is_wrong` is true, each as `path:line: text`.
fn lines_where(is_wrong: impl Fn(&str) -> bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in source_files() {
        for (line, text) in file.text.lines().enumerate().filter(|(_, text)| is_wrong(text)) {
            wrong.push(format!("{}:{}: {}", file.path, line + 1, text.trim()));
        }
    }
    wrong
}

#[test]
fn constructors_say_what_they_are_made_from() {
    let wrong = lines_where(|line| line.contains("fn of(") || line.contains("fn of<"));
    assert!(wrong.is_empty(), "`new`, `from_…` or `parse` instead of `of`:\n{}", wrong.join("\n"));
}
