//! Remarks on labels for the author: what looks like talk and was not read, and what was read on thin evidence.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::candidates::{Candidate, Candidates};
use super::decide::{Decision, Verdict};
use super::form::{LabelStyle, Separator};
use super::layout::{LayoutFigures, LayoutKey, Strength, figures_of};
use super::line::{Container, LineKind, SourceLine};
use super::missed::MissedLabels;
use super::name::NameRate;
use super::rewrite::LabelRewrite;
use crate::text::four_part_times::FourPartTimes;
use crate::text::names::is_nobody;
use crate::text::questions::{is_asker, is_question_or_answer, question_pair};
use crate::text::timecode::LastPart;

/// A remark on a label.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelFinding {
    /// The sort of remark.
    pub kind: FindingKind,
    /// The places in the text, first and last byte of each; the first is the one to report.
    pub places: Vec<(usize, usize)>,
    /// The names it is about.
    pub names: Vec<String>,
    /// The text with labels in place of the lines that open alike.
    pub rewrite: Option<LabelRewrite>,
}

/// The sorts of remark on labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// The text looks like a conversation, and no label was found: lines that open alike, for this reason.
    SpeakersNotFound(&'static str),
    /// A line that begins like a label is words of the turn around it.
    LabelInsideTurn,
    /// A name of somebody who speaks, with a colon behind, is inside a line.
    LabelInsideLine,
    /// Somebody is labelled once, and nothing else is known of them.
    OneOffSpeaker,
    /// Only one side is labelled.
    OneVoice,
    /// Only words in quotation marks are labelled, and those between are not.
    QuotedLabels,
    /// A label was read as an event.
    EventLabel,
    /// Times have four parts, and nothing tells if the last one is seconds or frames. They are read as this.
    UnclearTimes(LastPart),
}

impl FindingKind {
    /// Tells if the remark says that somebody speaks and nobody was found.
    pub fn is_not_found(self) -> bool {
        matches!(self, FindingKind::SpeakersNotFound(_) | FindingKind::OneVoice | FindingKind::QuotedLabels)
    }
}

impl LabelFinding {
    /// A remark on the times of four parts in `text` from byte `from` on, if it is not clear what they are.
    pub(super) fn from_times(text: &str, from: usize, times: &FourPartTimes) -> Option<LabelFinding> {
        let doubtful = times.doubtful.as_ref()?;
        let place = (from + doubtful.start, from + doubtful.end);
        Some(LabelFinding {
            kind: FindingKind::UnclearTimes(times.last),
            places: vec![place],
            names: vec![text[place.0..place.1].to_string()],
            rewrite: None,
        })
    }
}

/// The number of lines that a remark shows.
pub(super) const SHOWN_LINES: usize = 3;

/// Finds what an author should know about the labels of a text.
pub fn find(text: &str, lines: &[SourceLine], found: &Candidates, decision: &Decision) -> Vec<LabelFinding> {
    let finder = FindingCollector { text, lines, found, decision };
    let has_labels = decision.verdicts.iter().any(|verdict| *verdict != Verdict::Words);
    match has_labels {
        true => [
            finder.quoted(),
            finder.inside_turns(),
            finder.numbers_inside_turns(),
            finder.one_off_speakers(),
            finder.events(),
        ]
        .concat(),
        false if !decision.quoted.is_empty() => finder.quoted(),
        false => finder.not_found().into_iter().collect(),
    }
}

pub(super) struct FindingCollector<'t> {
    pub(super) text: &'t str,
    pub(super) lines: &'t [SourceLine],
    pub(super) found: &'t Candidates,
    decision: &'t Decision,
}

impl<'t> FindingCollector<'t> {
    pub(super) fn with_verdict(&self, wanted: Verdict) -> impl Iterator<Item = &Candidate> {
        let verdicts = self.found.list.iter().zip(&self.decision.verdicts);
        verdicts.filter(move |(_, verdict)| **verdict == wanted).map(|(candidate, _)| candidate)
    }

