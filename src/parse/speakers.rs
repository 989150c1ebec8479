//! The speaker table of a text: one entry for each person, whatever their labels call them.
//!
//! Known speakers are those whom front matter or site.toml declares, by ID, name or alias. Beyond them everybody is added
//! whom a label names; that is always said, never silently guessed.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::declaration_help::DeclarationHelp;
use crate::config::{Config, Person};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{FrontMatter, Speaker, SpeakerId};
use crate::source::{SourceId, Span};
use crate::text::names::{is_role, normalise};
use crate::text::questions::has_counterpart;
use crate::text::slug::{Names, slug};
use crate::transcript::labels::{LabelKind, LabelRules, TurnLabel, split_joint, split_parenthesis};

/// A text with more speakers than this is not searched for slips of the pen in their names.
const MAX_COMPARED: usize = 300;

/// The number of names that a remark lists before it counts the others.
const MAX_LISTED: usize = 8;

/// The speakers of one text.
pub struct SpeakerTable {
    /// Normalised ways of writing a name, each with its speaker's place in `entries`.
    names: HashMap<String, usize>,
    entries: Vec<SpeakerEntry>,
    ids: Names,
    /// The speakers whom each label named so far.
    resolved: HashMap<String, Vec<SpeakerId>>,
    speakers: Vec<Speaker>,
    diagnostics: Diagnostics,
}

struct SpeakerEntry {
    speaker: Speaker,
    /// Its number once it has spoken.
    number: Option<SpeakerId>,
}

impl SpeakerTable {
    /// A table of those whom front matter and site.toml declare.
    pub fn declared(front: &FrontMatter, config: &Config) -> Self {
        let mut table = SpeakerTable {
            names: HashMap::new(),
            entries: Vec::new(),
            ids: Names::default(),
            resolved: HashMap::new(),
            speakers: Vec::new(),
            diagnostics: Diagnostics::new(),
        };
        table.add_declared(front, config);
        table
    }

    /// The rules by which labels are read for these speakers.
    pub fn rules<'c>(&self, front: &'c FrontMatter, config: &'c Config) -> LabelRules<'c> {
        let settings = &config.transcripts;
        let page_only = settings.only_declared && !front.speakers.is_empty();
        let is_of_page = |at: usize| {
            front.speakers.iter().any(|name| self.names.get(&normalise(&name.value)) == Some(&at))
        };
        let declared = self.names.iter().filter(|&(_, &at)| !page_only || is_of_page(at));
        LabelRules {
            declared: declared.map(|(name, _)| name.clone()).collect(),
            not_speakers: settings.not_speakers.iter().map(|name| normalise(name)).collect(),
            only_declared: settings.only_declared,
            is_transcript: false,
            layouts: &settings.labels,
            page_mark: front.source.pages.as_ref(),
        }
    }

    /// Adds everybody whom `labels` name and nobody declared.
    pub fn add_labelled(&mut self, labels: &[TurnLabel], source: SourceId, declaration: DeclarationHelp) {
        self.add_initials(labels);
        let mut inferred: Vec<(&str, Span)> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for label in labels.iter().filter(|label| label.kind == LabelKind::Speaker) {
            if seen.insert(&label.name) && self.find_all(&label.name).is_empty() {
                let speaker = self.undeclared(&label.name);
                let at = self.add(speaker);
                self.add_name(&label.name, at);
                inferred.push((&label.name, name_span(label, source)));
            }
        }
        self.report_inferred(&inferred, declaration);
        self.report_near_misses(labels, source);
    }

    /// The one who is declared or labelled as `name`: no ID if they have not spoken yet.
    pub fn known(&self, name: &str) -> Option<Vec<SpeakerId>> {
        let entry = &self.entries[*self.names.get(&normalise(name))?];
        Some(entry.number.into_iter().collect())
    }

    /// The speakers whom a label names.
    pub fn resolve(&mut self, name: &str) -> Vec<SpeakerId> {
        if let Some(known) = self.resolved.get(name) {
            return known.clone();
        }
        let found: Vec<SpeakerId> = self.find_all(name).into_iter().map(|at| self.number(at)).collect();
        self.resolved.insert(name.to_string(), found.clone());
        found
    }

    /// Tells if a speaker is only a role such as `A` or `Audience`, whom nobody declared: others speak for it too. In other
    /// languages, two letters are roles together, as `P` and `R` are.
    pub fn is_undeclared_role(&self, id: SpeakerId) -> bool {
        let names = || self.entries.iter().map(|entry| entry.speaker.name.as_str());
        self.speakers.get(usize::from(id.0)).is_some_and(|speaker| {
            !speaker.declared && (is_role(&speaker.name) || has_counterpart(&speaker.name, names()))
        })
    }

