//! A single TOML value, turned into what its reader expects.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};
use toml::value::Datetime;

use super::Origin;
use crate::diag::{Code, Diagnostic};
use crate::source::{Located, Span};

/// A value and its place.
pub(super) struct TomlValue<'i> {
    value: DeValue<'i>,
    span: Span,
    origin: Origin,
}

/// A value of another sort than its reader expects.
pub(super) struct Mismatch {
    expected: &'static str,
    found: &'static str,
    span: Span,
}

impl Mismatch {
    pub(super) fn diagnostic(self, key: &str) -> Diagnostic {
        let Mismatch { expected, found, span } = self;
        let message = format!("`{key}` must be {expected}, not {found}");
        Diagnostic::new(Code::BadValue, message).at(span)
    }
}

impl<'i> TomlValue<'i> {
    pub(super) fn new(value: Spanned<DeValue<'i>>, origin: Origin) -> Self {
        let span = origin.span(value.span());
        TomlValue { value: value.into_inner(), span, origin }
    }

    pub(super) fn string(self) -> Result<Located<String>, Mismatch> {
        match self.value {
            DeValue::String(text) => Ok(Located::new(text.into_owned(), self.span)),
            other => Err(mismatch("a string", &other, self.span)),
        }
    }

    pub(super) fn boolean(self) -> Result<Located<bool>, Mismatch> {
        match self.value {
            DeValue::Boolean(value) => Ok(Located::new(value, self.span)),
            other => Err(mismatch("true or false", &other, self.span)),
        }
    }

    pub(super) fn integer(self) -> Result<Located<i64>, Mismatch> {
        let expected = "a whole number";
        let DeValue::Integer(digits) = &self.value else {
            return Err(mismatch(expected, &self.value, self.span));
        };
        match i64::from_str_radix(digits.as_str(), digits.radix()) {
            Ok(number) => Ok(Located::new(number, self.span)),
            Err(_) => Err(Mismatch { expected, found: "one so large", span: self.span }),
        }
    }

    pub(super) fn day_or_year(self) -> Result<Located<String>, Mismatch> {
        match &self.value {
            DeValue::Integer(digits) => Ok(Located::new(digits.as_str().to_string(), self.span)),
            DeValue::Datetime(written) => Ok(Located::new(written.to_string(), self.span)),
            _ => self.string(),
        }
    }

    pub(super) fn date(self) -> Result<Located<Date>, Mismatch> {
        let date = match &self.value {
            DeValue::Datetime(written) => civil_date(written),
            DeValue::String(text) => text.parse().ok(),
            _ => None,
        };
        match date {
            Some(date) => Ok(Located::new(date, self.span)),
            None => Err(mismatch("a date such as 2025-08-16", &self.value, self.span)),
        }
    }

    pub(super) fn array(self) -> Result<Located<Vec<TomlValue<'i>>>, Mismatch> {
        match self.value {
            DeValue::Array(items) => Ok(Located::new(values(items, self.origin), self.span)),
            other => Err(mismatch("a list", &other, self.span)),
        }
    }

    pub(super) fn table(self) -> Result<Located<DeTable<'i>>, Mismatch> {
        match self.value {
            DeValue::Table(entries) => Ok(Located::new(entries, self.span)),
            other => Err(mismatch("a table", &other, self.span)),
        }
    }
}

fn values<'i>(items: DeArray<'i>, origin: Origin) -> Vec<TomlValue<'i>> {
    items.into_iter().map(|item| TomlValue::new(item, origin)).collect()
}

fn civil_date(written: &Datetime) -> Option<Date> {
    let date = written.date?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
        .ok()
}

fn mismatch(expected: &'static str, found: &DeValue, span: Span) -> Mismatch {
    let found = match found {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    Mismatch { expected, found, span }
}
