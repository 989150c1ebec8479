//! The points of time that words point to: `<when xml:id="T1" interval="2.5" since="#T0"/>`.

use std::collections::HashMap;

use super::pointers;
use crate::formats::shared::xml::XmlTag;
use crate::formats::webvtt::timing::lax;
use crate::text::timecode::Timecode;

/// Points of time by their ids.
#[derive(Debug, Default)]
pub struct TeiTimeline {
    times: HashMap<String, Timecode>,
    /// The last point, which the next counts from when it does not say.
    last: Option<Timecode>,
    /// The number of milliseconds a unit of an interval has.
    unit: f64,
}

impl TeiTimeline {
    /// Takes in a point, where `tag` is one.
    pub fn open(&mut self, tag: &XmlTag) {
        match tag.name.as_str() {
            "timeline" => {
                self.unit = unit(tag.get("unit"));
                self.last = Some(Timecode(0));
            }
            "when" => {
                self.last = self.point(tag);
                if let (Some(id), Some(time)) = (tag.get("id"), self.last) {
                    self.times.insert(id.to_string(), time);
                }
            }
            _ => {}
        }
    }

    fn point(&self, tag: &XmlTag) -> Option<Timecode> {
        if let Some(absolute) = tag.get("absolute") {
            return lax(absolute.rsplit('T').next().unwrap_or_default());
        }
        let Some(interval) = tag.get("interval") else { return self.last.filter(|time| time.0 == 0) };
        let base = match pointers(tag.get("since")).next() {
            Some(id) => self.times.get(id).copied(),
            None => self.last,
        };
        let unit = if tag.get("unit").is_some() { unit(tag.get("unit")) } else { self.unit };
        let length = interval.trim().parse::<f64>().ok().map(|length| (length * unit).round());
        let length = length.filter(|length| (0.0..LONGEST).contains(length))?;
        Some(Timecode(base?.0.saturating_add(length as u64)))
    }

    /// The time that an attribute points to, or is.
    pub fn at(&self, value: Option<&str>) -> Option<Timecode> {
        let value = value?.trim();
        match value.strip_prefix('#') {
            Some(id) => self.times.get(id).copied(),
            None => lax(value),
        }
    }
}

/// Longer than any recording, in milliseconds.
const LONGEST: f64 = 1e12;

fn unit(name: Option<&str>) -> f64 {
    match name.unwrap_or_default() {
        "ms" => 1.0,
        "min" => 60_000.0,
        "h" => 3_600_000.0,
        _ => 1000.0,
    }
}
