//! Turns and sections that keep the IDs they were published with.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::claims::Claim;
use super::history::{History, OldPage};
use super::paragraphs::{self, ParagraphClaim, ParagraphFate, TextPlace};
use super::sections::{self, SectionClaim, SectionFate};
use super::sketch::RunHashes;
use super::speakers;
use super::turns::{NewTurn, OldTurn, SharedWords, TurnFate, pair_by_runs, pair_by_words};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, Permalink, PermalinkTarget, RecordedId, RecordedWords, Sketch, Turn};
use crate::resolve::anchoring::{PageWords, PartKind};
use crate::source::Span;
use crate::text::slug::Names;

/// So few words, cut from among the same ones, may be any of them.
const ONE_OF_SEVERAL: usize = 3;

/// Gives the turns and sections of `document` the IDs that they were published with.
pub fn keep_turns_and_sections(document: &mut Document, history: &History) -> Diagnostics {
    let turns = turn_claims(document, history);
    let sections = match &history.old {
        Some(old) => sections::by_words(document, history, old, &turns),
        None => sections::by_name(document, history, &turns),
    };
    let mut keeper = Keeper { document, history, by_turn: HashMap::new(), diagnostics: Diagnostics::new() };
    keeper.assign(&turns, &sections);
    keeper.diagnostics
}

/// The published IDs of some words of a recorded turn, and what became of these words.
pub(super) struct TurnClaim<'a> {
    /// The IDs.
    pub claim: Claim<'a>,
    /// The number of the recorded turn.
    pub turn: usize,
    /// The outcome.
    pub fate: TurnFate,
}

/// The claims on all recorded turns, in reading order.
fn turn_claims<'a>(document: &Document, history: &History<'a>) -> Vec<TurnClaim<'a>> {
    let mut claims: Vec<TurnClaim> = Vec::new();
    let mut rows: Vec<Range<usize>> = Vec::new();
    let mut old: Vec<OldTurn> = Vec::new();
    let mut sketches: Vec<&Sketch> = Vec::new();
    let none = Sketch::default();
    let turn_parts = history.old.iter().flat_map(|page| {
        (0..page.parts.len()).filter(|&part| page.is_turn(part)).map(|part| page.words_of(part))
    });
    let mut turn_parts = turn_parts.fuse();
    for (turn, permalink) in recorded_turns(history).enumerate() {
        let PermalinkTarget::Turn { speakers, time, words } = &permalink.target else { continue };
        let part = turn_parts.next().unwrap_or_default();
        for claim in Claim::all(permalink, part.len()) {
            let whole = match words {
                RecordedWords::Row(row) => row.slice(claim.row(0..part.len())).version(),
                RecordedWords::Sketch(sketch) => sketch.whole,
            };
            old.push(OldTurn { speakers, time: *time, whole, is_main: claim.is_main });
            sketches.push(if let RecordedWords::Sketch(sketch) = words { sketch } else { &none });
            rows.push(claim.row(part.clone()));
            claims.push(TurnClaim { claim, turn, fate: TurnFate::Gone(None) });
        }
    }
    let fates = match &history.old {
        Some(page) => {
            let new = new_turns(document, turn_wholes(history.new));
            pair_by_words(&old, &new, shared_words(page, history.new, &rows))
        }
        None => {
            let runs: Vec<RunHashes> = document.turns().map(|turn| RunHashes::new(&turn.blocks)).collect();
            let new = new_turns(document, runs.iter().map(RunHashes::whole));
            pair_by_runs(&old, &new, &sketches, &runs)
        }
    };
    claims.iter_mut().zip(fates).for_each(|(claim, fate)| claim.fate = fate);
    claims
}

/// The recorded turns, in reading order.
fn recorded_turns<'a>(history: &History<'a>) -> impl Iterator<Item = &'a Permalink> + use<'a> {
    let is_turn = |permalink: &&Permalink| matches!(permalink.target, PermalinkTarget::Turn { .. });
    history.record.permalinks.iter().filter(is_turn)
}

