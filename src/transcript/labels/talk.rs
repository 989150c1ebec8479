//! Layouts whose marks prose has as well: the figures by which talk is told from it.

use super::candidates::NameId;
use super::decide::Judge;
use super::form::{LabelStyle, Separator};
use super::layout::{LayoutFigures, Strength};
use super::name::NameRate;
use crate::text::names::is_asker;

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
        && layout.returns_in_section >= 2
        && layout.repeated >= 0.7
        && layout.rate >= 1.5
}
