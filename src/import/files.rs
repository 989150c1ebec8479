//! The files that are to be imported, and those in the folders that are.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Input;

/// A file that was named, or found in a folder that was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Where it is.
    pub path: PathBuf,
    /// Whether only its folder was named: then it may be anything.
    pub is_found: bool,
}

/// Why a file cannot be read.
#[derive(Debug)]
pub struct FileError(pub PathBuf, pub io::Error);

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.display(), self.1)
    }
}

/// The files that `paths` name, and those in the folders they name, sorted and each once.
pub fn gather(paths: &[PathBuf]) -> Result<Vec<Named>, FileError> {
    let mut files = Vec::new();
    for path in paths {
        let data = fs::metadata(path).map_err(|error| FileError(path.clone(), error))?;
        match data.is_dir() {
            true => walk(path, &mut files)?,
            false => files.push(Named { path: path.clone(), is_found: false }),
        }
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.path.clone()));
    Ok(files)
}

/// Links are not followed, so that no folder can hold itself.
fn walk(folder: &Path, files: &mut Vec<Named>) -> Result<(), FileError> {
    let disk = |error| FileError(folder.into(), error);
    let mut entries = fs::read_dir(folder).map_err(disk)?.collect::<Result<Vec<_>, _>>().map_err(disk)?;
    entries.sort_by_key(|entry| entry.file_name());
    for entry in entries {
        let kind = entry.file_type().map_err(disk)?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            walk(&entry.path(), files)?;
        } else if kind.is_file() {
            files.push(Named { path: entry.path(), is_found: true });
        }
    }
    Ok(())
}

/// The files that belong to the transcript at `path` by their names: `talk.chapters.json` or
/// `talk.chapters.vtt` to `talk.vtt`, and `_meta` to a Spacelog transcript in the same folder.
pub fn beside(path: &Path) -> Vec<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut names = vec![format!("{stem}.chapters.json"), format!("{stem}.chapters.vtt")];
    if let Some(("", "TEC" | "ATG")) | None = stem.rsplit_once('_').or(Some(("", &*stem))) {
        names.push("_meta".to_string());
    }
    let companions = names.iter().map(|name| path.with_file_name(name));
    companions.filter(|companion| companion != path && companion.is_file()).collect()
}

/// Reads a file.
pub fn read(path: &Path) -> Result<Input, FileError> {
    let bytes = fs::read(path).map_err(|error| FileError(path.into(), error))?;
    let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    Ok(Input { name, bytes })
}
