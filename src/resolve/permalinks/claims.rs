//! The words of a turn or section that each of its published IDs leads to.
//!
//! When turns are joined, the IDs of all of them lead to the turn that is left, and each keeps the words that were
//! its own. A later split gives each ID the part with these words.

use std::collections::HashMap;
use std::ops::Range;

use super::history::OldPage;
use crate::model::{Permalink, PermalinkRecord, RecordedId};
use crate::resolve::anchoring::PageWords;

/// The published IDs that lead to the same words of a recorded turn or section.
#[derive(Clone, Debug)]
pub struct Claim<'a> {
    /// The IDs, the first one foremost.
    pub ids: Vec<&'a RecordedId>,
    /// The words, counted from the beginning of the turn or section; none for all.
    pub words: Option<Range<usize>>,
    /// True for the claim of the ID that the turn or section has.
    pub is_main: bool,
}

impl<'a> Claim<'a> {
    /// The claims on a recorded turn or section in the order of their words; `length` is the number of words.
    ///
    /// IDs without words of their own, such as those whose words are gone, go with the main one.
    pub fn all(permalink: &'a Permalink, length: usize) -> Vec<Self> {
        let Some((first, others)) = permalink.ids.split_first() else { return Vec::new() };
        let known = |id: &RecordedId| {
            id.words.clone().filter(|words| !words.is_empty() && words.end <= length && *words != (0..length))
        };
        let mut claims = vec![Claim { ids: vec![first], words: known(first), is_main: true }];
        for id in others {
            let words = known(id);
            let same = claims.iter().position(|claim| words.is_none() || claim.words == words);
            match same {
                Some(at) => claims[at].ids.push(id),
                None => claims.push(Claim { ids: vec![id], words, is_main: false }),
            }
        }
        claims.sort_by_key(|claim| claim.words.as_ref().map_or(0, |words| words.start));
        claims
    }

    /// The words among those of the page, where the turn or section has the words `part`.
    pub fn row(&self, part: Range<usize>) -> Range<usize> {
        self.words.as_ref().map_or(part.clone(), |words| part.start + words.start..part.start + words.end)
    }

    /// The IDs as text.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        self.ids.iter().map(|id| id.id.as_str())
    }
}

/// Finds the words that published IDs have today.
pub struct ClaimRecorder<'a> {
    old: Option<OldPage<'a>>,
    /// The recorded words of each ID.
    claims: HashMap<&'a str, Range<usize>>,
}

impl<'a> ClaimRecorder<'a> {
    /// Brings the words of the IDs in `before` to the page of today.
    pub fn new(before: Option<&'a PermalinkRecord>, new: &PageWords) -> Self {
        let old = before.and_then(|record| OldPage::new(record, new));
        let mut claims = HashMap::new();
        for (record, old) in before.iter().zip(&old) {
            for part in 0..old.parts.len() {
                let words = old.extent_of(part);
                for claim in Claim::all(&record.permalinks[old.parts[part].permalink], words.len()) {
                    let row = claim.row(words.clone());
                    claims.extend(claim.names().map(|id| (id, row.clone())));
                }
                let paragraphs = &record.permalinks[old.parts[part].permalink].paragraphs;
                for id in paragraphs.iter().flat_map(|paragraph| &paragraph.ids) {
                    claims.extend(old.words_of_id(part, id).map(|words| (id.id.as_str(), words)));
                }
            }
        }
        ClaimRecorder { old, claims }
    }

    /// The words of each of `ids` in the turn or section that has the words `part` now. An ID has words of its own
    /// where others there are known from elsewhere.
    pub fn words(&self, ids: &[&str], part: &Range<usize>) -> Vec<Option<Range<usize>>> {
        let words = |id: &&str| self.image(self.claims.get(id)?, part);
        let mut found: Vec<Option<Range<usize>>> = ids.iter().map(words).collect();
        // IDs with the words of the main one go with it.
        if let Some((main, others)) = found.split_first_mut() {
            others.iter_mut().filter(|words| *words == main).for_each(|words| *words = None);
        }
        found
    }

    /// From the first to the last of the recorded words `words` that is among the words `part`, counted from there;
    /// none where no other recorded word is among them.
    fn image(&self, words: &Range<usize>, part: &Range<usize>) -> Option<Range<usize>> {
        let alignment = &self.old.as_ref()?.alignment;
        let origins = alignment.origin[part.clone()].iter().enumerate();
        let mut known =
            origins.filter_map(|(at, origin)| Some((at, words.contains(&(*origin)?.try_into().ok()?))));
        let is_own = |(_, own): &(usize, bool)| *own;
        if known.clone().all(|word| is_own(&word)) {
            return None;
        }
        let first = known.find(is_own)?.0;
        let last = known.rfind(is_own).map_or(first, |(at, _)| at);
        Some(first..last + 1)
    }
}
