//! The severity of each kind of problem, for a whole site or below a folder: `[check]`.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{Located, Sources};
use crate::toml_reader::TomlTable;

/// The folder below which paths in `[check]` are.
const CONTENT: &str = "content/";

/// The severity that a site gives to a kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not mentioned.
    Allow,
    /// It is a warning: the build goes on.
    Warn,
    /// It is an error: nothing is published.
    Error,
}

const LEVELS: [(&str, Level); 3] = [("allow", Level::Allow), ("warn", Level::Warn), ("error", Level::Error)];

/// The levels that a site sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    everywhere: BTreeMap<Code, Level>,
    /// Those of files below a path of `content/`; the longest path comes first and wins.
    below: Vec<(String, BTreeMap<Code, Level>)>,
}

impl Levels {
    /// Reads `[check]`: a level for each code, and tables of such levels for folders.
    pub(super) fn read(table: &mut TomlTable) -> Levels {
        let mut levels = Levels { everywhere: codes(table), below: Vec::new() };
        let folders = table.each_other(|table, key| {
            if table.has(&key.value) && !table.is_table(&key.value) {
                table.string(&key.value);
                table.report(unknown_code(key));
                return None;
            }
            let path = key.value.trim_start_matches('/').to_string();
            table.table(&key.value, |inner| (path, folder_codes(inner)))
        });
        levels.below.extend(folders.into_iter().flatten());
        levels.below.sort_by_key(|(path, _)| (std::cmp::Reverse(path.len()), path.clone()));
        levels
    }

    /// Gives each of `diagnostics` the severity that the site sets for it, and takes out what it allows.
    pub fn apply(&self, diagnostics: Diagnostics, sources: &Sources) -> Diagnostics {
        if self.everywhere.is_empty() && self.below.is_empty() {
            return diagnostics;
        }
        let leveled = |mut found: Diagnostic| {
            match self.level_of(found.code, path(&found, sources)) {
                Some(Level::Allow) => return None,
                Some(Level::Warn) => found.severity = Severity::Warning,
                Some(Level::Error) => found.severity = Severity::Error,
                None => {}
            }
            Some(found)
        };
        diagnostics.into_iter().filter_map(leveled).collect()
    }

    fn level_of(&self, code: Code, path: Option<&str>) -> Option<Level> {
        let path = path.and_then(|path| path.strip_prefix(CONTENT));
        let is_below = |folder: &str| {
            let rest = path.and_then(|path| path.strip_prefix(folder));
            rest.is_some_and(|rest| {
                folder.is_empty() || folder.ends_with('/') || rest.is_empty() || rest.starts_with('/')
            })
        };
        let below = self.below.iter().filter(|(folder, _)| is_below(folder));
        below.filter_map(|(_, levels)| levels.get(&code)).next().or(self.everywhere.get(&code)).copied()
    }
}

/// The file that a diagnostic is about.
fn path<'a>(found: &'a Diagnostic, sources: &'a Sources) -> Option<&'a str> {
    let of_label = found.labels.first().map(|label| sources.get(label.span.source).path.as_str());
    of_label.or(found.path.as_deref())
}

/// The levels of all codes that a table has.
fn codes(table: &mut TomlTable) -> BTreeMap<Code, Level> {
    Code::ALL.iter().filter_map(|&code| level(table, code)).collect()
}

fn level(table: &mut TomlTable, code: Code) -> Option<(Code, Level)> {
    let place = table.place_of(code.name());
    let level = table.choice(code.name(), &LEVELS)?;
    if level != Level::Error && code.stops_always() {
        let message = format!("`{}` is an error always: no page can be made with it", code.name());
        let problem = Diagnostic::new(Code::BadValue, message);
        table.report(place.into_iter().fold(problem, Diagnostic::at));
        return None;
    }
    Some((code, level))
}

/// The levels of a folder, in which there are no other folders.
fn folder_codes(table: &mut TomlTable) -> BTreeMap<Code, Level> {
    let levels = codes(table);
    for key in table.rest() {
        table.report(unknown_code(&key));
    }
    levels
}

fn unknown_code(key: &Located<String>) -> Diagnostic {
    let problem = Diagnostic::new(Code::UnknownKey, format!("there is no code `{}`", key.value)).at(key.span);
    let problem = problem.help("`postil explain` lists the codes");
    problem.did_you_mean(&key.value, Code::ALL.iter().map(|code| code.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;
    use crate::toml_reader::{Origin, read};

    fn levels(text: &str) -> (Levels, Vec<String>) {
        let origin = Origin { source: SourceId(0), offset: 0 };
        let (levels, found) = read(text, origin, Levels::read);
        (levels, found.iter().map(|found| found.message.clone()).collect())
    }

    #[test]
    fn the_longest_folder_wins() {
        let (levels, problems) = levels(
            "broken-link = 'error'\n['old/']\nbroken-link = 'warn'\nforeign-key = 'allow'\n['old/new']\nbroken-link = 'allow'",
        );
        assert_eq!(problems, Vec::<String>::new());
        let of = |path| levels.level_of(Code::BrokenLink, path);
        assert_eq!(of(Some("content/a.md")), Some(Level::Error));
        assert_eq!(of(Some("content/old/a.md")), Some(Level::Warn));
        assert_eq!(of(Some("content/old/new/a.md")), Some(Level::Allow));
        assert_eq!(of(Some("content/old/newer.md")), Some(Level::Warn));
        assert_eq!((of(Some("site.toml")), of(None)), (Some(Level::Error), Some(Level::Error)));
        assert_eq!(levels.level_of(Code::ForeignKey, Some("content/a.md")), None);
    }

    #[test]
    fn levels_that_cannot_be_are_named() {
        let (_, problems) = levels("broken-lnik = 'warn'\nforeign-key = 'off'\ntemplate-error = 'warn'");
        let expected = [
            "there is no code `broken-lnik`",
            "`foreign-key` cannot be `off`: it is \"allow\", \"warn\" or \"error\"",
            "`template-error` is an error always: no page can be made with it",
        ];
        assert!(expected.iter().all(|message| problems.iter().any(|found| found == message)), "{problems:?}");
    }
}
