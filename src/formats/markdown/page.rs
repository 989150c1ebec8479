//! Sections, turns and notes as a page in Postil's Markdown.

use std::collections::{HashMap, HashSet};

use super::{Front, LabelledSpeaker, Labels, Times, front, rich_text, topics};
use crate::formats::assemble::{DraftParagraph, DraftSection, DraftTurn};
use crate::formats::speakers::SpeakerSummary;
use crate::formats::transcript::{ImportedNote, IntroducedPerson};
use crate::text::markdown::{Around, escape_between};
use crate::text::names::normalise;
use crate::text::rich::{Marks, RichText, StyledRun};
use crate::text::slug::{Names, slug};
use crate::transcript::labels::escape_doubtful_label;

/// Everything that a page is written from.
#[derive(Clone, Copy, Debug)]
pub struct DraftPage<'a> {
    /// Metadata of the text.
    pub about: &'a Front,
    /// Whom the file introduces.
    pub people: &'a [IntroducedPerson],
    /// Everybody who speaks.
    pub voices: &'a [SpeakerSummary],
    /// The text.
    pub sections: &'a [DraftSection],
    /// The notes.
    pub notes: &'a [ImportedNote],
    /// The way times are written.
    pub times: Times,
}

/// Writes a page.
pub fn page(parts: DraftPage) -> String {
    let names = note_names(parts.notes);
    let labels = labels(parts.people, parts.voices);
    let has_silent_section =
        parts.sections.iter().any(|section| section.heading.is_some() && section.is_silent());
    let mut writer = DraftWriter {
        out: front::write(parts.about, &labels),
        parts,
        labels: &labels,
        names: &names,
        sets_leads_apart: has_silent_section,
    };
    parts.sections.iter().for_each(|section| writer.section(section));
    parts.notes.iter().zip(&names).for_each(|(note, name)| writer.note(note, name));
    writer.out
}

/// A label for everybody who speaks, and what the file says about them.
fn labels(people: &[IntroducedPerson], voices: &[SpeakerSummary]) -> Labels {
    let mut labels = Labels::default();
    let people: HashMap<&str, &IntroducedPerson> =
        people.iter().rev().map(|person| (person.name.as_str(), person)).collect();
    let names: HashSet<&str> = voices.iter().map(|voice| voice.name.as_str()).collect();
    // Several who speak at once are in the list by themselves.
    let is_joint = |name: &str| name.contains(" & ") && name.split(" & ").all(|name| names.contains(name));
    for voice in voices.iter().filter(|voice| !is_joint(&voice.name)) {
        let person = people.get(voice.name.as_str());
        let differs = |label: &&String| normalise(label) != normalise(&voice.name);
        let own: Vec<String> = voice.labels.iter().filter(differs).cloned().collect();
        let short = person.and_then(|person| person.short.as_ref());
        let speaker = LabelledSpeaker {
            name: voice.name.clone(),
            aliases: if person.is_some() { own.clone() } else { Vec::new() },
            role: person.and_then(|person| person.role.clone()),
            url: person.and_then(|person| person.url.clone()).filter(|url| url.starts_with("http")),
            image: person.and_then(|person| person.image.clone()).filter(|image| image.starts_with("http")),
            bio: person.and_then(|person| person.bio.clone()),
            ..LabelledSpeaker::default()
        };
        labels.add(speaker, short.into_iter().chain(&own));
    }
    labels
}

fn emphasized(words: &str) -> RichText {
    let marks = Marks { emphasis: true, ..Marks::default() };
    RichText { runs: vec![StyledRun { text: words.to_string(), marks }] }
}

/// A name for each note: its own, else a number; its kind before it.
fn note_names(notes: &[ImportedNote]) -> Vec<String> {
    let mut taken = Names::default();
    let mut names = Vec::new();
    for (at, note) in notes.iter().enumerate() {
        let own = note.name.as_deref().map(slug).filter(|name| !name.is_empty());
        let wanted = own.unwrap_or_else(|| (at + 1).to_string());
        let wanted = if note.kind.is_empty() { wanted } else { format!("{}:{wanted}", note.kind) };
        names.push(taken.claim(&wanted));
    }
    names
}

struct DraftWriter<'a> {
    out: String,
    parts: DraftPage<'a>,
    labels: &'a Labels,
    names: &'a [String],
    /// True if leads are in italics. A page on which a section has words and no label is that of a speech which goes on
    /// behind headings; words in italics are then the only ones that are nobody's.
    sets_leads_apart: bool,
}

