//! Recorded sections found again: by the words of their text, or by name in records of older versions.

use std::collections::{HashMap, HashSet};

use super::claims::Claim;
use super::history::{History, OldPage};
use super::keep::{Heir, TurnClaim};
use super::turns::TurnFate;
use crate::model::{Document, PermalinkTarget};
use crate::resolve::anchoring::PartKind;

/// The weight of a section's first words, and the number of words that count as first.
const FIRST_COUNT: f32 = 3.0;
const FIRST_WORDS: usize = 30;
/// A section with less of an old one's weight than this is another one.
const SAME_SECTION: f32 = 0.25;

/// The outcome for a recorded section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionFate {
    /// It is this section now; one section may be several old ones.
    Kept(usize),
    /// Its words are gone.
    Gone(Heir),
}

/// The published IDs of a recorded section, and what became of its words.
pub struct SectionClaim<'a> {
    /// The IDs.
    pub claim: Claim<'a>,
    /// The outcome.
    pub fate: SectionFate,
}

/// A section's share of an old one's words.
struct Vote {
    old: usize,
    new: usize,
    share: f32,
}

/// Finds sections by where most of their words are.
pub fn by_words<'a>(
    document: &Document,
    history: &History<'a>,
    old: &OldPage,
    turns: &[TurnClaim],
) -> Vec<SectionClaim<'a>> {
    let claims = section_claims(history, old);
    let section_of_turn = section_of_turn(document);
    let mut votes = Vec::new();
    for (number, (part, claim)) in claims.iter().enumerate() {
        let weights = weights_of(claim.row(old.extent_of(*part)), &section_of_turn, history, old);
        let has_heading = |section: usize| document.sections[section].heading.is_some();
        let shares = weights.into_iter().filter(|(section, _)| has_heading(*section));
        votes.extend(shares.map(|(new, share)| Vote { old: number, new, share }));
    }
    votes.sort_by(|a, b| b.share.total_cmp(&a.share).then((a.old, a.new).cmp(&(b.old, b.new))));
    let mut best: HashMap<usize, usize> = HashMap::new();
    let mut taken: HashSet<usize> = HashSet::new();
    for vote in votes.iter().filter(|vote| vote.share >= SAME_SECTION) {
        if !best.contains_key(&vote.old) && taken.insert(vote.new) {
            best.insert(vote.old, vote.new);
        }
    }
    // A section whose words went into another's leads there.
    for vote in votes.iter().filter(|vote| vote.share >= SAME_SECTION) {
        best.entry(vote.old).or_insert(vote.new);
    }
    let fate = |(number, (part, claim)): (usize, (usize, Claim<'a>))| {
        let fate = match best.get(&number) {
            Some(&section) => SectionFate::Kept(section),
            None => SectionFate::Gone(following_turn(old.turns_before(part), turns)),
        };
        SectionClaim { claim, fate }
    };
    claims.into_iter().enumerate().map(fate).collect()
}

/// The claims on all recorded sections, each with the part of its section.
fn section_claims<'a>(history: &History<'a>, old: &OldPage) -> Vec<(usize, Claim<'a>)> {
    let mut claims = Vec::new();
    for part in (0..old.parts.len()).filter(|&part| !old.is_turn(part)) {
        let permalink = &history.record.permalinks[old.parts[part].permalink];
        let of_part = Claim::all(permalink, old.extent_of(part).len());
        claims.extend(of_part.into_iter().map(|claim| (part, claim)));
    }
    claims
}

/// The share of some old words that each section has now.
fn weights_of(
    words: std::ops::Range<usize>,
    section_of_turn: &[usize],
    history: &History,
    old: &OldPage,
) -> HashMap<usize, f32> {
    let mut weights: HashMap<usize, f32> = HashMap::new();
    let mut all = 0.0;
    for (at, word) in words.enumerate() {
        let weight = old.alignment.weights[word] * if at < FIRST_WORDS { FIRST_COUNT } else { 1.0 };
        all += weight;
        let Some(image) = old.alignment.image[word] else { continue };
        let section = match history.new.parts[history.new.part_at(image as usize)].kind {
            PartKind::Section(section) => section,
            PartKind::Turn(turn) => section_of_turn[turn],
        };
        *weights.entry(section).or_default() += weight;
    }
    weights.values_mut().for_each(|weight| *weight /= all);
    weights
}

fn section_of_turn(document: &Document) -> Vec<usize> {
    let sections = document.sections.iter().enumerate();
    sections.flat_map(|(at, section)| section.turns.iter().map(move |_| at)).collect()
}

/// The first turn at or behind recorded turn `from` that is still there.
fn following_turn(from: usize, turns: &[TurnClaim]) -> Heir {
    let first = turns.partition_point(|claim| claim.turn < from);
    let next = turns[first..].iter().find_map(|claim| match claim.fate {
        TurnFate::Kept(new) | TurnFate::Joined(new) => Some(new),
        TurnFate::Gone(_) => None,
    });
    next.map_or(Heir::Page, Heir::Turn)
}

/// Finds sections by their IDs, and else by their first turn where that is in a section that is new.
pub fn by_name<'a>(document: &Document, history: &History<'a>, turns: &[TurnClaim]) -> Vec<SectionClaim<'a>> {
    let record = history.record;
    let recorded: HashSet<&str> = record.permalinks.iter().map(|permalink| permalink.id()).collect();
    let headings = document.sections.iter().enumerate();
    let here: HashMap<&str, usize> =
        headings.filter_map(|(at, section)| Some((section.heading.as_ref()?.anchor.as_str(), at))).collect();
    let section_of_turn = section_of_turn(document);
    let mut taken = HashSet::new();
    let (mut found, mut turns_before) = (Vec::new(), 0);
    for permalink in &record.permalinks {
        match permalink.target {
            PermalinkTarget::Turn { .. } => turns_before += 1,
            PermalinkTarget::Note(_) => {}
            PermalinkTarget::Section { .. } => {
                let Some(claim) = Claim::all(permalink, 0).pop() else { continue };
                let fate = match here.get(permalink.id()) {
                    Some(&section) => SectionFate::Kept(section),
                    None => match following_turn(turns_before, turns) {
                        Heir::Turn(turn)
                            if is_new(document, section_of_turn[turn], &recorded, &mut taken) =>
                        {
                            SectionFate::Kept(section_of_turn[turn])
                        }
                        heir => SectionFate::Gone(heir),
                    },
                };
                found.push(SectionClaim { claim, fate });
            }
        }
    }
    found
}

/// Returns true for a section that is not in the record, and only the first time it is asked for.
fn is_new(document: &Document, section: usize, recorded: &HashSet<&str>, taken: &mut HashSet<usize>) -> bool {
    let heading = document.sections[section].heading.as_ref();
    heading.is_some_and(|heading| !recorded.contains(heading.anchor.as_str())) && taken.insert(section)
}
