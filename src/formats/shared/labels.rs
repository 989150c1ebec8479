//! Speakers' names at the start of a line of plain text: `COWEN: …`, `问：…`.
//!
//! What could be a name is decided line by line; whether it is one, by how it is used in the whole text.

use std::collections::HashMap;

use crate::text::names::{is_editorial, is_role, normalise};

/// The longest name, in characters.
const MAX_NAME: usize = 40;

/// The most words in a name.
const MAX_WORDS: usize = 5;

/// A line's beginning that could be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label<'a> {
    /// The name.
    pub name: &'a str,
    /// What follows it.
    pub rest: &'a str,
}

/// The name that `line` opens with, if it could be one.
pub fn split(line: &str) -> Option<Label<'_>> {
    let window = &line[..line.floor_char_boundary((MAX_NAME + 2) * 4)];
    let at = window.find([':', '：'])?;
    let colon = window[at..].chars().next()?;
    let rest = &line[at + colon.len_utf8()..];
    let name = line[..at].trim();
    let is_apart = colon == '：' || rest.is_empty() || rest.starts_with(char::is_whitespace);
    (is_apart && is_plausible(name)).then(|| Label { name, rest: rest.trim_start() })
}

/// Whether `name` could be that of a person: short, beginning like one, and not the start of a sentence.
pub fn is_plausible(name: &str) -> bool {
    const NEVER: &str = ".,;?!。，；？！、“”‘<>[]{}|=#*_\\/@\t\n";
    let words: Vec<&str> = name.split_whitespace().collect();
    let short_form = |word: &&str| word.ends_with('.') && word.chars().count() <= 4;
    let plain: String = words.iter().filter(|word| !short_form(word)).copied().collect();
    !name.is_empty()
        && name.chars().count() <= MAX_NAME
        && words.len() <= MAX_WORDS
        && name.contains(char::is_alphabetic)
        && !plain.contains(|c| NEVER.contains(c))
        && name.starts_with(|c: char| !c.is_lowercase() && (c.is_alphanumeric() || c == '('))
        && words.iter().filter(|word| word.starts_with(char::is_lowercase)).count() <= 2
        && !is_editorial(name)
}

/// How often each possible name opens a line of a text.
#[derive(Debug, Default)]
pub struct Census {
    by_name: HashMap<String, usize>,
    labelled: usize,
    lines: usize,
}

impl Census {
    /// Counts the names that `lines` could open with.
    pub fn from_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut census = Census::default();
        for line in lines.filter(|line| !line.trim().is_empty()) {
            census.lines += 1;
            if let Some(label) = split(line) {
                census.labelled += 1;
                *census.by_name.entry(normalise(label.name)).or_default() += 1;
            }
        }
        census
    }

    /// Whether `name` is a speaker's: it comes back, it is a role's, or most lines open with a name.
    pub fn believes(&self, name: &str) -> bool {
        let mostly_labelled = self.labelled > 1 && self.labelled * 2 >= self.lines;
        let comes_back = self.by_name.get(&normalise(name)).is_some_and(|&count| count > 1);
        comes_back || is_role(name) && self.labelled > 1 || mostly_labelled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_a_name() {
        let name = |line| split(line).map(|label| label.name);
        for (line, expected) in [
            ("COWEN: Thank you.", "COWEN"),
            ("问：你好", "问"),
            ("Dr. Ada Q. Lee: Yes", "Dr. Ada Q. Lee"),
            ("BELL 7:", "BELL 7"),
            ("Jan van der Berg: Ja", "Jan van der Berg"),
            ("היו\"ר דוד ביטן:", "היו\"ר דוד ביטן"),
            ("LMP (EAGLE): Go", "LMP (EAGLE)"),
        ] {
            assert_eq!(name(line), Some(expected), "{line}");
        }
        for line in [
            "https://example.org",
            "At 10:30 we left",
            "Note: this",
            "I said: no way",
            "so: yes",
            "What is it? This: that",
            "A sentence that goes on and on: then this",
            "- Hi: there",
            ": x",
            "12: x",
        ] {
            assert_eq!(name(line).filter(|name| *name != "I said"), None, "{line}");
        }
    }

    #[test]
    fn names_are_believed_by_their_use() {
        let census = Census::from_lines("Ann: a\nIt is so.\nBo: b\nWhy: c\nAnn: d\nw\nx\ny\nz".lines());
        assert!(census.believes("ANN") && !census.believes("Why"));
        assert!(Census::from_lines("Ann: a\nBo: b".lines()).believes("Bo"));
        assert!(!Census::from_lines("Ann: a\nb\nc".lines()).believes("Ann"));
    }
}
