//! The reader of `site.toml`.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::{
    AiTerms, BUILT_IN_KINDS, Colour, Config, Exports, FeedTexts, Levels, Limits, NavigationLink, NewNotes,
    NoteKind, Orphans, Person, Podcast, Pseudonyms, Readers, Registers, SearchSettings, SiteHost,
    SourceSettings, Themes, Transcripts, topics,
};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Located, SourceId};
use crate::text::language::is_language_tag;
use crate::text::slug::slug;
use crate::toml_reader::{self, Origin, TableShape, TomlTable, table_shape};
use crate::transcript::labels::LabelLayout;

/// Reads the text of `site.toml`; `themes` are those that it can choose from.
pub fn read(text: &str, source: SourceId, themes: &Themes) -> (Config, Diagnostics) {
    toml_reader::read(text, Origin { source, offset: 0 }, |table| config(table, themes))
}

/// The keys of `site.toml`, and the values that they can have with one of `themes`.
pub fn settings_shape(themes: &Themes) -> TableShape {
    table_shape(|table| config(table, themes))
}

/// A site's address with a `/` at its end, or the reason why `written` cannot be one.
pub fn base_url(written: &str) -> Result<String, &'static str> {
    let host = ["https://", "http://"].iter().find_map(|scheme| written.strip_prefix(scheme));
    let Some(host) = host else { return Err("it must start with https:// or http://") };
    if host.is_empty() || host.starts_with('/') {
        return Err("it names no host");
    }
    if written
        .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '"' | '<' | '>'))
    {
        return Err("it must be a plain address, without spaces, `?` or `#`");
    }
    Ok(format!("{}/", written.trim_end_matches('/')))
}

/// The names of site.toml that have a pseudonym, and its text with the pseudonyms, on as many lines.
pub fn with_pseudonyms(text: &str, source: SourceId, themes: &Themes) -> Option<(Pseudonyms, String)> {
    let pseudonyms = read(text, source, themes).0.pseudonyms;
    let mut is_table = false;
    let lines = text.split_inclusive('\n').map(|line| {
        let is_head = line.trim_start().starts_with('[');
        is_table = if is_head { line.trim().starts_with("[pseudonyms]") } else { is_table };
        match is_table || line.trim_start().starts_with("pseudonyms") {
            true if line.ends_with('\n') => "\n",
            true => "",
            false => line,
        }
    });
    let without: String = lines.collect();
    let shown = pseudonyms.apply(&without).unwrap_or(without);
    (!pseudonyms.is_empty()).then_some((pseudonyms, shown))
}

fn config(table: &mut TomlTable, themes: &Themes) -> Config {
    let default = Config::default();
    let (kinds, orphans, new_notes) = table.table("notes", notes).unwrap_or_default();
    let kinds = kinds.unwrap_or(default.kinds);
    let theme = themes.choose(table);
    let extra = table.free_table("extra");
    theme.check_extra(&extra).into_iter().for_each(|problem| table.report(problem));
    Config {
        title: table.required_string("title").map_or(default.title, |title| title.value),
        description: table.string("description").map(|text| text.value),
        base_url: checked(table, "base_url", base_url),
        language: checked(table, "language", language).unwrap_or(default.language),
        theme,
        people: table
            .tables("people", known_person)
            .into_iter()
            .map(|(id, person)| (id.value, person))
            .collect(),
        tags: topics::read(table),
        kinds,
        orphans,
        new_notes,
        navigation: table.list("navigation", navigation_link).into_iter().flatten().collect(),
        style: style(table),
        search: table.table("search", SearchSettings::read).unwrap_or_default(),
        registers: table.table("registers", Registers::read).unwrap_or_default(),
        sources: table.table("sources", SourceSettings::read).unwrap_or_default(),
        exports: table.table("exports", Exports::read).unwrap_or_default(),
        ai: table.table("ai", AiTerms::read).unwrap_or_default(),
        feeds: table.table("feeds", FeedTexts::read).unwrap_or_default(),
        host: table.table("host", SiteHost::read).flatten(),
        card_fonts: table.table("cards", card_fonts).unwrap_or_default(),
        limits: table.table("limits", limits).unwrap_or_default(),
        transcripts: table.table("transcripts", transcripts).unwrap_or_default(),
        bold_quotes: table.table("quotes", bold_quotes).unwrap_or_default(),
        levels: table.table("check", Levels::read).unwrap_or_default(),
        podcast: table.table("podcast", Podcast::read),
        readers: table.table("readers", Readers::read),
        extra,
        edition: default.edition,
        withheld_terms: default.withheld_terms,
        pseudonyms: Pseudonyms::read(table),
    }
}

