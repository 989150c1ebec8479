//! Companion files of a transcript: chapters, and the people of a mission.

use super::markdown::Front;
use super::spacelog::meta::Meta;
use super::transcript::{Chapter, ChapterStart, Cue, ImportedTranscript};
use super::{Choices, Input, Refusal, decode, detect, podcasting, spacelog, webvtt};

/// A file that was read beside a transcript.
pub enum Companion {
    /// The place where sections begin.
    Chapters(Box<ImportedTranscript>),
    /// A Spacelog mission's `_meta`.
    Meta(Box<Meta>),
}

impl Companion {
    /// Reads one.
    pub fn read(input: &Input, choices: &Choices) -> Result<Companion, Refusal> {
        let text = decode::decode(&input.bytes, choices.encoding).text;
        let format = detect::detect(&input.name, &text).map_err(Refusal::Unknown)?;
        let chapters = |script| Companion::Chapters(Box::new(script));
        let broken = |error: serde_json::Error| Refusal::Broken(format, error.to_string());
        match format {
            found if *found == podcasting::CHAPTERS => {
                podcasting::read_chapters(&text).map(chapters).map_err(broken)
            }
            found if *found == spacelog::META => {
                Meta::read(&text).map(|meta| Companion::Meta(Box::new(meta))).map_err(broken)
            }
            found if *found == webvtt::FORMAT => Ok(chapters(cues_as_chapters(webvtt::read(&text)))),
            other => Err(Refusal::NoCompanion(other)),
        }
    }

    /// Adds what it says to the transcript it belongs to.
    pub fn apply(self, script: &mut ImportedTranscript) {
        match self {
            Companion::Meta(meta) => meta.apply(script),
            Companion::Chapters(chapters) => {
                script.chapters.extend(chapters.chapters);
                fill(&mut script.about, chapters.about);
                for (what, sort) in chapters.left_out.iter() {
                    script.left_out.add_many(what, sort.count, sort.example.as_str());
                }
            }
        }
    }
}

/// A transcript knows best what it is; what it does not say may be told by its chapters.
fn fill(about: &mut Front, other: Front) {
    about.title = about.title.take().or(other.title);
    about.summary = about.summary.take().or(other.summary);
    about.publisher = about.publisher.take().or(other.publisher);
    about.recording = about.recording.take().or(other.recording);
}

/// Each cue of a file of chapters is the title of one.
fn cues_as_chapters(script: ImportedTranscript) -> ImportedTranscript {
    let chapter = |cue: &Cue| {
        let place = ChapterStart::Time(cue.start?);
        Some(Chapter { title: cue.text.to_plain(), level: 2, place, lead: None, topics: Vec::new() })
    };
    let chapters = script.cues.iter().filter_map(chapter).collect();
    ImportedTranscript { chapters, about: script.about, ..ImportedTranscript::default() }
}
