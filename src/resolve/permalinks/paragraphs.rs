//! Recorded paragraphs before the first turn of a section, found again by their words.
//!
//! Their words are aligned with the others of the page. Each ID leads to the place that has most of them, and the one
//! with the largest share of its own is the ID that a paragraph keeps.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::history::{History, OldPage};
use crate::model::RecordedId;
use crate::resolve::anchoring::{PageWords, PartKind};

/// A place with a smaller share of a paragraph's words is another text.
const LIKE: f32 = 0.2;

/// A place of a page that an ID can lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextPlace {
    /// A paragraph before a turn, by its number among [`PageWords::paragraphs`].
    Paragraph(usize),
    /// The text of a section that is in no such paragraph: its heading, a list.
    Section(usize),
    /// A turn.
    Turn(usize),
}

/// The outcome for the published ID of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphFate {
    /// It is the ID of this paragraph now.
    Kept(usize),
    /// Its words are at a place that has another ID.
    Joined(TextPlace),
    /// Its words are gone; this place follows.
    Gone(Option<TextPlace>),
}

/// A published ID of a paragraph, and what became of its words.
pub struct ParagraphClaim<'a> {
    /// The ID.
    pub id: &'a RecordedId,
    /// The outcome.
    pub fate: ParagraphFate,
}

/// A recorded ID with its words, before it is known where they are.
struct RecordedClaim<'a> {
    id: &'a RecordedId,
    /// True for the ID that a paragraph had, false for its previous ones.
    is_main: bool,
    words: Range<usize>,
    /// The place that has most of its words, and their share.
    best: Option<(TextPlace, f32)>,
}

/// The claims of all recorded paragraphs, in reading order; none where an older version wrote the record.
pub fn claims<'a>(history: &History<'a>) -> Vec<ParagraphClaim<'a>> {
    let Some(old) = &history.old else { return Vec::new() };
    let claims = recorded_claims(history, old);
    let mut order: Vec<usize> = (0..claims.len()).collect();
    let share = |at: usize| claims[at].best.map_or(0.0, |(_, share)| share);
    order.sort_by(|&a, &b| {
        claims[b].is_main.cmp(&claims[a].is_main).then(share(b).total_cmp(&share(a))).then(a.cmp(&b))
    });
    let mut owners: HashMap<usize, usize> = HashMap::new();
    for at in order {
        if let Some((TextPlace::Paragraph(paragraph), _)) = claims[at].best {
            owners.entry(paragraph).or_insert(at);
        }
    }
    let is_any_gone = claims.iter().any(|claim| claim.best.is_none());
    let following = if is_any_gone { following_images(old) } else { Vec::new() };
    let fate = |at: usize, claim: &RecordedClaim| match claim.best {
        Some((TextPlace::Paragraph(paragraph), _)) if owners.get(&paragraph) == Some(&at) => {
            ParagraphFate::Kept(paragraph)
        }
        Some((place, _)) => ParagraphFate::Joined(place),
        None => {
            let next = following[claim.words.end];
            ParagraphFate::Gone(next.map(|word| place_of(word as usize, history.new)))
        }
    };
    let fates = claims.iter().enumerate().map(|(at, claim)| (claim.id, fate(at, claim)));
    fates.map(|(id, fate)| ParagraphClaim { id, fate }).collect()
}

fn recorded_claims<'a>(history: &History<'a>, old: &OldPage) -> Vec<RecordedClaim<'a>> {
    let mut claims = Vec::new();
    for part in (0..old.parts.len()).filter(|&part| !old.is_turn(part)) {
        for paragraph in &history.record.permalinks[old.parts[part].permalink].paragraphs {
            for (number, id) in paragraph.ids.iter().enumerate() {
                let Some(words) = old.words_of_id(part, id) else { continue };
                let best = best_place(words.clone(), old, history.new);
                claims.push(RecordedClaim { id, is_main: number == 0, words, best });
            }
        }
    }
    claims
}

/// The place that has most of some recorded words, with its share of them.
fn best_place(words: Range<usize>, old: &OldPage, new: &PageWords) -> Option<(TextPlace, f32)> {
    let mut weights: BTreeMap<TextPlace, f32> = BTreeMap::new();
    let mut all = 0.0;
    for word in words {
        let weight = old.alignment.weights[word];
        all += weight;
        if let Some(image) = old.alignment.image[word] {
            *weights.entry(place_of(image as usize, new)).or_default() += weight;
        }
    }
    let shares = weights.into_iter().map(|(place, weight)| (place, weight / all));
    // Of equal ones the first.
    let best = shares.reduce(|best, other| if other.1 > best.1 { other } else { best });
    best.filter(|(_, share)| *share >= LIKE)
}

fn place_of(word: usize, new: &PageWords) -> TextPlace {
    match (new.parts[new.part_at(word)].kind, new.paragraph_at(word)) {
        (PartKind::Turn(turn), _) => TextPlace::Turn(turn),
        (PartKind::Section(_), Some(paragraph)) => TextPlace::Paragraph(paragraph),
        (PartKind::Section(section), None) => TextPlace::Section(section),
    }
}

/// For each recorded word, and for the end of the page, the first new word that it or one behind it is now.
fn following_images(old: &OldPage) -> Vec<Option<u32>> {
    let mut following = vec![None; old.row.len() + 1];
    for word in (0..old.row.len()).rev() {
        following[word] = old.alignment.image[word].or(following[word + 1]);
    }
    following
}
