//! Pages as documents: the title of each, and each of its entries, as tokens at positions.
//!
//! In an entry stand first the words of its parts. One position between any two parts is left out, so that no phrase
//! runs from one to the next; the pieces of one text, which was cut because it is long, have none between them. From
//! position [`ABOUT`] on stand the heading and the names of the speakers, and in a title all of its words: a search tells
//! from its position whether somebody says a word.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use super::keys::{key_of_form, stem_of_key};
use super::short_text::{ShortText, TextMap};
use crate::index::display::{EntryText, PageText};
use crate::model::Page;
use crate::text::tokens::{Stemming, Token, for_each_position};

/// The first position of what is said about an entry: its text is 4,000 bytes at most, and so has fewer tokens.
pub(super) const ABOUT: u32 = 4096;

/// The bytes of a usual word and the space behind it.
const USUAL_WORD: usize = 5;

/// The field of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenField {
    Title,
    Heading,
    Speaker,
    Note,
    Body,
}

impl TokenField {
    pub(super) const COUNT: usize = 5;

    /// The value of a word in each field, relative to one in the body.
    pub(super) const BOOSTS: [f64; TokenField::COUNT] = [2.0, 2.5, 1.5, 1.1, 1.0];
}

/// A word as it is written, folded, or some characters of a script without spaces.
pub(super) struct WordForm {
    pub(super) text: String,
    /// The key of its term, which has its stem too.
    pub(super) key: Vec<u8>,
    /// True for characters of a script without spaces.
    pub(super) is_gram: bool,
}

impl WordForm {
    /// Its stem, which may be the form itself.
    pub(super) fn stem(&self) -> &str {
        stem_of_key(&self.key).unwrap_or(&self.text)
    }
}

/// A form at a position.
#[derive(Clone, Copy)]
pub(super) struct PlacedToken {
    pub(super) form: u32,
    pub(super) position: u32,
    pub(super) field: TokenField,
}

/// A range of a document that somebody speaks.
pub(super) struct SpokenRange {
    pub(super) who: String,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A title, a section, a piece of one, or a note.
#[derive(Default)]
pub(super) struct IndexedDocument {
    pub(super) tokens: Vec<PlacedToken>,
    /// The number of tokens in each field.
    pub(super) lengths: [u32; TokenField::COUNT],
    /// The position after the words of its parts.
    pub(super) end: u32,
    /// If its text continues in the next document: the position there, relative to this document.
    pub(super) next: Option<u32>,
    pub(super) spoken: Vec<SpokenRange>,
}

/// The documents of some pages that are indexed together. They share their forms, because pages of one site mostly say
/// the same words.
#[derive(Default)]
pub(super) struct DocumentBatch {
    lexicon: FormLexicon,
    /// The documents of each page: its title first.
    pub(super) pages: Vec<Vec<IndexedDocument>>,
}

impl DocumentBatch {
    /// The forms of all of them, by their numbers.
    pub(super) fn forms(&self) -> &[WordForm] {
        &self.lexicon.forms
    }

    /// Adds the documents of the next page.
    pub(super) fn add(&mut self, page: &Page, text: &PageText) {
        let mut words = self.lexicon.of_language(&page.language);
        let mut documents = vec![IndexedDocument::default()];
        documents[0].add(&mut words, &page.title, ABOUT, TokenField::Title);
        documents.extend(text.entries.iter().map(|entry| IndexedDocument::from_entry(&mut words, entry)));
        for at in 1..documents.len() {
            let following = text.entries.get(at).and_then(|entry| entry.parts.first());
            if following.is_some_and(|part| part.goes_on) {
                documents[at].next = Some(self.next_position(&documents[at], &documents[at + 1]));
            }
        }
        self.pages.push(documents);
    }

    /// The position at which the text of `document` goes on in the `following` one.
    fn next_position(&self, document: &IndexedDocument, following: &IndexedDocument) -> u32 {
        let is_gram = |token: Option<&PlacedToken>| {
            token.is_some_and(|token| self.lexicon.forms[token.form as usize].is_gram)
        };
        let last = document.tokens.iter().rfind(|token| token.position < document.end);
        document.end + u32::from(is_gram(last) && is_gram(following.tokens.first()))
    }
}

impl IndexedDocument {
    fn from_entry(words: &mut LanguageForms, entry: &EntryText) -> IndexedDocument {
        let mut document = IndexedDocument::default();
        let length: usize = entry.parts.iter().map(|part| part.text.len()).sum();
        document.tokens.reserve(length / USUAL_WORD);
        let field = if entry.kind.is_some() { TokenField::Note } else { TokenField::Body };
        for (number, part) in entry.parts.iter().enumerate() {
            let start = document.end + u32::from(number > 0 && !part.goes_on);
            document.end = document.add(words, &part.text, start, field);
            let end = document.end;
            document.spoken.extend(part.who.iter().map(|who| SpokenRange { who: who.clone(), start, end }));
        }
        let mut at = document.add(words, &entry.heading, ABOUT.max(document.end + 1), TokenField::Heading);
        let mut names: Vec<&str> = entry.parts.iter().map(|part| part.by.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            at = document.add(words, name, at + 1, TokenField::Speaker);
        }
        document
    }

