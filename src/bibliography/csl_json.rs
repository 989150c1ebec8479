//! CSL-JSON: a list of sources, as Zotero and other programs export it.

use serde::Deserialize;
use serde_json::Value;

use super::{BibliographyEntry, BibliographyError, PartialDate, SourceKind, SourceName};
use crate::text::language::is_language_tag;

/// An entry as it is written. Whatever is not known is of no use here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct CslItem {
    id: Value,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    container_title: Option<String>,
    #[serde(default)]
    author: Vec<CslName>,
    #[serde(default)]
    editor: Vec<CslName>,
    #[serde(default)]
    translator: Vec<CslName>,
    #[serde(default)]
    interviewer: Vec<CslName>,
    #[serde(default)]
    issued: Option<CslDate>,
    #[serde(default)]
    accessed: Option<CslDate>,
    #[serde(default)]
    publisher: Option<String>,
    #[serde(default)]
    publisher_place: Option<String>,
    #[serde(default)]
    volume: Option<Value>,
    #[serde(default)]
    issue: Option<Value>,
    #[serde(default)]
    page: Option<Value>,
    #[serde(default)]
    edition: Option<Value>,
    #[serde(default)]
    number: Option<Value>,
    #[serde(default)]
    genre: Option<String>,
    #[serde(rename = "URL", default)]
    url: Option<String>,
    #[serde(rename = "DOI", default)]
    doi: Option<String>,
    #[serde(default)]
    language: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct CslName {
    #[serde(default)]
    family: String,
    #[serde(default)]
    given: String,
    #[serde(default)]
    literal: String,
    #[serde(default)]
    suffix: String,
    #[serde(default)]
    non_dropping_particle: String,
    #[serde(default)]
    dropping_particle: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct CslDate {
    #[serde(default)]
    date_parts: Vec<Vec<Value>>,
    #[serde(default)]
    raw: Option<String>,
    #[serde(default)]
    literal: Option<String>,
}

/// Reads a file.
pub fn read(text: &str) -> Result<Vec<BibliographyEntry>, BibliographyError> {
    let items: Vec<CslItem> = serde_json::from_str(text).map_err(|error| BibliographyError {
        at: offset(text, error.line(), error.column()),
        length: 1,
        reason: format!("the sources cannot be read as CSL-JSON: {}", reason(&error.to_string())),
        help: "write a list of sources as Zotero exports it: [{\"id\": \"moxon\", \"type\": \"book\", \"title\": \"…\"}]",
    })?;
    let keyed = items.into_iter().filter_map(|item| Some((word(&item.id)?, item)));
    Ok(keyed.map(|(key, item)| item.entry(key)).collect())
}

/// The message without the place, which is shown.
fn reason(message: &str) -> &str {
    message.rfind(" at line ").map_or(message, |at| &message[..at])
}

/// The byte at a line and a column, both from one, as the JSON reader counts them.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}

/// A text or a number as a text.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl CslItem {
    fn entry(self, key: String) -> BibliographyEntry {
        let words = |value: Option<Value>| value.as_ref().and_then(word);
        let names = |names: Vec<CslName>| names.into_iter().filter_map(CslName::name).collect();
        BibliographyEntry {
            title: self.title.unwrap_or_default(),
            container: self.container_title,
            authors: names(self.author),
            editors: names(self.editor),
            translators: names(self.translator),
            interviewers: names(self.interviewer),
            issued: self.issued.and_then(|date| date.date()),
            accessed: self.accessed.and_then(|date| date.date()),
            publisher: self.publisher,
            place: self.publisher_place,
            volume: words(self.volume),
            issue: words(self.issue),
            pages: words(self.page),
            edition: words(self.edition),
            number: words(self.number),
            genre: self.genre,
            url: self.url.filter(|url| is_web_address(url)),
            doi: self.doi.map(|doi| bare_doi(&doi)),
            language: self.language.filter(|language| is_language_tag(language)),
            ..BibliographyEntry::new(key, kind(&self.kind))
        }
    }
}

fn kind(written: &str) -> SourceKind {
    match written {
        "chapter" | "paper-conference" | "entry-encyclopedia" | "entry-dictionary" => SourceKind::Chapter,
        "article-journal" | "article" | "review" => SourceKind::JournalArticle,
        "article-newspaper" => SourceKind::NewspaperArticle,
        "article-magazine" => SourceKind::MagazineArticle,
        "thesis" => SourceKind::Thesis,
        "report" => SourceKind::Report,
        "webpage" | "post" | "post-weblog" => SourceKind::WebPage,
        "interview" => SourceKind::Interview,
        _ => SourceKind::Book,
    }
}

/// Returns true for an address that a link may lead to.
pub fn is_web_address(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace)
}

/// A DOI without the address that leads to it.
pub fn bare_doi(doi: &str) -> String {
    let doi = doi.trim();
    let found = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"];
    found.iter().find_map(|start| doi.strip_prefix(start)).unwrap_or(doi).replace(char::is_whitespace, "")
}

impl CslName {
    fn name(self) -> Option<SourceName> {
        if !self.literal.is_empty() {
            return Some(SourceName::from_whole(&self.literal));
        }
        let particle = [self.dropping_particle, self.non_dropping_particle];
        let particle = particle.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let SourceName { family, given, .. } =
            SourceName { family: self.family, given: self.given, ..SourceName::default() };
        (!family.is_empty() || !given.is_empty()).then_some(match family.is_empty() {
            true => SourceName::from_whole(&given),
            false => SourceName { family, given, particle, suffix: self.suffix },
        })
    }
}

impl CslDate {
    fn date(&self) -> Option<PartialDate> {
        let number = |value: &Value| word(value).and_then(|text| text.trim().parse::<i32>().ok());
        if let Some(parts) = self.date_parts.first() {
            let part = |at: usize| parts.get(at).and_then(number);
            return from_parts(part(0), part(1), part(2));
        }
        self.raw.as_deref().or(self.literal.as_deref()).and_then(from_text)
    }
}

fn from_parts(year: Option<i32>, month: Option<i32>, day: Option<i32>) -> Option<PartialDate> {
    let month = month.and_then(|month| u8::try_from(month).ok()).filter(|month| (1..=12).contains(month));
    let day =
        day.and_then(|day| u8::try_from(day).ok()).filter(|day| month.is_some() && (1..=31).contains(day));
    Some(PartialDate { year: year?, month, day })
}

/// `1974`, `1974-03` or `1974-03-02`.
pub fn from_text(written: &str) -> Option<PartialDate> {
    let mut parts = written.trim().split(['-', '/']).map(|part| part.trim().parse::<i32>().ok());
    let mut next = || parts.next().flatten();
    from_parts(next(), next(), next())
}
