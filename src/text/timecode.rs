//! Times in a recording, as transcribers write them.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;

use super::digits::with_ascii_digits;

/// A time from a recording's start, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timecode(pub u64);

/// The meaning of the last part of a time that has four, `00:04:56:38`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LastPart {
    /// Days, hours, minutes and seconds.
    #[default]
    Seconds,
    /// Hours, minutes, seconds and frames of a film, which are not shown.
    Frames,
}

impl Timecode {
    /// Reads a time as [`parse`](Self::parse) does, and the last of four parts as `last`.
    pub fn parse_with(text: &str, last: LastPart) -> Option<Timecode> {
        let frames = text.rfind(':').filter(|_| text.matches(':').count() == 3);
        match (last, frames) {
            (LastPart::Frames, Some(at)) => {
                parse_number(&text[at + 1..]).filter(|frames| *frames < 60)?;
                Timecode::parse(&text[..at])
            }
            _ => Timecode::parse(text),
        }
    }

    /// Reads `mm:ss`, `h:mm:ss`, `d:hh:mm:ss`, each with an optional `.mmm` or `,mmm`, and nothing else.
    ///
    /// Only the first part may exceed 59 (23 for hours after days); a lone number is not a time.
    ///
    /// ```
    /// use postil::text::timecode::Timecode;
    /// assert_eq!(Timecode::parse("12:34.250"), Some(Timecode(754_250)));
    /// assert_eq!(Timecode::parse("1:99"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Timecode> {
        let text = &*with_ascii_digits(text);
        let (whole, fraction) = match text.find(['.', ',']) {
            Some(at) => (&text[..at], parse_fraction(&text[at + 1..])?),
            None => (text, 0),
        };
        let parts: Vec<u64> = whole.split(':').map(parse_number).collect::<Option<_>>()?;
        let (&first, rest) = parts.split_first()?;
        let limits: &[u64] = match rest.len() {
            1 => &[60],
            2 => &[60, 60],
            3 => &[24, 60, 60],
            _ => return None,
        };
        let seconds = rest
            .iter()
            .zip(limits)
            .try_fold(first, |sum, (&part, &limit)| (part < limit).then(|| sum * limit + part))?;
        Some(Timecode(seconds * 1000 + fraction))
    }

    /// Reads the units that `text` begins with, `1m05s` or `1h02m03s`, and the bytes that they take. Without seconds they are
    /// a duration.
    ///
    /// ```
    /// use postil::text::timecode::Timecode;
    /// assert_eq!(Timecode::leading_units("1m05s]"), Some((Timecode(65_000), 5)));
    /// assert_eq!(Timecode::leading_units("1h30m"), None);
    /// ```
    pub fn leading_units(text: &str) -> Option<(Timecode, usize)> {
        let (mut rest, mut seconds, mut units) = (text, 0, 0);
        for (unit, length) in [('h', 3600), ('m', 60), ('s', 1)] {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if let Some(behind) = rest[digits..].strip_prefix(unit) {
                seconds += parse_number(&rest[..digits])? * length;
                (rest, units) = (behind, units + 1);
            }
        }
        let length = text.len() - rest.len();
        (units > 1 && text[..length].ends_with('s')).then_some((Timecode(seconds * 1000), length))
    }

    /// Reads seconds with at most nine decimals, as [`seconds`](Self::seconds) writes them.
    pub fn from_seconds(text: &str) -> Option<Timecode> {
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, digits)) => (whole, parse_fraction(digits)?),
            None => (text, 0),
        };
        let fits = (1..=12).contains(&whole.len()) && whole.bytes().all(|b| b.is_ascii_digit());
        let seconds: u64 = fits.then(|| whole.parse().ok()).flatten()?;
        Some(Timecode(seconds * 1000 + fraction))
    }

    /// The time in seconds with at most three decimals and none that say nothing: `754.25`.
    pub fn seconds(self) -> String {
        let (seconds, millis) = (self.0 / 1000, self.0 % 1000);
        if millis == 0 {
            return seconds.to_string();
        }
        format!("{seconds}.{millis:03}").trim_end_matches('0').to_string()
    }

    /// The time as an ISO 8601 duration, as HTML's `datetime` wants it: `PT12M34.25S`.
    pub fn iso(self) -> String {
        let (hours, minutes) = (self.0 / 3_600_000, self.0 / 60_000 % 60);
        let mut out = String::from("PT");
        if hours > 0 {
            out += &format!("{hours}H");
        }
        if minutes > 0 {
            out += &format!("{minutes}M");
        }
        out + &format!("{}S", Timecode(self.0 % 60_000).seconds())
    }
}

