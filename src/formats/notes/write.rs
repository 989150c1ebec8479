//! Annotations as a file of notes: quote, then comment.

use std::collections::HashMap;

use jiff::civil::Date;

use super::ImportedAnnotation;
use super::selector::{AnnotationTarget, QuotedWords};
use crate::text::markdown::{MarkdownContext, escape};
use crate::text::slug::{Names, slug};

/// The number of words of a comment name a note that has to have a name.
const NAMING_WORDS: usize = 4;

/// The file's text; `author` wrote all of it.
pub fn file(annotations: &[ImportedAnnotation], author: Option<&str>) -> String {
    let front = author.map(|author| format!("+++\nby = {}\n+++", toml::Value::from(author)));
    let mut writer = NotesWriter { author, names: Names::default(), parts: front.into_iter().collect() };
    annotations.iter().for_each(|annotation| writer.thread(annotation));
    writer.parts.join("\n\n") + "\n"
}

struct NotesWriter<'a> {
    author: Option<&'a str>,
    names: Names,
    parts: Vec<String>,
}

impl NotesWriter<'_> {
    /// A note and the replies to it; each reply names the note or reply that it is to.
    fn thread(&mut self, annotation: &ImportedAnnotation) {
        let is_replied = |id: &String| annotation.replies.iter().any(|reply| reply.replies_to.contains(id));
        let mut labels: HashMap<&str, String> = HashMap::new();
        for note in annotation.thread() {
            let parent = note.replies_to.first().and_then(|id| labels.get(id.as_str())).cloned();
            let label = self.label(note, is_replied(&note.id));
            self.note(note, label.as_deref(), parent.as_deref());
            labels.extend(label.map(|label| (note.id.as_str(), label)));
        }
    }

    fn note(&mut self, annotation: &ImportedAnnotation, label: Option<&str>, parent: Option<&str>) {
        let quotations = annotation.targets.iter().filter_map(|target| match target {
            AnnotationTarget::QuotedWords(words) => Some(quotation(words)),
            AnnotationTarget::Time(_) | AnnotationTarget::Anchor(_) | AnnotationTarget::Page => None,
        });
        let by = annotation.by.as_deref().filter(|_| self.author.is_none());
        self.parts.extend(heading(annotation, label, parent));
        self.parts.extend(quotations);
        self.parts.push(comment(annotation, by));
    }

    /// `fact:bet` for a fact called `fact-bet`; only kinds and notes with replies need a name.
    fn label(&mut self, annotation: &ImportedAnnotation, is_needed: bool) -> Option<String> {
        let given = || annotation.name.clone().unwrap_or_else(|| first_words(&annotation.comment));
        if matches!(annotation.kind.as_str(), "" | "note") {
            let is_named = annotation.name.is_some() || is_needed;
            return is_named.then(|| self.names.claim(&given()));
        }
        let prefix = format!("{}-", slug(&annotation.kind));
        let name = given();
        let name = self.names.claim(name.strip_prefix(&prefix).unwrap_or(&name));
        Some(format!("{}:{name}", annotation.kind))
    }
}

/// A name and kind, and what the note is about without quoting it.
fn heading(annotation: &ImportedAnnotation, label: Option<&str>, parent: Option<&str>) -> Option<String> {
    let points = annotation.targets.iter().filter_map(|target| match target {
        AnnotationTarget::Time(time) => Some(format!("at={time}")),
        AnnotationTarget::Anchor(anchor) => Some(format!("to=#{}", escape(anchor, MarkdownContext::Middle))),
        AnnotationTarget::Page => Some("page".to_string()),
        AnnotationTarget::QuotedWords(_) => None,
    });
    let points: Vec<String> = points.chain(parent.map(|parent| format!("re={parent}"))).collect();
    let points = (!points.is_empty()).then(|| format!("{{{}}}", points.join(" ")));
    let parts: Vec<String> = label.map(str::to_string).into_iter().chain(points).collect();
    (!parts.is_empty()).then(|| format!("## {}", parts.join(" ")))
}

