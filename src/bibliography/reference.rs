//! The parts of a reference that all styles share.

use super::titles::title_case;
use super::{BibliographyEntry, CitationStyle, CitationTerms, SourceRank};
use crate::text::rich::{Marks, RichText};
use crate::text::script::is_east_asian;

/// A source, and what is needed to write it.
#[derive(Clone, Copy)]
pub struct ReferenceContext<'a> {
    /// The source.
    pub entry: &'a BibliographyEntry,
    /// Its place among the others.
    pub rank: &'a SourceRank,
    /// The words of the language it is written in.
    pub terms: &'a CitationTerms,
    /// The style.
    pub style: CitationStyle,
}

impl ReferenceContext<'_> {
    /// The year with its letter, or the language's words for none: `1981a`, `n.d.`.
    pub fn year(&self) -> String {
        let letter = self.rank.letter.as_deref().unwrap_or_default();
        match self.entry.issued {
            Some(date) => format!("{}{letter}", date.year),
            None if letter.is_empty() => self.terms.get("cite_no_date").to_string(),
            None => format!("{}-{letter}", self.terms.get("cite_no_date")),
        }
    }

    /// A title with the capital letters that the style wants. Those of other languages stay as they are.
    pub fn title(&self, title: &str) -> String {
        let language = self.entry.language.as_deref().unwrap_or(&self.terms.language);
        let is_english = language == "en" || language.starts_with("en-") || language == "english";
        match is_english && self.style != CitationStyle::Apa {
            true => title_case(title),
            false => title.to_string(),
        }
    }
}

/// A reference that is being written.
#[derive(Default)]
pub struct ReferenceText {
    rich: RichText,
}

impl ReferenceText {
    /// Adds plain words.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.rich.push(text, &Marks::default());
        self
    }

    /// Adds words in italics.
    pub fn italic(&mut self, text: &str) -> &mut Self {
        self.rich.push(text, &Marks { emphasis: true, ..Marks::default() });
        self
    }

    /// Adds the title of a whole work. Chinese and Japanese have no italics in the Chicago Manual and the MLA.
    pub fn work(&mut self, title: &str, context: &ReferenceContext) -> &mut Self {
        let title = context.title(title);
        match context.style != CitationStyle::Apa && title.chars().all(is_east_asian) {
            true => self.text(&title),
            false => self.italic(&title),
        }
    }

    /// Adds the title of a part of a work in quotation marks, and `stop` behind it; English has that inside the marks.
    pub fn quoted(&mut self, title: &str, stop: &str, context: &ReferenceContext) -> &mut Self {
        let terms = context.terms;
        let title = context.title(title);
        let stop = if title.ends_with(['?', '!']) && stop == "." { "" } else { stop };
        let (open, close) = (terms.get("cite_open_quote"), terms.get("cite_close_quote"));
        match terms.is_english() {
            true => self.text(&format!("{open}{title}{stop}{close}")),
            false => self.text(&format!("{open}{title}{close}{stop}")),
        }
    }

    /// Adds an address that is a link.
    pub fn link(&mut self, address: &str) -> &mut Self {
        self.rich.push(address, &Marks { link: Some(address.to_string()), ..Marks::default() });
        self
    }

    /// Ends a sentence that may have ended already, and begins the next.
    pub fn stop(&mut self) -> &mut Self {
        let plain = self.rich.to_plain();
        let plain = plain.trim_end_matches(['”', '"', '’']);
        if !plain.is_empty() && !plain.ends_with(['.', '?', '!', '。']) {
            self.text(".");
        }
        self
    }

    /// Adds a sentence of its own, with its full stop.
    pub fn sentence(&mut self, text: &str) -> &mut Self {
        self.space().text(text).stop()
    }

    /// Adds a sentence if the field has words.
    pub fn optional_sentence(&mut self, value: &Option<String>) {
        if let Some(text) = field(value) {
            self.sentence(text);
        }
    }

    /// Adds a space unless nothing was written.
    pub fn space(&mut self) -> &mut Self {
        if !self.rich.is_empty() && !self.rich.to_plain().ends_with(' ') {
            self.text(" ");
        }
        self
    }

    /// The reference.
    pub fn finish(self) -> RichText {
        self.rich.trimmed()
    }
}

/// The words of an optional field.
pub fn field(value: &Option<String>) -> Option<&str> {
    value.as_deref().filter(|text| !text.is_empty())
}
