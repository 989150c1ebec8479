//! Two wordings beside each other: the words that both have, and the others.

use crate::resolve::{for_each_word, normalize};
use crate::text::align::longest_common;

/// Longer wordings are shown without marks: nobody compares them by eye.
const LONGEST: usize = 400;

/// Some text of a wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordSpan {
    /// The text, with the signs and spaces behind its words.
    pub text: String,
    /// True if the other wording has its words too.
    pub is_shared: bool,
}

/// Marks the words of `old` and `new` that both have in the same order.
pub fn compare(old: &str, new: &str) -> (Vec<WordSpan>, Vec<WordSpan>) {
    let (old_words, new_words) = (words(old), words(new));
    let (mut old_shared, mut new_shared) = (vec![false; old_words.len()], vec![false; new_words.len()]);
    if old_words.len().max(new_words.len()) > LONGEST {
        old_shared.fill(true);
        new_shared.fill(true);
    } else {
        for (a, b) in longest_common(&old_words, &new_words, |a, b| a.text == b.text) {
            (old_shared[a], new_shared[b]) = (true, true);
        }
    }
    (spans(old, &old_words, &old_shared), spans(new, &new_words, &new_shared))
}

/// A word as it is compared, and its first byte.
struct ComparedWord {
    text: String,
    start: usize,
}

fn words(text: &str) -> Vec<ComparedWord> {
    let mut out = Vec::new();
    for_each_word(text, &mut |word| {
        out.push(ComparedWord { text: normalize(word.text), start: word.range.start });
    });
    out
}

/// Cuts `text` where shared words begin and end.
fn spans(text: &str, words: &[ComparedWord], is_shared: &[bool]) -> Vec<WordSpan> {
    let mut out: Vec<WordSpan> = Vec::new();
    for (at, &is_shared) in is_shared.iter().enumerate() {
        let start = if at == 0 { 0 } else { words[at].start };
        let end = words.get(at + 1).map_or(text.len(), |next| next.start);
        match out.last_mut() {
            Some(last) if last.is_shared == is_shared => last.text.push_str(&text[start..end]),
            _ => out.push(WordSpan { text: text[start..end].to_string(), is_shared }),
        }
    }
    if out.is_empty() && !text.is_empty() {
        out.push(WordSpan { text: text.to_string(), is_shared: true });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(spans: &[WordSpan]) -> String {
        spans.iter().map(|s| if s.is_shared { s.text.clone() } else { format!("[{}]", s.text) }).collect()
    }

    #[test]
    fn words_of_one_wording_alone_are_marked() {
        let (old, new) =
            compare("There are eleven tons, and it isn’t", "there are some eleven tonnes and it is not");
        assert_eq!(show(&old), "There are eleven [tons, ]and it [isn’t]");
        assert_eq!(show(&new), "there are [some ]eleven [tonnes ]and it [is not]");
        assert_eq!(show(&compare("…", "").0), "…");
        assert_eq!(show(&compare("從而損害", "從此損害").1), "從[此]損害");
    }
}
