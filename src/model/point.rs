//! Key points: what matters in a text, a line each.

use super::Document;
use crate::source::Located;
use crate::text::timecode::Timecode;
use serde::{Deserialize, Serialize};

/// A key point, and the passage of the text that makes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The line.
    pub text: String,
    /// The passage it sums up, if its author says so.
    pub passage: Option<Located<PassageTarget>>,
}

/// The way in which an author names a passage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PassageTarget {
    /// By an anchor of the page: `{to=#anchor}`.
    Anchor(String),
    /// By the time it is said at: `{at=12:30}`.
    Time(Timecode),
}

impl Document {
    /// The anchor that a point leads to; none where nothing is said yet at its time.
    pub fn anchor_of<'a>(&'a self, passage: &'a PassageTarget) -> Option<&'a str> {
        match passage {
            PassageTarget::Anchor(anchor) => Some(anchor),
            PassageTarget::Time(at) => {
                let said = self.turns().filter(|turn| turn.time.is_some_and(|time| time <= *at));
                said.max_by_key(|turn| turn.time).map(|turn| turn.anchor.as_str())
            }
        }
    }
}
