//! The header of a document: its metadata, and the people it introduces.

use std::collections::HashMap;

use crate::formats::markdown::Front;
use crate::formats::markdown::front::RecordingField;
use crate::formats::shared::languages::language;
use crate::formats::shared::xml::XmlTag;
use crate::formats::transcript::IntroducedPerson;
use crate::text::page_marks::PageMark;
use crate::text::timecode::Timecode;

/// The contents of a header.
#[derive(Debug, Default)]
pub struct Header {
    /// The names that ids stand for: people, and those who wrote notes.
    pub names: HashMap<String, String>,
    /// The tags and topics that ids stand for.
    pub categories: HashMap<String, String>,
    /// About the text.
    pub about: Front,
    /// About those who speak.
    pub people: Vec<IntroducedPerson>,
    path: Vec<String>,
    /// The words of the element that is being read, and how deep it lies.
    captured: Option<(usize, String)>,
    /// The id that the next words are the name of.
    id: Option<String>,
    /// The task of the person who was named last.
    duty: String,
    /// True if the recording is one of pictures too.
    is_video: bool,
}

/// Elements whose words, with all that stands in them, say one thing.
const CAPTURED: [&str; 15] = [
    "title",
    "publisher",
    "licence",
    "idno",
    "term",
    "p",
    "item",
    "catDesc",
    "resp",
    "name",
    "persName",
    "occupation",
    "note",
    "date",
    "language",
];

impl Header {
    /// Goes into an element.
    pub fn open(&mut self, tag: &XmlTag) {
        self.path.push(tag.name.clone());
        if tag.name == "TEI" || tag.name == "text" {
            let found = language(tag.get("lang"));
            self.about.language = self.about.language.take().or(found);
        }
        if page_mark(tag).is_some() {
            self.about.pages = Some(PageMark::Worded);
        }
        if !self.is_in("teiHeader") {
            return;
        }
        self.attributes(tag);
        if self.captured.is_none() && CAPTURED.contains(&tag.name.as_str()) {
            self.captured = Some((self.path.len(), String::new()));
        }
    }

    /// Takes in words.
    pub fn text(&mut self, text: &str) {
        if let Some((_, words)) = &mut self.captured {
            words.push_str(text);
        }
    }

    /// Comes out of an element.
    pub fn close(&mut self) {
        if let Some((_, words)) = self.captured.take_if(|(depth, _)| *depth == self.path.len()) {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if !words.is_empty() {
                self.say(words);
            }
        }
        self.path.pop();
    }

    /// Tells whether an element of that name is open, near the document's top.
    fn is_in(&self, name: &str) -> bool {
        self.path.iter().take(MAX_DEPTH).any(|open| open == name)
    }

    fn attributes(&mut self, tag: &XmlTag) {
        let (is_source, is_recording) = (self.is_in("sourceDesc"), self.is_in("recording"));
        if let Some(id) = tag.get("id") {
            self.id = Some(id.to_string());
        }
        let about = &mut self.about;
        match tag.name.as_str() {
            // Its own name, where it has one, is what a site knows a topic by.
            "category" => {
                if let Some(id) = self.id.take_if(|_| tag.get("n").is_some()) {
                    self.categories.insert(id, tag.get("n").unwrap_or_default().to_string());
                }
            }
            "person" | "personGrp" => {
                let role = tag.get("role").map(str::to_string);
                self.people.push(IntroducedPerson { role, ..IntroducedPerson::default() });
            }
            "language" => about.language = language(tag.get("ident")).or(about.language.take()),
            "date" => {
                let date = tag.get("when").and_then(|when| when.parse().ok());
                about.date = about.date.or(date);
            }
            "licence" => about.licence = tag.get("target").map(str::to_string),
            "recording" => {
                self.is_video = tag.get("type") == Some("video");
                about.duration = about.duration.or(duration(tag.get("dur")));
            }
            "media" => {
                let is_video =
                    self.is_video || tag.get("mimeType").is_some_and(|mime| mime.starts_with("video"));
                about.recording = about.recording.take().or_else(|| recording(is_video, tag.get("url")));
                about.duration = about.duration.or(duration(tag.get("dur")));
            }
            "ref" | "ptr" if is_recording => {
                about.recording =
                    about.recording.take().or_else(|| recording(self.is_video, tag.get("target")));
            }
            "ref" | "ptr" if is_source => about.url = about.url.take().or(address(tag.get("target"))),
            _ => {}
        }
    }

