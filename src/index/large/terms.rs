//! The terms of some pages with their postings, as a run that is sorted by [key](super::keys).

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::documents::{DocumentBatch, IndexedDocument, PlacedToken, TokenField, WordForm};
use super::keys::{key_of_gram, key_of_stem, key_of_united};
use super::lists::WordNeighbours;
use super::runs::{Occurrence, RunWriter, TermMarks};
use super::short_text::TextMap;
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
    let words = CommonWords::new(batch.forms(), survey);
    let places = TermPlaces::new(&words, &documents);
    let mut run = RunWriter::new(places.of_forms.len());
    write_grams(&mut run, &words, &places);
    let impacts: Vec<DocumentImpacts> =
        documents.iter().map(|document| DocumentImpacts::new(document, survey)).collect();
    let impact = |of_document: &[Occurrence]| impacts[of_document[0].document as usize].of_term(of_document);
    write_united(&mut run, batch.forms(), &places, survey, impact);
    write_words(&mut run, &words, &places, impact);
    run.finish()
}

/// Writes the pairs of common words that follow one another. A pair that is not named has with it the words with which it makes
/// named ones; two named pairs that overlap are a triple.
fn write_grams(run: &mut RunWriter, words: &CommonWords, places: &TermPlaces) {
    let mut occurrences = Vec::new();
    for of_gram in places.grams.chunk_by(|a, b| a.gram == b.gram) {
        occurrences.clear();
        occurrences.extend(of_gram.iter().map(|gram| places.of_grams[gram.place as usize]));
        let gram = of_gram[0].gram;
        run.term(&words.key(gram), &occurrences, words.marks(gram), |_| 0);
    }
}

/// Writes the stems that have lists of their own, each with all of its forms.
fn write_united(
    run: &mut RunWriter,
    forms: &[WordForm],
    places: &TermPlaces,
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
        // A stable sort is the faster one here, because it joins the sorted places of each form.
        occurrences.sort_by_key(|occurrence| (occurrence.document, occurrence.position()));
        run.term(&key_of_united(stem), &occurrences, TermMarks::default(), impact);
    }
}

fn write_words(
    run: &mut RunWriter,
    words: &CommonWords,
    places: &TermPlaces,
    impact: impl Fn(&[Occurrence]) -> u32 + Copy,
) {
    for SortedKey { key, form, .. } in sorted_keys(words.forms) {
        let has_neighbours = form.is_some_and(|form| words.keeps_neighbours(form));
        let marks = TermMarks { neighbours: if has_neighbours { 2 } else { 0 }, is_named: false };
        run.term(&key, form.map_or(&[], |form| places.of_form(form)), marks, impact);
    }
}

/// The key of a form, or one that names a form of a stem.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct SortedKey<'a> {
    /// The eight bytes behind the first, which all have, as a number: most keys differ in these.
    start: u64,
    key: Cow<'a, [u8]>,
    form: Option<usize>,
}

impl<'a> SortedKey<'a> {
    fn new(key: Cow<'a, [u8]>, form: Option<usize>) -> SortedKey<'a> {
        let mut start = [0; 8];
        start.iter_mut().zip(&key[1..]).for_each(|(start, byte)| *start = *byte);
        SortedKey { start: u64::from_be_bytes(start), key, form }
    }
}

/// The keys of `forms`, each with its form, and those that name the forms of a stem.
fn sorted_keys(forms: &[WordForm]) -> Vec<SortedKey<'_>> {
    let mut keys: Vec<SortedKey> = Vec::with_capacity(forms.len() * 2);
    for (at, form) in forms.iter().enumerate() {
        keys.push(SortedKey::new(Cow::Borrowed(&form.key), Some(at)));
        keys.extend(key_of_stem(&form.key).map(|key| SortedKey::new(Cow::Owned(key), None)));
    }
    keys.sort_unstable();
    keys
}

