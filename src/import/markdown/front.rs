//! A page's front matter, and the labels by which its speakers are known.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{Parts, same_name};
use crate::import::script::{About, Person};
use crate::import::speakers::Voice;
use crate::text::names::normalise;
use crate::text::slug::{Names, slug};

/// The labels that speakers have on the page.
#[derive(Debug, Default)]
pub struct Labels {
    entries: Vec<Entry>,
    /// Every word of a name: a paragraph that opens with one and a colon would be a turn.
    words: BTreeSet<String>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    label: String,
    id: String,
    person: Option<Person>,
    aliases: Vec<String>,
}

impl Labels {
    /// Finds a label for everybody who speaks.
    pub fn of(people: &[Person], voices: &[Voice]) -> Self {
        let mut labels = Labels::default();
        let mut ids = Names::default();
        for voice in voices {
            let person = people.iter().find(|person| person.name == voice.name);
            let own: Vec<&String> =
                voice.labels.iter().filter(|label| !same_name(label, &voice.name)).collect();
            let wanted =
                Some(slug(&voice.name)).filter(|id| !id.is_empty()).unwrap_or_else(|| "speaker".into());
            let id = ids.claim(&wanted);
            let short = person.and_then(|person| person.short.as_ref());
            let mut fitting = [&voice.name].into_iter().chain(short).chain(own.iter().copied());
            let label = fitting.find(|name| can_be_label(name)).unwrap_or(&id).clone();
            labels.words.extend(words_of(&voice.name).chain(words_of(&label)).chain([normalise(&id)]));
            let aliases = if person.is_some() { own.into_iter().cloned().collect() } else { Vec::new() };
            let (name, person) = (voice.name.clone(), person.cloned());
            labels.entries.push(Entry { name, label, id, person, aliases });
        }
        labels
    }

    /// The label of the speaker called `name`.
    pub fn written<'a>(&'a self, name: &'a str) -> &'a str {
        self.entries.iter().find(|entry| entry.name == name).map_or(name, |entry| &entry.label)
    }

    /// Whether a paragraph of these words could be taken for somebody's turn.
    pub fn could_open(&self, words: &str) -> bool {
        let start: String = words.chars().take(64).collect();
        let before_colon = start.split([':', '：']).next().filter(|before| before.len() < start.len());
        before_colon.is_some_and(|name| words_of(name).any(|word| self.words.contains(&word)))
    }

    /// Whether names alone say all there is to say.
    fn are_plain(&self) -> bool {
        self.entries.iter().all(|entry| entry.person.is_none() && entry.label == entry.name)
    }
}

fn words_of(name: &str) -> impl Iterator<Item = String> {
    let whole = normalise(name);
    let words: Vec<String> = whole
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_string)
        .collect();
    words.into_iter().chain([whole])
}

/// Whether a name can stand before a colon and be known for one.
fn can_be_label(name: &str) -> bool {
    const NEVER: &str = "。，？！；?!;“”<>:：[]{}\\`*=~^|";
    name.chars().count() <= 60
        && name.split(' ').count() <= 6
        && name.starts_with(char::is_alphanumeric)
        && name.contains(char::is_alphabetic)
        && !name.contains(|c: char| NEVER.contains(c) || c.is_control())
        && !name.to_lowercase().starts_with("http")
}

/// Writes the front matter, fences and all.
pub fn write(parts: &Parts, labels: &Labels) -> String {
    let about = parts.about;
    let mut out = String::from("+++\n");
    text(&mut out, "title", about.title.as_deref());
    if let Some(date) = about.date {
        let _ = writeln!(out, "date = {date}");
    }
    text(&mut out, "language", about.language.as_deref());
    text(&mut out, "summary", about.summary.as_deref());
    list(&mut out, "tags", &about.tags);
    if labels.entries.is_empty() {
        out.push_str("kind = \"transcript\"\n");
    } else if labels.are_plain() {
        let names: Vec<String> = labels.entries.iter().map(|entry| entry.name.clone()).collect();
        list(&mut out, "speakers", &names);
    }
    recording(&mut out, about);
    source(&mut out, about);
    if !labels.are_plain() {
        labels.entries.iter().for_each(|entry| speaker(&mut out, entry));
    }
    out + "+++\n"
}

fn text(out: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value.map(one_line).filter(|value| !value.is_empty()) {
        let _ = writeln!(out, "{key} = {}", quoted(&value));
    }
}

fn list(out: &mut String, key: &str, values: &[String]) {
    if !values.is_empty() {
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        let _ = writeln!(out, "{key} = [{}]", values.join(", "));
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A string of TOML, as TOML's own library writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn recording(out: &mut String, about: &About) {
    if let Some(recording) = &about.recording {
        out.push_str("\n[media]\n");
        text(out, "audio", Some(recording));
        let duration = about.duration.map(|duration| duration.to_string());
        text(out, "duration", duration.as_deref());
    }
}

fn source(out: &mut String, about: &About) {
    let rows = [
        ("url", &about.url),
        ("publisher", &about.publisher),
        ("licence", &about.licence),
        ("transcribed_by", &about.transcribed_by),
    ];
    if rows.iter().any(|(_, value)| value.is_some()) {
        out.push_str("\n[source]\n");
        rows.iter().for_each(|(key, value)| text(out, key, value.as_deref()));
    }
}

fn speaker(out: &mut String, entry: &Entry) {
    let _ = writeln!(out, "\n[speakers.{}]", toml_key(&entry.id));
    text(out, "name", Some(&entry.name));
    let mut aliases = entry.aliases.clone();
    if !same_name(&entry.label, &entry.name)
        && !same_name(&entry.label, &entry.id)
        && !aliases.contains(&entry.label)
    {
        aliases.push(entry.label.clone());
    }
    list(out, "aliases", &aliases);
    if let Some(person) = &entry.person {
        text(out, "role", person.role.as_deref());
        text(out, "bio", person.bio.as_deref());
    }
}

/// Keys of TOML need quotation marks around letters that are not ASCII.
fn toml_key(id: &str) -> String {
    match id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
        true => id.to_string(),
        false => quoted(id),
    }
}
