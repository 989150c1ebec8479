//! Notes that stand beside their page: one folder per case in `tests/cases/standoff`.
//!
//! Each holds a page, its files of notes, and `expected.outline`: the page's outline after the notes
//! were brought to it. With `POSTIL_UPDATE=1` the outlines are written anew.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use postil::config::Config;
use postil::diag::{Code, Diagnostics};
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
fn resolve_texts(files: &[(&str, &str)], config: Config) -> (Site, Diagnostics, Sources) {
    let mut sources = Sources::default();
    let ids: Vec<_> =
        files.iter().map(|(name, text)| sources.add(format!("content/{name}"), *text)).collect();
    let mut parts = Parts::of(config.clone(), Vec::new());
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
fn marked_words(site: &Site, name: &str) -> String {
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

/// Words that occur once, so that a quotation of two of them is unambiguous.
fn distinct_words(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("w{n}{}", ["alpha", "beta", "gamma", "delta"][n % 4])).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Words inserted, removed or changed elsewhere never lose a note.
    #[test]
    fn edits_outside_a_quotation_never_lose_it(
        count in 8usize..60,
        at in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0u8..3), 0..12),
    ) {
        let words = distinct_words(count);
        let start = at.index(count - 3);
        let quoted = words[start..start + 3].join(" ");
        let (mut before, mut after) = (words[..start].to_vec(), words[start + 3..].to_vec());
        for (number, (place, sort)) in edits.iter().enumerate() {
            let side = if number % 2 == 0 { &mut before } else { &mut after };
            edit(side, *place, *sort);
        }
        let text = format!("**Ann Lee:** {} *{}* {}", before.join(" "), quoted, after.join("\n"));
        let notes = format!("## note:x\n\n> {quoted}\n\nComment.");
        let (site, diagnostics, _) = resolve_texts(&[("a.md", &text), ("a.notes.md", &notes)], config());
        prop_assert!(!diagnostics.has_errors(), "{diagnostics:?}");
        prop_assert_eq!(marked_words(&site, "note-x"), quoted);
    }

    /// Words changed inside a quotation are reported; a mend, where one is offered, quotes words of
    /// the page and finds them.
    #[test]
    fn edits_inside_a_quotation_are_reported_or_mended(
        count in 12usize..60,
        at in any::<prop::sample::Index>(),
        inside in any::<prop::sample::Index>(),
    ) {
        let mut words = distinct_words(count);
        let start = at.index(count - 8);
        let quoted = words[start..start + 8].join(" ");
        words[start + inside.index(8)] = "corrected".to_string();
        let text = format!("**Ann Lee:** {}", words.join(" "));
        let notes = format!("## note:x\n\n> {quoted}\n\nComment.\n");
        let (_, diagnostics, _) = resolve_texts(&[("a.md", &text), ("a.notes.md", &notes)], config());
        let found = diagnostics.iter().find(|found| found.code == Code::WordsNotFound);
        prop_assert!(found.is_some());
        let Some(fix) = found.and_then(|found| found.fix.as_ref()) else { return Ok(()) };
        let mut mended = notes.clone();
        mended.replace_range(fix.span.range(), &fix.replacement);
        let (site, diagnostics, _) = resolve_texts(&[("a.md", &text), ("a.notes.md", &mended)], config());
        prop_assert!(!diagnostics.has_errors(), "{mended} {diagnostics:?}");
        let now = marked_words(&site, "note-x");
        prop_assert!(words.join(" ").contains(&now));
        let kept = words[start..start + 8].iter().filter(|word| now.contains(word.as_str())).count();
        prop_assert!(kept >= 6, "{now} is not where the words stood");
    }
}

fn edit(words: &mut Vec<String>, place: prop::sample::Index, sort: u8) {
    let at = place.index(words.len() + 1);
    match sort {
        0 => words.insert(at, "inserted".into()),
        1 if at < words.len() => {
            words.remove(at);
        }
        _ if at < words.len() => words[at] = "changed".into(),
        _ => {}
    }
}
