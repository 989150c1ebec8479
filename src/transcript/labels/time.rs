//! Times as they stand beside a label: bare, in brackets, as a link, alone or as a range.

use std::borrow::Cow;

use crate::text::digits::{is_digit, with_ascii_digits};
use crate::text::timecode::{Timecode, range_joint};

/// A time at the beginning or the end of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeMark {
    /// The time, the first of a range.
    pub time: Timecode,
    /// The bytes it takes, brackets and link included.
    pub length: usize,
    /// True if it is in brackets.
    pub is_bracketed: bool,
}

/// The longest time with its brackets and link, in bytes.
const MAX_LENGTH: usize = 160;

/// The time that `text` begins with, in the digits of any script.
pub fn leading_time(text: &str) -> Option<TimeMark> {
    // Most lines begin with a letter or a quotation mark.
    let opens = |c: char| is_digit(c) || matches!(c, '\\' | '[' | '(' | '（' | '【' | '［' | '`');
    if !text.starts_with(opens) {
        return None;
    }
    let window = &text[..text.floor_char_boundary(text.len().min(MAX_LENGTH))];
    match with_ascii_digits(window) {
        Cow::Borrowed(window) => leading_ascii_time(window),
        Cow::Owned(ascii) => {
            let mark = leading_ascii_time(&ascii)?;
            // Each character stands for one, and may have another number of bytes.
            let characters = ascii[..mark.length].chars().count();
            Some(TimeMark { length: window.chars().take(characters).map(char::len_utf8).sum(), ..mark })
        }
    }
}

/// A time, or two in brackets that make a range: `[0:01] to [0:09]`.
fn leading_ascii_time(window: &str) -> Option<TimeMark> {
    let mark = single_time(window)?;
    let end = range_joint(&window[mark.length..]).filter(|_| mark.is_bracketed).and_then(|joint| {
        let after = mark.length + joint;
        let end = single_time(&window[after..]).filter(|end| end.is_bracketed)?;
        Some(after + end.length)
    });
    Some(TimeMark { length: end.unwrap_or(mark.length), ..mark })
}

fn single_time(window: &str) -> Option<TimeMark> {
    if window.starts_with(|c: char| c.is_ascii_digit()) {
        if let Some(time) = spaced_time(window) {
            return Some(TimeMark { time, length: SPACED_TIME, is_bracketed: false });
        }
        let date = date_length(window);
        let (time, length) = bare_range(&window[date..])?;
        return Some(TimeMark { time, length: date + length, is_bracketed: false });
    }
    let (close, open_length) = opening_bracket(window)?;
    // A backslash too many: `\[\\0:18\]`.
    let inside = window[open_length..].trim_start_matches([' ', '\\']);
    let before = window.len() - inside.len();
    if let Some(mark) = leading_time_link(inside) {
        let rest = &inside[mark.length..];
        let length = before + mark.length + close.len();
        return rest.starts_with(close).then_some(TimeMark { length, is_bracketed: true, ..mark });
    }
    let date = date_length(inside);
    let seconds = || decimal_seconds(inside).filter(|_| close == "]");
    let (time, length) =
        bare_range(&inside[date..]).or_else(seconds).or_else(|| Timecode::leading_units(inside))?;
    let rest = inside[date + length..].trim_start_matches(' ');
    let behind = rest.strip_prefix(close)?;
    let link = link_target_length(behind).filter(|_| close == "]").unwrap_or(0);
    Some(TimeMark { time, length: window.len() - behind.len() + link, is_bracketed: true })
}

/// The time that `text` ends with, and what stands before it.
pub fn trailing_time(text: &str) -> Option<(&str, TimeMark)> {
    let text = text.trim_end();
    let last = text.chars().next_back()?;
    let from = text.ceil_char_boundary(text.len().saturating_sub(MAX_LENGTH));
    let is_start = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ':' | '/'))
    };
    let can_open = |at: usize, c: char| match last {
        last if is_digit(last) => is_start(at) && is_digit(c),
        ')' | ']' | '）' | '】' => matches!(c, '(' | '[' | '（' | '【' | '\\'),
        _ => false,
    };
    let starts = text[from..].char_indices().map(|(at, c)| (from + at, c)).filter(|&(at, c)| can_open(at, c));
    // The first place from which a time reaches the end is the one that takes in all brackets.
    for (at, _) in starts {
        if let Some(mark) = leading_time(&text[at..]).filter(|mark| at + mark.length == text.len()) {
            return Some((text[..at].trim_end(), mark));
        }
    }
    None
}

