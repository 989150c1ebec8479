//! Notes that have a record, after corrections: one case after another in `tests/cases/anchoring/cases.txt`.

use std::fmt::Write;
use std::path::Path;

use postil::config::Config;
use postil::diag::{Code, Diagnostics};
use postil::model::{PermalinkRecord, Site};
use postil::parse;
use postil::resolve::{self, Parts};
use postil::source::Sources;

use crate::standoff::marked_words;

const BEFORE: &str = "**Bo:** Before all of this happened there was a summer in which nobody in the village spoke about \
anything but the harvest, the price of diesel and a bridge that had been closed since March without a reason.\n\n";
const AFTER: &str = "**Bo:** Afterwards a man from the ministry came, drank two cups of coffee, photographed the fence \
and left again; the letter that he had promised arrived nine years later and was addressed to somebody else.\n\n";
const OTHER: &str = "quantum tunnelling through barriers explains why stars burn at temperatures which classical \
physics calls far too cold while enzymes in every living cell use similar effects to transfer protons faster than \
chemistry alone would ever allow as several careful experiments with heavy hydrogen have shown beyond doubt";

#[derive(Default)]
struct Case {
    name: String,
    old: Vec<String>,
    new: Vec<String>,
    quote: Vec<String>,
    expected: String,
    replaces_everything: bool,
}

fn read_cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/anchoring/cases.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if let Some(name) = line.strip_prefix("== ") {
            cases.push(Case { name: name.into(), ..Case::default() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        match line.split_once(": ").or(line.split_once(':')) {
            Some(("old", text)) => case.old.push(text.into()),
            Some(("new", text)) => case.new.push(text.into()),
            Some(("quote", text)) => case.quote.push(text.into()),
            _ if line == "replaces everything" => case.replaces_everything = true,
            _ => case.expected = line.into(),
        }
    }
    cases
}

fn turns(lines: &[String]) -> String {
    let mut out = String::new();
    for line in lines {
        let label = if line.starts_with(['#', '*']) { "" } else { "**Ann:** " };
        let _ = write!(out, "{label}{}\n\n", line.replace("{words of another page}", OTHER));
    }
    out
}

const FRONT: &str = "+++\nspeakers = [\"Ann\", \"Bo\", \"Anne Lee\", \"Robert\"]\n+++\n";

/// A page with its file of notes, resolved with a record.
pub struct Version {
    pub site: Site,
    pub diagnostics: Diagnostics,
    pub sources: Sources,
}

/// Resolves a page and its file of notes; a `record` is what an earlier version left.
pub fn resolve_version(text: &str, notes: &str, record: Option<&PermalinkRecord>) -> Version {
    let mut sources = Sources::default();
    let config = Config::default();
    let page = sources.add("content/a.md", text);
    let file = sources.add("content/a.notes.md", notes);
    let mut parts = Parts::from_documents(config.clone(), vec![parse::document(&sources, page, &config).0]);
    parts.stand_off = vec![parse::stand_off(&sources, file, &config).0];
    if let Some(record) = record {
        // What is written must be enough.
        let id = sources.add("anchors/a.txt", parse::write_permalink_record(record));
        let (read, problems) = parse::permalink_record(&sources, id);
        assert_eq!(problems.iter().count(), 0);
        parts.records = vec![read];
    }
    let (site, diagnostics) = resolve::site(parts);
    Version { site, diagnostics, sources }
}

impl Case {
    fn quotation(&self) -> String {
        if !self.quote.is_empty() {
            return self.quote.join("\n");
        }
        let line = self.old.iter().find(|line| line.contains("[[")).expect("a note");
        let text = line.trim_start_matches("## ");
        let text = text.split_once(":** ").map_or(text, |(_, words)| words).trim_start_matches("[00:10] ");
        match text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]")) {
            Some(whole) => format!("> {whole}"),
            None => format!("> {}", text.replace("[[", "==").replace("]]", "==")),
        }
    }

    /// What became of the note.
    fn run(&self) -> String {
        let notes = format!("## n\n\n{}\n\nA comment.\n", self.quotation());
        let plain: Vec<String> =
            self.old.iter().map(|line| line.replace("[[", "").replace("]]", "")).collect();
        let old = resolve_version(&format!("{FRONT}{BEFORE}{}{AFTER}", turns(&plain)), &notes, None);
        let before: Vec<String> = old.diagnostics.iter().map(|found| found.message.clone()).collect();
        assert!(!marked_words(&old.site, "n").is_empty(), "{}: {before:?}", self.name);
        let record = resolve::record(&old.site.pages[0].open(), None, None);
        let new = match self.replaces_everything {
            true => format!("{FRONT}{}", turns(&self.new)),
            false => format!("{FRONT}{BEFORE}{}{AFTER}", turns(&self.new)),
        };
        let new = resolve_version(&new, &notes, Some(&record));
        outcome(&new)
    }
}

fn outcome(version: &Version) -> String {
    let words = marked_words(&version.site, "n");
    let found = version.diagnostics.iter().find(|found| found.code.name().starts_with("words-"));
    let label = |text: &str| {
        let label = found?.labels.iter().find(|label| label.text == text)?;
        Some(version.sources.get(label.span.source).text()[label.span.range()].to_string())
    };
    match found.map(|found| found.code) {
        None if !words.is_empty() => "unchanged".into(),
        Some(Code::WordsChanged) => format!("changed {words}"),
        Some(Code::WordsNotFound) => match label("perhaps this") {
            Some(words) => format!("offer {words}"),
            None => "orphan".into(),
        },
        other => format!("{other:?} {words}"),
    }
}

#[test]
fn recorded_notes_follow_their_words_and_no_others() {
    let cases = read_cases();
    assert!(cases.len() >= 25);
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let found = case.run();
            let is_right = match case.expected.as_str() {
                "told" => found == "orphan" || found.starts_with("offer "),
                expected => found == expected,
            };
            (!is_right).then(|| format!("{}: expected {}, found {found}", case.name, case.expected))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
