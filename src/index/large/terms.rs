//! The terms of some pages with their postings, as a run that is sorted by [key](super::keys).

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::documents::{DocumentBatch, IndexedDocument, PlacedToken, TokenField, WordForm};
use super::keys::{key_of_gram, key_of_stem, key_of_united};
use super::lists::WordNeighbours;
use super::runs::{Occurrence, RunWriter, TermMarks};
use super::survey::IndexSurvey;

/// The parameters of BM25: how soon repetition stops to count, and how much length counts.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.4;

/// The values of the sixteen impacts: the powers of the fourth root of two, less one. A table and not a function,
/// because a logarithm is not the same on every machine.
const LEVELS: [f64; 16] = [
    0.0, 0.189, 0.414, 0.682, 1.0, 1.378, 1.828, 2.364, 3.0, 3.757, 4.657, 5.727, 7.0, 8.514, 10.314, 12.454,
];

/// The terms of `batch`, sorted.
pub(super) fn sorted_run(batch: &DocumentBatch, survey: &IndexSurvey) -> Vec<u8> {
    let documents: Vec<&IndexedDocument> = batch.pages.iter().flatten().collect();
    let mut run = RunWriter::default();
    write_grams(&mut run, batch.forms(), &documents, survey);
    let places = FormPlaces::new(batch.forms(), &documents, survey);
    let impact = |of_document: &[Occurrence]| impact(&documents, survey, of_document);
    write_united(&mut run, batch.forms(), &places, survey, impact);
    write_words(&mut run, batch.forms(), &places, survey, impact);
    run.finish()
}

/// Writes the stems that have lists of their own, each with all of its forms.
fn write_united(
    run: &mut RunWriter,
    forms: &[WordForm],
    places: &FormPlaces,
    survey: &IndexSurvey,
    impact: impl Fn(&[Occurrence]) -> u32 + Copy,
) {
    let mut of_stem: BTreeMap<&str, Vec<Occurrence>> = BTreeMap::new();
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| !form.is_gram) {
        if survey.united.contains(form.stem()) {
            of_stem.entry(form.stem()).or_default().extend_from_slice(places.of_form(at));
        }
    }
    for (stem, mut occurrences) in of_stem {
        occurrences.sort_unstable_by_key(|occurrence| (occurrence.document, occurrence.position));
        run.term(&key_of_united(stem), &occurrences, TermMarks::default(), impact);
    }
}

fn write_words(
    run: &mut RunWriter,
    forms: &[WordForm],
    places: &FormPlaces,
    survey: &IndexSurvey,
    impact: impl Fn(&[Occurrence]) -> u32 + Copy,
) {
    for (key, form) in sorted_keys(forms) {
        let has_neighbours = form.is_some_and(|form| keeps_neighbours(&forms[form], survey));
        let marks = TermMarks { neighbours: if has_neighbours { 2 } else { 0 }, is_named: false };
        run.term(&key, form.map_or(&[], |form| places.of_form(form)), marks, impact);
    }
}

/// Returns true if the words beside a form are kept: beside a common word, pairs tell which they are.
fn keeps_neighbours(form: &WordForm, survey: &IndexSurvey) -> bool {
    survey.has_neighbours && !form.is_gram && !survey.common.contains_key(&form.text)
}

/// The keys of `forms`, each with its form, and those that name the forms of a stem.
fn sorted_keys(forms: &[WordForm]) -> Vec<(Cow<'_, [u8]>, Option<usize>)> {
    let mut keys: Vec<(Cow<'_, [u8]>, Option<usize>)> = Vec::with_capacity(forms.len() * 2);
    for (at, form) in forms.iter().enumerate() {
        keys.push((Cow::Borrowed(&form.key), Some(at)));
        keys.extend(key_of_stem(&form.key).map(|key| (Cow::Owned(key), None)));
    }
    keys.sort_unstable();
    keys
}

/// The places of each form, in order.
struct FormPlaces {
    all: Vec<Occurrence>,
    /// The end of each form's places among all.
    ends: Vec<usize>,
}

impl FormPlaces {
    /// The places of so many forms, sorted by counting.
    fn new(forms: &[WordForm], documents: &[&IndexedDocument], survey: &IndexSurvey) -> FormPlaces {
        let mut next = vec![0usize; forms.len()];
        let tokens = || documents.iter().flat_map(|document| &document.tokens);
        tokens().for_each(|token| next[token.form as usize] += 1);
        let mut sum = 0;
        for count in &mut next {
            sum += std::mem::replace(count, sum);
        }
        let ranks = NeighbourRanks::new(forms, survey);
        let neighbours = WordNeighbours::default();
        let mut all =
            vec![Occurrence { document: 0, position: 0, field: TokenField::Title, neighbours }; sum];
        for (document, number) in documents.iter().zip(0u32..) {
            let beside = ranks.beside(documents, number as usize);
            for (at, token) in document.tokens.iter().enumerate() {
                let place = &mut next[token.form as usize];
                all[*place] = Occurrence { neighbours: beside(at), ..Occurrence::new(number, token) };
                *place += 1;
            }
        }
        FormPlaces { all, ends: next }
    }

    fn of_form(&self, form: usize) -> &[Occurrence] {
        let start = form.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[form]]
    }
}

