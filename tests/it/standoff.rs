//! Notes that stand beside their page: one folder per case in `tests/cases/standoff`.
//!
//! Each holds a page, its files of notes, and `expected.outline`: the page's outline after the notes
//! were brought to it. With `POSTIL_UPDATE=1` the outlines are written anew.

use std::path::{Path, PathBuf};

use postil::config::Config;
use postil::diag::Diagnostics;
use postil::model::{Inline, QuotePiece, Site, Target};
use postil::parse;
use postil::resolve::{self, Parts};
use postil::source::Sources;

use crate::outline::{config, outline_of, read_sorted, show_diagnostics};

#[test]
fn notes_come_to_their_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/standoff");
    let cases = read_sorted(&folder);
    assert!(!cases.is_empty());
    let wrong: Vec<String> = cases.iter().filter_map(|case| check(case)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(case: &Path) -> Option<String> {
    let files: Vec<PathBuf> =
        read_sorted(case).into_iter().filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let borrowed: Vec<(&str, &str)> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (site, diagnostics, sources) = resolve_texts(&borrowed, config());
    let mut found: String = site.pages.iter().map(|page| outline_of(&page.document)).collect();
    found += &show_diagnostics(&diagnostics, &sources);
    let expected_at = case.join("expected.outline");
    if std::env::var_os("POSTIL_UPDATE").is_some() {
        std::fs::write(&expected_at, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&expected_at).unwrap_or_default();
    (found != expected).then(|| format!("{}:\n--- expected\n{expected}\n--- found\n{found}", case.display()))
}

/// Parses and resolves files of content by their names.
pub fn resolve_texts(files: &[(&str, &str)], config: Config) -> (Site, Diagnostics, Sources) {
    let mut sources = Sources::default();
    let ids: Vec<_> =
        files.iter().map(|(name, text)| sources.add(format!("content/{name}"), *text)).collect();
    let mut parts = Parts::from_documents(config.clone(), Vec::new());
    let mut diagnostics = Diagnostics::new();
    for (id, (name, _)) in ids.into_iter().zip(files) {
        if name.contains(".notes.") {
            let (notes, found) = parse::stand_off(&sources, id, &config);
            parts.stand_off.push(notes);
            diagnostics.append(found);
        } else {
            let (document, found) = parse::document(&sources, id, &config);
            parts.documents.push(document);
            diagnostics.append(found);
        }
    }
    let (site, found) = resolve::site(parts);
    diagnostics.append(found);
    (site, diagnostics, sources)
}

/// The quotations of a file of notes, and what there is to say about the file.
pub fn notes_of(text: &str) -> (Vec<String>, Vec<String>) {
    let mut sources = Sources::default();
    let id = sources.add("content/a.notes.md", text);
    let (file, diagnostics) = parse::stand_off(&sources, id, &config());
    let quoted = file.notes.iter().map(|note| match note.targets.as_slice() {
        [Target::Quotation(quotation)] => match quotation.pieces.as_slice() {
            [QuotePiece::Words { text, .. }] => text.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    });
    let messages = diagnostics.iter().map(|found| found.message.clone()).collect();
    (quoted.collect(), messages)
}

/// The words under the marks of note `name` on the only page.
pub fn marked_words(site: &Site, name: &str) -> String {
    let document = &site.pages[0].document;
    let mut words = String::new();
    document.for_each_run(&mut |inlines| collect(inlines, document, name, &mut words));
    words
}

fn collect(inlines: &[Inline], document: &postil::model::Document, name: &str, words: &mut String) {
    for inline in inlines {
        if let Inline::Mark { mark, children, .. } = inline {
            let notes = &document.marks[mark.0 as usize].notes;
            if notes.iter().any(|&id| document.note(id).name == name) {
                words.push_str(&postil::model::plain_text(children));
                continue;
            }
        }
        collect(inline.children().unwrap_or_default(), document, name, words);
    }
}

const TIMED: &str = "+++\nspeakers = [\"Ann Lee\", \"Bo\"]\n+++\n\n**Ann Lee:** [00:10] Did you go?\n\n**Bo:** [00:20] Yes.\n\n\
**Ann Lee:** [00:30] And the dog?\n\n**Bo:** [00:40] Yes.\n\nIt ran. [00:50] And then it slept, as dogs do after a walk.\n";

/// The words under the note `n` of a page, and what was said about it.
fn placed(page: &str, notes: &str) -> (String, Vec<String>) {
    let (site, diagnostics, _) = resolve_texts(&[("a.md", page), ("a.notes.md", notes)], config());
    let found = diagnostics.iter().filter(|found| found.code.name() != "inferred-speaker");
    (marked_words(&site, "n"), found.map(|found| found.code.name().to_string()).collect())
}

#[test]
fn a_time_tells_two_like_passages_apart() {
    let note = |time: &str| format!("## n {{at={time}}}\n\n> Yes.\n\nA comment.\n");
    assert_eq!(placed(TIMED, &note("0:20")), ("Yes.".into(), vec![]));
    assert_eq!(placed(TIMED, &note("0:45")), ("Yes.".into(), vec![]));
    assert_eq!(placed(TIMED, "## n {at=0:15 to=0:35}\n\n> Yes.\n\nA comment.\n"), ("Yes.".into(), vec![]));
    assert_eq!(placed(TIMED, "## n\n\n> Yes.\n\nA comment.\n").1, ["words-ambiguous"]);
    assert_eq!(placed(TIMED, "## n {at=0:40 to=0:30}\n\n> Yes.\n\nA comment.\n").1, ["incomplete-note"]);
}

#[test]
fn a_time_within_a_turn_is_its_paragraph() {
    let (site, ..) =
        resolve_texts(&[("a.md", TIMED), ("a.notes.md", "## n {at=0:55}\n\nA comment.\n")], config());
    let outline = outline_of(&site.pages[0].document);
    assert!(outline.contains("as dogs do after a walk.^1.1"), "{outline}");
}

#[test]
fn selections_of_a_published_page_are_found() {
    for quotation in [
        "> Ann Lee: And the dog?",
        "> And the dog?\n>\n> Bo 0:40 # Yes.",
        "> Ann Lee 0:30 # And the dog?1 Bo 0:40 # Yes.2",
        "> **Bo:** Yes.\n>\n> It ran.",
    ] {
        let (words, problems) = placed(TIMED, &format!("## n\n\n{quotation}\n\nA comment.\n"));
        assert!(!words.is_empty() && problems == ["words-changed"], "{quotation}: {words} {problems:?}");
    }
    let (words, problems) = placed(TIMED, "## n\n\n> It ran. And then it slept\n\nA comment.\n");
    assert_eq!((words.as_str(), problems), ("It ran.  And then it slept", vec![]));
}

#[test]
fn the_texts_own_dots_are_words_to_quote() {
    let page = "**Ann:** We wait… and see. We wait, we wait a lot… then we go.\n";
    let (words, problems) = placed(page, "## n\n\n> wait… and see\n\nA comment.\n");
    assert_eq!((words.as_str(), problems), ("wait… and see", vec![]));
}

#[test]
fn a_heading_may_be_a_kind_alone_and_a_name_is_given_once() {
    let notes = "## fact\n\n> It ran\n\nOne.\n\n## fact:a\n\n> as dogs do\n\nTwo.\n\n## fact:a\n\n> after a walk\n\nThree.\n";
    let (site, diagnostics, _) = resolve_texts(&[("a.md", TIMED), ("a.notes.md", notes)], config());
    let kinds: Vec<&str> = site.pages[0].document.notes.iter().map(|note| note.kind.as_str()).collect();
    assert_eq!(kinds, ["fact", "fact", "fact"]);
    assert_eq!(diagnostics.iter().filter(|found| found.code.name() == "duplicate-note").count(), 1);
}

#[test]
fn case_and_inline_times_are_set_aside() {
    let page = "**Ann:** The Harbour was [00:12] closed That Winter.\n";
    for quotation in [
        "> the harbour was closed",
        "> THE HARBOUR WAS CLOSED THAT WINTER",
        "> The Harbour was [00:12] closed",
        "> The Harbour was 0:12 closed That",
    ] {
        let (words, _) = placed(page, &format!("## n\n\n{quotation}\n\nA comment.\n"));
        assert!(words.starts_with("The Harbour was"), "{quotation}: {words}");
    }
}

#[test]
fn words_in_a_block_of_code_are_refused_with_another_way() {
    let page = "**Ann:** Run this.\n\n```\ncargo build --release\n```\n";
    let notes = "## n\n\n> cargo build --release\n\nA comment.\n";
    let (_, diagnostics, _) = resolve_texts(&[("a.md", page), ("a.notes.md", notes)], config());
    let found = diagnostics.iter().find(|found| found.code.name() == "words-not-found").expect("it is told");
    assert!(found.help.as_ref().unwrap().contains("a block of code"), "{:?}", found.help);
}
