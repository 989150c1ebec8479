//! Who speaks in a text: the labels that count, and the person behind each way of writing a name.
//!
//! Known speakers are those whom front matter or site.toml declares, by id, name or alias. Beyond
//! them a label counts when it is used like one: bold or as a heading at least twice, or plain at
//! least twice in a text that is largely made of labelled paragraphs; four times, where it declares
//! others. What was recognised in that way is always said, never silently guessed.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::label::{Form, Label};
use crate::config::{Config, Person};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{FrontMatter, Speaker, SpeakerId};
use crate::source::Span;
use crate::text::names::{self, normalise};
use crate::text::slug::{Names, slug};

/// Plain labels are believed when they open at least one paragraph in this many.
const PLAIN_SHARE: usize = 4;

/// A text with more speakers than this is not searched for slips of the pen in their names.
const MAX_COMPARED: usize = 300;

/// The speakers of one text.
pub struct Roster {
    /// Normalised ways of writing a name, each with its speaker's place in `candidates`.
    names: HashMap<String, usize>,
    /// Whom each label was found to name, as it is written: a text has thousands of labels and few names.
    found: RefCell<HashMap<String, Vec<usize>>>,
    candidates: Vec<Candidate>,
    ids: Names,
    speakers: Vec<Speaker>,
    diagnostics: Diagnostics,
}

struct Candidate {
    speaker: Speaker,
    /// Its number once it has spoken.
    number: Option<SpeakerId>,
}

/// The labels of a text, before it is known which of them count.
pub struct Census<'a> {
    /// Every label found, in reading order.
    pub labels: Vec<&'a Label>,
    /// How many paragraphs there are.
    pub paragraphs: usize,
}

impl Roster {
    /// Decides who speaks in a text.
    pub fn new(front: &FrontMatter, config: &Config, census: &Census) -> Self {
        let mut roster = Roster {
            names: HashMap::new(),
            found: RefCell::default(),
            candidates: Vec::new(),
            ids: Names::default(),
            speakers: Vec::new(),
            diagnostics: Diagnostics::new(),
        };
        roster.add_declared(front, config);
        roster.add_bracketed_aliases(census);
        roster.add_inferred(front, census);
        roster
    }

    /// The speakers that a label names; none when it is not a label after all.
    pub fn resolve(&mut self, label: &Label) -> Vec<SpeakerId> {
        let found = self.find_all(&label.name);
        found.into_iter().map(|at| self.number(at)).collect()
    }

    /// Whether a label names somebody, without making them speak.
    pub fn knows(&self, label: &Label) -> bool {
        !self.find_all(&label.name).is_empty()
    }

    /// Everybody who spoke, in the order of their first words, and what there is to say about it.
    pub fn finish(self) -> (Vec<Speaker>, Diagnostics) {
        (self.speakers, self.diagnostics)
    }

    fn number(&mut self, at: usize) -> SpeakerId {
        if let Some(number) = self.candidates[at].number {
            return number;
        }
        let number = SpeakerId(u16::try_from(self.speakers.len()).unwrap_or(u16::MAX));
        self.candidates[at].number = Some(number);
        self.speakers.push(self.candidates[at].speaker.clone());
        number
    }

    fn find_all(&self, name: &str) -> Vec<usize> {
        if let Some(found) = self.found.borrow().get(name) {
            return found.clone();
        }
        let found = self.look_up(name);
        self.found.borrow_mut().insert(name.to_string(), found.clone());
        found
    }

    fn look_up(&self, name: &str) -> Vec<usize> {
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
        whole.or_else(|| split_brackets(name).and_then(|(base, _)| self.names.get(&normalise(base)))).copied()
    }

    fn add(&mut self, speaker: Speaker) -> usize {
        self.candidates.push(Candidate { speaker, number: None });
        self.candidates.len() - 1
    }

    fn add_name(&mut self, name: &str, at: usize) {
        self.names.entry(normalise(name)).or_insert(at);
        self.found.get_mut().clear();
    }

