//! The site's settings of its theme, for styles and for templates.

use serde::Serialize;

use super::address::{Root, is_absolute};
use crate::config::{ChosenTheme, SettingValue};

/// The style sheet that Postil makes of a theme's settings, by its path in the theme.
pub const STYLES: &str = "css/settings.css";

/// The value of a setting, as a template sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SettingView {
    /// Words, a style as CSS has it, or a link to an image; none where nothing is set.
    Text(Option<String>),
    /// Yes or no.
    Switch(bool),
}

impl SettingView {
    /// A value as it is seen from a page.
    pub fn from_value(value: &SettingValue, root: &Root) -> SettingView {
        let link = |path: &String| if is_absolute(path) { path.clone() } else { root.file(path) };
        match value {
            SettingValue::Style(style) => SettingView::Text(Some(style.clone())),
            SettingValue::Text(text) => SettingView::Text(text.clone()),
            SettingValue::Image(image) => SettingView::Text(image.as_ref().map(|image| link(&image.value))),
            SettingValue::Switch(on) => SettingView::Switch(*on),
        }
    }
}

/// Each setting that is a matter of style, as a property: `--text-font` for `text_font`. They are in a layer, so that a
/// theme's own rules win over them: on paper another ground is right.
pub fn styles(theme: &ChosenTheme) -> String {
    let mut out = String::from("@layer settings {\n:root {\n");
    for (name, value) in &theme.settings {
        if let SettingValue::Style(style) = value {
            out.push_str(&format!("  --{}: {style};\n", name.replace('_', "-")));
        }
    }
    out + "}\n}\n"
}
