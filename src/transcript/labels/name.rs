//! Names by their form alone: how much a piece of text looks like the name of somebody who speaks.

use super::titles::is_titled;
use crate::text::names::{is_editorial, is_nobody, is_role, normalise};

/// The longest name in a label, in characters: `The Honourable …` and a constituency fit.
pub const MAX_NAME_CHARS: usize = 80;

/// The most words in a name that looks like one.
const MAX_NAME_WORDS: usize = 10;

/// The longest name in a script without capitals and spaces, in characters.
const MAX_UNSPACED_CHARS: usize = 16;

/// A rating of a word's likeness to a name, from 0 to 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameRate {
    /// A word of the text itself, such as `Note`: never a speaker unless declared.
    Editorial,
    /// Nothing speaks for it.
    None,
    /// A handle, a lower-case word among few, a short word of a script without capitals.
    Low,
    /// One capitalised word.
    Fair,
    /// A role, a full name, all capitals.
    High,
}

impl NameRate {
    /// The rate as a number from 0 to 3, to take means of.
    pub fn points(self) -> usize {
        match self {
            NameRate::Editorial | NameRate::None => 0,
            NameRate::Low => 1,
            NameRate::Fair => 2,
            NameRate::High => 3,
        }
    }
}

/// Returns true for one or two digits, which count more often than they name somebody.
pub fn is_number(name: &str) -> bool {
    (1..=2).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns true if `name` can be in a label at all: short, begins like a name, and has a letter or is a number.
pub fn can_be_name(name: &str) -> bool {
    let begins =
        name.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '#' | '@' | '&' | '$'));
    begins
        && name.chars().count() <= MAX_NAME_CHARS
        && (name.chars().any(char::is_alphabetic) || is_number(name))
        && !name.contains("://")
        && !name.chars().any(|c| c.is_control() || matches!(c, '`' | '\\' | '<' | '>'))
}

/// Rates `name` by its form.
pub fn rate(name: &str) -> NameRate {
    if is_editorial(name) {
        return NameRate::Editorial;
    }
    if is_role(name) || is_nobody(name) || is_numbered_role(name) || is_titled(name) {
        return NameRate::High;
    }
    if starts_with_number(name) {
        return NameRate::Editorial;
    }
    if is_role_with_name(name) {
        return NameRate::Low;
    }
    let parts = split_joint(name);
    if parts.len() > 1 {
        return parts.into_iter().map(|part| rate_one(part.trim())).min().unwrap_or(NameRate::None);
    }
    rate_one(name)
}

fn rate_one(name: &str) -> NameRate {
    if is_role(name) || is_nobody(name) || is_numbered_role(name) {
        return NameRate::High;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty()
        || is_number(name)
        || words.len() > MAX_NAME_WORDS
        || has_sentence_mark(&words)
        || starts_with_number(name)
    {
        return NameRate::None;
    }
    if !name.chars().any(|c| c.is_uppercase() || c.is_lowercase()) {
        return rate_caseless(name, words.len());
    }
    if name.starts_with('@') && words.len() == 1 {
        return NameRate::Fair;
    }
    let mut counts = WordCounts::default();
    words.iter().for_each(|word| counts.add(word));
    counts.rate(words.len())
}

/// `科長：王二`: a short role and a name, joined by a colon; all of it names the speaker.
pub fn is_role_with_name(text: &str) -> bool {
    let Some((role, name)) = text.split_once('：') else { return false };
    let is_caseless = !text.chars().any(|c| c.is_uppercase() || c.is_lowercase());
    is_caseless && (1..=8).contains(&role.chars().count()) && (1..=8).contains(&name.trim().chars().count())
}

/// Scripts without capitals: Han, kana, Hangul by length, others by words.
fn rate_caseless(name: &str, words: usize) -> NameRate {
    let fits = match name.chars().any(crate::text::script::is_unspaced) || name.chars().any(is_hangul) {
        true => name.chars().count() <= MAX_UNSPACED_CHARS,
        false => words <= 3,
    };
    if fits { NameRate::Low } else { NameRate::None }
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}')
}

/// Words that stand in lower case in the middle of names.
const PARTICLES: [&str; 32] = [
    "a", "al", "an", "and", "at", "bin", "binti", "da", "das", "de", "del", "della", "den", "der", "di",
    "do", "dos", "du", "e", "el", "for", "in", "la", "le", "of", "on", "the", "van", "vom", "von", "y", "zu",
];

#[derive(Default)]
struct WordCounts {
    capitalised: usize,
    lower: usize,
    caseless: usize,
    all_capitals: bool,
    seen: bool,
}

impl WordCounts {
    fn add(&mut self, word: &str) {
        let first = word.chars().find(|c| c.is_alphabetic());
        let is_capitals = !word.chars().any(char::is_lowercase);
        self.all_capitals = is_capitals && (self.all_capitals || !self.seen);
        self.seen = true;
        match first {
            None => {}
            Some(c) if c.is_uppercase() => self.capitalised += 1,
            Some(c) if c.is_lowercase() => {
                let is_particle = PARTICLES.contains(&word) && self.capitalised > 0;
                self.lower += usize::from(!is_particle);
            }
            Some(_) => self.caseless += 1,
        }
    }

