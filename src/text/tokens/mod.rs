//! Tokens: what the search index holds, and what a query is turned into.
//!
//! This is the specification. The same one is written in JavaScript for the reader's browser
//! (`themes/default/js/search-tokens.js`), and `tests/search/tokens.json` holds cases that both must meet.
//!
//! 1. **Folding.** A text is cut into clusters: a character, and the marks and the Hangul vowels and
//!    finals that follow it. Each cluster is decomposed (NFKD), set in lower case, rid of accents, vowel
//!    points and invisible characters, and composed again (NFC): `Café` is `cafe`, `ＧＰＴ` is `gpt`. Marks
//!    that make another letter, as in Japanese and in Indian scripts, stay. Traditional characters become
//!    simplified ones: `超級` is `超级`.
//! 2. **Runs.** Characters then fall into runs by how their script is searched:
//!    - Han, Kana, Bopomofo and Hangul by overlapping pairs, with the last character alone: `超级智能`
//!      is `超级 级智 智能 能`;
//!    - Thai, Lao, Khmer and Burmese by overlapping triples, with the last two and the last one;
//!    - letters, digits and marks of all other scripts by words.
//!
//!    Everything else separates, the hyphen included: `GPT-8能` is `gpt 8 能`.
//! 3. **Words.** One of `. + # _ '` between two word characters belongs to the word (`node.js`, `3.5`,
//!    `don't`), and so do up to two of `+ #` after a lone letter (`c++`, `f#`). A possessive `'s` is
//!    dropped. What is longer than [`MAX_WORD`] characters is cut there.
//! 4. **Stems.** Words are brought to their stems as the text's [`Stemming`] says.
//!
//! Every character of a run thus starts exactly one token. That makes one rule serve index and query: the
//! tokens of a query are looked for one after another, the shortened ones at the end of its runs as
//! prefixes, and a query of one character finds it wherever it stands.
//!
//! Stop words are kept. Which words are too common to tell passages apart depends on the site and not on
//! a list, and without them “to be or not to be” and “The Who” could not be found; a search weighs a
//! word by its rarity instead.

mod fold;
mod han;
mod light;
mod porter;
mod script;

pub use han::pairs as han_pairs;
pub use light::Light;

use script::SearchUnit;
use serde::Serialize;

/// The longest word the index holds, in characters; an address or a hash is cut to it.
pub const MAX_WORD: usize = 40;

/// The way the words of a text are brought to their stems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stemming {
    /// Words stay as they are.
    None,
    /// Those in ASCII by Porter's algorithm of 1980, as elasticlunr has it.
    English,
    /// By the rules of the language.
    Light(&'static Light),
}

impl Stemming {
    /// The stemming of text in `language`, a BCP 47 tag.
    ///
    /// Words in ASCII among text of another script are taken for English.
    pub fn from_language(language: &str) -> Stemming {
        let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "en" | "zh" | "yue" | "ja" | "ko" | "th" | "lo" | "km" | "my" => Stemming::English,
            "uk" | "bg" | "el" | "he" | "ar" | "fa" | "ur" | "hi" | "bn" | "ta" => Stemming::English,
            other => Light::for_language(other).map_or(Stemming::None, Stemming::Light),
        }
    }

    /// The stem of `word`, a token that was made without stemming.
    pub fn stem(self, word: String) -> String {
        match self {
            Stemming::None => word,
            Stemming::English => porter::stem(word),
            Stemming::Light(rules) => rules.stem(word),
        }
    }
}

/// The tokens of `text`, in order.
///
/// ```
/// use postil::text::tokens::{Stemming, tokens};
/// assert_eq!(tokens("GPT-8能治愈", Stemming::English), ["gpt", "8", "能治", "治愈", "愈"]);
/// assert_eq!(tokens("The bank's crises", Stemming::English), ["the", "bank", "crise"]);
/// ```
pub fn tokens(text: &str, stemming: Stemming) -> Vec<String> {
    let mut out = Vec::new();
    for_each_token(text, |token| match token {
        Token::Word(word) => out.push(stemming.stem(word.into())),
        Token::Gram(gram) => out.push(gram.into()),
    });
    out
}

