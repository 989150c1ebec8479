//! Mentions of the entries of registers.

use serde::{Deserialize, Serialize};

use super::SpeakerId;
use crate::config::RegisterKind;
use crate::text::timecode::Timecode;

/// The address of all registers; each entry is below it.
pub const REGISTERS: &str = "registers/";

/// A place where something is mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The register of the entry.
    pub kind: RegisterKind,
    /// The ID of the entry there.
    pub id: String,
    /// The anchor of the turn, or of the section; empty for the beginning of a page.
    pub anchor: String,
    /// Those who say it.
    pub speakers: Vec<SpeakerId>,
    /// The time at which their turn begins.
    pub time: Option<Timecode>,
    /// Words before it.
    pub before: String,
    /// The words that mention it.
    pub words: String,
    /// Words behind it.
    pub after: String,
}

/// The address of the page of an entry: `registers/places/kinlaw/`.
pub fn register_address(kind: RegisterKind, id: &str) -> String {
    format!("{REGISTERS}{}/{id}/", kind.name())
}
