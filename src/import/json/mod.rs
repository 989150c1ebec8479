//! Transcripts as JSON. Every vendor has a shape of its own: a file here, and a line in [`VENDORS`].

pub mod assemblyai;
pub mod captions;
pub mod deepgram;
pub mod podcasting;
mod shape;
mod values;
pub mod whisper;

pub use self::shape::Shape;

use super::annotations::{hypothesis, web};
use super::format::Format;
use super::spacelog::meta;

/// Whether a text has a shape.
type Fits = fn(&Shape) -> bool;

/// A format and whether a text has its shape; the first that fits is meant.
const VENDORS: [(Format, Fits); 9] = [
    (Format::Hypothesis, hypothesis::fits),
    (Format::WebAnnotations, web::fits),
    (Format::Podcasting, podcasting::fits),
    (Format::Whisper, whisper::fits),
    (Format::Deepgram, deepgram::fits),
    (Format::AssemblyAi, assemblyai::fits),
    (Format::Captions, captions::fits),
    (Format::SpacelogMeta, meta::fits),
    (Format::Chapters, podcasting::fits_chapters),
];

/// Tells which vendor's JSON `text` is; what it looks like, when it is none's.
pub fn detect(text: &str) -> Result<Format, String> {
    let shape = Shape::of(text).map_err(|error| format!("this looks like JSON that is broken: {error}"))?;
    let fitting = VENDORS.iter().find(|(_, fits)| fits(&shape)).map(|(format, _)| *format);
    fitting.ok_or_else(|| {
        let keys = shape.top();
        let keys = keys[..keys.len().min(8)].join(", ");
        format!("this is JSON that Postil does not know, with the keys {keys}")
    })
}
