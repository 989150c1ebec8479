//! Turns and sections that keep the IDs they were published with.

use std::collections::{HashMap, HashSet};

use super::history::{History, OldPage};
use super::sections::{self, SectionFate};
use super::sketch::RunHashes;
use super::turns::{NewTurn, OldTurn, SharedWords, TurnFate, pair_by_runs, pair_by_words};
use super::{speakers, whole};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, Permalink, PermalinkTarget, RecordedWords, Sketch, Turn};
use crate::resolve::anchoring::{PageWords, PartKind};
use crate::text::slug::Names;

/// Gives the turns and sections of `document` the IDs that they were published with.
pub fn keep_turns_and_sections(document: &mut Document, history: &History) -> Diagnostics {
    let fates = turn_fates(document, history);
    let sections = match &history.old {
        Some(old) => sections::by_words(document, history, old, &fates),
        None => sections::by_name(document, history, &fates),
    };
    let mut keeper = Keeper { document, history, by_turn: HashMap::new(), diagnostics: Diagnostics::new() };
    keeper.assign(&fates, &sections);
    keeper.diagnostics
}

/// The recorded turns, in reading order.
pub(super) fn recorded_turns<'a>(history: &History<'a>) -> impl Iterator<Item = &'a Permalink> + use<'a> {
    let is_turn = |permalink: &&Permalink| matches!(permalink.target, PermalinkTarget::Turn { .. });
    history.record.permalinks.iter().filter(is_turn)
}

fn turn_fates(document: &Document, history: &History) -> Vec<TurnFate> {
    let mut sketches: Vec<&Sketch> = Vec::new();
    let mut old: Vec<OldTurn> = Vec::new();
    let none = Sketch::default();
    for permalink in recorded_turns(history) {
        let PermalinkTarget::Turn { speakers, time, words } = &permalink.target else { continue };
        old.push(OldTurn { speakers, time: *time, whole: whole(words) });
        sketches.push(if let RecordedWords::Sketch(sketch) = words { sketch } else { &none });
    }
    let new_turn =
        |turn: &Turn, whole: u32| NewTurn { speakers: speakers(turn, document), time: turn.time, whole };
    if let Some(page) = &history.old {
        let wholes = turn_wholes(history.new);
        let new: Vec<NewTurn> =
            document.turns().zip(wholes).map(|(turn, whole)| new_turn(turn, whole)).collect();
        return pair_by_words(&old, &new, shared_words(page, history.new));
    }
    let runs: Vec<RunHashes> = document.turns().map(|turn| RunHashes::new(&turn.blocks)).collect();
    let new: Vec<NewTurn> =
        document.turns().zip(&runs).map(|(turn, runs)| new_turn(turn, runs.whole())).collect();
    pair_by_runs(&old, &new, &sketches, &runs)
}

/// A hash of all words of each new turn.
fn turn_wholes(new: &PageWords) -> impl Iterator<Item = u32> {
    let turns = (0..new.parts.len()).filter(|&part| matches!(new.parts[part].kind, PartKind::Turn(_)));
    turns.map(|part| new.row.slice(new.words_of(part)).version())
}

/// For each recorded turn the new turns that have words of it, the most first.
fn shared_words(old: &OldPage, new: &PageWords) -> Vec<Vec<SharedWords>> {
    let mut found = Vec::new();
    for part in (0..old.parts.len()).filter(|&part| old.is_turn(part)) {
        let mut weights: HashMap<usize, f32> = HashMap::new();
        let mut all = 0.0;
        for word in old.words_of(part) {
            let weight = old.alignment.weights[word];
            all += weight;
            if let Some(image) = old.alignment.image[word]
                && let PartKind::Turn(turn) = new.parts[new.part_at(image as usize)].kind
            {
                *weights.entry(turn).or_default() += weight;
            }
        }
        let share = |(new, weight): (usize, f32)| SharedWords { share: f64::from(weight / all), new };
        let mut shared: Vec<SharedWords> = weights.into_iter().map(share).collect();
        shared.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.new.cmp(&b.new)));
        found.push(shared);
    }
    found
}

/// The target of an ID whose own turn or section is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heir {
    /// The page.
    Page,
    /// A turn.
    Turn(usize),
}

struct Keeper<'a, 'h> {
    document: &'a mut Document,
    history: &'a History<'h>,
    /// IDs that lead to each turn, before they are laid there.
    by_turn: HashMap<usize, Vec<String>>,
    diagnostics: Diagnostics,
}

