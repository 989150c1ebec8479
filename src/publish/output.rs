//! The folder a site is published into.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::compare::{holds, same_content};
use super::kept;
use super::lock::{self, Lock};
use super::manifest::{self, FoundManifest, Paths, PublishedFiles, fingerprint};
use super::place::OutputPlace;
use super::remove::RemovableFiles;
use super::staging::{self, Staging, StagingPlace};
use super::swap::{carry, make_durable};
use super::undo::Undo;
use super::{At, Method, Sink, WriteError, check_path};
use crate::disk::{EntryKind, FolderHandle};
use crate::model::File as SiteFile;

/// An output folder that is being written to. Nothing in it changes before [`commit`](Self::commit).
#[derive(Debug)]
pub struct OutputFolder {
    place: OutputPlace,
    lock: Lock,
    staging: Staging,
    /// The site that the folder holds.
    before: PublishedFiles,
    /// The list of that site was damaged, so that its files cannot be told from other ones.
    is_damaged: bool,
    taken: Mutex<Taken>,
    /// The site that was in the folder is now in the staging folder.
    is_swapped: bool,
}

#[derive(Debug, Default)]
struct Taken {
    /// Every file of the site.
    all: PublishedFiles,
    /// Those that are staged, because they are new or differ.
    changed: Paths,
    /// Two files at one path, or a file where others need a folder: such a site is not published.
    clash: Option<WriteError>,
}

/// The changes that a build made in the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or different.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files of an earlier build that the site no longer has.
    pub deleted: usize,
    /// Files of an earlier build that the site no longer has and that somebody changed since: they stay.
    pub stayed: Vec<PathBuf>,
    /// The folder with copies of the files that were replaced although they may be somebody else's.
    pub kept: Option<PathBuf>,
}

impl OutputFolder {
    /// Opens `path` for the site at `root`.
    ///
    /// A folder that holds anything must be one that Postil wrote, and none that the site is read from.
    pub fn open(path: &Path, root: &Path, method: Method) -> Result<Self, WriteError> {
        OutputFolder::open_place(OutputPlace::open(path, root)?, method)
    }

    pub(super) fn open_place(mut place: OutputPlace, method: Method) -> Result<Self, WriteError> {
        let opened = open_staging(&place, method);
        match opened {
            Ok((lock, found, staging)) => {
                let is_damaged = matches!(found, FoundManifest::Damaged(_));
                let before = found.into_manifest();
                let taken = Mutex::default();
                Ok(OutputFolder { place, lock, staging, before, is_damaged, taken, is_swapped: false })
            }
            Err(error) => {
                if place.is_new() {
                    let _ = place.folder.remove_file(lock::NAME);
                }
                place.remove_made();
                Err(error)
            }
        }
    }

    /// Publishes the site: the folder is swapped for one that holds it and whatever others put there, in one step where
    /// the system can do that, and file by file where it cannot. An error leaves the site that was there.
    pub fn commit(mut self) -> Result<Changes, WriteError> {
        let Taken { all, changed, clash } = std::mem::take(&mut *self.taken());
        if let Some(clash) = clash {
            return Err(clash);
        }
        changed.iter().try_for_each(|path| self.refuse_foreign(path))?;
        let (stale, stayed) = self.stale(&all)?;
        let kept = match self.is_damaged {
            true => kept::keep(&self.place, &self.before, &changed)?,
            false => None,
        };
        if changed.is_empty() && stale.is_empty() {
            self.replace_manifest(&all)?;
        } else if !self.swap(&all, &changed, &stale)? {
            self.change_files(&all, &changed, &stale)?;
        }
        self.place.keep()?;
        let unchanged = all.len() - changed.len();
        Ok(Changes { written: changed.len(), unchanged, deleted: stale.len(), stayed, kept })
    }

    /// The files of the old site that the new one has not: those that go, and those that somebody changed.
    fn stale(&self, all: &PublishedFiles) -> Result<(Paths, Vec<PathBuf>), WriteError> {
        let (mut stale, mut stayed) = (Paths::new(), Vec::new());
        for path in self.before.paths().filter(|path| !all.has(path)) {
            // It is gone already, or something else is in its place, which is somebody's.
            let Ok(mut file) = self.place.folder.open_file(path) else { continue };
            let place = self.place.folder.path().join(path);
            let is_empty = file.metadata().is_ok_and(|found| found.len() == 0);
            let is_ours = is_empty || self.before.print(path) == Some(&fingerprint(&mut file).at(&place)?);
            match is_ours || all.leaves_no_room_for(path) {
                true => drop(stale.insert(path.clone())),
                false => stayed.push(place),
            }
        }
        Ok((stale, stayed))
    }

