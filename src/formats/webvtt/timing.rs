//! The times of a cue: strictly by the standard, and as they are written in the wild.

use crate::formats::registry::Sample;
use crate::text::timecode::Timecode;

/// The times of a cue, and what stands behind them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// The time at which it begins.
    pub start: Option<Timecode>,
    /// The time at which it ends.
    pub end: Option<Timecode>,
    /// Its settings: place, alignment, size.
    pub settings: String,
    /// True if the standard would have read it.
    pub by_standard: bool,
}

/// White space as the standard has it.
const SPACE: [char; 5] = [' ', '\t', '\n', '\u{c}', '\r'];

/// Reads a line of times by the standard's rules.
pub fn parse(line: &str) -> Option<Timing> {
    let mut rest = line.trim_start_matches(SPACE);
    let start = timestamp(&mut rest)?;
    rest = rest.trim_start_matches(SPACE).strip_prefix("-->")?.trim_start_matches(SPACE);
    let end = timestamp(&mut rest)?;
    let settings = rest.trim_matches(SPACE).to_string();
    Some(Timing { start: Some(start), end: Some(end), settings, by_standard: true })
}

/// Reads a timestamp by the standard's rules and takes it off `rest`.
pub fn timestamp(rest: &mut &str) -> Option<Timecode> {
    let first = digits(rest)?;
    let value = number(first);
    let has_hours = first.len() != 2 || value > 59;
    let second = two_digits(rest, ':')?;
    let (hours, minutes, seconds) = match has_hours || rest.starts_with(':') {
        true => (value, second, two_digits(rest, ':')?),
        false => (0, value, second),
    };
    *rest = rest.strip_prefix('.')?;
    let fraction = digits(rest).filter(|digits| digits.len() == 3)?;
    if minutes > 59 || seconds > 59 {
        return None;
    }
    let whole = hours.saturating_mul(3600).saturating_add(minutes * 60 + seconds);
    Some(Timecode(whole.saturating_mul(1000).saturating_add(number(fraction))))
}

/// A separator and two digits.
fn two_digits(rest: &mut &str, separator: char) -> Option<u64> {
    *rest = rest.strip_prefix(separator)?;
    digits(rest).filter(|digits| digits.len() == 2).map(number)
}

/// Takes the digits that `rest` begins with, at least one.
fn digits<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    *rest = after;
    (!digits.is_empty()).then_some(digits)
}

fn number(digits: &str) -> u64 {
    digits.parse().unwrap_or(u64::MAX)
}

/// Reads a line of times as it may be published: `0.860 --> 7.380`, `0:0:3.5`, decimal commas. A time
/// that cannot be read is left out; the words are worth more.
pub fn parse_lax(line: &str) -> Option<Timing> {
    let (start, after) = line.split_once("-->")?;
    let after = after.trim();
    let (end, settings) = after.split_once([' ', '\t']).unwrap_or((after, ""));
    let (start, end) = (lax(start), lax(end));
    Some(Timing { start, end, settings: settings.trim().to_string(), by_standard: false })
}

/// A time of any shape: seconds alone, parts of one digit, a comma or a colon before the fraction.
pub fn lax(written: &str) -> Option<Timecode> {
    let mut written = written.trim().replace(',', ".");
    if written.matches(':').count() == 3 && written.len() > 4 && written.rfind(':') == Some(written.len() - 4)
    {
        // `00:00:11:890`: three digits are no seconds.
        let at = written.len() - 4;
        written.replace_range(at..=at, ".");
    }
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let parts: Vec<&str> = whole.split(':').collect();
    let fits = parts.len() <= 4 && parts.iter().all(|part| is_number(part));
    if !fits || !fraction.bytes().all(|b| b.is_ascii_digit()) || written.ends_with('.') {
        return None;
    }
    let scale: &[u64] = if parts.len() == 4 { &[24, 60, 60] } else { &[60, 60] };
    let scale = &scale[scale.len() + 1 - parts.len()..];
    let first = number(parts[0]);
    let seconds = parts[1..].iter().zip(scale).fold(first, |sum, (part, times)| sum * times + number(part));
    Some(Timecode(seconds * 1000 + number(&format!("{fraction:0<3}")[..3])))
}

/// Few enough digits that sums cannot overflow.
fn is_number(part: &str) -> bool {
    (1..=9).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
}

/// Tells whether a line of times in a file without a signature is rather WebVTT's than SubRip's: by the file's name, or by
/// the point before the fractions.
pub fn is_webvtt(line: &str, sample: &Sample) -> bool {
    sample.has_extension("vtt") || line.contains('.') && !line.contains(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_any_shape() {
        let ms = |text| lax(text).map(|time| time.0);
        assert_eq!(ms("0.860"), Some(860));
        assert_eq!(ms("7"), Some(7000));
        assert_eq!(ms("0:0:3.5"), Some(3500));
        assert_eq!(ms("00:01:02,25"), Some(62_250));
        assert_eq!(ms("01:00:00:04"), Some(86_404_000), "days");
        assert_eq!(ms("1:2:7.950"), Some(3_727_950));
        assert_eq!(ms("00:00:11:890"), Some(11_890));
        for bad in ["", "1d.89", "x", "1:", ":1", "1:2:3:4:5", "1.-3", "99999999999"] {
            assert_eq!(ms(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_broken_end_keeps_its_start() {
        let timing = parse_lax("00:00:07.000 --> 00:00:1d.890 align:left").unwrap();
        assert_eq!((timing.start, timing.end), (Some(Timecode(7000)), None));
        assert_eq!(timing.settings, "align:left");
    }
}
