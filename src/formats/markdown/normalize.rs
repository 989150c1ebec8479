//! Markdown transcripts with their speakers declared and every label written in the same way.
//!
//! The page is parsed as a build would parse it, and written again. Front matter stays as it is, but for the title and
//! the speakers, which are added where they are not said.

use super::document::unresolved_body;
use crate::config::Config;
use crate::formats::decode::Decoded;
use crate::formats::speakers::{Renaming, SpeakerSummary};
use crate::formats::transcript::{SourceCounts, Tally};
use crate::formats::{ImportOrigin, Imported, Report, Written, file_stem};
use crate::model::{Document, plain_text};
use crate::parse;
use crate::source::Sources;
use crate::text::words::count_words;
use crate::transcript::labels::write_label;

/// A page of Markdown, normalized.
#[derive(Clone, Debug)]
pub struct NormalizedPage {
    /// The page as it was.
    before: Document,
    /// The page that its new text is parsed as.
    after: Document,
    text: String,
    /// Comments of the source, which no page holds.
    comments: Vec<String>,
    /// Words that the source hides from its readers.
    hidden: Vec<String>,
    /// True when the Markdown was made of another format, and is a page even if nobody speaks in it.
    is_converted: bool,
}

/// Normalizes Markdown that was made of another format. In a text that names no speakers nobody is found who speaks, and it is a
/// page all the same.
pub fn normalize_converted(source: &str) -> Result<NormalizedPage, String> {
    Ok(NormalizedPage { is_converted: true, ..read(source)? })
}

/// Normalizes a page. The error is its first mistake.
pub fn read(source: &str) -> Result<NormalizedPage, String> {
    let before = parsed(source)?;
    let front = front_matter(source, &before);
    let text = front + &unresolved_body(&before);
    let after = parsed(&text)?;
    if after.turns().count() != before.turns().count() {
        return Err("its turns cannot be written so that the same ones are read again".to_string());
    }
    let comments = text_between(source, "<!--", "-->");
    Ok(NormalizedPage { before, after, text, comments, hidden: Vec::new(), is_converted: false })
}

/// The texts between each `open` and the `close` that follows it.
fn text_between(text: &str, open: &str, close: &str) -> Vec<String> {
    let parts = text.split(open).skip(1).filter_map(|part| part.split_once(close));
    parts.map(|(inside, _)| inside.trim().to_string()).collect()
}

/// The name of the file that a page is parsed as, which is its title when nothing else is.
const NAMELESS: &str = "Page";

fn parsed(text: &str) -> Result<Document, String> {
    let mut sources = Sources::default();
    let id = sources.add(format!("content/{NAMELESS}.md"), text);
    let (document, diagnostics) = parse::document(&sources, id, &Config::with_everything());
    let mistake = diagnostics.iter().find(|found| found.severity == crate::diag::Severity::Error);
    mistake.map_or(Ok(document), |mistake| Err(mistake.message.clone()))
}

/// The front matter as it was written, with a title and speakers.
fn front_matter(text: &str, document: &Document) -> String {
    let (start, end) = parse::front_matter(text).unwrap_or_default();
    let is_yaml = text.starts_with("---") && end > 0;
    let (assign, open) = if is_yaml { (": ", "---\n") } else { (" = ", "+++\n") };
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let json = |text: &str| serde_json::Value::from(text).to_string();
    let string = |text: &str| if is_yaml { json(text) } else { quoted(text) };
    let mut lines = String::new();
    if document.front.title.is_none() && !document.title.is_empty() {
        lines += &format!("title{assign}{}\n", string(&plain_text(&document.title)));
    }
    if document.front.speakers.is_empty() && document.front.people.is_empty() {
        let names: Vec<String> = document.speakers.iter().map(|speaker| string(&speaker.name)).collect();
        lines += &format!("speakers{assign}[{}]\n", names.join(", "));
    }
    match end {
        0 => format!("{open}{lines}{open}"),
        _ => format!("{}{lines}{}", &text[..start], &text[start..end]),
    }
}

impl NormalizedPage {
    /// The page with words to report that the source hides.
    pub fn with_hidden(self, hidden: Vec<String>) -> Self {
        NormalizedPage { hidden, ..self }
    }

