//! The theme's own words, in the language of each page: `i18n/LANGUAGE.toml`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Stats, Theme};
use crate::source::{SourceId, Sources, Span};

/// The language whose words stand in where another has none.
const FALLBACK: &str = "en";

/// The interface text of one language.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Strings {
    /// The names of the months, January first.
    #[serde(default)]
    pub months: Vec<String>,
    /// Every text by its name.
    #[serde(flatten)]
    pub texts: BTreeMap<String, String>,
    /// The language they are written in.
    #[serde(skip)]
    pub language: String,
}

impl Strings {
    /// The text called `name`; the name itself when a theme lacks it, so that the lack is seen.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.texts.get(name).map_or(name, String::as_str)
    }

    /// The text called `name` with `value` for its `{}`.
    pub fn fill(&self, name: &str, value: &str) -> String {
        self.get(name).replacen("{}", value, 1)
    }

    /// What readers call a kind of note: the site's own name, else the theme's, else its id.
    pub fn kind<'a>(&'a self, kind: &'a str, config: &'a Config) -> &'a str {
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

    /// How long a text is, in the unit that its script is counted in.
    pub fn length(&self, stats: Stats) -> String {
        let (unit, count) = match stats.characters > stats.words {
            true => ("characters", stats.characters.saturating_add(stats.words)),
            false => ("words", stats.words),
        };
        self.fill(unit, &group_thousands(count, self.get("thousands")))
    }

    /// How long it takes to read.
    pub fn reading_time(&self, stats: Stats) -> String {
        self.fill("minutes", &stats.minutes.to_string())
    }

    /// The language of these words, when a page in `language` must say that they are in another.
    pub fn foreign_to(&self, language: &str) -> Option<String> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let is_foreign = primary(&self.language) != primary(language) && !self.language.is_empty();
        is_foreign.then(|| self.language.clone())
    }

    fn over(mut self, base: &Strings) -> Strings {
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

/// The interface text of every language the theme has.
#[derive(Clone, Debug, Default)]
pub struct Languages {
    by_tag: BTreeMap<String, Strings>,
    fallback: Strings,
}

impl Languages {
    /// Reads `theme`'s `i18n/*.toml`.
    pub fn read(theme: &Theme, sources: &Sources) -> (Languages, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let mut by_tag = BTreeMap::new();
        for (path, file) in &theme.files {
            let Some(tag) = path.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".toml")) else {
                continue;
            };
            let Some(source) = file.source else { continue };
            match parse(&sources.get(source).text, source) {
                Ok(strings) => {
                    by_tag.insert(tag.to_ascii_lowercase(), Strings { language: tag.into(), ..strings });
                }
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        let fallback = by_tag.get(FALLBACK).cloned().unwrap_or_default();
        let by_tag = by_tag.into_iter().map(|(tag, strings)| (tag, strings.over(&fallback))).collect();
        (Languages { by_tag, fallback }, diagnostics)
    }

    /// What `language` calls itself; its tag when the theme does not speak it.
    pub fn name(&self, language: &str) -> String {
        let strings = self.of(language);
        match strings.foreign_to(language) {
            None => strings.get("language_name").to_string(),
            Some(_) => language.to_string(),
        }
    }

    /// The words for a page in `language`: `zh-Hant-TW` looks for `zh-hant-tw`, `zh-hant`, `zh`.
    pub fn of(&self, language: &str) -> &Strings {
        let tag = canonical(language);
        let mut candidate = tag.as_str();
        loop {
            if let Some(strings) = self.by_tag.get(candidate) {
                return strings;
            }
            match candidate.rfind('-') {
                Some(at) => candidate = &candidate[..at],
                None => return &self.fallback,
            }
        }
    }
}

/// The tag in lower case; a region that implies the traditional script says so.
fn canonical(language: &str) -> String {
    let tag = language.to_ascii_lowercase();
    match tag.as_str() {
        "zh-tw" | "zh-hk" | "zh-mo" => "zh-hant".into(),
        _ => tag,
    }
}

fn parse(text: &str, source: SourceId) -> Result<Strings, Diagnostic> {
    toml::from_str(text).map_err(|error| {
        let range = error.span().unwrap_or_default();
        Diagnostic::new(Code::BadToml, error.message()).at(Span::new(source, range.start, range.end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ThemeFile;

    fn languages(files: &[(&str, &str)]) -> (Languages, Diagnostics) {
        let mut sources = Sources::default();
        let mut theme = Theme::default();
        for (path, text) in files {
            let source = Some(sources.add(*path, *text));
            theme.files.insert((*path).to_string(), ThemeFile { bytes: Vec::new(), source });
        }
        Languages::read(&theme, &sources)
    }

    const MONTHS: &str = "months = ['Jan', 'Feb']\ndate = '{day} {month} {year}'\n";

    #[test]
    fn a_page_is_spoken_to_in_its_language() {
        let english = format!("{MONTHS}notes = 'Notes'\nonly = 'Only English'");
        let files = [("i18n/en.toml", english.as_str()), ("i18n/zh.toml", "notes = '注'")];
        let (languages, _) = languages(&files);
        assert_eq!(languages.of("zh-Hans-CN").get("notes"), "注");
        assert_eq!(languages.of("zh").get("only"), "Only English");
        assert_eq!(languages.of("tlh").get("notes"), "Notes");
    }

    #[test]
    fn numbers_and_days_are_written_out() {
        let (languages, _) = languages(&[("i18n/en.toml", MONTHS)]);
        let mut english = languages.of("en").clone();
        assert_eq!(english.date(jiff::civil::date(2025, 2, 3)), "3 Feb 2025");
        english.texts.extend([
            ("words".into(), "{} words".into()),
            ("characters".into(), "{} characters".into()),
            ("thousands".into(), ",".into()),
        ]);
        assert_eq!(english.length(Stats { words: 1_234_567, characters: 3, minutes: 1 }), "1,234,567 words");
        assert_eq!(english.length(Stats { words: 10, characters: 990, minutes: 1 }), "1,000 characters");
    }

    #[test]
    fn a_mistake_is_shown_in_its_place() {
        let (_, diagnostics) = languages(&[("i18n/en.toml", "a = 1\nb = \n")]);
        let places: Vec<_> = diagnostics.iter().map(|found| found.labels[0].span.start).collect();
        assert_eq!(places, [10]);
    }

    /// The default theme's words in every language, as they are embedded.
    fn default_theme() -> Vec<(String, Strings)> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/i18n");
        let entries = std::fs::read_dir(folder).expect("the default theme").flatten();
        let read = |path: std::path::PathBuf| {
            let text = std::fs::read_to_string(&path).expect("a readable file");
            (path.display().to_string(), parse(&text, SourceId(0)).expect("TOML"))
        };
        entries.map(|entry| read(entry.path())).collect()
    }

    #[test]
    fn the_default_theme_says_everything_in_every_language() {
        let languages = default_theme();
        let names = |strings: &Strings| strings.texts.keys().cloned().collect::<Vec<_>>();
        let (_, english) = languages.iter().find(|(path, _)| path.ends_with("en.toml")).expect("English");
        for (path, strings) in &languages {
            assert_eq!(names(strings), names(english), "{path}");
            assert_eq!(strings.months.len(), 12, "{path}");
            let holes = |text: &String| text.matches("{}").count();
            for (name, text) in &strings.texts {
                assert_eq!(holes(text), holes(&english.texts[name]), "{path}: {name}");
            }
        }
    }
}
