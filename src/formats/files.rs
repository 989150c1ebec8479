//! The files that are to be imported, and those in the folders that are.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Input;
use super::registry::{FORMATS, FormatReader};

/// A file that was named, or found in a folder that was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The place where it is.
    pub path: PathBuf,
    /// True if only its folder was named: then it may be anything.
    pub is_found: bool,
}

/// The most bytes that a file may have unless somebody allows more: a day of speech with a time for each word has
/// less.
pub const LARGEST_FILE: u64 = 64 << 20;

/// A reason for which a file cannot be read.
#[derive(Debug)]
pub enum FileError {
    /// The disk refused.
    Disk(PathBuf, io::Error),
    /// It is longer than this many bytes.
    TooLarge(PathBuf, u64),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileError::Disk(path, error) => write!(f, "{}: {error}", path.display()),
            FileError::TooLarge(path, limit) => write!(
                f,
                "{} has more than {} MiB, the limit for a file that is imported: divide it, or allow more with \
                 --max-size",
                path.display(),
                limit >> 20
            ),
        }
    }
}

/// The files that `paths` name, and those in the folders they name, sorted and each once; files that may be lists of others first.
pub fn gather(paths: &[PathBuf]) -> Result<Vec<Named>, FileError> {
    let mut files = Vec::new();
    for path in paths {
        let data = fs::metadata(path).map_err(|error| FileError::Disk(path.clone(), error))?;
        match data.is_dir() {
            true => walk(path, &mut files)?,
            false => files.push(Named { path: path.clone(), is_found: false }),
        }
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.path.clone()));
    files.sort_by_key(|file| !may_be_list(&file.path));
    Ok(files)
}

/// Tells by its name if a file may list others.
fn may_be_list(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let lists = FORMATS.iter().filter(|format| matches!(format.read, FormatReader::Collection(_)));
    extension.is_some_and(|found| lists.flat_map(|format| format.extensions).any(|known| *known == found))
}

/// Links are not followed, so that no folder can hold itself.
fn walk(folder: &Path, files: &mut Vec<Named>) -> Result<(), FileError> {
    let disk = |error| FileError::Disk(folder.into(), error);
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
    // Nobody named it: a link might bring out what lies elsewhere.
    let is_file = |path: &PathBuf| path.symlink_metadata().is_ok_and(|found| found.is_file());
    companions.filter(|companion| companion != path && is_file(companion)).collect()
}

/// Opens the file that a list in the file at `list` names, as [`find_beside`] finds it.
pub fn open_beside(list: &Path, named: &str, limit: u64) -> Option<Input> {
    read(&find_beside(list, named)?, limit).ok()
}

/// Finds the file that a list in the file at `list` names, by its path, its address or its name alone, below the list's folder.
pub fn find_beside(list: &Path, named: &str) -> Option<PathBuf> {
    let folder = list.parent().unwrap_or(Path::new(""));
    let path = named.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, path)| path);
    let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let parts: Vec<&str> = path.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    let is_plain = |part: &&str| !part.starts_with('.') && !part.contains([':', '\0']);
    if !parts.iter().all(is_plain) {
        return None;
    }
    // Of an address, the host and the first folders are not beside the list.
    let from = parts.len().saturating_sub(DEPTH_BESIDE);
    (from..parts.len()).find_map(|start| {
        let mut found = folder.to_path_buf();
        for part in &parts[start..] {
            found.push(part);
            // A link might bring out what lies elsewhere.
            if found.symlink_metadata().map_or(true, |data| data.is_symlink()) {
                return None;
            }
        }
        found.is_file().then_some(found)
    })
}

/// The most folders of an address that are looked for beside a list.
const DEPTH_BESIDE: usize = 4;

/// Reads a file of `limit` bytes at most; of a longer one nothing is kept.
pub fn read(path: &Path, limit: u64) -> Result<Input, FileError> {
    let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    match bytes(path, limit) {
        Ok(Some(bytes)) => Ok(Input { name, bytes }),
        Ok(None) => Err(FileError::TooLarge(path.into(), limit)),
        Err(error) => Err(FileError::Disk(path.into(), error)),
    }
}

/// The bytes of a file, if they are `limit` at most. A pipe does not say beforehand how long it is.
fn bytes(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let file = fs::File::open(path)?;
    if file.metadata()?.len() > limit {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}