/// The rank of each form among the words that are named beside others, and one more; 0 for all others. It is empty if none
/// are named.
struct NeighbourRanks(Vec<u8>);

impl NeighbourRanks {
    fn new(forms: &[WordForm], survey: &IndexSurvey) -> NeighbourRanks {
        let rank = |form: &WordForm| {
            let rank = survey.common.get(&form.text).filter(|_| !form.is_gram).copied();
            rank.filter(|&rank| rank < WordNeighbours::RANKS).map_or(0, |rank| rank as u8 + 1)
        };
        NeighbourRanks(if survey.has_neighbours { forms.iter().map(rank).collect() } else { Vec::new() })
    }

    /// The words beside each token of the document with this number.
    fn beside<'a>(
        &'a self,
        documents: &[&'a IndexedDocument],
        number: usize,
    ) -> impl Fn(usize) -> WordNeighbours + 'a {
        let document = documents[number];
        let previous = number.checked_sub(1).map(|number| documents[number]);
        let run = with_next(document, documents.get(number + 1).copied());
        move |at| {
            if self.0.is_empty() {
                return WordNeighbours::default();
            }
            let rank = |token: Option<PlacedToken>| token.map_or(0, |token| self.0[token.form as usize]);
            let pair = |token: &dyn Fn(usize) -> Option<PlacedToken>| match rank(token(1)) {
                0 => [0, 0],
                nearest => [nearest, rank(token(2))],
            };
            WordNeighbours {
                before: pair(&|distance| token_before(document, previous, at, distance)),
                after: pair(&|distance| token_after(document, &run, at, distance)),
            }
        }
    }
}

/// Writes the pairs of common words that follow one another, over the end of a document that goes on too. A pair that is not
/// named has with it the words with which it makes named ones; two named pairs that overlap are a triple.
fn write_grams(
    run: &mut RunWriter,
    forms: &[WordForm],
    documents: &[&IndexedDocument],
    survey: &IndexSurvey,
) {
    let words = CommonWords::new(forms, survey);
    let (found, places) = words.grams(documents);
    let mut occurrences = Vec::new();
    for of_gram in found.chunk_by(|a, b| a >> 32 == b >> 32) {
        occurrences.clear();
        occurrences.extend(of_gram.iter().map(|&gram| places[gram as u32 as usize]));
        let gram = (of_gram[0] >> 32) as u32;
        run.term(&words.key(gram), &occurrences, words.marks(gram), |_| 0);
    }
}

/// The common words of a segment, numbered by the alphabet: numbers of grams then sort as their keys do.
struct CommonWords<'a> {
    survey: &'a IndexSurvey,
    /// The words with their ranks.
    words: Vec<(&'a str, u16)>,
    /// The number of each form that is one of them, and its rank.
    forms: Vec<Option<(u32, u16)>>,
}

/// The bits of a word's number in that of a gram, and the bit that marks a triple.
const WORD_BITS: u32 = 9;
const TRIPLE: u32 = 1 << (3 * WORD_BITS);

