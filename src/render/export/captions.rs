//! Captions: WebVTT with voices, SubRip, and the segments of Podcasting 2.0.

use serde::Serialize;

use crate::model::Page;
use crate::speech::timeline::{Cue, cues};
use crate::text::rich::{RichText, Run};
use crate::text::timecode::Timecode;

/// A page as WebVTT. Cues whose time is estimated have names that begin with `~`.
pub fn vtt(page: &Page) -> String {
    let mut out = format!("WEBVTT - {}\nLanguage: {}\n", header(&page.title), header(&page.language));
    let cues = cues(&page.document);
    if cues.iter().any(|cue| cue.is_estimated) {
        out.push_str(
            "\nNOTE Where a name begins with ~, the time lies between known ones and is estimated.\n",
        );
    }
    for (number, cue) in (1..).zip(&cues) {
        let sign = if cue.is_estimated { "~" } else { "" };
        let voice = cue.speaker.as_ref().map_or(String::new(), |name| format!("<v {}>", escape(name)));
        let times = format!("{} --> {}", clock(cue.start, '.'), clock(cue.end, '.'));
        out += &format!("\n{sign}{number}\n{times}\n{voice}{}\n", marked(&cue.text));
    }
    out
}

/// A line of the header cannot hold an arrow.
fn header(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("-->", "→")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn marked(text: &RichText) -> String {
    let run = |run: &Run| {
        let mut words = escape(&run.text);
        if run.marks.strong {
            words = format!("<b>{words}</b>");
        }
        if run.marks.emphasis {
            words = format!("<i>{words}</i>");
        }
        words
    };
    text.runs.iter().map(run).collect()
}

/// A page as SubRip, with a name where somebody else begins to speak.
pub fn srt(page: &Page) -> String {
    let mut out = String::new();
    let mut last: Option<String> = None;
    for (number, cue) in (1..).zip(cues(&page.document)) {
        let name = cue.speaker.clone().filter(|name| last.as_ref() != Some(name));
        let name = name.map_or(String::new(), |name| format!("{name}: "));
        let words = format!("{name}{}", cue.text.to_plain()).replace("-->", "→");
        let times = format!("{} --> {}", clock(cue.start, ','), clock(cue.end, ','));
        out += &format!("{number}\n{times}\n{words}\n\n");
        last = cue.speaker;
    }
    out
}

/// `01:02:03.250`
fn clock(time: Timecode, point: char) -> String {
    let (seconds, millis) = (time.0 / 1000, time.0 % 1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{millis:03}")
}

#[derive(Serialize)]
struct Transcript {
    version: &'static str,
    segments: Vec<Segment>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Segment {
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
    start_time: f64,
    end_time: f64,
    body: String,
    /// Beyond the format: whether the time lies between known ones.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    estimated: bool,
}

/// A page as Podcasting 2.0 JSON.
pub fn podcasting(page: &Page) -> String {
    let segment = |cue: Cue| Segment {
        speaker: cue.speaker,
        start_time: seconds(cue.start),
        end_time: seconds(cue.end),
        body: cue.text.to_plain(),
        estimated: cue.is_estimated,
    };
    let segments = cues(&page.document).into_iter().map(segment).collect();
    json(&Transcript { version: "1.0.0", segments })
}

#[derive(Serialize)]
struct Chapters<'a> {
    version: &'static str,
    title: &'a str,
    chapters: Vec<Chapter>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Chapter {
    start_time: f64,
    title: String,
}

/// The sections of a page as chapters of Podcasting 2.0.
pub fn chapters(page: &Page) -> String {
    let chapter = |(time, title): (Timecode, String)| Chapter { start_time: seconds(time), title };
    let chapters = timed_sections(page).into_iter().map(chapter).collect();
    json(&Chapters { version: "1.2.0", title: &page.title, chapters })
}

/// The sections whose beginning is known.
pub fn timed_sections(page: &Page) -> Vec<(Timecode, String)> {
    let section = |section: &crate::model::Section| {
        let heading = section.heading.as_ref()?;
        Some((section.time()?, crate::model::plain_text(&heading.inlines)))
    };
    page.document.sections.iter().filter_map(section).collect()
}

fn seconds(time: Timecode) -> f64 {
    time.0 as f64 / 1000.0
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("plain data is always JSON") + "\n"
}
