//! Captions that a converter of subtitles (subsrt) has written as a list, in milliseconds.

use crate::formats::registry::{Format, FormatReader};
use serde::Deserialize;

use crate::formats::shared::caption_text;
use crate::formats::shared::json_shape::JsonShape;
use crate::formats::shared::json_values::millis;
use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::text::rich::RichText;

/// Captions as a list in the registry.
pub const FORMAT: Format = Format {
    id: "captions",
    name: "captions as JSON",
    extensions: &["json"],
    units: "captions",
    keeps: "names before a colon",
    detect: |sample| sample.json_that(fits),
    read: FormatReader::Transcript(|text| read(text).map_err(|error| error.to_string())),
    write: None,
};

/// Tells whether a text has their shape.
pub fn fits(shape: &JsonShape) -> bool {
    shape.has(&["type", "start", "end", "duration", "content"])
}

#[derive(Deserialize)]
struct Caption {
    r#type: Option<String>,
    start: Option<f64>,
    end: Option<f64>,
    content: Option<String>,
}

/// Reads the list.
pub fn read(text: &str) -> Result<ImportedTranscript, serde_json::Error> {
    let captions: Vec<Caption> = serde_json::from_str(text)?;
    let mut script = ImportedTranscript::default();
    let mut units = 0;
    for caption in captions {
        let text = caption.content.unwrap_or_default();
        if caption.r#type.as_deref() != Some("caption") {
            script.left_out.add("what is no caption", text);
            continue;
        }
        units += 1;
        let (start, end) = (millis(caption.start), millis(caption.end));
        let text = RichText::plain(text.replace("\r\n", "\n").trim());
        script.cues.push(Cue { start, end, text, ..Cue::default() });
    }
    script.count(units);
    caption_text::tidy(&mut script);
    Ok(script)
}
