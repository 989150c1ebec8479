//! Records the permalinks that are published, so that they stay when the text changes.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, Read};
use std::path::PathBuf;

use jiff::civil::Date;

use crate::load::SiteFolder;
use crate::model::PermalinkRecord;
use crate::parse::{permalink_record, write_permalink_record};
use crate::pipeline::{self, BuildError, Outcome, Request};
use crate::publish::replace_file_below;
use crate::resolve::{record, record_path};
use crate::source::SourceId;

/// The outcome of a run of `postil permalinks`.
#[derive(Debug)]
pub struct RecordedSite {
    /// The records that were written, by their paths below the site's root.
    pub written: Vec<String>,
    /// The number of permalinks in all records of the site.
    pub permalinks: usize,
    /// The diagnostics of the run; with errors nothing is written.
    pub outcome: Outcome,
}

/// The reason why permalinks could not be recorded.
#[derive(Debug)]
pub enum RecordError {
    /// The site cannot be read.
    Build(BuildError),
    /// The disk refused.
    Disk(PathBuf, io::Error),
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordError::Build(error) => error.fmt(f),
            RecordError::Disk(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

/// Writes a record for each page of the site that has permalinks; notes that are new are recorded as of
/// `today`. Records that say the same already, and those of pages that are gone, are left as they are.
pub fn run(request: &Request, today: Date) -> Result<RecordedSite, RecordError> {
    let resolved = pipeline::resolve(request).map_err(RecordError::Build)?;
    let folder = resolved.folder.clone();
    let loaded = &resolved.loaded;
    let read = |id: &SourceId| permalink_record(&loaded.sources, *id).0;
    let before: HashMap<String, PermalinkRecord> =
        loaded.records.iter().map(read).map(|record| (record.page.clone(), record)).collect();
    let (site, outcome) = resolved.finish();
    let mut recorded = RecordedSite { written: Vec::new(), permalinks: 0, outcome };
    if recorded.outcome.is_good() {
        for page in &site.pages {
            let record = record(&page.open(), before.get(&page.document.path), Some(today));
            write(&record, &folder, &mut recorded)?;
        }
    }
    Ok(recorded)
}

fn write(
    record: &PermalinkRecord,
    folder: &SiteFolder,
    recorded: &mut RecordedSite,
) -> Result<(), RecordError> {
    if record.permalinks.is_empty() && record.page_ids.is_empty() {
        return Ok(());
    }
    let ids: usize = record.permalinks.iter().map(|permalink| permalink.ids.len()).sum();
    recorded.permalinks += ids + record.page_ids.len();
    let path = record_path(&record.page);
    let text = write_permalink_record(record);
    let mut before = String::new();
    let read =
        folder.open_file(&path).and_then(|file| file.take(text.len() as u64 + 1).read_to_string(&mut before));
    if read.is_ok() && before == text {
        return Ok(());
    }
    let disk = |error| RecordError::Disk(folder.path().join(&path), error);
    replace_file_below(folder.handle(), &path, &text).map_err(disk)?;
    recorded.written.push(path);
    Ok(())
}
