//! `[registers]`: persons, places, organisations, works and terms whose mentions a site shows.

use std::collections::{BTreeMap, HashSet};

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use super::read::{check_id, checked, web_address};
use crate::diag::{Code, Diagnostic};
use crate::source::Located;
use crate::text::script::is_unspaced;
use crate::toml_reader::TomlTable;

/// The sorts of thing that have a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RegisterKind {
    /// People who are spoken of.
    Persons,
    /// Places.
    Places,
    /// Organisations.
    Organisations,
    /// Books, songs, ships and other works.
    Works,
    /// Terms.
    Terms,
}

impl RegisterKind {
    /// Every kind, in the order of lists.
    pub const ALL: [RegisterKind; 5] = [
        RegisterKind::Persons,
        RegisterKind::Places,
        RegisterKind::Organisations,
        RegisterKind::Works,
        RegisterKind::Terms,
    ];

    /// Its name in `site.toml`, in addresses, and among the theme's words.
    pub fn name(self) -> &'static str {
        match self {
            RegisterKind::Persons => "persons",
            RegisterKind::Places => "places",
            RegisterKind::Organisations => "organisations",
            RegisterKind::Works => "works",
            RegisterKind::Terms => "terms",
        }
    }

    /// The word with which an author marks a mention: `[Kinlaw]{place=kinlaw}`.
    pub fn mark(self) -> &'static str {
        match self {
            RegisterKind::Persons => "person",
            RegisterKind::Places => "place",
            RegisterKind::Organisations => "organisation",
            RegisterKind::Works => "work",
            RegisterKind::Terms => "term",
        }
    }
}

/// The mentions that are links on their page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MentionRule {
    /// The first on each page, and those that authors marked.
    #[default]
    First,
    /// All of them.
    All,
    /// Those that authors marked; names are not looked for.
    Marked,
}

/// The identity of an entry: its register and its ID there.
pub type RegisterKey = (RegisterKind, String);

/// An entry of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterEntry {
    /// The name as readers see it.
    pub label: String,
    /// The names by which it is mentioned.
    pub names: Vec<String>,
    /// The mentions that are links.
    pub mentions: MentionRule,
    /// Its addresses in other registers, such as Wikidata.
    pub same_as: Vec<String>,
    /// A line about it.
    pub description: Option<String>,
}

/// The registers of a site.
#[derive(Clone, Debug, Default)]
pub struct Registers {
    /// The entries.
    pub entries: BTreeMap<RegisterKey, RegisterEntry>,
    /// The entries that the patterns of the automaton stand for.
    names: Vec<RegisterKey>,
    /// Finds all names of all entries in one pass; none without names.
    automaton: Option<AhoCorasick>,
}

/// The automaton is made of the entries.
impl PartialEq for Registers {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl Eq for Registers {}

/// A name that was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundName<'a> {
    /// The entry.
    pub key: &'a RegisterKey,
    /// The bytes of the name.
    pub range: std::ops::Range<usize>,
}

impl Registers {
    pub(super) fn read(table: &mut TomlTable) -> Registers {
        let mut entries = BTreeMap::new();
        for kind in RegisterKind::ALL {
            for (id, read) in table.tables(kind.name(), entry) {
                entries.insert((kind, id.value), read);
            }
        }
        Registers::from_entries(entries)
    }

    fn from_entries(entries: BTreeMap<RegisterKey, RegisterEntry>) -> Registers {
        let (mut patterns, mut names, mut known) = (Vec::new(), Vec::new(), HashSet::new());
        for (key, entry) in &entries {
            let is_wanted = entry.mentions != MentionRule::Marked;
            for name in entry.names.iter().filter(|name| is_wanted && !name.trim().is_empty()) {
                // What begins with a small letter may begin a sentence.
                for form in [name.clone(), capitalized(name)] {
                    if known.insert(form.clone()) {
                        patterns.push(form);
                        names.push(key.clone());
                    }
                }
            }
        }
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns);
        Registers { automaton: builder.ok().filter(|_| !patterns.is_empty()), entries, names }
    }

    /// The names in `text` that are whole words, the longest where several begin.
    pub fn find<'r>(&'r self, text: &str) -> Vec<FoundName<'r>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let found = automaton.find_iter(text).filter(|found| is_whole(text, found.start(), found.end()));
        found
            .map(|found| FoundName { key: &self.names[found.pattern().as_usize()], range: found.range() })
            .collect()
    }
}

/// Returns true if no letter goes on at either end. In scripts without spaces any place may be the end of a word.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let joins = |outside: Option<char>, inside: Option<char>| {
        outside.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c))
            && inside.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c))
    };
    let inside = &text[start..end];
    !joins(text[..start].chars().next_back(), inside.chars().next())
        && !joins(text[end..].chars().next(), inside.chars().next_back())
}

fn capitalized(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

fn entry(table: &mut TomlTable, id: &Located<String>) -> RegisterEntry {
    check_id(table, id, "the ID of an entry");
    let label = table.required_string("label").map_or(id.value.clone(), |label| label.value);
    let names: Vec<String> = table.strings("names").into_iter().map(|name| name.value).collect();
    let mut same_as = Vec::new();
    for written in table.strings("same_as") {
        match web_address(&written.value) {
            Ok(address) => same_as.push(address),
            Err(reason) => {
                let message = format!("`same_as` cannot be `{}`: {reason}", written.value);
                table.report(Diagnostic::new(Code::BadValue, message).at(written.span));
            }
        }
    }
    RegisterEntry {
        names: if names.is_empty() { vec![label.clone()] } else { names },
        label,
        mentions: checked(table, "mentions", rule).unwrap_or_default(),
        same_as,
        description: table.string("description").map(|text| text.value),
    }
}

fn rule(written: &str) -> Result<MentionRule, &'static str> {
    match written {
        "first" => Ok(MentionRule::First),
        "all" => Ok(MentionRule::All),
        "marked" => Ok(MentionRule::Marked),
        _ => Err("it is \"first\", \"all\" or \"marked\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole_words_and_the_longest_wins() {
        let entry = |names: &[&str]| RegisterEntry {
            names: names.iter().map(ToString::to_string).collect(),
            ..RegisterEntry::default()
        };
        let entries = [
            ("kinlaw", entry(&["Kinlaw", "the town"])),
            ("bay", entry(&["Kinlaw Bay"])),
            ("leith", entry(&["利斯"])),
        ];
        let entries = entries.map(|(id, entry)| ((RegisterKind::Places, id.to_string()), entry));
        let registers = Registers::from_entries(entries.into());
        let found = |text: &str| -> Vec<String> {
            registers
                .find(text)
                .into_iter()
                .map(|found| format!("{} {}", found.key.1, &text[found.range]))
                .collect()
        };
        assert_eq!(found("In Kinlaw's harbour, at Kinlaw Bay"), ["kinlaw Kinlaw", "bay Kinlaw Bay"]);
        assert_eq!(
            found("The town and the town, but no townsman of Kinlaws or Unkinlaw"),
            ["kinlaw The town", "kinlaw the town"]
        );
        assert_eq!(found("我们在利斯工作"), ["leith 利斯"]);
    }
}
