//! Layouts whose marks prose has as well: the figures by which talk is told from it.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::candidates::{Candidate, NameId};
use super::decide::{Judge, NameCounts, Verdict};
use super::events::is_enclosed_alone;
use super::form::{LabelStyle, Separator};
use super::layout::{LayoutFigures, LayoutKey, Strength};
use super::line::Container;
use super::name::NameRate;
use crate::text::questions::{is_asker, is_in_pair, is_plain_pair, question_pair};

/// Pairs of labels for questions and answers that make a conversation where single letters stand for both.
const MIN_LETTER_PAIRS: usize = 3;

/// The most paragraphs from a question to its answer.
const MAX_QUESTION: u32 = 3;

impl Judge<'_> {
    /// A text that is known to be a transcript: full names that come back are enough, however seldom they stand among the
    /// lines of captions; so is a name behind chevrons or beside a time, and one voice that most paragraphs are of.
    pub(super) fn is_known_talk(&self, layout: &LayoutFigures) -> bool {
        if !self.is_transcript || layout.is_record || layout.strength() == Strength::Weak {
            return false;
        }
        let is_named = |&at: &usize| self.rate(at) >= NameRate::Fair && self.is_possible(at);
        let is_timed = |&at: &usize| self.candidate(at).form.time.is_some();
        let is_broadcast = layout.key.style == LabelStyle::Chevron;
        let is_set_apart = is_broadcast || layout.members.iter().all(is_timed);
        let is_asker = |&name: &NameId| is_asker(&self.found.names[name as usize].written);
        let is_one_voice = layout.names.len() == 1 && !layout.names.iter().all(is_asker);
        is_set_apart && layout.members.iter().all(is_named)
            || is_one_voice && layout.core.len() > 1 && layout.share >= 0.4
            || layout.names.len() > 1
                && (layout.rate >= 2.5 && layout.returns >= 1
                    || layout.rate >= 2.0 && layout.returns >= 4 && layout.repeated >= 0.6)
    }

    /// In a script without capitals no name is rated high: a weak mark must open nearly all of the text.
    pub(super) fn is_talk_without_capitals(&self, layout: &LayoutFigures) -> bool {
        let has_no_case = |&name: &NameId| {
            !self.found.names[name as usize].written.chars().any(|c| c.is_lowercase() || c.is_uppercase())
        };
        layout.strength() == Strength::Weak
            && layout.names.len() > 1
            && layout.returns >= 3
            && layout.share >= 0.8
            && layout.repeated >= 0.8
            && !layout.is_record
            && layout.names.iter().all(has_no_case)
    }

    /// Items of a list open with words that come back as well (`- Fixed: …`), but seldom after others in one section.
    pub(super) fn is_list_of_items(&self, layout: &LayoutFigures) -> bool {
        is_in_list(layout.key) && !self.is_transcript && layout.returns_in_section * 3 < layout.core.len()
    }

    /// Takes lists out of the layouts that are accepted where others name the speakers.
    pub(super) fn drop_lists(&self, accepted: &mut Vec<usize>) {
        let layout = |at: &usize| &self.layouts[*at];
        let strong: Vec<&LayoutFigures> = accepted
            .iter()
            .map(layout)
            .filter(|layout| !is_in_list(layout.key) && layout.strength() == Strength::Strong)
            .collect();
        let is_apart = |list: &LayoutFigures| strong.iter().all(|other| other.names.is_disjoint(&list.names));
        accepted.retain(|at| {
            let list = layout(at);
            let has_declared = list.names.iter().any(|&name| self.found.names[name as usize].is_declared);
            strong.is_empty() || has_declared || !is_in_list(list.key) || !is_apart(list)
        });
    }

    /// Tells if a label that occurs once is one of several items in a paragraph (`**Monday:** …`), or a line of a form.
    pub(super) fn is_one_of_items(&self, at: usize, often: &NameCounts) -> bool {
        let candidate = self.candidate(at);
        let key = LayoutKey::of_candidate(candidate);
        let is_once = |other: &&Candidate| {
            other.paragraph == candidate.paragraph
                && LayoutKey::of_candidate(other) == key
                && often.get(&(key, other.name)) == Some(&1)
        };
        let items = self.found.list[at + 1..].iter().take_while(is_once).take(2).count();
        let above = at.checked_sub(1).map(|above| self.candidate(above));
        let is_form = above.is_some_and(|above| {
            LayoutKey::of_candidate(above) == key
                && above.paragraph + 1 >= candidate.paragraph
                && self.name(above).rate == NameRate::Editorial
        });
        items == 2 || is_form && !self.name(candidate).is_role
    }

    /// `Q - …` and `A - …` one below the other are a question and its answer, however much of the text is a talk before.
    pub(super) fn extend_questions(&self, verdicts: &mut [Verdict]) {
        let is_named = |at: usize| verdicts[at] == Verdict::Speaker && !self.name(self.candidate(at)).is_role;
        let has_labels = (0..verdicts.len()).any(is_named);
        let mut pairs: HashMap<(Container, LabelStyle, usize), (usize, bool)> = HashMap::new();
        for neighbours in self.found.list.windows(2) {
            let [asks, answers] = neighbours else { continue };
            let Some(pair) = self.pair_of(asks, answers) else { continue };
            let (times, is_clear) = pairs.entry((asks.container, asks.form.style, pair)).or_default();
            *times += 1;
            // Single letters stand for other things as well: only a question mark tells that one of them asks.
            let is_known = is_plain_pair(pair) || asks.asks && !answers.asks;
            // Among the words of others, somebody may quote a question and its answer.
            let is_apart =
                |label: &Candidate| label.form.separator == Separator::Colon && label.starts_paragraph;
            let are_quoted = neighbours.iter().all(|label| label.is_quoted);
            *is_clear |= is_known && !are_quoted && (!has_labels || neighbours.iter().all(is_apart));
        }
        pairs.retain(|&(container, _, _), (times, is_clear)| {
            let is_list = matches!(container, Container::Bullet | Container::Number);
            *times >= MIN_LETTER_PAIRS || *is_clear && !is_list
        });
        for (candidate, verdict) in self.found.list.iter().zip(&mut *verdicts).filter(|_| !pairs.is_empty()) {
            let name = self.name(candidate);
            let is_asked = pairs.keys().any(|&(container, style, pair)| {
                (container, style) == (candidate.container, candidate.form.style)
                    && is_in_pair(&name.written, pair)
            });
            if is_asked && is_set_apart(candidate) && !name.is_refused {
                *verdict = Verdict::Speaker;
            }
        }
    }

    /// `Q - …` above the label of whoever answers, `A - …` below that of whoever asks.
    pub(super) fn extend_to_neighbours(&self, verdicts: &mut [Verdict]) {
        for at in 0..verdicts.len() {
            let (candidate, name) = (self.candidate(at), self.name(self.candidate(at)));
            let is_open = verdicts[at] == Verdict::Words && is_answerable(candidate) && !name.is_refused;
            if !is_open || !name.is_role || name.written.chars().count() > 1 && !is_asker(&name.written) {
                continue;
            }
            let neighbours = [at.checked_sub(1), Some(at + 1).filter(|&next| next < verdicts.len())];
            let is_beside = |&other: &usize| {
                verdicts[other] == Verdict::Speaker
                    && self.candidate(other).name != candidate.name
                    && self.candidate(other).paragraph.abs_diff(candidate.paragraph) <= 1
            };
            if neighbours.into_iter().flatten().any(|other| is_beside(&other)) {
                verdicts[at] = Verdict::Speaker;
            }
        }
    }

    /// `[Olga]` on a line above words, where Olga is declared or has other labels.
    pub(super) fn extend_enclosed_names(&self, verdicts: &mut [Verdict]) {
        let labelled = (0..verdicts.len()).filter(|&at| verdicts[at] == Verdict::Speaker);
        let lines: HashSet<u32> = labelled.clone().map(|at| self.candidate(at).line).collect();
        let paragraphs: HashSet<u32> = labelled.clone().map(|at| self.candidate(at).paragraph).collect();
        let speakers: HashSet<NameId> = labelled.map(|at| self.candidate(at).name).collect();
        for (candidate, verdict) in self.found.list.iter().zip(&mut *verdicts) {
            let name = self.name(candidate);
            let is_known = speakers.contains(&candidate.name) || name.is_declared && !speakers.is_empty();
            let is_above_words = match self.lines[candidate.line as usize].is_only_line {
                true => !paragraphs.contains(&(candidate.paragraph + 1)),
                false => candidate.starts_paragraph && !lines.contains(&(candidate.line + 1)),
            };
            if is_enclosed_alone(candidate) && is_known && is_above_words && !name.is_refused {
                *verdict = Verdict::Speaker;
            }
        }
    }

    fn pair_of(&self, asks: &Candidate, answers: &Candidate) -> Option<usize> {
        let has_colons = [asks, answers].iter().all(|label| label.form.separator == Separator::Colon);
        // A long question has several paragraphs. Dashes and full stops prove less than colons.
        let most = if has_colons { MAX_QUESTION } else { 1 };
        let is_near = answers.paragraph <= asks.paragraph + most
            && (asks.container, asks.form.style) == (answers.container, answers.form.style);
        if !is_near || !is_answerable(asks) || !is_set_apart(answers) {
            return None;
        }
        question_pair(&self.name(asks).written, &self.name(answers).written)
    }
}

