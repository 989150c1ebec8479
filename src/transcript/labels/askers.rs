//! Labels of those who ask or call out, where the words between them are another's.

use super::candidates::Candidate;
use super::decide::{Judge, Verdict};
use super::form::Separator;

/// Labels whose words are in quotation marks, below which they are taken for a chance.
const MIN_QUOTED: usize = 3;

impl Judge<'_> {
    /// `[Audience]: 37:13` between labels that have times too: where others are labelled, a role takes nobody's answers.
    pub(super) fn extend_timed_roles(&self, verdicts: &mut [Verdict]) {
        let labelled = self.found.list.iter().zip(&*verdicts);
        let timed = labelled.filter(|(candidate, verdict)| {
            **verdict == Verdict::Speaker && candidate.form.time.is_some() && !self.name(candidate).is_role
        });
        if timed.count() < 2 {
            return;
        }
        for (candidate, verdict) in self.found.list.iter().zip(&mut *verdicts) {
            let name = self.name(candidate);
            let is_set_apart = matches!(candidate.form.separator, Separator::Colon | Separator::Time);
            let is_timed = candidate.form.time.is_some() && candidate.starts_paragraph;
            if name.is_role && !name.is_refused && is_set_apart && is_timed {
                *verdict = Verdict::Speaker;
            }
        }
    }

    /// `[Audience]: "…"` with paragraphs between that no label names: who answers is not known, and it is not who called
    /// out. Returns the candidates that are no labels for that reason.
    pub(super) fn withdraw_quoted(&self, verdicts: &mut [Verdict]) -> Vec<usize> {
        let labels: Vec<usize> = (0..verdicts.len()).filter(|&at| verdicts[at] != Verdict::Words).collect();
        let mut quoted = Vec::new();
        let (mut unanswered, mut until_last) = (0, 0);
        for (place, &at) in labels.iter().enumerate() {
            let candidate = self.candidate(at);
            if verdicts[at] != Verdict::Speaker || !candidate.is_quoted {
                continue;
            }
            let next = labels.get(place + 1).map_or(self.found.paragraphs, |&next| self.before(next));
            unanswered += usize::from(next > candidate.paragraph);
            quoted.push(at);
            until_last = place + 1;
        }
        // Where most labels have plain words behind them, a few that quote are turns like the others.
        let are_most = quoted.len() * 3 >= until_last * 2;
        if quoted.len() < MIN_QUOTED || !are_most || unanswered * 5 < quoted.len() * 3 {
            return Vec::new();
        }
        // Up to the last of them no label says where its speaker ends.
        let last = quoted.last().map_or(0, |&at| at + 1);
        verdicts[..last].fill(Verdict::Words);
        quoted
    }

    /// The paragraph before a label.
    fn before(&self, at: usize) -> u32 {
        let candidate: &Candidate = self.candidate(at);
        candidate.paragraph.saturating_sub(u32::from(candidate.starts_paragraph))
    }
}
