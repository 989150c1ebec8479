//! Values of JSON found by their path, and times in the units that recognizers have.

use std::borrow::Cow;

use serde_json::Value;

use crate::formats::shared::json_values::{millis, name_of_speaker, seconds};
use crate::formats::webvtt::timing::lax;
use crate::text::timecode::Timecode;

/// The values at `path`, names of keys and numbers of elements with dots between: `results.alternatives.0.words`. A key is
/// looked up in each element of a list, and a list at the end is each of its elements. `.` is the value, or its elements when it is
/// a list; `[]` only the elements of a list.
pub fn values<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    if path == "[]" {
        return value.as_array().map_or(Vec::new(), |list| list.iter().collect());
    }
    let mut found = vec![value];
    for part in path.split('.').filter(|part| !part.is_empty()) {
        found = match part.parse::<usize>() {
            Ok(at) => found.into_iter().filter_map(|value| value.get(at)).collect(),
            Err(_) => found.into_iter().flat_map(elements).filter_map(|value| value.get(part)).collect(),
        };
    }
    found.into_iter().flat_map(elements).collect()
}

/// The elements of a list; a value that is none stands for itself.
fn elements(value: &Value) -> std::slice::Iter<'_, Value> {
    match value {
        Value::Array(list) => list.iter(),
        _ => std::slice::from_ref(value).iter(),
    }
}

/// The first value that one of `paths` leads to and that is not null.
pub fn value<'v>(object: &'v Value, paths: &[&str]) -> Option<&'v Value> {
    let one = |path: &&str| {
        path.split('.').filter(|part| !part.is_empty()).try_fold(object, |value, part| match value {
            Value::Array(list) => list.get(part.parse::<usize>().ok()?),
            _ => value.get(part),
        })
    };
    paths.iter().filter_map(one).find(|value| !value.is_null())
}

/// A text at one of `paths`.
pub fn text<'v>(object: &'v Value, paths: &[&str]) -> Option<Cow<'v, str>> {
    match value(object, paths)? {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// A speaker's name or number at one of `paths`.
pub fn speaker(object: &Value, paths: &[&str]) -> Option<String> {
    match value(object, paths)? {
        Value::String(name) => name_of_speaker(name),
        Value::Number(number) => Some(format!("Speaker {number}")),
        _ => None,
    }
}

/// The unit of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Millis,
    /// Ten millionths of a second, as Windows counts.
    Ticks,
    /// Seconds or milliseconds: a file has one or the other, and its numbers tell.
    Either,
}

/// More seconds than anybody needs for a word or a sentence, so that they are milliseconds.
const LONGEST_PIECE: f64 = 120.0;

impl Clock {
    /// The unit itself, where the times of pieces leave it open.
    pub fn told_from(self, pieces: &[&Value], start: &[&str]) -> Clock {
        if self != Clock::Either {
            return self;
        }
        let times = || pieces.iter().filter_map(|piece| number(value(piece, start)?));
        let last = times().fold(0.0, f64::max);
        let is_seconds =
            times().any(|time| time.fract() != 0.0) || last <= LONGEST_PIECE * pieces.len() as f64;
        if is_seconds { Clock::Seconds } else { Clock::Millis }
    }

    /// The time at one of `paths`: a number, or a text such as `1.2`, `1.2s`, `PT1M2S`, `00:00:01,200`.
    pub fn time(self, object: &Value, paths: &[&str]) -> Option<Timecode> {
        match value(object, paths)? {
            Value::String(text) if text.starts_with("PT") => duration(text),
            Value::String(text) if text.contains(':') => lax(text),
            Value::String(text) if text.ends_with('s') => seconds(text.trim_end_matches('s').parse().ok()),
            Value::Object(parts) => {
                let part = |name: &str| parts.get(name).and_then(number).unwrap_or_default();
                seconds(Some(part("seconds") + part("nanos") / 1e9))
            }
            other => self.to_time(number(other)),
        }
    }

    fn to_time(self, number: Option<f64>) -> Option<Timecode> {
        match self {
            Clock::Seconds | Clock::Either => seconds(number),
            Clock::Millis => millis(number),
            Clock::Ticks => millis(number.map(|ticks| ticks / 10_000.0)),
        }
    }
}

/// A number, or a text that is one.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

/// A duration of ISO 8601: `PT1H2M3.5S`.
pub fn duration(text: &str) -> Option<Timecode> {
    let (mut total, mut digits) = (0.0, String::new());
    for c in text.strip_prefix("PT")?.chars() {
        let unit = match c {
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => {
                digits.push(c);
                continue;
            }
        };
        total += std::mem::take(&mut digits).parse::<f64>().ok()? * unit;
    }
    seconds(digits.is_empty().then_some(total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_lead_through_lists() {
        let value = json!({"a": [{"b": [[1, 2], [3]]}, {"b": [[4]]}, {"c": 0}]});
        assert_eq!(values(&value, "a.b.0"), [&json!(1), &json!(2), &json!(4)]);
        assert_eq!(values(&value, "a.0.c").len(), 0);
        assert_eq!(text(&json!(["x", 1.5]), &["1"]).as_deref(), Some("1.5"));
    }

    #[test]
    fn times_are_read_in_every_way() {
        let object = json!({
            "number": 1.25, "text": "1.25", "google": "1.250s", "iso": "PT1M1.5S", "clock": "00:01:02,500",
            "parts": {"seconds": "2", "nanos": 500_000_000}, "ticks": 12_500_000, "null": null, "nan": "NaN",
        });
        let time = |clock: Clock, key: &str| clock.time(&object, &[key]).map(|time| time.0);
        assert_eq!(time(Clock::Seconds, "number"), Some(1250));
        assert_eq!(time(Clock::Seconds, "text"), Some(1250));
        assert_eq!(time(Clock::Seconds, "google"), Some(1250));
        assert_eq!(time(Clock::Ticks, "iso"), Some(61_500));
        assert_eq!(time(Clock::Millis, "clock"), Some(62_500));
        assert_eq!(time(Clock::Seconds, "parts"), Some(2500));
        assert_eq!(time(Clock::Ticks, "ticks"), Some(1250));
        assert_eq!(
            [time(Clock::Seconds, "null"), time(Clock::Seconds, "nan"), time(Clock::Seconds, "x")],
            [None; 3]
        );
    }
}
