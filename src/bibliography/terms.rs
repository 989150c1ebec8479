//! The words that a citation style puts between the parts of a reference, in one language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::PartialDate;

/// The names of the words, as the files of a theme's languages have them.
pub const TERM_NAMES: [&str; 27] = [
    "sources",
    "cite_and",
    "cite_et_al",
    "cite_no_date",
    "cite_in",
    "cite_edited_by",
    "cite_editor",
    "cite_editors",
    "cite_editor_long",
    "cite_editors_long",
    "cite_translated_by",
    "cite_translator",
    "cite_interview_by",
    "cite_edition",
    "cite_volume",
    "cite_volume_long",
    "cite_number",
    "cite_page",
    "cite_pages",
    "cite_chapter",
    "cite_chapter_long",
    "cite_chapter_short",
    "cite_accessed",
    "cite_retrieved",
    "cite_open_quote",
    "cite_close_quote",
    "date",
];

/// The words of citation styles in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CitationTerms {
    /// The language, a BCP 47 tag.
    pub language: String,
    /// The words by their names, those of [`TERM_NAMES`].
    pub words: BTreeMap<String, String>,
    /// The names of the months, January first.
    pub months: Vec<String>,
}

/// The months as American styles abbreviate them in English.
const SHORT_MONTHS: [&str; 12] =
    ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

impl CitationTerms {
    /// The words of no language, for a theme without any.
    pub(super) fn names_only() -> &'static CitationTerms {
        static NONE: LazyLock<CitationTerms> = LazyLock::new(CitationTerms::default);
        &NONE
    }

    /// The word called `name`; its name where a language lacks it, so that the lack is seen.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.words.get(name).map_or(name, String::as_str)
    }

    /// The same with a capital first letter.
    pub fn capital(&self, name: &str) -> String {
        let word = self.get(name);
        let mut characters = word.chars();
        let first = characters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(characters).collect()
    }

    /// Returns true for English, whose styles put full stops inside quotation marks and write dates in their own order.
    pub fn is_english(&self) -> bool {
        self.language == "en" || self.language.starts_with("en-")
    }

    /// An edition: `3rd ed.`; one that is no number stays as it is.
    pub fn edition(&self, edition: &str) -> String {
        let number: Option<u32> = edition.parse().ok();
        match number {
            Some(number) if self.is_english() => self.get("cite_edition").replacen("{}", &ordinal(number), 1),
            Some(number) => self.get("cite_edition").replacen("{}", &number.to_string(), 1),
            None => edition.to_string(),
        }
    }

    /// A day in full: `February 20, 2024`.
    pub fn day(&self, date: PartialDate) -> String {
        match (self.is_english(), self.month_and_day(date)) {
            (true, Some(day)) if date.day.is_some() => format!("{day}, {}", date.year),
            (true, Some(month)) => format!("{month} {}", date.year),
            (_, None) => date.year.to_string(),
            (false, Some(_)) => self.local(date),
        }
    }

    /// The month and the day of a date whose year is given elsewhere: `March 2`.
    pub fn month_and_day(&self, date: PartialDate) -> Option<String> {
        let month = self.month(date.month?);
        Some(match date.day {
            Some(day) if self.is_english() => format!("{month} {day}"),
            Some(_) => self.without_year(date),
            None => month,
        })
    }

    /// A day as the MLA writes it: `2 Mar. 1974`.
    pub fn short_day(&self, date: PartialDate) -> String {
        let Some(number) = date.month else { return date.year.to_string() };
        if !self.is_english() {
            return self.local(date);
        }
        let month = SHORT_MONTHS.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or_default();
        match date.day {
            Some(day) => format!("{day} {month} {}", date.year),
            None => format!("{month} {}", date.year),
        }
    }

    fn month(&self, number: u8) -> String {
        let month = self.months.get(usize::from(number).wrapping_sub(1));
        month.cloned().unwrap_or_else(|| number.to_string())
    }

    /// A date in the order of the language.
    fn local(&self, date: PartialDate) -> String {
        let month = date.month.map(|month| self.month(month)).unwrap_or_default();
        match date.day {
            Some(day) => self
                .get("date")
                .replace("{year}", &date.year.to_string())
                .replace("{month}", &month)
                .replace("{day}", &day.to_string()),
            None => format!("{month} {}", date.year),
        }
    }

    /// The same without the year.
    fn without_year(&self, date: PartialDate) -> String {
        let year = date.year.to_string();
        let whole = self.local(date).replacen(&year, "", 1);
        whole.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '年' | '년')).to_string()
    }
}

/// `1st`, `22nd`, `13th`.
fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