    /// Completes the staged folder and puts it in the place of the output folder. `false`: that cannot be done here.
    fn swap(&mut self, all: &PublishedFiles, changed: &Paths, stale: &Paths) -> Result<bool, WriteError> {
        if self.staging.place != StagingPlace::Beside {
            return Ok(false);
        }
        let path = self.place.folder.path().to_path_buf();
        let prepared = carry(&self.place.folder, &self.staging.new, stale).and_then(|()| {
            self.staging.new.write_new(manifest::NAME, &all.to_bytes())?;
            let mut files = changed.clone();
            files.insert(manifest::NAME.into());
            make_durable(&self.staging.new, [(&self.staging.new, &files)])
        });
        let swapped = prepared.and_then(|()| self.staging.exchange(&mut self.place));
        match swapped {
            Err(error) if staging::is_refused(&error) => return Ok(false),
            swapped => swapped.at(&path)?,
        }
        // The old site goes only when the new one will be there after a power cut.
        if let Err(error) = self.place.parent.sync() {
            self.staging.exchange(&mut self.place).at(&path)?;
            return Err(error).at(&path);
        }
        self.is_swapped = true;
        Ok(true)
    }

    fn change_files(
        &mut self,
        all: &PublishedFiles,
        changed: &Paths,
        stale: &Paths,
    ) -> Result<(), WriteError> {
        let new = self.staging.new.clone();
        let own = match self.staging.place {
            StagingPlace::Beside => Some(Staging::inside(&self.place, &self.lock)?),
            StagingPlace::Inside => None,
        };
        let staging = own.as_ref().unwrap_or(&self.staging);
        let done = self.allow_rerun(staging, all).and_then(|()| {
            Undo::new(&self.place.folder, &staging.folder).change(&new, (changed, stale), all)
        });
        if let Some(own) = own {
            remove_completed(&own, &self.place.folder);
        }
        done
    }

    /// Lets a later run complete this one where it cannot know the staging folder for its own, since files cannot have
    /// two names: then old and new files are all on the list before the first one is moved.
    fn allow_rerun(&self, staging: &Staging, all: &PublishedFiles) -> Result<(), WriteError> {
        match self.lock.is_shared_by(&staging.folder) {
            true => Ok(()),
            false => self.replace_manifest(&self.before.with_more(all)),
        }
    }

    /// Brings the list up to date when nothing else changes.
    fn replace_manifest(&self, all: &PublishedFiles) -> Result<(), WriteError> {
        let (output, bytes) = (&self.place.folder, all.to_bytes());
        if holds(output, manifest::NAME, &bytes) {
            return Ok(());
        }
        let replace = || {
            let staging = &self.staging.folder;
            staging.write_new(manifest::NAME, &bytes)?;
            staging.sync_file(manifest::NAME)?;
            staging.rename(manifest::NAME, output, manifest::NAME)?;
            output.sync()
        };
        replace().at(&output.path().join(manifest::NAME))
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, path: &str, print: String, is_staged: bool) {
        let mut taken = self.taken();
        taken.all.insert(path, Some(print));
        if is_staged {
            taken.changed.insert(path.to_string());
        }
    }

    /// Remembers a clash, so that the build can come to its end and say where it comes from.
    fn clash(&self, staged: Result<(), WriteError>) -> Result<(), WriteError> {
        use io::ErrorKind::{AlreadyExists, IsADirectory, NotADirectory};
        match staged {
            Err(WriteError::Disk(path, error))
                if matches!(error.kind(), AlreadyExists | IsADirectory | NotADirectory) =>
            {
                self.taken().clash.get_or_insert(WriteError::Disk(path, error));
                Ok(())
            }
            staged => staged,
        }
    }