/// The turns of today; `wholes` has a hash of all words of each.
fn new_turns(document: &Document, wholes: impl Iterator<Item = u32>) -> Vec<NewTurn> {
    let new_turn =
        |(turn, whole): (&Turn, u32)| NewTurn { speakers: speakers(turn, document), time: turn.time, whole };
    document.turns().zip(wholes).map(new_turn).collect()
}

/// A hash of all words of each new turn.
fn turn_wholes(new: &PageWords) -> impl Iterator<Item = u32> {
    let turns = (0..new.parts.len()).filter(|&part| matches!(new.parts[part].kind, PartKind::Turn(_)));
    turns.map(|part| new.row.slice(new.words_of(part)).version())
}

/// For each of some ranges of recorded words the new turns that have words of it, the most first.
fn shared_words(old: &OldPage, new: &PageWords, rows: &[Range<usize>]) -> Vec<Vec<SharedWords>> {
    let mut found = Vec::new();
    let is_doubtful = |word: usize| old.alignment.ambiguous[word] || old.alignment.beside_cut[word];
    for row in rows {
        // Of "No. No." one was cut: its words do not say which.
        if row.len() <= ONE_OF_SEVERAL && row.clone().all(is_doubtful) {
            found.push(Vec::new());
            continue;
        }
        let mut weights: HashMap<usize, f32> = HashMap::new();
        let mut all = 0.0;
        for word in row.clone() {
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
    fn assign(&mut self, turns: &[TurnClaim], sections: &[SectionClaim]) {
        let mut names = Names::default();
        let all =
            self.history.record.permalinks.iter().filter(|p| !matches!(p.target, PermalinkTarget::Note(_)));
        for permalink in all {
            let of_paragraphs = permalink.paragraphs.iter().flat_map(|paragraph| &paragraph.ids);
            permalink.ids.iter().chain(of_paragraphs).for_each(|id| {
                names.take(&id.id);
            });
        }
        self.history.record.page_ids.iter().for_each(|id| {
            names.take(id);
        });
        self.document.previous_ids.extend(self.history.record.page_ids.iter().cloned());
        self.assign_sections(sections, &mut names);
        self.assign_turns(turns, &mut names);
        self.assign_paragraphs(&mut names);
        for TurnClaim { claim, fate, .. } in turns {
            match *fate {
                TurnFate::Kept(_) => {}
                TurnFate::Joined(turn) => self.lead_to(Heir::Turn(turn), claim),
                TurnFate::Gone(heir) => {
                    self.lead_to(heir.map_or(Heir::Page, Heir::Turn), claim);
                    self.diagnostics.push(claim_gone(claim));
                }
            }
        }
        self.lay();
    }

    fn assign_turns(&mut self, claims: &[TurnClaim], names: &mut Names) {
        let mut kept: HashMap<usize, &Claim> = HashMap::new();
        for TurnClaim { claim, fate, .. } in claims {
            if let TurnFate::Kept(turn) = *fate {
                kept.insert(turn, claim);
            }
        }
        let turns = self.document.sections.iter_mut().flat_map(|section| &mut section.turns);
        for (at, turn) in turns.enumerate() {
            match kept.get(&at) {
                Some(claim) => {
                    turn.anchor.clone_from(&claim.ids[0].id);
                    turn.previous_ids.extend(claim.names().skip(1).map(str::to_string));
                }
                None => turn.anchor = names.claim(&turn.anchor),
            }
        }
    }

    /// A section keeps its recorded ID when its heading still makes it; one whose heading was rewritten
    /// takes the new one, and its old ID leads to it. An ID that belongs to another section's words is
    /// never given to a new one.
    fn assign_sections(&mut self, sections: &[SectionClaim], names: &mut Names) {
        let mut kept: HashMap<usize, Vec<&str>> = HashMap::new();
        for SectionClaim { claim, fate } in sections {
            match *fate {
                SectionFate::Kept(section) => kept.entry(section).or_default().extend(claim.names()),
                SectionFate::Gone(heir) => {
                    self.lead_to(heir, claim);
                    self.diagnostics.push(claim_gone(claim));
                }
            }
        }
        let taken: HashSet<&str> = sections.iter().flat_map(|section| section.claim.names()).collect();
        let mut moved_ids = Vec::new();
        for (at, section) in self.document.sections.iter_mut().enumerate() {
            let Some(heading) = &mut section.heading else { continue };
            let natural = std::mem::take(&mut heading.anchor);
            let recorded = kept.remove(&at).unwrap_or_default();
            let own = recorded.iter().copied().find(|id| is_numbered_as(&natural, id));
            heading.anchor = own.map_or_else(|| names.claim(&natural), str::to_string);
            let others = recorded.into_iter().filter(|id| *id != heading.anchor);
            heading.previous_ids.extend(others.map(str::to_string));
            if own.is_none() && taken.contains(natural.as_str()) {
                moved_ids.push(id_stays(&natural, heading));
            }
        }
        self.diagnostics.extend(moved_ids);
    }

    /// Paragraphs before the first turn keep their recorded IDs; all others get one that was never recorded.
    fn assign_paragraphs(&mut self, names: &mut Names) {
        let claims = paragraphs::claims(self.history);
        let mut kept: HashMap<(usize, usize), &str> = HashMap::new();
        for ParagraphClaim { id, fate, .. } in &claims {
            if let ParagraphFate::Kept(at) = *fate {
                let paragraph = &self.history.new.paragraphs[at];
                kept.insert((paragraph.section, paragraph.number), &id.id);
            }
        }
        for (at, section) in self.document.sections.iter_mut().enumerate() {
            for (number, ids) in section.lead_ids.iter_mut().enumerate() {
                ids.anchor = match kept.get(&(at, number)) {
                    Some(id) => id.to_string(),
                    None => names.claim(&ids.anchor),
                };
            }
        }
        for ParagraphClaim { id, fate } in &claims {
            match *fate {
                ParagraphFate::Kept(_) => continue,
                ParagraphFate::Joined(place) => self.lead_id_to(place, id),
                ParagraphFate::Gone(heir) => {
                    match heir {
                        Some(place) => self.lead_id_to(place, id),
                        None => self.document.previous_ids.push(id.id.clone()),
                    }
                    self.diagnostics.push(words_gone(&[&id.id], id.span));
                }
            }
        }
    }

    fn lead_id_to(&mut self, place: TextPlace, id: &RecordedId) {
        let ids = match place {
            TextPlace::Paragraph(at) => {
                let paragraph = &self.history.new.paragraphs[at];
                &mut self.document.sections[paragraph.section].lead_ids[paragraph.number].previous_ids
            }
            TextPlace::Turn(turn) => self.by_turn.entry(turn).or_default(),
            TextPlace::Section(section) => match &mut self.document.sections[section].heading {
                Some(heading) => &mut heading.previous_ids,
                None => &mut self.document.previous_ids,
            },
        };
        ids.push(id.id.clone());
    }

    fn lead_to(&mut self, heir: Heir, claim: &Claim) {
        let ids = claim.names().map(str::to_string);
        match heir {
            Heir::Page => self.document.previous_ids.extend(ids),
            Heir::Turn(turn) => self.by_turn.entry(turn).or_default().extend(ids),
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

fn claim_gone(claim: &Claim) -> Diagnostic {
    words_gone(&claim.names().collect::<Vec<_>>(), claim.ids[0].span)
}

/// Says that the words of `ids`, which were recorded at `span`, are gone.
fn words_gone(ids: &[&str], span: Span) -> Diagnostic {
    let names: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    let message = match &names[..] {
        [name] => {
            format!("the words at the published permalink {name} are gone; it leads to the text that follows")
        }
        _ => format!(
            "the words at the published permalinks {} are gone; they lead to the text that follows",
            names.join(", ")
        ),
    };
    Diagnostic::new(Code::AnchorGone, message).at(span)
}
