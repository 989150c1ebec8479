//! The interface text of every language: the theme's `i18n/LANGUAGE.toml`, and the site's own over it.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::{Spanned, Value};

use super::strings::Strings;
use crate::bibliography::{CitationTerms, TERM_NAMES};
use crate::cache::Fingerprint;
use crate::config::WithheldTerms;
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::Theme;
use crate::source::{SourceId, Sources, Span};
use crate::text::language::autonym;
use crate::text::plural::{CATEGORIES, OTHER};

/// The language whose words stand in where another has none.
const FALLBACK: &str = "en";

/// The names of the months of a year, the one key that is not a text.
const MONTHS: &str = "months";

/// The interface text of every language that a theme and its site have.
#[derive(Clone, Debug, Default)]
pub struct Languages {
    by_tag: BTreeMap<String, Strings>,
    fallback: Strings,
}

/// The languages of a site as they were read, once for all stages that have words for readers.
#[derive(Clone, Debug, Default)]
pub struct ReadLanguages {
    /// The languages.
    pub all: Arc<Languages>,
    /// The mistakes in their files.
    pub problems: Diagnostics,
    /// A hash of their files.
    made_of: Option<Fingerprint>,
}

impl ReadLanguages {
    /// Those of `theme` and of the site that uses it.
    pub fn read(theme: &Theme, sources: &Sources) -> ReadLanguages {
        ReadLanguages::default().read_again(theme, sources)
    }

    /// The same as the ones before if their files are.
    #[must_use]
    pub fn read_again(self, theme: &Theme, sources: &Sources) -> ReadLanguages {
        let of_theme = theme.files.iter().filter(|(path, _)| tag(path).is_some());
        let of_theme = of_theme.filter_map(|(path, file)| Some((path, file.source?)));
        let files = of_theme.chain(theme.words.iter().map(|(tag, source)| (tag, *source)));
        let texts: Vec<_> = files.map(|(name, source)| (name, source, sources.get(source).text())).collect();
        let made_of = Some(Fingerprint::new(&texts));
        if self.made_of == made_of {
            return self;
        }
        let (all, problems) = Languages::read(theme, sources);
        ReadLanguages { all: Arc::new(all), problems, made_of }
    }
}

/// The language that a theme's file at `path` is for.
fn tag(path: &str) -> Option<&str> {
    path.strip_prefix("i18n/")?.strip_suffix(".toml")
}

impl Languages {
    /// Reads `theme`'s words, and those of the site that uses it.
    fn read(theme: &Theme, sources: &Sources) -> (Languages, Diagnostics) {
        let mut reader =
            LanguageFileReader { sources, by_tag: BTreeMap::new(), diagnostics: Diagnostics::new() };
        for (path, file) in &theme.files {
            if let (Some(tag), Some(source)) = (tag(path), file.source) {
                reader.theme(tag, source);
            }
        }
        let english = reader.by_tag.get(FALLBACK).cloned().unwrap_or_default();
        for (tag, source) in &theme.words {
            reader.own(tag, *source, &english);
        }
        (Languages::layered(reader.by_tag), reader.diagnostics)
    }

    /// Each language over the one it is a variant of, and all over the one that stands in.
    fn layered(by_tag: BTreeMap<String, Strings>) -> Languages {
        let fallback = by_tag.get(FALLBACK).cloned().unwrap_or_default();
        let whole = |tag: &str, strings: &Strings| {
            let parents = std::iter::successors(parent(tag), |tag| parent(tag));
            let parents = parents.filter_map(|tag| by_tag.get(tag));
            parents.fold(strings.clone(), Strings::variant_of).over(&fallback)
        };
        let by_tag = by_tag.iter().map(|(tag, strings)| (tag.clone(), whole(tag, strings))).collect();
        Languages { by_tag, fallback }
    }

    /// The words of citation styles in each language, by its tag in lower case.
    pub fn citation_terms(&self) -> BTreeMap<String, CitationTerms> {
        let terms = |strings: &Strings| CitationTerms {
            language: strings.language.clone(),
            words: TERM_NAMES
                .iter()
                .map(|name| ((*name).to_string(), strings.get(name).to_string()))
                .collect(),
            months: strings.months.clone(),
        };
        self.by_tag.iter().map(|(tag, strings)| (tag.clone(), terms(strings))).collect()
    }

    /// The words for what is withheld in each language, by its tag in lower case.
    pub fn withheld_terms(&self) -> BTreeMap<String, WithheldTerms> {
        let terms = |strings: &Strings| WithheldTerms {
            withheld: strings.get("withheld").to_string(),
            until: strings.get("withheld_until").to_string(),
            reason: strings.get("withheld_reason").to_string(),
            removed: strings.get("removed").to_string(),
            removed_on: strings.get("removed_on").to_string(),
        };
        self.by_tag.iter().map(|(tag, strings)| (tag.clone(), terms(strings))).collect()
    }

