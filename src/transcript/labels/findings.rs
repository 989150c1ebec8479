//! Remarks on labels for the author: what looks like talk and was not read, and what was read on thin evidence.

use std::collections::{HashMap, HashSet};

use super::candidates::{Candidate, Candidates};
use super::decide::{Decision, Verdict};
use super::form::{LabelStyle, Separator};
use super::layout::{LayoutFigures, LayoutKey, Strength};
use super::line::{LineKind, SourceLine};
use super::name::NameRate;
use crate::text::names::{is_asker, is_nobody, normalise};

/// A remark on a label.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelFinding {
    /// The sort of remark.
    pub kind: FindingKind,
    /// The places in the text, first and last byte of each; the first is the one to report.
    pub places: Vec<(usize, usize)>,
    /// The names it is about.
    pub names: Vec<String>,
}

/// The sorts of remark on labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// The text looks like a conversation, and no label was found: lines that open alike, for this reason.
    SpeakersNotFound(&'static str),
    /// A line that begins like a label is words of the turn around it.
    LabelInsideTurn,
    /// Somebody is labelled once, and nothing else is known of them.
    OneOffSpeaker,
    /// Only one side is labelled.
    OneVoice,
    /// A label was read as an event.
    EventLabel,
}

/// The number of lines that a remark shows.
const SHOWN_LINES: usize = 3;

/// Finds what an author should know about the labels of a text.
pub fn find(text: &str, lines: &[SourceLine], found: &Candidates, decision: &Decision) -> Vec<LabelFinding> {
    let finder = FindingCollector { text, lines, found, decision };
    let has_labels = decision.verdicts.iter().any(|verdict| *verdict != Verdict::Words);
    match has_labels {
        true => [finder.inside_turns(), finder.one_off_speakers(), finder.events()].concat(),
        false => finder.not_found().into_iter().collect(),
    }
}

struct FindingCollector<'t> {
    text: &'t str,
    lines: &'t [SourceLine],
    found: &'t Candidates,
    decision: &'t Decision,
}

