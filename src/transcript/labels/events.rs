//! Labels of events: breaks, music, what a machine heard. Nobody says them.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::candidates::{Candidate, NameId};
use super::decide::{Judge, Verdict};
use super::form::{LabelStyle, Separator};
use super::layout::{LayoutFigures, LayoutKey, Strength};
use super::line::Container;
use super::name::NameRate;
use crate::text::names::is_credit;

impl Judge<'_> {
    /// Labels that never have words are events: breaks, music, what a machine heard.
    pub(super) fn find_events(&self, verdicts: &mut [Verdict], accepted: &[usize]) {
        let has_words_behind: HashSet<LayoutKey> = accepted
            .iter()
            .map(|&at| &self.layouts[at])
            .filter(|layout| {
                let with_words = layout.core.iter().filter(|&&at| self.candidate(at).has_words).count();
                with_words * 2 > layout.core.len()
            })
            .map(|layout| layout.key)
            .collect();
        let mut speaks: HashSet<NameId> = HashSet::new();
        // The label next to a speaker's is looked for up to the next speaker, so that each candidate is seen once.
        for at in (0..verdicts.len()).filter(|&at| verdicts[at] == Verdict::Speaker) {
            let candidate = self.candidate(at);
            let is_empty =
                !candidate.has_words && has_words_behind.contains(&LayoutKey::of_candidate(candidate));
            if !is_empty || !self.has_content(candidate) && !self.is_label_next(verdicts, at) {
                speaks.insert(candidate.name);
            }
        }
        let any_label = verdicts.contains(&Verdict::Speaker);
        let directions = self.stage_directions(verdicts);
        let is_timed = |&at: &usize| any_label && self.is_timed_event(verdicts, at, &speaks);
        let timed: HashSet<usize> = (0..verdicts.len()).filter(is_timed).collect();
        for (at, (candidate, verdict)) in self.found.list.iter().zip(verdicts).enumerate() {
            let name = self.name(candidate);
            let is_direction = is_enclosed_alone(candidate) && directions.contains(&candidate.name);
            let is_event =
                !name.is_declared && (name.is_event || !speaks.contains(&candidate.name) || is_direction);
            let is_refused = any_label && self.is_refused_event(candidate);
            let is_credit = any_label && self.is_credit_line(candidate);
            if *verdict == Verdict::Speaker && is_event || is_refused || is_credit || timed.contains(&at) {
                *verdict = Verdict::Event;
            }
        }
    }

    /// `Outro: [55:34]` alone in its paragraph, however the labels of those who speak are written: nobody says it. What is not
    /// known as an event must stand right before a label, since words of its own would follow.
    fn is_timed_event(&self, verdicts: &[Verdict], at: usize, speaks: &HashSet<NameId>) -> bool {
        let (candidate, name) = (self.candidate(at), self.name(self.candidate(at)));
        let is_alone = candidate.starts_paragraph && candidate.owns_line && candidate.form.time.is_some();
        let is_item = matches!(candidate.container, Container::Bullet | Container::Number);
        verdicts[at] == Verdict::Words
            && candidate.form.separator == Separator::Colon
            && !matches!(candidate.form.style, LabelStyle::Heading(_))
            && is_alone
            && !is_item
            && !name.is_declared
            && !speaks.contains(&candidate.name)
            && (name.is_event || name.rate >= NameRate::Low && self.is_label_next(verdicts, at))
    }

    /// Names that stand in brackets on lines of their own, `(BEGIN VIDEO CLIP)`, in a text whose other labels, of which
    /// there are more, are written otherwise. Another label follows most of them: what words follow would be said by the name.
    fn stage_directions(&self, verdicts: &[Verdict]) -> HashSet<NameId> {
        let labels = (0..verdicts.len()).filter(|&at| verdicts[at] == Verdict::Speaker);
        let (enclosed, others): (Vec<usize>, Vec<usize>) =
            labels.partition(|&at| is_enclosed_alone(self.candidate(at)));
        if enclosed.len() >= others.len() {
            return HashSet::new();
        }
        let speakers: HashSet<NameId> = others.iter().map(|&at| self.candidate(at).name).collect();
        let mut followed: HashMap<NameId, (usize, usize)> = HashMap::new();
        for at in enclosed {
            let (by_label, all) = followed.entry(self.candidate(at).name).or_default();
            *by_label += usize::from(self.is_label_next(verdicts, at));
            *all += 1;
        }
        let is_direction = |(name, (by_label, all)): &(NameId, (usize, usize))| {
            by_label * 2 > *all && !speakers.contains(name)
        };
        followed.into_iter().filter(is_direction).map(|(name, _)| name).collect()
    }

    /// `Transcribed by https://…` below the last words, which nobody of the recording says.
    fn is_credit_line(&self, candidate: &Candidate) -> bool {
        candidate.form.separator == Separator::Space
            && candidate.starts_paragraph
            && candidate.paragraph == self.found.paragraphs
            && is_credit(&self.name(candidate).written)
    }

    /// Returns true if a time or a remark in brackets follows the label.
    fn has_content(&self, candidate: &Candidate) -> bool {
        !candidate.owns_line || candidate.form.time.is_some()
    }

    /// Returns true if the next paragraph begins with a label.
    fn is_label_next(&self, verdicts: &[Verdict], at: usize) -> bool {
        let paragraph = self.candidate(at).paragraph;
        let next = self.found.list[at + 1..]
            .iter()
            .zip(&verdicts[at + 1..])
            .find(|(_, verdict)| **verdict == Verdict::Speaker);
        match next {
            Some((next, _)) => next.paragraph <= paragraph + 1,
            None => self.found.paragraphs <= paragraph,
        }
    }

    /// Returns true for a label that is in a speaker's place and that the author declared to be no speaker:
    /// `**Break:** …`.
    fn is_refused_event(&self, candidate: &Candidate) -> bool {
        let name = self.name(candidate);
        let is_accepted = |layout: &&LayoutFigures| {
            layout.key == LayoutKey::of_candidate(candidate)
                && layout.strength() > Strength::Weak
                && !layout.core.is_empty()
        };
        name.is_refused
            && name.is_event
            && candidate.starts_paragraph
            && self.layouts.iter().any(|layout| is_accepted(&layout))
    }
}

/// Returns true for a label in brackets that fills its line.
pub(super) fn is_enclosed_alone(candidate: &Candidate) -> bool {
    let form = &candidate.form;
    form.style == LabelStyle::Bracket && form.separator == Separator::LineEnd && form.time.is_none()
}
