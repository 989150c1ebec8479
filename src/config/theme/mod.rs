//! Themes as site.toml sees them: what each builds on, and what can be set in it.

mod contrast;
mod extra;
mod manifest;
mod value;

pub use self::extra::ExtraValues;
pub use self::value::{SettingKind, SettingValue};

use std::collections::{BTreeMap, BTreeSet};

use self::manifest::ThemeManifest;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Located, SourceId};
use crate::toml_reader::TomlTable;

/// The theme that every other builds on in the end.
pub const BASE: &str = "default";

/// The theme a site has chosen, with what it has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenTheme {
    /// Its name.
    pub name: String,
    /// The themes whose files it is made of, the one that it builds on before itself.
    pub layers: Vec<String>,
    /// The position of notes on a page.
    pub notes: NotePlace,
    /// The value of every setting, by its name.
    pub settings: BTreeMap<String, SettingValue>,
    /// The values that it declares for `[extra]`, by name.
    pub extra: BTreeMap<String, ThemeSetting>,
}

/// The position of notes on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NotePlace {
    /// Each behind the block that first refers to it; a script brings it to its words.
    #[default]
    Block,
    /// All of a section behind its words.
    Section,
}

/// Something that a site can set in a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeSetting {
    /// The values it accepts.
    pub kind: SettingKind,
    /// Its value where a site sets none.
    pub default: SettingValue,
    /// The colour under it: words in this colour must have enough contrast with that one.
    pub on: Option<Located<String>>,
}

impl Default for ChosenTheme {
    fn default() -> Self {
        let layers = vec![BASE.to_string()];
        let (settings, extra) = (BTreeMap::new(), BTreeMap::new());
        ChosenTheme { name: BASE.into(), layers, notes: NotePlace::default(), settings, extra }
    }
}

/// Every theme that a site can choose, checked.
#[derive(Clone, Debug, Default)]
pub struct Themes {
    by_name: BTreeMap<String, ThemeManifest>,
}

/// A theme's name, and its `theme.toml` if it has one.
pub type SourcedTheme<'a> = (String, Option<(SourceId, &'a str)>);

impl Themes {
    /// Reads the `theme.toml` of each theme that was found.
    pub fn read(found: &[SourcedTheme<'_>]) -> (Themes, Diagnostics) {
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        let (mut themes, mut diagnostics) = (Themes::default(), Diagnostics::new());
        for (name, file) in found {
            let (manifest, problems) =
                file.map_or_else(Default::default, |(source, text)| manifest::read(text, source, &names));
            diagnostics.append(problems);
            themes.by_name.insert(name.clone(), manifest);
        }
        diagnostics.extend(themes.unknown_grounds());
        (themes, diagnostics)
    }

    /// The colours that are said to be on another one which no theme below has.
    fn unknown_grounds(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (name, manifest) in &self.by_name {
            let all = self.settings(&self.layers(name));
            for ground in manifest.settings.values().filter_map(|setting| setting.on.as_ref()) {
                if !all.contains_key(&ground.value) {
                    let message = format!("there is no setting `{}`", ground.value);
                    let problem = Diagnostic::new(Code::BadValue, message).at(ground.span);
                    found.push(problem.did_you_mean(&ground.value, all.keys().map(String::as_str)));
                }
            }
        }
        found
    }

    /// The theme that `table` of site.toml chooses: `theme = "paper"`, or `[theme]` with its `name` and
    /// the values of settings.
    pub(super) fn choose(&self, table: &mut TomlTable) -> ChosenTheme {
        if !table.is_table("theme") {
            let name = table.string("theme").and_then(|written| self.known(table, written));
            return self.named(name.as_deref().unwrap_or(BASE));
        }
        table.table("theme", |table| self.set(table)).unwrap_or_default()
    }

    fn set(&self, table: &mut TomlTable) -> ChosenTheme {
        let name = table.string("name").and_then(|written| self.known(table, written));
        let mut theme = self.named(name.as_deref().unwrap_or(BASE));
        // Which settings there are depends on the theme.
        table.allow_others();
        let settings = self.settings(&theme.layers);
        let mut places = BTreeMap::new();
        for (name, setting) in &settings {
            let place = table.place_of(name);
            if let Some(value) = setting.kind.read(table, name) {
                places.extend(place.map(|place| (name.clone(), place)));
                theme.settings.insert(name.clone(), value);
            }
        }
        let poor = contrast::check(&settings, &theme.settings, &places);
        poor.into_iter().for_each(|problem| table.report(problem));
        theme
    }

    /// The name of a theme, if there is one of that name.
    fn known(&self, table: &mut TomlTable, written: Located<String>) -> Option<String> {
        if self.by_name.contains_key(&written.value) {
            return Some(written.value);
        }
        table.report(unknown(&written, self.by_name.keys().map(String::as_str)));
        None
    }

    /// A theme as it is when a site sets nothing in it.
    pub fn named(&self, name: &str) -> ChosenTheme {
        let layers = self.layers(name);
        let notes = layers.iter().rev().find_map(|layer| self.by_name.get(layer)?.notes);
        let settings = self.settings(&layers).into_iter().map(|(name, setting)| (name, setting.default));
        let settings = settings.collect();
        let manifests = layers.iter().filter_map(|layer| self.by_name.get(layer));
        let extra = manifests.flat_map(|manifest| manifest.extra.clone()).collect();
        ChosenTheme { name: name.into(), settings, extra, notes: notes.unwrap_or_default(), layers }
    }

    /// A theme that builds on itself by way of others ends where it would begin again.
    fn layers(&self, name: &str) -> Vec<String> {
        let (mut layers, mut seen) = (vec![name.to_string()], BTreeSet::from([BASE.to_string()]));
        let mut current = name;
        while seen.insert(current.to_string()) {
            current = self.by_name.get(current).and_then(|found| found.extends.as_deref()).unwrap_or(BASE);
            layers.push(current.to_string());
        }
        layers.retain(|layer| layer != BASE);
        layers.push(BASE.to_string());
        layers.reverse();
        layers.dedup();
        layers
    }

    /// The settings of a theme with these layers; later layers replace the settings of earlier ones.
    fn settings(&self, layers: &[String]) -> BTreeMap<String, ThemeSetting> {
        let manifests = layers.iter().filter_map(|layer| self.by_name.get(layer));
        manifests.flat_map(|manifest| manifest.settings.clone()).collect()
    }
}

/// A theme that is not there.
fn unknown<'a>(written: &Located<String>, names: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let message = format!("there is no theme `{}`", written.value);
    let all = names.clone().collect::<Vec<_>>().join(", ");
    let help = format!("make it a folder of themes/; there is: {all}");
    let unknown = Diagnostic::new(Code::UnknownTheme, message).at(written.span);
    unknown.help(help).did_you_mean(&written.value, names)
}
