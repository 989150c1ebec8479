//! Quoted words, found among those of a transcript.

use std::collections::HashMap;

use crate::model::{Page, QuotePiece};
use crate::resolve::anchoring::{PageWords, for_each_word, normalize};

/// The largest number of words that one `…` or `[…]` stands for: a quotation of far apart words is none.
const MAX_LEFT_OUT: usize = 500;

/// The words of a transcript, and where each of them stands.
pub struct WordIndex {
    /// The words.
    pub words: PageWords,
    normalized: Vec<String>,
    places: HashMap<String, Vec<usize>>,
}

/// The result of looking a quotation up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteLookup {
    /// The number of the first of its words.
    At(usize),
    /// The words are not there.
    Nowhere,
    /// The quotation has no words.
    Nothing,
}

impl WordIndex {
    /// Indexes the words of `page`.
    pub fn new(page: &Page) -> Self {
        let words = PageWords::new(&page.document);
        let normalized: Vec<String> = (0..words.len()).map(|word| words.normalized(word)).collect();
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, word) in normalized.iter().enumerate() {
            places.entry(word.clone()).or_default().push(at);
        }
        WordIndex { words, normalized, places }
    }

    /// Finds the words of a quotation; where they are there more than once, those in the part called `anchor` are meant, else
    /// the first.
    pub fn find(&self, pieces: &[QuotePiece], anchor: Option<&str>) -> QuoteLookup {
        let segments = segments(pieces);
        let Some(first) = segments.first() else { return QuoteLookup::Nothing };
        let starts = self.places.get(&first[0]).map_or(&[][..], Vec::as_slice);
        let mut found = starts.iter().copied().filter(|&start| self.follows(start, &segments));
        let is_meant = |&start: &usize| {
            anchor.is_some_and(|anchor| self.words.parts[self.words.part_at(start)].id == anchor)
        };
        let Some(earliest) = found.next() else { return QuoteLookup::Nowhere };
        let meant = if is_meant(&earliest) { None } else { found.find(is_meant) };
        QuoteLookup::At(meant.unwrap_or(earliest))
    }

    /// Tells whether all segments follow each other, the first of them at word `start`.
    fn follows(&self, start: usize, segments: &[Vec<String>]) -> bool {
        if !self.is_at(start, &segments[0]) {
            return false;
        }
        let mut end = start + segments[0].len();
        for segment in &segments[1..] {
            let places = self.places.get(&segment[0]).map_or(&[][..], Vec::as_slice);
            let from = places.partition_point(|&place| place < end);
            let near = places[from..].iter().take_while(|&&place| place <= end + MAX_LEFT_OUT);
            let Some(&place) = near.into_iter().find(|&&place| self.is_at(place, segment)) else {
                return false;
            };
            end = place + segment.len();
        }
        true
    }

    fn is_at(&self, place: usize, segment: &[String]) -> bool {
        self.normalized.get(place..place + segment.len()).is_some_and(|words| words == segment)
    }
}

/// The words between omissions; none of the lists is empty.
pub fn segments(pieces: &[QuotePiece]) -> Vec<Vec<String>> {
    let mut segments = vec![Vec::new()];
    for piece in pieces {
        match piece {
            QuotePiece::Words { text, .. } => {
                let segment = segments.last_mut().expect("there is always one");
                for_each_word(text, &mut |word| segment.push(normalize(word.text)));
            }
            QuotePiece::Skip => segments.push(Vec::new()),
        }
    }
    segments.retain(|segment: &Vec<String>| !segment.is_empty());
    segments
}