    /// The page with a report of what became of it; `None` when nobody speaks in it.
    pub(in crate::formats) fn imported(
        mut self,
        origin: &ImportOrigin<'_>,
        renamings: &[Renaming],
    ) -> Option<Imported> {
        if !self.is_converted {
            self.before.turns().next()?;
        }
        self.before.blocks().next()?;
        let unmatched = self.rename(renamings);
        self.name_after_file(origin);
        let Decoded { encoding, certainty, .. } = *origin.decoded;
        let report = Report {
            format: origin.format,
            encoding,
            certainty,
            found: SourceCounts {
                units: self.before.blocks().count(),
                words: words(&self.before),
                ..SourceCounts::default()
            },
            written: written(&self.after),
            voices: voices(&self.after),
            left_out: self.left_out(),
            changed: self.changes(),
            unmatched,
        };
        let title = plain_text(&self.before.title);
        let title =
            if title == NAMELESS && self.before.front.title.is_none() { String::new() } else { title };
        let title = if title.is_empty() { origin.title() } else { title };
        Some(Imported { stem: file_stem(&title), text: self.text, words: None, report })
    }

    /// Gives a page without a title and without a heading that of its file.
    fn name_after_file(&mut self, origin: &ImportOrigin) {
        let line = |title: &str| format!("title = {}\n", toml::Value::from(title));
        let is_nameless = self.before.front.title.is_none() && plain_text(&self.before.title) == NAMELESS;
        if is_nameless {
            self.text = self.text.replacen(&line(NAMELESS), &line(&origin.title()), 1);
        }
    }

    /// Gives speakers new names, where that is asked. Returns the old names that nobody has.
    fn rename(&mut self, renamings: &[Renaming]) -> Vec<String> {
        let mut unmatched = Vec::new();
        for Renaming { old, new } in renamings {
            let (before, after) = (write_label(old), write_label(new));
            if !self.text.contains(&before) {
                unmatched.push(old.clone());
                continue;
            }
            let quoted = |name: &str| toml::Value::from(name).to_string();
            let renamed = self.text.replace(&before, &after).replacen(&quoted(old), &quoted(new), 1);
            if let Ok(document) = parsed(&renamed) {
                (self.text, self.after) = (renamed, document);
            }
        }
        unmatched
    }

    fn left_out(&self) -> Tally {
        let mut left_out = Tally::default();
        self.comments.iter().for_each(|comment| left_out.add("comments", comment.as_str()));
        self.hidden.iter().for_each(|words| left_out.add("hidden words", words.as_str()));
        left_out
    }

    fn changes(&self) -> Tally {
        let mut changed = Tally::default();
        if self.is_converted {
            return changed;
        }
        let undeclared = self.before.speakers.iter().filter(|speaker| !speaker.declared);
        undeclared.for_each(|speaker| changed.add("speakers that are declared now", speaker.name.as_str()));
        for (before, after) in anchors(&self.before).zip(anchors(&self.after)).filter(|(a, b)| a != b) {
            changed.add("permalinks of sections and turns", format!("#{before}, now #{after}"));
        }
        changed
    }
}

/// The anchors of a document's sections and turns, in reading order.
fn anchors(document: &Document) -> impl Iterator<Item = &str> {
    document.sections.iter().flat_map(|section| {
        let heading = section.heading.iter().map(|heading| heading.anchor.as_str());
        heading.chain(section.turns.iter().map(|turn| turn.anchor.as_str()))
    })
}

fn written(document: &Document) -> Written {
    let turns = document.turns().count();
    let sections = document.sections.iter().filter(|section| section.heading.is_some()).count();
    let paragraphs = document.blocks().count();
    Written { sections, turns, paragraphs, words: words(document), notes: document.notes.len() }
}

fn words(document: &Document) -> usize {
    document.blocks().map(|block| count_words(&block.plain_text())).sum()
}

fn voices(document: &Document) -> Vec<SpeakerSummary> {
    let voice = |name: &String| SpeakerSummary {
        name: name.clone(),
        labels: vec![name.clone()],
        ..SpeakerSummary::default()
    };
    let mut voices: Vec<SpeakerSummary> =
        document.speakers.iter().map(|speaker| voice(&speaker.name)).collect();
    for turn in document.turns() {
        let words: usize = turn.blocks.iter().map(|block| count_words(&block.plain_text())).sum();
        turn.speakers.iter().for_each(|id| voices[usize::from(id.0)].words += words);
    }
    voices
}
