//! Quoted words, found in a page exactly: all quotations of a page in one pass over its text.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::folded::{FoldedPage, fold};
use crate::model::{Quotation, QuotePiece};

/// How far apart the parts of a quotation on both sides of `…` may stand, in bytes of folded text.
const MAX_SKIP: usize = 6000;
/// More places than this are not told apart: the quotation is ambiguous anyway.
const MAX_PLACES: usize = 20;

/// A quotation made ready for comparison.
pub struct Needle {
    /// The folded words between the `…`, in order; never empty ones.
    pub segments: Vec<String>,
    /// The narrowed words: from a segment's byte to a segment's byte.
    narrowed: Option<(SegmentPlace, SegmentPlace)>,
}

#[derive(Clone, Copy)]
struct SegmentPlace {
    segment: usize,
    byte: usize,
}

impl Needle {
    /// Folds `quotation`; `None` when it has no words.
    pub fn of(quotation: &Quotation) -> Option<Needle> {
        let mut needle = Needle { segments: vec![String::new()], narrowed: None };
        for piece in &quotation.pieces {
            match piece {
                QuotePiece::Skip => needle.skip(),
                QuotePiece::Words { text, narrowed } => needle.push(&fold(text), *narrowed),
            }
        }
        if needle.segments.last().is_some_and(String::is_empty) {
            needle.segments.pop();
        }
        (!needle.segments.is_empty()).then_some(needle)
    }

    fn skip(&mut self) {
        if self.segments.last().is_some_and(|segment| !segment.is_empty()) {
            self.segments.push(String::new());
        }
    }

    fn push(&mut self, folded: &str, is_narrowed: bool) {
        let segment = self.segments.len() - 1;
        let start = self.segments[segment].len();
        self.segments[segment].push_str(folded);
        if is_narrowed && !folded.is_empty() {
            let end = SegmentPlace { segment, byte: start + folded.len() };
            let first = self.narrowed.map_or(SegmentPlace { segment, byte: start }, |(first, _)| first);
            self.narrowed = Some((first, end));
        }
    }

    /// The bytes that are narrowed in a needle of one segment.
    pub fn narrowed_bytes(&self) -> Option<Range<usize>> {
        self.narrowed.map(|(start, end)| start.byte..end.byte)
    }

    /// The folded bytes that a note is about, given where each segment begins.
    fn target(&self, begins: &[usize]) -> Range<usize> {
        let last = self.segments.len() - 1;
        let whole = (
            SegmentPlace { segment: 0, byte: 0 },
            SegmentPlace { segment: last, byte: self.segments[last].len() },
        );
        let (start, end) = self.narrowed.unwrap_or(whole);
        begins[start.segment] + start.byte..begins[end.segment] + end.byte
    }
}

/// For each needle the places where it stands in `page`, as folded bytes, in reading order.
pub fn find_all(needles: &[Needle], page: &FoldedPage) -> Vec<Vec<Range<usize>>> {
    let mut found = vec![Vec::new(); needles.len()];
    let firsts = needles.iter().map(|needle| needle.segments[0].as_bytes());
    // Building fails only beyond 2^31 bytes of quotations; they are then all reported as not found.
    let Ok(searcher) = AhoCorasick::new(firsts) else { return found };
    for hit in searcher.find_overlapping_iter(&page.text) {
        let at = hit.pattern().as_usize();
        if found[at].len() < MAX_PLACES {
            found[at].extend(complete(&needles[at], hit.start(), page));
        }
    }
    found.iter_mut().for_each(|places| places.dedup());
    found
}

/// The target of a needle whose first segment begins at `start`, if the others follow.
fn complete(needle: &Needle, start: usize, page: &FoldedPage) -> Option<Range<usize>> {
    let mut begins = vec![start];
    let mut end = start + needle.segments[0].len();
    for segment in &needle.segments[1..] {
        let window = page.text.ceil_char_boundary((end + MAX_SKIP).min(page.text.len()));
        let begin = end + page.text[end..window].find(segment.as_str())?;
        begins.push(begin);
        end = begin + segment.len();
    }
    Some(needle.target(&begins))
}