    /// The name of `language` in that language, or its tag where that is not known.
    pub fn name(&self, language: &str) -> String {
        let strings = self.strings_for(language);
        match strings.foreign_to(language) {
            None => strings.get("language_name").to_string(),
            Some(_) => autonym(language).unwrap_or(language).to_string(),
        }
    }

    /// The words for a page in `language`: `zh-Hant-TW` looks for `zh-hant-tw`, `zh-hant`, `zh`.
    pub fn strings_for(&self, language: &str) -> &Strings {
        let tag = canonical(language);
        let candidates = std::iter::successors(Some(tag.as_str()), |tag| parent(tag));
        candidates.into_iter().find_map(|tag| self.by_tag.get(tag)).unwrap_or(&self.fallback)
    }
}

/// The tag that `tag` narrows: `zh` for `zh-hant`.
fn parent(tag: &str) -> Option<&str> {
    tag.rfind('-').map(|at| &tag[..at])
}

/// The tag in lower case; a region that implies the traditional script says so.
fn canonical(language: &str) -> String {
    let tag = language.to_ascii_lowercase();
    match tag.as_str() {
        "zh-tw" | "zh-hk" | "zh-mo" => "zh-hant".into(),
        _ => tag,
    }
}

struct LanguageFileReader<'a> {
    sources: &'a Sources,
    by_tag: BTreeMap<String, Strings>,
    diagnostics: Diagnostics,
}

impl LanguageFileReader<'_> {
    /// A theme may have words of its own templates.
    fn theme(&mut self, tag: &str, source: SourceId) {
        let entries = self.entries(source);
        let strings = self.strings(tag);
        for (key, value) in entries {
            put(strings, key.into_inner(), value.into_inner());
        }
    }

    /// A site can only say what its theme asks for, and the names of its own kinds of notes.
    fn own(&mut self, tag: &str, source: SourceId, english: &Strings) {
        for (key, value) in self.entries(source) {
            if let Some(problem) = problem(&key, &value, english, source) {
                self.diagnostics.push(problem);
                continue;
            }
            let strings = self.strings(tag);
            if let Some(kind) = key.get_ref().strip_prefix("kind_") {
                let label = value.get_ref().as_str().unwrap_or_default();
                strings.own_kinds.insert(kind.into(), label.into());
            }
            put(strings, key.into_inner(), value.into_inner());
        }
    }

    fn strings(&mut self, tag: &str) -> &mut Strings {
        let strings = self.by_tag.entry(tag.to_ascii_lowercase()).or_default();
        strings.language = tag.into();
        strings
    }

    fn entries(&mut self, source: SourceId) -> BTreeMap<Spanned<String>, Spanned<Value>> {
        toml::from_str(self.sources.get(source).text()).unwrap_or_else(|error: toml::de::Error| {
            let range = error.span().unwrap_or_default();
            let diagnostic = Diagnostic::new(Code::BadToml, error.message());
            self.diagnostics.push(diagnostic.at(Span::new(source, range.start, range.end)));
            BTreeMap::new()
        })
    }
}

fn put(strings: &mut Strings, key: String, value: Value) {
    match value {
        Value::String(text) => drop(strings.texts.insert(key, text)),
        Value::Table(forms) => {
            for (category, form) in &forms {
                form.as_str().map(|form| strings.texts.insert(format!("{key}.{category}"), form.to_string()));
            }
        }
        Value::Array(months) if key == MONTHS => {
            strings.months = months.iter().filter_map(Value::as_str).map(str::to_string).collect();
        }
        _ => {}
    }
}

/// Describes the mistake in a site's own text: no template uses it, or it leaves out a value that it should contain.
fn problem(
    key: &Spanned<String>,
    value: &Spanned<Value>,
    english: &Strings,
    source: SourceId,
) -> Option<Diagnostic> {
    let at = |range: std::ops::Range<usize>| Span::new(source, range.start, range.end);
    let name = key.get_ref().as_str();
    if name == MONTHS {
        let is_year = value.get_ref().as_array().is_some_and(|months| months.len() == 12);
        let complaint = || Diagnostic::new(Code::BadValue, "`months` is not a list of twelve names");
        return (!is_year).then(|| complaint().at(at(value.span())));
    }
    if let Some(forms) = value.get_ref().as_table() {
        let complaint = forms_problem(name, forms, english)?;
        return Some(Diagnostic::new(Code::BadValue, complaint).at(at(value.span())));
    }
    let Some(text) = value.get_ref().as_str() else {
        return Some(Diagnostic::new(Code::BadValue, format!("`{name}` is not a text")).at(at(value.span())));
    };
    let counted = || english.texts.get(&format!("{name}.{OTHER}"));
    let Some(theirs) = english.texts.get(name).or_else(counted) else {
        let ours = nearest(name, english.texts.keys().map(|key| key.split('.').next().unwrap_or(key)));
        let help = ours.map(|ours| format!("did you mean `{ours}`?"));
        let unknown = Diagnostic::new(Code::UnknownKey, format!("unknown key `{name}`")).at(at(key.span()));
        let is_kind = name.starts_with("kind_");
        return (!is_kind).then(|| match help {
            Some(help) => unknown.help(help),
            None => unknown,
        });
    };
    let missing = holes(theirs).find(|hole| !text.contains(hole))?;
    let message = format!("`{name}` has no `{missing}`, where a value is put in");
    Some(Diagnostic::new(Code::BadValue, message).at(at(value.span())))
}