    fn finding(&self, kind: FindingKind, candidates: &[&Candidate]) -> LabelFinding {
        let name = |candidate: &&Candidate| self.found.names[candidate.name as usize].written.clone();
        let mut seen = HashSet::new();
        let names = candidates.iter().filter(|candidate| seen.insert(candidate.name)).map(name).collect();
        let places = candidates.iter().take(SHOWN_LINES).map(|candidate| candidate.form.name).collect();
        LabelFinding { kind, places, names, rewrite: None }
    }

    /// Labels whose words are quoted, while nothing labels the answers.
    fn quoted(&self) -> Vec<LabelFinding> {
        let quoted: Vec<&Candidate> = self.decision.quoted.iter().map(|&at| &self.found.list[at]).collect();
        match quoted.is_empty() {
            true => Vec::new(),
            false => vec![self.finding(FindingKind::QuotedLabels, &quoted)],
        }
    }

    /// Names that open a line inside somebody's turn and were not taken.
    fn inside_turns(&self) -> Vec<LabelFinding> {
        let missed = MissedLabels::new(self.found, self.decision);
        let is_missed = |candidate: &&Candidate| {
            missed.is_one(candidate)
                && (!candidate.is_quoted || self.decision.quoted.is_empty())
                && !self.introduces_what_follows(candidate)
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

    /// `Ann Lee:` alone above a block quotation: somebody quotes her. `For a Mac:` above code.
    fn introduces_what_follows(&self, candidate: &Candidate) -> bool {
        let below = &self.lines[candidate.line as usize + 1..];
        let next = below.iter().find(|line| line.kind != LineKind::Blank);
        candidate.owns_line
            && candidate.form.time.is_none()
            && candidate.container == Container::None
            && next.is_some_and(|line| {
                line.container == Container::Quote || line.words(self.text).starts_with('`')
            })
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
                let kind = FindingKind::SpeakersNotFound(reason(layout));
                let rewrite = self.rewrite(layout);
                Some(LabelFinding { rewrite, ..self.finding(kind, &self.candidates(layout)) })
            }
            None => self
                .question_and_answer()
                .or_else(|| self.short_talk())
                .or_else(|| self.lone_label())
                .or_else(|| self.numbers_that_talk())
                .or_else(|| self.alike_openings())
                .or_else(|| self.dashes()),
        }
    }

    /// `Q:` and `A:` in turn, in a list or with marks that prove little.
    fn question_and_answer(&self) -> Option<LabelFinding> {
        let name = |candidate: &Candidate| self.found.names[candidate.name as usize].written.as_str();
        let is_pair = |pair: &&[Candidate]| {
            let is_marked = |candidate: &Candidate| candidate.has_words && candidate.starts_paragraph;
            question_pair(name(&pair[0]), name(&pair[1])).is_some() && pair.iter().all(is_marked)
        };
        let pair = self.found.list.windows(2).find(is_pair)?;
        let is_refused = |candidate: &Candidate| self.found.names[candidate.name as usize].is_refused;
        let kind = FindingKind::SpeakersNotFound("one question and its answer are too few to be sure");
        (!pair.iter().any(is_refused)).then(|| self.finding(kind, &pair.iter().collect::<Vec<_>>()))
    }

    /// `Ann:`, `Bob:` and `Ann:` again are nearly all of a short page: little evidence, and not none.
    fn short_talk(&self) -> Option<LabelFinding> {
        let is_named = |at: &usize| {
            let name = &self.found.names[self.found.list[*at].name as usize];
            let has_case = name.written.chars().any(|c| c.is_uppercase() || c.is_lowercase());
            !name.is_refused && name.rate >= if has_case { NameRate::Fair } else { NameRate::Low }
        };
        let is_short_talk = |layout: &&LayoutFigures| {
            layout.strength() > Strength::Weak
                && !layout.is_record
                && layout.members.len() * 5 >= self.found.paragraphs as usize * 4
                && layout.members.iter().all(is_named)
                && figures_of(self.found, layout.key, &layout.members, layout.is_by_line).returns > 0
        };
        let layout = self.decision.layouts.iter().find(is_short_talk)?;
        let labels: Vec<&Candidate> = layout.members.iter().map(|&at| &self.found.list[at]).collect();
        Some(self.finding(FindingKind::SpeakersNotFound("too few labels to be sure"), &labels))
    }

