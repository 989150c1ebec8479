//! Passages that are about the same: found when a site is built, so that a reader's browser has nothing to fetch for it.
//!
//! Two sections are related when both say several words again and again that few others do. All of it is integers, so that
//! a site has the same links on any machine; and a word that many sections have relates none, so that the work grows in
//! line with the number of sections.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use crate::model::{
    Block, BlockKind, Document, Page, PageId, PageKind, RelatedPassage, SectionSubject, plain_text,
};
use crate::text::script::is_east_asian_letter;

/// The number of words that are kept of a section, those that it says most often; more of a text without headings.
const MOST_WORDS: usize = 48;
const MOST_WORDS_OF_OPENING: usize = 128;

/// A shorter word tells little.
const SHORTEST_WORD: usize = 4;

/// The bits of an entry of [`SectionSubject::words`] that say how often.
const COUNT: u32 = 31;

/// A word that more sections have relates none.
const MOST_SECTIONS: usize = 50;

/// So many words must be shared.
const LEAST_SHARED: u32 = 3;

/// So many passages are named at a section.
const MOST_RELATED: usize = 2;

/// The subjects of the sections of `document`, as far as they repeat any words.
pub fn subjects(document: &Document) -> Vec<SectionSubject> {
    let mut subjects = Vec::new();
    for section in &document.sections {
        let mut words = RepeatedWords::default();
        section.lead.iter().for_each(|block| words.read_block(block));
        section.turns.iter().flat_map(|turn| &turn.blocks).for_each(|block| words.read_block(block));
        let most = if section.heading.is_some() { MOST_WORDS } else { MOST_WORDS_OF_OPENING };
        let words = words.finish(most);
        if words.len() >= LEAST_SHARED as usize {
            let (anchor, heading) = match &section.heading {
                Some(heading) => (heading.anchor.clone(), plain_text(&heading.inlines)),
                None => (String::new(), String::new()),
            };
            subjects.push(SectionSubject { anchor, heading, words });
        }
    }
    subjects
}

/// Counts words by their hashes.
#[derive(Default)]
struct RepeatedWords {
    counts: HashMap<u32, u32, RandomState>,
}

impl RepeatedWords {
    fn read_block(&mut self, block: &Block) {
        if matches!(block.kind, BlockKind::Code { .. } | BlockKind::RawHtml(_)) {
            return;
        }
        block.for_each_plain(&mut |text| self.read(text));
    }

    /// Counts the words of `text`: of Han and Kana each pair of characters, of others what stands between signs, without
    /// the `s` of a plural.
    fn read(&mut self, text: &str) {
        let (mut word, mut length, mut last) = (WordHash::new(), 0, None);
        for c in text.chars().chain([' ']) {
            if is_east_asian_letter(c) {
                if let Some(before) = last.replace(c) {
                    self.count(WordHash::new().with(before).with(c));
                }
                continue;
            }
            last = None;
            if c.is_alphanumeric() {
                c.to_lowercase().for_each(|c| word = word.with(c));
                length += 1;
                continue;
            }
            if length >= SHORTEST_WORD {
                self.count(word.without_plural());
            }
            (word, length) = (WordHash::new(), 0);
        }
    }

    fn count(&mut self, word: WordHash) {
        *self.counts.entry(word.now & !COUNT).or_default() += 1;
    }

    /// The `most` frequent of those that were counted more than once, sorted.
    fn finish(self, most: usize) -> Vec<u32> {
        let mut repeated: Vec<(u32, u32)> = self
            .counts
            .into_iter()
            .filter(|&(_, count)| count > 1)
            .map(|(word, count)| (count, word))
            .collect();
        repeated.sort_unstable_by(|a, b| b.cmp(a));
        repeated.truncate(most);
        let mut words: Vec<u32> = repeated.into_iter().map(|(count, word)| word | count.min(COUNT)).collect();
        words.sort_unstable();
        words
    }
}

/// A hash of characters (FNV-1a), the same on any machine, now and without the last character if that is an `s`.
#[derive(Clone, Copy)]
struct WordHash {
    now: u32,
    before_s: Option<u32>,
}

impl WordHash {
    fn new() -> WordHash {
        WordHash { now: 0x811c_9dc5, before_s: None }
    }

    fn with(self, c: char) -> WordHash {
        let now = (self.now ^ u32::from(c)).wrapping_mul(0x0100_0193);
        WordHash { now: now ^ now >> 15, before_s: (c == 's').then_some(self.now) }
    }

    fn without_plural(self) -> WordHash {
        WordHash { now: self.before_s.unwrap_or(self.now), before_s: None }
    }
}

