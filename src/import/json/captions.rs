//! Captions that a converter of subtitles (subsrt) has written as a list, in milliseconds.

use serde::Deserialize;

use super::shape::Shape;
use super::values::millis;
use crate::import::captions;
use crate::import::script::{Cue, Script};
use crate::text::rich::RichText;

/// Whether a text has their shape.
pub fn fits(shape: &Shape) -> bool {
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
pub fn read(text: &str) -> Result<Script, serde_json::Error> {
    let captions: Vec<Caption> = serde_json::from_str(text)?;
    let mut script = Script::default();
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
    captions::tidy(&mut script);
    Ok(script)
}