/// The string at `key` as `check` makes it, or a diagnostic with the reason it gives.
pub(super) fn checked<T, E: Display>(
    table: &mut TomlTable,
    key: &str,
    check: impl FnOnce(&str) -> Result<T, E>,
) -> Option<T> {
    checked_place(table, key, check).map(|found| found.value)
}

/// The same with its place.
pub(super) fn checked_place<T, E: Display>(
    table: &mut TomlTable,
    key: &str,
    check: impl FnOnce(&str) -> Result<T, E>,
) -> Option<Located<T>> {
    let written = table.string(key)?;
    match check(&written.value) {
        Ok(value) => Some(Located::new(value, written.span)),
        Err(reason) => {
            let message = format!("`{key}` cannot be `{}`: {reason}", written.value);
            table.report(Diagnostic::new(Code::BadValue, message).at(written.span));
            None
        }
    }
}

fn language(written: &str) -> Result<String, &'static str> {
    match is_language_tag(written) {
        true => Ok(written.to_string()),
        false => Err("it must be a language tag such as `en`, `zh-Hans` or `pt-BR`"),
    }
}

fn transcripts(table: &mut TomlTable) -> Transcripts {
    let mut labels = Vec::new();
    for written in table.strings("labels") {
        match LabelLayout::parse(&written.value) {
            Ok(layout) => labels.push(layout),
            Err(error) => {
                let message = format!("`{}` cannot be a layout of labels: {}", written.value, error.reason());
                let help = "write it as \"{name} — {text}\" or \"{time} {name}: {text}\"";
                table.report(Diagnostic::new(Code::BadValue, message).at(written.span).help(help));
            }
        }
    }
    Transcripts {
        not_speakers: table.strings("not_speakers").into_iter().map(|name| name.value).collect(),
        only_declared: table.boolean("only_declared").is_some_and(|found| found.value),
        single_appearances: table.boolean("single_appearances").is_none_or(|found| found.value),
        labels,
    }
}

fn bold_quotes(table: &mut TomlTable) -> bool {
    table.boolean("bold").is_some_and(|found| found.value)
}

fn known_person(table: &mut TomlTable, id: &Located<String>) -> Person {
    check_id(table, id, "a person's id");
    let name = table.required_string("name");
    person(table, id, name)
}

/// Somebody as a table of site.toml or of front matter describes them.
pub fn person(table: &mut TomlTable, id: &Located<String>, name: Option<Located<String>>) -> Person {
    Person {
        name: name.map_or_else(|| id.value.clone(), |name| name.value),
        aliases: table.strings("aliases").into_iter().map(|alias| alias.value).collect(),
        role: table.string("role").map(|role| role.value),
        url: checked(table, "url", web_address),
        bio: table.string("bio").map(|bio| bio.value),
        image: checked_place(table, "image", image),
        span: Some(id.span),
    }
}

/// Ids become parts of addresses and of markup: their slug and they themselves must be the same.
pub(super) fn check_id(table: &mut TomlTable, id: &Located<String>, what: &str) {
    let fitting = slug(&id.value);
    if fitting == id.value && !fitting.is_empty() {
        return;
    }
    let message = format!("{what} must be lower-case letters, digits, `-` and `_`, not `{}`", id.value);
    let diagnostic = Diagnostic::new(Code::BadValue, message).at(id.span);
    table.report(match fitting.is_empty() {
        true => diagnostic,
        false => diagnostic.help(format!("write `{fitting}`")),
    });
}

pub(super) fn web_address(written: &str) -> Result<String, &'static str> {
    match ["https://", "http://", "mailto:"].iter().any(|scheme| written.starts_with(scheme)) {
        true => Ok(written.to_string()),
        false => Err("it must start with https://, http:// or mailto:"),
    }
}

/// A picture in front matter: a path below `static/`, or an address.
pub fn picture(table: &mut TomlTable, key: &str) -> Option<Located<String>> {
    checked_place(table, key, image)
}

pub(super) fn image(written: &str) -> Result<String, &'static str> {
    if written.starts_with("https://") || written.starts_with("http://") {
        return Ok(written.to_string());
    }
    let path = written.trim_start_matches('/');
    let leaves = path.split(['/', '\\']).any(|part| part == "..") || path.contains(':');
    match path.is_empty() || leaves {
        true => Err("it must be the path of a file in static/, or an address"),
        false => Ok(path.to_string()),
    }
}