/// The places of the terms of a batch.
struct TermPlaces {
    /// The places of each form, in order, one form after another; and the end of those of each.
    of_forms: Vec<Occurrence>,
    ends: Vec<u32>,
    /// The grams, sorted: pairs before triples. And the places.
    grams: Vec<PlacedGram>,
    of_grams: Vec<Occurrence>,
}

/// A pair or a triple, and the number of its place.
#[derive(Clone, Copy, Default)]
struct PlacedGram {
    gram: u32,
    place: u32,
}

/// `grams` of so many words, which are in the order of their places, in that of their words. There are few different words, so
/// that counting how often each occurs is faster than comparing.
fn sorted_by_words(mut grams: Vec<PlacedGram>, words: u32) -> Vec<PlacedGram> {
    let mut sorted = vec![PlacedGram::default(); grams.len()];
    for shift in (0..words).map(|word| word * WORD_BITS) {
        let word = |gram: &PlacedGram| (gram.gram >> shift) as usize & ((1 << WORD_BITS) - 1);
        let mut next = [0u32; 1 << WORD_BITS];
        grams.iter().for_each(|gram| next[word(gram)] += 1);
        sum_up(&mut next);
        for gram in &grams {
            let place = &mut next[word(gram)];
            sorted[*place as usize] = *gram;
            *place += 1;
        }
        std::mem::swap(&mut grams, &mut sorted);
    }
    grams
}

/// Puts in the place of each count the sum of those before it.
fn sum_up(counts: &mut [u32]) -> u32 {
    let mut sum = 0;
    counts.iter_mut().for_each(|count| sum += std::mem::replace(count, sum));
    sum
}

impl TermPlaces {
    /// The places of all terms, those of forms sorted by counting.
    fn new(words: &CommonWords, documents: &[&IndexedDocument]) -> TermPlaces {
        let mut next = vec![0u32; words.forms.len()];
        let tokens = || documents.iter().flat_map(|document| &document.tokens);
        tokens().for_each(|token| next[token.form as usize] += 1);
        let sum = sum_up(&mut next);
        let (mut pairs, mut triples, mut of_grams) = (Vec::new(), Vec::new(), Vec::new());
        let mut of_forms = vec![Occurrence::default(); sum as usize];
        let mut row = CommonRow::default();
        for (document, number) in documents.iter().zip(0u32..) {
            row.fill(words, documents, number as usize);
            for token in &document.tokens {
                let around = row.around(token.position);
                let occurrence = Occurrence::new(number, token);
                let place = &mut next[token.form as usize];
                of_forms[*place as usize] = occurrence.with_neighbours(words.neighbours(around));
                *place += 1;
                if around[2] > 0 && around[3] > 0 {
                    words.push_grams(around, of_grams.len() as u32, &mut pairs, &mut triples);
                    of_grams.push(occurrence.with_neighbours(words.named_beside(around)));
                }
            }
        }
        let mut grams = sorted_by_words(pairs, 2);
        grams.append(&mut sorted_by_words(triples, 3));
        TermPlaces { of_forms, ends: next, grams, of_grams }
    }

    fn of_form(&self, form: usize) -> &[Occurrence] {
        let start = form.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.of_forms[start as usize..self.ends[form] as usize]
    }
}

/// The common word at each position of a document: its number and one more, or 0. The first two are those before the document,
/// if it goes on from the one before.
#[derive(Default)]
struct CommonRow(Vec<u16>);

