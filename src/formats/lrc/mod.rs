//! LRC: the words of songs and talks, a time before each line.

use crate::formats::registry::{Confidence, Format, FormatReader, Sample};
use crate::formats::shared::caption_text;
use crate::formats::shared::json_values::RecognizedWord;
use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::formats::webvtt::timing::lax;
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;

/// LRC in the registry.
pub const FORMAT: Format = Format {
    id: "lrc",
    name: "LRC",
    extensions: &["lrc"],
    units: "lines",
    keeps: "names before a colon; title; word timings, if there are any",
    detect,
    read: FormatReader::Transcript(|text| Ok(read(text))),
    write: None,
};

/// Half of its first lines begin with a time in brackets of two digits each, and one has a tag or a fraction.
fn detect(sample: &Sample) -> Option<Confidence> {
    let lines: Vec<&str> = caption_text::first_lines(sample.text).collect();
    let has_fraction = |time: &Timecode| sample.has_extension("lrc") || time.0 % 1000 != 0;
    let timed = lines.iter().filter(|line| line_times(line).0.iter().any(has_fraction)).count();
    let tagged = lines.iter().filter(|line| tag(line).is_some_and(|(name, _)| TAGS.contains(&name))).count();
    let fits = sample.json.is_none() && !sample.is_named_markdown() && timed + tagged > 0;
    let is_likely = fits && (sample.has_extension("lrc") || tagged > 0 && timed + tagged > lines.len() / 2);
    is_likely.then_some(Confidence::Likely)
}

const TAGS: [&str; 9] = ["ti", "ar", "al", "au", "by", "re", "ve", "offset", "length"];

/// `[ti:A talk]`
fn tag(line: &str) -> Option<(&str, &str)> {
    line.trim().strip_prefix('[')?.strip_suffix(']')?.split_once(':')
}

/// The times that a line begins with, and what stands behind them.
fn line_times(line: &str) -> (Vec<Timecode>, &str) {
    let (mut times, mut rest) = (Vec::new(), line.trim_start());
    while let Some((inside, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let Some(time) = lax(inside).filter(|_| inside.contains(':')) else { break };
        times.push(time);
        rest = after;
    }
    (times, rest)
}

fn read(text: &str) -> ImportedTranscript {
    let mut script = ImportedTranscript::default();
    let (mut lines, mut offset): (Vec<(Timecode, &str)>, i64) = (Vec::new(), 0);
    for line in text.lines().map(|line| line.trim_start_matches('\u{feff}')) {
        let (times, words) = line_times(line);
        match (tag(line).filter(|(name, _)| TAGS.contains(name)), times.is_empty()) {
            (_, false) => lines.extend(times.into_iter().map(|time| (time, words))),
            (Some(("ti", title)), _) => script.about.title = Some(title.trim().to_string()),
            (Some(("offset", written)), _) => offset = written.trim().parse().unwrap_or(0),
            (Some((name, value)), _) => script.left_out.add("tags", format!("{name}: {value}")),
            (None, _) if line.trim().is_empty() => {}
            (None, _) => script.left_out.add("lines without times", line),
        }
    }
    lines.sort_by_key(|(time, _)| *time);
    // A positive offset shows lines earlier.
    let shifted = |time: Timecode| Timecode(time.0.saturating_add_signed(offset.saturating_neg()));
    let mut units = 0;
    for (at, (start, words)) in lines.iter().enumerate() {
        let end = lines.get(at + 1).map(|(next, _)| shifted(*next));
        let (words, timed) = without_word_times(words, shifted);
        if !words.is_empty() {
            units += 1;
            script.add_timed_words(&timed);
            script.cues.push(Cue {
                start: Some(shifted(*start)),
                end,
                text: RichText::plain(words),
                ..Cue::default()
            });
        }
    }
    script.count(units);
    caption_text::tidy(&mut script);
    script
}

/// The words of `<00:01.20> Good <00:01.50> morning`, and those that have times.
fn without_word_times(line: &str, shifted: impl Fn(Timecode) -> Timecode) -> (String, Vec<RecognizedWord>) {
    let (mut out, mut timed, mut rest, mut time) = (String::new(), Vec::new(), line, None);
    loop {
        let mark = next_word_time(rest);
        let said = &rest[..mark.map_or(rest.len(), |(start, ..)| start)];
        if time.is_some() && said.split_whitespace().count() == 1 {
            let text = said.trim().to_string();
            timed.push(RecognizedWord { text, start: time.map(&shifted), ..RecognizedWord::default() });
        }
        out.push_str(said);
        let Some((_, end, found)) = mark else { break };
        (rest, time) = (&rest[end..], Some(found));
    }
    (out.split_whitespace().collect::<Vec<_>>().join(" "), timed)
}

/// The longest time between `<` and `>`, with both.
const LONGEST_MARK: usize = 16;

/// The first time in angle brackets: where it begins and ends, and when it is.
fn next_word_time(text: &str) -> Option<(usize, usize, Timecode)> {
    text.match_indices('<').find_map(|(at, _)| {
        let window = &text[at..text.floor_char_boundary((at + LONGEST_MARK).min(text.len()))];
        let (inside, _) = window[1..].split_once('>')?;
        Some((at, at + inside.len() + 2, lax(inside)?))
    })
}
