//! The metadata of a Spacelog mission: acts, scenes, people in shifts, and a glossary.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::GLOSSARY;
use crate::formats::shared::json_shape::JsonShape;
use crate::formats::transcript::{Chapter, ChapterStart, ImportedNote, ImportedTranscript, IntroducedPerson};
use crate::formats::webvtt::timing::lax;
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;

/// Tells whether a text has the shape of it.
pub fn fits(shape: &JsonShape) -> bool {
    shape.has(&["acts.range", "characters"])
}

/// A mission's `_meta`.
#[derive(Debug, Deserialize)]
pub struct Meta {
    #[serde(default)]
    copy: Copy,
    #[serde(default)]
    acts: Vec<Scene>,
    #[serde(default)]
    key_scenes: Vec<Scene>,
    #[serde(default)]
    characters: BTreeMap<String, Character>,
    #[serde(default)]
    glossary: BTreeMap<String, Term>,
}

#[derive(Debug, Default, Deserialize)]
struct Copy {
    title: Option<String>,
    summary: Option<String>,
    #[serde(default)]
    transcript_attributions: Vec<MissionAttribution>,
}

#[derive(Debug, Deserialize)]
struct MissionAttribution {
    url: Option<String>,
    title: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Scene {
    title: String,
    description: Option<String>,
    range: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Character {
    role: Option<String>,
    name: Option<String>,
    short_name: Option<String>,
    mission_position: Option<String>,
    bio: Option<String>,
    #[serde(default)]
    shifts: Vec<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Term {
    summary: Option<String>,
    description: Option<String>,
}

impl Meta {
    /// Reads a mission's `_meta`.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Adds what it says to the transcript it belongs to.
    pub fn apply(self, script: &mut ImportedTranscript) {
        let shifts = self.shifts();
        for cue in &mut script.cues {
            let shift = cue.speaker.as_ref().and_then(|label| shifts.get(label.as_str()));
            if let Some(id) = shift.and_then(|shift| on_duty(shift, cue.start)) {
                cue.speaker = Some(id.to_string());
            }
        }
        let about = &mut script.about;
        about.title = self.copy.title;
        about.summary = self.copy.summary;
        if let Some(attribution) = self.copy.transcript_attributions.into_iter().next() {
            about.url = attribution.url;
            about.publisher = attribution.title;
        }
        script.people.extend(self.characters.into_iter().filter_map(person));
        script.chapters.extend(chapters(self.acts, 2));
        script.chapters.extend(chapters(self.key_scenes, 3));
        explain(script, &self.glossary);
    }

    /// The shifts of everybody, by the label that they all have.
    fn shifts(&self) -> HashMap<&str, Shifts> {
        let time = |written: &String| mission_time(written).unwrap_or_default();
        let of = |character: &Character| {
            let starts = character.shifts.iter();
            let mut shifts: Shifts =
                starts.filter_map(|shift| Some((time(shift.get(1)?), shift.first()?.clone()))).collect();
            shifts.sort();
            shifts
        };
        self.characters.iter().map(|(label, character)| (label.as_str(), of(character))).collect()
    }
}

/// The times at which shifts begin, in order, with the id of whoever is on duty then.
type Shifts = Vec<(Timecode, String)>;

fn on_duty(shifts: &Shifts, time: Option<Timecode>) -> Option<&str> {
    let time = time.unwrap_or_default();
    let begun = shifts.partition_point(|(start, _)| *start <= time);
    Some(shifts.get(begun.saturating_sub(1))?.1.as_str())
}

fn person((label, character): (String, Character)) -> Option<IntroducedPerson> {
    let name = character.name.or_else(|| character.short_name.clone())?;
    // `Neil Armstrong (CDR)`: what stands in brackets is told by the role.
    let short = character.short_name.map(|short| short.split(" (").next().unwrap_or_default().to_string());
    let role = character.mission_position.or(character.role.filter(|role| role != "other"));
    let role = role.map(|role| {
        role.replace("mission-ops-title", "mission control").replace("mission-ops", "mission control")
    });
    let bio = character.bio.filter(|bio| !bio.is_empty());
    Some(IntroducedPerson { label, name, short, role, bio, ..IntroducedPerson::default() })
}

fn chapters(scenes: Vec<Scene>, level: u8) -> impl Iterator<Item = Chapter> {
    scenes.into_iter().filter_map(move |scene| {
        let start = scene.range.first()?;
        let place = ChapterStart::Time(mission_time(start)?);
        Some(Chapter { title: scene.title, level, place, lead: scene.description, topics: Vec::new() })
    })
}

/// A time since launch; what lies before counts as the beginning.
fn mission_time(written: &str) -> Option<Timecode> {
    if written.starts_with('-') { Some(Timecode(0)) } else { lax(written) }
}

/// Makes notes of the glossary's words, one for each, on all the words that it explains.
fn explain(script: &mut ImportedTranscript, glossary: &BTreeMap<String, Term>) {
    let mut notes: HashMap<&str, usize> = HashMap::new();
    for run in script.cues.iter_mut().flat_map(|cue| &mut cue.text.runs) {
        let Some(term) = run.marks.link.as_deref().and_then(|link| link.strip_prefix(GLOSSARY)) else {
            continue;
        };
        let Some((term, explained)) = glossary.get_key_value(term) else { continue };
        let number = *notes.entry(term).or_insert_with(|| {
            script.notes.push(note(term, explained));
            script.notes.len() - 1
        });
        run.marks.link = None;
        run.marks.notes.push(number);
    }
}

fn note(term: &str, explained: &Term) -> ImportedNote {
    let text = [&explained.summary, &explained.description].into_iter().flatten();
    ImportedNote {
        kind: "term".to_string(),
        name: Some(term.to_string()),
        by: None,
        text: text.map(RichText::plain).collect(),
        ..ImportedNote::default()
    }
}