impl CommonRow {
    /// Makes it the row of the document with this number.
    fn fill(&mut self, words: &CommonWords, documents: &[&IndexedDocument], number: usize) {
        let document = documents[number];
        let last = document.tokens.last().map_or(0, |token| token.position).max(document.end);
        self.0.clear();
        self.0.resize(last as usize + 6, 0);
        let mut put = |at: u32, token: &PlacedToken| self.0[at as usize] = words.numbers[token.form as usize];
        document.tokens.iter().for_each(|token| put(token.position + 2, token));
        let previous = number.checked_sub(1).map(|number| documents[number]);
        if let Some((previous, start)) = previous.and_then(|previous| Some((previous, previous.next?))) {
            let is_text = |token: &&PlacedToken| token.position < previous.end;
            let last = previous.tokens.iter().rev().skip_while(|token| !is_text(token));
            let last = last.take_while(|token| token.position + 2 >= start);
            last.for_each(|token| put(token.position + 2 - start, token));
        }
        if let (Some(start), Some(following)) = (document.next, documents.get(number + 1)) {
            let first = following.tokens.iter().take_while(|token| token.position < following.end.min(2));
            first.for_each(|token| put(start + token.position + 2, token));
        }
    }

    /// The words at this position, and at the two before it and behind it.
    fn around(&self, position: u32) -> [u16; 5] {
        let row = &self.0[position as usize..];
        *row.first_chunk().expect("a row ends behind its last position")
    }
}

/// The common words, numbered by the alphabet: numbers of grams then sort as their keys do.
struct CommonWords<'a> {
    forms: &'a [WordForm],
    words: Vec<&'a str>,
    /// The number of each form that is one of them, and one more; 0 for others.
    numbers: Vec<u16>,
    /// By these numbers, the rank of each that is named beside others, and one more; 0 for others.
    ranks: Vec<u8>,
    survey: &'a IndexSurvey,
    has_neighbours: bool,
}

/// The bits of a word's number in that of a gram, and the bit that marks a triple.
const WORD_BITS: u32 = 9;
const TRIPLE: u32 = 1 << (3 * WORD_BITS);

impl<'a> CommonWords<'a> {
    fn new(forms: &'a [WordForm], survey: &'a IndexSurvey) -> CommonWords<'a> {
        let mut words: Vec<(&str, u16)> =
            survey.common.iter().map(|(word, rank)| (word.as_str(), *rank)).collect();
        words.sort_unstable();
        let mut by_text = TextMap::default();
        (1u16..).zip(&words).for_each(|(number, (word, _))| by_text.insert(word, number));
        let number = |form: &WordForm| by_text.get(&form.text).filter(|_| !form.is_gram).unwrap_or(0);
        let rank = |rank: u16| if rank < WordNeighbours::RANKS { rank as u8 + 1 } else { 0 };
        CommonWords {
            forms,
            numbers: forms.iter().map(number).collect(),
            ranks: std::iter::once(0).chain(words.iter().map(|&(_, place)| rank(place))).collect(),
            words: words.into_iter().map(|(word, _)| word).collect(),
            survey,
            has_neighbours: survey.has_neighbours,
        }
    }

    /// Returns true if the words beside a form are kept: beside a common word, pairs tell which they are.
    fn keeps_neighbours(&self, form: usize) -> bool {
        self.has_neighbours && !self.forms[form].is_gram && self.numbers[form] == 0
    }

    /// The neighbours of what is in the middle, which has none if it is common itself.
    fn neighbours(&self, [second_before, before, word, after, second_after]: [u16; 5]) -> WordNeighbours {
        if !self.has_neighbours || word > 0 {
            return WordNeighbours::default();
        }
        let rank = |word: u16| self.ranks[usize::from(word)];
        let pair = |nearest: u16, next: u16| match rank(nearest) {
            0 => [0, 0],
            nearest => [nearest, rank(next)],
        };
        WordNeighbours { before: pair(before, second_before), after: pair(after, second_after) }
    }

    /// Returns true if the pair of the words with these numbers is named.
    fn is_named(&self, first: u16, second: u16) -> bool {
        let [first, second] = [first, second].map(|word| self.ranks[usize::from(word)].checked_sub(1));
        let both = first.zip(second);
        both.is_some_and(|(first, second)| self.survey.is_named(u16::from(first), u16::from(second)))
    }

    /// The words with which the pair that begins in the middle makes named ones, unless it is named itself.
    fn named_beside(&self, [_, before, first, second, after]: [u16; 5]) -> WordNeighbours {
        if !self.has_neighbours || self.is_named(first, second) {
            return WordNeighbours::default();
        }
        let rank = |word: u16, is_named: bool| if is_named { self.ranks[usize::from(word)] } else { 0 };
        WordNeighbours {
            before: [rank(before, self.is_named(before, first)), 0],
            after: [rank(after, self.is_named(second, after)), 0],
        }
    }

    /// Adds the pair and the triple that begin in the middle, at the place with this number.
    fn push_grams(
        &self,
        [_, _, first, second, third]: [u16; 5],
        place: u32,
        pairs: &mut Vec<PlacedGram>,
        triples: &mut Vec<PlacedGram>,
    ) {
        let number = |word: u16| u32::from(word) - 1;
        let pair = number(first) << WORD_BITS | number(second);
        pairs.push(PlacedGram { gram: pair, place });
        if self.is_named(first, second) && self.is_named(second, third) {
            triples.push(PlacedGram { gram: TRIPLE | pair << WORD_BITS | number(third), place });
        }
    }

    /// The key of the gram with this number.
    fn key(&self, gram: u32) -> Vec<u8> {
        let word = |at: u32| self.words[(gram >> (at * WORD_BITS) & ((1 << WORD_BITS) - 1)) as usize];
        match gram & TRIPLE {
            0 => key_of_gram(&[word(1), word(0)]),
            _ => key_of_gram(&[word(2), word(1), word(0)]),
        }
    }

    /// The marks of the gram with this number.
    fn marks(&self, gram: u32) -> TermMarks {
        let number = |at: u32| (gram >> (at * WORD_BITS) & ((1 << WORD_BITS) - 1)) as u16 + 1;
        let is_pair = gram & TRIPLE == 0;
        let is_named = is_pair && self.is_named(number(1), number(0));
        TermMarks { neighbours: usize::from(is_pair && !is_named && self.has_neighbours), is_named }
    }
}

