//! Likeness of words by their letters.

/// Letters beyond this many say nothing new about words that are alike.
const MOST_LETTERS: usize = 240;

/// The similarity of two texts, from 0 to 1. Spaces do not count, because "e-mail" became "email".
pub fn likeness(a: &str, b: &str) -> f64 {
    let letters =
        |text: &str| text.chars().filter(|c| !c.is_whitespace()).take(MOST_LETTERS).collect::<String>();
    strsim::normalized_levenshtein(&letters(a), &letters(b))
}

/// Joins words of which all are known; `None` when some are not.
pub fn join(words: &[Option<String>]) -> Option<String> {
    words.iter().map(|word| word.as_deref()).collect::<Option<Vec<&str>>>().map(|words| words.join(" "))
}
