//! The JSON of speech recognizers and of the editors that correct it. All of it has one shape, pieces with times that may hold
//! words with times, under names that differ: the names are a table (`shapes`), and the reader is one.

pub mod clouds;
pub mod editors;
mod fields;
mod pieces;
mod row;
pub mod shapes;

use serde_json::Value;

use self::fields::{Clock, speaker, text, value, values};
use self::pieces::PieceReader;
use crate::formats::markdown::front::RecordingField;
use crate::formats::shared::json_shape::JsonShape;
use crate::formats::shared::json_values::UNKNOWN_SPEAKER;
use crate::formats::shared::languages::language;
use crate::formats::transcript::{Chapter, ChapterStart, ImportedTranscript, IntroducedPerson};

/// The names that a recognizer has for what it says.
pub struct RecognizerShape {
    /// Lists of keys: a file of the recognizer has all keys of one list.
    keys: &'static [&'static [&'static str]],
    /// The places of what was said, the first that is there counts.
    layouts: &'static [PieceLayout],
    /// The names of what it says of the whole text.
    about: AboutKeys,
}

/// The place and the names of pieces, and of the words inside of them.
pub struct PieceLayout {
    /// The path of channels, each read by itself; empty when there are none.
    channels: &'static str,
    /// The path of pieces inside of a channel; empty when all its words are one piece.
    pieces: &'static str,
    /// The path of words inside of a piece; empty when there are none.
    words: &'static str,
    /// The names in a piece.
    piece: PieceKeys,
    /// The names in a word.
    word: PieceKeys,
    /// The unit of times.
    clock: Clock,
    /// The way words follow one another.
    spacing: WordSpacing,
    /// Stretches that one speaker has, where words do not say whose they are.
    turns: Option<TurnKeys>,
}

/// The names of values in a piece or in a word: paths, the first that is there counts.
pub struct PieceKeys {
    text: &'static [&'static str],
    start: &'static [&'static str],
    end: &'static [&'static str],
    /// In place of an end.
    duration: &'static [&'static str],
    speaker: &'static [&'static str],
}

/// The way words follow one another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WordSpacing {
    /// A space stands between them, and none before punctuation.
    Words,
    /// Each brings its own spaces; one without is a part of the word before.
    Tokens,
}

/// The place and names of a list that says who speaks from when.
struct TurnKeys {
    list: &'static str,
    start: &'static [&'static str],
    speaker: &'static [&'static str],
}

/// The names of what is said of a text.
struct AboutKeys {
    title: &'static [&'static str],
    language: &'static [&'static str],
    duration: Option<(Clock, &'static [&'static str])>,
    audio: &'static [&'static str],
    /// The path of a list of speakers, and the names of their ids and names in it.
    people: Option<(&'static str, &'static [&'static str], &'static [&'static str])>,
    /// The path of a list of chapters, their unit, and the names of their beginnings and titles.
    chapters: Option<(&'static str, Clock, &'static [&'static str], &'static [&'static str])>,
    /// The lists that are read of a file whose program is not known: others are reported. Empty where the program is known.
    known_lists: &'static [&'static str],
}

impl RecognizerShape {
    /// Tells whether a text has its keys.
    pub fn fits(&self, shape: &JsonShape) -> bool {
        self.keys.iter().any(|keys| shape.has(keys))
    }

    /// Reads its output.
    pub fn read(&self, text: &str) -> Result<ImportedTranscript, String> {
        let output: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut script = ImportedTranscript::default();
        let mut units = 0;
        for layout in self.layouts {
            let mut reader = PieceReader::new(layout, &mut script);
            reader.read(&output);
            units = reader.units;
            if units > 0 {
                break;
            }
        }
        script.cues.retain(|cue| !cue.text.is_blank());
        label_unknown(&mut script);
        self.about.read(&output, &mut script);
        script.count(units);
        Ok(script)
    }
}

/// Labels the pieces whose speaker was not recognized, where others have one: without a label of their own they would be
/// read as words of the speaker before them.
fn label_unknown(script: &mut ImportedTranscript) {
    if script.cues.iter().all(|cue| cue.speaker.is_none()) {
        return;
    }
    for cue in script.cues.iter_mut().filter(|cue| cue.speaker.is_none()) {
        script.changed.add("pieces without a speaker, labelled “Unknown speaker”", cue.text.to_plain());
        cue.speaker = Some(UNKNOWN_SPEAKER.to_string());
    }
}

impl AboutKeys {
    fn read(&self, output: &Value, script: &mut ImportedTranscript) {
        let about = &mut script.about;
        about.title = text(output, self.title).map(|title| title.into_owned());
        let spoken = self
            .language
            .iter()
            .find_map(|path| values(output, path).into_iter().find_map(Value::as_str).map(str::to_string));
        about.language = language(spoken.as_deref());
        about.duration = self.duration.and_then(|(clock, paths)| clock.time(output, paths));
        about.recording =
            value(output, self.audio).and_then(Value::as_str).filter(lasts).map(RecordingField::audio);
        if let Some((list, clock, start, title)) = self.chapters {
            script.chapters.extend(values(output, list).into_iter().filter_map(|chapter| {
                let place = ChapterStart::Time(clock.time(chapter, start)?);
                Some(Chapter {
                    title: text(chapter, title)?.into_owned(),
                    level: 2,
                    place,
                    lead: None,
                    topics: Vec::new(),
                })
            }));
        }
        self.report_lists(output, script);
        if let Some((list, id, name)) = self.people {
            script.people.extend(values(output, list).into_iter().filter_map(|person| {
                let (label, name) = (speaker(person, id)?, text(person, name)?.trim().to_string());
                (!name.is_empty()).then(|| IntroducedPerson { label, name, ..IntroducedPerson::default() })
            }));
        }
    }
}

impl AboutKeys {
    fn report_lists(&self, output: &Value, script: &mut ImportedTranscript) {
        let Some(keys) = output.as_object().filter(|_| !self.known_lists.is_empty()) else { return };
        let is_read = |key: &str| self.known_lists.contains(&key);
        let lists = keys
            .iter()
            .filter(|(key, value)| value.as_array().is_some_and(|list| !list.is_empty()) && !is_read(key));
        lists.for_each(|(key, _)| script.left_out.add("other lists in the file", key.as_str()));
    }
}

/// An upload's address is the recognizer's own, and does not last.
fn lasts(url: &&str) -> bool {
    const OWN: [&str; 6] =
        ["assemblyai.com", "gladia.io", "amazonaws.com", "storage.googleapis.com", "rev.ai", "?"];
    url.starts_with("https://") && !OWN.iter().any(|own| url.contains(own))
}
