//! The folder a site is published into.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::manifest::{self, Paths};
use walkdir::{DirEntry, WalkDir};

use super::compare::{holds, same_content};
use super::stage::Stage;
use super::{At, Method, Sink, WriteError, check_path, exchange};
use crate::model::File;
use crate::text::path::slashed;

/// An output folder that is being written to. Nothing in it changes before [`commit`](Self::commit).
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    before: Paths,
    stage: Stage,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    /// Every file of the site.
    all: Paths,
    /// Those that are staged, because they are new or differ.
    changed: Paths,
}

/// What a build changed in the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or different.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files of an earlier build that the site no longer has.
    pub deleted: usize,
}

impl OutputFolder {
    /// Opens `path` for the site at `root`.
    ///
    /// A folder that holds anything must be one that Postil wrote, and none that the site is read from.
    pub fn open(path: &Path, root: &Path, method: Method) -> Result<Self, WriteError> {
        let path = resolved(path);
        refuse_sources(&path, &resolved(root))?;
        refuse_shared(&path, std::env::home_dir().as_deref().map(resolved).as_deref())?;
        let before = match manifest::read(&path)? {
            Some(paths) => paths,
            None if is_free(&path)? => Paths::new(),
            None => {
                let reason = "is not empty and was not written by Postil: choose another folder with --out";
                return Err(WriteError::Refused(path, reason));
            }
        };
        let stage = Stage::new(&path, method)?;
        Ok(OutputFolder { path, before, stage, taken: Mutex::default() })
    }

    /// Refuses `cache` as the place of a cache when it would be published with the site at `root`, or hold it.
    pub fn refuse_cache(&self, cache: &Path, root: &Path) -> Result<(), WriteError> {
        let (cache, root) = (resolved(cache), resolved(root));
        let reason = match cache {
            _ if cache.starts_with(&self.path) => "is in the output folder and would be published",
            _ if self.path.starts_with(&cache) => "holds the output folder",
            _ if is_source(&cache, &root) => "holds the site's own sources",
            _ => return Ok(()),
        };
        Err(WriteError::Refused(cache, reason))
    }

    /// Publishes the site: the folder is exchanged for one that holds it and whatever others put there,
    /// in one step where the system can do that, and file by file where it cannot.
    pub fn commit(mut self) -> Result<Changes, WriteError> {
        let Taken { all, changed } = std::mem::take(&mut *self.taken());
        changed.iter().try_for_each(|path| self.refuse_foreign(path))?;
        self.stage.keep_output();
        let stale: Paths = self.before.difference(&all).cloned().collect();
        if changed.is_empty() && stale.is_empty() {
            manifest::write(&self.path, &all)?;
        } else if self.exchange(&all, &stale).is_none() {
            self.change_files(&all, &changed, &stale)?;
        }
        let unchanged = all.len() - changed.len();
        Ok(Changes { written: changed.len(), unchanged, deleted: stale.len() })
    }

    /// Completes the staged folder and puts it in this one's place. `None`: it can't be done here.
    fn exchange(&self, all: &Paths, stale: &Paths) -> Option<()> {
        let next = self.stage.beside()?;
        exchange::carry(&self.path, next, stale).ok()?;
        manifest::write(next, all).ok()?;
        exchange::exchange(next, &self.path).ok()
    }

    /// Moves what changed into place and deletes what an earlier build left and this one has not.
    ///
    /// The manifest first lists the old files and the new ones together: should the process end on
    /// the way, the next build still knows all that is Postil's own.
    fn change_files(&self, all: &Paths, changed: &Paths, stale: &Paths) -> Result<(), WriteError> {
        manifest::write(&self.path, &self.before.union(all).cloned().collect())?;
        stale.iter().try_for_each(|path| self.delete(path))?;
        for path in changed {
            let target = self.make_way(path)?;
            self.stage.release(path, &target)?;
        }
        manifest::write(&self.path, all)
    }

    fn taken(&self) -> std::sync::MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn take(&self, path: &str, change: Change) {
        let mut taken = self.taken();
        taken.all.insert(path.to_string());
        if change == Change::Staged {
            taken.changed.insert(path.to_string());
        }
    }

    /// A folder that is a link would lead files elsewhere, and what somebody else wrote stays.
    fn refuse_foreign(&self, path: &str) -> Result<(), WriteError> {
        let target = self.path.join(path);
        let below = |folder: &&Path| *folder != self.path;
        for folder in target.ancestors().skip(1).take_while(below) {
            if folder.is_symlink() {
                return Err(WriteError::Refused(folder.into(), "is a link inside the output folder"));
            }
            self.refuse_unknown_file(folder)?;
        }
        // A file takes the place of a folder only when nothing else is in it.
        let inside = WalkDir::new(&target).into_iter().flatten();
        inside.map(DirEntry::into_path).try_for_each(|found| self.refuse_unknown_file(&found))?;
        self.refuse_unknown_file(&target)
    }

