//! The keys that the manual's reference lists, with what it says of each.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::SchemaSubject;

/// The chapter of the manual that lists all settings.
const MANUAL: &str = include_str!("../../content/manual/reference.md");

/// An entry of the reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyEntry {
    /// The values of the key, in words.
    pub values: String,
    /// The value that it has where it is missing, in words.
    pub default: String,
    /// Its meaning.
    pub meaning: String,
}

/// The entries of a chapter by table and key. The keys outside all tables are those of the table with the empty name.
#[derive(Debug, Default)]
pub(super) struct ManualKeys(BTreeMap<String, BTreeMap<String, KeyEntry>>);

static SITE: LazyLock<ManualKeys> = LazyLock::new(|| ManualKeys::read("\n## Settings"));
static PAGE: LazyLock<ManualKeys> = LazyLock::new(|| {
    let mut keys = ManualKeys::read("\n## Front matter");
    // The manual describes people once, and front matter can describe its own.
    keys.0.extend(SITE.0.get_key_value("people.ID").map(|(name, table)| (name.clone(), table.clone())));
    keys
});
static NOTES: LazyLock<ManualKeys> = LazyLock::new(ManualKeys::default);

impl ManualKeys {
    pub(super) fn get(subject: SchemaSubject) -> &'static ManualKeys {
        match subject {
            SchemaSubject::Site => &SITE,
            SchemaSubject::Page => &PAGE,
            SchemaSubject::Notes => &NOTES,
        }
    }

    pub(super) fn entry(&self, table: &str, key: &str) -> Option<&KeyEntry> {
        self.0.get(table)?.get(key)
    }

    /// Reads the part of the reference that begins with `heading`.
    fn read(heading: &str) -> ManualKeys {
        let part = MANUAL.split_once(heading).map_or("", |(_, rest)| rest);
        let part = part.split("\n## ").next().unwrap_or_default();
        let mut keys = ManualKeys::default();
        for section in part.split("\n### ") {
            let name = section.lines().next().and_then(|line| line.strip_prefix('`')).unwrap_or_default();
            let name = name.trim_end_matches('`').trim_matches(['[', ']']).to_string();
            keys.0.entry(name).or_default().extend(section.lines().filter_map(row));
        }
        keys
    }
}

/// A row of a table: the key, its values, its default and its meaning.
fn row(line: &str) -> Option<(String, KeyEntry)> {
    let (key, rest) = line.strip_prefix("| `")?.split_once('`')?;
    let mut cells = rest.trim_start_matches([' ', '|']).split('|').map(|cell| plain(cell.trim()));
    let entry = KeyEntry { values: cells.next()?, default: cells.next()?, meaning: cells.next()? };
    Some((key.to_string(), entry))
}

/// A cell without links, which lead to other chapters of the manual.
fn plain(cell: &str) -> String {
    let mut out = String::new();
    let mut rest = cell;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((_, behind)) = after.split_once(')') else { break };
        let open = before.rfind('[').unwrap_or(0);
        out.push_str(&before[..open]);
        out.push_str(before.get(open + 1..).unwrap_or_default());
        rest = behind;
    }
    out + rest
}
