//! Small helpers on strings. They know nothing of transcripts.

pub mod align;
pub mod bytes;
pub mod content_type;
pub mod excerpt;
pub mod flow;
pub mod hash;
pub mod language;
pub mod markdown;
pub mod names;
pub mod path;
pub mod rich;
pub mod runs;
pub mod script;
pub mod slug;
pub mod timecode;
pub mod tokens;
