//! The elements of a feed, read one after another.

use std::fmt::Write;

use super::day;
use crate::formats::collection::{CollectionItem, CollectionReading};
use crate::formats::html;
use crate::formats::markdown::front::RecordingField;
use crate::formats::shared::languages::language;
use crate::formats::shared::xml::{XmlHandler, XmlTag};
use crate::formats::transcript::{Chapter, ChapterStart, IntroducedPerson};
use crate::formats::webvtt::timing::lax;
use crate::model::EpisodeSort;
use crate::text::rich::RichText;

/// Reads a channel and its items.
#[derive(Default)]
pub struct EpisodeReader {
    reading: CollectionReading,
    open: Vec<String>,
    value: String,
    item: Option<Episode>,
    channel: ChannelSettings,
    person: Option<IntroducedPerson>,
    /// Those who are named for all episodes.
    people: Vec<IntroducedPerson>,
}

/// An episode that is being read.
#[derive(Default)]
struct Episode {
    item: CollectionItem,
    description: Option<String>,
    subtitle: Option<String>,
    content: Option<String>,
    /// Transcripts by how much they know: times and speakers first.
    transcripts: Vec<(usize, String)>,
}

/// A channel's words about itself, for `site.toml`.
#[derive(Default)]
struct ChannelSettings {
    title: Option<String>,
    description: Option<String>,
    language: Option<String>,
    image: Option<String>,
    categories: Vec<String>,
    explicit: Option<bool>,
    author: Option<String>,
    owner: Option<String>,
    email: Option<String>,
}

/// Types of transcripts, those first that tell most.
const TYPES: [&str; 6] =
    ["application/json", "text/vtt", "application/x-subrip", "application/srt", "text/html", "text/plain"];

impl XmlHandler for EpisodeReader {
    /// An element begins.
    fn open(&mut self, tag: XmlTag) {
        self.value.clear();
        let get =
            |name: &str| tag.get(name).map(str::trim).filter(|value| !value.is_empty()).map(str::to_string);
        match (tag.name.as_str(), &mut self.item) {
            ("item", _) => self.item = Some(Episode::default()),
            ("enclosure", Some(episode)) => {
                let key = if get("type").is_some_and(|kind| kind.starts_with("video/")) {
                    "video"
                } else {
                    "audio"
                };
                episode.item.about.recording = get("url").map(|src| RecordingField { key, src });
                let bytes = get("length").and_then(|bytes| bytes.parse().ok()).filter(|bytes| *bytes > 0);
                episode.item.about.bytes = bytes;
            }
            ("transcript", Some(episode)) => {
                let kind = get("type").unwrap_or_default();
                let rank = TYPES.iter().position(|known| kind.starts_with(known)).unwrap_or(TYPES.len());
                episode.transcripts.extend(get("url").map(|url| (rank, url)));
            }
            ("chapters", Some(episode)) => episode.item.chapter_files.extend(get("url")),
            ("chapter", Some(episode)) => {
                let place = get("start").as_deref().and_then(lax).map(ChapterStart::Time);
                let chapter = place.zip(get("title"));
                episode.item.chapters.extend(chapter.map(|(place, title)| Chapter {
                    title,
                    level: 2,
                    place,
                    lead: None,
                    topics: Vec::new(),
                }));
            }
            ("image", Some(episode)) => {
                episode.item.about.image = get("href").or(episode.item.about.image.take())
            }
            ("image", None) => self.channel.image = get("href").or(self.channel.image.take()),
            ("person", _) => {
                self.person = Some(IntroducedPerson {
                    role: get("role"),
                    url: get("href"),
                    image: get("img"),
                    ..IntroducedPerson::default()
                });
            }
            ("category", None) => self.category(get("text")),
            _ => {}
        }
        self.open.push(tag.name);
    }

    /// Words inside of an element.
    fn text(&mut self, text: &str) {
        self.value.push_str(text);
    }

    /// An element ends.
    fn close(&mut self) {
        let name = self.open.pop().unwrap_or_default();
        let value = std::mem::take(&mut self.value);
        let value = value.trim();
        if name == "item" {
            let item = self.item.take().map(|episode| episode.finish(&self.people));
            return self.reading.items.extend(item);
        }
        if name == "person" {
            return self.close_person(value);
        }
        let parent = self.open.last().map(String::as_str).unwrap_or_default();
        match (&mut self.item, parent) {
            _ if value.is_empty() => {}
            (Some(episode), "item") => episode.field(&name, value),
            (None, "channel" | "owner" | "image") => self.channel.field(parent, &name, value),
            _ => {}
        }
    }
}

impl EpisodeReader {
    /// Tells whether no episode has been read.
    pub fn is_empty(&self) -> bool {
        self.reading.items.is_empty()
    }

    /// Counts what is not kept.
    pub fn left_out(&mut self, what: &'static str, example: String) {
        self.reading.left_out.add(what, example);
    }

