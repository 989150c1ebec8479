//! Postil's own Markdown, as it is written by programs: front matter, speakers' labels, times.
//!
//! What is imported and what is exported is written here in one way, so that both are read again alike.

pub mod front;
mod labels;

pub use self::front::Front;
pub use self::labels::{Labels, Speaker};

use crate::text::timecode::Timecode;

/// How times are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Times {
    /// To the second: exact enough to listen from there.
    #[default]
    Seconds,
    /// As exactly as they are known.
    Exact,
}

impl Times {
    /// A time in brackets; `None` when it is longer than any recording and could not be read again.
    pub fn bracket(self, time: Timecode) -> Option<String> {
        let written = match (self, time.0 % 1000) {
            (Times::Exact, millis @ 1..) => format!("{time}.{millis:03}"),
            _ => time.to_string(),
        };
        Timecode::parse(&written).map(|_| format!("[{written}]"))
    }
}