    fn rate(&self, words: usize) -> NameRate {
        match (self.lower, self.capitalised + self.caseless) {
            (0, _) if self.all_capitals && self.capitalised > 0 => NameRate::High,
            (0, 2..) => NameRate::High,
            (0, 1) => NameRate::Fair,
            (1, _) if words <= 3 => NameRate::Low,
            _ => NameRate::None,
        }
    }
}

/// Returns true if the words have the punctuation of a sentence. Names have none, except in abbreviations (`Dr.`,
/// `J.`), marks inside a Hebrew word and dots between parts of a name.
fn has_sentence_mark(words: &[&str]) -> bool {
    const NEVER: &str = ",;!?。，；！？、：:“”«»「」『』…=<>{}|/*~^";
    let is_short_form = |word: &&str| word.ends_with('.') && word.chars().count() <= 5;
    words.iter().enumerate().any(|(at, word)| {
        let inner = match is_short_form(word) {
            true => word.trim_end_matches('.'),
            false => word.trim_end_matches("’s").trim_end_matches("'s"),
        };
        let ends = inner.starts_with(['"', '\'', '“']) || inner.ends_with(['"', '“']);
        let dot = inner.ends_with('.') && at + 1 < words.len() || inner.contains(". ");
        ends || dot || inner.ends_with('.') || inner.contains(|c: char| NEVER.contains(c))
    })
}

/// `1、…`, `2020-01-05`, `3) …`: numbers of items and years, not names.
fn starts_with_number(name: &str) -> bool {
    let digits = name.chars().take_while(char::is_ascii_digit).count();
    let han = name.chars().take_while(|&c| "一二三四五六七八九十".contains(c)).count();
    digits >= 4
        || digits > 0 && name[digits..].starts_with(['.', ')', '、', '．', '）', '/', '-'])
        || han > 0 && name.chars().nth(han) == Some('、')
}

/// `Audience Member 2`, `Caller 1`, `Juror No. 3`: a role with a number or letter behind it.
fn is_numbered_role(name: &str) -> bool {
    let Some((base, last)) = name.rsplit_once([' ', '_', '#']) else { return false };
    let is_number = last.chars().all(|c| c.is_numeric()) || last.chars().count() == 1;
    let base = base.trim_end_matches([' ', '#']).trim_end_matches("No.").trim_end();
    !last.is_empty() && is_number && is_role(base)
}

/// `Shaun Apps` and `SA` of `Shaun Apps（SA）`.
pub fn split_parenthesis(name: &str) -> Option<(&str, &str)> {
    let inside = name.strip_suffix([')', '）'])?;
    let (base, inner) = inside.split_once(['(', '（'])?;
    let (base, inner) = (base.trim_end(), inner.trim());
    (!base.is_empty() && !inner.is_empty()).then_some((base, inner))
}

/// The names of a label that joins several: `A & B`, `A, B and C`, `甲、乙`.
pub fn split_joint(name: &str) -> Vec<&str> {
    const SEPARATORS: [&str; 14] =
        [" & ", "&", " and ", " und ", " et ", " y ", ", ", " / ", "/", "、", "和", "與", "与", " + "];
    let mut parts = vec![name];
    for separator in SEPARATORS {
        if name.contains(separator) {
            parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
        }
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The form under which two ways of writing a name are the same: without case, width and parenthesis.
pub fn identity(name: &str) -> String {
    normalise(split_parenthesis(name).map_or(name, |(base, _)| base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_rated_by_their_form() {
        for (name, points) in [
            ("Ann Lee", 3),
            ("Q", 3),
            ("SPEAKER_00", 3),
            ("Speaker 1", 3),
            ("Audience Member 2", 3),
            ("THE COURT", 3),
            ("CC", 3),
            ("Jan van der Berg", 3),
            ("Dr. Ada Q. Lee", 3),
            ("Mr. O’Neil", 3),
            ("The Chair", 3),
            ("主持人", 3),
            ("Ann", 2),
            ("vik99", 1),
            ("林一", 1),
            ("سلمى", 1),
            ("היו\"ר דוד ביטן", 1),
            ("Guest in the third row", 0),
            ("so it was this that we did", 0),
            ("1、船的历史", 0),
            ("2020-01-05", 0),
            ("What", 2),
            ("What is it?", 0),
            ("Note", 0),
            ("注", 0),
        ] {
            assert_eq!(rate(name).points(), points, "{name}");
        }
        assert_eq!(rate("Ann & Bo").points(), 2);
        assert_eq!(rate("Example"), NameRate::Editorial);
    }

    #[test]
    fn parentheses_and_joined_names_are_split() {
        assert_eq!(split_parenthesis("Shaun Apps（SA）"), Some(("Shaun Apps", "SA")));
        assert_eq!(split_parenthesis("(SA)"), None);
        assert_eq!(split_joint("A, B and C"), ["A", "B", "C"]);
        assert_eq!(split_joint("Ann"), ["Ann"]);
    }
}