    fn add_declared(&mut self, front: &FrontMatter, config: &Config) {
        let mut declared = Vec::new();
        for name in &front.speakers {
            let person = front.people.get_key_value(&name.value);
            let at = match person.or_else(|| find_person(&name.value, config)) {
                Some((id, person)) => self.add_person(id, person, config),
                None => self.add_stranger(&name.value),
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

    fn add_stranger(&mut self, name: &str) -> usize {
        let speaker = self.stranger(name, true);
        let at = self.add(speaker);
        self.add_name(name, at);
        at
    }

    fn stranger(&mut self, name: &str, declared: bool) -> Speaker {
        let wanted = Some(slug(name)).filter(|s| !s.is_empty()).unwrap_or_else(|| "speaker".to_string());
        let id = self.ids.claim(&wanted);
        Speaker { id, name: name.to_string(), is_person: false, declared }
    }

    /// A declared speaker may be labelled by their first or last name alone, if nobody shares it.
    fn add_short_names(&mut self, declared: &[usize]) {
        let mut owners: BTreeMap<String, HashSet<usize>> = BTreeMap::new();
        for &at in declared {
            for part in self.candidates[at].speaker.name.split_whitespace() {
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
    fn add_bracketed_aliases(&mut self, census: &Census) {
        let names: HashSet<&str> = census.labels.iter().map(|label| label.name.as_str()).collect();
        for label in &census.labels {
            let Some((base, inner)) = split_brackets(&label.name) else { continue };
            let is_used_alone = names.contains(inner);
            let known = self.names.get(&normalise(base)).copied();
            if known.is_none() && !is_used_alone {
                continue;
            }
            let at = known.unwrap_or_else(|| {
                let at = self.add_stranger(base);
                self.candidates[at].speaker.declared = false;
                at
            });
            self.add_name(inner, at);
        }
    }

    fn add_inferred(&mut self, front: &FrontMatter, census: &Census) {
        let usage = Usage::of(census, self);
        // Where a page says who speaks, "So: …" twice makes nobody of the word.
        let could_count = |label: &Label| front.speakers.is_empty() || usage.is_evident(label);
        let mut inferred: Vec<(String, Span)> = Vec::new();
        for label in &census.labels {
            if self.knows(label) || !could_count(label) || !usage.counts(label) {
                continue;
            }
            self.warn_near_miss(label);
            let speaker = self.stranger(&label.name, false);
            let at = self.add(speaker);
            self.add_name(&label.name, at);
            if let Some((base, _)) = split_brackets(&label.name) {
                self.add_name(base, at);
            }
            inferred.push((label.name.clone(), label.span));
        }
        for label in &census.labels {
            if !self.knows(label) {
                self.warn_near_miss(label);
            }
        }
        self.report_inferred(&inferred);
    }

    fn warn_near_miss(&mut self, label: &Label) {
        // Among so many nobody could tell what was meant, and comparing all with all takes its time.
        if self.candidates.len() > MAX_COMPARED {
            return;
        }
        let near =
            self.candidates.iter().map(|c| &c.speaker.name).find(|known| one_letter_off(known, &label.name));
        let Some(known) = near else { return };
        let message = format!("`{}` is one letter off the speaker `{known}`", label.name);
        self.diagnostics.push(
            Diagnostic::new(Code::NearMissSpeaker, message)
                .at(label.span)
                .help("correct the label, or add it to the speaker's aliases"),
        );
    }

    fn report_inferred(&mut self, inferred: &[(String, Span)]) {
        let Some((_, first)) = inferred.first() else { return };
        let names: Vec<String> = inferred.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let message = format!("recognised as speakers by their labels: {}", names.join(", "));
        self.diagnostics.push(
            Diagnostic::new(Code::InferredSpeaker, message)
                .at(*first)
                .help(format!("to be sure, declare them in front matter: speakers = [{}]", names.join(", "))),
        );
    }
}

/// How often each label is used, and which forms are to be believed.
struct Usage {
    /// By the labels' names as they are written.
    by_name: HashMap<String, usize>,
    /// How many labels of each form are repeated or name a role.
    telling: HashMap<Form, usize>,
    paragraphs: usize,
}

impl Usage {
    fn of(census: &Census, roster: &Roster) -> Self {
        let mut usage =
            Usage { by_name: by_name(census), telling: HashMap::new(), paragraphs: census.paragraphs };
        for label in &census.labels {
            if roster.knows(label) || usage.is_repeated(label) || names::is_role(&label.name) {
                *usage.telling.entry(label.form).or_default() += 1;
            }
        }
        usage
    }

    fn is_repeated(&self, label: &Label) -> bool {
        self.by_name[&label.name] > 1
    }

    /// Whether a label is a speaker's even on a page that declares others.
    fn is_evident(&self, label: &Label) -> bool {
        let is_often = self.by_name[&label.name] >= OFTEN;
        label.form != Form::Plain || is_often || names::is_role(&label.name)
    }

    /// Whether a label that nobody declared is a speaker's.
    fn counts(&self, label: &Label) -> bool {
        if names::is_no_name(&label.name) {
            return false;
        }
        let telling = self.telling.get(&label.form).copied().unwrap_or_default();
        match label.form {
            // Bold alone sets off all sorts of things: without a colon it takes a declared speaker.
            Form::Bold => {
                label.is_marked && telling > 1 && (self.is_repeated(label) || names::is_role(&label.name))
            }
            Form::Heading => self.is_repeated(label) || telling > 1,
            Form::Plain => {
                let is_believed = telling > 1 && telling * PLAIN_SHARE >= self.paragraphs;
                is_believed && (self.is_repeated(label) || names::is_role(&label.name))
            }
        }
    }
}

/// How often a name stands before a colon that is a speaker's, whoever else is declared.
const OFTEN: usize = 4;

/// How often each name is used, however it is written in each place.
fn by_name(census: &Census) -> HashMap<String, usize> {
    let mut as_written: HashMap<&str, usize> = HashMap::new();
    for label in &census.labels {
        *as_written.entry(&label.name).or_default() += 1;
    }
    let mut by_short_name: HashMap<String, usize> = HashMap::new();
    for (name, count) in &as_written {
        *by_short_name.entry(short_name(name)).or_default() += count;
    }
    as_written.into_keys().map(|name| (name.to_string(), by_short_name[&short_name(name)])).collect()
}

/// A name without what stands behind it in brackets: `Rene (Pickhardt)` counts as `Rene`.
fn short_name(name: &str) -> String {
    normalise(split_brackets(name).map_or(name, |(base, _)| base))
}

/// The person of site.toml that `name` means: by id, by name, or by alias.
fn find_person<'c>(name: &str, config: &'c Config) -> Option<(&'c String, &'c Person)> {
    let wanted = normalise(name);
    let is_name = |other: &String| normalise(other) == wanted;
    config.people.get_key_value(name).or_else(|| {
        config.people.iter().find(|(_, person)| is_name(&person.name) || person.aliases.iter().any(is_name))
    })
}

/// `Shaun Apps` and `SA` of `Shaun Apps（SA）`.
fn split_brackets(name: &str) -> Option<(&str, &str)> {
    let inside = name.strip_suffix([')', '）'])?;
    let (base, inner) = inside.split_once(['(', '（'])?;
    let (base, inner) = (base.trim(), inner.trim());
    (!base.is_empty() && !inner.is_empty()).then_some((base, inner))
}

/// The names of a label that joins several: `A & B`, `A, B and C`, `甲、乙`.
fn split_joint(name: &str) -> Vec<&str> {
    let mut parts = vec![name];
    for separator in
        [" & ", "&", " and ", " und ", " et ", " y ", ", ", " / ", "/", "、", "和", "與", "与", " + "]
    {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Whether one name may be a slip for the other; `Speaker 1` and `Speaker 2` differ on purpose.
fn one_letter_off(known: &str, written: &str) -> bool {
    let (known, written) = (normalise(known), normalise(written));
    let letters = |name: &str| name.chars().filter(|c| !c.is_numeric()).collect::<String>();
    letters(&known) != letters(&written)
        && known.chars().count() >= 4
        && strsim::damerau_levenshtein(&known, &written) == 1
}