/// A name for a note by its first words.
pub fn first_words(comment: &str) -> String {
    let words: Vec<&str> = comment.split_whitespace().take(NAMING_WORDS).collect();
    let name: String = slug(&words.join(" ")).chars().take(40).collect();
    if name.is_empty() { "note".to_string() } else { name }
}

/// The words, told apart from others like them by what stands around them. White space is not compared.
fn quotation(words: &QuotedWords) -> String {
    let QuotedWords { prefix, exact, suffix, .. } = words;
    let [prefix, exact, suffix] = [prefix, exact, suffix].map(|text| one_line(text));
    if prefix.is_empty() && suffix.is_empty() {
        return format!("> {}", escape(&exact, MarkdownContext::LineStart));
    }
    let exact = format!("=={}==", escape(&exact, MarkdownContext::Middle));
    let parts =
        [escape(&prefix, MarkdownContext::LineStart), exact, escape(&suffix, MarkdownContext::Middle)];
    format!("> {}", parts.join(" ").trim())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The comment, behind who wrote it and when.
fn comment(annotation: &ImportedAnnotation, by: Option<&str>) -> String {
    let attribution = WrittenAttribution {
        by,
        date: annotation.date(),
        tags: &annotation.tags,
        is_draft: annotation.is_private,
    };
    attribution.with_comment(&annotation.comment)
}

/// The author, date and tags of a note that is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct WrittenAttribution<'a> {
    /// The author: an ID of `[people]`, or a name.
    pub by: Option<&'a str>,
    /// The day.
    pub date: Option<Date>,
    /// The tags.
    pub tags: &'a [String],
    /// True for a draft.
    pub is_draft: bool,
}

impl WrittenAttribution<'_> {
    /// `comment` with the attribution before it, so that it is read back as both.
    pub fn with_comment(&self, comment: &str) -> String {
        let tags = self.tags.iter().map(|tag| value(tag).replace(' ', "-"));
        let tags: Vec<String> = tags.filter(|tag| !tag.is_empty()).collect();
        let tags = (!tags.is_empty()).then(|| tags.join(" "));
        let date = self.date.map(|date| date.to_string());
        let draft = self.is_draft.then(|| "true".to_string());
        let pairs = [("by", self.by.map(value)), ("date", date), ("tags", tags), ("draft", draft)];
        let pairs = pairs.into_iter().filter_map(|(key, value)| Some(format!("{key}={}", spaced(value?))));
        let mut pairs: Vec<String> = pairs.collect();
        // Otherwise words that look like a signature would be taken for one.
        if pairs.is_empty() && looks_signed(comment) {
            pairs.push("draft=false".to_string());
        }
        let apart = if opens_with_words(comment) { "\n" } else { "\n\n" };
        if pairs.is_empty() {
            comment.to_string()
        } else {
            format!("{{{}}}{apart}{comment}", pairs.join(" "))
        }
    }
}

/// A value without the signs that have a meaning there.
fn value(text: &str) -> String {
    one_line(&text.replace(['{', '}', '"', '“', '”', ','], " "))
}

fn spaced(value: String) -> String {
    let value = escape(&value, MarkdownContext::Middle);
    if value.contains(' ') { format!("\"{value}\"") } else { value }
}

fn looks_signed(comment: &str) -> bool {
    let last = comment.lines().next_back().unwrap_or_default();
    comment.trim_start_matches([' ', '\\']).starts_with('{')
        || (last.contains('@') && last.contains(['—', '–']))
}

/// Tells whether a comment begins with a paragraph, and no list, table, quotation or code.
fn opens_with_words(comment: &str) -> bool {
    let first = comment.lines().next().unwrap_or_default();
    let is_table = comment.lines().nth(1).is_some_and(|line| line.contains("--") && line.contains('|'));
    let opens = |c: char| c.is_alphabetic() || matches!(c, '*' | '_' | '[' | '“' | '"' | '(' | '\\' | '`');
    let is_list = ["* ", "*\t"].iter().any(|sign| first.starts_with(sign)) || first == "*";
    first.starts_with(opens)
        && !is_list
        && !first.starts_with("```")
        && !first.starts_with("***")
        && !is_table
}
