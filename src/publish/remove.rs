//! Removing a folder that Postil made, without following links, and without what is somebody else's.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use super::lock;
use super::manifest::{self, PublishedFiles};
use crate::disk::{EntryKind, FolderHandle};
use crate::text::path::slashed;

/// The most folders inside each other that are looked into: each is held open on the way.
pub(super) const DEEPEST: usize = 100;

/// The files of a folder that may be removed.
#[derive(Clone, Copy, Debug)]
pub(super) enum RemovableFiles<'a> {
    /// All: nobody else had the folder.
    All,
    /// Those of a list. Others were put there by somebody in the moment before the swap.
    Listed(&'a PublishedFiles),
}

/// Removes the folder `name` of `parent`, which is held open as `folder`. What is not `known` moves to `output`, unless
/// that has it already.
pub(super) fn retire(
    parent: &FolderHandle,
    name: &OsStr,
    folder: &FolderHandle,
    output: &FolderHandle,
    known: RemovableFiles,
) {
    let removal = Removal { output, known };
    if removal.clear(folder, Path::new(""), 0).is_err() {
        let _ = allow_removing(folder, 0);
        let _ = removal.clear(folder, Path::new(""), 0);
    }
    // A file of the lock goes last: by it the next run knows the folder for one of its own.
    let _ = remove_own(folder, manifest::NAME);
    if folder.entries().is_ok_and(|left| left.iter().all(|entry| entry.name == lock::NAME)) {
        let _ = remove_own(folder, lock::NAME);
        let _ = parent.remove_folder(name);
    }
}

/// Removes the file `name`, also from a folder that nobody may write to: one that was empty otherwise still is such.
fn remove_own(folder: &FolderHandle, name: &str) -> io::Result<()> {
    match folder.remove_file(name) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            folder.allow_removing()?;
            folder.remove_file(name)
        }
        done => done,
    }
}

struct Removal<'a> {
    output: &'a FolderHandle,
    known: RemovableFiles<'a>,
}

impl Removal<'_> {
    /// Removes what is in `folder`, which is at `path` below the one that goes; an error says that something is left.
    fn clear(&self, folder: &FolderHandle, path: &Path, depth: usize) -> io::Result<()> {
        let mut result =
            if depth < DEEPEST { Ok(()) } else { return Err(io::ErrorKind::QuotaExceeded.into()) };
        for entry in folder.entries()? {
            let below = path.join(&entry.name);
            if depth == 0 && [manifest::NAME, lock::NAME].iter().any(|ours| entry.name == *ours) {
                continue;
            }
            let removed = match entry.kind {
                EntryKind::Folder => folder
                    .folder(&entry.name)
                    .and_then(|inner| self.clear(&inner, &below, depth + 1))
                    .and_then(|()| folder.remove_folder(&entry.name)),
                _ => self.remove_file(folder, &entry.name, &below),
            };
            result = result.and(removed);
        }
        result
    }

    fn remove_file(&self, folder: &FolderHandle, name: &OsStr, path: &Path) -> io::Result<()> {
        let is_known = match self.known {
            RemovableFiles::All => true,
            RemovableFiles::Listed(manifest) => slashed(path).is_some_and(|path| manifest.has(&path)),
        };
        if is_known || self.output.info(path)?.is_some() {
            return folder.remove_file(name);
        }
        let target = match path.parent() {
            Some(parent) => self.output.make_folder(parent)?,
            None => self.output.clone(),
        };
        folder.rename(name, &target, name)
    }
}

/// Lets go of what lies in folders that nobody may write to, or even read.
fn allow_removing(folder: &FolderHandle, depth: usize) -> io::Result<()> {
    folder.allow_removing()?;
    for entry in folder.entries()?.into_iter().filter(|entry| entry.kind == EntryKind::Folder) {
        if depth < DEEPEST {
            allow_removing(&folder.folder(&entry.name)?, depth + 1)?;
        }
    }
    Ok(())
}