/// A section of the site: its page, and its number there.
type SectionPlace = (usize, usize);

/// The related passages of each page, by the path of its file.
pub fn gather(pages: &[Page]) -> BTreeMap<String, Vec<RelatedPassage>> {
    let sections: Vec<SectionPlace> = (0..pages.len())
        .filter(|&page| pages[page].kind != PageKind::Index)
        .flat_map(|page| (0..pages[page].subjects.len()).map(move |subject| (page, subject)))
        .collect();
    let by_word = sections_by_word(pages, &sections);
    let of_page = |page: &Page, at: usize| {
        let related =
            page.subjects.iter().flat_map(|subject| related(pages, &sections, &by_word, at, subject));
        related.collect::<Vec<_>>()
    };
    let all: Vec<Vec<RelatedPassage>> =
        pages.par_iter().enumerate().map(|(at, page)| of_page(page, at)).collect();
    let named = pages.iter().zip(all).filter(|(_, related)| !related.is_empty());
    named.map(|(page, related)| (page.document.path.clone(), related)).collect()
}

/// The numbers of the sections with each word, as far as they are few.
fn sections_by_word(pages: &[Page], sections: &[SectionPlace]) -> HashMap<u32, Vec<u32>, RandomState> {
    let words = |number: usize| {
        let (page, subject) = sections[number];
        pages[page].subjects[subject].words.iter().map(|word| word & !COUNT)
    };
    let mut by_word: HashMap<u32, Vec<u32>, RandomState> = HashMap::default();
    for number in 0..sections.len() {
        for word in words(number) {
            let known = by_word.entry(word).or_default();
            if known.len() <= MOST_SECTIONS {
                known.push(number as u32);
            }
        }
    }
    by_word.retain(|_, sections| (2..=MOST_SECTIONS).contains(&sections.len()));
    by_word
}

/// The best passages for `subject` of the page with this number, one of a page at most.
fn related(
    pages: &[Page],
    sections: &[SectionPlace],
    by_word: &HashMap<u32, Vec<u32>, RandomState>,
    at: usize,
    subject: &SectionSubject,
) -> Vec<RelatedPassage> {
    let mut worths: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for word in subject.words.iter().map(|word| word & !COUNT) {
        let Some(others) = by_word.get(&word) else { continue };
        let worth = rarity(sections.len(), others.len());
        for &other in others.iter().filter(|&&other| is_other(pages, at, sections[other as usize].0)) {
            let (shared, sum) = worths.entry(other).or_default();
            *shared += 1;
            *sum += worth;
        }
    }
    let least = 2 * rarity(sections.len(), 1);
    let mut found: Vec<(u32, u32)> = worths
        .into_iter()
        .filter(|&(_, (shared, sum))| shared >= LEAST_SHARED && sum >= least)
        .map(|(other, (_, sum))| (sum, other))
        .collect();
    found.sort_unstable_by_key(|&(sum, other)| (std::cmp::Reverse(sum), other));
    let mut related: Vec<RelatedPassage> = Vec::new();
    for (page, number) in found.into_iter().map(|(_, other)| sections[other as usize]) {
        let page = PageId(page as u32);
        if related.len() < MOST_RELATED && related.iter().all(|known| known.page != page) {
            related.push(RelatedPassage { section: subject.anchor.clone(), page, subject: number });
        }
    }
    related
}

/// Returns true if `other` is a page of its own: neither the page itself, nor a translation of it.
fn is_other(pages: &[Page], page: usize, other: usize) -> bool {
    let original = |at: usize| pages[at].translation_of.map_or(at, |PageId(original)| original as usize);
    original(page) != original(other) && pages[page].language == pages[other].language
}

/// Four times the logarithm to base two of how many sections there are for each that has a word.
fn rarity(all: usize, with: usize) -> u32 {
    ((all / with.max(1)).max(1) as u128).pow(4).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u32> {
        let mut words = RepeatedWords::default();
        words.read(text);
        words.finish(MOST_WORDS)
    }

    #[test]
    fn what_is_said_again_is_kept_in_any_form_of_number() {
        assert!(words("Ferries wait. The tide turns.").is_empty());
        assert_eq!(words("The lantern and two lanterns."), words("LANTERNS, lanterns"));
        assert_eq!(words("潮汐表说潮汐").len(), 1);
        assert_eq!(words("lantern lantern lantern")[0] & COUNT, 3);
    }

    #[test]
    fn rarer_words_are_worth_more() {
        assert!(rarity(1000, 2) > rarity(1000, 40));
        assert_eq!(rarity(3, 9), 0);
    }
}
