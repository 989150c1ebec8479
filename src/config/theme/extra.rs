//! Values that pages set for templates under `[extra]`, and their types as the theme declares them.

use std::collections::BTreeMap;

use super::{ChosenTheme, SettingValue};
use crate::diag::{Code, Diagnostic, nearest};
use crate::source::Located;
use crate::toml_reader::FreeValue;

/// Values for templates, by name, each with its place.
pub type ExtraValues = BTreeMap<String, Located<FreeValue>>;

impl ChosenTheme {
    /// Finds values of another type than the theme declares, and names that are nearly declared ones. Any other name is
    /// the site's own.
    pub fn check_extra(&self, extra: &ExtraValues) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (name, value) in extra {
            match self.extra.get(name) {
                Some(declared) => {
                    found.extend(declared.kind.refuse(&value.value).map(|reason| {
                        let message = format!("`{name}` in [extra] does not fit: {reason}");
                        Diagnostic::new(Code::BadValue, message).at(value.span)
                    }));
                }
                None => {
                    found.extend(nearest(name, self.extra.keys().map(String::as_str)).map(|ours| {
                        let message = format!("the theme `{}` has no `{name}` for [extra]", self.name);
                        let help = format!("did you mean `{ours}`?");
                        Diagnostic::new(Code::UnknownKey, message).at(value.span).help(help)
                    }));
                }
            }
        }
        found
    }

    /// The values that templates see: those of `extra`, and the theme's defaults.
    pub fn extra_for_templates(&self, extra: &[&ExtraValues]) -> BTreeMap<String, serde_json::Value> {
        let defaults = self.extra.iter().map(|(name, declared)| {
            let value = match &declared.default {
                SettingValue::Style(text) => text.as_str().into(),
                SettingValue::Text(text) => text.as_deref().into(),
                SettingValue::Switch(on) => (*on).into(),
                SettingValue::Image(image) => image.as_ref().map(|image| image.value.as_str()).into(),
            };
            (name.clone(), value)
        });
        let set = extra.iter().flat_map(|values| values.iter());
        defaults.chain(set.map(|(name, value)| (name.clone(), value.value.to_json()))).collect()
    }
}