    /// Everybody who spoke, in the order of their first words, and the remarks on them.
    pub fn finish(self) -> (Vec<Speaker>, Diagnostics) {
        (self.speakers, self.diagnostics)
    }

    fn number(&mut self, at: usize) -> SpeakerId {
        if let Some(number) = self.entries[at].number {
            return number;
        }
        let number = SpeakerId(u16::try_from(self.speakers.len()).unwrap_or(u16::MAX));
        self.entries[at].number = Some(number);
        if self.speakers.len() <= usize::from(u16::MAX) {
            self.speakers.push(self.entries[at].speaker.clone());
        }
        number
    }

    fn find_all(&self, name: &str) -> Vec<usize> {
        if let Some(one) = self.find(name) {
            return vec![one];
        }
        let parts: Vec<_> = split_joint(name).into_iter().map(|part| self.find(part)).collect();
        match parts.len() {
            0 | 1 => Vec::new(),
            _ => parts.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default(),
        }
    }

    fn find(&self, name: &str) -> Option<usize> {
        let whole = self.names.get(&normalise(name));
        whole
            .or_else(|| split_parenthesis(name).and_then(|(base, _)| self.names.get(&normalise(base))))
            .copied()
    }

    fn add(&mut self, speaker: Speaker) -> usize {
        self.entries.push(SpeakerEntry { speaker, number: None });
        self.entries.len() - 1
    }

    fn add_name(&mut self, name: &str, at: usize) {
        self.names.entry(normalise(name)).or_insert(at);
    }

    fn add_declared(&mut self, front: &FrontMatter, config: &Config) {
        let mut declared = Vec::new();
        for name in &front.speakers {
            let person = front.people.get_key_value(&name.value);
            let at = match person.or_else(|| find_person(&name.value, config)) {
                Some((id, person)) => self.add_person(id, person, config),
                None => {
                    let speaker = Speaker { declared: true, ..self.undeclared(&name.value) };
                    let at = self.add(speaker);
                    self.add_name(&name.value, at);
                    at
                }
            };
            declared.push(at);
        }
        for (id, person) in &config.people {
            if !self.names.contains_key(&normalise(id)) {
                self.add_person(id, person, config);
            }
        }
        self.add_short_names(&declared);
    }

    fn add_person(&mut self, id: &str, person: &Person, config: &Config) -> usize {
        self.ids.take(id);
        let at = self.add(Speaker {
            id: id.to_string(),
            name: person.name.clone(),
            is_person: config.people.contains_key(id),
            declared: true,
        });
        for name in [id, &person.name].into_iter().chain(person.aliases.iter().map(String::as_str)) {
            self.add_name(name, at);
        }
        at
    }

    fn undeclared(&mut self, name: &str) -> Speaker {
        let wanted = Some(slug(name)).filter(|s| !s.is_empty()).unwrap_or_else(|| "speaker".to_string());
        let id = self.ids.claim(&wanted);
        Speaker { id, name: name.to_string(), is_person: false, declared: false }
    }

    /// A declared speaker may be labelled by their first or last name alone, if nobody shares it.
    fn add_short_names(&mut self, declared: &[usize]) {
        let mut owners: BTreeMap<String, HashSet<usize>> = BTreeMap::new();
        for &at in declared {
            for part in self.entries[at].speaker.name.split_whitespace() {
                owners.entry(part.to_string()).or_default().insert(at);
            }
        }
        for (part, owners) in owners {
            if owners.len() == 1 {
                owners.into_iter().for_each(|at| self.add_name(&part, at));
            }
        }
    }

    /// `Shaun Apps（SA）` says that `SA` is Shaun Apps from here on.
    fn add_initials(&mut self, labels: &[TurnLabel]) {
        let names: HashSet<&str> = labels.iter().map(|label| label.name.as_str()).collect();
        for label in labels.iter().filter(|label| label.kind == LabelKind::Speaker) {
            let written = format!("{}{}", label.name, label.parenthesis.as_deref().unwrap_or_default());
            let Some((base, inner)) = split_parenthesis(&written) else { continue };
            let known = self.names.get(&normalise(base)).copied();
            if known.is_none() && !names.contains(inner) {
                continue;
            }
            let at = known.unwrap_or_else(|| {
                let speaker = self.undeclared(base);
                let at = self.add(speaker);
                self.add_name(base, at);
                at
            });
            self.add_name(inner, at);
        }
    }

