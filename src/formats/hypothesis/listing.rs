//! Annotations as Hypothesis lists them for people: a table, or plain text.

use csv::{ReaderBuilder, StringRecord};

use crate::formats::notes::comment::{self, Highlights};
use crate::formats::notes::selector::{AnnotationTarget, QuotedWords};
use crate::formats::notes::{ImportedAnnotation, NotesReading};

/// The column by which a table of annotations is known.
const SORT: &str = "Annotation/Reply Type";

/// Tells whether a text is such a list.
pub fn looks_like_one(text: &str) -> bool {
    is_table(text) || is_text(text)
}

fn is_table(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.contains(SORT))
}

fn is_text(text: &str) -> bool {
    let mut lines = text.lines().take(12);
    lines.any(|line| line.starts_with("Total annotations: ")) && text.contains("\nAnnotation 1:")
}

/// Reads a list.
pub fn read(text: &str) -> Result<NotesReading, String> {
    let text = text.trim_start_matches('\u{feff}');
    match (is_table(text), is_text(text)) {
        (true, _) => table(text),
        (_, true) => Ok(plain(text)),
        _ => Err("it is neither JSON nor a list of annotations".to_string()),
    }
}

/// The names of a column, in this and in earlier versions.
const COLUMNS: [&[&str]; 8] = [
    &["Created at", "Creation Date"],
    &["Author", "User"],
    &["URL"],
    &[SORT],
    &["Quote"],
    &["Comment", "Body"],
    &["Tags"],
    &["Group"],
];

/// The group of all users, as Hypothesis calls it.
const PUBLIC: &str = "Public";

fn table(text: &str) -> Result<NotesReading, String> {
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: &u8| head.bytes().filter(|byte| byte == sign).count();
    let delimiter = [b',', b'\t', b';'].into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let names = reader.headers().map_err(|error| error.to_string())?;
    let columns = COLUMNS.map(|known| names.iter().position(|name| known.contains(&name.trim())));
    let mut reading = NotesReading::default();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        row(columns.map(|at| cell(&record, at)), &mut reading);
    }
    Ok(reading)
}

fn cell(record: &StringRecord, at: Option<usize>) -> &str {
    at.and_then(|at| record.get(at)).unwrap_or_default()
}

fn row([created, by, page, sort, quote, text, tags, group]: [&str; 8], reading: &mut NotesReading) {
    if sort == "Reply" && quote.is_empty() {
        return reading.left_out.add("replies, since the table does not say to what", text);
    }
    reading.annotations.push(annotation(ListedAnnotation { created, by, page, quote, text, tags, group }));
}

/// The fields of an annotation that is listed for people.
#[derive(Clone, Copy, Default)]
pub struct ListedAnnotation<'a> {
    /// Its time, as a date or a date and a time.
    pub created: &'a str,
    /// Its author.
    pub by: &'a str,
    /// The address of the page.
    pub page: &'a str,
    /// The quoted words; none for an annotation of the page.
    pub quote: &'a str,
    /// The comment, as Markdown.
    pub text: &'a str,
    /// The tags, parted by commas.
    pub tags: &'a str,
    /// The name of the group that may read it.
    pub group: &'a str,
}

/// The annotation that a list has in `fields`.
pub fn annotation(fields: ListedAnnotation) -> ImportedAnnotation {
    let words = QuotedWords { exact: fields.quote.to_string(), ..QuotedWords::default() };
    let tags = fields.tags.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    ImportedAnnotation {
        page: fields.page.split('#').next().unwrap_or_default().to_string(),
        targets: vec![match fields.quote.trim() {
            "" => AnnotationTarget::Page,
            _ => AnnotationTarget::QuotedWords(words),
        }],
        by: Some(fields.by.trim().to_string()).filter(|by| !by.is_empty()),
        created: fields.created.to_string(),
        tags: tags.map(str::to_string).collect(),
        is_private: !matches!(fields.group.trim(), "" | PUBLIC),
        comment: comment::markdown(fields.text, Highlights::Escaped),
        ..ImportedAnnotation::default()
    }
}

/// Each annotation is under a line of its own, with a name before each of its parts.
fn plain(text: &str) -> NotesReading {
    let mut parts = text.split("\nAnnotation ");
    let head = parts.next().unwrap_or_default();
    let page = head.lines().find(|line| line.contains("://")).unwrap_or_default().trim();
    let group = head.lines().find_map(|line| line.strip_prefix("Group: ")).unwrap_or_default();
    let mut reading = NotesReading::default();
    for part in parts {
        let body = part.split_once('\n').map_or("", |(_, body)| body);
        let fields = if body.starts_with("Created at: ") { named_parts(body) } else { ordered_parts(body) };
        let quote = if fields.quote == "null" { "" } else { fields.quote };
        reading.annotations.push(annotation(ListedAnnotation { page, group, quote, ..fields }));
    }
    reading
}

/// The parts of an annotation, each behind its name: time, author, quotation, comment, tags.
fn named_parts(body: &str) -> ListedAnnotation<'_> {
    let named = |name: &str| {
        let at = body.find(name).filter(|&at| at == 0 || body[..at].ends_with('\n'))?;
        Some(&body[at + name.len()..])
    };
    let line = |name: &str| named(name).and_then(|rest| rest.lines().next()).unwrap_or_default().trim();
    let quote = named("Quote: \"").and_then(|rest| rest.split("\"\nComment:").next());
    let comment = named("Comment: ").unwrap_or_default();
    let comment = comment.rsplit_once("\nTags: ").map_or(comment, |(comment, _)| comment);
    ListedAnnotation {
        created: line("Created at: "),
        by: line("Author: "),
        quote: quote.unwrap_or_default(),
        text: comment.trim(),
        tags: line("Tags: "),
        ..ListedAnnotation::default()
    }
}

/// The parts of an annotation as newer versions write them: time, comment, author, quotation, tags, page; time and
/// author have no name.
fn ordered_parts(body: &str) -> ListedAnnotation<'_> {
    let (created, rest) = body.split_once("\nComment: ").unwrap_or((body, ""));
    let (before, behind) = rest.split_once("\nQuote: \"").unwrap_or((rest, ""));
    let (text, by) = before.trim_end().rsplit_once('\n').unwrap_or(("", before));
    let behind = behind.trim_end();
    let behind = behind.rsplit_once("\nPage: ").map_or(behind, |(behind, _)| behind);
    let (quote, tags) = behind.rsplit_once("\nTags: ").unwrap_or((behind, ""));
    let quote = quote.strip_suffix('"').unwrap_or(quote);
    ListedAnnotation {
        created: created.trim(),
        by: by.trim(),
        quote,
        text: text.trim(),
        tags,
        ..Default::default()
    }
}
