//! A page's front matter, as TOML between two lines of `+++`.

use std::fmt::Write;

use jiff::civil::Date;

use super::{LabelledSpeaker, Labels};
use crate::model::{EpisodeSort, SeriesPlace};
use crate::text::page_marks::PageMark;
use crate::text::timecode::Timecode;

/// The metadata of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// Its title.
    pub title: Option<String>,
    /// Its day.
    pub date: Option<Date>,
    /// A BCP 47 tag.
    pub language: Option<String>,
    /// A line about it.
    pub summary: Option<String>,
    /// True for a transcript that does not look like one, since nobody speaks in it.
    pub is_transcript: bool,
    /// Its place in a series.
    pub series: SeriesPlace,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its key points, one line each.
    pub points: Vec<String>,
    /// The recording.
    pub recording: Option<RecordingField>,
    /// The duration of the recording.
    pub duration: Option<Timecode>,
    /// The picture of the recording: an address.
    pub image: Option<String>,
    /// The id that programs for podcasts know it by.
    pub guid: Option<String>,
    /// The number of bytes of a recording on another host.
    pub bytes: Option<u64>,
    /// The original's address.
    pub url: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// The transcriber.
    pub transcribed_by: Option<String>,
    /// The translator.
    pub translated_by: Option<String>,
    /// The rights, and what is allowed.
    pub rights: Option<String>,
    /// The place where the original is kept.
    pub location: Option<String>,
    /// The name of the original there.
    pub identifier: Option<String>,
    /// The way in which the text has the page numbers of its printed source.
    pub pages: Option<PageMark>,
    /// Its digital object identifier.
    pub doi: Option<String>,
    /// Its archival resource key.
    pub ark: Option<String>,
}

/// A recording: the key of `[media]` that it goes under, and its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingField {
    /// `audio`, `video`, `youtube` or `vimeo`.
    pub key: &'static str,
    /// An address, a path beside the page, or the id on YouTube or Vimeo.
    pub src: String,
}

impl RecordingField {
    /// A sound file.
    pub fn audio(src: impl Into<String>) -> Self {
        RecordingField { key: "audio", src: src.into() }
    }
}

/// Writes the front matter, fences and all.
pub fn write(front: &Front, labels: &Labels) -> String {
    let mut out = String::from("+++\n");
    text(&mut out, "title", front.title.as_deref());
    if let Some(date) = front.date {
        push(&mut out, format_args!("date = {date}\n"));
    }
    text(&mut out, "language", front.language.as_deref());
    text(&mut out, "summary", front.summary.as_deref());
    text(&mut out, "doi", front.doi.as_deref());
    text(&mut out, "ark", front.ark.as_deref());
    list(&mut out, "tags", front.tags.iter());
    series(&mut out, &front.series);
    list(&mut out, "points", front.points.iter());
    let are_plain = labels.speakers.iter().all(LabelledSpeaker::is_plain);
    if labels.speakers.is_empty() || front.is_transcript {
        out.push_str("kind = \"transcript\"\n");
    }
    if are_plain {
        list(&mut out, "speakers", labels.speakers.iter().map(|speaker| &speaker.name));
    }
    recording(&mut out, front);
    source(&mut out, front);
    if !are_plain {
        labels.speakers.iter().for_each(|entry| speaker(&mut out, entry));
    }
    out + "+++\n"
}

fn push(out: &mut String, line: std::fmt::Arguments) {
    out.write_fmt(line).expect("a String takes everything");
}

fn text(out: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value.map(one_line).filter(|value| !value.is_empty()) {
        push(out, format_args!("{key} = {}\n", quoted(&value)));
    }
}

fn list<'a>(out: &mut String, key: &str, values: impl Iterator<Item = &'a String>) {
    let values: Vec<String> = values.map(|value| quoted(&one_line(value))).collect();
    if !values.is_empty() {
        push(out, format_args!("{key} = [{}]\n", values.join(", ")));
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A string of TOML, as TOML's own library writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn series(out: &mut String, place: &SeriesPlace) {
    text(out, "series", place.title.as_deref());
    for (key, number) in [("season", place.season), ("episode", place.episode)] {
        number.iter().for_each(|number| push(out, format_args!("{key} = {number}\n")));
    }
    if place.sort != EpisodeSort::Full {
        text(out, "episode_type", Some(place.sort.name()));
    }
}

fn recording(out: &mut String, front: &Front) {
    let Some(RecordingField { key, src }) = &front.recording else { return };
    out.push_str("\n[media]\n");
    text(out, key, Some(src));
    text(out, "duration", front.duration.map(|duration| duration.to_string()).as_deref());
    text(out, "image", front.image.as_deref());
    text(out, "guid", front.guid.as_deref());
    if let Some(bytes) = front.bytes {
        push(out, format_args!("bytes = {bytes}\n"));
    }
}

fn source(out: &mut String, front: &Front) {
    let rows = [
        ("url", &front.url),
        ("publisher", &front.publisher),
        ("licence", &front.licence),
        ("transcribed_by", &front.transcribed_by),
        ("translated_by", &front.translated_by),
        ("rights", &front.rights),
        ("location", &front.location),
        ("identifier", &front.identifier),
    ];
    if front.pages.is_some() || rows.iter().any(|(_, value)| value.is_some()) {
        out.push_str("\n[source]\n");
        rows.iter().for_each(|(key, value)| text(out, key, value.as_deref()));
    }
    match &front.pages {
        Some(PageMark::Worded) => out.push_str("paged = true\n"),
        Some(PageMark::Between { before, after }) => {
            text(out, "page_mark", Some(&format!("{before}1{after}")))
        }
        None => {}
    }
}

fn speaker(out: &mut String, speaker: &LabelledSpeaker) {
    push(out, format_args!("\n[speakers.{}]\n", toml_key(&speaker.id)));
    text(out, "name", Some(&speaker.name));
    list(out, "aliases", speaker.aliases.iter());
    text(out, "role", speaker.role.as_deref());
    text(out, "url", speaker.url.as_deref());
    text(out, "image", speaker.image.as_deref());
    text(out, "bio", speaker.bio.as_deref());
}

/// Keys of TOML need quotation marks around letters that are not ASCII.
fn toml_key(id: &str) -> String {
    match id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
        true => id.to_string(),
        false => quoted(id),
    }
}
