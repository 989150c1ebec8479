//! What holds for every text, however broken.

use std::collections::HashSet;

use proptest::prelude::*;

use postil::config::Config;
use postil::diag::{Code, Diagnostics};
use postil::model::Document;
use postil::parse;
use postil::source::Sources;

fn parse_text(text: &str) -> (Document, Diagnostics) {
    let mut sources = Sources::default();
    let id = sources.add("content/a.md", text);
    parse::document(&sources, id, &Config::default())
}

/// Pieces that mean something to the parser, put together at random.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "**",
        "*",
        "==",
        "[^a]",
        "[^fact:b]",
        "^[",
        "]",
        "[",
        "(",
        ")",
        "\n",
        "\n\n",
        "# ",
        "### ",
        "- ",
        "> ",
        "1. ",
        "|",
        "```",
        "`",
        "<b>",
        "<",
        "<!--",
        "\\",
        "[0:10]",
        "(1:02:03)",
        "[inaudible 0:05]",
        "Ann:",
        "**Ann:** ",
        "**李明：**",
        "Bo [0:46]: ",
        "[^a]: ",
        "{by=ann}",
        "{#id}",
        "— @ann, 2025-01-01",
        "+++",
        "---",
        "title = \"x\"\n",
        "title: x\n",
        "    ",
        "\t",
        "\u{0}",
        "é",
        "好",
        "\u{202e}",
        "🎙",
        " ",
        "word",
        "...",
        "&amp;",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn places_lie_inside_the_text(text in prop_oneof![markup(), any::<String>()]) {
        let (_, diagnostics) = parse_text(&text);
        for label in diagnostics.iter().flat_map(|found| &found.labels) {
            prop_assert!(text.get(label.span.range()).is_some(), "{:?} of {text:?}", label.span);
        }
    }

    #[test]
    fn anchors_are_unique(text in markup()) {
        let (document, diagnostics) = parse_text(&text);
        let is_given_twice = diagnostics.iter().any(|found| found.code == Code::DuplicateAnchor);
        prop_assume!(!is_given_twice);
        let sections = document.sections.iter().filter_map(|s| s.heading.as_ref()).map(|h| h.anchor.clone());
        let turns = document.turns().map(|turn| turn.anchor.clone());
        let notes = document.notes.iter().map(|note| note.anchor());
        let marks = document.marks.iter().map(|mark| mark.anchor.clone());
        let mut seen = HashSet::new();
        for anchor in sections.chain(turns).chain(notes).chain(marks) {
            prop_assert!(!anchor.is_empty());
            prop_assert!(seen.insert(anchor.clone()), "{anchor} twice in {text:?}");
        }
    }

    #[test]
    fn an_insertion_changes_no_other_anchor(
        words in prop::collection::vec("[a-d]{1,3}( [a-d]{1,3}){0,6}", 2..12),
        at in any::<prop::sample::Index>(),
    ) {
        let turn = |(number, words): (usize, &String)| format!("**{}:** {words}", ["Ann", "Bo"][number % 2]);
        let mut turns: Vec<String> = words.iter().enumerate().map(turn).collect();
        let anchors = |turns: &[String]| {
            let text = format!("+++\nspeakers = [\"Ann\", \"Bo\", \"Zoe\"]\n+++\n{}", turns.join("\n\n"));
            parse_text(&text).0.turns().map(|turn| turn.anchor.clone()).collect::<Vec<_>>()
        };
        let before = anchors(&turns);
        let at = at.index(turns.len() + 1);
        turns.insert(at, "**Zoe:** Something new that nobody said before.".to_string());
        let mut after = anchors(&turns);
        after.remove(at);
        prop_assert_eq!(before, after);
    }
}

/// Input that grows by nesting must cost no more than input that grows by length, nor exhaust the stack.
#[test]
fn deep_nesting_is_harmless() {
    for piece in ["> ", "*a _b ", "[", "==x **y ", "- ", "(", "[^a](", "<b>", "^[", "`"] {
        let text = piece.repeat(20_000);
        let (document, _) = parse_text(&text);
        assert_eq!(document.path, "a.md", "{piece}");
    }
}
