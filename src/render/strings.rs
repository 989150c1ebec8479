//! The interface text of one language.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::config::Config;
use crate::model::{EpisodeSort, SeriesPlace, Stats};
use crate::text::plural::{OTHER, category};

/// The interface text of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    /// The names of the months, January first.
    pub months: Vec<String>,
    /// Every text by its name.
    pub texts: BTreeMap<String, String>,
    /// The site's own names of kinds of notes in this language, by their IDs.
    pub own_kinds: BTreeMap<String, String>,
    /// The language they are written in.
    pub language: String,
    /// All of them as templates get them, once a page has asked.
    pub for_templates: OnceLock<Arc<BTreeMap<String, String>>>,
}

impl Strings {
    /// The text called `name`; the name itself when a theme lacks it, so that the lack is seen.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.texts.get(name).map_or(name, String::as_str)
    }

    /// Every text by its name, and the months as one, with a `|` between them: a script writes dates as well. It is made
    /// once, since each page asks for it.
    pub fn for_templates(&self) -> Arc<BTreeMap<String, String>> {
        Arc::clone(self.for_templates.get_or_init(|| Arc::new(self.named_texts())))
    }

    fn named_texts(&self) -> BTreeMap<String, String> {
        let plain = self.texts.iter().filter(|(name, _)| !name.contains('.'));
        let mut texts: BTreeMap<String, String> =
            plain.map(|(name, text)| (name.clone(), text.clone())).collect();
        texts.insert("months".into(), self.months.join("|"));
        texts
    }

    /// The text called `name` with `value` for its `{}`.
    pub fn fill(&self, name: &str, value: &str) -> String {
        self.get(name).replacen("{}", value, 1)
    }

    /// The name of a kind of note for readers: the site's own name in this language or else in any, the theme's, or its
    /// ID.
    pub fn kind<'a>(&'a self, kind: &'a str, config: &'a Config) -> &'a str {
        if let Some(own) = self.own_kinds.get(kind) {
            return own;
        }
        let configured = config.kinds.get(kind).map(|kind| kind.label.as_str());
        let built_in = || self.texts.get(&format!("kind_{kind}")).map(String::as_str);
        configured.filter(|label| !label.is_empty()).or_else(built_in).unwrap_or(kind)
    }

    /// A number in the digits of the language: Persian has its own.
    pub fn number(&self, number: impl ToString) -> String {
        let own: Vec<char> = self.get("digits").chars().collect();
        let digit = |c: char| c.to_digit(10).and_then(|digit| own.get(digit as usize)).copied().unwrap_or(c);
        if own.len() == 10 { number.to_string().chars().map(digit).collect() } else { number.to_string() }
    }

    /// A day as people write it.
    pub fn date(&self, date: Date) -> String {
        let number = usize::try_from(date.month()).unwrap_or(1);
        let month = self.months.get(number - 1).map_or_else(|| number.to_string(), String::clone);
        self.get("date")
            .replace("{year}", &self.number(date.year()))
            .replace("{month}", &month)
            .replace("{day}", &self.number(date.day()))
    }

    /// A share as people write it.
    pub fn percent(&self, share: u32) -> String {
        self.fill("percent", &self.number(share))
    }

    /// The length of a text as words, in the unit for its script.
    pub fn length(&self, stats: Stats) -> String {
        let (unit, count) = match stats.characters > stats.words {
            true => ("characters", stats.characters.saturating_add(stats.words)),
            false => ("words", stats.words),
        };
        self.count(unit, count.into())
    }

    /// So many of what the text called `name` counts, in the form that its language has for the number.
    pub fn count(&self, name: &str, count: u64) -> String {
        let form = |category: &str| self.texts.get(&format!("{name}.{category}"));
        let text = form(category(&self.language, count)).or_else(|| form(OTHER));
        let text = text.map_or_else(|| self.get(name), String::as_str);
        text.replacen("{}", &self.number(group_thousands(count, self.get("thousands"))), 1)
    }

    /// A duration in hours and minutes: `1 h 44 min`.
    pub fn duration(&self, milliseconds: u64) -> String {
        let minutes = milliseconds.div_ceil(60_000);
        match (minutes / 60, minutes % 60) {
            (0, minutes) => self.fill("duration_minutes", &self.number(minutes)),
            (hours, 0) => self.count("hours", hours),
            (hours, minutes) => {
                let text = self.get("duration_hours").replacen("{hours}", &self.number(hours), 1);
                text.replacen("{minutes}", &self.number(minutes), 1)
            }
        }
    }

    /// An episode by its number, or by its sort when it is no whole one.
    pub fn episode(&self, place: &SeriesPlace) -> Option<String> {
        match place.sort {
            EpisodeSort::Full => place.episode.map(|number| self.fill("episode", &self.number(number))),
            EpisodeSort::Trailer | EpisodeSort::Bonus => Some(self.get(place.sort.name()).to_string()),
        }
    }

    /// The reading time as words.
    pub fn reading_time(&self, stats: Stats) -> String {
        self.count("minutes", stats.minutes.into())
    }

    /// The language of these words, when a page in `language` must say that they are in another.
    pub fn foreign_to(&self, language: &str) -> Option<String> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let is_foreign = primary(&self.language) != primary(language) && !self.language.is_empty();
        is_foreign.then(|| self.language.clone())
    }

    /// The same of a language that these words are a variant of, with what the site calls its kinds there.
    pub fn variant_of(mut self, language: &Strings) -> Strings {
        for (kind, label) in &language.own_kinds {
            self.own_kinds.entry(kind.clone()).or_insert_with(|| label.clone());
        }
        self.over(language)
    }

    /// These words, and those of `base` where there are none.
    pub fn over(mut self, base: &Strings) -> Strings {
        if self.months.is_empty() {
            self.months = base.months.clone();
        }
        // A text comes from one language with all its forms: another may need others.
        let own: BTreeSet<String> = self.texts.keys().map(|name| without_form(name).to_string()).collect();
        let lacking = base.texts.iter().filter(|(name, _)| !own.contains(without_form(name)));
        self.texts.extend(lacking.map(|(name, text)| (name.clone(), text.clone())));
        self
    }
}

/// The name of a text without the category of a form: `words` of `words.one`.
fn without_form(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

fn group_thousands(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_written_out() {
        let months = vec!["Jan".into(), "Feb".into()];
        let mut english = Strings { months, ..Strings::default() };
        english.texts.insert("date".into(), "{day} {month} {year}".into());
        assert_eq!(english.date(jiff::civil::date(2025, 2, 3)), "3 Feb 2025");
        english.texts.extend([
            ("words.one".into(), "{} word".into()),
            ("words.other".into(), "{} words".into()),
            ("characters".into(), "{} characters".into()),
            ("thousands".into(), ",".into()),
        ]);
        assert_eq!(english.length(Stats { words: 1_234_567, characters: 3, minutes: 1 }), "1,234,567 words");
        assert_eq!(english.count("words", 1), "1 word");
        let digits = ("digits".to_string(), "۰۱۲۳۴۵۶۷۸۹".to_string());
        let persian = Strings { texts: BTreeMap::from([digits]), ..Strings::default() };
        assert_eq!(persian.number(1_402), "۱۴۰۲");
        assert_eq!(english.length(Stats { words: 10, characters: 990, minutes: 1 }), "1,000 characters");
    }
}
