//! TOML read with places: `site.toml` and front matter go through the same table walker.
//!
//! Whoever reads a table asks it for its keys, one by one. What was asked for is what is known, so
//! the list in "did you mean" can never differ from what the program reads.

mod free;
mod places;
mod shape;
mod slips;
mod value;

#[cfg(test)]
mod tests;

pub use self::free::FreeValue;
pub use self::places::{StringPlace, string_places};
pub use self::shape::{KeyShape, TableShape, ValueShape, table_shape};

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use self::shape::ShapeRecorder;
use self::slips::YamlHome;
use self::value::{Mismatch, TomlValue};
use crate::diag::{Code, Diagnostic, Diagnostics, unknown_key};
use crate::source::{Located, SourceId, Span, line_column};

/// The place of a piece of TOML: a whole file, or part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub source: SourceId,
    /// The byte at which the TOML starts.
    pub offset: usize,
}

impl Origin {
    fn span(self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.source, self.offset + range.start, self.offset + range.end)
    }

    fn key(self, key: Spanned<DeString>) -> Located<String> {
        let span = self.span(key.span());
        Located::new(key.into_inner().into_owned(), span)
    }
}

/// Reads the TOML document `text` with `read`, which is handed its root table.
///
/// Every mistake is reported: in the syntax, in the types, and each key that `read` did not ask for.
pub fn read<T>(text: &str, origin: Origin, read: impl FnOnce(&mut TomlTable) -> T) -> (T, Diagnostics) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let place = origin.span(0..0);
    let mut table = TomlTable::new(Located::new(root.into_inner(), place), String::new(), origin);
    let value = read(&mut table);
    let mut diagnostics = Diagnostics::new();
    diagnostics.extend(syntax_problems(text, &errors, origin));
    let broken: Vec<usize> =
        errors.iter().filter_map(|e| e.span()).map(|s| line_column(text, s.start).0).collect();
    let follows = |found: &Diagnostic| follows_from(found, &broken, text, origin);
    diagnostics.extend(table.finish().into_iter().filter(|found| !follows(found)));
    (value, diagnostics)
}

/// Returns true if `text` is TOML and has at least one key, so that it can be nothing else.
pub fn is_assignments(text: &str) -> bool {
    DeTable::parse(text).is_ok_and(|table| !table.get_ref().is_empty())
}

/// Returns true if `found` probably follows from a syntax error on one of the `broken` lines: it is about the same
/// line, or about a key that may be missing only because its line was not read.
fn follows_from(found: &Diagnostic, broken: &[usize], text: &str, origin: Origin) -> bool {
    let on_broken_line = || {
        let start = found.labels.first().map_or(0, |label| label.span.start as usize);
        broken.contains(&line_column(text, start.saturating_sub(origin.offset)).0)
    };
    !broken.is_empty() && (found.code == Code::MissingKey || on_broken_line())
}

/// The problems of the syntax. A line written as YAML makes several errors of the parser and is reported once; so is a
/// document that is YAML throughout, since its other lines would only repeat the first.
fn syntax_problems(text: &str, errors: &[toml::de::Error], origin: Origin) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut last_yaml_line = None;
    for error in errors {
        let start = error.span().map_or(0, |span| span.start);
        let line = line_at(text, start);
        if !slips::is_yaml(&text[line.clone()]) {
            problems.push(bad_toml(error, &text[line], origin));
            continue;
        }
        if slips::is_all_yaml(text) {
            return vec![yaml_document(&text[line.clone()], origin.span(line), origin)];
        }
        if last_yaml_line != Some(line.start) {
            problems.push(yaml_line(&text[line.clone()], origin.span(line.clone())));
        }
        last_yaml_line = Some(line.start);
    }
    problems
}

/// The bytes of the line around `at`, without its line break.
fn line_at(text: &str, at: usize) -> std::ops::Range<usize> {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    start..end
}

fn yaml_line(line: &str, span: Span) -> Diagnostic {
    let problem = Diagnostic::new(Code::BadToml, "this line is YAML: in TOML, `=` follows a key").at(span);
    match slips::help_for_line(line) {
        Some(help) => problem.help(help),
        None => problem,
    }
}

fn yaml_document(line: &str, span: Span, origin: Origin) -> Diagnostic {
    let (message, home) = match origin.offset {
        0 => ("this is YAML, but the file is read as TOML", YamlHome::None),
        _ => ("this is YAML, but lines of `+++` enclose TOML", YamlHome::FrontMatter),
    };
    Diagnostic::new(Code::BadToml, message).at(span).help(slips::help_for_document(line, home))
}

