//! oTranscribe: typed text with times that lead into the recording, as HTML inside of JSON.

use serde_json::Value;

use crate::formats::html::tokens::{HtmlToken, tokens};
use crate::formats::registry::{Format, FormatReader};
use crate::formats::text;
use crate::formats::transcript::ImportedTranscript;

/// oTranscribe's files in the registry.
pub const FORMAT: Format = Format {
    id: "otr",
    name: "oTranscribe",
    extensions: &["otr"],
    units: "paragraphs",
    keeps: "times, and names as in plain text",
    detect: |sample| sample.json_that(|shape| shape.has(&["text", "media"]) && shape.has(&["media-time"])),
    read: FormatReader::Transcript(read),
    write: None,
};

fn read(text: &str) -> Result<ImportedTranscript, String> {
    let file: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let html = file["text"].as_str().ok_or("it has no text")?;
    let (mut lines, mut is_time) = (String::with_capacity(html.len()), false);
    for token in tokens(html) {
        match token {
            HtmlToken::Open(name, attributes) if name == "span" => is_time = attributes.contains("timestamp"),
            // The first word may be typed against the time.
            HtmlToken::Close(name) if name == "span" && is_time => lines.push(' '),
            HtmlToken::Text(words) => lines.push_str(&words.replace(['\n', '\u{a0}'], " ")),
            HtmlToken::Open(name, _) if name == "br" => lines.push('\n'),
            HtmlToken::Open(name, _) | HtmlToken::Close(name) if name == "p" || name == "div" => {
                lines.push_str("\n\n")
            }
            _ => {}
        }
    }
    let mut script = text::read(&lines);
    if let Some(media) = file["media"].as_str().filter(|media| !media.trim().is_empty()) {
        script.left_out.add("the name of the recording", media);
    }
    Ok(script)
}