    /// iTunes sets a category inside of another.
    fn category(&mut self, name: Option<String>) {
        let is_inner = self.open.last().is_some_and(|open| open == "category");
        match (name, self.channel.categories.last_mut()) {
            (Some(name), Some(outer)) if is_inner && !outer.contains(" > ") => {
                write!(outer, " > {name}").unwrap_or_default()
            }
            (Some(name), _) => self.channel.categories.push(name),
            (None, _) => {}
        }
    }

    fn close_person(&mut self, name: &str) {
        let Some(person) = self.person.take().filter(|_| !name.is_empty()) else { return };
        let person = IntroducedPerson { label: name.to_string(), name: name.to_string(), ..person };
        match &mut self.item {
            Some(episode) => episode.item.people.push(person),
            None => self.people.push(person),
        }
    }

    /// Ends the reading.
    pub fn finish(mut self) -> CollectionReading {
        let language = language(self.channel.language.as_deref());
        for item in &mut self.reading.items {
            item.about.language = item.about.language.take().or_else(|| language.clone());
        }
        self.reading.settings = Some(self.channel.written());
        self.reading
    }
}

impl Episode {
    fn field(&mut self, name: &str, value: &str) {
        let about = &mut self.item.about;
        let keep = |field: &mut Option<String>| {
            field.get_or_insert_with(|| value.to_string());
        };
        match name {
            "title" => keep(&mut about.title),
            "link" => keep(&mut about.url),
            "guid" => keep(&mut about.guid),
            "pubDate" | "date" => about.date = about.date.or(day(value)),
            "duration" => about.duration = about.duration.or_else(|| lax(value)),
            "description" | "summary" => keep(&mut self.description),
            "subtitle" => keep(&mut self.subtitle),
            "encoded" => keep(&mut self.content),
            "category" => about.tags.push(value.to_string()),
            "season" => about.series.season = about.series.season.or(value.parse().ok()),
            "episode" => about.series.episode = about.series.episode.or(value.parse().ok()),
            "episodeType" => about.series.sort = EpisodeSort::from_name(value).unwrap_or_default(),
            _ => {}
        }
    }

    fn finish(mut self, people: &[IntroducedPerson]) -> CollectionItem {
        let about = &mut self.item.about;
        let description = self.description.or(self.subtitle).unwrap_or_default();
        about.summary = Some(paragraphs(&description).join(" ")).filter(|summary| !summary.is_empty());
        self.item.body = paragraphs(&self.content.unwrap_or(description));
        self.transcripts.sort_by_key(|(rank, _)| *rank);
        self.item.transcripts = self.transcripts.into_iter().map(|(_, url)| url).collect();
        if let Some(RecordingField { src, .. }) = &about.recording {
            let path = src.split(['?', '#']).next().unwrap_or_default();
            let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
            let endings = ["vtt", "json", "srt", "html", "txt"];
            self.item.transcripts.extend(endings.map(|ending| format!("{stem}.{ending}")));
            self.item.chapter_files.push(format!("{stem}.chapters.json"));
        }
        if self.item.people.is_empty() {
            self.item.people = people.to_vec();
        }
        self.item
    }
}

/// The paragraphs of a text that may be HTML.
fn paragraphs(text: &str) -> Vec<String> {
    html::fragment(text).iter().map(RichText::to_plain).map(|text| text.trim().to_string()).collect()
}

impl ChannelSettings {
    fn field(&mut self, parent: &str, name: &str, value: &str) {
        let keep = |field: &mut Option<String>| {
            field.get_or_insert_with(|| value.to_string());
        };
        match (parent, name) {
            ("channel", "title") => keep(&mut self.title),
            ("channel", "description") => keep(&mut self.description),
            ("channel", "language") => keep(&mut self.language),
            ("channel", "author") => keep(&mut self.author),
            ("channel", "explicit") => {
                self.explicit = Some(matches!(value.to_lowercase().as_str(), "true" | "yes" | "explicit"))
            }
            ("image", "url") => keep(&mut self.image),
            ("owner", "name") => keep(&mut self.owner),
            ("owner", "email") => keep(&mut self.email),
            _ => {}
        }
    }

    /// The lines of `site.toml` that say the same.
    fn written(&self) -> String {
        let mut out = String::new();
        let quoted =
            |text: &str| toml::Value::from(text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string();
        let mut line = |key: &str, value: Option<String>| {
            out.extend(value.map(|value| format!("{key} = {value}\n")));
        };
        let text = |value: &Option<String>| value.as_deref().map(quoted);
        line("title", text(&self.title));
        let description = self.description.as_ref().map(|html| paragraphs(html).join(" "));
        line("description", text(&description));
        line("language", language(self.language.as_deref()).as_deref().map(quoted));
        out.push_str("\n[podcast]\n");
        let mut line = |key: &str, value: Option<String>| {
            out.extend(value.map(|value| format!("{key} = {value}\n")));
        };
        line("image", text(&self.image));
        let categories: Vec<String> = self.categories.iter().map(|category| quoted(category)).collect();
        line("categories", (!categories.is_empty()).then(|| format!("[{}]", categories.join(", "))));
        line("explicit", self.explicit.map(|explicit| explicit.to_string()));
        line("author", text(&self.author));
        line("owner", text(&self.owner));
        line("email", text(&self.email));
        out
    }
}
