//! AssemblyAI: utterances or words, in milliseconds, and the chapters it makes.

use crate::formats::registry::{Format, FormatReader};
use serde::Deserialize;

use crate::formats::markdown::front::RecordingField;
use crate::formats::shared::json_shape::JsonShape;
use crate::formats::shared::json_values::{RecognizedWord, cues_of, millis, seconds, speaker};
use crate::formats::shared::languages::language;
use crate::formats::transcript::{Chapter, ChapterStart, Cue, ImportedTranscript};
use crate::text::rich::RichText;

/// AssemblyAI's output in the registry.
pub const FORMAT: Format = Format {
    id: "assemblyai",
    name: "AssemblyAI's JSON",
    extensions: &["json"],
    units: "utterances",
    keeps: "speakers, language, chapters",
    detect: |sample| sample.json_that(fits),
    read: FormatReader::Transcript(|text| read(text).map_err(|error| error.to_string())),
    write: None,
};

/// Tells whether a text has its shape.
pub fn fits(shape: &JsonShape) -> bool {
    shape.has(&["status", "text"]) && (shape.has(&["words"]) || shape.has(&["utterances"]))
}

#[derive(Deserialize)]
struct AssemblyAiOutput {
    language_code: Option<String>,
    audio_duration: Option<f64>,
    audio_url: Option<String>,
    words: Option<Vec<AssemblyAiWord>>,
    utterances: Option<Vec<AssemblyAiUtterance>>,
    chapters: Option<Vec<AssemblyAiChapter>>,
}

#[derive(Deserialize)]
struct AssemblyAiWord {
    #[serde(default)]
    text: String,
    start: Option<f64>,
    end: Option<f64>,
    #[serde(default, deserialize_with = "speaker")]
    speaker: Option<String>,
}

#[derive(Deserialize)]
struct AssemblyAiUtterance {
    #[serde(default)]
    text: String,
    start: Option<f64>,
    end: Option<f64>,
    #[serde(default, deserialize_with = "speaker")]
    speaker: Option<String>,
}

#[derive(Deserialize)]
struct AssemblyAiChapter {
    start: Option<f64>,
    headline: Option<String>,
    gist: Option<String>,
}

/// Reads its output.
pub fn read(text: &str) -> Result<ImportedTranscript, serde_json::Error> {
    let output: AssemblyAiOutput = serde_json::from_str(text)?;
    let mut script = ImportedTranscript::default();
    script.about.language = language(output.language_code.as_deref());
    script.about.duration = seconds(output.audio_duration);
    // An upload's address is the vendor's own, and does not last.
    let lasts = |url: &String| url.starts_with("https://") && !url.contains("assemblyai.com");
    script.about.recording = output.audio_url.filter(lasts).map(RecordingField::audio);
    let words = output.words.unwrap_or_default();
    let utterances = output.utterances.unwrap_or_default();
    let units = if utterances.is_empty() { words.len() } else { utterances.len() };
    script.cues = match utterances.is_empty() {
        true => cues_of(words.into_iter().map(AssemblyAiWord::into_word)),
        false => utterances.into_iter().map(AssemblyAiUtterance::into_cue).collect(),
    };
    script.chapters =
        output.chapters.unwrap_or_default().into_iter().filter_map(AssemblyAiChapter::into_chapter).collect();
    script.count(units);
    Ok(script)
}

impl AssemblyAiWord {
    fn into_word(self) -> RecognizedWord {
        RecognizedWord {
            text: self.text,
            start: millis(self.start),
            end: millis(self.end),
            speaker: self.speaker,
        }
    }
}

impl AssemblyAiUtterance {
    fn into_cue(self) -> Cue {
        let (start, end) = (millis(self.start), millis(self.end));
        Cue { start, end, speaker: self.speaker, text: RichText::plain(self.text.trim()), ..Cue::default() }
    }
}

impl AssemblyAiChapter {
    fn into_chapter(self) -> Option<Chapter> {
        let place = ChapterStart::Time(millis(self.start)?);
        Some(Chapter { title: self.gist.or(self.headline)?, level: 2, place, lead: None })
    }
}
