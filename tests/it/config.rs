//! What holds for every site.toml, however broken.

use proptest::prelude::*;

use postil::config::{self, Themes};
use postil::source::SourceId;

/// Pieces that mean something in TOML, put together at random.
fn toml() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "title",
        " = ",
        "\"",
        "'",
        "\"\"\"",
        "[",
        "]",
        "[[",
        "]]",
        "people",
        ".",
        "sam",
        "name",
        "notes",
        "kinds",
        "navigation",
        "url",
        "search",
        "enabled",
        "true",
        "1979-05-27",
        "0x",
        "1e9",
        "{",
        "}",
        ",",
        "\n",
        "#",
        "\\",
        "\\u0000",
        "超级智能",
        "\u{feff}",
        "\r",
        "\0",
        "= [\"a\"]\n",
        "title = \"T\"\n",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_mistake_has_a_place_in_the_text(text in toml()) {
        let (_, diagnostics) = config::read(&text, SourceId(0), &Themes::read(&[("default".into(), None)]).0);
        for found in diagnostics.iter() {
            let range = found.labels.first().expect("a place").span.range();
            prop_assert!(text.get(range.clone()).is_some(), "{range:?} in {text:?}");
        }
    }
}
