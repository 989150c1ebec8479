//! Decides which candidates are labels, with evidence over the whole text.
//!
//! The thresholds were found on some six thousand transcripts of five collections; each covers one kind of text that
//! looks like a conversation and is none, or the other way round. The mark of a conversation is names that come *back*
//! after other names: prose, glossaries, agendas and key points do not have that.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::candidates::{Candidate, Candidates, NameId, NameInfo};
use super::form::{LabelStyle, Separator};
use super::layout::{LayoutFigures, LayoutKey, Strength, figures_of, measure_layouts};
use super::line::{Container, SourceLine};
use super::name::NameRate;
use super::talk::{is_plain_talk, is_weak_talk};
use super::titles::is_titled;
use crate::text::questions::is_asker;

/// The part that a candidate has in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Words of the text.
    Words,
    /// A speaker's label.
    Speaker,
    /// The label of an event, such as `Break`.
    Event,
}

/// The decision about a text.
#[derive(Debug)]
pub struct Decision {
    /// A verdict for each candidate.
    pub verdicts: Vec<Verdict>,
    /// All layouts of the text with their figures.
    pub layouts: Vec<LayoutFigures>,
    /// Candidates whose words are quoted while the answers have no label: they are words of the text.
    pub quoted: Vec<usize>,
}

/// Decides about the candidates `found` among `lines` of a text, which may be known to be a transcript.
pub fn decide(found: &Candidates, lines: &[SourceLine], is_transcript: bool) -> Decision {
    let layouts = measure_layouts(found);
    let judge = Judge { found, lines, layouts: &layouts, is_transcript };
    let mut accepted: Vec<usize> = (0..layouts.len()).filter(|&at| judge.accepts(&layouts[at])).collect();
    judge.accept_pairs(&mut accepted);
    judge.drop_lists(&mut accepted);
    let mut verdicts = judge.judge_each(&accepted);
    judge.extend_questions(&mut verdicts);
    judge.extend_to_neighbours(&mut verdicts);
    judge.extend_known_names(&mut verdicts);
    judge.extend_enclosed_names(&mut verdicts);
    judge.extend_heading_levels(&mut verdicts);
    judge.extend_timed_roles(&mut verdicts);
    let quoted = judge.withdraw_quoted(&mut verdicts);
    judge.find_events(&mut verdicts, &accepted);
    Decision { verdicts, layouts, quoted }
}

/// The number of times that each name occurs in each layout.
pub(super) type NameCounts = HashMap<(LayoutKey, NameId), usize>;

/// Everything that a decision looks at.
pub(super) struct Judge<'t> {
    pub(super) found: &'t Candidates,
    pub(super) lines: &'t [SourceLine],
    pub(super) layouts: &'t [LayoutFigures],
    pub(super) is_transcript: bool,
}

/// More layouts than this are not compared in pairs; the most used ones are.
const MAX_PAIRED: usize = 8;