    /// Keeps what the element that ends here has said.
    fn say(&mut self, words: String) {
        let is_person = self.is_in("person") || self.is_in("personGrp");
        let name = self.path.last().cloned().unwrap_or_default();
        if matches!(name.as_str(), "persName" | "name" | "catDesc")
            && let Some(id) = self.id.take()
        {
            let names = if name == "catDesc" { &mut self.categories } else { &mut self.names };
            names.insert(id, words.clone());
        }
        if let Some(person) = self.people.last_mut().filter(|_| is_person) {
            return tell(person, &name, words);
        }
        let is_title = self.is_in("titleStmt");
        let (is_abstract, is_source) = (self.is_in("abstract"), self.is_in("sourceDesc"));
        let about = &mut self.about;
        match name.as_str() {
            "title" if is_title => keep(&mut about.title, words),
            "publisher" if is_source => about.publisher = Some(words),
            "publisher" => keep(&mut about.publisher, words),
            "licence" => keep(&mut about.licence, words),
            "p" if is_abstract => keep(&mut about.summary, words),
            "item" if is_abstract => about.points.push(words),
            "idno" if words.starts_with("10.") => keep(&mut about.doi, words),
            "idno" if words.starts_with("ark:") => keep(&mut about.ark, words),
            "idno" => keep_some(&mut about.url, address(Some(&words))),
            "term" => about.tags.push(words),
            "date" => about.date = about.date.or(words.parse().ok()),
            "language" => keep_some(&mut about.language, language(Some(&words))),
            "resp" => self.duty = words.to_lowercase(),
            "name" | "persName" if self.duty.contains("transcri") => keep(&mut about.transcribed_by, words),
            "name" | "persName" if self.duty.contains("translat") => keep(&mut about.translated_by, words),
            _ => {}
        }
    }
}

/// `<pb n="51"/>` as a page has it: `[p. 51]`; `None` without a number that a page can have.
pub fn page_mark(tag: &XmlTag) -> Option<String> {
    let number = tag.get("n").filter(|_| tag.name == "pb")?.trim();
    let mark = format!("[p. {number}]");
    (PageMark::Worded.leading(&mark) == Some(mark.len())).then_some(mark)
}

/// Deeper than this no header goes on about itself.
const MAX_DEPTH: usize = 16;

/// The first to say a thing is right.
fn keep(said: &mut Option<String>, words: String) {
    said.get_or_insert(words);
}

fn keep_some(said: &mut Option<String>, words: Option<String>) {
    *said = said.take().or(words);
}

fn tell(person: &mut IntroducedPerson, name: &str, words: String) {
    match name {
        "persName" | "name" if person.name.is_empty() => {
            person.label.clone_from(&words);
            person.name = words;
        }
        "persName" | "name" => keep(&mut person.short, words),
        "occupation" => keep(&mut person.role, words),
        "note" => keep(&mut person.bio, words),
        _ => {}
    }
}

fn address(value: Option<&str>) -> Option<String> {
    value.filter(|value| value.starts_with("http")).map(str::to_string)
}

fn recording(is_video: bool, src: Option<&str>) -> Option<RecordingField> {
    let src = src.filter(|src| !src.is_empty())?.to_string();
    Some(RecordingField { key: if is_video { "video" } else { "audio" }, src })
}

/// `PT1H2M3.5S`
fn duration(written: Option<&str>) -> Option<Timecode> {
    let mut rest = written?.strip_prefix("PT")?;
    let mut millis = 0.0;
    for (sign, scale) in [('H', 3_600_000.0), ('M', 60_000.0), ('S', 1000.0)] {
        if let Some((number, after)) = rest.split_once(sign) {
            millis += number.parse::<f64>().ok().filter(|number| (0.0..1e6).contains(number))? * scale;
            rest = after;
        }
    }
    (millis > 0.0).then_some(Timecode(millis as u64))
}