    fn refuse_unknown_file(&self, target: &Path) -> Result<(), WriteError> {
        let is_ours = || {
            let path = target.strip_prefix(&self.path).ok().and_then(slashed);
            path.is_some_and(|path| self.before.contains(&path))
        };
        match target.symlink_metadata() {
            Ok(found) if !found.is_dir() && !is_ours() => {
                Err(WriteError::Refused(target.into(), "is in the way and was not written by Postil"))
            }
            _ => Ok(()),
        }
    }

    /// Deletes a file of an earlier build, and the folders that are empty without it.
    fn delete(&self, path: &str) -> Result<(), WriteError> {
        let target = self.path.join(path);
        let below = |folder: &&Path| *folder != self.path;
        if target.ancestors().skip(1).take_while(below).any(Path::is_symlink) {
            return Ok(());
        }
        if target.symlink_metadata().is_ok_and(|found| !found.is_dir()) {
            fs::remove_file(&target).at(&target)?;
        }
        for folder in target.ancestors().skip(1).take_while(below) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// The place of `path`, its folder made.
    fn make_way(&self, path: &str) -> Result<PathBuf, WriteError> {
        let target = self.path.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).at(parent)?;
        }
        Ok(target)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    None,
    Staged,
}

impl Sink for OutputFolder {
    fn put(&self, file: File) -> Result<(), WriteError> {
        check_path(&file.path)?;
        let mut change = Change::None;
        if !holds(&self.path.join(&file.path), &file.bytes) {
            self.stage.put(&file.path, &file.bytes)?;
            change = Change::Staged;
        }
        self.take(&file.path, change);
        Ok(())
    }

    fn copy(&self, path: &str, from: &mut fs::File) -> Result<(), WriteError> {
        check_path(path)?;
        let mut change = Change::None;
        if !same_content(&self.path.join(path), from) {
            self.stage.copy(path, from)?;
            change = Change::Staged;
        }
        self.take(path, change);
        Ok(())
    }
}

fn is_free(path: &Path) -> Result<bool, WriteError> {
    match fs::read_dir(path) {
        Ok(entries) => {
            let foreign = |name: &std::ffi::OsStr| !name.to_string_lossy().starts_with(manifest::OUR_PREFIX);
            Ok(!entries.flatten().any(|entry| foreign(&entry.file_name())))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(WriteError::Disk(path.into(), error)),
    }
}

/// The output may stand in the site's folder, but not hold it or be part of what is read.
fn refuse_sources(path: &Path, root: &Path) -> Result<(), WriteError> {
    let reason = "holds the site's own sources: choose another folder with --out";
    match is_source(path, root) {
        true => Err(WriteError::Refused(path.into(), reason)),
        false => Ok(()),
    }
}

/// Whether `path` holds the site at `root`, or is part of what is read.
fn is_source(path: &Path, root: &Path) -> bool {
    let is_read = |name: &&str| path.starts_with(root.join(name));
    root.starts_with(path) || ["content", "static", "themes", "anchors", "i18n"].iter().any(is_read)
}

/// Folders that hold other people's, even when nobody put anything there yet.
fn refuse_shared(path: &Path, home: Option<&Path>) -> Result<(), WriteError> {
    let is_top = |name: &std::ffi::OsStr| SHARED.iter().any(|shared| name.eq_ignore_ascii_case(shared));
    let is_shared = match path.parent() {
        None => true,
        Some(above) => above.parent().is_none() && path.file_name().is_some_and(is_top),
    };
    let reason = "is a folder for more than one site: choose one inside it with --out";
    match is_shared || home == Some(path) {
        true => Err(WriteError::Refused(path.into(), reason)),
        false => Ok(()),
    }
}

/// What the root of a system holds, by the Filesystem Hierarchy Standard 3.0 and the customs of others; not what
/// containers mount a site as.
const SHARED: [&str; 20] = [
    "bin",
    "boot",
    "dev",
    "etc",
    "home",
    "lib",
    "lib64",
    "proc",
    "root",
    "run",
    "sbin",
    "sys",
    "tmp",
    "usr",
    "var",
    "Applications",
    "Library",
    "System",
    "Users",
    "Windows",
];

/// The true path of a place that need not be there yet, without links and without `..`.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.into());
    let known = absolute.ancestors().find_map(|ancestor| Some((ancestor, ancestor.canonicalize().ok()?)));
    let Some((ancestor, mut found)) = known else { return absolute };
    for part in absolute.strip_prefix(ancestor).into_iter().flatten() {
        match part == ".." {
            true => drop(found.pop()),
            false => found.push(part),
        }
    }
    found
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn folders_that_many_share_are_refused() {
        let home = Path::new("/home/ann");
        for shared in ["/", "/home", "/usr", "/Users", "/home/ann"] {
            assert!(refuse_shared(Path::new(shared), Some(home)).is_err(), "{shared}");
        }
        for own in ["/site", "/public", "/home/ann/public", "/home/ben", "/srv/www", "/tmp/x"] {
            assert!(refuse_shared(Path::new(own), Some(home)).is_ok(), "{own}");
        }
    }
}
