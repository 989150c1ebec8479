//! Whisper and what was built on it: segments with times, perhaps with words, perhaps with speakers.
//!
//! openai-whisper, faster-whisper, OpenAI's `verbose_json`, WhisperX and whisper-timestamped write
//! `segments`; whisper.cpp writes `transcription`, and Hugging Face's pipeline `chunks`.

use crate::formats::registry::{Format, FormatReader};
use serde::Deserialize;

use crate::formats::shared::json_shape::JsonShape;
use crate::formats::shared::json_values::{RecognizedWord, cues_of, millis, seconds, speaker};
use crate::formats::shared::languages::language;
use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;

/// Whisper's output in the registry.
pub const FORMAT: Format = Format {
    id: "whisper",
    name: "Whisper's JSON",
    extensions: &["json"],
    units: "segments",
    keeps: "the output of openai-whisper, faster-whisper, whisper.cpp, WhisperX, whisper-timestamped, OpenAI’s `verbose_json` and Hugging Face’s pipeline, with speakers where there are any",
    detect: |sample| sample.json_that(fits),
    read: FormatReader::Transcript(|text| read(text).map_err(|error| error.to_string())),
    write: None,
};

/// Tells whether a text has the shape of one of them.
pub fn fits(shape: &JsonShape) -> bool {
    shape.has(&["segments.start", "segments.end", "segments.text"])
        || shape.has(&["transcription.offsets", "transcription.text"])
        || shape.has(&["chunks.timestamp", "chunks.text"])
        || shape.has(&["task", "words.word", "words.start"])
}

#[derive(Deserialize)]
struct WhisperOutput {
    language: Option<String>,
    duration: Option<f64>,
    #[serde(default)]
    segments: Vec<WhisperSegment>,
    #[serde(default)]
    words: Vec<WhisperWord>,
    #[serde(default)]
    chunks: Vec<WhisperChunk>,
    #[serde(default)]
    transcription: Vec<WhisperCppPart>,
    result: Option<CppResult>,
}

#[derive(Deserialize)]
struct WhisperSegment {
    start: Option<f64>,
    end: Option<f64>,
    #[serde(default)]
    text: String,
    #[serde(default, deserialize_with = "speaker")]
    speaker: Option<String>,
    words: Option<Vec<WhisperWord>>,
}

#[derive(Deserialize)]
struct WhisperWord {
    #[serde(alias = "text", default)]
    word: String,
    start: Option<f64>,
    end: Option<f64>,
    #[serde(default, deserialize_with = "speaker")]
    speaker: Option<String>,
}

#[derive(Deserialize)]
struct WhisperChunk {
    #[serde(default)]
    timestamp: Vec<Option<f64>>,
    #[serde(default)]
    text: String,
    #[serde(default, deserialize_with = "speaker")]
    speaker: Option<String>,
}

/// A segment of whisper.cpp.
#[derive(Deserialize)]
struct WhisperCppPart {
    offsets: Offsets,
    #[serde(default)]
    text: String,
    #[serde(default, deserialize_with = "speaker")]
    speaker: Option<String>,
}

#[derive(Deserialize)]
struct Offsets {
    from: Option<f64>,
    to: Option<f64>,
}

#[derive(Deserialize)]
struct CppResult {
    language: Option<String>,
}

/// Reads any of them.
pub fn read(text: &str) -> Result<ImportedTranscript, serde_json::Error> {
    let output: WhisperOutput = serde_json::from_str(text)?;
    let mut script = ImportedTranscript::default();
    let named = output.language.or(output.result.and_then(|result| result.language));
    script.about.language = language(named.as_deref());
    script.about.duration = seconds(output.duration);
    let mut units = output.segments.len() + output.chunks.len() + output.transcription.len();
    if units == 0 {
        units = output.words.len();
        script.cues = cues_of(output.words.into_iter().map(WhisperWord::into_word));
    }
    output.segments.into_iter().for_each(|segment| add_segment(segment, &mut script));
    script.cues.extend(output.chunks.into_iter().map(WhisperChunk::into_cue));
    script.cues.extend(output.transcription.into_iter().map(WhisperCppPart::into_cue));
    script.cues.retain(|cue| !cue.text.is_blank());
    script.count(units);
    Ok(script)
}

/// A segment is a cue, unless its words are said by several people.
fn add_segment(segment: WhisperSegment, script: &mut ImportedTranscript) {
    let words = segment.words.unwrap_or_default();
    let mut speakers = words.iter().filter_map(|word| word.speaker.as_ref());
    let first = speakers.next().cloned();
    if speakers.any(|other| Some(other) != first.as_ref()) {
        let mut last = segment.speaker;
        let named = words.into_iter().map(WhisperWord::into_word).map(|mut word| {
            last = word.speaker.take().or(last.take());
            RecognizedWord { speaker: last.clone(), ..word }
        });
        let cues = cues_of(named);
        script.changed.add("segments in which several people speak, divided", segment.text.trim());
        return script.cues.extend(cues);
    }
    if !words.is_empty() {
        script.left_out.add_many("times of single words", words.len(), "");
    }
    script.cues.push(Cue {
        known: known_times(segment.text.trim(), &words),
        start: seconds(segment.start),
        end: seconds(segment.end),
        speaker: segment.speaker.or(first),
        text: RichText::plain(segment.text.trim()),
        ..Cue::default()
    });
}

/// The place where words begin in a segment's text, and when. A word that is not where it should be has no time.
fn known_times(text: &str, words: &[WhisperWord]) -> Vec<(usize, Timecode)> {
    let (mut known, mut from) = (Vec::new(), 0);
    for word in words.iter().filter(|word| !word.word.trim().is_empty()) {
        let window = text.floor_char_boundary((from + WINDOW).min(text.len()));
        let Some(found) = text[from..window].find(word.word.trim()) else { continue };
        let at = from + found;
        known.extend(seconds(word.start).map(|start| (at, start)));
        from = at + word.word.trim().len();
    }
    known
}

/// The largest distance between a word and the one before it, in bytes.
const WINDOW: usize = 120;

impl WhisperWord {
    fn into_word(self) -> RecognizedWord {
        RecognizedWord {
            text: self.word,
            start: seconds(self.start),
            end: seconds(self.end),
            speaker: self.speaker,
        }
    }
}

impl WhisperChunk {
    fn into_cue(self) -> Cue {
        let time = |at: usize| seconds(self.timestamp.get(at).copied().flatten());
        let (start, end) = (time(0), time(1));
        Cue { start, end, speaker: self.speaker, text: RichText::plain(self.text.trim()), ..Cue::default() }
    }
}

impl WhisperCppPart {
    fn into_cue(self) -> Cue {
        let (start, end) = (millis(self.offsets.from), millis(self.offsets.to));
        Cue { start, end, speaker: self.speaker, text: RichText::plain(self.text.trim()), ..Cue::default() }
    }
}