/// Kinds of note, what becomes of orphans, and where new notes are written, as `[notes]` has them.
fn notes(table: &mut TomlTable) -> (Option<BTreeMap<String, NoteKind>>, Orphans, NewNotes) {
    let mut kinds = Config::default().kinds;
    for (id, kind) in table.tables("kinds", note_kind) {
        kinds.insert(id.value, kind);
    }
    let orphans = [("publish", Orphans::Publish), ("warn", Orphans::Warn), ("error", Orphans::Error)];
    let orphans = table.choice("orphans", &orphans).unwrap_or_default();
    let places = [("file", NewNotes::File), ("inline", NewNotes::Inline)];
    (Some(kinds), orphans, table.choice("write", &places).unwrap_or_default())
}

fn note_kind(table: &mut TomlTable, id: &Located<String>) -> NoteKind {
    let is_built_in = BUILT_IN_KINDS.contains(&id.value.as_str());
    if !is_built_in {
        check_id(table, id, "a kind's id");
    }
    let label = match is_built_in {
        true => table.string("label").map_or(String::new(), |label| label.value),
        false => table.string_required_here("label").map_or(id.value.clone(), |label| label.value),
    };
    let colours = Colour::ALL.map(|colour| (colour.name(), colour));
    NoteKind { label, sign: checked(table, "sign", sign), colour: table.choice("colour", &colours) }
}

fn sign(written: &str) -> Result<String, &'static str> {
    let is_short = (1..=LONGEST_SIGN).contains(&written.chars().count());
    let is_seen = !written.contains(|c: char| c.is_whitespace() || c.is_control());
    if is_short && is_seen { Ok(written.to_string()) } else { Err("it is one character, such as \"♪\"") }
}

/// Some signs are of several characters.
const LONGEST_SIGN: usize = 4;

/// Words to write otherwise; a word cannot be its own better.
fn style(table: &mut TomlTable) -> BTreeMap<String, String> {
    let mut style = BTreeMap::new();
    for (word, better) in table.named_strings("style") {
        if word.value.trim().is_empty() || word.value == better.value {
            let message = format!("`{}` cannot be written as `{}`", word.value, better.value);
            table.report(Diagnostic::new(Code::BadValue, message).at(word.span));
            continue;
        }
        style.insert(word.value, better.value);
    }
    style
}

fn navigation_link(table: &mut TomlTable) -> Option<NavigationLink> {
    let (title, url) = (table.required_string("title"), table.required_string("url"));
    let (title, url) = (title?.value, url?);
    let scheme = url.value.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    if scheme.is_some_and(|s| !s.contains('/') && !matches!(s.as_str(), "http" | "https" | "mailto")) {
        let message = format!(
            "`url` cannot be `{}`: external addresses start with http:, https: or mailto:",
            url.value
        );
        table.report(Diagnostic::new(Code::BadValue, message).at(url.span));
        return None;
    }
    Some(NavigationLink { title, url: url.value })
}

/// Those of `all` whose ids `key` lists, in their own order.
pub(super) fn choices<T: Copy>(
    table: &mut TomlTable,
    key: &'static str,
    all: &[T],
    id: fn(T) -> &'static str,
) -> Vec<T> {
    let ids: Vec<&str> = all.iter().map(|choice| id(*choice)).collect();
    let written = table.strings_among(key, &ids);
    for word in &written {
        if !ids.contains(&word.value.as_str()) {
            let message = format!("`{}` is not one of the `{key}` of [exports]", word.value);
            let help = format!("there are: {}", ids.join(", "));
            let diagnostic = Diagnostic::new(Code::BadValue, message).at(word.span);
            table.report(diagnostic.help(help).did_you_mean(&word.value, ids.iter().copied()));
        }
    }
    let is_chosen = |choice: &T| written.iter().any(|word| word.value == id(*choice));
    all.iter().copied().filter(is_chosen).collect()
}

/// Fonts are files of the site: those of a machine would be others on the next one.
fn card_fonts(table: &mut TomlTable) -> Vec<Located<String>> {
    let is_inside = |font: &Located<String>| image(&font.value).is_ok_and(|path| path == font.value);
    let (inside, outside): (Vec<_>, Vec<_>) = table.strings("fonts").into_iter().partition(is_inside);
    for font in outside {
        let message = format!("`{}` cannot be a font: it must be the path of a file in the site", font.value);
        table.report(Diagnostic::new(Code::BadValue, message).at(font.span));
    }
    inside
}