impl Keeper<'_, '_> {
    fn assign(&mut self, fates: &[TurnFate], sections: &[(SectionFate, &Permalink)]) {
        let mut names = Names::default();
        let all =
            self.history.record.permalinks.iter().filter(|p| !matches!(p.target, PermalinkTarget::Note(_)));
        all.flat_map(|permalink| &permalink.ids).chain(&self.history.record.page_ids).for_each(|id| {
            names.take(id);
        });
        self.document.previous_ids.extend(self.history.record.page_ids.iter().cloned());
        self.assign_sections(sections, &mut names);
        self.assign_turns(fates, &mut names);
        for (permalink, fate) in recorded_turns(self.history).zip(fates) {
            match *fate {
                TurnFate::Kept(_) => {}
                TurnFate::Joined(turn) => self.lead_to(Heir::Turn(turn), &permalink.ids),
                TurnFate::Gone(heir) => {
                    self.lead_to(heir.map_or(Heir::Page, Heir::Turn), &permalink.ids);
                    self.diagnostics.push(words_gone(permalink));
                }
            }
        }
        self.lay();
    }

    fn assign_turns(&mut self, fates: &[TurnFate], names: &mut Names) {
        let mut kept: HashMap<usize, &Permalink> = HashMap::new();
        for (permalink, fate) in recorded_turns(self.history).zip(fates) {
            if let TurnFate::Kept(turn) = *fate {
                kept.insert(turn, permalink);
            }
        }
        let turns = self.document.sections.iter_mut().flat_map(|section| &mut section.turns);
        for (at, turn) in turns.enumerate() {
            match kept.get(&at) {
                Some(permalink) => {
                    turn.anchor.clone_from(&permalink.ids[0]);
                    turn.previous_ids.extend_from_slice(&permalink.ids[1..]);
                }
                None => turn.anchor = names.claim(&turn.anchor),
            }
        }
    }

    /// A section keeps its recorded ID when its heading still makes it; one whose heading was rewritten
    /// takes the new one, and its old ID leads to it. An ID that belongs to another section's words is
    /// never given to a new one.
    fn assign_sections(&mut self, sections: &[(SectionFate, &Permalink)], names: &mut Names) {
        let mut kept: HashMap<usize, Vec<&Permalink>> = HashMap::new();
        for (fate, permalink) in sections {
            match *fate {
                SectionFate::Kept(section) => kept.entry(section).or_default().push(permalink),
                SectionFate::Gone(heir) => {
                    self.lead_to(heir, &permalink.ids);
                    if !permalink.ids.is_empty() {
                        self.diagnostics.push(words_gone(permalink));
                    }
                }
            }
        }
        let taken: HashSet<&str> =
            sections.iter().flat_map(|(_, permalink)| &permalink.ids).map(String::as_str).collect();
        let mut moved_ids = Vec::new();
        for (at, section) in self.document.sections.iter_mut().enumerate() {
            let Some(heading) = &mut section.heading else { continue };
            let natural = std::mem::take(&mut heading.anchor);
            let recorded: Vec<&String> = kept.get(&at).into_iter().flatten().flat_map(|p| &p.ids).collect();
            let own = recorded.iter().copied().find(|id| is_numbered_as(&natural, id));
            heading.anchor = match own {
                Some(id) => id.clone(),
                None => names.claim(&natural),
            };
            heading.previous_ids.extend(recorded.into_iter().filter(|id| **id != heading.anchor).cloned());
            if own.is_none() && taken.contains(natural.as_str()) {
                moved_ids.push(id_stays(&natural, heading));
            }
        }
        self.diagnostics.extend(moved_ids);
    }

    fn lead_to(&mut self, heir: Heir, ids: &[String]) {
        match heir {
            Heir::Page => self.document.previous_ids.extend_from_slice(ids),
            Heir::Turn(turn) => self.by_turn.entry(turn).or_default().extend_from_slice(ids),
        }
    }

    fn lay(&mut self) {
        let turns = self.document.sections.iter_mut().flat_map(|section| &mut section.turns);
        for (at, turn) in turns.enumerate() {
            turn.previous_ids.extend(self.by_turn.remove(&at).unwrap_or_default());
        }
    }
}

/// Returns true if `natural` is the slug of `id` with perhaps another number: `questions` and `questions-2`.
fn is_numbered_as(natural: &str, id: &str) -> bool {
    let stem = |id: &str| match id.rsplit_once('-') {
        Some((stem, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
            stem.to_string()
        }
        _ => id.to_string(),
    };
    natural == id || stem(natural) == id || natural == stem(id) || stem(natural) == stem(id)
}

fn id_stays(id: &str, heading: &crate::model::Heading) -> Diagnostic {
    let message = format!("the published ID `{id}` stays with the section whose words it led to");
    Diagnostic::new(Code::AnchorGone, message)
        .at(heading.span)
        .help(format!("this section is `{}`; give it an ID of its own: {{#…}}", heading.anchor))
}

fn words_gone(permalink: &Permalink) -> Diagnostic {
    let id = permalink.ids.first().map_or("", String::as_str);
    let message =
        format!("the words at the published permalink `{id}` are gone; it leads to the text that follows");
    Diagnostic::new(Code::AnchorGone, message).at(permalink.span)
}
