//! Stage 4: documents in, one site out: addresses, collections, links and anchors.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{Document, Site};

/// Joins `documents` and the published `files` (output path to path on the disk) into a site.
pub fn site(
    config: Config,
    documents: Vec<Document>,
    files: BTreeMap<String, String>,
) -> (Site, Diagnostics) {
    let _ = (config, documents, files);
    todo!()
}
