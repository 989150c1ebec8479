//! YAML front matter: written for other tools, so what is understood is taken and the rest is listed once.

use jiff::civil::Date;
use saphyr::{LoadableYamlNode, ScanError, Yaml};

use super::{Fenced, identifiers, media_from_address};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{EpisodeSort, FrontMatter, Provenance};
use crate::source::{Located, SourceId, Span};
use crate::text::language::is_language_tag;
use crate::text::page_marks::PageMark;

/// More than any front matter needs; beyond it, reading YAML could take longer than the page is worth.
const MAX_BYTES: usize = 64 * 1024;

/// The number of ignored keys that are shown where they stand.
const SHOWN_KEYS: usize = 3;

pub(super) fn read(source: SourceId, fenced: &Fenced) -> (FrontMatter, Diagnostics) {
    let span = fenced.span(source);
    match load(fenced.inside) {
        Ok(None) => (FrontMatter::default(), Diagnostics::new()),
        Ok(Some(root)) => {
            let places = YamlPlaces { source, fenced, span };
            let mut reader = YamlReader { front: FrontMatter::default(), places, ignored: Vec::new() };
            reader.read_root(&root);
            reader.finish()
        }
        Err(refusal) => {
            let place = refusal.line.and_then(|line| fenced.line(source, line)).unwrap_or(span);
            let message = format!("this front matter is ignored: {}", refusal.reason);
            let problem = Diagnostic::new(Code::BadYaml, message).at(place).help(refusal.help);
            (FrontMatter::default(), problem.into())
        }
    }
}

/// The reason why YAML is not read, and the correction to offer.
struct YamlRefusal {
    reason: String,
    /// The number of the line, counted from one, where it is known.
    line: Option<usize>,
    help: String,
}

impl YamlRefusal {
    fn new(reason: String) -> Self {
        let help = "Postil's own front matter is TOML between lines of `+++`".to_string();
        YamlRefusal { reason, line: None, help }
    }

    fn from_error(error: &ScanError, text: &str) -> Self {
        let at = error.marker().line();
        let line = text.lines().nth(at.saturating_sub(1)).unwrap_or_default();
        let help = if text.contains('\t') {
            "indent with spaces: YAML allows no tabs".to_string()
        } else {
            quoted_pair(line)
                .map_or_else(|| YamlRefusal::new(String::new()).help, |pair| format!("write `{pair}`"))
        };
        YamlRefusal { reason: error.info().to_string(), line: Some(at), help }
    }
}

/// The line `title: The box: part one` with its value in quotation marks; none if it has them already.
fn quoted_pair(line: &str) -> Option<String> {
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    let is_closed = value.len() > 1 && value.starts_with('"') && value.ends_with('"');
    if key.trim().is_empty() || value.is_empty() || is_closed {
        return None;
    }
    let words = match value.strip_prefix('"').filter(|rest| !rest.contains('"')) {
        Some(unclosed) => unclosed.to_string(),
        None => value.replace('\\', "\\\\").replace('"', "\\\""),
    };
    Some(format!("{key}: \"{words}\""))
}

fn load(text: &str) -> Result<Option<Yaml<'_>>, YamlRefusal> {
    if text.len() > MAX_BYTES {
        return Err(YamlRefusal::new(format!("it is longer than {} KiB", MAX_BYTES / 1024)));
    }
    if has_alias(text) {
        // A few lines of aliases on aliases can stand for gigabytes.
        return Err(YamlRefusal::new("YAML aliases are not supported".to_string()));
    }
    let documents = Yaml::load_from_str(text).map_err(|error| YamlRefusal::from_error(&error, text))?;
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

/// The places of keys and values: what reads YAML here knows none.
struct YamlPlaces<'f> {
    source: SourceId,
    fenced: &'f Fenced<'f>,
    /// All of the front matter.
    span: Span,
}

impl YamlPlaces<'_> {
    /// The line that begins with a key.
    fn key(&self, key: &str) -> Span {
        let is_key = |line: &str| {
            let before = line.split_once(':').map(|(before, _)| before.trim_matches(['"', '\'', ' ']));
            before == Some(key)
        };
        let line = self.fenced.inside.lines().position(is_key);
        line.and_then(|line| self.fenced.line(self.source, line + 1)).unwrap_or(self.span)
    }

    /// A value of a key: the first place behind the key's colon where it is written so.
    fn value(&self, key: &str, value: &str) -> Span {
        let line = self.key(key);
        let first = line.start as usize - self.fenced.start;
        let behind = first + self.fenced.inside[first..].find(':').map_or(0, |colon| colon + 1);
        let found = self.fenced.inside[behind..].find(value).filter(|_| line != self.span);
        found.map_or(line, |at| {
            let start = self.fenced.start + behind + at;
            Span::new(self.source, start, start + value.len())
        })
    }

    /// A list of names, or one name.
    fn names(&self, key: &str, value: &Yaml) -> Vec<Located<String>> {
        let items = match value.as_sequence() {
            Some(items) => items.iter().filter_map(scalar).collect(),
            None => scalar(value).into_iter().collect::<Vec<_>>(),
        };
        let located = |name: String| {
            let place = self.value(key, &name);
            Located::new(name, place)
        };
        items.into_iter().map(located).collect()
    }
}

struct YamlReader<'f> {
    front: FrontMatter,
    places: YamlPlaces<'f>,
    ignored: Vec<String>,
}

impl YamlReader<'_> {
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
        let names = self.places.names(key, value);
        let media = |address: String| {
            let place = self.places.value(key, &address);
            media_from_address(address, place)
        };
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
                front.media = text.clone().map(media);
            }
            "doi" => {
                front.identifiers.doi = text.as_deref().and_then(identifiers::doi);
                return front.identifiers.doi.is_some();
            }
            "ark" => {
                front.identifiers.ark = text.as_deref().and_then(identifiers::ark);
                return front.identifiers.ark.is_some();
            }
            "paged" => front.source.pages = value.as_bool().unwrap_or(false).then_some(PageMark::Worded),
            _ => return self.read_episode(key, value) || self.read_provenance(key, text),
        }
        text.is_some() || value.is_sequence()
    }

    /// Hugo has series as a taxonomy: a list, of which the first is the one that matters.
    fn read_episode(&mut self, key: &str, value: &Yaml) -> bool {
        let place = &mut self.front.series;
        let number = || value.as_integer().and_then(|number| u32::try_from(number).ok());
        match key {
            "series" => place.title = self.places.names(key, value).into_iter().next().map(|name| name.value),
            "season" => place.season = number(),
            "episode" => place.episode = number(),
            "episode_type" | "episodeType" => {
                let sort = scalar(value).and_then(|name| EpisodeSort::from_name(&name));
                place.sort = sort.unwrap_or_default();
                return sort.is_some();
            }
            _ => return false,
        }
        place.is_in_series()
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
            pages: _,
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
        if self.ignored.iter().any(|key| key == "access") {
            let message = "who may see a page cannot be said in YAML";
            let help = "write the front matter as TOML between lines of `+++`, with a table [access]";
            let place = self.places.key("access");
            diagnostics.push(Diagnostic::new(Code::UnclearWithheld, message).at(place).help(help));
        }
        if !self.ignored.is_empty() {
            let message = format!("this front matter has keys that are ignored: {}", self.ignored.join(", "));
            let places = self.ignored.iter().map(|key| self.places.key(key)).take(SHOWN_KEYS);
            let diagnostic = Diagnostic::new(Code::ForeignKey, message);
            diagnostics.push(places.fold(diagnostic, |diagnostic, place| diagnostic.at(place)));
        }
        (self.front, diagnostics)
    }
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