impl<'a> CommonWords<'a> {
    fn new(forms: &[WordForm], survey: &'a IndexSurvey) -> CommonWords<'a> {
        let mut words: Vec<(&str, u16)> =
            survey.common.iter().map(|(word, &rank)| (word.as_str(), rank)).collect();
        words.sort_unstable();
        let number = |form: &WordForm| {
            let rank = *survey.common.get(&form.text).filter(|_| !form.is_gram)?;
            let number = words.binary_search(&(form.text.as_str(), rank)).ok()?;
            Some((number as u32, rank))
        };
        let forms = forms.iter().map(number).collect();
        CommonWords { survey, words, forms }
    }

    /// The number of each gram above that of its place, sorted; and the places.
    fn grams(&self, documents: &[&IndexedDocument]) -> (Vec<u64>, Vec<Occurrence>) {
        let (mut found, mut places) = (Vec::new(), Vec::new());
        for (number, document) in (0u32..).zip(documents) {
            let previous = number.checked_sub(1).map(|number| documents[number as usize]);
            let run = with_next(document, documents.get(number as usize + 1).copied());
            for (at, token) in document.tokens.iter().enumerate() {
                let Some((first, first_rank)) = self.forms[token.form as usize] else { continue };
                let common = |token: Option<PlacedToken>| self.forms[token?.form as usize];
                let after = |distance: usize| common(token_after(document, &run, at, distance));
                let Some((second, second_rank)) = after(1) else { continue };
                let next = after(2).filter(|&(_, rank)| self.survey.is_named(second_rank, rank));
                let place = places.len() as u64;
                let pair = first << WORD_BITS | second;
                found.push(u64::from(pair) << 32 | place);
                let mut occurrence = Occurrence::new(number, token);
                if self.survey.is_named(first_rank, second_rank) {
                    let triple = next.map(|(third, _)| TRIPLE | pair << WORD_BITS | third);
                    found.extend(triple.map(|triple| u64::from(triple) << 32 | place));
                } else if self.survey.has_neighbours {
                    let before = common(token_before(document, previous, at, 1));
                    let before = before.filter(|&(_, rank)| self.survey.is_named(rank, first_rank));
                    let named = |word: Option<(u32, u16)>| word.map_or(0, |(_, rank)| rank as u8 + 1);
                    occurrence.neighbours =
                        WordNeighbours { before: [named(before), 0], after: [named(next), 0] };
                }
                places.push(occurrence);
            }
        }
        found.sort_unstable();
        (found, places)
    }

    /// The word of a gram that is so many before its last, and its rank.
    fn word(&self, gram: u32, at: u32) -> (&'a str, u16) {
        self.words[(gram >> (at * WORD_BITS) & ((1 << WORD_BITS) - 1)) as usize]
    }

    /// The key of the gram with this number.
    fn key(&self, gram: u32) -> Vec<u8> {
        let word = |at: u32| self.word(gram, at).0;
        match gram & TRIPLE {
            0 => key_of_gram(&[word(1), word(0)]),
            _ => key_of_gram(&[word(2), word(1), word(0)]),
        }
    }

    /// The marks of the gram with this number.
    fn marks(&self, gram: u32) -> TermMarks {
        let is_pair = gram & TRIPLE == 0;
        let is_named = is_pair && self.survey.is_named(self.word(gram, 1).1, self.word(gram, 0).1);
        let has_neighbours = is_pair && !is_named && self.survey.has_neighbours;
        TermMarks { neighbours: usize::from(has_neighbours), is_named }
    }
}

/// The token of `document` that is so far behind the one with number `at`, if it is that far by its position too; `run` has
/// those of its text and of the one in which it goes on.
fn token_after(
    document: &IndexedDocument,
    run: &impl Fn(usize) -> Option<PlacedToken>,
    at: usize,
    distance: usize,
) -> Option<PlacedToken> {
    let token = &document.tokens[at];
    let is_text = token.position < document.end;
    let place = at + distance;
    let next = if is_text { run(place) } else { document.tokens.get(place).copied() };
    next.filter(|next| next.position == token.position + distance as u32)
}

/// The token that is so far before the one of `document` with number `at`; it may be in the text that goes on here.
fn token_before(
    document: &IndexedDocument,
    previous: Option<&IndexedDocument>,
    at: usize,
    distance: usize,
) -> Option<PlacedToken> {
    let token = &document.tokens[at];
    let is_there = |before: &PlacedToken, position: u32| before.position + distance as u32 == position;
    if let Some(before) = at.checked_sub(distance).map(|before| document.tokens[before]) {
        return Some(before).filter(|before| is_there(before, token.position));
    }
    let previous = previous?;
    let start = previous.next.filter(|_| token.position < document.end)?;
    let of_text = previous.tokens.partition_point(|token| token.position < previous.end);
    let before = of_text.checked_sub(distance - at).map(|before| previous.tokens[before])?;
    Some(before).filter(|before| is_there(before, start + token.position))
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

/// The impact of a term in a document: BM25 without the term's rarity, summed over the fields.
fn impact(documents: &[&IndexedDocument], survey: &IndexSurvey, occurrences: &[Occurrence]) -> u32 {
    let document = documents[occurrences[0].document as usize];
    let mut counts = [0u32; TokenField::COUNT];
    occurrences.iter().for_each(|occurrence| counts[occurrence.field as usize] += 1);
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
