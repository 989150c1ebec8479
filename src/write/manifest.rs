//! The list of what Postil wrote into an output folder, kept in that folder.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::{At, WriteError, check_path};

/// How the names of Postil's own files in an output folder begin.
pub(super) const OUR_PREFIX: &str = ".postil";

/// The name of the list.
pub(super) const NAME: &str = ".postil-manifest.json";

/// The paths that were written, relative to the folder.
pub(super) type Paths = BTreeSet<String>;

/// What `folder` says was written into it; `None` when it says nothing.
///
/// The file is a stranger's as long as it was not checked: paths that would lead out are dropped.
pub(super) fn read(folder: &Path) -> Result<Option<Paths>, WriteError> {
    let path = folder.join(NAME);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(WriteError::Disk(path, error)),
    };
    let paths: Vec<String> = serde_json::from_str(&text)
        .map_err(|_| WriteError::Refused(path, "is not a list of files written by Postil"))?;
    Ok(Some(paths.into_iter().filter(|path| check_path(path).is_ok()).collect()))
}

/// Writes `paths` down in `folder`, one a line.
pub(super) fn write(folder: &Path, paths: &Paths) -> Result<(), WriteError> {
    let path = folder.join(NAME);
    let text = serde_json::to_string_pretty(paths).expect("strings are always JSON");
    if fs::read_to_string(&path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(&path, text).at(&path)
}
