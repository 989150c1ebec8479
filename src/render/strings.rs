//! The interface text of one language.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::config::Config;
use crate::model::Stats;

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
}

impl Strings {
    /// The text called `name`; the name itself when a theme lacks it, so that the lack is seen.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.texts.get(name).map_or(name, String::as_str)
    }

    /// Every text by its name, and the months as one, with a `|` between them: a script writes dates as well.
    pub fn for_templates(&self) -> BTreeMap<String, String> {
        let mut texts = self.texts.clone();
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

    /// A day as people write it.
    pub fn date(&self, date: Date) -> String {
        let number = usize::try_from(date.month()).unwrap_or(1);
        let month = self.months.get(number - 1).map_or_else(|| number.to_string(), String::clone);
        self.get("date")
            .replace("{year}", &date.year().to_string())
            .replace("{month}", &month)
            .replace("{day}", &date.day().to_string())
    }

    /// A share as people write it.
    pub fn percent(&self, share: u32) -> String {
        self.fill("percent", &share.to_string())
    }

    /// The length of a text as words, in the unit for its script.
    pub fn length(&self, stats: Stats) -> String {
        let (unit, count) = match stats.characters > stats.words {
            true => ("characters", stats.characters.saturating_add(stats.words)),
            false => ("words", stats.words),
        };
        self.fill(unit, &group_thousands(count, self.get("thousands")))
    }

    /// The reading time as words.
    pub fn reading_time(&self, stats: Stats) -> String {
        self.fill("minutes", &stats.minutes.to_string())
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
        for (name, text) in &base.texts {
            self.texts.entry(name.clone()).or_insert_with(|| text.clone());
        }
        self
    }
}

fn group_thousands(number: u32, separator: &str) -> String {
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
            ("words".into(), "{} words".into()),
            ("characters".into(), "{} characters".into()),
            ("thousands".into(), ",".into()),
        ]);
        assert_eq!(english.length(Stats { words: 1_234_567, characters: 3, minutes: 1 }), "1,234,567 words");
        assert_eq!(english.length(Stats { words: 10, characters: 990, minutes: 1 }), "1,000 characters");
    }
}
