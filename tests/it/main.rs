//! Tests of the whole, from its boundaries: the library's stages, and the program as it is run.

mod annotations;
mod architecture;
mod cases;
mod check;
mod cli;
mod config;
mod corpora;
mod feeds;
mod import;
mod import_corpora;
mod listings;
mod load;
mod manual;
mod markdown;
mod metadata;
mod note_lists;
mod outline;
mod output;
mod parse_properties;
mod pin_command;
mod pins;
mod serve;
mod site;
mod standoff;
mod strip;
mod webvtt;
