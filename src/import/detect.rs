//! What a file is, by what stands in it; its name only breaks ties.

use super::format::Format;
use super::{annotations, html, json, ohms, sbv, spacelog, table, tei, text};

/// Tells what `text` is, given its file's name; what it looks like, when it is nothing that can be read.
pub fn detect(name: &str, text: &str) -> Result<Format, String> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.is_empty() {
        return Err("this file is empty".to_string());
    }
    if text.starts_with("WEBVTT") {
        return Ok(Format::WebVtt);
    }
    if is_json(start) {
        return json::detect(start);
    }
    if start.starts_with('<') && ohms::looks_like_one(start) {
        return Ok(Format::Ohms);
    }
    if start.starts_with('<') && tei::looks_like_one(start) {
        return Ok(Format::Tei);
    }
    if start.starts_with('<') && html::looks_like_one(start) {
        return Ok(Format::Html);
    }
    if text.lines().take(LINES).any(spacelog::is_stamp) {
        return Ok(Format::Spacelog);
    }
    if annotations::listing::looks_like_one(start) {
        return Ok(Format::Hypothesis);
    }
    if start.lines().next().and_then(table::delimiter).is_some() {
        return Ok(Format::Table);
    }
    let known = captions(name, text).or_else(|| plain(name, text));
    known.ok_or_else(|| other(name, start))
}

/// `{ "…` or `[ {`: neither captions nor prose begin like that.
fn is_json(start: &str) -> bool {
    let inside = start.strip_prefix(['{', '[']).map(str::trim_start);
    match start.as_bytes().first() {
        Some(b'{') => inside.is_some_and(|inside| inside.starts_with(['"', '}'])),
        Some(b'[') => inside.is_some_and(|inside| inside.starts_with(['{', '[']) || inside == "]"),
        _ => false,
    }
}

/// How far into a text one looks for a telling line.
const LINES: usize = 200;

/// Times with an arrow between near the top, or two times and a comma. Markdown may speak of captions.
fn captions(name: &str, text: &str) -> Option<Format> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(TOP);
    let arrow = lines().find(|line| line.contains("-->")).filter(|_| !is_markdown(name));
    if let Some(times) = arrow.filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit())) {
        let is_vtt = name.ends_with(".vtt") || times.contains('.') && !times.contains(',');
        return Some(if is_vtt { Format::WebVtt } else { Format::SubRip });
    }
    lines().any(|line| sbv::times(line).is_some()).then_some(Format::Sbv)
}

/// Within how many lines captions must begin.
const TOP: usize = 12;

/// Plain text by its name, or by names and times at the start of its lines.
fn plain(name: &str, text: &str) -> Option<Format> {
    let is_named_so = name.ends_with(".txt") || name.ends_with(".text");
    let is_prose = !text.contains('\0') && !text.trim_start().starts_with(['<', '%']);
    (is_prose && !is_markdown(name) && (is_named_so || text::looks_like_one(text))).then_some(Format::Text)
}

fn is_markdown(name: &str) -> bool {
    name.ends_with(".md") || name.ends_with(".markdown")
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
    if start.lines().take(TOP).all(|line| line.contains('\t')) {
        return "this looks like a table whose first line does not name its columns: one must be `text`"
            .to_string();
    }
    if is_markdown(name) {
        return "this is Markdown, which needs no importing: put it into content/ as it is".to_string();
    }
    match (looks_like, named) {
        (Some((what, _)), _) => format!("this looks like {what}, which Postil does not read"),
        (None, Some(format)) => format!("this is named like {}, and has no line of times", format.name()),
        (None, None) => "this is no transcript that Postil knows".to_string(),
    }
}
