//! A folder where files wait until all of them are known to be good.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;

use super::lock::Lock;
use super::manifest::{FoundManifest, PublishedFiles};
use super::place::OutputPlace;
use super::remove::{RemovableFiles, retire};
use super::undo::Undo;
use super::{At, Method, WriteError};
use crate::disk::{EntryKind, FolderHandle, is_unsupported, random_token};

/// The beginning of the names of staging folders.
const PREFIX: &str = ".postil-stage-";

/// The folder in one [inside](StagingPlace::Inside) that new files wait in.
pub(super) const NEW: &str = "new";

/// A hidden folder from which moving a file into the output folder is a rename.
#[derive(Debug)]
pub(super) struct Staging {
    /// The folder that it is in.
    parent: FolderHandle,
    name: OsString,
    /// The folder itself; after the swap, the one that was the output folder.
    pub(super) folder: FolderHandle,
    /// The folder in which new files wait.
    pub(super) new: FolderHandle,
    pub(super) place: StagingPlace,
}

/// A place for a staging folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StagingPlace {
    /// Next to the output folder, whose place it can take.
    Beside,
    /// In the output folder.
    Inside,
}

impl Staging {
    /// An empty staging folder for `output`.
    pub(super) fn create(output: &OutputPlace, lock: &Lock, method: Method) -> Result<Self, WriteError> {
        if method == Method::Exchange
            && let Some(staging) = Staging::beside(output, lock)?
        {
            return Ok(staging);
        }
        Staging::inside(output, lock)
    }

    /// A folder next to the output folder, unless there is something against it that no retry changes: another disk, a
    /// folder above that is not the user's to write to, no links between files.
    fn beside(output: &OutputPlace, lock: &Lock) -> Result<Option<Self>, WriteError> {
        let name = random_name();
        let folder = match output.parent.create_folder(&name) {
            Err(error) if is_refused(&error) => return Ok(None),
            made => made.at(&output.parent.path().join(&name))?,
        };
        let prepared = lock.share(&output.folder, &folder).and_then(|()| folder.copy_access(&output.folder));
        let staging = Staging {
            parent: output.parent.clone(),
            name,
            new: folder.clone(),
            folder,
            place: StagingPlace::Beside,
        };
        match prepared {
            Ok(()) => Ok(Some(staging)),
            Err(error) => {
                staging.remove(&output.folder, RemovableFiles::All);
                if is_refused(&error) { Ok(None) } else { Err(error).at(output.folder.path()) }
            }
        }
    }

    /// A folder in the output folder, from which files are moved one by one.
    pub(super) fn inside(output: &OutputPlace, lock: &Lock) -> Result<Self, WriteError> {
        let name = random_name();
        let parent = output.folder.clone();
        let path = parent.path().join(&name);
        let folder = parent.create_folder(&name).at(&path)?;
        let prepare = || {
            match lock.share(&parent, &folder) {
                Err(error) if !is_refused(&error) => return Err(error),
                _ => {}
            }
            folder.create_folder(NEW)
        };
        match prepare() {
            Ok(new) => Ok(Staging { parent, name, folder, new, place: StagingPlace::Inside }),
            Err(error) => {
                retire(&parent, &name, &folder, &output.folder, RemovableFiles::All);
                Err(error).at(&path)
            }
        }
    }

    /// Writes `bytes` as `path`.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let (folder, name) = self.prepare(path)?;
        folder.write_new(name, bytes).at(&folder.path().join(name))
    }

    /// Writes what `from` holds as `path`.
    pub(super) fn copy(&self, path: &str, from: &mut File) -> Result<(), WriteError> {
        let (folder, name) = self.prepare(path)?;
        folder.copy_new(name, from).at(&folder.path().join(name))
    }

    /// Lets the folder and the output folder change places.
    pub(super) fn exchange(&mut self, output: &mut OutputPlace) -> io::Result<()> {
        self.parent.exchange(&self.name, &output.parent, &output.name)?;
        std::mem::swap(&mut self.folder, &mut output.folder);
        Ok(())
    }

    /// Removes the folder, but for what is not `known`: that moves to `output`. What cannot be removed now is left to
    /// the next run.
    pub(super) fn remove(&self, output: &FolderHandle, known: RemovableFiles) {
        retire(&self.parent, &self.name, &self.folder, output, known);
    }

    fn prepare<'a>(&self, path: &'a str) -> Result<(FolderHandle, &'a str), WriteError> {
        let Some((parents, name)) = path.rsplit_once('/') else { return Ok((self.new.clone(), path)) };
        let folder = self.new.make_folder(parents).at(&self.new.path().join(parents))?;
        Ok((folder, name))
    }
}

/// Removes what ended runs left, after undoing what they had not completed. Other folders with such names are not
/// touched: only one that shares the lock of this output folder was made for it.
pub(super) fn recover(output: &OutputPlace, lock: &Lock) -> Result<(), WriteError> {
    for (parent, place) in [(&output.folder, StagingPlace::Inside), (&output.parent, StagingPlace::Beside)] {
        for entry in parent.entries().at(parent.path())? {
            let is_staging = entry.kind == EntryKind::Folder && is_staging_name(&entry.name);
            let Some(folder) = parent.folder(&entry.name).ok().filter(|_| is_staging) else { continue };
            if !lock.is_shared_by(&folder) {
                // One that was just made, or all but removed, is empty.
                let _ = parent.remove_folder(&entry.name);
                continue;
            }
            if place == StagingPlace::Inside {
                Undo::resume(&folder, &output.folder).at(folder.path())?;
                // What it keeps may be asked for again until its names last.
                if folder.sync().is_err() {
                    continue;
                }
            }
            // Only a folder whose list was complete can have been the output folder, which others write to as well.
            let listed = match PublishedFiles::read(&folder) {
                Ok(FoundManifest::Whole(listed)) if place == StagingPlace::Beside => Some(listed),
                _ => None,
            };
            let known = listed.as_ref().map_or(RemovableFiles::All, RemovableFiles::Listed);
            retire(parent, &entry.name, &folder, &output.folder, known);
        }
    }
    Ok(())
}

/// Names of this version and of earlier ones.
pub(super) fn is_staging_name(name: &OsStr) -> bool {
    name.to_string_lossy().starts_with(PREFIX)
}

/// Tells whether `error` says that this folder cannot be made or linked here, and would not be at another time.
pub(super) fn is_refused(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, TooManyLinks};
    is_unsupported(error) || matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem | TooManyLinks)
}

fn random_name() -> OsString {
    format!("{PREFIX}{}", random_token()).into()
}