fn bad_toml(error: &toml::de::Error, line: &str, origin: Origin) -> Diagnostic {
    let span = origin.span(error.span().unwrap_or(0..0));
    // A bare word is taken for a misspelt `true` or `false`, whatever its author had in mind.
    if error.message().starts_with("invalid boolean") || error.message().contains("must be quoted") {
        let message = "this is neither words in quotes, nor a number, nor true or false";
        let help = slips::help_for_line(line).unwrap_or_else(|| "write words as \"words\"".to_string());
        return Diagnostic::new(Code::BadToml, message).at(span).help(help);
    }
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    Diagnostic::new(Code::BadToml, message).at(span)
}

/// A table that is being read. Each key that is asked for counts as known, found or not.
#[derive(Debug)]
pub struct TomlTable<'i> {
    entries: DeTable<'i>,
    place: Span,
    name: String,
    origin: Origin,
    known: Vec<String>,
    diagnostics: Vec<Diagnostic>,
    /// Records what is asked for while the [shape](table_shape) of the table is wanted.
    recorder: Option<ShapeRecorder>,
}

impl<'i> TomlTable<'i> {
    /// The string at `key`.
    pub fn string(&mut self, key: &str) -> Option<Located<String>> {
        self.record(key, ValueShape::Text);
        self.take(key, |value| value.string())
    }

    /// The string at `key`, for which the table suggests `choices`; others are for the reader to refuse.
    pub fn string_among(&mut self, key: &str, choices: &[&str]) -> Option<Located<String>> {
        self.record(key, ValueShape::Choice(choices.iter().map(ToString::to_string).collect()));
        self.take(key, |value| value.string())
    }

