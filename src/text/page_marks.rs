//! Numbers of the pages of a printed source, as a text carries them: `[p. 51]`, `{51}`.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The words before the number of a page, without the full stop that may follow them.
const WORDS: [&str; 14] =
    ["pages", "page", "pagina", "página", "seite", "pág", "стр", "pg", "pp", "p", "s", "с", "第", "f"];

/// The brackets around a page number that words name.
const BRACKETS: [(char, char); 4] = [('[', ']'), ('［', '］'), ('【', '】'), ('{', '}')];

/// The bytes of the longest page number with its brackets: whatever is longer is a remark.
const LONGEST: usize = 32;

/// The digits of the highest page number.
const DIGITS: usize = 5;

/// The way in which a text writes the page numbers of its printed source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageMark {
    /// A word and a number in brackets: `[p. 51]`, `[Seite 51]`, `【第51页】`.
    Worded,
    /// A number between two strings: `{51}`.
    Between {
        /// The string before the number.
        before: String,
        /// The string behind it.
        after: String,
    },
}

/// A page number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPageMark<'t> {
    /// The bytes of the mark.
    pub range: Range<usize>,
    /// The number: `51`, `xii`.
    pub number: &'t str,
}

impl PageMark {
    /// Reads the mark from one of its kind, such as `{51}`; `None` where it has no number, or nothing around it that
    /// would tell it from the numbers of the text.
    pub fn from_example(example: &str) -> Option<Self> {
        let start = example.find(|c: char| c.is_ascii_digit())?;
        let digits = example[start..].bytes().take_while(u8::is_ascii_digit).count();
        let (before, after) = (&example[..start], &example[start + digits..]);
        let is_sign = |side: &str| side.contains(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
        (is_sign(before) && is_sign(after))
            .then(|| PageMark::Between { before: before.to_string(), after: after.to_string() })
    }

    /// The first mark in `text` from byte `from` on.
    pub fn find<'t>(&self, text: &'t str, from: usize) -> Option<FoundPageMark<'t>> {
        let mut at = from;
        while let Some(start) = self.next_opening(text, at) {
            if let Some(found) = self.at(text, start) {
                return Some(found);
            }
            at = start + text[start..].chars().next().map_or(1, char::len_utf8);
        }
        None
    }

    /// The bytes of the mark that `text` begins with, and of the white space behind it.
    pub fn leading(&self, text: &str) -> Option<usize> {
        let found = self.at(text, 0)?;
        let behind = &text[found.range.end..];
        Some(text.len() - behind.trim_start().len())
    }

    fn next_opening(&self, text: &str, from: usize) -> Option<usize> {
        let found = match self {
            PageMark::Worded => text[from..].find(BRACKETS.map(|(open, _)| open)),
            PageMark::Between { before, .. } => text[from..].find(before.as_str()),
        };
        found.map(|found| from + found)
    }

    /// The mark that begins at byte `start`.
    fn at<'t>(&self, text: &'t str, start: usize) -> Option<FoundPageMark<'t>> {
        let rest = &text[start..];
        let (before, length, after) = match self {
            PageMark::Worded => worded(rest)?,
            PageMark::Between { before, after } => {
                let inside = rest.strip_prefix(before.as_str())?;
                let length = arabic(inside);
                let behind = inside[length..].strip_prefix(after.as_str());
                behind.filter(|_| length > 0).map(|_| (before.len(), length, after.len()))?
            }
        };
        let number = &rest[before..before + length];
        Some(FoundPageMark { range: start..start + before + length + after, number })
    }
}

/// The bytes before the number, of the number and behind it of the mark that `rest` begins with.
fn worded(rest: &str) -> Option<(usize, usize, usize)> {
    let open = rest.chars().next()?;
    let (_, close) = BRACKETS.into_iter().find(|&(bracket, _)| bracket == open)?;
    let window = &rest[..rest.floor_char_boundary(LONGEST.min(rest.len()))];
    let end = window.find(close)?;
    let inside = &window[open.len_utf8()..end];
    let lower = inside.trim_start().to_lowercase();
    let word =
        WORDS.into_iter().find(|word| lower.strip_prefix(word).is_some_and(|rest| number(rest).1 > 0))?;
    let (skipped, length) = number(inside.trim_start().get(word.len()..)?);
    let behind = inside.trim_start().get(word.len() + skipped..)?;
    let rest_of_it = behind[length..].trim().trim_matches(['页', '頁']);
    let before = end - behind.len();
    rest_of_it.is_empty().then_some((before, length, end + close.len_utf8() - before - length))
}

/// The bytes between a word and its number, and those of the number. A Roman number stands apart: `[sic]` is none.
fn number(behind_word: &str) -> (usize, usize) {
    let text = behind_word.trim_start_matches('.').trim_start();
    let skipped = behind_word.len() - text.len();
    let arabic = arabic(text);
    if arabic > 0 || skipped == 0 {
        return (skipped, arabic);
    }
    let word = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let is_roman = text[..word].chars().all(|c| "ivxlcdm".contains(c.to_ascii_lowercase()));
    (skipped, if is_roman { word } else { 0 })
}

/// The bytes of `51`, or of `51a` and `51v`.
fn arabic(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let letters = text[digits..].bytes().take_while(u8::is_ascii_lowercase).count();
    if (1..=DIGITS).contains(&digits) && letters < 2 { digits + letters } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mark: &PageMark, text: &str) -> String {
        let (mut from, mut found) = (0, Vec::new());
        while let Some(page) = mark.find(text, from) {
            found.push(format!("{}={}", &text[page.range.clone()], page.number));
            from = page.range.end;
        }
        found.join(" ")
    }

    #[test]
    fn page_numbers_with_a_word_are_told_from_remarks() {
        let check = |text: &str, expected: &str| assert_eq!(all(&PageMark::Worded, text), expected, "{text}");
        check("so [p. 51] we [p.52] went", "[p. 51]=51 [p.52]=52");
        check("[Page 7] [S. 12a] [p. xii] [f. 12v]", "[Page 7]=7 [S. 12a]=12a [p. xii]=xii [f. 12v]=12v");
        check("【第51页】好［第 52 頁］", "【第51页】=51 ［第 52 頁］=52");
        check("{p. 3} [стр. 4] [pág. 5]", "{p. 3}=3 [стр. 4]=4 [pág. 5]=5");
        check("[51] [p. 51 f.] [pause] [sic] [pm] [page missing] [see p. 51] [p. 123456] (p. 51)", "");
    }

    #[test]
    fn page_numbers_are_found_by_an_example() {
        let braces = PageMark::from_example("{51}").expect("a mark");
        assert_eq!(all(&braces, "a {51} b {52a} {x} {1234567} c"), "{51}=51 {52a}=52a");
        assert_eq!(braces.leading("{51} Ines: What?"), Some(5));
        assert_eq!(braces.leading("Ines {51}"), None);
        let folios = PageMark::from_example("//fol. 7//").expect("a mark");
        assert_eq!(all(&folios, "a //fol. 7v// b"), "//fol. 7v//=7v");
        for example in ["51", "p. 51", "{}", "51}"] {
            assert_eq!(PageMark::from_example(example), None, "{example}");
        }
    }
}
