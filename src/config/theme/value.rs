//! Values of a theme's settings. They come out in styles, so that each kind lets nothing through that
//! could be more than a value.

use crate::config::read::{checked, checked_place, image};
use crate::source::Located;
use crate::toml_reader::{FreeValue, TomlTable};

/// The values that a setting accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// `"#a3301f"`, or `{ light = "#a3301f", dark = "#ef8f75" }`.
    Colour,
    /// Names of fonts, as CSS lists them.
    Font,
    /// A number with a unit of CSS.
    Length,
    /// Words.
    Text,
    /// `true` or `false`.
    Switch,
    /// The path of a file in `static/`, or an address.
    Image,
    /// One of these.
    Choice(Vec<String>),
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// A value in CSS syntax.
    Style(String),
    /// Words; none where nothing is set.
    Text(Option<String>),
    /// Yes or no.
    Switch(bool),
    /// A path below the output's root, or an address; none where nothing is set.
    Image(Option<Located<String>>),
}

/// The units that a length may have.
const UNITS: [&str; 13] = ["rem", "em", "px", "pt", "mm", "cm", "in", "ch", "ex", "vw", "vh", "lh", "%"];

impl SettingKind {
    /// The value at `key`, if there is one and it fits.
    pub(super) fn read(&self, table: &mut TomlTable, key: &str) -> Option<SettingValue> {
        match self {
            SettingKind::Colour if table.is_table(key) => {
                table.table(key, pair).flatten().map(SettingValue::Style)
            }
            SettingKind::Colour => checked(table, key, colour).map(SettingValue::Style),
            SettingKind::Font => checked(table, key, font).map(SettingValue::Style),
            SettingKind::Length => checked(table, key, length).map(SettingValue::Style),
            SettingKind::Text => table.string(key).map(|text| SettingValue::Text(Some(text.value))),
            SettingKind::Switch => table.boolean(key).map(|on| SettingValue::Switch(on.value)),
            SettingKind::Image => {
                checked_place(table, key, image).map(|path| SettingValue::Image(Some(path)))
            }
            SettingKind::Choice(choices) => {
                let one_of = |written: &str| match choices.iter().any(|choice| choice == written) {
                    true => Ok(SettingValue::Text(Some(written.to_string()))),
                    false => Err(format!("it is one of: {}", choices.join(", "))),
                };
                checked(table, key, one_of)
            }
        }
    }

    /// The reason why `value` is none of this kind, if it is not.
    pub(super) fn refuse(&self, value: &FreeValue) -> Option<String> {
        let checked = |check: fn(&str) -> Result<String, &'static str>| match value {
            FreeValue::Text(text) => check(text).err().map(str::to_string),
            _ => Some("it must be a string".to_string()),
        };
        match self {
            SettingKind::Colour => checked(colour),
            SettingKind::Font => checked(font),
            SettingKind::Length => checked(length),
            SettingKind::Image => checked(image),
            SettingKind::Text => checked(|text| Ok(text.to_string())),
            SettingKind::Switch => {
                (!matches!(value, FreeValue::Switch(_))).then(|| "it must be true or false".to_string())
            }
            SettingKind::Choice(choices) => match value {
                FreeValue::Text(text) if choices.contains(text) => None,
                _ => Some(format!("it is one of: {}", choices.join(", "))),
            },
        }
    }

    /// The value of a setting without a default.
    pub(super) fn nothing(&self) -> SettingValue {
        match self {
            SettingKind::Colour | SettingKind::Font | SettingKind::Length => {
                SettingValue::Style("initial".into())
            }
            SettingKind::Text | SettingKind::Choice(_) => SettingValue::Text(None),
            SettingKind::Switch => SettingValue::Switch(false),
            SettingKind::Image => SettingValue::Image(None),
        }
    }
}

/// A colour for light pages and one for dark pages.
fn pair(table: &mut TomlTable) -> Option<String> {
    let (light, dark) = (checked(table, "light", colour), checked(table, "dark", colour));
    match (light, dark) {
        (Some(light), Some(dark)) => Some(format!("light-dark({light}, {dark})")),
        (one, other) => one.or(other),
    }
}

fn colour(written: &str) -> Result<String, &'static str> {
    let digits = written.strip_prefix('#').unwrap_or_default();
    let is_colour = matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    match is_colour {
        true => Ok(written.to_ascii_lowercase()),
        false => Err("a colour is written as `#a3301f`"),
    }
}

fn font(written: &str) -> Result<String, &'static str> {
    let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '_' | '.' | '"' | '\'');
    let is_closed = |mark: char| written.matches(mark).count().is_multiple_of(2);
    let has_names = written.split(',').all(|name| name.contains(char::is_alphanumeric));
    match written.chars().all(is_allowed) && is_closed('"') && is_closed('\'') && has_names {
        true => Ok(written.to_string()),
        false => Err("it is a list of fonts such as `\"Source Serif 4\", Georgia`"),
    }
}

fn length(written: &str) -> Result<String, &'static str> {
    let number = UNITS.iter().find_map(|unit| written.strip_suffix(unit)).unwrap_or_default();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_number =
        number.split_once('.').map_or(digits(number), |(whole, part)| digits(whole) && digits(part));
    match is_number {
        true => Ok(written.to_string()),
        false => Err("a length is a number and a unit, such as `36rem` or `640px`"),
    }
}