    /// Adds the tokens of `text` from this position on; the position after them.
    fn add(&mut self, words: &mut LanguageForms, text: &str, start: u32, field: TokenField) -> u32 {
        let before = self.tokens.len();
        let length = for_each_position(text, |position, token| {
            self.tokens.push(PlacedToken { form: words.form(token), position: start + position, field });
        });
        self.lengths[field as usize] += (self.tokens.len() - before) as u32;
        start + length
    }
}

/// Forms, each kept once, though several languages have it.
#[derive(Default)]
struct FormLexicon {
    /// The numbers of forms by their text, apart for each way to find their stem.
    numbers: BTreeMap<Stemming, FormNumbers>,
    /// The numbers by key, once there are two ways: a form may be known by the other.
    by_key: HashMap<Vec<u8>, u32, RandomState>,
    forms: Vec<WordForm>,
}

impl FormLexicon {
    fn of_language(&mut self, language: &str) -> LanguageForms<'_> {
        let stemming = Stemming::from_language(language);
        if self.numbers.len() == 1 && !self.numbers.contains_key(&stemming) {
            self.by_key = (0..).zip(&self.forms).map(|(number, form)| (form.key.clone(), number)).collect();
        }
        self.numbers.entry(stemming).or_default();
        let has_others = self.numbers.len() > 1;
        let numbers = self.numbers.get_mut(&stemming).expect("it is there now");
        let by_key = Some(&mut self.by_key).filter(|_| has_others);
        LanguageForms { stemming, numbers, by_key, forms: &mut self.forms }
    }
}

/// The forms of a [`FormLexicon`], as text in one language asks for them.
struct LanguageForms<'a> {
    stemming: Stemming,
    numbers: &'a mut FormNumbers,
    by_key: Option<&'a mut HashMap<Vec<u8>, u32, RandomState>>,
    forms: &'a mut Vec<WordForm>,
}

impl LanguageForms<'_> {
    /// The number of the form that `token` is.
    fn form(&mut self, token: Token) -> u32 {
        let (Token::Word(text) | Token::Gram(text)) = token;
        let (stemming, forms, by_key) = (self.stemming, &mut *self.forms, &mut self.by_key);
        self.numbers.get_or_insert(text, || {
            let is_gram = matches!(token, Token::Gram(_));
            let key = match is_gram {
                true => key_of_form(text, text),
                false => key_of_form(text, &stemming.stem(text.into())),
            };
            let next = forms.len() as u32;
            let number = by_key.as_mut().map_or(next, |by_key| *by_key.entry(key.clone()).or_insert(next));
            if number == next {
                forms.push(WordForm { text: text.into(), key, is_gram });
            }
            number
        })
    }
}

/// The numbers of forms by their text. Every token is looked up here.
struct FormNumbers {
    all: TextMap<u32>,
    /// Some of them, each in the one place that it can have here: most tokens are frequent words, and found in the few bytes
    /// that the processor has at hand.
    recent: Vec<(ShortText, u32)>,
}

/// The bits of the number of a place among the recent ones.
const RECENT_BITS: u32 = 11;

impl Default for FormNumbers {
    fn default() -> FormNumbers {
        FormNumbers { all: TextMap::default(), recent: vec![(ShortText::NONE, 0); 1 << RECENT_BITS] }
    }
}

impl FormNumbers {
    fn get_or_insert(&mut self, text: &str, make: impl FnOnce() -> u32) -> u32 {
        let short = ShortText::new(text);
        let recent = short.map(|short| &mut self.recent[short.slot(RECENT_BITS)]);
        if let Some(&mut (known, number)) = recent
            && short == Some(known)
        {
            return number;
        }
        let number = self.all.get(text).unwrap_or_else(|| {
            let number = make();
            self.all.insert(text, number);
            number
        });
        if let (Some(short), Some(recent)) = (short, recent) {
            *recent = (short, number);
        }
        number
    }
}