/// A token without stemming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// A word, which has a stem.
    Word(&'a str),
    /// Some characters of a script without spaces, which are their own stem.
    Gram(&'a str),
}

/// Calls `take` with each token of `text`, in order.
pub fn for_each_token(text: &str, mut take: impl FnMut(Token)) {
    for_each_position(text, |_, token| take(token));
}

/// Calls `take` with each token of `text` and its position, and returns the position after the last.
///
/// Positions count the tokens from 0 on. Where something separates two runs of characters, one position is left out:
/// tokens whose positions are as far apart as they are long then stand in one run, and a search need not ask for
/// those between them.
pub fn for_each_position(text: &str, mut take: impl FnMut(u32, Token)) -> u32 {
    let folded = fold::fold(text);
    let mut rest = folded.as_str();
    let (mut position, mut after_grams, mut is_separated) = (0, false, false);
    while let Some(first) = rest.chars().next() {
        let unit = SearchUnit::from_char(first);
        let length = match unit {
            SearchUnit::Word => word_length(rest, first),
            _ => rest.find(|c| SearchUnit::from_char(c) != unit).unwrap_or(rest.len()),
        };
        let (run, after) = rest.split_at(length);
        let is_grams = matches!(unit, SearchUnit::Pairs | SearchUnit::Triples);
        position += u32::from(is_grams && after_grams && is_separated);
        let mut count = |token: Token| {
            take(position, token);
            position += 1;
        };
        match unit {
            SearchUnit::Pairs => grams(run, 2, &mut count),
            SearchUnit::Triples => grams(run, 3, &mut count),
            SearchUnit::Word => count(Token::Word(word(run))),
            SearchUnit::Separator => {}
        }
        is_separated = unit == SearchUnit::Separator;
        after_grams = is_grams || (is_separated && after_grams);
        rest = after;
    }
    position
}

/// Tells whether `token` is a word of letters in a script that puts spaces between words.
pub fn is_word(token: &str) -> bool {
    token.chars().all(|c| c.is_alphabetic() && SearchUnit::from_char(c) == SearchUnit::Word)
}

/// Overlapping grams of `size` characters, one for each character: those at the end are shorter.
fn grams(run: &str, size: usize, take: &mut impl FnMut(Token)) {
    let starts = || run.char_indices().map(|(at, _)| at);
    let ends = starts().skip(size).chain(std::iter::repeat(run.len()));
    starts().zip(ends).for_each(|(start, end)| take(Token::Gram(&run[start..end])));
}

/// The length in bytes of the word that `text` begins with; its first character is `first`.
fn word_length(text: &str, first: char) -> usize {
    let bytes = text.as_bytes();
    let mut end = first.len_utf8();
    loop {
        end += bytes[end..].iter().take_while(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9')).count();
        let mut next = word_char_at(text, end);
        if next == 0 && bytes.get(end).is_some_and(|byte| b".+#_'".contains(byte)) {
            next =
                Some(word_char_at(text, end + 1)).filter(|&length| length > 0).map_or(0, |length| 1 + length);
        }
        if next == 0 {
            break;
        }
        end += next;
    }
    if end == first.len_utf8() && first.is_alphabetic() {
        end += bytes[end..].iter().take(2).take_while(|byte| matches!(byte, b'+' | b'#')).count();
    }
    end
}

/// The length in bytes of the character at this byte if it belongs to words, or 0. Most are ASCII.
fn word_char_at(text: &str, at: usize) -> usize {
    match text.as_bytes().get(at) {
        Some(b'a'..=b'z' | b'0'..=b'9') => 1,
        None | Some(..=0x7f) => 0,
        Some(_) => text[at..]
            .chars()
            .next()
            .filter(|&c| SearchUnit::from_char(c) == SearchUnit::Word)
            .map_or(0, char::len_utf8),
    }
}

fn word(run: &str) -> &str {
    let run = run.strip_suffix("'s").unwrap_or(run);
    if run.len() <= MAX_WORD {
        return run;
    }
    run.char_indices().nth(MAX_WORD).map_or(run, |(end, _)| &run[..end])
}

#[cfg(test)]
mod tests;
