//! EXMARaLDA's basic transcriptions: tiers of events on a common timeline.

use std::collections::HashMap;

use crate::formats::registry::{Format, FormatReader};
use crate::formats::shared::json_values::seconds;
use crate::formats::shared::tiers::{Tier, TierPiece, merge};
use crate::formats::shared::xml::{XmlTag, XmlToken, tokens};
use crate::formats::transcript::ImportedTranscript;
use crate::text::timecode::Timecode;

/// EXMARaLDA's files in the registry.
pub const FORMAT: Format = Format {
    id: "exb",
    name: "EXMARaLDA's transcription",
    extensions: &["exb"],
    units: "events",
    keeps: "transcription tiers, with the abbreviation of the speaker. Tiers of descriptions and annotations are left out and counted",
    detect: |sample| sample.markup_that(|text| text.contains("<basic-transcription")),
    read: FormatReader::Transcript(read),
    write: None,
};

#[derive(Default)]
struct TimelineReader {
    speakers: HashMap<String, String>,
    speaker: String,
    times: HashMap<String, Timecode>,
    tiers: Vec<Tier>,
}

fn read(text: &str) -> Result<ImportedTranscript, String> {
    let mut reader = TimelineReader::default();
    let (mut open, mut value) = (Vec::new(), String::new());
    for token in tokens(text) {
        match token? {
            XmlToken::Open(tag) => {
                reader.open(&tag);
                value.clear();
                open.push(tag.name);
            }
            XmlToken::Text(text) => value.push_str(&text),
            XmlToken::Close => reader.close(&open.pop().unwrap_or_default(), std::mem::take(&mut value)),
        }
    }
    Ok(merge(reader.tiers))
}

impl TimelineReader {
    fn open(&mut self, tag: &XmlTag) {
        let get = |name: &str| tag.get(name).unwrap_or_default();
        match tag.name.as_str() {
            "speaker" => self.speaker = get("id").to_string(),
            "tli" => {
                let time = seconds(get("time").parse().ok());
                self.times.extend(time.map(|time| (get("id").to_string(), time)));
            }
            "tier" => {
                let speaker = self.speakers.get(get("speaker")).cloned();
                let is_dependent = get("type") != "t";
                self.tiers.push(Tier {
                    name: get("display-name").to_string(),
                    speaker,
                    is_dependent,
                    ..Tier::default()
                });
            }
            "event" => {
                let time = |name: &str| self.times.get(get(name)).copied();
                let piece = TierPiece { start: time("start"), end: time("end"), text: String::new() };
                self.tiers.last_mut().into_iter().for_each(|tier| tier.pieces.push(piece.clone()));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, value: String) {
        match name {
            "abbreviation" if !value.trim().is_empty() => {
                self.speakers.insert(self.speaker.clone(), value.trim().to_string());
            }
            "event" => {
                let piece = self.tiers.last_mut().and_then(|tier| tier.pieces.last_mut());
                piece.into_iter().for_each(|piece| piece.text.clone_from(&value));
            }
            _ => {}
        }
    }
}