impl FindingCollector<'_> {
    fn with_verdict(&self, wanted: Verdict) -> impl Iterator<Item = &Candidate> {
        let verdicts = self.found.list.iter().zip(&self.decision.verdicts);
        verdicts.filter(move |(_, verdict)| **verdict == wanted).map(|(candidate, _)| candidate)
    }

    fn finding(&self, kind: FindingKind, candidates: &[&Candidate]) -> LabelFinding {
        let name = |candidate: &&Candidate| self.found.names[candidate.name as usize].written.clone();
        let mut names: Vec<String> = Vec::new();
        for written in candidates.iter().map(name) {
            if !names.contains(&written) && names.len() < 8 {
                names.push(written);
            }
        }
        let places = candidates.iter().take(SHOWN_LINES).map(|candidate| candidate.form.name).collect();
        LabelFinding { kind, places, names }
    }

    /// Names that open a line inside somebody's turn and were not taken.
    fn inside_turns(&self) -> Vec<LabelFinding> {
        let speaks: HashSet<u32> =
            self.with_verdict(Verdict::Speaker).map(|candidate| candidate.name).collect();
        let first =
            self.with_verdict(Verdict::Speaker).map(|candidate| candidate.line).next().unwrap_or(u32::MAX);
        let is_missed = |candidate: &&Candidate| {
            let name = &self.found.names[candidate.name as usize];
            let is_known = speaks.contains(&candidate.name) && candidate.form.separator != Separator::LineEnd;
            let has_colon = matches!(candidate.form.separator, Separator::Colon | Separator::Time);
            let is_full = name.rate == NameRate::High && has_colon && (name.words > 1 || name.is_role);
            candidate.line > first
                && !name.is_refused
                && !matches!(candidate.form.style, LabelStyle::Heading(_))
                && candidate.form.separator != Separator::Space
                && (is_known || is_full)
        };
        let mut by_name: HashMap<u32, Vec<&Candidate>> = HashMap::new();
        let mut order = Vec::new();
        for candidate in self.with_verdict(Verdict::Words).filter(is_missed) {
            by_name.entry(candidate.name).or_insert_with(|| {
                order.push(candidate.name);
                Vec::new()
            });
            by_name.entry(candidate.name).or_default().push(candidate);
        }
        order.iter().map(|name| self.finding(FindingKind::LabelInsideTurn, &by_name[name])).collect()
    }

    /// Speakers whom one label names, and whom nobody declared.
    fn one_off_speakers(&self) -> Vec<LabelFinding> {
        let mut by_name: HashMap<u32, (usize, &Candidate)> = HashMap::new();
        for candidate in self.with_verdict(Verdict::Speaker) {
            by_name.entry(candidate.name).or_insert((0, candidate)).0 += 1;
        }
        let is_one_off = |(times, candidate): &(usize, &Candidate)| {
            let name = &self.found.names[candidate.name as usize];
            *times == 1 && !name.is_declared && !name.is_role && !is_nobody(&name.written)
        };
        let mut once: Vec<&Candidate> =
            by_name.into_values().filter(is_one_off).map(|(_, candidate)| candidate).collect();
        // In a text with two or three labels, one label each is no exception.
        if once.is_empty() || once.len() * 2 >= self.with_verdict(Verdict::Speaker).count() {
            return Vec::new();
        }
        once.sort_by_key(|candidate| candidate.line);
        vec![self.finding(FindingKind::OneOffSpeaker, &once)]
    }

    fn events(&self) -> Vec<LabelFinding> {
        let mut seen = HashSet::new();
        let first_of_each = self.with_verdict(Verdict::Event).filter(|candidate| seen.insert(candidate.name));
        first_of_each.map(|candidate| self.finding(FindingKind::EventLabel, &[candidate])).collect()
    }

    /// The layout that looks most like talk on a text without labels.
    fn not_found(&self) -> Option<LabelFinding> {
        let one_voice = self.decision.layouts.iter().find(|layout| self.is_one_voice(layout));
        if let Some(layout) = one_voice {
            return Some(self.finding(FindingKind::OneVoice, &self.candidates(layout)));
        }
        let like_talk = self.decision.layouts.iter().filter(|layout| self.looks_like_talk(layout));
        let best = like_talk.max_by_key(|layout| (layout.returns, layout.core.len()));
        match best {
            Some(layout) => {
                Some(self.finding(FindingKind::SpeakersNotFound(reason(layout)), &self.candidates(layout)))
            }
            None => self.bold_beginning().or_else(|| self.alike_openings()).or_else(|| self.dashes()),
        }
    }

    /// A page whose first words are a name in bold with a colon: one voice, or the title of a box.
    fn bold_beginning(&self) -> Option<LabelFinding> {
        let first = self
            .found
            .list
            .iter()
            .find(|candidate| candidate.paragraph <= 1 && candidate.starts_paragraph)?;
        let name = &self.found.names[first.name as usize];
        let is_label = first.form.style == LabelStyle::Bold && first.form.separator == Separator::Colon;
        let is_name = name.rate == NameRate::High && !name.is_refused && first.has_words;
        (is_label && is_name).then(|| {
            self.finding(
                FindingKind::SpeakersNotFound("one label alone may be that of a speaker or a heading"),
                &[first],
            )
        })
    }

    fn candidates(&self, layout: &LayoutFigures) -> Vec<&Candidate> {
        layout.core.iter().map(|&at| &self.found.list[at]).collect()
    }

    /// `Q:` again and again, with answers that nothing labels.
    fn is_one_voice(&self, layout: &LayoutFigures) -> bool {
        let is_asked = |&name: &u32| is_asker(&self.found.names[name as usize].written);
        layout.strength() > Strength::Weak
            && layout.names.len() == 1
            && layout.names.iter().all(is_asked)
            && layout.core.len() > 1
    }

    fn looks_like_talk(&self, layout: &LayoutFigures) -> bool {
        let is_refused = |&name: &u32| self.found.names[name as usize].is_refused;
        if layout.names.iter().any(is_refused) || layout.is_record && layout.rate < 2.5 {
            return false;
        }
        let several = layout.names.len() > 1;
        match layout.strength() {
            Strength::Strong => {
                several && layout.returns >= 1
                    || layout.core.len() >= 3 && layout.rate >= 2.0 && layout.share >= 0.2
            }
            Strength::Medium => several && layout.returns >= 2 && (layout.rate >= 2.0 || layout.share >= 0.3),
            Strength::Weak => several && layout.returns >= 2 && layout.share >= 0.4 && layout.rate >= 1.5,
        }
    }

    /// Paragraphs that open with the same words in turn, in a form that is not known at all.
    fn alike_openings(&self) -> Option<LabelFinding> {
        let starts: Vec<(String, (usize, usize))> =
            self.lines.iter().filter_map(|line| self.opening(line)).collect();
        let mut times: HashMap<&str, usize> = HashMap::new();
        starts.iter().for_each(|(key, _)| *times.entry(key).or_default() += 1);
        let again: Vec<&(String, (usize, usize))> =
            starts.iter().filter(|(key, _)| times[key.as_str()] > 1).collect();
        let names: HashSet<&str> = again.iter().map(|(key, _)| key.as_str()).collect();
        let mut seen: HashSet<&str> = HashSet::new();
        let mut last = "";
        let mut returns = 0;
        for (key, _) in &again {
            returns += usize::from(key != last && seen.contains(key.as_str()));
            seen.insert(key);
            last = key;
        }
        let is_talk = names.len() > 1
            && names.len() * 4 <= again.len() * 2
            && returns >= 3
            && again.len() * 2 >= starts.len();
        is_talk.then(|| {
            let mut shown = Vec::new();
            again.iter().for_each(|(key, _)| {
                if !shown.contains(key) && shown.len() < 8 {
                    shown.push(key.clone());
                }
            });
            let places = again.iter().take(SHOWN_LINES).map(|(_, place)| *place).collect();
            LabelFinding {
                kind: FindingKind::SpeakersNotFound("their form is not one that is read"),
                places,
                names: shown,
            }
        })
    }

    /// The first two words of a paragraph or row, where they could be a name with marks around it.
    fn opening(&self, line: &SourceLine) -> Option<(String, (usize, usize))> {
        let is_start =
            line.kind == LineKind::Text && line.starts_paragraph || line.kind == LineKind::TableRow;
        if !is_start {
            return None;
        }
        let words = line.words(self.text);
        let window = &words[..words.floor_char_boundary(words.len().min(80))];
        let skip = window.find(char::is_alphanumeric)?;
        let end = window[skip..].match_indices(' ').nth(1).map_or(window.len(), |(at, _)| skip + at);
        let start = line.content as usize;
        Some((normalise(&window[..end]), (start, start + end)))
    }

    /// A dialogue with dashes: somebody speaks, and nobody is named.
    fn dashes(&self) -> Option<LabelFinding> {
        let starts: Vec<&SourceLine> =
            self.lines.iter().filter(|line| line.kind == LineKind::Text && line.starts_paragraph).collect();
        let is_dash = |line: &&&SourceLine| line.words(self.text).starts_with(['—', '–', '―', '─']);
        let dashed: Vec<&&SourceLine> = starts.iter().filter(is_dash).collect();
        (dashed.len() >= 4 && dashed.len() * 2 >= starts.len()).then(|| LabelFinding {
            kind: FindingKind::SpeakersNotFound("a dash says that somebody speaks, and not who"),
            places: dashed
                .iter()
                .take(SHOWN_LINES)
                .map(|line| (line.content as usize, line.end as usize))
                .collect(),
            names: Vec::new(),
        })
    }
}

/// The nearest reason for which a layout is not taken for labels.
fn reason(layout: &LayoutFigures) -> &'static str {
    let LayoutKey { separator, .. } = layout.key;
    match layout.strength() {
        Strength::Weak if matches!(separator, Separator::LineEnd | Separator::Space) => {
            "nothing but white space follows the names"
        }
        Strength::Weak => "the mark behind the names is common in other texts",
        _ if layout.names.len() < 2 => "only one name comes back, and it opens too few paragraphs",
        _ if layout.share < 0.3 => "they open too few of the paragraphs",
        _ => "they do not look enough like names",
    }
}
