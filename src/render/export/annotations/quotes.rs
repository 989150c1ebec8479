//! Quoted words with as much around them as tells them from others like them.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::vocabulary::Selector;
use crate::text::script::is_unspaced;

/// Characters on each side.
const CONTEXT: usize = 32;
/// The number of times the context is doubled while the same words occur elsewhere too.
const DOUBLINGS: u32 = 6;
/// A word longer than this is cut.
const LONGEST_WORD: usize = 16;
/// The number of matches examined for each quotation, because a text may repeat itself without end.
const HITS: usize = 64;

/// The length of context that each passage of a page needs.
pub struct Quotes<'a> {
    text: &'a str,
    /// The byte from which words may be quoted as context.
    start: usize,
    /// For those that need more than [`CONTEXT`] characters on each side, how many.
    wide: HashMap<Range<usize>, usize>,
}

impl<'a> Quotes<'a> {
    /// Measures the passages of `text` at `ranges`; what stands before `start` is not quoted.
    pub fn new(text: &'a str, start: usize, ranges: Vec<Range<usize>>) -> Self {
        let mut quotes = Quotes { text, start, wide: HashMap::new() };
        let mut open = ranges;
        for doubling in 1..=DOUBLINGS {
            open = quotes.ambiguous(open);
            let width = CONTEXT << doubling;
            quotes.wide.extend(open.iter().map(|range| (range.clone(), width)));
        }
        quotes
    }

    /// The words at `range` and what stands around them.
    pub fn selector(&self, range: &Range<usize>) -> Selector {
        let around = self.around(range);
        Selector::Quote {
            exact: self.text[range.clone()].to_string(),
            prefix: self.text[around.start..range.start].to_string(),
            suffix: self.text[range.end..around.end].to_string(),
        }
    }

    /// Those of `ranges` that stand more than once in the text, their context included.
    fn ambiguous(&self, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let needles: BTreeSet<&str> = ranges.iter().map(|range| &self.text[self.around(range)]).collect();
        let needles: Vec<&str> = needles.into_iter().collect();
        // Building fails only beyond 2^31 bytes of quotations: they then keep the context they have.
        let Ok(searcher) = AhoCorasick::new(&needles) else { return Vec::new() };
        let mut hits: HashMap<&str, usize> = HashMap::new();
        for hit in searcher.find_overlapping_iter(self.text).take(HITS * needles.len()) {
            *hits.entry(needles[hit.pattern().as_usize()]).or_default() += 1;
        }
        let is_ambiguous = |range: &Range<usize>| hits.get(&self.text[self.around(range)]) > Some(&1);
        ranges.into_iter().filter(is_ambiguous).collect()
    }

    fn around(&self, range: &Range<usize>) -> Range<usize> {
        let width = self.wide.get(range).copied().unwrap_or(CONTEXT);
        let before = self.text[self.start.min(range.start)..range.start].chars().rev();
        let after = self.text[range.end..].chars();
        range.start - length(before, width)..range.end + length(after, width)
    }
}

/// The bytes of the first `width` of `characters`, and of the rest of the word they end in.
fn length(characters: impl Iterator<Item = char>, width: usize) -> usize {
    let belongs = |&(at, c): &(usize, char)| {
        at < width || (at < width + LONGEST_WORD && c.is_alphanumeric() && !is_unspaced(c))
    };
    characters.enumerate().take_while(belongs).map(|(_, c)| c.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_grows_until_words_are_told_apart() {
        let text = format!("One {0} Roger. {0} two {0} Roger. {0}", "and again ".repeat(5));
        let at = text.find("Roger").unwrap();
        let range = at..at + 5;
        let Selector::Quote { exact, prefix, suffix } =
            Quotes::new(&text, 0, vec![range.clone()]).selector(&range)
        else {
            unreachable!("a quotation is one")
        };
        assert_eq!(exact, "Roger");
        let whole = format!("{prefix}{exact}{suffix}");
        assert_eq!(text.matches(&whole).count(), 1, "{whole}");
    }
}
