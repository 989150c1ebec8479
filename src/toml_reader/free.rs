//! Values of any sort, for keys that are a site's own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::de::DeValue;

/// A value of any sort, as a site's own key has it. Dates are text as they are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FreeValue {
    /// Words, or a date.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with a fraction, as it is written.
    Fraction(String),
    /// Yes or no.
    Switch(bool),
    /// A list.
    List(Vec<FreeValue>),
    /// A table.
    Table(BTreeMap<String, FreeValue>),
}

impl FreeValue {
    /// Converts it to JSON for templates. A number that JSON does not have is `null`.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            FreeValue::Text(text) => text.as_str().into(),
            FreeValue::Whole(number) => (*number).into(),
            FreeValue::Fraction(digits) => digits.parse::<f64>().ok().into(),
            FreeValue::Switch(on) => (*on).into(),
            FreeValue::List(items) => items.iter().map(FreeValue::to_json).collect(),
            FreeValue::Table(fields) => {
                fields.iter().map(|(name, value)| (name.clone(), value.to_json())).collect()
            }
        }
    }

    pub(super) fn from_toml(value: DeValue<'_>) -> FreeValue {
        match value {
            DeValue::String(text) => FreeValue::Text(text.into_owned()),
            DeValue::Integer(digits) => match i64::from_str_radix(digits.as_str(), digits.radix()) {
                Ok(number) => FreeValue::Whole(number),
                Err(_) => FreeValue::Text(digits.as_str().to_string()),
            },
            DeValue::Float(digits) => FreeValue::Fraction(digits.as_str().replace('_', "")),
            DeValue::Boolean(on) => FreeValue::Switch(on),
            DeValue::Datetime(date) => FreeValue::Text(date.to_string()),
            DeValue::Array(items) => {
                FreeValue::List(items.into_iter().map(|item| Self::from_toml(item.into_inner())).collect())
            }
            DeValue::Table(fields) => FreeValue::Table(
                fields
                    .into_iter()
                    .map(|(name, value)| {
                        (name.into_inner().into_owned(), Self::from_toml(value.into_inner()))
                    })
                    .collect(),
            ),
        }
    }
}
