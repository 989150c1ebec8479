//! A page as documents: its title, and each of its entries, as tokens at positions.
//!
//! In an entry stand first the words of its parts. One position between any two parts is left out, so that no phrase
//! runs from one to the next; the pieces of one text, which was cut because it is long, have none between them. From
//! position [`ABOUT`] on stand the heading and the names of the speakers: a search tells from its position whether
//! somebody says a word.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::index::display::{EntryText, PageText};
use crate::model::Page;
use crate::text::tokens::{Stemming, Token, for_each_position};

/// The first position of what is said about an entry: its text is 4,000 bytes at most, and so has fewer tokens.
const ABOUT: u32 = 4096;

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
    pub(super) stem: String,
    /// True for characters of a script without spaces.
    pub(super) is_gram: bool,
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

/// The documents of a page: its title first.
pub(super) struct PageDocuments {
    pub(super) forms: Vec<WordForm>,
    pub(super) documents: Vec<IndexedDocument>,
}

impl PageDocuments {
    pub(super) fn new(page: &Page, text: &PageText) -> PageDocuments {
        let mut lexicon = FormLexicon {
            stemming: Stemming::from_language(&page.language),
            ids: HashMap::default(),
            forms: Vec::new(),
        };
        let mut documents = vec![IndexedDocument::default()];
        documents[0].add(&mut lexicon, &page.title, 0, TokenField::Title);
        documents.extend(text.entries.iter().map(|entry| IndexedDocument::from_entry(&mut lexicon, entry)));
        for at in 1..documents.len() {
            let goes_on = text
                .entries
                .get(at)
                .is_some_and(|entry| entry.parts.first().is_some_and(|part| part.goes_on));
            documents[at].next = goes_on.then(|| {
                let is_gram = |token: Option<&PlacedToken>| {
                    token.is_some_and(|token| lexicon.forms[token.form as usize].is_gram)
                };
                let last = documents[at].tokens.iter().rfind(|token| token.position < documents[at].end);
                let gap = is_gram(last) && is_gram(documents[at + 1].tokens.first());
                documents[at].end + u32::from(gap)
            });
        }
        PageDocuments { forms: lexicon.forms, documents }
    }
}

impl IndexedDocument {
    fn from_entry(lexicon: &mut FormLexicon, entry: &EntryText) -> IndexedDocument {
        let mut document = IndexedDocument::default();
        let field = if entry.kind.is_some() { TokenField::Note } else { TokenField::Body };
        for (number, part) in entry.parts.iter().enumerate() {
            let start = document.end + u32::from(number > 0 && !part.goes_on);
            document.end = document.add(lexicon, &part.text, start, field);
            let end = document.end;
            document.spoken.extend(part.who.iter().map(|who| SpokenRange { who: who.clone(), start, end }));
        }
        let mut at = document.add(lexicon, &entry.heading, ABOUT.max(document.end + 1), TokenField::Heading);
        let mut names: Vec<&str> = entry.parts.iter().map(|part| part.by.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            at = document.add(lexicon, name, at + 1, TokenField::Speaker);
        }
        document
    }

    /// Adds the tokens of `text` from this position on; the position after them.
    fn add(&mut self, lexicon: &mut FormLexicon, text: &str, start: u32, field: TokenField) -> u32 {
        let before = self.tokens.len();
        let length = for_each_position(text, |position, token| {
            self.tokens.push(PlacedToken { form: lexicon.form(token), position: start + position, field });
        });
        self.lengths[field as usize] += (self.tokens.len() - before) as u32;
        start + length
    }
}

/// The forms of a page, each kept once.
struct FormLexicon {
    stemming: Stemming,
    ids: HashMap<String, u32, RandomState>,
    forms: Vec<WordForm>,
}

impl FormLexicon {
    fn form(&mut self, token: Token) -> u32 {
        let (Token::Word(text) | Token::Gram(text)) = token;
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let is_gram = matches!(token, Token::Gram(_));
        let stem = if is_gram { text.into() } else { self.stemming.stem(text.into()) };
        let id = self.forms.len() as u32;
        self.ids.insert(text.into(), id);
        self.forms.push(WordForm { text: text.into(), stem, is_gram });
        id
    }
}