impl Judge<'_> {
    pub(super) fn name(&self, candidate: &Candidate) -> &NameInfo {
        &self.found.names[candidate.name as usize]
    }

    pub(super) fn candidate(&self, at: usize) -> &Candidate {
        &self.found.list[at]
    }

    /// Returns true if a layout as a whole is one of labels.
    fn accepts(&self, layout: &LayoutFigures) -> bool {
        self.is_declared(layout)
            || !self.is_list_of_items(layout)
                && (self.is_typographic(layout)
                    || self.begins_with_bold_names(layout)
                    || is_plain_talk(layout)
                    || self.is_known_talk(layout)
                    || self.is_talk_without_capitals(layout)
                    || is_weak_talk(layout)
                    || self.is_one_voice(layout)
                    || self.is_short_page(layout)
                    || self.is_heading_with_colon(layout)
                    || self.is_slow_talk(layout))
    }

    /// Full names in bold or brackets that come back after each other, however long the answers between them are.
    fn is_slow_talk(&self, layout: &LayoutFigures) -> bool {
        let is_set_apart = matches!(layout.key.style, LabelStyle::Bold | LabelStyle::Bracket);
        is_set_apart
            && layout.names.len() > 1
            && layout.returns >= 4
            && layout.rate >= 2.5
            && layout.repeated >= 0.9
            && !layout.is_record
    }

    /// The author says who speaks, and prose has no such layout.
    fn is_declared(&self, layout: &LayoutFigures) -> bool {
        let declared = layout.core.iter().filter(|&&at| self.name(self.candidate(at)).is_declared).count();
        declared > 0
            && (layout.strength() > Strength::Weak
                || declared > 2 && layout.returns > 0 && layout.names.len() > 1)
    }

    /// Typography is evidence already: two names, one of which comes back.
    fn is_typographic(&self, layout: &LayoutFigures) -> bool {
        layout.strength() == Strength::Strong
            && layout.names.len() > 1
            && layout.returns > 0
            && !layout.is_record
            && (layout.repeated >= 0.3 || layout.share >= 0.3)
    }

    /// The page begins with bold names and a colon, and one of them comes back after another that may stand only once.
    fn begins_with_bold_names(&self, layout: &LayoutFigures) -> bool {
        if layout.key.style != LabelStyle::Bold
            || layout.key.separator != Separator::Colon
            || layout.core.is_empty()
        {
            return false;
        }
        let full: Vec<usize> = layout
            .members
            .iter()
            .copied()
            .filter(|&at| self.is_possible(at) && self.rate(at) == NameRate::High)
            .collect();
        let begins = full.first().is_some_and(|&at| self.candidate(at).paragraph <= 1);
        begins && layout.rate >= 3.0 && figures_of(self.found, layout.key, &full, false).returns > 0
    }

    pub(super) fn rate(&self, at: usize) -> NameRate {
        self.name(self.candidate(at)).rate
    }

    /// A single voice: a talk, or a questioner whose answers are labelled too. Not `Q:` alone: the answers would be the
    /// questioner's.
    fn is_one_voice(&self, layout: &LayoutFigures) -> bool {
        let labels = layout.core.len();
        let is_only_asker =
            layout.names.iter().all(|&name| is_asker(&self.found.names[name as usize].written));
        if labels < 2 || is_only_asker || layout.is_record {
            return false;
        }
        if labels == 2 {
            let begins = layout.span.0 <= 1 && layout.key.style == LabelStyle::Bold;
            return begins
                && layout.strength() == Strength::Strong
                && layout.share >= 0.8
                && layout.rate >= 2.0;
        }
        match layout.strength() {
            Strength::Strong if layout.key.separator == Separator::LineEnd => false,
            Strength::Strong => {
                let is_named = layout.rate >= 2.0;
                let begins_bold = layout.key.style == LabelStyle::Bold && self.begins_early(layout);
                layout.share >= 0.5 && layout.repeated >= 0.5 && is_named
                    || layout.share >= 0.8 && layout.repeated >= 0.8
                    || begins_bold && is_named && layout.share >= 0.3 && layout.repeated >= 0.9
            }
            Strength::Medium => {
                labels >= 4 && layout.share >= 0.6 && layout.repeated >= 0.7 && layout.rate >= 2.0
            }
            Strength::Weak => false,
        }
    }

    /// Returns true if the core begins within the first paragraphs.
    fn begins_early(&self, layout: &LayoutFigures) -> bool {
        layout.span.0 <= 3.max(self.found.paragraphs / 5)
    }

    /// Two or three turns, of which no name comes back: an excerpt.
    fn is_short_page(&self, layout: &LayoutFigures) -> bool {
        let is_list = matches!(layout.key.container, Container::Bullet | Container::Number);
        let strength = layout.strength();
        let is_role = |&at: &usize| self.name(self.candidate(at)).is_role;
        if is_list && !layout.members.iter().all(is_role)
            || layout.is_record
            || strength == Strength::Weak
            || self.found.paragraphs > 40
        {
            return false;
        }
        let possible: Vec<usize> =
            layout.members.iter().copied().filter(|&at| self.is_possible(at)).collect();
        let names: HashSet<NameId> = possible.iter().map(|&at| self.candidate(at).name).collect();
        let Some(&first) = possible.first() else { return false };
        let figures = figures_of(self.found, layout.key, &possible, layout.is_by_line);
        let wanted = match (strength, self.is_transcript) {
            (_, true) => 0.5,
            (Strength::Strong, false) => 0.6,
            (_, false) => 0.8,
        };
        let is_named = possible.iter().all(|&at| self.rate(at) == NameRate::High);
        let may_return = strength == Strength::Strong || self.is_transcript;
        let is_timed = possible
            .iter()
            .all(|&at| self.candidate(at).form.time.is_some() && self.rate(at) >= NameRate::Fair);
        names.len() > 1
            && figures.share >= wanted
            && (self.is_transcript || self.candidate(first).paragraph <= 1 + self.found.paragraphs / 5)
            && (is_named || may_return && figures.returns > 0 || self.is_transcript && is_timed)
    }

    pub(super) fn is_possible(&self, at: usize) -> bool {
        let name = self.name(self.candidate(at));
        !name.is_refused && (name.is_declared || name.rate >= NameRate::Low)
    }

    /// Two layouts that take turns: the host bold, the guest plain.
    fn accept_pairs(&self, accepted: &mut Vec<usize>) {
        let can_pair = |layout: &LayoutFigures| {
            layout.strength() > Strength::Weak
                && !layout.is_record
                && layout.rate >= 2.0
                && matches!(layout.names.len(), 1 | 2)
        };
        let mut open: Vec<usize> =
            (0..self.layouts.len()).filter(|&at| can_pair(&self.layouts[at])).collect();
        open.sort_by_key(|&at| std::cmp::Reverse(self.layouts[at].core.len()));
        open.truncate(MAX_PAIRED);
        for (place, &a) in open.iter().enumerate() {
            for &b in &open[place + 1..] {
                if !(accepted.contains(&a) && accepted.contains(&b)) && self.takes_turns(a, b) {
                    accepted.extend([a, b]);
                }
            }
        }
        accepted.sort_unstable();
        accepted.dedup();
    }

    fn takes_turns(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.layouts[a], &self.layouts[b]);
        let mut core: Vec<usize> = a.core.iter().chain(&b.core).copied().collect();
        core.sort_unstable();
        let figures = figures_of(self.found, a.key, &core, false);
        figures.returns >= 3
            && figures.returns_in_section >= 2
            && figures.share >= 0.4
            && a.names.is_disjoint(&b.names)
    }

    fn judge_each(&self, accepted: &[usize]) -> Vec<Verdict> {
        let by_key: HashMap<LayoutKey, usize> =
            accepted.iter().map(|&at| (self.layouts[at].key, at)).collect();
        let known: HashSet<NameId> =
            accepted.iter().flat_map(|&at| &self.layouts[at].names).copied().collect();
        let often = self.count_names();
        let judge = |at: usize| {
            let key = LayoutKey::of_candidate(self.candidate(at));
            let layout = by_key.get(&key).map(|&at| &self.layouts[at]);
            match self.is_label(at, layout, &known, &often) {
                true => Verdict::Speaker,
                false => Verdict::Words,
            }
        };
        (0..self.found.list.len()).map(judge).collect()
    }

    /// Counts each name in each layout.
    fn count_names(&self) -> NameCounts {
        let mut often = HashMap::new();
        for candidate in &self.found.list {
            *often.entry((LayoutKey::of_candidate(candidate), candidate.name)).or_default() += 1;
        }
        often
    }

    fn is_label(
        &self,
        at: usize,
        layout: Option<&LayoutFigures>,
        known: &HashSet<NameId>,
        often: &NameCounts,
    ) -> bool {
        let candidate = self.candidate(at);
        let name = self.name(candidate);
        if name.is_refused || name.rate == NameRate::Editorial && !name.is_declared {
            return false;
        }
        let is_set_apart =
            matches!(candidate.form.separator, Separator::Colon | Separator::Time | Separator::Semicolon);
        if (known.contains(&candidate.name) || name.is_declared) && is_set_apart {
            return !matches!(candidate.form.style, LabelStyle::Heading(1 | 2)) || layout.is_some();
        }
        if known.contains(&candidate.name) && candidate.form.separator == Separator::TightColon {
            return candidate.starts_paragraph || layout.is_some();
        }
        if name.is_declared
            && candidate.form.style == LabelStyle::Bold
            && candidate.form.separator == Separator::LineEnd
        {
            return true;
        }
        let Some(layout) = layout else { return false };
        if often[&(layout.key, candidate.name)] == 1 && self.is_list_among(candidate, &layout.core) {
            return false;
        }
        let is_weak = layout.strength() == Strength::Weak;
        if layout.names.contains(&candidate.name) {
            // `Q - …` and `A - …` say nothing about `Alice - …` among them.
            let is_other = is_weak && layout.roles >= 0.8 && !name.is_role_or_letter();
            return !is_other && (candidate.starts_paragraph || layout.is_by_line || !is_weak);
        }
        !self.is_one_of_items(at, often)
            && self.is_once_only_label(candidate, layout, often[&(layout.key, candidate.name)])
    }

    /// Returns true for a speaker whose name does not come again, in an accepted layout.
    fn is_once_only_label(&self, candidate: &Candidate, layout: &LayoutFigures, often: usize) -> bool {
        let name = self.name(candidate);
        let before = candidate.paragraph + 3 < layout.span.0;
        let core_has_words =
            layout.core.iter().filter(|&&at| !self.candidate(at).owns_line).count() * 2 > layout.core.len();
        let introduces =
            candidate.owns_line && candidate.form.time.is_none() && core_has_words && !name.is_event;
        // A sentence in bold may have a colon too: only a full name makes a label of it.
        let is_run = !candidate.form.reopened.is_empty() && name.rate < NameRate::High;
        if before || introduces || is_run {
            return false;
        }
        let starts = candidate.starts_paragraph || layout.is_by_line;
        if layout.core.is_empty() {
            // A page so short that no name comes back.
            return starts && name.rate >= NameRate::Low;
        }
        match layout.strength_for(candidate) {
            Strength::Strong if name.rate >= NameRate::Low => starts,
            Strength::Strong => {
                let is_bold_colon =
                    candidate.form.style == LabelStyle::Bold && candidate.form.separator == Separator::Colon;
                starts && is_bold_colon && name.words <= 6 && (layout.share >= 0.5 || often > 2)
            }
            Strength::Medium => {
                let inside = candidate.paragraph <= layout.span.1 + 1;
                let is_like_others = layout.timed <= 0.5 || candidate.form.time.is_some();
                starts && inside && is_like_others && name.rate >= NameRate::Fair && layout.share >= 0.5
            }
            Strength::Weak if candidate.form.separator == Separator::Dot && name.is_role => true,
            Strength::Weak if self.has_time_below(candidate) => {
                let timed = layout.core.iter().filter(|&&at| self.has_time_below(self.candidate(at))).count();
                starts && name.rate >= NameRate::Fair && timed * 5 >= layout.core.len() * 4
            }
            // Nearly every paragraph begins with a name that typography or a dash sets apart.
            Strength::Weak => {
                let is_bare = candidate.form.style == LabelStyle::Plain
                    && candidate.form.separator != Separator::Dash
                    && !is_titled(&name.written);
                let is_short = name.words <= 4 || is_titled(&name.written);
                let is_named = name.rate >= NameRate::Fair && is_short && layout.rate >= 2.0;
                let is_dense = layout.share >= 0.8 && layout.names.len() > 1 && layout.roles < 0.8;
                starts && !is_bare && is_named && is_dense
            }
        }
    }

    /// Returns true for a name on a line above one that is a time and nothing else.
    fn has_time_below(&self, candidate: &Candidate) -> bool {
        candidate.owns_line
            && self.found.times.binary_search_by_key(&(candidate.line + 1), |(line, _)| *line).is_ok()
    }

    /// In a transcript a name that is a label once is one before each colon.
    fn extend_known_names(&self, verdicts: &mut [Verdict]) {
        if !self.is_transcript {
            return;
        }
        let labelled = self.found.list.iter().zip(&*verdicts);
        let known: HashSet<NameId> =
            labelled.filter(|(_, verdict)| **verdict == Verdict::Speaker).map(|(c, _)| c.name).collect();
        for (candidate, verdict) in self.found.list.iter().zip(&mut *verdicts) {
            if known.contains(&candidate.name) && candidate.form.separator == Separator::Colon {
                *verdict = Verdict::Speaker;
            }
        }
    }
}