fn limits(table: &mut TomlTable) -> Limits {
    let Some(text) = table.integer("text") else { return Limits::default() };
    match u64::try_from(text.value) {
        Ok(mebibytes @ 1..=1024) => Limits { text: mebibytes << 20 },
        _ => {
            let message = format!("`text` cannot be {}: it is a number of mebibytes, 1 to 1024", text.value);
            table.report(Diagnostic::new(Code::BadValue, message).at(text.span));
            Limits::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Shape;
    use crate::source::{Sources, line_column};

    fn read_it(text: &str) -> (Config, Vec<String>) {
        let (config, mut diagnostics) =
            read(text, SourceId(0), &Themes::read(&[("default".into(), None), ("paper".into(), None)]).0);
        diagnostics.sort(&Sources::default());
        let show = |found: &Diagnostic| {
            let (line, column) = line_column(text, found.labels[0].span.start as usize);
            let help = found.help.as_deref().map_or(String::new(), |help| format!(" ({help})"));
            format!("{line}:{column} {}{help}", found.message)
        };
        (config, diagnostics.iter().map(show).collect())
    }

    #[test]
    fn everything_a_site_may_say() {
        let (config, problems) = read_it(
            "title = 'Talks'\ndescription = 'All of them'\nbase_url = 'https://a.example/talks'\n\
             language = 'zh-Hans'\ntheme = 'paper'\n[people.sam]\nname = 'Sam'\naliases = ['S']\n\
             role = 'guest'\nurl = 'https://sam.example'\nbio = 'B'\nimage = '/people/sam.jpg'\n\
             [tags.ai]\nlabel = 'AI'\ndescription = 'D'\naliases = ['machine learning']\n\
             [notes.kinds.fact]\nlabel = 'Checked'\n[notes.kinds.aside]\nlabel = 'Aside'\n\
             [[navigation]]\ntitle = 'About'\nurl = '/about/'\n[search]\nenabled = false\nshape = 'large'\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(config.base_url.as_deref(), Some("https://a.example/talks/"));
        assert_eq!(
            config.people["sam"].image.as_ref().map(|image| image.value.as_str()),
            Some("people/sam.jpg")
        );
        assert_eq!((config.tags["ai"].label.as_str(), config.tags["ai"].aliases.len()), ("AI", 1));
        assert_eq!(config.kinds["fact"].label, "Checked");
        assert_eq!(config.kinds["aside"].label, "Aside");
        assert_eq!(config.kinds["cite"].label, "", "a kind that is not renamed stays the theme's to name");
        assert_eq!(config.navigation[0].url, "/about/");
        assert!(!config.search.enabled && config.search.shape == Shape::Large);
    }

    #[test]
    fn all_mistakes_are_said_at_once() {
        let (config, problems) = read_it(
            "titel = 'Talks'\nbase_url = 'a.example'\nlanguage = 'english_us'\ntheme = 'papr'\n\
             [people.Sam]\nrole = 3\nurl = 'javascript:alert(1)'\nimage = '../../secret'\n\
             [note.kinds.x]\nlabel = 'X'\n[[navigation]]\ntitle = 'A'\nurl = 'javascript:x'\n",
        );
        assert_eq!(config.theme.name, "default");
        assert_eq!(
            problems,
            [
                "1:1 unknown key `titel` (did you mean `title`?)",
                "1:1 the key `title` is missing",
                "2:12 `base_url` cannot be `a.example`: it must start with https:// or http://",
                "3:12 `language` cannot be `english_us`: it must be a language tag such as `en`, `zh-Hans` or `pt-BR`",
                "4:9 there is no theme `papr` (did you mean `paper`?)",
                "5:1 the key `name` is missing in [people.Sam]",
                "5:9 a person's id must be lower-case letters, digits, `-` and `_`, not `Sam` (write `sam`)",
                "6:8 `role` must be a string, not a number",
                "7:7 `url` cannot be `javascript:alert(1)`: it must start with https://, http:// or mailto:",
                "8:9 `image` cannot be `../../secret`: it must be the path of a file in static/, or an address",
                "9:2 unknown key `note` (did you mean `notes`?)",
                "13:7 `url` cannot be `javascript:x`: external addresses start with http:, https: or mailto:",
            ]
        );
    }

    #[test]
    fn addresses_of_sites() {
        assert_eq!(base_url("https://a.example/x//").as_deref(), Ok("https://a.example/x/"));
        for bad in ["", "ftp://a", "https://", "https:///x", "https://a b", "https://a/?q", "https://a/#x"] {
            assert!(base_url(bad).is_err(), "{bad}");
        }
    }
}
