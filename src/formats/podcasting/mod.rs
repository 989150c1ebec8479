//! Podcasting 2.0: transcripts as segments, and chapters.

mod writer;

use crate::formats::registry::{Format, FormatReader, FormatWriter, Needs, PageWriter};
use serde::Deserialize;

use crate::formats::markdown::front::RecordingField;
use crate::formats::recognizer::shapes;
use crate::formats::shared::json_shape::JsonShape;
use crate::formats::shared::json_values::seconds;
use crate::formats::transcript::{Chapter, ChapterStart, ImportedTranscript, Tally};

/// Podcasting 2.0 JSON in the registry.
pub const FORMAT: Format = Format {
    id: "podcasting",
    name: "Podcasting 2.0 JSON",
    extensions: &["json"],
    units: "segments",
    keeps: "speakers, times",
    detect: |sample| sample.json_that(|keys| shapes::PODCASTING.fits(keys)),
    read: FormatReader::Transcript(|text| shapes::PODCASTING.read(text)),
    write: Some(FormatWriter {
        name: "json",
        file: "transcript.json",
        media_type: "application/json",
        title: "export_json",
        needs: Needs::Times,
        podcast_element: Some("podcast:transcript"),
        about: "a transcript in the way of Podcasting 2.0",
        write: PageWriter::Text(|_, page| writer::podcasting(page)),
    }),
};

/// Chapters of a podcast in the registry.
pub const CHAPTERS: Format = Format {
    id: "chapters",
    name: "Podcasting 2.0 chapters",
    extensions: &["json"],
    units: "chapters",
    keeps: "[sections](#chapters) of a transcript in another file",
    detect: |sample| sample.json_that(fits_chapters),
    read: FormatReader::Companion,
    write: Some(FormatWriter {
        name: "chapters",
        file: "chapters.json",
        media_type: "application/json+chapters",
        title: "export_chapters",
        needs: Needs::Chapters,
        podcast_element: Some("podcast:chapters"),
        about: "the sections as chapters of Podcasting 2.0",
        write: PageWriter::Text(|_, page| writer::chapters(page)),
    }),
};

/// Tells whether a text has the shape of chapters.
pub fn fits_chapters(shape: &JsonShape) -> bool {
    shape.has(&["chapters.startTime"])
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PodcastChapters {
    title: Option<String>,
    podcast_name: Option<String>,
    description: Option<String>,
    file_name: Option<String>,
    chapters: Vec<PodcastChapter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PodcastChapter {
    start_time: f64,
    title: Option<String>,
    toc: Option<bool>,
    img: Option<String>,
    url: Option<String>,
}

/// Reads chapters: a script without words.
pub fn read_chapters(text: &str) -> Result<ImportedTranscript, serde_json::Error> {
    let chapters: PodcastChapters = serde_json::from_str(text)?;
    let mut script = ImportedTranscript::default();
    script.found.units = chapters.chapters.len();
    let about = &mut script.about;
    about.title = chapters.title;
    about.publisher = chapters.podcast_name;
    about.summary = chapters.description;
    about.recording = chapters.file_name.map(RecordingField::audio);
    for marker in chapters.chapters {
        script.chapters.extend(chapter(marker, &mut script.left_out));
    }
    Ok(script)
}

/// A chapter that the contents are to show; its picture and its link stay behind.
fn chapter(marker: PodcastChapter, left_out: &mut Tally) -> Option<Chapter> {
    if let Some(img) = marker.img {
        left_out.add("pictures of chapters", img);
    }
    if let Some(url) = marker.url {
        left_out.add("links of chapters", url);
    }
    let place = ChapterStart::Time(seconds(Some(marker.start_time))?);
    match marker.title.filter(|title| !title.trim().is_empty() && marker.toc != Some(false)) {
        Some(title) => Some(Chapter { title, level: 2, place, lead: None, topics: Vec::new() }),
        None => {
            left_out.add("chapters that are not for the contents", marker.start_time.to_string());
            None
        }
    }
}
