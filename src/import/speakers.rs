//! Who speaks: one name for each, however the file wrote it, and those that are given new ones.

use std::collections::HashMap;

use super::script::{Cue, Opening, Person, Script, count_words};
use crate::text::flow;
use crate::text::names::normalise;

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
pub struct Voice {
    /// The name on the page.
    pub name: String,
    /// The names in the file.
    pub labels: Vec<String>,
    /// How many words they say.
    pub words: usize,
    /// What they say at the beginning, in the middle and near the end.
    pub samples: Vec<String>,
}

/// Gives everybody one name; who goes on without a name has the name before. Returns who speaks, and
/// the renamings that match nobody.
pub fn settle(script: &mut Script, renamings: &[Renaming]) -> (Vec<Voice>, Vec<String>) {
    let has_names = script.cues.iter().any(|cue| cue.speaker.is_some());
    let mut roster = Roster::new(&script.people, renamings);
    let mut current = None;
    for cue in &mut script.cues {
        let written = match cue.opening {
            Opening::Stranger if has_names && cue.speaker.is_none() => Some(UNKNOWN.to_string()),
            _ => cue.speaker.take(),
        };
        current = written.map(|written| roster.voice(&written)).or(current);
        if let Some(voice) = current {
            let voice: &mut Voice = &mut roster.voices[voice];
            voice.words += count_words(&cue.text.to_plain());
            cue.speaker = Some(voice.name.clone());
        }
    }
    let (mut voices, unmatched) = roster.finish();
    for voice in &mut voices {
        voice.samples = samples(&voice.name, &script.cues);
    }
    rename_people(&mut script.people, &voices);
    (voices, unmatched)
}

/// Somebody introduced under one name may have been given another.
fn rename_people(people: &mut Vec<Person>, voices: &[Voice]) {
    people.retain_mut(|person| {
        let is_theirs = |voice: &&Voice| voice.labels.contains(&person.label) || voice.name == person.name;
        let Some(voice) = voices.iter().find(is_theirs) else { return false };
        person.name.clone_from(&voice.name);
        true
    });
}

struct Roster<'a> {
    people: &'a [Person],
    renamings: &'a [Renaming],
    matched: Vec<bool>,
    /// Each way of writing a name, with its voice.
    by_name: HashMap<String, usize>,
    voices: Vec<Voice>,
}

impl<'a> Roster<'a> {
    fn new(people: &'a [Person], renamings: &'a [Renaming]) -> Self {
        let matched = vec![false; renamings.len()];
        Roster { people, renamings, matched, by_name: HashMap::new(), voices: Vec::new() }
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
            self.voices.push(Voice { name, ..Voice::default() });
        }
        if label != UNKNOWN {
            self.voices[voice].labels.push(label.to_string());
        }
        self.by_name.insert(key, voice);
        voice
    }

    /// The name on the page of whoever the file calls `label`: a new one, the full one, or this.
    fn name(&mut self, label: &str) -> String {
        let person = self.people.iter().find(|person| normalise(&person.label) == normalise(label));
        let full = person.map_or(label, |person| &person.name);
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

    fn finish(self) -> (Vec<Voice>, Vec<String>) {
        let unmatched = self.renamings.iter().zip(&self.matched).filter(|(_, matched)| !**matched);
        (self.voices, unmatched.map(|(renaming, _)| renaming.old.clone()).collect())
    }
}

/// How many sentences are shown of each speaker, and how long they may be.
const SAMPLES: usize = 3;
const SAMPLE_CHARS: usize = 72;

/// What `name` says at the beginning, in the middle and near the end: the longest words around there.
fn samples(name: &str, cues: &[Cue]) -> Vec<String> {
    let own: Vec<String> = cues
        .iter()
        .filter(|cue| cue.speaker.as_deref() == Some(name))
        .map(|cue| cue.text.to_plain())
        .filter(|text| !text.trim().is_empty())
        .collect();
    let part = own.len().div_ceil(SAMPLES).max(1);
    own.chunks(part)
        .filter_map(|chunk| chunk.iter().max_by_key(|text| flow::measure(text)))
        .map(|text| shorten(text))
        .collect()
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
        let mut script = Script {
            cues: vec![
                say(None, "before anybody"),
                say(Some("DB:"), "one"),
                say(None, "two"),
                say(Some("Ann"), "three"),
                say(Some("ANN"), "four"),
                say(Some("devin becker"), "five"),
                Cue { opening: Opening::Stranger, ..say(None, "six") },
            ],
            ..Script::default()
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