/// A message about the forms of a text for different counts, if one is wrong.
fn forms_problem(name: &str, forms: &toml::Table, english: &Strings) -> Option<String> {
    if !english.texts.contains_key(&format!("{name}.{OTHER}")) {
        return Some(format!("`{name}` is not a text that has forms for different counts"));
    }
    if let Some(unknown) = forms.keys().find(|key| !CATEGORIES.contains(&key.as_str())) {
        let known = CATEGORIES.join(", ");
        return Some(format!("`{name}` has a form `{unknown}`, which is none of {known}"));
    }
    let general = forms.get(OTHER).and_then(Value::as_str);
    (!general.is_some_and(|form| form.contains("{}")))
        .then(|| format!("`{name}` needs the form `{OTHER}`, with `{{}}` for the number"))
}

/// The places of values in a text: `{}`, `{day}`.
pub fn holes(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').filter_map(|(at, _)| text[at..].find('}').map(|end| &text[at..=at + end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ThemeFile;

    fn read(files: &[(&str, &str)], own: &[(&str, &str)]) -> (Languages, Vec<String>) {
        let mut sources = Sources::default();
        let mut theme = Theme::default();
        for (path, text) in files {
            let source = Some(sources.add(*path, *text));
            theme.files.insert((*path).to_string(), ThemeFile { bytes: Vec::new(), source });
        }
        for (tag, text) in own {
            theme.words.insert((*tag).to_string(), sources.add(*tag, *text));
        }
        let (languages, diagnostics) = Languages::read(&theme, &sources);
        (languages, diagnostics.iter().map(|found| found.message.clone()).collect())
    }

    const ENGLISH: (&str, &str) =
        ("i18n/en.toml", "date = '{day} {month}'\nnotes = 'Notes'\nonly = 'Only English'");

    #[test]
    fn a_page_is_spoken_to_in_its_language() {
        let files = [ENGLISH, ("i18n/zh.toml", "notes = '注'"), ("i18n/zh-Hant.toml", "only = '只'")];
        let (languages, _) = read(&files, &[]);
        assert_eq!(languages.strings_for("zh-Hans-CN").get("notes"), "注");
        assert_eq!(languages.strings_for("zh").get("only"), "Only English");
        assert_eq!(languages.strings_for("zh-TW").get("only"), "只");
        assert_eq!(
            languages.strings_for("zh-TW").get("notes"),
            "注",
            "a variant lacks what its language has"
        );
        assert_eq!(languages.strings_for("tlh").get("notes"), "Notes");
    }

    #[test]
    fn a_site_says_it_its_own_way_and_in_its_own_languages() {
        let own = [("en", "notes = 'Remarks'\nkind_tape = 'Heard'"), ("cy", "notes = 'Nodiadau'")];
        let (languages, problems) = read(&[ENGLISH, ("i18n/de.toml", "notes = 'Anmerkungen'")], &own);
        assert_eq!(problems, [""; 0]);
        assert_eq!(languages.strings_for("en-GB").get("notes"), "Remarks");
        assert_eq!(languages.strings_for("cy").get("notes"), "Nodiadau");
        assert_eq!(languages.strings_for("cy").get("only"), "Only English");
        let mut config = crate::config::Config::default();
        config
            .kinds
            .insert("tape".into(), crate::config::NoteKind { label: "Tape".into(), ..Default::default() });
        assert_eq!(languages.strings_for("en").kind("tape", &config), "Heard");
        assert_eq!(languages.strings_for("de").kind("tape", &config), "Tape");
    }

    #[test]
    fn what_a_site_says_is_checked() {
        let own = "nots = 'x'\ndate = '{day}'\nnotes = 3\nmonths = ['Jan']";
        let (_, problems) = read(&[ENGLISH], &[("en", own)]);
        let expected = [
            "`date` has no `{month}`, where a value is put in",
            "`months` is not a list of twelve names",
            "unknown key `nots`",
            "`notes` is not a text",
        ];
        let mut problems = problems;
        problems.sort();
        let mut expected = expected.map(str::to_string).to_vec();
        expected.sort();
        assert_eq!(problems, expected);
    }

    #[test]
    fn a_mistake_is_shown_in_its_place() {
        let mut sources = Sources::default();
        let source = sources.add("i18n/en.toml", "a = '1'\nb = \n");
        let theme = Theme { words: [("en".to_string(), source)].into(), ..Theme::default() };
        let (_, diagnostics) = Languages::read(&theme, &sources);
        let places: Vec<_> = diagnostics.iter().map(|found| found.labels[0].span.start).collect();
        assert_eq!(places, [12]);
    }
}
