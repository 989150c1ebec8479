//! Annotations as Hypothesis exports them to HTML.

use super::listing::{ListedAnnotation, annotation};
use crate::formats::html::tokens::{HtmlToken, attribute, tokens};
use crate::formats::notes::NotesReading;

/// Returns true for an HTML export of annotations.
pub fn looks_like_one(text: &str) -> bool {
    let title = text.split_once("<title>").map_or("", |(_, title)| title.trim_start());
    title.starts_with("Annotations on ") && text.contains("Total annotations:")
}

/// Reads an HTML export: a table about all annotations, and an article for each.
pub fn read(text: &str) -> NotesReading {
    let mut reader = ExportReader::default();
    for token in tokens(text) {
        match token {
            HtmlToken::Text(text) => reader.text += &text,
            HtmlToken::Open(name, attributes) => reader.open(&name, attributes),
            HtmlToken::Close(name) => reader.close(&name),
        }
    }
    let (page, group) = (reader.page, reader.group);
    let annotations = reader.articles.iter().map(|article| {
        annotation(ListedAnnotation {
            created: &article.created,
            by: &article.by,
            page: &page,
            quote: &article.quote,
            text: &article.comment,
            tags: &article.tags,
            group: &group,
        })
    });
    NotesReading { annotations: annotations.collect(), ..NotesReading::default() }
}

/// The article of an annotation.
#[derive(Default)]
struct ExportArticle {
    created: String,
    by: String,
    quote: String,
    comment: String,
    tags: String,
}

#[derive(Default)]
struct ExportReader {
    page: String,
    group: String,
    /// The text since the last element began or ended.
    text: String,
    /// The text of the table's cell before.
    cell: String,
    articles: Vec<ExportArticle>,
}

impl ExportReader {
    fn open(&mut self, name: &str, attributes: &str) {
        match (name, self.articles.last_mut()) {
            ("article", _) => self.articles.push(ExportArticle::default()),
            ("time", Some(article)) => {
                article.created = attribute(attributes, "datetime").unwrap_or_default();
            }
            ("a", None) if self.page.is_empty() => {
                self.page = attribute(attributes, "href").unwrap_or_default();
            }
            _ => {}
        }
        self.text.clear();
    }

    fn close(&mut self, name: &str) {
        let text = unindented(&std::mem::take(&mut self.text));
        match (name, self.articles.last_mut()) {
            ("td", None) => {
                if self.cell == "Group:" {
                    self.group.clone_from(&text);
                }
                self.cell = text;
            }
            ("blockquote", Some(article)) => article.quote = text,
            ("p", Some(article)) => article.paragraph(&text),
            _ => {}
        }
    }
}

impl ExportArticle {
    /// A paragraph says what it is by its first word; only the author's name stands alone.
    fn paragraph(&mut self, text: &str) {
        if let Some(comment) = text.strip_prefix("Comment:") {
            self.comment = comment.trim().to_string();
        } else if let Some(tags) = text.strip_prefix("Tags:") {
            self.tags = tags.trim().to_string();
        } else if self.by.is_empty() && !text.starts_with("Page:") {
            self.by = text.to_string();
        }
    }
}

/// Text without the tabs that the export puts before each of its lines.
fn unindented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(|line| line.trim_start_matches('\t')).collect();
    lines.join("\n").trim().to_string()
}
