//! Single files, each written whole or not at all.

use std::collections::hash_map::RandomState;
use std::ffi::OsStr;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::path::Path;

use crate::disk::{FolderHandle, OUR_PREFIX};

/// Writes the file at `path`, which the user named, with the permissions of the file it replaces. A link of that name
/// is replaced, and not followed.
pub fn replace_file(path: &Path, contents: impl AsRef<[u8]>) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::IsADirectory))?;
    fs::create_dir_all(parent)?;
    replace(&FolderHandle::open(parent)?, name, contents.as_ref())
}

/// Writes the file at `path` below `folder`, as [`replace_file`] does. Folders on the way are made where there are
/// none; a link among them is an error.
pub fn replace_file_below(folder: &FolderHandle, path: &str, contents: impl AsRef<[u8]>) -> io::Result<()> {
    match path.rsplit_once('/') {
        Some((parents, name)) => replace(&folder.make_folder(parents)?, name.as_ref(), contents.as_ref()),
        None => replace(folder, path.as_ref(), contents.as_ref()),
    }
}

fn replace(folder: &FolderHandle, name: &OsStr, contents: &[u8]) -> io::Result<()> {
    // Nobody can have put a file or a link in the way of a name that nobody can guess.
    let staged = format!("{OUR_PREFIX}{:016x}", RandomState::new().build_hasher().finish());
    folder.write_new(&staged, contents)?;
    let written = publish(folder, &staged, name);
    if written.is_err() {
        // What went wrong is said; the file beside it is ours alone.
        let _ = folder.remove_file(&staged);
    }
    written
}

fn publish(folder: &FolderHandle, staged: &str, name: &OsStr) -> io::Result<()> {
    if let Ok(before) = folder.open_file(name) {
        folder.open_file(staged)?.set_permissions(before.metadata()?.permissions())?;
    }
    folder.sync_file(staged)?;
    folder.rename(staged, folder, name)
}
