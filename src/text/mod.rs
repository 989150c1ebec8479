//! Small helpers on strings. They know nothing of transcripts.

pub mod align;
pub mod bytes;
pub mod content_type;
pub mod control;
pub mod digits;
pub mod excerpt;
pub mod formula;
pub mod hash;
pub mod html_escape;
pub mod language;
pub mod markdown;
pub mod names;
pub mod page_marks;
pub mod path;
pub mod plural;
pub mod rare_bytes;
pub mod rich;
pub mod script;
pub mod script_runs;
pub mod sentences;
pub mod shared;
pub mod slug;
pub mod timecode;
pub mod tokens;
mod voices;
pub mod words;
