//! Names of speakers: one for each person however the file writes it, and new names given on the command line.

use std::collections::HashMap;

use crate::formats::transcript::{Cue, CueOpening, ImportedTranscript, IntroducedPerson};
use crate::text::names::normalise;
use crate::text::rich::RichText;
use crate::text::words::{WordCount, count_words};

/// The name of those whom a file does not name, where it names others.
const UNKNOWN: &str = "Unknown speaker";

/// A speaker who is to be called otherwise: `--speaker OLD=NEW`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// The name in the file.
    pub old: String,
    /// The name on the page.
    pub new: String,
}

/// Somebody who speaks: how much, and a few sentences to know them by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerSummary {
    /// The name on the page.
    pub name: String,
    /// The names in the file.
    pub labels: Vec<String>,
    /// The number of words they say.
    pub words: usize,
    /// Sentences that they say at the beginning, in the middle and near the end.
    pub samples: Vec<String>,
}

/// Gives everybody one name; who goes on without a name has the name before. Returns who speaks, and
/// the renamings that match nobody.
pub fn settle(script: &mut ImportedTranscript, renamings: &[Renaming]) -> (Vec<SpeakerSummary>, Vec<String>) {
    let has_names = script.cues.iter().any(|cue| cue.speaker.is_some());
    let mut names = SpeakerNames::new(&script.people, renamings);
    let mut current = None;
    let mut nameless = Vec::new();
    for cue in &mut script.cues {
        let written = match cue.opening {
            CueOpening::UnknownSpeaker if has_names && cue.speaker.is_none() => Some(UNKNOWN.to_string()),
            _ => cue.speaker.take(),
        };
        if cue.opening == CueOpening::Dash && written.is_none() && current.take().is_some() {
            nameless.push(cue.text.to_plain());
        }
        current = written.map(|written| names.voice(&written)).or(current);
        if let Some(voice) = current {
            let voice: &mut SpeakerSummary = &mut names.voices[voice];
            voice.words += count_words(&cue.text.to_plain());
            cue.speaker = Some(voice.name.clone());
        }
    }
    let (mut voices, unmatched) = names.finish();
    for words in nameless {
        script.changed.add("words after a dash, without the name of the speaker", words);
    }
    let said = said(&script.cues);
    for voice in &mut voices {
        voice.samples = samples(said.get(voice.name.as_str()).map_or(&[], Vec::as_slice));
    }
    rename_people(&mut script.people, &voices);
    (voices, unmatched)
}

/// Somebody introduced under one name may have been given another.
fn rename_people(people: &mut Vec<IntroducedPerson>, voices: &[SpeakerSummary]) {
    let mut names: HashMap<&str, &str> = HashMap::new();
    for voice in voices {
        for written in voice.labels.iter().chain([&voice.name]) {
            names.entry(written).or_insert(&voice.name);
        }
    }
    people.retain_mut(|person| {
        let name = names.get(person.label.as_str()).or_else(|| names.get(person.name.as_str()));
        let Some(name) = name else { return false };
        person.name = name.to_string();
        true
    });
}

struct SpeakerNames<'a> {
    /// Those whom the file introduces, by the names that cues have for them.
    people: HashMap<String, &'a IntroducedPerson>,
    renamings: &'a [Renaming],
    matched: Vec<bool>,
    /// Each way of writing a name, with its voice.
    by_name: HashMap<String, usize>,
    voices: Vec<SpeakerSummary>,
}

impl<'a> SpeakerNames<'a> {
    fn new(people: &'a [IntroducedPerson], renamings: &'a [Renaming]) -> Self {
        let matched = vec![false; renamings.len()];
        // The first who has a name keeps it.
        let by_label = people.iter().rev().map(|person| (normalise(&person.label), person)).collect();
        SpeakerNames { people: by_label, renamings, matched, by_name: HashMap::new(), voices: Vec::new() }
    }