    fn report_inferred(&mut self, inferred: &[(&str, Span)], declaration: DeclarationHelp) {
        let Some((_, first)) = inferred.first() else { return };
        let names: Vec<&str> = inferred.iter().map(|(name, _)| *name).collect();
        let quoted: Vec<String> = names.iter().take(MAX_LISTED).map(|name| format!("\"{name}\"")).collect();
        let listed = match names.len() > MAX_LISTED {
            true => format!("{} and {} more", quoted.join(", "), names.len() - MAX_LISTED),
            false => quoted.join(", "),
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::InferredSpeaker,
                format!("recognised as speakers by their labels: {listed}"),
            )
            .at(*first)
            .help(format!("to be sure, {}", declaration.advice("them", &names))),
        );
    }

    /// A name that is written once or twice and is one letter off one that is common may be a slip of the pen.
    fn report_near_misses(&mut self, labels: &[TurnLabel], source: SourceId) {
        let mut uses: BTreeMap<&str, (usize, &TurnLabel)> = BTreeMap::new();
        for label in labels.iter().filter(|label| label.kind == LabelKind::Speaker) {
            uses.entry(&label.name).or_insert((0, label)).0 += 1;
        }
        // Among so many nobody could tell what was meant, and comparing all with all takes its time.
        if uses.len() > MAX_COMPARED {
            return;
        }
        let mut known: Vec<(&str, usize)> = uses.iter().map(|(name, (times, _))| (*name, *times)).collect();
        let declared = self.entries.iter().filter(|entry| entry.speaker.declared);
        known.extend(declared.map(|entry| (entry.speaker.name.as_str(), usize::MAX)));
        let is_declared =
            |name: &str| self.find_all(name).iter().any(|&at| self.entries[at].speaker.declared);
        let mut found = Vec::new();
        for (name, (times, label)) in
            uses.iter().filter(|(name, (times, _))| *times <= 2 && !is_declared(name))
        {
            let near =
                known.iter().find(|(other, more)| *more > *times && *more > 2 && is_near_miss(other, name));
            found.extend(near.map(|(other, _)| (other.to_string(), *label)));
        }
        for (known, label) in found {
            let message = format!("`{}` is one letter off the speaker `{known}`", label.name);
            self.diagnostics.push(
                Diagnostic::new(Code::NearMissSpeaker, message)
                    .at(name_span(label, source))
                    .help("correct the label, or add it to the speaker's aliases"),
            );
        }
    }
}

/// The place of a label's name in its file.
pub fn name_span(label: &TurnLabel, source: SourceId) -> Span {
    Span::new(source, label.name_range.0, label.name_range.1)
}

/// The person of site.toml that `name` means: by ID, by name, or by alias.
fn find_person<'c>(name: &str, config: &'c Config) -> Option<(&'c String, &'c Person)> {
    let wanted = normalise(name);
    let is_name = |other: &String| normalise(other) == wanted;
    config.people.get_key_value(name).or_else(|| {
        config.people.iter().find(|(_, person)| is_name(&person.name) || person.aliases.iter().any(is_name))
    })
}

/// Returns true if one name may be a misspelling of the other. `Speaker 1` and `Speaker 2`, `Student A` and `Student B`
/// differ on purpose; so may two short names in a script whose characters are words, 第一組 and 第二組.
fn is_near_miss(known: &str, written: &str) -> bool {
    let (known, written) = (normalise(known), normalise(written));
    let has_letters_of_words = written.chars().any(char::is_lowercase);
    let differs_in_mark = known.split(' ').count() == written.split(' ').count()
        && known.split(' ').zip(written.split(' ')).all(|(a, b)| a == b || is_mark(a) && is_mark(b));
    has_letters_of_words
        && !differs_in_mark
        && known.chars().count() >= 5
        && strsim::damerau_levenshtein(&known, &written) == 1
}

/// Returns true for a word that only numbers a name: a letter, or anything with a digit.
fn is_mark(word: &str) -> bool {
    word.chars().count() == 1 || word.chars().any(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_told_from_names_that_differ_on_purpose() {
        for (known, written) in
            [("Sam Altman", "Sam Altmann"), ("Cleo Abram", "Cleo Abrma"), ("Speaker", "Speeker")]
        {
            assert!(is_near_miss(known, written), "{known}, {written}");
        }
        for (known, written) in [
            ("Student A", "Student B"),
            ("Speaker 1", "Speaker 2"),
            ("第一組", "第二組"),
            ("SPEAKER_00", "SPEAKER_01"),
            ("Ann", "Anna"),
        ] {
            assert!(!is_near_miss(known, written), "{known}, {written}");
        }
    }
}
