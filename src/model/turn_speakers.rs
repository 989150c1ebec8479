//! The speakers of the turns of a page.

use serde::{Deserialize, Serialize};

use super::{SpeakerId, Turn};

/// The speakers of each turn of a page, in order. Lists draw conversations by them, and need not unpack a text for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnSpeakers {
    all: Vec<SpeakerId>,
    /// The end of each turn’s speakers among all.
    ends: Vec<u32>,
}

impl TurnSpeakers {
    /// Those of `turns`.
    pub fn new<'a>(turns: impl Iterator<Item = &'a Turn>) -> TurnSpeakers {
        let mut speakers = TurnSpeakers::default();
        for turn in turns {
            speakers.all.extend_from_slice(&turn.speakers);
            speakers.ends.push(speakers.all.len() as u32);
        }
        speakers
    }

    /// The speakers of one turn after another.
    pub fn iter(&self) -> impl Iterator<Item = &[SpeakerId]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.all[start as usize..end as usize])
    }
}
