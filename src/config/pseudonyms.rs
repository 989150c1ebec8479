//! `[pseudonyms]`: names that editions other than the archive's show in the place of others.

use std::collections::HashMap;

use crate::text::script::is_unspaced;
use crate::text::slug::slug;
use crate::toml_reader::TomlTable;

/// Names, and what is shown in their place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pseudonyms {
    /// The longest names first, so that `Mrs Kemp` is found before `Kemp`.
    names: Vec<(String, String)>,
}

impl Pseudonyms {
    pub(super) fn read(table: &mut TomlTable) -> Pseudonyms {
        let named = table.named_strings("pseudonyms").into_iter();
        let mut names: Vec<(String, String)> = named
            .map(|(name, shown)| (name.value.trim().to_string(), shown.value))
            .filter(|(name, _)| !name.is_empty())
            .collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Pseudonyms { names }
    }

    /// Returns true if no name has a pseudonym.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names themselves, one a line.
    pub fn names(&self) -> String {
        self.names.iter().map(|(name, _)| format!("{name}\n")).collect()
    }

    /// Returns true if an address or ID is made of a name that has a pseudonym.
    pub fn are_in(&self, address: &str) -> bool {
        let parts: Vec<&str> = address.split(|c: char| !c.is_alphanumeric()).collect();
        self.names.iter().any(|(name, shown)| {
            let name = slug(name);
            let name: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
            let is_told =
                !name.is_empty() && parts.windows(name.len()).any(|window| window == name.as_slice());
            is_told && slug(shown).split('-').collect::<Vec<_>>() != name
        })
    }

    /// `text` with the pseudonyms, on as many lines; `None` if it has none of the names. Names are whole words, as they are
    /// written or in capitals, and may be broken between lines.
    pub fn apply(&self, text: &str) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let mut by_first: HashMap<char, Vec<usize>> = HashMap::new();
        for (at, (name, _)) in self.names.iter().enumerate() {
            let first = name.chars().next().unwrap_or_default();
            for first in std::iter::once(first).chain(first.to_uppercase().filter(|upper| *upper != first)) {
                by_first.entry(first).or_default().push(at);
            }
        }
        let (mut out, mut from, mut before) = (String::new(), 0, ' ');
        for (at, c) in text.char_indices() {
            if at < from {
                continue;
            }
            let found = by_first.get(&c).and_then(|names| self.name_at(text, at, before, names));
            before = c;
            if let Some((end, shown)) = found {
                out.push_str(&text[from..at]);
                out.push_str(&shown);
                out.extend(text[at..end].chars().filter(|c| *c == '\n'));
                before = text[..end].chars().next_back().unwrap_or(' ');
                from = end;
            }
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    /// The end of the first of `names` that stands at byte `at`, and what is shown for it.
    fn name_at(&self, text: &str, at: usize, before: char, names: &[usize]) -> Option<(usize, String)> {
        names.iter().find_map(|&number| {
            let (name, shown) = &self.names[number];
            let capitals = name.to_uppercase();
            let is_apart = |c: char, own: Option<char>| !c.is_alphanumeric() || own.is_some_and(is_unspaced);
            let found = |written: &str| {
                let end = end_of(text, at, written)?;
                let after = text[end..].chars().next().unwrap_or(' ');
                let (first, last) = (written.chars().next(), written.chars().next_back());
                let last_is_sign = last.is_some_and(|last| !last.is_alphanumeric());
                (is_apart(before, first) && (last_is_sign || is_apart(after, last))).then_some(end)
            };
            let plain = found(name).map(|end| (end, shown.clone()));
            plain.or_else(|| found(&capitals).map(|end| (end, shown.to_uppercase())))
        })
    }
}

/// The end of `name` if it stands at byte `at` of `text`, with any white space between its words; a line of a quotation may
/// begin between them.
fn end_of(text: &str, at: usize, name: &str) -> Option<usize> {
    let mut end = at;
    for (number, word) in name.split_whitespace().enumerate() {
        if number > 0 {
            let gap = &text[end..];
            let length = gap.len() - gap.trim_start_matches(|c: char| c.is_whitespace() || c == '>').len();
            let is_space = gap[..length].starts_with(char::is_whitespace) && !gap[..length].contains("\n\n");
            if !is_space {
                return None;
            }
            end += length;
        }
        end = text[end..].starts_with(word).then_some(end + word.len())?;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudonyms() -> Pseudonyms {
        let pair = |(name, shown): (&str, &str)| (name.to_string(), shown.to_string());
        let names = [("Mrs Kemp", "Mrs K."), ("Kemp", "K."), ("李明", "李某"), ("Bo", "Al")];
        Pseudonyms { names: names.into_iter().map(pair).collect() }
    }

    #[test]
    fn names_are_whole_words() {
        let shown = |text: &str| pseudonyms().apply(text).unwrap_or_else(|| text.to_string());
        assert_eq!(shown("So Mrs Kemp, and Kemp’s shop."), "So Mrs K., and K.’s shop.");
        assert_eq!(shown("> said Mrs\n> Kemp then"), "> said Mrs K.\n then");
        assert_eq!(shown("MRS KEMP: Yes. Kempton, Bob, BO."), "MRS K.: Yes. Kempton, Bob, AL.");
        assert_eq!(shown("我跟李明說"), "我跟李某說");
        assert_eq!(shown("nobody"), "nobody");
    }

    #[test]
    fn addresses_tell_names() {
        let tells = |address: &str| pseudonyms().are_in(address);
        assert!(tells("talks/mrs-kemp.md") && tells("kemp") && tells("1974-kemp-b"));
        assert!(!tells("talks/kempton.md") && !tells("mrs-k"));
    }
}
