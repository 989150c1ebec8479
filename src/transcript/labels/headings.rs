//! Headings that are labels, and those that only look like one: of a document and not of who speaks.

use foldhash::{HashMap, HashMapExt};

use super::candidates::{Candidate, NameId};
use super::decide::{Judge, Verdict};
use super::form::{LabelStyle, Separator};
use super::layout::LayoutFigures;
use super::line::Container;
use super::name::{NameRate, is_number};

impl Judge<'_> {
    /// `### 主席：` above whole speeches: all headings of the level end in a colon, and prose follows each.
    pub(super) fn is_heading_with_colon(&self, layout: &LayoutFigures) -> bool {
        let LabelStyle::Heading(level @ 3..=6) = layout.key.style else { return false };
        if layout.key.separator != Separator::Colon {
            return false;
        }
        let all = self.found.headings[usize::from(level) - 1] as usize;
        let is_named = layout.members.iter().all(|&at| self.is_possible(at));
        let begins = layout
            .members
            .first()
            .is_some_and(|&at| self.candidate(at).line as usize <= self.lines.len() / 5 + 2);
        let with_prose = layout.members.iter().filter(|&&at| self.has_prose(at)).count();
        all == layout.members.len() && is_named && begins && with_prose * 5 >= all * 4
    }

    /// `### Those present:` above a list and nothing else, while most `labels` stand above words: a heading of the document.
    pub(super) fn is_list_among(&self, candidate: &Candidate, labels: &[usize]) -> bool {
        self.heads_list(candidate)
            && labels.iter().filter(|&&at| self.heads_list(self.candidate(at))).count() * 2 < labels.len()
    }

    /// Returns true for a heading above a list and nothing else; not for one of somebody declared, nor of a role.
    fn heads_list(&self, candidate: &Candidate) -> bool {
        let name = self.name(candidate);
        let line = candidate.line as usize;
        let below = self.lines[line + 1..].iter().take_while(|line| line.heading_level().is_none());
        let mut words = below.filter(|line| line.end > line.content).peekable();
        matches!(candidate.form.style, LabelStyle::Heading(_))
            && !name.is_declared
            && !name.is_role
            && words.peek().is_some()
            && words.all(|line| line.container == Container::Bullet)
    }

    /// Returns true if at least sixty bytes of prose follow a heading.
    fn has_prose(&self, at: usize) -> bool {
        let line = self.candidate(at).line as usize;
        let mut below = self.lines[line + 1..].iter().take_while(|line| line.heading_level().is_none());
        let mut bytes = 0;
        let first = below.clone().find(|line| line.end > line.content);
        let is_list =
            first.is_some_and(|line| matches!(line.container, Container::Bullet | Container::Number));
        !is_list
            && below.any(|line| {
                bytes += line.end - line.content;
                bytes >= 60
            })
    }

    /// Accepts all short headings of a level on which nearly all headings are labels.
    pub(super) fn extend_heading_levels(&self, verdicts: &mut [Verdict]) {
        for level in 3..=6 {
            let at_level = |candidate: &Candidate| candidate.form.style == LabelStyle::Heading(level);
            let is_label = |&at: &usize| at_level(self.candidate(at)) && verdicts[at] == Verdict::Speaker;
            let labels: Vec<usize> = (0..verdicts.len()).filter(is_label).collect();
            let all = self.found.headings[usize::from(level) - 1] as usize;
            if labels.len() < 4 || labels.len() * 5 < all * 4 {
                continue;
            }
            let mut times: HashMap<NameId, usize> = HashMap::new();
            self.found.list.iter().for_each(|candidate| *times.entry(candidate.name).or_default() += 1);
            let comes_back = |name: NameId| times[&name] > 1;
            for (candidate, verdict) in self.found.list.iter().zip(&mut *verdicts) {
                let name = self.name(candidate);
                let is_counted = name.written.starts_with(|c: char| c.is_numeric())
                    && !(is_number(&name.written) && comes_back(candidate.name));
                let is_short = name.written.chars().count() <= 40 && !is_counted;
                let is_open = *verdict == Verdict::Words && at_level(candidate) && !name.is_refused;
                let is_of_document =
                    || name.rate == NameRate::Editorial || self.is_list_among(candidate, &labels);
                if is_open && is_short && !is_of_document() {
                    *verdict = Verdict::Speaker;
                }
            }
        }
    }
}
