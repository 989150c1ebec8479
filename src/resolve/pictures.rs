//! Pictures that site.toml names: files of the site must be there.

use std::collections::BTreeMap;

use crate::config::{Config, SettingValue};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{PlainFile, Profile};
use crate::source::Located;

/// Pictures of people and of the theme that are files of the site, and are not there.
pub fn check(
    config: &Config,
    people: &BTreeMap<String, Profile>,
    files: &BTreeMap<String, PlainFile>,
) -> Diagnostics {
    let of_people = people.values().filter_map(|profile| profile.person.image.as_ref());
    let of_theme = config.theme.settings.values().filter_map(|value| match value {
        SettingValue::Image(image) => image.as_ref(),
        _ => None,
    });
    let mut diagnostics = Diagnostics::new();
    diagnostics.extend(of_people.chain(of_theme).filter_map(|picture| missing(picture, files)));
    diagnostics
}

fn missing(picture: &Located<String>, files: &BTreeMap<String, PlainFile>) -> Option<Diagnostic> {
    if picture.value.contains("://") || files.contains_key(&picture.value) {
        return None;
    }
    let message = format!("there is no file `{}`", picture.value);
    let missing = Diagnostic::new(Code::BrokenLink, message).at(picture.span).in_settings();
    let help = "pictures that site.toml names are files below static/, or addresses";
    Some(missing.help(help).did_you_mean(&picture.value, files.keys().map(String::as_str)))
}
