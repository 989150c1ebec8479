//! ELAN's annotation files: tiers of speakers, times in slots.

use std::collections::HashMap;

use crate::formats::registry::{Format, FormatReader};
use crate::formats::shared::tiers::{Tier, TierPiece, merge};
use crate::formats::shared::xml::{XmlToken, tokens};
use crate::formats::transcript::ImportedTranscript;
use crate::text::timecode::Timecode;

/// ELAN's files in the registry.
pub const FORMAT: Format = Format {
    id: "eaf",
    name: "ELAN's annotations",
    extensions: &["eaf"],
    units: "annotations",
    keeps: "tiers with times, with the name of the participant or of the tier. Tiers that depend on others, such as translations, are left out and counted",
    detect: |sample| sample.markup_that(|text| text.contains("<ANNOTATION_DOCUMENT")),
    read: FormatReader::Transcript(read),
    write: None,
};

fn read(text: &str) -> Result<ImportedTranscript, String> {
    let mut slots: HashMap<String, Timecode> = HashMap::new();
    let mut tiers: Vec<Tier> = Vec::new();
    let (mut open, mut value) = (Vec::new(), String::new());
    for token in tokens(text) {
        match token? {
            XmlToken::Open(tag) => {
                let get = |name: &str| tag.get(name).map(str::trim).filter(|value| !value.is_empty());
                match tag.name.as_str() {
                    "TIME_SLOT" => {
                        let time = get("TIME_VALUE").and_then(|millis| millis.parse().ok()).map(Timecode);
                        slots.extend(get("TIME_SLOT_ID").map(str::to_string).zip(time));
                    }
                    "TIER" => {
                        let name = get("TIER_ID").unwrap_or_default().to_string();
                        let speaker = Some(get("PARTICIPANT").map_or(name.clone(), str::to_string));
                        let is_dependent = get("PARENT_REF").is_some();
                        tiers.push(Tier { name, speaker, is_dependent, pieces: Vec::new() });
                    }
                    "ALIGNABLE_ANNOTATION" | "REF_ANNOTATION" => {
                        let time = |name: &str| get(name).and_then(|slot| slots.get(slot).copied());
                        let (start, end) = (time("TIME_SLOT_REF1"), time("TIME_SLOT_REF2"));
                        let piece = TierPiece { start, end, text: String::new() };
                        tiers.last_mut().into_iter().for_each(|tier| tier.pieces.push(piece.clone()));
                    }
                    _ => value.clear(),
                }
                open.push(tag.name);
            }
            XmlToken::Text(text) => value.push_str(&text),
            XmlToken::Close => {
                let is_value = open.pop().is_some_and(|name| name == "ANNOTATION_VALUE");
                if let Some(piece) =
                    tiers.last_mut().and_then(|tier| tier.pieces.last_mut()).filter(|_| is_value)
                {
                    piece.text = std::mem::take(&mut value);
                }
            }
        }
    }
    Ok(merge(tiers))
}