    /// A page whose first words are a name in bold or initials with a colon, or a question or an answer alone: one voice, or
    /// the title of a box.
    fn lone_label(&self) -> Option<LabelFinding> {
        let is_lone =
            |candidate: &&Candidate| self.is_beginning(candidate) || self.is_lone_question(candidate);
        let label = self.found.list.iter().find(is_lone)?;
        let kind = FindingKind::SpeakersNotFound("one label alone may be that of a speaker or a heading");
        Some(self.finding(kind, &[label]))
    }

    fn is_beginning(&self, candidate: &Candidate) -> bool {
        let name = &self.found.names[candidate.name as usize];
        let is_initials = (2..=3).contains(&name.written.len())
            && name.written.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_first = match candidate.form.style {
            LabelStyle::Bold => candidate.paragraph <= 1,
            // Below the title of the page.
            LabelStyle::Plain => is_initials && candidate.paragraph <= 2,
            _ => false,
        };
        let is_label = is_first && candidate.starts_paragraph && candidate.form.separator == Separator::Colon;
        is_label && name.rate == NameRate::High && !name.is_refused && candidate.has_words
    }

    fn is_lone_question(&self, candidate: &Candidate) -> bool {
        let name = &self.found.names[candidate.name as usize];
        is_question_or_answer(&name.written.to_lowercase())
            && candidate.form.separator == Separator::Colon
            && candidate.container == Container::None
            && candidate.starts_paragraph
            && candidate.has_words
            && !name.is_refused
    }

    /// The labels of a layout as they are always read, where the names look like names and come back.
    fn rewrite(&self, layout: &LayoutFigures) -> Option<LabelRewrite> {
        let is_clear = layout.names.len() > 1 && layout.returns >= 2 && layout.rate >= 2.0;
        let label = |candidate: &'t Candidate| {
            let line = &self.lines[candidate.line as usize];
            let start = if line.heading_level().is_some() { line.start } else { line.content };
            (candidate, self.found.names[candidate.name as usize].written.as_str(), start as usize)
        };
        let labels: Vec<(&Candidate, &str, usize)> = self.candidates(layout).into_iter().map(label).collect();
        is_clear.then(|| LabelRewrite::from_candidates(self.text, &labels))?
    }

    fn candidates(&self, layout: &LayoutFigures) -> Vec<&'t Candidate> {
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
        if several && layout.returns >= 4 && layout.rate >= 2.5 && layout.repeated >= 0.9 {
            return true;
        }
        match layout.strength() {
            Strength::Strong => {
                several && layout.returns >= 1
                    || layout.core.len() >= 3 && layout.rate >= 2.0 && layout.share >= 0.2
            }
            Strength::Medium => several && layout.returns >= 2 && (layout.rate >= 2.0 || layout.share >= 0.3),
            Strength::Weak => several && layout.returns >= 2 && layout.share >= 0.4 && layout.rate >= 1.5,
        }
    }

    /// A dialogue with dashes: somebody speaks, and nobody is named.
    fn dashes(&self) -> Option<LabelFinding> {
        let starts: Vec<&SourceLine> =
            self.lines.iter().filter(|line| line.kind == LineKind::Text && line.starts_paragraph).collect();
        let is_dash = |line: &&&SourceLine| line.words(self.text).starts_with(['—', '–', '―', '─']);
        let dashed: Vec<&&SourceLine> = starts.iter().filter(is_dash).collect();
        (dashed.len() >= 4 && dashed.len() * 2 >= starts.len()).then(|| LabelFinding {
            kind: FindingKind::SpeakersNotFound("a dash does not name the speaker"),
            rewrite: None,
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