/// The impacts of terms in a document: BM25 without the term's rarity, summed over the fields.
struct DocumentImpacts {
    /// The part of the divisor of a term's worth that each field adds by its length.
    divisors: [f64; TokenField::COUNT],
    /// The impact of a term that occurs once, in each field: most do.
    of_one: [u32; TokenField::COUNT],
}

impl DocumentImpacts {
    fn new(document: &IndexedDocument, survey: &IndexSurvey) -> DocumentImpacts {
        let divisors = std::array::from_fn(|field| {
            let length = f64::from(document.lengths[field]) / survey.means[field];
            SATURATION * (1.0 - LENGTH + LENGTH * length)
        });
        let impacts = DocumentImpacts { divisors, of_one: [0; TokenField::COUNT] };
        let once = |field: usize| std::array::from_fn(|other| u32::from(other == field));
        DocumentImpacts { of_one: std::array::from_fn(|field| impacts.of_counts(once(field))), ..impacts }
    }

    /// The impact of a term that is in the document at these places.
    fn of_term(&self, occurrences: &[Occurrence]) -> u32 {
        if let [occurrence] = occurrences {
            return self.of_one[occurrence.field()];
        }
        let mut counts = [0; TokenField::COUNT];
        occurrences.iter().for_each(|occurrence| counts[occurrence.field()] += 1);
        self.of_counts(counts)
    }

    /// The impact of a term that is in each field so many times.
    fn of_counts(&self, counts: [u32; TokenField::COUNT]) -> u32 {
        let worth = |field: usize| {
            let count = f64::from(counts[field]);
            TokenField::BOOSTS[field] * count * (SATURATION + 1.0) / (count + self.divisors[field])
        };
        let present = (0..TokenField::COUNT).filter(|&field| counts[field] > 0);
        let worth: f64 = present.map(worth).sum();
        let is_above = |level: &usize| worth * 2.0 >= LEVELS[*level] + LEVELS[*level + 1];
        1 + (1..LEVELS.len() - 1).take_while(is_above).count() as u32
    }
}
