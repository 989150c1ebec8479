//! Every file of the corpora that is not Markdown, imported, and its counts beside those of ORACLE.tsv.

mod rows;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use postil::formats::{Choices, Input, import};

use self::rows::ROWS;
use crate::corpora::corpora;
use crate::import::holds;

/// A file, what is found in it, and why that is not what the oracle counted.
pub struct Row(&'static str, Found, &'static str);

/// What becomes of a file.
pub enum Found {
    /// Units of its format, words and speakers.
    Read(usize, usize, usize),
    /// Nothing, and what is said instead.
    Refused(&'static str),
}

#[test]
fn every_file_is_read_as_it_was_counted() {
    let Some(folder) = corpora() else { return };
    let oracle = oracle(&folder);
    let wrong: Vec<String> = ROWS.iter().filter_map(|row| check(&folder, row, &oracle)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_left_out() {
    let Some(folder) = corpora() else { return };
    let mut missing = Vec::new();
    walk(&folder, "", &mut |path| {
        let is_later = ["layouts/", "vendors/", "wild/"].iter().any(|folder| path.starts_with(folder));
        let is_text =
            is_later || path.ends_with(".md") || path.contains("LICENSE") || path.ends_with("ORACLE.tsv");
        if !is_text && !path.starts_with("vtt-wpt") && ROWS.iter().all(|row| row.0 != path) {
            missing.push(path.to_string());
        }
    });
    assert_eq!(missing, Vec::<String>::new());
}

fn walk(folder: &Path, below: &str, visit: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => walk(&entry.path(), &format!("{path}/"), visit),
            false => visit(&path),
        }
    }
}

/// The oracle's counts of each file: units, words, speakers.
fn oracle(folder: &Path) -> BTreeMap<String, [usize; 3]> {
    let text = fs::read_to_string(folder.join("ORACLE.tsv")).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let count = |at: usize| cells[at].parse().unwrap();
        (cells[0].to_string(), [count(2), count(3), count(4)])
    };
    text.lines().skip(1).map(row).collect()
}

fn check(
    folder: &Path,
    Row(file, expected, why): &Row,
    oracle: &BTreeMap<String, [usize; 3]>,
) -> Option<String> {
    let name = file.rsplit('/').next().unwrap().to_string();
    let input = Input { name, bytes: fs::read(folder.join(file)).unwrap() };
    let found = match import(&input, &[], &Choices::default()) {
        Ok(imported) => {
            holds(&imported);
            let report = &imported.report;
            [report.found.units, report.found.words, report.voices.len()]
        }
        Err(refusal) => {
            let message = refusal.to_string();
            let is_expected = matches!(expected, Found::Refused(expected) if *expected == message);
            return (!is_expected).then(|| format!("    Row({file:?}, Refused({message:?}), {why:?}),"));
        }
    };
    let is_expected =
        matches!(*expected, Found::Read(units, words, speakers) if [units, words, speakers] == found);
    let [units, words, speakers] = found;
    let counted = oracle.get(*file);
    // Of captions the oracle counts all that white space sets apart: numbers, times and markup too.
    let everything = String::from_utf8_lossy(&input.bytes).split_whitespace().count();
    let is_as_counted = counted.is_some_and(|counted| {
        let counts_words = counted[1] == words || counted[1] == everything;
        counts_words && [counted[0], counted[2]] == [units, speakers]
    });
    let is_explained = counted.is_none() || is_as_counted == why.is_empty();
    (!is_expected || !is_explained)
        .then(|| format!("    Row({file:?}, Read({units}, {words}, {speakers}), {why:?}), // {counted:?}"))
}
