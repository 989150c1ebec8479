//! SubViewer as YouTube writes it: two times, a comma between, and the words below.

use crate::formats::registry::{Confidence, Format, FormatReader, Sample};
use crate::formats::shared::caption_text;
use crate::formats::subrip::styled;
use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::formats::webvtt::timing::lax;
use crate::text::timecode::Timecode;

/// SubViewer in the registry.
pub const FORMAT: Format = Format {
    id: "sbv",
    name: "SubViewer (YouTube)",
    extensions: &["sbv"],
    units: "cues",
    keeps: "the same",
    detect,
    read: FormatReader::Transcript(|text| Ok(read(text))),
    write: None,
};

fn detect(sample: &Sample) -> Option<Confidence> {
    let is_captions =
        sample.json.is_none() && caption_text::first_lines(sample.text).any(|line| times(line).is_some());
    is_captions.then_some(Confidence::Likely)
}

/// Reads an SBV file.
pub fn read(text: &str) -> ImportedTranscript {
    let mut script = ImportedTranscript::default();
    let mut units = 0;
    for block in text.replace("\r\n", "\n").split("\n\n") {
        let block = block.trim_matches('\n');
        let (first, words) = block.split_once('\n').unwrap_or((block, ""));
        let times = times(first);
        units += usize::from(times.is_some());
        let words = if times.is_some() { words } else { block };
        add_cue(times.unwrap_or_default(), words, &mut script);
    }
    script.count(units);
    caption_text::tidy(&mut script);
    script
}

/// The times at which a cue begins and ends.
type CueTimes = (Option<Timecode>, Option<Timecode>);

/// The times of a line, either of which may be broken; `None` when it is no such line.
pub fn times(line: &str) -> Option<CueTimes> {
    let (start, end) = line.trim().split_once(',')?;
    let looks_right =
        |time: &str| time.matches(':').count() == 2 && time.starts_with(|c: char| c.is_ascii_digit());
    (looks_right(start) && looks_right(end)).then(|| (lax(start), lax(end)))
}

fn add_cue((start, end): CueTimes, words: &str, script: &mut ImportedTranscript) {
    let words = words.trim().replace("[br]", "\n");
    let text = styled(&words, &mut script.left_out);
    match (text.is_blank(), start) {
        (true, None) => return,
        (true, Some(start)) => return script.left_out.add("cues without words", start.to_string()),
        (false, None) => script.changed.add("words without a readable time, kept in their place", words),
        (false, Some(_)) => {}
    }
    script.cues.push(Cue { start, end, text, ..Cue::default() });
}
