//! Transcripts: everything that is true of them in any format.

pub mod labels;
