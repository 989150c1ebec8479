//! Plural categories of whole numbers, by the rules of the Unicode CLDR.

/// The categories that a language's words may be written for, as CLDR names them.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The category that every language has: the form for any number without one of its own.
pub const OTHER: &str = "other";

/// The category that `count` things have in `language`, a BCP 47 tag.
///
/// Languages that are not listed have two forms, of which the first is for exactly one, as most of them do.
pub fn category(language: &str, count: u64) -> &'static str {
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let (tens, units) = (count % 100, count % 10);
    match primary.as_str() {
        "zh" | "ja" | "ko" | "th" | "vi" | "id" | "ms" | "my" | "lo" | "km" | "yue" | "wo" => "other",
        "fr" | "pt" | "hi" | "fa" | "bn" | "am" | "gu" | "kn" | "zu" | "hy" if count < 2 => "one",
        "ar" => match (count, tens) {
            (0, _) => "zero",
            (1, _) => "one",
            (2, _) => "two",
            (_, 3..=10) => "few",
            (_, 11..=99) => "many",
            _ => "other",
        },
        "he" | "iw" if count == 2 => "two",
        "ru" | "uk" | "be" | "sr" | "hr" | "bs" => match (units, tens) {
            (1, tens) if tens != 11 => "one",
            (2..=4, tens) if !(12..=14).contains(&tens) => "few",
            _ if matches!(primary.as_str(), "sr" | "hr" | "bs") => "other",
            _ => "many",
        },
        "pl" => match (count, units, tens) {
            (1, _, _) => "one",
            (_, 2..=4, tens) if !(12..=14).contains(&tens) => "few",
            _ => "many",
        },
        "cs" | "sk" if (2..=4).contains(&count) => "few",
        "lt" => match (units, tens) {
            (1..=9, 11..=19) | (0, _) => "other",
            (1, _) => "one",
            _ => "few",
        },
        "ro" if count == 0 || (count != 1 && (1..=19).contains(&tens)) => "few",
        "sl" => match tens {
            1 => "one",
            2 => "two",
            3 | 4 => "few",
            _ => "other",
        },
        "cy" => match count {
            0 => "zero",
            1 => "one",
            2 => "two",
            3 => "few",
            6 => "many",
            _ => "other",
        },
        "ga" => match count {
            1 => "one",
            2 => "two",
            3..=6 => "few",
            7..=10 => "many",
            _ => "other",
        },
        _ if count == 1 => "one",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples are those of CLDR's chart of plural rules.
    #[test]
    fn numbers_have_the_categories_of_cldr() {
        let cases: [(&str, &[(u64, &str)]); 12] = [
            ("en-GB", &[(0, "other"), (1, "one"), (2, "other"), (21, "other")]),
            ("fr", &[(0, "one"), (1, "one"), (2, "other")]),
            ("pt-BR", &[(0, "one"), (1, "one"), (2, "other")]),
            ("zh-Hans", &[(0, "other"), (1, "other")]),
            (
                "ar",
                &[
                    (0, "zero"),
                    (1, "one"),
                    (2, "two"),
                    (3, "few"),
                    (103, "few"),
                    (11, "many"),
                    (100, "other"),
                ],
            ),
            ("he", &[(1, "one"), (2, "two"), (20, "other")]),
            (
                "ru",
                &[(1, "one"), (21, "one"), (11, "many"), (2, "few"), (24, "few"), (12, "many"), (5, "many")],
            ),
            ("pl", &[(1, "one"), (21, "many"), (22, "few"), (12, "many")]),
            ("hr", &[(21, "one"), (3, "few"), (5, "other")]),
            ("cs", &[(1, "one"), (4, "few"), (5, "other")]),
            ("lt", &[(21, "one"), (11, "other"), (22, "few"), (10, "other")]),
            ("cy", &[(0, "zero"), (3, "few"), (6, "many"), (7, "other")]),
        ];
        for (language, counts) in cases {
            for (count, expected) in counts {
                assert_eq!(category(language, *count), *expected, "{count} in {language}");
            }
        }
    }
}
