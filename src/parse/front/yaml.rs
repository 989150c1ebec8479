//! YAML front matter: written for other tools, so what is understood is taken and the rest is listed once.

use jiff::civil::Date;
use saphyr::{LoadableYamlNode, Yaml};

use super::{Fenced, media_from_address};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{FrontMatter, Provenance};
use crate::source::{Located, SourceId, Span};
use crate::text::language::is_language_tag;

/// More than any front matter needs; beyond it, reading YAML could take longer than the page is worth.
const MAX_BYTES: usize = 64 * 1024;

pub(super) fn read(source: SourceId, fenced: &Fenced) -> (FrontMatter, Diagnostics) {
    let span = fenced.span(source);
    match load(fenced.inside) {
        Ok(None) => (FrontMatter::default(), Diagnostics::new()),
        Ok(Some(root)) => {
            let mut reader = YamlReader { front: FrontMatter::default(), span, ignored: Vec::new() };
            reader.read_root(&root);
            reader.finish()
        }
        Err(reason) => {
            let diagnostic =
                Diagnostic::new(Code::BadYaml, format!("this front matter is not read: {reason}"))
                    .at(span)
                    .help("Postil's own front matter is TOML between lines of `+++`");
            (FrontMatter::default(), diagnostic.into())
        }
    }
}

fn load(text: &str) -> Result<Option<Yaml<'_>>, String> {
    if text.len() > MAX_BYTES {
        return Err(format!("it is longer than {} KiB", MAX_BYTES / 1024));
    }
    if has_alias(text) {
        // A few lines of aliases on aliases can stand for gigabytes.
        return Err("YAML aliases are not supported".to_string());
    }
    let documents = Yaml::load_from_str(text).map_err(|error| error.to_string())?;
    Ok(documents.into_iter().next().filter(|root| !root.is_null()))
}

/// Returns true if a value is an alias, `*name`.
fn has_alias(text: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices('*').any(|(at, _)| {
        let before = text[..at].trim_end_matches([' ', '\t']);
        let follows_indicator = before.is_empty() || before.ends_with([':', '-', '[', ',', '{', '\n']);
        follows_indicator && text[at + 1..].starts_with(is_name)
    })
}

struct YamlReader {
    front: FrontMatter,
    span: Span,
    ignored: Vec<String>,
}

impl YamlReader {
    fn read_root(&mut self, root: &Yaml) {
        let Some(mapping) = root.as_mapping() else {
            self.ignored.push("everything".to_string());
            return;
        };
        for (key, value) in mapping {
            let key = scalar(key).unwrap_or_else(|| "?".to_string());
            if !value.is_null() && !self.read_key(&key, value) {
                self.ignored.push(key);
            }
        }
    }

    /// Reads a key, and returns true if it was understood.
    fn read_key(&mut self, key: &str, value: &Yaml) -> bool {
        let text = scalar(value);
        let names = names(value, self.span);
        let front = &mut self.front;
        match key {
            "title" => front.title = text.clone(),
            "date" => front.date = text.as_deref().and_then(parse_date),
            "summary" | "description" => front.summary = text.clone(),
            "language" | "lang" => front.language = text.clone().filter(|tag| is_language_tag(tag)),
            "draft" => front.draft = value.as_bool().unwrap_or_default(),
            "weight" | "order" => front.order = value.as_integer(),
            "tags" => front.tags = names,
            "speakers" => front.speakers = names,
            "aliases" => front.aliases = names,
            "media" | "audio" | "video" => {
                front.media = text.clone().map(|address| media_from_address(address, self.span));
            }
            _ => return self.read_provenance(key, text),
        }
        text.is_some() || value.is_sequence()
    }

    fn read_provenance(&mut self, key: &str, text: Option<String>) -> bool {
        let Provenance {
            url,
            publisher,
            licence,
            transcribed_by,
            translated_by,
            rights,
            location,
            identifier,
        } = &mut self.front.source;
        let place = match key {
            "source" | "link" | "url" => url,
            "publisher" => publisher,
            "licence" | "license" => licence,
            "transcript_by" | "transcribed_by" | "transcriber" => transcribed_by,
            "translation_by" | "translated_by" | "translator" => translated_by,
            "rights" => rights,
            "location" => location,
            "identifier" => identifier,
            _ => return false,
        };
        *place = text;
        place.is_some()
    }

    fn finish(self) -> (FrontMatter, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        if !self.ignored.is_empty() {
            let message = format!("this front matter has keys that are ignored: {}", self.ignored.join(", "));
            diagnostics.push(Diagnostic::new(Code::ForeignKey, message).at(self.span));
        }
        (self.front, diagnostics)
    }
}

/// A list of names, or one name.
fn names(value: &Yaml, span: Span) -> Vec<Located<String>> {
    let items = match value.as_sequence() {
        Some(items) => items.iter().filter_map(scalar).collect(),
        None => scalar(value).into_iter().collect::<Vec<_>>(),
    };
    items.into_iter().map(|name| Located::new(name, span)).collect()
}

fn scalar(value: &Yaml) -> Option<String> {
    match value {
        Yaml::Representation(text, ..) => Some(text.to_string()),
        _ => value
            .as_str()
            .map(str::to_string)
            .or_else(|| value.as_integer().map(|n| n.to_string()))
            .or_else(|| value.as_floating_point().map(|n| n.to_string()))
            .or_else(|| value.as_bool().map(|b| b.to_string())),
    }
}

/// The day of `2020-01-28`, `2020-01-28T10:00:00Z` or `2020-01-28 10:00`.
fn parse_date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}
