//! The language server, driven by its protocol as an editor drives it.

mod client;
mod completion;
mod neovim;
mod problems;
mod protocol;
mod questions;
mod random;
mod renames;
