//! The format of a file, by what stands in it; its name only breaks ties.

use super::registry::{Confidence, FORMATS, Format, Sample};
use super::shared::json_shape::JsonShape;

/// Finds the format of `text`, given its file's name. The error is a sentence that says what the text looks like.
pub fn detect(name: &str, text: &str) -> Result<&'static Format, String> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.is_empty() {
        return Err("this file is empty".to_string());
    }
    let shape = match is_json(start) {
        true => Some(
            JsonShape::parse(start)
                .map_err(|error| format!("this looks like JSON that is broken: {error}"))?,
        ),
        false => None,
    };
    let sample = Sample { name, text, start, json: shape.as_ref() };
    best(&sample).ok_or_else(|| match &shape {
        Some(shape) => unknown_json(shape),
        None => looks_like(&sample),
    })
}

/// The format with the strongest evidence, the first of equals.
fn best(sample: &Sample) -> Option<&'static Format> {
    let mut best: Option<(Confidence, &'static Format)> = None;
    for &format in FORMATS {
        let found = (format.detect)(sample);
        if let Some(found) = found.filter(|found| best.is_none_or(|(before, _)| before < *found)) {
            best = Some((found, format));
        }
    }
    best.map(|(_, format)| format)
}

/// `{ "…` or `[ {`: neither captions nor prose begin like that.
pub fn is_json(start: &str) -> bool {
    let inside = start.strip_prefix(['{', '[']).map(str::trim_start);
    match start.as_bytes().first() {
        Some(b'{') => inside.is_some_and(|inside| inside.starts_with(['"', '}'])),
        Some(b'[') => inside.is_some_and(|inside| inside.starts_with(['{', '[']) || inside == "]"),
        _ => false,
    }
}

fn unknown_json(shape: &JsonShape) -> String {
    let keys = shape.top();
    let keys = keys[..keys.len().min(8)].join(", ");
    format!("this is JSON that Postil does not know, with the keys {keys}")
}

/// The number of lines within which a table shows its columns.
const TOP: usize = 12;

/// The name of the element that holds all others.
fn root(start: &str) -> Option<&str> {
    let tags = start.match_indices('<').map(|(at, _)| &start[at + 1..]);
    let tag =
        tags.take(TOP).find(|tag| tag.starts_with(char::is_alphabetic)).filter(|_| start.starts_with('<'))?;
    Some(&tag[..tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(tag.len())])
}

/// A sentence about a text of no known format: one that Postil does not read, or not what its name says.
fn looks_like(sample: &Sample) -> String {
    let start = sample.start;
    let tag = |tag: &str| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    let number_in_braces = start.starts_with('{') && start[1..].starts_with(|c: char| c.is_ascii_digit());
    let known = [
        ("SAMI subtitles", tag("<sami>")),
        ("MicroDVD subtitles", number_in_braces),
        ("a PDF document", start.starts_with("%PDF")),
        ("a web page", tag("<!doctype html") || tag("<html")),
        ("a recording", ["ID3", "RIFF", "fLaC", "OggS"].iter().any(|sign| start.starts_with(sign))),
    ];
    let found = known.into_iter().find(|(_, is_it)| *is_it);
    let is_named = |format: &&&Format| format.extensions.iter().any(|ending| sample.has_extension(ending));
    let named = FORMATS.iter().find(is_named);
    let is_table = sample.has_extension("csv") || sample.has_extension("tsv");
    if is_table || start.lines().take(TOP).all(|line| line.contains('\t')) {
        return "this looks like a table whose first line does not name its columns: one must be `text`, and another `start` or `speaker`"
            .to_string();
    }
    match (found, named) {
        (Some((what, _)), _) => format!("this looks like {what}, which Postil does not read"),
        (None, Some(format)) => {
            let lack = if format.units == "cues" { "has no line of times" } else { "does not look like it" };
            format!("this is named like {}, and {lack}", format.name)
        }
        (None, None) => match root(start) {
            Some(root) => format!("this is XML that Postil does not know, with the element <{root}>"),
            None => "this is no transcript that Postil knows".to_string(),
        },
    }
}