    /// The voice of whoever the file calls `written`.
    fn voice(&mut self, written: &str) -> usize {
        let label = written.trim().trim_end_matches([':', '：']).trim();
        let key = normalise(label);
        if let Some(&voice) = self.by_name.get(&key) {
            return voice;
        }
        let name = self.name(label);
        let voice = *self.by_name.entry(normalise(&name)).or_insert(self.voices.len());
        if voice == self.voices.len() {
            self.voices.push(SpeakerSummary { name, ..SpeakerSummary::default() });
        }
        if label != UNKNOWN {
            self.voices[voice].labels.push(label.to_string());
        }
        self.by_name.insert(key, voice);
        voice
    }

    /// The name on the page of whoever the file calls `label`: a new one, the full one, or this.
    fn name(&mut self, label: &str) -> String {
        let full = self.people.get(&normalise(label)).map_or(label, |person| &person.name);
        let names = [normalise(label), normalise(full)];
        let renaming = self
            .renamings
            .iter()
            .position(|renaming| names.contains(&normalise(renaming.old.trim_end_matches([':', '：']))));
        match renaming {
            Some(at) => {
                self.matched[at] = true;
                self.renamings[at].new.clone()
            }
            None => full.to_string(),
        }
    }

    fn finish(self) -> (Vec<SpeakerSummary>, Vec<String>) {
        let unmatched = self.renamings.iter().zip(&self.matched).filter(|(_, matched)| !**matched);
        (self.voices, unmatched.map(|(renaming, _)| renaming.old.clone()).collect())
    }
}

/// The number of sentences are shown of each speaker, and how long they may be.
const SAMPLES: usize = 3;
const SAMPLE_CHARS: usize = 72;

/// The words of everybody, by name.
fn said(cues: &[Cue]) -> HashMap<&str, Vec<&RichText>> {
    let mut said: HashMap<&str, Vec<&RichText>> = HashMap::new();
    for cue in cues.iter().filter(|cue| !cue.text.is_blank()) {
        if let Some(name) = &cue.speaker {
            said.entry(name).or_default().push(&cue.text);
        }
    }
    said
}

/// The longest words that somebody says at the beginning, in the middle and near the end.
fn samples(said: &[&RichText]) -> Vec<String> {
    let part = said.len().div_ceil(SAMPLES).max(1);
    let longest = |chunk: &[&RichText]| {
        chunk.iter().map(|text| text.to_plain()).max_by_key(|text| WordCount::new(text).measure())
    };
    said.chunks(part).filter_map(longest).map(|text| shorten(&text)).collect()
}

fn shorten(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(SAMPLE_CHARS) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_and_changed() {
        let say =
            |name: Option<&str>, text: &str| Cue { speaker: name.map(str::to_string), ..Cue::plain(text) };
        let mut script = ImportedTranscript {
            cues: vec![
                say(None, "before anybody"),
                say(Some("DB:"), "one"),
                say(None, "two"),
                say(Some("Ann"), "three"),
                say(Some("ANN"), "four"),
                say(Some("devin becker"), "five"),
                Cue { opening: CueOpening::UnknownSpeaker, ..say(None, "six") },
            ],
            ..ImportedTranscript::default()
        };
        let rename = |old: &str, new: &str| Renaming { old: old.into(), new: new.into() };
        let (voices, unmatched) = settle(&mut script, &[rename("DB", "Devin Becker"), rename("Zoe", "Z")]);
        let names: Vec<Option<&str>> = script.cues.iter().map(|cue| cue.speaker.as_deref()).collect();
        let devin = Some("Devin Becker");
        assert_eq!(names, [None, devin, devin, Some("Ann"), Some("Ann"), devin, Some(UNKNOWN)]);
        assert_eq!(unmatched, ["Zoe"]);
        assert_eq!(voices[0].labels, ["DB"]);
        assert_eq!((voices[0].words, voices[0].samples.len()), (3, 3));
    }
}