fn is_in_list(key: LayoutKey) -> bool {
    matches!(key.container, Container::Bullet | Container::Number)
}

/// Returns true for a label that begins a paragraph and is set apart from words behind it.
fn is_answerable(candidate: &Candidate) -> bool {
    candidate.starts_paragraph && is_set_apart(candidate)
}

/// Returns true for a label of a question or an answer with words behind it. With a colon, the answer may be on the line
/// below the question.
fn is_set_apart(candidate: &Candidate) -> bool {
    let is_apart = match candidate.form.separator {
        Separator::Colon => true,
        Separator::Dash | Separator::Dot => candidate.starts_paragraph,
        _ => false,
    };
    is_apart && candidate.has_words
}

/// A plain colon is prose as well: the less it looks like names, the more of the page it must open.
pub(super) fn is_plain_talk(layout: &LayoutFigures) -> bool {
    layout.strength() == Strength::Medium
        && layout.names.len() > 1
        && layout.returns >= 2
        && !layout.is_record
        && (layout.rate >= 2.0 && (layout.share >= 0.2 || layout.near >= 0.6)
            || layout.rate >= 1.5 && layout.share >= 0.3
            || layout.share >= 0.5 && layout.repeated >= 0.6)
}

/// Dashes and bare names stand in every document: they must open most of the page, and come back.
pub(super) fn is_weak_talk(layout: &LayoutFigures) -> bool {
    if layout.strength() != Strength::Weak || layout.names.len() < 2 {
        return matches!(layout.key.style, LabelStyle::Heading(3..=6)) && is_heading_talk(layout);
    }
    let is_bold_dash = layout.key.style == LabelStyle::Bold && layout.key.separator == Separator::Dash;
    is_bold_dash && layout.returns >= 1 && layout.share >= 0.5 && layout.repeated >= 0.7
        || is_heading_talk(layout)
        || layout.returns >= 2
            && layout.share >= 0.5
            && layout.repeated >= 0.7
            && layout.rate >= 1.5
            && !layout.is_record
}

/// `### Ann` without a colon: `### Fixed` comes back too, but only under another heading.
fn is_heading_talk(layout: &LayoutFigures) -> bool {
    matches!(layout.key.style, LabelStyle::Heading(3..=6))
        && layout.names.len() > 1
        && layout.returns_in_section >= 2.max(layout.core.len() / 6)
        && layout.repeated >= 0.7
        && layout.rate >= 1.5
}
