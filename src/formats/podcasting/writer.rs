//! Pages as Podcasting 2.0 JSON: transcripts in segments, and chapters.

use serde::Serialize;

use crate::model::{Page, Section, WordTime, plain_text};
use crate::speech::timeline::{CaptionCue, cues};
use crate::text::timecode::Timecode;

#[derive(Serialize)]
struct TranscriptFile {
    version: &'static str,
    segments: Vec<SegmentEntry>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SegmentEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
    start_time: f64,
    end_time: f64,
    body: String,
    /// Beyond the format: whether the time lies between known ones.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    estimated: bool,
    /// Beyond the format: the words whose own times are known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<WordEntry>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WordEntry {
    start_time: f64,
    end_time: f64,
    body: String,
}

/// A page as Podcasting 2.0 JSON.
pub fn podcasting(page: &Page) -> String {
    let segment = |cue: CaptionCue| SegmentEntry {
        start_time: seconds(cue.start),
        end_time: seconds(cue.end),
        words: word_entries(&cue),
        speaker: cue.speaker,
        body: cue.text.to_plain(),
        estimated: cue.is_estimated,
    };
    let segments = cues(&page.document).into_iter().map(segment).collect();
    json(&TranscriptFile { version: "1.0.0", segments })
}

/// The words of a cue that have times, each up to the white space behind it.
fn word_entries(cue: &CaptionCue) -> Vec<WordEntry> {
    let plain = cue.text.to_plain();
    let entry = |(at, time): &(usize, WordTime)| {
        let body = plain.get(*at..)?.split_whitespace().next()?.to_string();
        Some(WordEntry { start_time: seconds(time.start), end_time: seconds(time.end), body })
    };
    cue.words.iter().filter_map(entry).collect()
}

#[derive(Serialize)]
struct ChaptersFile<'a> {
    version: &'static str,
    title: &'a str,
    chapters: Vec<ChapterEntry>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChapterEntry {
    start_time: f64,
    title: String,
}

/// The sections of a page as chapters of Podcasting 2.0.
pub fn chapters(page: &Page) -> String {
    let chapter = |(time, title): (Timecode, String)| ChapterEntry { start_time: seconds(time), title };
    let chapters = timed_sections(page).into_iter().map(chapter).collect();
    json(&ChaptersFile { version: "1.2.0", title: &page.title, chapters })
}

/// The sections whose beginning is known.
fn timed_sections(page: &Page) -> Vec<(Timecode, String)> {
    let section = |section: &Section| {
        let heading = section.heading.as_ref()?;
        Some((section.time()?, plain_text(&heading.inlines)))
    };
    page.document.sections.iter().filter_map(section).collect()
}

fn seconds(time: Timecode) -> f64 {
    time.0 as f64 / 1000.0
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("plain data is always JSON") + "\n"
}
