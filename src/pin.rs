//! Records the anchors that are published, so that they stay when the text changes.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::model::Page;
use crate::parse::write_anchor_record;
use crate::pipeline::{self, BuildError, Outcome, Request};
use crate::resolve::{record, record_path};
use crate::write::replace_file;

/// What a run of `postil pin` came to.
#[derive(Debug)]
pub struct Pinned {
    /// The records that were written, by their paths below the site's root.
    pub written: Vec<String>,
    /// How many anchors all records of the site hold.
    pub anchors: usize,
    /// What was found on the way; with errors nothing is written.
    pub outcome: Outcome,
}

/// Why anchors could not be recorded.
#[derive(Debug)]
pub enum PinError {
    /// The site cannot be read.
    Build(BuildError),
    /// The disk refused.
    Disk(PathBuf, io::Error),
}

impl fmt::Display for PinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PinError::Build(error) => error.fmt(f),
            PinError::Disk(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

/// Writes a record for each page of the site that has anchors. Records that say the same already,
/// and those of pages that are gone, are left as they are.
pub fn run(request: &Request) -> Result<Pinned, PinError> {
    let (site, outcome) = pipeline::resolve(request).map_err(PinError::Build)?.finish();
    let mut pinned = Pinned { written: Vec::new(), anchors: 0, outcome };
    if pinned.outcome.is_good() {
        for page in &site.pages {
            pin(&page.open(), &request.root, &mut pinned)?;
        }
    }
    Ok(pinned)
}

fn pin(page: &Page, root: &Path, pinned: &mut Pinned) -> Result<(), PinError> {
    let record = record(page);
    if record.pins.is_empty() {
        return Ok(());
    }
    pinned.anchors += record.pins.iter().map(|pin| pin.anchors.len()).sum::<usize>();
    let path = record_path(&page.document.path);
    let text = write_anchor_record(&record);
    let place = root.join(&path);
    if fs::read_to_string(&place).is_ok_and(|before| before == text) {
        return Ok(());
    }
    replace_file(&place, &text).map_err(|error| PinError::Disk(place, error))?;
    pinned.written.push(path);
    Ok(())
}