    /// The value of the word at `key`, which must be one of `choices`.
    pub fn choice<T: Clone>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let written = self.string_among(key, &words);
        if self.recorder.is_some() {
            return choices.first().map(|(_, value)| value.clone());
        }
        let written = written?;
        let found = choices.iter().find(|(word, _)| *word == written.value);
        if found.is_none() {
            let message = format!("`{key}` cannot be `{}`: it is {}", written.value, listed(&words));
            self.report(Diagnostic::new(Code::BadValue, message).at(written.span));
        }
        found.map(|(_, value)| value.clone())
    }

    /// The string at `key`, which must be there and must not be empty.
    pub fn required_string(&mut self, key: &str) -> Option<Located<String>> {
        if self.recorder.is_some() {
            self.record_required(key);
            return None;
        }
        if !self.entries.contains_key(key) {
            self.known.push(key.to_string());
            let table = if self.name.is_empty() { String::new() } else { format!(" in [{}]", self.name) };
            let message = format!("the key `{key}` is missing{table}");
            self.report(Diagnostic::new(Code::MissingKey, message).at(self.place));
            return None;
        }
        let text = self.string(key)?;
        if text.value.trim().is_empty() {
            self.report(Diagnostic::new(Code::BadValue, format!("`{key}` is empty")).at(text.span));
            return None;
        }
        Some(text)
    }

    /// The string at `key`, which must be there in the case that is being read, and not in every table of its shape.
    pub fn string_required_here(&mut self, key: &str) -> Option<Located<String>> {
        if self.recorder.is_some() {
            return self.string(key);
        }
        self.required_string(key)
    }

    /// The truth value at `key`.
    pub fn boolean(&mut self, key: &str) -> Option<Located<bool>> {
        self.record(key, ValueShape::Switch);
        self.take(key, |value| value.boolean())
    }

    /// The whole number at `key`.
    pub fn integer(&mut self, key: &str) -> Option<Located<i64>> {
        self.record(key, ValueShape::Integer);
        self.take(key, |value| value.integer())
    }

    /// The day at `key`, as a TOML date, the date of a TOML time, or a string such as `"2025-08-16"`.
    pub fn date(&mut self, key: &str) -> Option<Located<Date>> {
        self.record(key, ValueShape::Date);
        self.take(key, |value| value.date())
    }

    /// The day, month or year at `key`, as it was written: `2051`, `"2051-06"`, `2051-06-01`.
    pub fn day_or_year(&mut self, key: &str) -> Option<Located<String>> {
        self.record(key, ValueShape::Text);
        self.take(key, |value| value.day_or_year())
    }

    /// The strings of the list at `key`; none when there is no such key.
    pub fn strings(&mut self, key: &str) -> Vec<Located<String>> {
        self.record(key, ValueShape::List(Box::new(ValueShape::Text)));
        self.list_of_strings(key)
    }

    /// The strings of the list at `key`, for which the table suggests `choices`; others are for the reader to refuse.
    pub fn strings_among(&mut self, key: &str, choices: &[&str]) -> Vec<Located<String>> {
        let choice = ValueShape::Choice(choices.iter().map(ToString::to_string).collect());
        self.record(key, ValueShape::List(Box::new(choice)));
        self.list_of_strings(key)
    }

    fn list_of_strings(&mut self, key: &str) -> Vec<Located<String>> {
        let items = self.take(key, |value| value.array()).map_or_else(Vec::new, |list| list.value);
        let each = format!("each of {key}");
        items.into_iter().filter_map(|item| self.check(&each, item.string())).collect()
    }

    /// The strings of the table at `key`, each with the name it has there, in the order of the names.
    pub fn named_strings(&mut self, key: &str) -> Vec<(Located<String>, Located<String>)> {
        let others = vec![ValueShape::Text];
        self.record(key, ValueShape::Table(TableShape { others, ..TableShape::default() }));
        let Some(table) = self.take(key, |value| value.table()) else { return Vec::new() };
        let mut found = Vec::new();
        for (name, value) in table.value {
            let name = self.origin.key(name);
            if let Some(text) = self.check(&name.value, TomlValue::new(value, self.origin).string()) {
                found.push((name, text));
            }
        }
        found
    }

    /// The table at `key`, whatever is in it: each key with its value, at the place of the value.
    pub fn free_table(&mut self, key: &str) -> BTreeMap<String, Located<FreeValue>> {
        let others = vec![ValueShape::Any];
        self.record(key, ValueShape::Table(TableShape { others, ..TableShape::default() }));
        let Some(table) = self.take(key, |value| value.table()) else { return BTreeMap::new() };
        let field = |(name, value): (Spanned<DeString<'i>>, Spanned<DeValue<'i>>)| {
            let span = self.origin.span(value.span());
            (name.into_inner().into_owned(), Located::new(FreeValue::from_toml(value.into_inner()), span))
        };
        table.value.into_iter().map(field).collect()
    }

    /// Reads the table at `key` with `read`.
    pub fn table<T>(&mut self, key: &str, read: impl FnOnce(&mut TomlTable) -> T) -> Option<T> {
        if self.recorder.is_some() {
            let (shape, value) = self.record_inner(|table, _| read(table))?;
            self.record(key, ValueShape::Table(shape));
            return Some(value);
        }
        let inner = self.take(key, |value| value.table())?;
        Some(self.descend(inner, key, read))
    }

    /// Reads each table below the table at `key` with `read`, which gets its name there: `[people.sam]` and
    /// `[people.cleo]`, in the order of their names.
    pub fn tables<T>(
        &mut self,
        key: &str,
        mut read: impl FnMut(&mut TomlTable, &Located<String>) -> T,
    ) -> Vec<(Located<String>, T)> {
        if let Some((shape, _)) = self.record_inner(&mut read) {
            let others = vec![ValueShape::Table(shape)];
            self.record(key, ValueShape::Table(TableShape { others, ..TableShape::default() }));
        }
        let Some(outer) = self.take(key, |value| value.table()) else { return Vec::new() };
        let mut found = Vec::new();
        for (name, value) in outer.value {
            let name = self.origin.key(name);
            let path = format!("{key}.{}", name.value);
            if let Some(inner) = self.check(&path, TomlValue::new(value, self.origin).table()) {
                let value = self.descend(inner, &path, |table| read(table, &name));
                found.push((name, value));
            }
        }
        found
    }

    /// Reads each table of the list at `key` with `read`: `[[navigation]]`.
    pub fn list<T>(&mut self, key: &str, mut read: impl FnMut(&mut TomlTable) -> T) -> Vec<T> {
        if let Some((shape, _)) = self.record_inner(|table, _| read(table)) {
            self.record(key, ValueShape::List(Box::new(ValueShape::Table(shape))));
        }
        let items = self.take(key, |value| value.array()).map_or_else(Vec::new, |list| list.value);
        let each = format!("each of {key}");
        let tables: Vec<_> = items.into_iter().filter_map(|item| self.check(&each, item.table())).collect();
        tables.into_iter().map(|inner| self.descend(inner, key, &mut read)).collect()
    }

    /// Returns true if the value at `key` is a table, for keys that accept a list or a table.
    pub fn is_table(&self, key: &str) -> bool {
        let is_recorded = self.recorder.as_ref().is_some_and(ShapeRecorder::is_rarer_sort);
        is_recorded || self.entries.get(key).is_some_and(|value| value.get_ref().is_table())
    }

    /// Returns true if the value at `key` is a string; for keys that may be either a list or a string.
    pub fn is_string(&self, key: &str) -> bool {
        let is_recorded = self.recorder.as_ref().is_some_and(ShapeRecorder::is_rarer_sort);
        is_recorded || self.entries.get(key).is_some_and(|value| value.get_ref().is_str())
    }

    /// Returns true if the value at `key` is true or false, for keys that accept something else, too.
    pub fn is_switch(&self, key: &str) -> bool {
        let is_recorded = self.recorder.as_ref().is_some_and(ShapeRecorder::is_rarer_sort);
        is_recorded || self.entries.get(key).is_some_and(|value| value.get_ref().is_bool())
    }

    /// Returns true if there is a value at `key`.
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Returns the place of the value at `key`, if there is one.
    pub fn place_of(&self, key: &str) -> Option<Span> {
        self.entries.get(key).map(|value| self.origin.span(value.span()))
    }

    /// Reads every key that nobody asked for so far with `read`, which gets its name: the names are a site's own.
    pub fn each_other<T>(&mut self, mut read: impl FnMut(&mut Self, &Located<String>) -> T) -> Vec<T> {
        let keys = if self.recorder.is_some() { vec![self.any_name()] } else { self.keys() };
        keys.iter().map(|key| read(self, key)).collect()
    }

    /// Says of the shape of this table that it can have any other key, too.
    pub fn allow_others(&mut self) {
        let name = self.any_name();
        self.record(&name.value, ValueShape::Any);
    }

    /// The keys that nobody asked for so far. They are no longer reported as unknown.
    pub fn rest(&mut self) -> Vec<Located<String>> {
        let entries = std::mem::take(&mut self.entries);
        entries.into_iter().map(|(key, _)| self.origin.key(key)).collect()
    }

    /// The keys that nobody asked for so far, in order; they are still there to be asked for.
    pub fn keys(&self) -> Vec<Located<String>> {
        self.entries.keys().map(|key| self.origin.key(key.clone())).collect()
    }

    /// The keys that were asked for so far.
    pub fn known(&self) -> &[String] {
        &self.known
    }

    /// Adds a problem that only the reader of this table can see.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn new(entries: Located<DeTable<'i>>, name: String, origin: Origin) -> Self {
        let Located { value: entries, span: place } = entries;
        let (known, diagnostics, recorder) = (Vec::new(), Vec::new(), None);
        TomlTable { entries, place, name, origin, known, diagnostics, recorder }
    }

    fn take<T>(
        &mut self,
        key: &str,
        convert: impl FnOnce(TomlValue<'i>) -> Result<T, Mismatch>,
    ) -> Option<T> {
        self.known.push(key.to_string());
        let value = self.entries.remove(key)?;
        self.check(key, convert(TomlValue::new(value, self.origin)))
    }

    /// Keeps what fits and reports what does not.
    fn check<T>(&mut self, key: &str, result: Result<T, Mismatch>) -> Option<T> {
        result.map_err(|mismatch| self.diagnostics.push(mismatch.diagnostic(key))).ok()
    }

    fn descend<T>(
        &mut self,
        entries: Located<DeTable<'i>>,
        key: &str,
        read: impl FnOnce(&mut TomlTable<'i>) -> T,
    ) -> T {
        let name = if self.name.is_empty() { key.to_string() } else { format!("{}.{key}", self.name) };
        let mut table = TomlTable::new(entries, name, self.origin);
        let value = read(&mut table);
        self.diagnostics.extend(table.finish());
        value
    }

    fn finish(mut self) -> Vec<Diagnostic> {
        for key in self.rest() {
            self.diagnostics.push(unknown_key(&key, &self.name, self.known.iter().map(String::as_str)));
        }
        self.diagnostics
    }
}

/// The words of a choice: `"a", "b" or "c"`.
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
