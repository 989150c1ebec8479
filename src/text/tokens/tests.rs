use proptest::prelude::*;

use super::*;

/// The cases that the browser's tokeniser must meet as well.
fn shared_cases() -> Vec<(String, String, String)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search/tokens.json");
    let text = std::fs::read_to_string(path).expect("the shared cases are there");
    serde_json::from_str(&text).expect("the shared cases are triples of strings")
}

#[test]
fn shared_cases_are_met() {
    for (language, text, expected) in shared_cases() {
        assert_eq!(
            tokens(&text, Stemming::from_language(&language)).join(" "),
            expected,
            "{language}: {text:?}"
        );
    }
}

#[test]
fn only_the_language_decides_on_stemming() {
    assert_eq!(Stemming::from_language("en-GB"), Stemming::English);
    assert_eq!(
        Stemming::from_language("zh-Hans"),
        Stemming::English,
        "Latin words in Chinese are mostly English"
    );
    assert!(matches!(Stemming::from_language("fr-CA"), Stemming::Light(_)));
    assert_eq!(Stemming::from_language("fi"), Stemming::None);
}

#[test]
fn a_rule_that_can_apply_stands_before_those_it_ends_in() {
    for language in ["fr", "de", "es", "pt", "it", "nl", "sv", "da", "ru"] {
        let rules = Light::for_language(language).expect("it has rules");
        assert_eq!(rules.hidden_rule(), None, "{language}");
    }
}

#[test]
fn pairs_of_characters_are_those_a_site_has() {
    assert_eq!(han_pairs(|c| c == '国'), "国國".chars().rev().collect::<String>());
    assert_eq!(han_pairs(|_| false), "");
    assert!(han_pairs(|_| true).chars().count() > 5000);
}

/// Text of many scripts, joiners and marks among it.
fn mixed_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9'’.+#_ -]{0,8}",
        "[算力超级智能のカｶﾞ한국ᄒ]{0,6}",
        "[กขคงສລက]{0,6}",
        "[éÉßæŁсилаحَبשָ\u{301}\u{ad}\u{200d}]{0,5}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_has_tokens_without_separators(text in any::<String>()) {
        for token in tokens(&text, Stemming::English) {
            prop_assert!(!token.is_empty() && !token.contains(char::is_whitespace), "{:?}", token);
        }
    }

    #[test]
    fn a_separator_cuts_cleanly(left in mixed_text(), right in mixed_text()) {
        let both = tokens(&format!("{left} | {right}"), Stemming::English);
        let mut apart = tokens(&left, Stemming::English);
        apart.extend(tokens(&right, Stemming::English));
        prop_assert_eq!(both, apart);
    }

    #[test]
    fn tokens_are_folded_already(text in mixed_text()) {
        for token in tokens(&text, Stemming::None).into_iter().filter(|token| token.chars().count() > 3) {
            let again = tokens(&token, Stemming::None);
            prop_assert!(again.concat().starts_with(token.trim_end_matches("'s")), "{:?} {:?}", token, again);
        }
    }

    #[test]
    fn part_of_a_run_is_found_in_the_run(run in "[算力超级智能のア한]{1,12}", from in 0usize..12, length in 1usize..5) {
        let chars: Vec<char> = run.chars().collect();
        let from = from % chars.len();
        let part: String = chars[from..].iter().take(length).collect();
        let (text, query) = (tokens(&run, Stemming::None), tokens(&part, Stemming::None));
        let begins = |(token, wanted): (&String, &String)| token.starts_with(wanted.as_str());
        let found = text.windows(query.len()).any(|window| window.iter().zip(&query).all(begins));
        prop_assert!(found, "{:?} in {:?}", query, text);
    }
}
