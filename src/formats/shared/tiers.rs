//! Tiers: what linguists' programs keep for each speaker, pieces with times side by side.

use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;

/// The words of one speaker, or notes about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tier {
    /// Its name, for the report.
    pub name: String,
    /// The speaker.
    pub speaker: Option<String>,
    /// True when it says something about another tier: a translation, a gloss.
    pub is_dependent: bool,
    /// Its pieces.
    pub pieces: Vec<TierPiece>,
}

/// A piece of a tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TierPiece {
    /// Its beginning.
    pub start: Option<Timecode>,
    /// Its end.
    pub end: Option<Timecode>,
    /// Its words.
    pub text: String,
}

/// Puts the pieces of all speakers in the order in which they are said. Tiers about others are left out, and counted.
pub fn merge(tiers: Vec<Tier>) -> ImportedTranscript {
    let mut script = ImportedTranscript::default();
    let mut units = 0;
    for Tier { name, speaker, is_dependent, pieces } in tiers {
        let said: Vec<TierPiece> = pieces.into_iter().filter(|piece| !piece.text.trim().is_empty()).collect();
        if is_dependent {
            if !said.is_empty() {
                let example = format!("{name}: {}", said[0].text.trim());
                script.left_out.add_many(
                    "pieces of tiers about other tiers, such as translations",
                    said.len(),
                    example,
                );
            }
            continue;
        }
        units += said.len();
        script.cues.extend(said.into_iter().map(|piece| Cue {
            start: piece.start,
            end: piece.end,
            speaker: speaker.clone(),
            text: RichText::plain(piece.text.split_whitespace().collect::<Vec<_>>().join(" ")),
            ..Cue::default()
        }));
    }
    script.cues.sort_by_key(|cue| cue.start);
    script.count(units);
    script
}
