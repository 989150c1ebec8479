//! f4 and f5: typed text whose times stand at the ends of paragraphs, `#00:00:01-2#`, as plain text or Rich Text.

mod rich_text_format;

use crate::formats::registry::{Confidence, Format, FormatReader, Sample};
use crate::formats::text;
use crate::formats::transcript::ImportedTranscript;
use crate::text::timecode::Timecode;

/// Texts of f4 in the registry.
pub const FORMAT: Format = Format {
    id: "f4",
    name: "f4 and f5",
    extensions: &["txt", "rtf"],
    units: "paragraphs",
    keeps: "names as in plain text; a time at the end of a paragraph is the start of the next paragraph",
    detect,
    read: FormatReader::Transcript(|text| Ok(read(text))),
    write: None,
};

/// Rich Text in the registry.
pub const RICH_TEXT: Format = Format {
    id: "rtf",
    name: "Rich Text",
    extensions: &["rtf"],
    units: "paragraphs",
    keeps: "names and times as in plain text; no styles",
    detect: |sample| sample.start.starts_with("{\\rtf").then_some(Confidence::Likely),
    read: FormatReader::Transcript(|text| Ok(text::read(&rich_text_format::plain(text)))),
    write: None,
};

fn detect(sample: &Sample) -> Option<Confidence> {
    let is_text = sample.json.is_none() && !sample.start.starts_with('<') && !sample.is_named_markdown();
    (is_text && next_mark(sample.text).is_some()).then_some(Confidence::Certain)
}

/// The first time of f4: where it begins and ends, and when it is.
fn next_mark(text: &str) -> Option<(usize, usize, Timecode)> {
    let mut from = 0;
    while let Some(found) = text[from..].find('#') {
        let start = from + found;
        let mark = text[start + 1..].get(..10).filter(|_| text[start + 11..].starts_with('#'));
        if let Some(time) = mark.and_then(time) {
            return Some((start, start + 12, time));
        }
        from = start + 1;
    }
    None
}

/// `00:00:01-2`: hours, minutes, seconds and tenths.
fn time(mark: &str) -> Option<Timecode> {
    let (whole, tenths) = mark.split_once('-')?;
    let whole = Timecode::parse(whole).filter(|_| whole.len() == 8)?;
    Some(Timecode(whole.0 + tenths.parse::<u64>().ok().filter(|_| tenths.len() == 1)? * 100))
}

fn read(written: &str) -> ImportedTranscript {
    let plain = match written.trim_start().starts_with("{\\rtf") {
        true => rich_text_format::plain(written),
        false => written.to_string(),
    };
    let (mut out, mut time) = (String::with_capacity(plain.len()), Some(Timecode(0)));
    for line in plain.lines() {
        let mut words = String::new();
        let (mut rest, mut last) = (line, None);
        while let Some((start, end, found)) = next_mark(rest) {
            words.push_str(&rest[..start]);
            (rest, last) = (&rest[end..], Some(found));
        }
        words.push_str(rest);
        if !words.trim().is_empty() {
            let head = time.take().map_or(String::new(), |time| format!("[{time}] "));
            out.push_str(&format!("{head}{}\n", words.trim()));
        }
        out.push('\n');
        time = last.or(time);
    }
    let mut script = text::read(&out);
    script.changed.add("times at the ends of paragraphs, now at the beginnings of the next", "");
    script
}
