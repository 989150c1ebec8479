//! The parts that rows of the table of recognizers are made of.

use super::fields::Clock;
use super::{AboutKeys, PieceKeys, PieceLayout, WordSpacing};

/// A row of the table: a format whose files have the names of a shape.
macro_rules! recognizer {
    ($format:ident, $id:literal, $name:literal, $units:literal, $keeps:literal, $shape:expr) => {
        #[doc = concat!("The shape of ", $name, " in the registry.")]
        pub static $format: Format = {
            static SHAPE: RecognizerShape = $shape;
            Format {
                id: $id,
                name: $name,
                extensions: &["json"],
                units: $units,
                keeps: $keeps,
                detect: |sample| sample.json_that(|keys| SHAPE.fits(keys)),
                read: FormatReader::Transcript(|text| SHAPE.read(text)),
                write: None,
            }
        };
    };
}

/// No names.
pub const NOTHING: PieceKeys = PieceKeys { text: &[], start: &[], end: &[], duration: &[], speaker: &[] };

/// The names that most have.
pub const PLAIN: PieceKeys =
    PieceKeys { text: &["text"], start: &["start"], end: &["end"], speaker: &["speaker"], ..NOTHING };

/// The names that most have in words.
pub const WORD: PieceKeys = PieceKeys { text: &["word", "text"], ..PLAIN };

/// Words under `words`, or pieces, in seconds.
pub const LAYOUT: PieceLayout = PieceLayout {
    channels: "",
    pieces: "",
    words: "",
    piece: PLAIN,
    word: WORD,
    clock: Clock::Seconds,
    spacing: WordSpacing::Words,
    turns: None,
};

/// Nothing said of the whole text.
pub const ABOUT: AboutKeys = AboutKeys {
    title: &[],
    language: &[],
    duration: None,
    audio: &[],
    people: None,
    chapters: None,
    known_lists: &[],
};

pub(super) use recognizer;