    /// Refuses to put a file where a folder is a link, which would lead it elsewhere, or where somebody else's file is.
    fn refuse_foreign(&self, path: &str) -> Result<(), WriteError> {
        let ends = path.match_indices('/').map(|(at, _)| at);
        for folder in ends.map(|at| &path[..at]) {
            match self.kind(folder)? {
                None => return Ok(()),
                Some(EntryKind::Folder) => {}
                Some(EntryKind::Link) => {
                    let link = self.place.folder.path().join(folder);
                    return Err(WriteError::Refused(link, "is a link inside the output folder"));
                }
                Some(_) => return self.refuse_unknown(folder),
            }
        }
        match self.kind(path)? {
            None => Ok(()),
            // A file takes the place of a folder only when nothing else is in it.
            Some(EntryKind::Folder) => self.refuse_unknown_inside(path, 0),
            // A copy of it is kept.
            Some(EntryKind::File) if self.is_damaged => Ok(()),
            Some(_) => self.refuse_unknown(path),
        }
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, WriteError> {
        let folder = &self.place.folder;
        Ok(folder.info(path).at(&folder.path().join(path))?.map(|found| found.kind))
    }

    fn refuse_unknown_inside(&self, path: &str, depth: usize) -> Result<(), WriteError> {
        let place = self.place.folder.path().join(path);
        let entries = self.place.folder.folder(path).and_then(|folder| folder.entries()).at(&place)?;
        for entry in entries {
            let below = entry.name.to_str().map(|name| format!("{path}/{name}"));
            match below {
                Some(below) if entry.kind == EntryKind::Folder && depth < super::remove::DEEPEST => {
                    self.refuse_unknown_inside(&below, depth + 1)?;
                }
                Some(below) => self.refuse_unknown(&below)?,
                None => return Err(in_the_way(&place)),
            }
        }
        Ok(())
    }

    /// Files without content are lost to nobody, and a power cut left many where the list is damaged.
    fn refuse_unknown(&self, path: &str) -> Result<(), WriteError> {
        let place = self.place.folder.path().join(path);
        let found = self.place.folder.info(path).at(&place)?;
        let is_empty = found.is_some_and(|found| found.kind == EntryKind::File && found.length == 0);
        match self.before.has(path) || self.is_damaged && is_empty {
            true => Ok(()),
            false => Err(in_the_way(&place)),
        }
    }
}

fn in_the_way(path: &Path) -> WriteError {
    WriteError::Refused(path.into(), "is in the way and was not written by Postil")
}

/// Takes the lock, tidies up after ended runs, and makes a staging folder.
fn open_staging(place: &OutputPlace, method: Method) -> Result<(Lock, FoundManifest, Staging), WriteError> {
    let folder = &place.folder;
    // Nothing is made in somebody else's folder, not even a lock.
    if folder.info(lock::NAME).at(folder.path())?.is_none() {
        require_own(folder)?;
    }
    let lock = Lock::take(folder)?;
    if !place.is_current().unwrap_or(false) {
        return Err(lock::busy(folder));
    }
    staging::recover(place, &lock)?;
    let found = require_own(folder)?;
    let staging = Staging::create(place, &lock, method)?;
    Ok((lock, found, staging))
}

/// The list of a folder that may be written to: without one it holds at most what a first build that was ended left.
fn require_own(folder: &FolderHandle) -> Result<FoundManifest, WriteError> {
    let found = PublishedFiles::read(folder)?;
    let is_ended = |name: &OsStr| name == lock::NAME || staging::is_staging_name(name);
    let entries = folder.entries().at(folder.path())?;
    if matches!(found, FoundManifest::Absent) && !entries.iter().all(|entry| is_ended(&entry.name)) {
        let reason = "is not empty and was not written by Postil: choose another folder with --out";
        return Err(WriteError::Refused(folder.path().into(), reason));
    }
    Ok(found)
}

/// Removes a staging folder that is not needed to undo anything.
fn remove_completed(staging: &Staging, output: &FolderHandle) {
    if !Undo::is_pending(&staging.folder) {
        staging.remove(output, RemovableFiles::All);
    }
}

/// Nothing more can be done here about a staging folder that does not go: the next run removes it.
impl Drop for OutputFolder {
    fn drop(&mut self) {
        match (self.is_swapped, self.staging.place) {
            (true, _) => self.staging.remove(&self.place.folder, RemovableFiles::Listed(&self.before)),
            (false, StagingPlace::Beside) => self.staging.remove(&self.place.folder, RemovableFiles::All),
            (false, StagingPlace::Inside) => remove_completed(&self.staging, &self.place.folder),
        }
        if self.place.is_new() {
            let _ = self.place.folder.remove_file(lock::NAME);
        }
        self.place.remove_made();
    }
}

impl Sink for OutputFolder {
    fn put(&self, file: SiteFile) -> Result<(), WriteError> {
        check_path(&file.path)?;
        let is_changed = !holds(&self.place.folder, &file.path, &file.bytes);
        if is_changed {
            self.clash(self.staging.put(&file.path, &file.bytes))?;
        }
        let print = fingerprint(&mut file.bytes.as_slice()).at(Path::new(&file.path))?;
        self.take(&file.path, print, is_changed);
        Ok(())
    }

    fn copy(&self, path: &str, from: &mut File) -> Result<(), WriteError> {
        check_path(path)?;
        let at = Path::new(path);
        let is_changed = !same_content(&self.place.folder, path, from).at(at)?;
        if is_changed {
            from.rewind().at(at)?;
            self.clash(self.staging.copy(path, from))?;
        }
        // Recordings are long: the fingerprint of one that did not change is not taken again.
        let known = self.before.print(path).filter(|_| !is_changed).map(String::from);
        let print = match known {
            Some(print) => print,
            None => {
                from.rewind().at(at)?;
                fingerprint(from).at(at)?
            }
        };
        self.take(path, print, is_changed);
        Ok(())
    }
}
