//! Postil turns annotated long-form transcripts into a static site.
//!
//! A run is one pass through six stages, and data only flows forward:
//!
//! 1. [`load`] reads `site.toml`, `content/`, `static/` and the theme from the disk;
//! 2. [`parse`] turns each file's text into a [`model::Document`], never failing;
//! 3. [`model`] is the plain owned data in between, which every later stage reads;
//! 4. [`resolve`] joins the documents into one [`model::Site`]: people, addresses, links, anchors;
//! 5. [`render`] and [`index`] turn the site into pages and a search index, in memory;
//! 6. [`publish`] puts the files on the disk, changed ones only, whole or not at all.
//!
//! [`pipeline`] composes them; each command in [`cli`] calls it. A stage returns its result
//! together with [`diag::Diagnostics`]; only the disk returns `Result`.

pub mod disk;

pub mod cache;

pub mod text;

pub mod source;

pub mod transcript;

pub mod diag;

pub mod toml_reader;

pub mod bibliography;

pub mod config;

pub mod model;

pub mod speech;

pub mod load;

pub mod parse;

pub mod formats;

pub mod timing;

pub mod resolve;

pub mod render;

pub mod index;

pub mod publish;

pub mod edit;

pub mod pipeline;

pub mod schema;

pub mod review;

pub mod check;

pub mod permalinks;

pub mod retime;

pub mod new;

pub mod serve;

pub mod lsp;

pub mod cli;
