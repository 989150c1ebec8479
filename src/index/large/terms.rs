//! The terms of one page with their postings, ready to be put behind those of the pages before.
//!
//! A term's key begins with a letter for its kind, so that the sorted terms of a segment are parted by kind:
//!
//! - `2` and `3`: pairs and triples of common words, as `2of the`;
//! - `w`: a form and its stem, as `wtides\0tide`, the stem left out where it is the same;
//! - `w` with two zeros: not a term, but that a stem has a form, as `wtide\0\0tides`.

use std::ops::Range;

use super::documents::{IndexedDocument, PageDocuments, PlacedToken, TokenField, WordForm};
use super::encoding::push_varint;
use super::survey::{SegmentSurvey, TRIPLED};

/// The parameters of BM25: how soon repetition stops to count, and how much length counts.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.4;

/// The values of the sixteen impacts: the powers of the fourth root of two, less one. A table and not a function,
/// because a logarithm is not the same on every machine.
const LEVELS: [f64; 16] = [
    0.0, 0.189, 0.414, 0.682, 1.0, 1.378, 1.828, 2.364, 3.0, 3.757, 4.657, 5.727, 7.0, 8.514, 10.314, 12.454,
];

/// The terms of one page with their postings: of each document its distance from the one before, its impact in the low
/// four bits of its number of positions, and their distances. The first document's distance stands apart.
#[derive(Default)]
pub(super) struct PageTerms {
    /// Each form, by its key.
    pub(super) words: Vec<(Vec<u8>, PagePostings)>,
    /// The pairs and triples of common words, by their [numbers](gram_key).
    pub(super) grams: Vec<(u32, PagePostings)>,
    pub(super) bytes: Vec<u8>,
}

/// The postings of one term on one page.
pub(super) struct PagePostings {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) documents: u32,
    /// Their range of the page's bytes.
    pub(super) range: Range<usize>,
}

/// A place of a term: the document, and the token there.
type Occurrence = (u32, PlacedToken);

/// The terms of `page`, each once, in no order that matters.
pub(super) fn terms_of(page: &PageDocuments, survey: &SegmentSurvey) -> PageTerms {
    let mut terms = PageTerms::default();
    add_words(&mut terms, page, survey);
    add_grams(&mut terms, page, survey);
    terms
}

fn add_words(terms: &mut PageTerms, page: &PageDocuments, survey: &SegmentSurvey) {
    let mut counts = vec![0usize; page.forms.len() + 1];
    let all = || page.documents.iter().zip(0u32..).flat_map(tokens_of);
    all().for_each(|(_, token)| counts[token.form as usize + 1] += 1);
    for form in 1..counts.len() {
        counts[form] += counts[form - 1];
    }
    let mut next = counts.clone();
    let nothing = (0, PlacedToken { form: 0, position: 0, field: TokenField::Title });
    let mut sorted: Vec<Occurrence> = vec![nothing; *counts.last().unwrap_or(&0)];
    for occurrence in all() {
        let place = &mut next[occurrence.1.form as usize];
        sorted[*place] = occurrence;
        *place += 1;
    }
    for (at, form) in page.forms.iter().enumerate() {
        let impact = |of_document: &[Occurrence]| impact(&page.documents, survey, of_document);
        let postings = packed(&mut terms.bytes, &sorted[counts[at]..counts[at + 1]], impact);
        terms.words.push((key_of(form), postings));
    }
}

fn tokens_of((document, number): (&IndexedDocument, u32)) -> impl Iterator<Item = Occurrence> {
    document.tokens.iter().map(move |token| (number, *token))
}

fn key_of(WordForm { text, stem, .. }: &WordForm) -> Vec<u8> {
    let stem = if stem == text { "" } else { stem };
    [b"w", text.as_bytes(), b"\0", stem.as_bytes()].concat()
}

/// The key that says that its stem has the form with this `key`, unless they are the same.
pub(super) fn key_of_stem(key: &[u8]) -> Option<Vec<u8>> {
    let end = key.iter().position(|&byte| byte == 0)?;
    let (form, stem) = (&key[1..end], &key[end + 1..]);
    (!stem.is_empty()).then(|| [b"w", stem, b"\0\0", form].concat())
}

