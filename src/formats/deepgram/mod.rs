//! Deepgram: words of each channel, and utterances where they were asked for.

use crate::formats::registry::{Format, FormatReader};
use serde::Deserialize;

use crate::formats::shared::json_shape::JsonShape;
use crate::formats::shared::json_values::{RecognizedWord, cues_of, seconds, speaker};
use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::text::rich::RichText;

/// Deepgram's output in the registry.
pub const FORMAT: Format = Format {
    id: "deepgram",
    name: "Deepgram's JSON",
    extensions: &["json"],
    units: "words",
    keeps: "speakers, language",
    detect: |sample| sample.json_that(fits),
    read: FormatReader::Transcript(|text| read(text).map_err(|error| error.to_string())),
    write: None,
};

/// Tells whether a text has its shape.
pub fn fits(shape: &JsonShape) -> bool {
    shape.has(&["results.channels.alternatives"])
}

#[derive(Deserialize)]
struct DeepgramOutput {
    metadata: Option<Metadata>,
    results: Results,
}

#[derive(Deserialize)]
struct Metadata {
    duration: Option<f64>,
}

#[derive(Deserialize)]
struct Results {
    channels: Vec<DeepgramChannel>,
    #[serde(default)]
    utterances: Vec<DeepgramUtterance>,
}

#[derive(Deserialize)]
struct DeepgramChannel {
    alternatives: Vec<Alternative>,
    detected_language: Option<String>,
}

#[derive(Deserialize)]
struct Alternative {
    #[serde(default)]
    words: Vec<DeepgramWord>,
}

#[derive(Deserialize)]
struct DeepgramWord {
    #[serde(default)]
    word: String,
    punctuated_word: Option<String>,
    start: Option<f64>,
    end: Option<f64>,
    #[serde(default, deserialize_with = "speaker")]
    speaker: Option<String>,
}

#[derive(Deserialize)]
struct DeepgramUtterance {
    start: Option<f64>,
    end: Option<f64>,
    #[serde(default)]
    transcript: String,
    #[serde(default, deserialize_with = "speaker")]
    speaker: Option<String>,
}

/// Reads its output. Of several readings of the same words the first is the best.
pub fn read(text: &str) -> Result<ImportedTranscript, serde_json::Error> {
    let DeepgramOutput { metadata, results } = serde_json::from_str(text)?;
    let mut script = ImportedTranscript::default();
    script.about.duration = seconds(metadata.and_then(|metadata| metadata.duration));
    let language = results.channels.iter().find_map(|channel| channel.detected_language.as_deref());
    script.about.language = crate::formats::shared::languages::language(language);
    let units: usize =
        results.channels.iter().map(|channel| best(channel).map_or(0, |best| best.words.len())).sum();
    script.cues = match results.utterances.is_empty() {
        true => cues_of_channels(results.channels),
        false => results.utterances.into_iter().map(DeepgramUtterance::into_cue).collect(),
    };
    script.count(units);
    Ok(script)
}

fn best(channel: &DeepgramChannel) -> Option<&Alternative> {
    channel.alternatives.first()
}

/// Several channels are several people, unless their words say who speaks.
fn cues_of_channels(channels: Vec<DeepgramChannel>) -> Vec<Cue> {
    let is_many = channels.len() > 1;
    let mut cues: Vec<Cue> = Vec::new();
    for (number, channel) in (1..).zip(channels) {
        let words = channel.alternatives.into_iter().next().map(|best| best.words).unwrap_or_default();
        let word = |spoken: DeepgramWord| {
            let mut word = spoken.into_word();
            if is_many && word.speaker.is_none() {
                word.speaker = Some(format!("Channel {number}"));
            }
            word
        };
        cues.extend(cues_of(words.into_iter().map(word)));
    }
    if is_many {
        cues.sort_by_key(|cue| cue.start);
    }
    cues
}

impl DeepgramWord {
    fn into_word(self) -> RecognizedWord {
        let text = self.punctuated_word.unwrap_or(self.word);
        RecognizedWord { text, start: seconds(self.start), end: seconds(self.end), speaker: self.speaker }
    }
}

impl DeepgramUtterance {
    fn into_cue(self) -> Cue {
        let (start, end) = (seconds(self.start), seconds(self.end));
        Cue {
            start,
            end,
            speaker: self.speaker,
            text: RichText::plain(self.transcript.trim()),
            ..Cue::default()
        }
    }
}
