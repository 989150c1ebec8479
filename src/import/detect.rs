//! What a file is, by what stands in it; its name only breaks ties.

use super::format::Format;
use super::sbv;

/// Tells what `text` is, given its file's name; what it looks like, when it is nothing that can be read.
pub fn detect(name: &str, text: &str) -> Result<Format, String> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.is_empty() {
        return Err("this file is empty".to_string());
    }
    if text.starts_with("WEBVTT") {
        return Ok(Format::WebVtt);
    }
    captions(name, text).ok_or_else(|| other(name, start))
}

/// How far into a text one looks for a telling line.
const LINES: usize = 200;

fn captions(name: &str, text: &str) -> Option<Format> {
    let lines = || text.lines().take(LINES);
    let arrow = lines().find(|line| line.contains("-->"));
    if let Some(times) = arrow.filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit())) {
        let is_vtt = name.ends_with(".vtt") || times.contains('.') && !times.contains(',');
        return Some(if is_vtt { Format::WebVtt } else { Format::SubRip });
    }
    lines().any(|line| sbv::times(line).is_some()).then_some(Format::Sbv)
}

/// A word about texts that are known and not read, or that are not what their name says.
fn other(name: &str, start: &str) -> String {
    let has = |word: &str| start.lines().take(LINES).any(|line| line.trim_start().starts_with(word));
    let tag = |tag: &str| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    let number_in_braces = start.starts_with('{') && start[1..].starts_with(|c: char| c.is_ascii_digit());
    let known = [
        ("SubStation Alpha subtitles", start.starts_with("[Script Info]")),
        ("SAMI subtitles", tag("<sami>")),
        ("MicroDVD subtitles", number_in_braces),
        ("a song's words with times (LRC)", has("[ar:") || has("[ti:")),
        ("a PDF document", start.starts_with("%PDF")),
        ("a compressed archive or an office document", start.starts_with("PK\u{3}\u{4}")),
        ("a web page", tag("<!doctype html") || tag("<html")),
        ("a recording", ["ID3", "RIFF", "fLaC", "OggS"].iter().any(|sign| start.starts_with(sign))),
        ("Rich Text", start.starts_with("{\\rtf")),
    ];
    let looks_like = known.into_iter().find(|(_, is_it)| *is_it);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let named = Format::ALL.iter().find(|format| Some(format.id()) == extension.as_deref());
    match (looks_like, named) {
        (Some((what, _)), _) => format!("this looks like {what}, which Postil does not read"),
        (None, Some(format)) => format!("this is named like {}, and has no line of times", format.name()),
        (None, None) => "this is no transcript that Postil knows".to_string(),
    }
}
