//! The language server: editors get the diagnostics of a check while an author types, with quick fixes, completion, hovers,
//! references, renames and outlines.
//!
//! One thread reads messages and keeps the open texts. Each site has a thread of its own that checks it after every
//! change, with unsaved texts in place of the files; its result is an `Analysis`, from which all
//! requests are answered, each in a thread of its own.

mod actions;
mod analysis;
mod checker;
mod completion;
mod documents;
mod hover;
mod inquiry;
mod lookup;
mod navigation;
mod outline;
mod positions;
mod problems;
mod rename;
mod requests;
mod server;
mod sites;
mod toml_cursor;
mod transport;
mod uris;

pub use self::server::{ServerEnd, run};
