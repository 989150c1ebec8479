//! The rules of names and comments that no tool holds.

use std::collections::BTreeMap;
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

/// The name of the type or trait that `line` begins to define. Associated types, which are indented, have names that
/// their traits give them.
fn defined_type(line: &str) -> Option<&str> {
    let code = line.trim_start();
    let code = match code.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.trim_start(),
        None => code,
    };
    let keywords: &[&str] = match line.starts_with(' ') {
        true => &["struct ", "enum ", "trait ", "union "],
        false => &["struct ", "enum ", "trait ", "union ", "type "],
    };
    let name = keywords.iter().find_map(|keyword| code.strip_prefix(keyword))?;
    name.split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())
}

#[test]
fn no_two_types_share_a_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in source_files() {
        for (line, text) in file.text.lines().enumerate() {
            if let Some(name) = defined_type(text) {
                places.entry(name.to_string()).or_default().push(format!("{}:{}", file.path, line + 1));
            }
        }
    }
    let shared: BTreeMap<_, _> = places.into_iter().filter(|(_, places)| places.len() > 1).collect();
    assert!(shared.is_empty(), "a type has a name that says what it is without its folder: {shared:#?}");
}

/// Words that begin an answer to a question instead of naming a thing.
const QUESTION_WORDS: [&str; 9] = ["What", "How", "Whether", "Where", "Who", "Whose", "Which", "When", "Why"];

#[test]
fn doc_comments_begin_with_a_noun_or_a_verb() {
    let mut wrong = Vec::new();
    for file in source_files() {
        let lines: Vec<&str> = file.text.lines().map(str::trim_start).collect();
        let marker = |line: &str| ["///", "//!"].into_iter().find(|marker| line.starts_with(marker));
        for (at, line) in lines.iter().enumerate() {
            let Some(marker) = marker(line) else { continue };
            let is_first = at == 0 || !lines[at - 1].starts_with(marker);
            let first_word =
                line[marker.len()..].split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            if is_first && first_word.is_some_and(|word| QUESTION_WORDS.contains(&word)) {
                wrong.push(format!("{}:{}: {line}", file.path, at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "a noun phrase or a verb, and the reason:\n{}", wrong.join("\n"));
}

/// Words that the glossary of ARCHITECTURE.md replaces, and the words to use instead.
const OLD_WORDS: [(&str, &str); 10] = [
    ("mend", "fix"),
    ("mends", "fix"),
    ("mended", "fix"),
    ("stranger", "unknown speaker"),
    ("census", "label"),
    ("roster", "speaker table"),
    ("hand", "author"),
    ("hands", "author"),
    ("roll", "speaker table"),
    ("former", "previous ID"),
];

/// Words of the old vocabulary that readers of the manual and of messages do not search for.
const OLD_TERMS: [&str; 19] = [
    "mend",
    "mends",
    "mended",
    "mending",
    "hand",
    "hands",
    "stranger",
    "strangers",
    "roster",
    "census",
    "lane",
    "lanes",
    "strip",
    "strips",
    "anew",
    "whoever",
    "spoilt",
    "beside",
    "stand-off",
];

/// The old terms in `text`.
fn old_terms(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphabetic() && c != '-');
    words.filter(|word| OLD_TERMS.contains(&word.to_lowercase().as_str())).collect()
}

/// The lines of a page of the manual, without front matter, examples, code and the targets of links.
fn prose_lines(page: &str) -> Vec<String> {
    let mut is_fenced = false;
    let mut is_front = false;
    let mut lines = Vec::new();
    for line in page.lines() {
        is_front ^= line == "+++";
        is_fenced ^= line.trim_start().starts_with("```");
        let words = line.split('`').step_by(2).collect::<Vec<_>>().join(" ");
        let mut parts = words.split("](");
        let first = parts.next().unwrap_or_default().to_string();
        let rest = parts.map(|part| part.split_once(')').map_or("", |(_, rest)| rest));
        let is_prose = !is_front && !is_fenced && line != "+++" && !line.starts_with('#');
        lines.push(if is_prose { rest.fold(first, |all, part| all + part) } else { String::new() });
    }
    lines
}

/// The messages in a line of code: its strings of several words.
fn messages(line: &str) -> String {
    let is_comment = line.trim_start().starts_with("//");
    let strings = line.replace("\\\"", "").replace("'\"'", "");
    let strings =
        strings.split('"').skip(1).step_by(2).filter(|text| !is_comment && text.matches(' ').count() > 1);
    strings.collect::<Vec<_>>().join(" ")
}

#[test]
fn manual_and_messages_use_words_that_readers_search_for() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    let mut pages = vec![package.join("README.md")];
    pages.extend(fs::read_dir(package.join("content/manual")).unwrap().map(|entry| entry.unwrap().path()));
    // Pictures stand beside the pages.
    for page in pages.into_iter().filter(|page| page.extension().is_some_and(|found| found == "md")) {
        for (at, line) in prose_lines(&fs::read_to_string(&page).unwrap()).iter().enumerate() {
            let found = old_terms(line);
            if !found.is_empty() {
                wrong.push(format!("{}:{}: {found:?} in {line}", page.display(), at + 1));
            }
        }
    }
    for file in source_files() {
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, line) in code.lines().enumerate().filter(|(_, line)| !old_terms(&messages(line)).is_empty())
        {
            wrong.push(format!("{}:{}: {}", file.path, at + 1, line.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn prose_is_told_from_code() {
    let page = "+++\ntitle = \"strip\"\n+++\n\nA [`strip`](strip.md) of\n```\nstrip\n```\nlanes.";
    assert_eq!(prose_lines(page).join("|"), "||||A [  of||| |lanes.");
    assert_eq!(old_terms("Lanes, by hand"), ["Lanes", "hand"]);
    assert_eq!(messages("push(\"a stranger came in\", \"strip\")"), "a stranger came in");
}

/// The code of a line, without its comment and the contents of its strings.
fn code_of(line: &str) -> String {
    let code =
        if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap_or_default() };
    code.replace("\\\"", "").split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

/// The words of the identifiers in `code`, in lower case: `by_hand` and `NoteHand` both have `hand`.
fn identifier_words(code: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in code.chars() {
        if !c.is_alphabetic() || c.is_uppercase() {
            words.push(String::new());
        }
        if c.is_alphabetic() {
            words.last_mut().expect("at least one word").extend(c.to_lowercase());
        }
    }
    words
}

#[test]
fn identifiers_use_the_words_of_the_glossary() {
    let mut wrong = Vec::new();
    for file in source_files() {
        for (at, line) in file.text.lines().enumerate() {
            for word in identifier_words(&code_of(line)) {
                if let Some((old, new)) = OLD_WORDS.iter().find(|(old, _)| *old == word) {
                    wrong.push(format!("{}:{}: `{old}` is `{new}`: {}", file.path, at + 1, line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