impl DraftWriter<'_> {
    fn section(&mut self, section: &DraftSection) {
        if let Some(heading) = &section.heading {
            let title = heading_title(&heading.title);
            let time = heading.time.and_then(|time| self.parts.times.bracket(time));
            let time = time.map_or(String::new(), |time| format!(" {time}"));
            let topics = topics::attribute(heading.topics.iter().map(String::as_str));
            let topics = topics.map_or(String::new(), |topics| format!(" {topics}"));
            self.block(&format!("{} {title}{time}{topics}", "#".repeat(usize::from(heading.level))));
        }
        for line in section.lead.iter().flat_map(|lead| lead.lines()).filter(|line| !line.trim().is_empty()) {
            let written = match self.sets_leads_apart && section.heading.is_some() {
                true => rich_text::write(&emphasized(line.trim()), None, self.names),
                false => escape_between(line.trim(), Around::default()),
            };
            self.block(&written);
        }
        section.turns.iter().for_each(|turn| self.turn(turn));
    }

    fn turn(&mut self, turn: &DraftTurn) {
        let label =
            turn.speaker.as_deref().map(|speaker| self.labels.joint(&[speaker], turn.remark.as_deref()));
        let mut written = Vec::new();
        for paragraph in &turn.paragraphs {
            match (&label, written.is_empty()) {
                (Some(label), true) => written.push(self.labelled(label, &turn.topics, paragraph)),
                _ => self.continued(paragraph, &mut written),
            }
        }
        written.iter().for_each(|block| self.block(block));
    }

    /// `**Ann:** {topics="work"} [0:12] Words.`
    fn labelled(&self, label: &str, topics: &[String], paragraph: &DraftParagraph) -> String {
        let topics = topics::attribute(topics.iter().map(String::as_str));
        let topics = topics.map_or(String::new(), |topics| format!("{topics} "));
        let time = paragraph.time.and_then(|time| self.parts.times.bracket(time));
        let time = time.map_or(String::new(), |time| format!("{time} "));
        let words = rich_text::write(&paragraph.text, Some(' '), self.names);
        format!("{label}{topics}{time}{words}")
    }

    /// `[0:24] Words.` A paragraph that would look like another speaker's is none of its own.
    fn continued(&self, paragraph: &DraftParagraph, written: &mut Vec<String>) {
        let plain = paragraph.text.to_plain();
        match written.last_mut() {
            Some(last) if self.labels.could_open(&plain) => {
                *last = format!("{last} {}", rich_text::write(&paragraph.text, Some(' '), self.names));
            }
            _ => {
                let time = paragraph.time.and_then(|time| self.parts.times.bracket(time));
                let before = time.as_ref().map(|_| ' ');
                let words = rich_text::write(&without_opening_marks(&paragraph.text), before, self.names);
                let words = escape_doubtful_label(&words);
                written.push(time.map_or(words.to_string(), |time| format!("{time} {words}")));
            }
        }
    }

    /// `[^fact:bet]: Words.`, its further paragraphs indented.
    fn note(&mut self, note: &ImportedNote, name: &str) {
        let paragraphs: Vec<String> =
            note.text.iter().map(|text| rich_text::write(text, None, self.names)).collect();
        self.block(&format!("[^{name}]: {}{}", attribution(note), paragraphs.join("\n\n    ")));
    }

    fn block(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.out.push('\n');
            self.out.push_str(text);
            self.out.push('\n');
        }
    }
}

/// `{by="Ann Lee" tags="money work"} `
fn attribution(note: &ImportedNote) -> String {
    let quoted = |value: &str| value.replace(['"', '}'], "'").replace('\n', " ");
    let by = note.by.as_ref().map(|by| format!("by=\"{}\"", quoted(by)));
    let date = note.date.map(|date| format!("date={date}"));
    let tags = (!note.tags.is_empty()).then(|| format!("tags=\"{}\"", quoted(&note.tags.join(" "))));
    let pairs: Vec<String> = by.into_iter().chain(date).chain(tags).collect();
    if pairs.is_empty() { String::new() } else { format!("{{{}}} ", pairs.join(" ")) }
}

/// A heading's words: one that ended with a colon would be taken for a speaker's name, and braces for
/// its attributes.
fn heading_title(title: &str) -> String {
    let joined = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = joined.trim_end_matches([':', '：', '#', ' ']);
    escape_between(words, Around { before: Some(' '), after: None }).replace('{', "\\{")
}

/// A paragraph that begins with bold words or a bracket could be taken for a turn: the bold goes, and
/// what stands in the bracket is stressed, as stage directions are.
fn without_opening_marks(text: &RichText) -> RichText {
    let mut text = text.clone();
    if let Some(first) = text.runs.first_mut() {
        first.marks.strong = false;
    }
    let plain = text.to_plain();
    let is_direction = plain.starts_with('[') && !plain.starts_with("[^");
    if let Some(end) = plain.find(']').filter(|_| is_direction) {
        let rest = text.split_off(end + 1);
        text.runs.iter_mut().for_each(|run| run.marks.emphasis = true);
        text.runs.extend(rest.runs);
    }
    text
}