/// `12:34`, or `1:02:03` from an hour on; fractions of a second are not shown.
impl fmt::Display for Timecode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / 1000;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match hours {
            0 => write!(f, "{minutes}:{seconds:02}"),
            _ => write!(f, "{hours}:{minutes:02}:{seconds:02}"),
        }
    }
}

/// One to six digits: long recordings fit, sums cannot overflow.
fn parse_number(digits: &str) -> Option<u64> {
    let fits = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| digits.parse().ok()).flatten()
}

/// The length of what joins the two times of a range at the beginning of `text`, with white space around it: ` to `, `–`.
pub fn range_joint(text: &str) -> Option<usize> {
    const JOINTS: [&str; 9] = ["-->", "→", "–", "—", "to ", "bis ", "à ", "至", "-"];
    let joined = text.trim_start_matches(' ');
    let behind = JOINTS.iter().find_map(|joint| joined.strip_prefix(joint))?;
    Some(text.len() - behind.trim_start_matches(' ').len())
}

/// The places of times in `text`: digits with the signs that join them, without brackets.
pub fn find_times(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_sign = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',');
    let mut from = 0;
    let runs = std::iter::from_fn(move || {
        let start = from + text[from..].find(|c: char| c.is_ascii_digit())?;
        let rest = &text[start..];
        let run = &rest[..rest.find(|c| !is_sign(c)).unwrap_or(rest.len())];
        from = start + run.len();
        Some(start..start + run.trim_end_matches([':', '.', ',']).len())
    });
    runs.filter(move |run| Timecode::parse(&text[run.clone()]).is_some())
}

/// The decimals of a second as milliseconds; what is finer is cut off.
fn parse_fraction(digits: &str) -> Option<u64> {
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    format!("{digits:0<3}")[..3].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_transcribers_write() {
        let ms = |text| Timecode::parse(text).map(|t| t.0);
        assert_eq!(ms("0:46"), Some(46_000));
        assert_eq!(ms("00:12:14"), Some(734_000));
        assert_eq!(ms("75:00"), Some(4_500_000), "minutes may run past an hour");
        assert_eq!(ms("1:02:03,5"), Some(3_723_500));
        assert_eq!(ms("01:00:00:04"), Some(86_404_000));
        assert_eq!(ms("１:00"), Some(60_000), "in the digits of any script");
        for not_a_time in
            ["", "5", "1:60", "1:2:99", ":30", "1:", "1:2:3:4:5", "1:24:00:00", "-1:00", "1:00."]
        {
            assert_eq!(ms(not_a_time), None, "{not_a_time:?}");
        }
    }

    #[test]
    fn last_of_four_parts_is_seconds_or_frames() {
        let read = |text, last| Timecode::parse_with(text, last).map(|time| time.0 / 1000);
        assert_eq!(read("00:04:56:38", LastPart::Seconds), Some(4 * 3600 + 56 * 60 + 38));
        assert_eq!(read("00:04:56:38", LastPart::Frames), Some(4 * 60 + 56));
        assert_eq!(read("01:25:56:12", LastPart::Frames), Some(85 * 60 + 56));
        assert_eq!(read("04:56", LastPart::Frames), Some(4 * 60 + 56));
    }

    #[test]
    fn writes_what_machines_and_people_read() {
        let time = Timecode(754_250);
        assert_eq!(
            (time.seconds(), time.iso(), time.to_string()),
            ("754.25".into(), "PT12M34.25S".into(), "12:34".into())
        );
        assert_eq!(Timecode(3_723_000).iso(), "PT1H2M3S");
        assert_eq!(Timecode(0).iso(), "PT0S");
        assert_eq!(Timecode(3_723_000).to_string(), "1:02:03");
    }
}