/// The pairs and triples of common words that follow one another, over the end of a document that goes on too.
fn add_grams(terms: &mut PageTerms, page: &PageDocuments, survey: &SegmentSurvey) {
    let rank = |form: &WordForm| survey.common.get(&form.text).copied().filter(|_| !form.is_gram);
    let ranks: Vec<Option<u16>> = page.forms.iter().map(rank).collect();
    let mut found: Vec<(u32, u32)> = Vec::new();
    let mut places: Vec<Occurrence> = Vec::new();
    for (number, document) in (0u32..).zip(&page.documents) {
        let following = page.documents.get(number as usize + 1);
        let run = with_next(document, following);
        for (at, token) in document.tokens.iter().enumerate() {
            let after = |distance: usize| {
                let is_text = token.position < document.end;
                let next =
                    if is_text { run(at + distance) } else { document.tokens.get(at + distance).copied() }?;
                ranks[next.form as usize].filter(|_| next.position == token.position + distance as u32)
            };
            let Some((first, second)) = ranks[token.form as usize].zip(after(1)) else { continue };
            let place = places.len() as u32;
            places.push((number, *token));
            found.push((PAIR | u32::from(first) << 9 | u32::from(second), place));
            let is_tripled = |rank: u16| usize::from(rank) < TRIPLED;
            if let Some(third) = after(2).filter(|&third| [first, second, third].into_iter().all(is_tripled))
            {
                found.push((u32::from(first) << 14 | u32::from(second) << 7 | u32::from(third), place));
            }
        }
    }
    found.sort_unstable();
    for of_gram in found.chunk_by(|a, b| a.0 == b.0) {
        let occurrences: Vec<Occurrence> = of_gram.iter().map(|(_, place)| places[*place as usize]).collect();
        let postings = packed(&mut terms.bytes, &occurrences, |_| 0);
        terms.grams.push((of_gram[0].0, postings));
    }
}

/// The bit in a gram's number that marks a pair of 512 words; a triple of 128 takes 21 bits.
const PAIR: u32 = 1 << 21;

/// The key of a gram with this number, `words` being the common ones by their ranks.
pub(super) fn gram_key(gram: u32, words: &[&str]) -> Vec<u8> {
    let word = |shift: u32, bits: u32| words[(gram >> shift & ((1 << bits) - 1)) as usize];
    let key = match gram & PAIR {
        0 => format!("3{} {} {}", word(14, 7), word(7, 7), word(0, 7)),
        _ => format!("2{} {}", word(9, 9), word(0, 9)),
    };
    key.into_bytes()
}

/// The tokens of `document` by number, and behind those of its text the ones of `following`, if it goes on there.
fn with_next<'a>(
    document: &'a IndexedDocument,
    following: Option<&'a IndexedDocument>,
) -> impl Fn(usize) -> Option<PlacedToken> + 'a {
    let of_text = document.tokens.partition_point(|token| token.position < document.end);
    move |at| match (document.next, following) {
        (Some(start), Some(following)) if at >= of_text => {
            let token = following.tokens.get(at - of_text).filter(|token| token.position < following.end)?;
            Some(PlacedToken { position: token.position + start, ..*token })
        }
        _ => document.tokens.get(at).copied(),
    }
}

/// Appends the postings that `occurrences` are, which are in order.
fn packed(
    bytes: &mut Vec<u8>,
    occurrences: &[Occurrence],
    impact: impl Fn(&[Occurrence]) -> u32,
) -> PagePostings {
    let start = bytes.len();
    let (mut next, mut documents) = (None, 0);
    for of_document in occurrences.chunk_by(|a, b| a.0 == b.0) {
        let document = of_document[0].0;
        if let Some(next) = next {
            push_varint(bytes, document - next);
        }
        push_varint(bytes, (of_document.len() as u32) << 4 | impact(of_document));
        let mut next_position = 0;
        for (_, token) in of_document {
            push_varint(bytes, token.position - next_position);
            next_position = token.position + 1;
        }
        next = Some(document + 1);
        documents += 1;
    }
    let first = occurrences.first().map_or(0, |occurrence| occurrence.0);
    PagePostings { first, last: next.unwrap_or(1) - 1, documents, range: start..bytes.len() }
}

/// The impact of a term in a document: BM25 without the term's rarity, summed over the fields.
fn impact(documents: &[IndexedDocument], survey: &SegmentSurvey, occurrences: &[Occurrence]) -> u32 {
    let document = &documents[occurrences[0].0 as usize];
    let mut counts = [0u32; TokenField::COUNT];
    occurrences.iter().for_each(|(_, token)| counts[token.field as usize] += 1);
    let worth = |field: usize| {
        let count = f64::from(counts[field]);
        let length = f64::from(document.lengths[field]) / survey.means[field];
        TokenField::BOOSTS[field] * count * (SATURATION + 1.0)
            / (count + SATURATION * (1.0 - LENGTH + LENGTH * length))
    };
    let present = (0..TokenField::COUNT).filter(|&field| counts[field] > 0);
    let worth: f64 = present.map(worth).sum();
    let is_above = |level: &usize| worth * 2.0 >= LEVELS[*level] + LEVELS[*level + 1];
    1 + (1..LEVELS.len() - 1).take_while(is_above).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_by_kind_then_form() {
        let form = |text: &str, stem: &str| WordForm { text: text.into(), stem: stem.into(), is_gram: false };
        let (tide, tides) = (key_of(&form("tide", "tide")), key_of(&form("tides", "tide")));
        let of_stem = key_of_stem(&tides).expect("the stem differs");
        assert_eq!(key_of_stem(&tide), None);
        assert!(b"2of the".as_slice() < &tide[..], "grams come first");
        assert!(of_stem < tides && of_stem > tide);
    }
}
