//! The reader of `theme.toml`.

use std::collections::BTreeMap;

use super::{NotePlace, SettingKind, ThemeSetting, unknown};
use crate::config::read::checked;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Located, SourceId};
use crate::toml_reader::{self, Origin, TomlTable};

/// The contents of `theme.toml`.
#[derive(Clone, Debug, Default)]
pub(super) struct ThemeManifest {
    /// The theme whose files it has where it has none of its own.
    pub(super) extends: Option<String>,
    /// The position of notes; if absent, that of the theme this one extends.
    pub(super) notes: Option<NotePlace>,
    /// The settings of the theme, by name.
    pub(super) settings: BTreeMap<String, ThemeSetting>,
    /// The values that pages can have under `[extra]`, by name.
    pub(super) extra: BTreeMap<String, ThemeSetting>,
}

/// Reads the text of a `theme.toml`; `themes` are the names that it may build on.
pub(super) fn read(text: &str, source: SourceId, themes: &[&str]) -> (ThemeManifest, Diagnostics) {
    toml_reader::read(text, Origin { source, offset: 0 }, |table| ThemeManifest {
        extends: extends(table, themes),
        notes: checked(table, "notes", note_place),
        settings: table.tables("settings", setting).into_iter().filter_map(whole).collect(),
        extra: table.tables("extra", setting).into_iter().filter_map(whole).collect(),
    })
}

fn extends(table: &mut TomlTable, themes: &[&str]) -> Option<String> {
    let written = table.string("extends")?;
    if themes.contains(&written.value.as_str()) {
        return Some(written.value);
    }
    table.report(unknown(&written, themes.iter().copied()));
    None
}

fn note_place(written: &str) -> Result<NotePlace, &'static str> {
    match written {
        "block" => Ok(NotePlace::Block),
        "section" => Ok(NotePlace::Section),
        _ => Err("it is either \"block\" or \"section\""),
    }
}

/// A setting, whose name templates and styles will write: `{{ theme.text_font }}`, `--text-font`.
fn setting(table: &mut TomlTable, name: &Located<String>) -> Option<ThemeSetting> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.value == "name" || !name.value.chars().all(is_name) {
        let message = format!("a setting cannot be called `{}`", name.value);
        let help = "use lower-case letters, digits and `_`; `name` is the theme's own";
        table.report(Diagnostic::new(Code::BadValue, message).at(name.span).help(help));
    }
    let choices = table.strings("choices").into_iter().map(|choice| choice.value).collect();
    let kind = kind(table, choices)?;
    let default = kind.read(table, "default").unwrap_or_else(|| kind.nothing());
    let on = table.string("on");
    Some(ThemeSetting { kind, default, on })
}

fn kind(table: &mut TomlTable, choices: Vec<String>) -> Option<SettingKind> {
    let written = table.required_string("type")?;
    let kind = match written.value.as_str() {
        "colour" => SettingKind::Colour,
        "font" => SettingKind::Font,
        "length" => SettingKind::Length,
        "text" => SettingKind::Text,
        "switch" => SettingKind::Switch,
        "image" => SettingKind::Image,
        "choice" if !choices.is_empty() => SettingKind::Choice(choices),
        other => {
            let kinds = ["colour", "font", "length", "text", "switch", "image", "choice"];
            let message = match other {
                "choice" => "a choice needs its `choices`".to_string(),
                other => format!("`{other}` is no type of setting"),
            };
            let problem = Diagnostic::new(Code::BadValue, message).at(written.span);
            let help = format!("there are: {}", kinds.join(", "));
            table.report(problem.help(help).did_you_mean(other, kinds));
            return None;
        }
    };
    Some(kind)
}

fn whole((name, setting): (Located<String>, Option<ThemeSetting>)) -> Option<(String, ThemeSetting)> {
    Some((name.value, setting?))
}
