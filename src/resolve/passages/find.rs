//! Quoted words, found in a page exactly: all quotations of a page in one pass over its text.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input};

use super::folded::{FoldedPage, fold};
use crate::model::{Quotation, QuotePiece};

/// The largest distance between the parts of a quotation on both sides of `…`, in bytes of folded text.
const MAX_SKIP: usize = 6000;
/// More places than this are not told apart: the quotation is ambiguous anyway.
const MAX_PLACES: usize = 20;
/// A quotation of so many bytes may begin or end within a word.
const LONG: usize = 16;
/// `…` as it is folded.
const DOTS: &str = "...";

/// A quotation made ready for comparison.
pub struct Needle {
    /// The folded words between the `…`, in order; never empty ones.
    pub segments: Vec<String>,
    /// The words as written, the `…` left out.
    pub written: String,
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
    pub fn new(quotation: &Quotation) -> Option<Needle> {
        let mut needle = Needle { segments: vec![String::new()], written: String::new(), narrowed: None };
        for piece in &quotation.pieces {
            match piece {
                QuotePiece::Skip => needle.skip(),
                QuotePiece::Words { text, narrowed } => {
                    needle.written.push_str(text);
                    needle.push(&fold(text), *narrowed);
                }
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

    /// The same words with the `…` between them as signs of the text; `None` when nothing is left out.
    fn with_dots(&self) -> Option<Needle> {
        if self.segments.len() == 1 {
            return None;
        }
        let starts: Vec<usize> = self
            .segments
            .iter()
            .scan(0, |at, segment| {
                let start = *at;
                *at += segment.len() + DOTS.len();
                Some(start)
            })
            .collect();
        let place =
            |place: SegmentPlace| SegmentPlace { segment: 0, byte: starts[place.segment] + place.byte };
        Some(Needle {
            segments: vec![self.segments.join(DOTS)],
            written: self.written.clone(),
            narrowed: self.narrowed.map(|(start, end)| (place(start), place(end))),
        })
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

/// For each needle the places of its target in `page`, as folded bytes, in reading order. Where some places
/// are whole words, or have the very case of a quotation, the others do not count.
pub fn find_all(needles: &[Needle], page: &FoldedPage) -> Vec<Vec<Range<usize>>> {
    let mut found = find_as_written(needles, page);
    // `…` may be the text's own.
    let dotted: Vec<(usize, Needle)> =
        needles.iter().enumerate().filter_map(|(at, needle)| Some((at, needle.with_dots()?))).collect();
    let (owners, dotted): (Vec<usize>, Vec<Needle>) = dotted.into_iter().unzip();
    for (owner, places) in owners.into_iter().zip(find_as_written(&dotted, page)) {
        if !places.is_empty() {
            found[owner] = places;
        }
    }
    found
}

fn find_as_written(needles: &[Needle], page: &FoldedPage) -> Vec<Vec<Range<usize>>> {
    let mut found: Vec<Vec<QuotationMatch>> = needles.iter().map(|_| Vec::new()).collect();
    let firsts = needles.iter().map(|needle| needle.segments[0].as_bytes());
    // Building fails only beyond 2^31 bytes of quotations; they are then all reported as not found.
    let Ok(searcher) = AhoCorasick::new(firsts) else { return vec![Vec::new(); needles.len()] };
    let mut add = |at: usize, start: usize| {
        if found[at].len() < MAX_PLACES {
            found[at].extend(complete(&needles[at], start, page));
        }
    };
    match needles {
        [_] => starts_of_only(&searcher, &page.text).for_each(|start| add(0, start)),
        _ => searcher
            .find_overlapping_iter(&page.text)
            .for_each(|hit| add(hit.pattern().as_usize(), hit.start())),
    }
    let choose = |(places, needle): (Vec<QuotationMatch>, &Needle)| {
        let places = whole_words(places, needle, page);
        in_case_of(places, needle, page)
    };
    found.into_iter().zip(needles).map(choose).collect()
}

/// The places of the only pattern of `searcher`, which may overlap. Each quotation that is written again is looked for
/// alone, and a search for one pattern skips most of a page.
fn starts_of_only(searcher: &AhoCorasick, text: &str) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let hit = searcher.find(Input::new(text).range(from..))?;
        from = hit.start() + 1;
        Some(hit.start())
    })
}

/// The places that begin and end with whole words, or all where none does and the quotation is long: whoever
/// selects with a mouse may cut a word, but "art" is not about "start".
fn whole_words(places: Vec<QuotationMatch>, needle: &Needle, page: &FoldedPage) -> Vec<QuotationMatch> {
    if needle.narrowed.is_some() {
        return places;
    }
    let (whole, cut): (Vec<QuotationMatch>, Vec<QuotationMatch>) =
        places.into_iter().partition(|found| page.is_whole_words(&found.whole));
    let is_long = needle.segments.concat().len() >= LONG;
    if whole.is_empty() && is_long { cut } else { whole }
}

/// The places whose case is that of the quotation, or all where none is.
fn in_case_of(places: Vec<QuotationMatch>, needle: &Needle, page: &FoldedPage) -> Vec<Range<usize>> {
    let is_plain = places.len() > 1 && needle.segments.len() == 1;
    let has_case = |found: &QuotationMatch| is_plain && page.has_case_of(&found.whole, &needle.written);
    let same: Vec<Range<usize>> =
        places.iter().filter(|found| has_case(found)).map(|found| found.target.clone()).collect();
    let mut chosen =
        if same.is_empty() { places.into_iter().map(|found| found.target).collect() } else { same };
    chosen.dedup();
    chosen
}

/// A place of a quotation.
struct QuotationMatch {
    whole: Range<usize>,
    target: Range<usize>,
}

/// The place of a needle whose first segment begins at `start`, if the others follow.
fn complete(needle: &Needle, start: usize, page: &FoldedPage) -> Option<QuotationMatch> {
    let mut begins = vec![start];
    let mut end = start + needle.segments[0].len();
    for segment in &needle.segments[1..] {
        let window = page.text.ceil_char_boundary((end + MAX_SKIP).min(page.text.len()));
        let begin = end + page.text[end..window].find(segment.as_str())?;
        begins.push(begin);
        end = begin + segment.len();
    }
    Some(QuotationMatch { whole: start..end, target: needle.target(&begins) })
}