/// `[12:34](https://…)`
fn leading_time_link(text: &str) -> Option<TimeMark> {
    let inside = text.strip_prefix('[')?;
    let (time, length) = bare_range(inside)?;
    let rest = inside[length..].strip_prefix(']')?;
    let link = link_target_length(rest)?;
    Some(TimeMark { time, length: 1 + length + 1 + link, is_bracketed: true })
}

/// The length of `(https://…)` at the beginning of `text`.
fn link_target_length(text: &str) -> Option<usize> {
    text.strip_prefix('(')?.find(')').map(|at| at + 2)
}

/// The bracket that closes the one `text` begins with, and the length of the latter.
fn opening_bracket(text: &str) -> Option<(&'static str, usize)> {
    const PAIRS: [(&str, &str); 8] = [
        ("\\[", "\\]"),
        ("\\(", "\\)"),
        ("[", "]"),
        ("(", ")"),
        ("（", "）"),
        ("【", "】"),
        ("［", "］"),
        ("`", "`"),
    ];
    PAIRS.iter().find(|(open, _)| text.starts_with(open)).map(|(open, close)| (*close, open.len()))
}

/// A time, or two with a dash or an arrow between; the first, and the bytes that it takes.
fn bare_range(text: &str) -> Option<(Timecode, usize)> {
    let (time, length) = bare(text)?;
    let end = range_joint(&text[length..]).and_then(|joint| {
        let after = length + joint;
        bare(&text[after..]).map(|(_, end)| after + end)
    });
    Some((time, end.unwrap_or(length)))
}

fn bare(text: &str) -> Option<(Timecode, usize)> {
    let run = text
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b',' | b';'))
        .count();
    let written = text[..run].trim_end_matches([':', '.', ',', ';']);
    if let Some((hours, suffix)) = half_of_day(&text[written.len()..]) {
        return of_the_day(written, hours).map(|time| (time, written.len() + suffix));
    }
    if let Some(rest) =
        text[written.len()..].strip_prefix(" Uhr").filter(|rest| rest.starts_with([' ', ':', ')', ']']))
    {
        return Timecode::parse(&with_seconds(written)).map(|time| (time, text.len() - rest.len()));
    }
    if let Some((time, length)) = with_frames(written) {
        return Some((time, length));
    }
    let written = written.split(';').next().unwrap_or_default();
    // `3:2` is a score.
    let is_score = written.split_once(':').is_some_and(|(_, seconds)| seconds.len() == 1);
    Timecode::parse(written).filter(|_| !is_score).map(|time| (time, written.len()))
}

/// `00:20:18:08` or `00:20:18;08`, as video editors count: the last part is frames, of which there are at most sixty in a second.
fn with_frames(written: &str) -> Option<(Timecode, usize)> {
    let at = written.rfind([':', ';'])?;
    let (whole, frames) = (&written[..at], &written[at + 1..]);
    let is_counted = whole.matches(':').count() == 2 && !whole.contains(['.', ',', ';']);
    let is_frame = frames.len() == 2 && frames.parse::<u8>().is_ok_and(|frames| frames < 60);
    (is_counted && is_frame).then(|| Timecode::parse(whole).map(|time| (time, written.len())))?
}

/// The bytes of `02 07 55 20`.
const SPACED_TIME: usize = 11;

/// `02 07 55 20 CDR`: days, hours, minutes and seconds before a name, as mission control writes them.
fn spaced_time(text: &str) -> Option<Timecode> {
    let written = text.get(..SPACED_TIME)?;
    let is_apart = written.bytes().enumerate().all(|(at, byte)| match at % 3 {
        2 => byte == b' ',
        _ => byte.is_ascii_digit(),
    });
    let is_before_name = text[SPACED_TIME..].trim_start().starts_with(char::is_uppercase);
    (is_apart && is_before_name).then(|| Timecode::parse(&written.replace(' ', ":")))?
}

