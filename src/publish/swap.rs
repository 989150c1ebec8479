//! Putting a whole new folder in the place of the old one, in a single step that lasts through a power cut.

use std::io;
use std::path::Path;

use super::lock;
use super::manifest::{self, Paths};
use super::remove::DEEPEST;
use crate::disk::{EntryKind, FolderHandle, is_unsupported};
use crate::text::path::slashed;

/// Puts into `next` whatever of `output` stays: every file but those of `gone` and those that `next` has already.
/// Files are linked, not copied, and keep their times.
pub(super) fn carry(output: &FolderHandle, next: &FolderHandle, gone: &Paths) -> io::Result<()> {
    carry_folder(output, next, Path::new(""), gone, 0)
}

fn carry_folder(
    from: &FolderHandle,
    to: &FolderHandle,
    path: &Path,
    gone: &Paths,
    depth: usize,
) -> io::Result<()> {
    if depth > DEEPEST {
        return Err(io::Error::other("holds folders deeper inside each other than Postil looks"));
    }
    for entry in from.entries()? {
        let below = path.join(&entry.name);
        let is_ours = depth == 0 && [manifest::NAME, lock::NAME].iter().any(|ours| entry.name == *ours);
        if is_ours || slashed(&below).is_some_and(|path| gone.contains(&path)) {
            continue;
        }
        match (entry.kind, to.info(&entry.name)?) {
            (EntryKind::Folder, None) => {
                let (inner, new) = (from.folder(&entry.name)?, to.create_folder(&entry.name)?);
                new.copy_access(&inner)?;
                carry_folder(&inner, &new, &below, gone, depth + 1)?;
                // A folder whose files are gone goes with them; one that was empty is somebody's.
                if new.entries()?.is_empty() && !inner.entries()?.is_empty() {
                    to.remove_folder(&entry.name)?;
                }
            }
            (EntryKind::Folder, Some(found)) if found.kind == EntryKind::Folder => {
                carry_folder(&from.folder(&entry.name)?, &to.folder(&entry.name)?, &below, gone, depth + 1)?;
            }
            (_, Some(_)) => {}
            (_, None) => from.hard_link(&entry.name, to, &entry.name)?,
        }
    }
    Ok(())
}

/// Makes files last through a power cut, each of `files` in its folder, and the names in those folders and below.
///
/// One call for the whole disk takes a fraction of the time that one for each file takes. Where there is none, files
/// that were there before are not synced again.
pub(super) fn make_durable<const N: usize>(
    disk: &FolderHandle,
    files: [(&FolderHandle, &Paths); N],
) -> io::Result<()> {
    match disk.sync_file_system() {
        Err(error) if is_unsupported(&error) => {}
        done => return done,
    }
    for (folder, paths) in files {
        for path in paths {
            let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
            folder.folder(parents)?.sync_file(name)?;
        }
        sync_folders(folder, 0)?;
    }
    Ok(())
}

fn sync_folders(folder: &FolderHandle, depth: usize) -> io::Result<()> {
    for entry in folder.entries()?.into_iter().filter(|entry| entry.kind == EntryKind::Folder) {
        if depth < DEEPEST {
            sync_folders(&folder.folder(&entry.name)?, depth + 1)?;
        }
    }
    folder.sync()
}
