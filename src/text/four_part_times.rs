//! Times of four parts, `00:04:56:38`: hours, minutes, seconds and frames to editors of films, days, hours, minutes and
//! seconds to others. Only the whole text tells which.

use std::ops::Range;

use super::timecode::LastPart;

/// The frames of a second end here at the usual rates of 24, 25 and 30. Recordings with 50 or 60 are rare.
const USUAL_FRAMES: u32 = 30;

/// Nobody speaks more bytes a second: fast speech has thirty, in any script.
const IMPOSSIBLE_RATE: f64 = 60.0;

/// More bytes a second than most people speak for long.
const FAST_RATE: f64 = 20.0;

/// Less text between two times says nothing about the speed of speech, in bytes.
const MIN_TEXT: usize = 200;

/// The reading of all times of four parts in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FourPartTimes {
    /// The meaning of the last part.
    pub last: LastPart,
    /// The first of them, if the text does not tell which they are.
    pub doubtful: Option<Range<usize>>,
}

/// A time of four parts.
struct FourParts {
    range: Range<usize>,
    parts: [u32; 4],
    /// True for `00:20:18;08`, as only frames are written.
    has_semicolon: bool,
}

impl FourPartTimes {
    /// Decides by all times of `text`: by their parts, and by the words that would be said from one to the next.
    pub fn from_text(text: &str) -> Self {
        let mut times: Vec<FourParts> = find(text).collect();
        if !times.is_empty() {
            let code = code_ranges(text);
            let is_code = |at: usize| {
                let next = code.partition_point(|code| code.end <= at);
                code.get(next).is_some_and(|code| code.contains(&at))
            };
            times.retain(|time| !is_code(time.range.start));
        }
        let Some(first) = times.first() else { return FourPartTimes::default() };
        let certain = |last| FourPartTimes { last, doubtful: None };
        let is_usual = times.iter().all(|time| time.parts[3] < USUAL_FRAMES);
        // A day has no hour 24, and frames alone are written behind a semicolon.
        if times.iter().any(|time| time.parts[1] >= 24 || time.has_semicolon) {
            return certain(LastPart::Frames);
        }
        match (spoken_rate(&times), is_usual) {
            (Some(rate), true) if rate > IMPOSSIBLE_RATE => certain(LastPart::Seconds),
            (_, true) => certain(LastPart::Frames),
            (Some(rate), false) if rate > FAST_RATE => certain(LastPart::Seconds),
            (Some(_), false) => FourPartTimes { last: LastPart::Frames, doubtful: Some(first.range.clone()) },
            (None, false) => FourPartTimes { last: LastPart::Seconds, doubtful: Some(first.range.clone()) },
        }
    }
}

/// The ranges of code: the lines between two fences, and what stands between two backticks of a line.
fn code_ranges(text: &str) -> Vec<Range<usize>> {
    let (mut ranges, mut is_fenced, mut start) = (Vec::new(), false, 0);
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if is_fenced {
            ranges.push(start..start + line.len());
        } else {
            let ticks: Vec<usize> = line.match_indices('`').map(|(at, _)| start + at).collect();
            ranges.extend(ticks.chunks_exact(2).map(|pair| pair[0]..pair[1]));
        }
        start += line.len();
    }
    ranges
}

/// The bytes that would be said in a second if the last parts were frames. `None` if there is too little to measure.
fn spoken_rate(times: &[FourParts]) -> Option<f64> {
    let (first, last) = (times.first()?, times.last()?);
    let written: usize = times.iter().map(|time| time.range.len()).sum();
    let text = (last.range.end - first.range.start).saturating_sub(written);
    let seconds = |time: &FourParts| time.parts[..3].iter().fold(0, |sum, part| sum * 60 + part);
    let (from, to) = (times.iter().map(seconds).min()?, times.iter().map(seconds).max()?);
    (text >= MIN_TEXT).then(|| text as f64 / f64::from((to - from).max(1)))
}

/// The times of four parts in `text`, of which all but the first have two digits.
fn find(text: &str) -> impl Iterator<Item = FourParts> {
    let bytes = text.as_bytes();
    let is_sign = |at: usize, signs: &[u8]| bytes.get(at).is_some_and(|byte| signs.contains(byte));
    let colons = text.match_indices(':').map(|(at, _)| at);
    colons.filter(move |&at| is_sign(at + 3, b":") && is_sign(at + 6, b":;")).filter_map(move |at| {
        let is_digit = |byte: &&u8| byte.is_ascii_digit();
        let start = at - bytes[..at].iter().rev().take_while(is_digit).count();
        let end = at + 9;
        let is_apart = !bytes[..start].ends_with(b":") && !is_sign(end, b"0123456789:");
        let part = |range: Range<usize>| -> Option<u32> {
            let digits = text.get(range).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
            digits.parse().ok()
        };
        let parts = [part(start..at)?, part(at + 1..at + 3)?, part(at + 4..at + 6)?, part(at + 7..end)?];
        let is_time = parts[0] < 1000 && parts[1..].iter().all(|&part| part < 60);
        let has_semicolon = bytes[at + 6] == b';';
        (is_apart && is_time).then_some(FourParts { range: start..end, parts, has_semicolon })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(times: &[&str], words: usize) -> String {
        times.iter().map(|time| format!("**Ann:** [{time}] {}\n\n", "word ".repeat(words))).collect()
    }

    #[test]
    fn last_part_is_decided_by_the_text() {
        let last = |times: &[&str], words| FourPartTimes::from_text(&text(times, words)).last;
        let film = ["00:00:10:12", "00:01:02:23", "00:02:40:07"];
        assert_eq!(last(&film, 150), LastPart::Frames);
        assert_eq!(last(&["00:25:10:12", "00:25:12:48"], 400), LastPart::Frames, "no day has an hour 25");
        assert_eq!(last(&["00:00:10;12", "00:00:12;48"], 400), LastPart::Frames);
        let mission = ["00:00:00:02", "00:00:00:56", "00:00:01:48", "00:04:56:38"];
        assert_eq!(last(&mission[..3], 40), LastPart::Seconds);
        assert_eq!(last(&["00:00:00:02", "00:00:00:12", "00:00:01:20"], 40), LastPart::Seconds);
        assert_eq!(FourPartTimes::from_text("12:30 [1:02:03] 00:12:14"), FourPartTimes::default());
    }

    #[test]
    fn code_has_no_times() {
        for text in ["It is `[00:04:56:38]` here.", "A\n\n```text\n[00:04:56:38]\n```\n\nB"] {
            assert_eq!(FourPartTimes::from_text(text), FourPartTimes::default(), "{text}");
        }
        assert!(FourPartTimes::from_text("`a` [00:04:56:38] `b`").doubtful.is_some());
    }

    #[test]
    fn doubt_is_told() {
        let doubtful = |times: &[&str], words| FourPartTimes::from_text(&text(times, words)).doubtful;
        assert_eq!(doubtful(&["00:04:56:38"], 5), Some(10..21));
        assert_eq!(doubtful(&["00:00:10:12", "00:01:02:53", "00:02:40:07"], 150), Some(10..21));
        assert_eq!(doubtful(&["00:00:10:12", "00:01:02:23", "00:02:40:07"], 150), None);
    }
}
