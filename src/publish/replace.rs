//! Single files, each written whole or not at all.

use std::fs;
use std::io;
use std::path::Path;

use crate::disk::FolderHandle;

/// Writes the file at `path`, which the user named, with the permissions of the file it replaces. A link of that name
/// is replaced, and not followed.
pub fn replace_file(path: &Path, contents: impl AsRef<[u8]>) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::IsADirectory))?;
    fs::create_dir_all(parent)?;
    FolderHandle::open(parent)?.replace_file(name, contents.as_ref())
}

/// Writes the file at `path` below `folder`, as [`replace_file`] does. Folders on the way are made if they are not
/// there; a link among them is an error.
pub fn replace_file_below(folder: &FolderHandle, path: &str, contents: impl AsRef<[u8]>) -> io::Result<()> {
    match path.rsplit_once('/') {
        Some((parents, name)) => folder.make_folder(parents)?.replace_file(name, contents.as_ref()),
        None => folder.replace_file(path, contents.as_ref()),
    }
}