/// `AM` or `PM` at the beginning of `text`: the hours that it adds, and its length with the space before it.
fn half_of_day(text: &str) -> Option<(u64, usize)> {
    const HALVES: [(&str, u64); 6] =
        [(" AM", 0), (" PM", 12), ("AM", 0), ("PM", 12), (" a.m.", 0), (" p.m.", 12)];
    let is_half = |half: &str| {
        let start = text.get(..half.len()).is_some_and(|start| start.eq_ignore_ascii_case(half));
        start && !text[half.len()..].starts_with(char::is_alphanumeric)
    };
    HALVES.iter().find(|(half, _)| is_half(half)).map(|(half, hours)| (*hours, half.len()))
}

/// The time of the day `9:05` or `9:05:30`, whose first part is hours, with `more` hours.
fn of_the_day(written: &str, more: u64) -> Option<Timecode> {
    let Timecode(time) = Timecode::parse(&with_seconds(written))?;
    let hour = 3_600_000;
    Some(Timecode(time % (12 * hour) + more * hour))
}

/// A time of the day with its seconds: `9:05` has none.
fn with_seconds(written: &str) -> String {
    if written.matches(':').count() == 1 { format!("{written}:00") } else { written.to_string() }
}

/// The length of a date at the beginning of `text`, with what sets it apart from the time: `12/03/2021, `.
fn date_length(text: &str) -> usize {
    let run = text.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'.' | b'-'));
    let date = &text[..run.count()];
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    let is_date = parts.len() == 3 && parts.iter().all(|part| (1..=4).contains(&part.len()));
    let rest = text[date.len()..].trim_start_matches([',', 'T', ' ']);
    let is_apart = rest.len() < text.len() - date.len() && rest.starts_with(|c: char| c.is_ascii_digit());
    if is_date && is_apart { text.len() - rest.len() } else { 0 }
}

/// Seconds with decimals, as recognizers write them: `4.90`.
fn decimal_seconds(text: &str) -> Option<(Timecode, usize)> {
    let run = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let time = text[..run].contains('.').then(|| Timecode::from_seconds(&text[..run]))??;
    let joined = text[run..].trim_start_matches([' ', '-', '>', '→', '–']);
    let end = joined.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    Some((time, text.len() - joined.len() + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_open_a_text_in_many_forms() {
        for (text, seconds, length) in [
            ("0:46 x", 46, 4),
            ("[00:12:14] x", 734, 10),
            (r"\[00:00:26\] x", 26, 12),
            ("(0:46)", 46, 6),
            ("[1:00](https://a.b/c?t=1): x", 60, 25),
            ("([0:08](https://a.b)): x", 8, 21),
            ("00:00.000 --> 00:05.500 x", 0, 23),
            ("[4.90 → 6.00] x", 4, 15),
            ("[9:05 AM] x", 32700, 9),
            ("[12/03/2021, 1:05:00 pm] x", 47100, 24),
            ("[0:01 - 0:09] x", 1, 13),
            ("[0:01] to [0:09] x", 1, 16),
            (r"\[0:01\] – \[0:09\] x", 1, 21),
            ("[0:01] to nine", 1, 6),
            ("（12:00）好", 720, 11),
            ("0:46: x", 46, 4),
            ("[00:20:18:08] x", 1218, 13),
            ("00:20:18;08 x", 1218, 11),
            ("[1:02:3] x", 3723, 8),
            ("[٠٠:٤٥] س", 45, 11),
            ("۱۲:۳۴ س", 754, 9),
            ("（０：０５）好", 5, 18),
            ("00：45 好", 45, 7),
            ("14:05 Uhr x", 50700, 9),
        ] {
            let mark = leading_time(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((mark.time.0 / 1000, mark.length), (seconds, length), "{text}");
        }
        for text in ["10 miles", "[see 1:00]", "(a)", "", "[1:00", "1:99", "3:2 was the score"] {
            assert_eq!(leading_time(text), None, "{text}");
        }
    }

    #[test]
    fn times_close_a_text_in_many_forms() {
        for (text, before) in [
            ("Ann 0:46", "Ann"),
            ("Ann (0:46)", "Ann"),
            ("Ann – 0:46", "Ann –"),
            ("Ann ([0:08](https://a.b))", "Ann"),
            (r"Ann \[0:08\]", "Ann"),
            ("Ann 1:02:03", "Ann"),
            ("田中（０：０５）", "田中"),
            ("सीता ००:०५", "सीता"),
        ] {
            assert_eq!(trailing_time(text).map(|found| found.0), Some(before), "{text}");
        }
        assert_eq!(trailing_time("Ann (Paris)"), None);
        assert_eq!(trailing_time("Psalm 4"), None);
    }
}
