//! Changing the files of a folder one by one, so that an error on the way leaves the folder as it was.
//!
//! Before anything changes, each old file gets a second name in the staging folder, and a plan there says which files
//! are new. Whoever finds the plan, this run or the next one, puts everything back. Renaming it completes the change.

use std::collections::BTreeSet;
use std::io;

use serde::{Deserialize, Serialize};

use super::manifest::{self, Paths, PublishedFiles};
use super::remove::DEEPEST;
use super::staging::is_refused;
use super::swap::make_durable;
use super::{At, WriteError, check_path};
use crate::disk::{EntryKind, FolderHandle};

const PLAN: &str = "plan.json";
/// The name of the plan when it is carried out or undone.
const DONE: &str = "done.json";
const OLD: &str = "old";

/// The files and folders that are not in the old site.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Plan {
    added: Vec<String>,
    /// Those that are inside others come later.
    folders: BTreeSet<String>,
}

/// A way to keep old files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OldFiles {
    /// They have a second name in the staging folder.
    Linked,
    /// They are moved there when their turn comes, since files cannot have two names here.
    Moved,
}

/// A change of the output folder that can be undone.
#[derive(Debug)]
pub(super) struct Undo<'a> {
    output: &'a FolderHandle,
    /// The staging folder, which keeps the old files and the plan.
    staging: &'a FolderHandle,
}

impl<'a> Undo<'a> {
    /// A change that keeps old files in `staging`.
    pub(super) fn new(output: &'a FolderHandle, staging: &'a FolderHandle) -> Undo<'a> {
        Undo { output, staging }
    }

    /// Moves the files `changed` from `new` into the output folder and deletes those that are `stale`.
    pub(super) fn change(
        &self,
        new: &FolderHandle,
        (changed, stale): (&Paths, &Paths),
        manifest: &PublishedFiles,
    ) -> Result<(), WriteError> {
        let (output, staging) = (self.output, self.staging);
        let at = |path: &str| output.path().join(path);
        staging.write_new(manifest::NAME, &manifest.to_bytes()).at(&staging.path().join(manifest::NAME))?;
        let old = self.keep(changed, stale).at(staging.path())?;
        self.plan(changed).at(staging.path())?;
        let list = Paths::from([manifest::NAME.to_string()]);
        let change = || -> Result<(), WriteError> {
            make_durable(staging, [(new, changed), (staging, &list)]).at(output.path())?;
            output.sync().at(output.path())?;
            stale.iter().try_for_each(|path| self.delete(path, old).at(&at(path)))?;
            changed.iter().try_for_each(|path| self.replace(new, path, old).at(&at(path)))?;
            self.replace(staging, manifest::NAME, OldFiles::Linked).at(&at(manifest::NAME))?;
            self.complete().at(output.path())
        };
        change().inspect_err(|_| drop(self.run()))
    }

    /// Undoes what an ended run had begun and not completed, if so.
    pub(super) fn resume(staging: &FolderHandle, output: &FolderHandle) -> io::Result<()> {
        match staging.info(PLAN)? {
            Some(_) => Undo::new(output, staging).run(),
            None => Ok(()),
        }
    }

    /// Tells whether a power cut may still ask for what is in `staging`.
    pub(super) fn is_pending(staging: &FolderHandle) -> bool {
        [PLAN, DONE].iter().any(|name| !matches!(staging.info(name), Ok(None)))
    }

    fn plan(&self, changed: &Paths) -> io::Result<()> {
        let paths = changed.iter().map(String::as_str).chain([manifest::NAME]);
        let mut plan = Plan::default();
        for path in paths {
            if self.info(path)?.is_none_or(|kind| kind == EntryKind::Folder) {
                plan.added.push(path.to_string());
            }
            for folder in path.match_indices('/').map(|(at, _)| &path[..at]) {
                if self.info(folder)? != Some(EntryKind::Folder) {
                    plan.folders.insert(folder.to_string());
                }
            }
        }
        let text = serde_json::to_vec(&plan)?;
        let draft = "plan.new";
        self.staging.write_new(draft, &text)?;
        self.staging.sync_file(draft)?;
        self.staging.rename(draft, self.staging, PLAN)
    }

    /// The kind of what is at `path`; a file in the place of one of its folders means that nothing is.
    fn info(&self, path: &str) -> io::Result<Option<EntryKind>> {
        match self.output.info(path) {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(None),
            found => Ok(found?.map(|found| found.kind)),
        }
    }

    /// Gives every old file a second name in the staging folder, where files can have two. The list is copied if not:
    /// without it, the folder would be somebody else's.
    fn keep(&self, changed: &Paths, stale: &Paths) -> io::Result<OldFiles> {
        self.staging.create_folder(OLD)?;
        let mut old = OldFiles::Linked;
        for path in changed.iter().chain(stale).map(String::as_str).chain([manifest::NAME]) {
            if self.info(path)?.is_none_or(|kind| kind == EntryKind::Folder) {
                continue;
            }
            let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
            let (from, folder) = (self.output.folder(parents)?, self.old_folder(parents)?);
            match from.hard_link(name, &folder, name) {
                Err(error) if is_refused(&error) => old = OldFiles::Moved,
                linked => linked?,
            }
            if old == OldFiles::Moved && path == manifest::NAME {
                folder.copy_new(name, &mut from.open_file(name)?)?;
            }
        }
        Ok(old)
    }

    /// Makes way for a new file at `path`.
    fn move_away(&self, path: &str, old: OldFiles) -> io::Result<()> {
        let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
        match old {
            OldFiles::Linked => Ok(()),
            OldFiles::Moved => self.output.folder(parents)?.rename(name, &self.old_folder(parents)?, name),
        }
    }

    /// The folder that keeps what is in `path`, with the same owner and permissions: it may take its place again.
    fn old_folder(&self, path: &str) -> io::Result<FolderHandle> {
        let (mut old, mut model) = (self.staging.folder(OLD)?, self.output.clone());
        for name in path.split('/').filter(|name| !name.is_empty()) {
            model = model.folder(name)?;
            let found = old.folder(name);
            old = match found {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    let new = old.create_folder(name)?;
                    new.copy_access(&model)?;
                    new
                }
                found => found?,
            };
        }
        Ok(old)
    }

    fn delete(&self, path: &str, old: OldFiles) -> io::Result<()> {
        if self.info(path)?.is_none_or(|kind| kind == EntryKind::Folder) {
            return Ok(());
        }
        let (mut parents, name) = path.rsplit_once('/').unwrap_or(("", path));
        match old {
            OldFiles::Linked => self.output.folder(parents)?.remove_file(name)?,
            OldFiles::Moved => self.move_away(path, old)?,
        }
        // The folders that are empty without it go with it.
        while !parents.is_empty() {
            let (above, name) = parents.rsplit_once('/').unwrap_or(("", parents));
            if self.output.folder(above)?.remove_folder(name).is_err() {
                break;
            }
            parents = above;
        }
        Ok(())
    }

    fn replace(&self, new: &FolderHandle, path: &str, old: OldFiles) -> io::Result<()> {
        match self.info(path)? {
            Some(EntryKind::Folder) => remove_empty(self.output, path)?,
            Some(_) => self.move_away(path, old)?,
            None => {}
        }
        let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
        new.folder(parents)?.rename(name, &self.output.make_folder(parents)?, name)
    }

    fn complete(&self) -> io::Result<()> {
        make_durable(self.output, [(self.output, &Paths::new())])?;
        self.staging.rename(PLAN, self.staging, DONE)?;
        // Until this lasts, a power cut may bring the plan back, which needs the old files.
        if self.staging.sync().is_ok() {
            let _ = self.staging.remove_file(DONE);
        }
        Ok(())
    }

    /// Puts the old files back. What was put back already is not there any more, so it can be done again.
    fn run(&self) -> io::Result<()> {
        let plan = self.staging.read(PLAN)?;
        let plan: Plan = serde_json::from_slice(&plan).unwrap_or_default();
        for path in plan.added {
            if check_path(&path).is_err() && path != manifest::NAME {
                continue;
            }
            if self.info(&path)?.is_some_and(|kind| kind != EntryKind::Folder) {
                let (parents, name) = path.rsplit_once('/').unwrap_or(("", &path));
                self.output.folder(parents)?.remove_file(name)?;
            }
        }
        for folder in plan.folders.iter().rev().filter(|folder| check_path(folder).is_ok()) {
            let (parents, name) = folder.rsplit_once('/').unwrap_or(("", folder));
            // Somebody may have put something there in the meantime.
            let _ = self.output.folder(parents).and_then(|parent| parent.remove_folder(name));
        }
        if self.staging.info(OLD)?.is_some() {
            put_back(&self.staging.folder(OLD)?, self.output, 0)?;
        }
        self.complete()
    }
}

/// Moves what is in `old` to `output`. A full disk has no room for new folders: those that are gone are moved whole.
fn put_back(old: &FolderHandle, output: &FolderHandle, depth: usize) -> io::Result<()> {
    for entry in old.entries()? {
        let is_there = output.info(&entry.name)?.is_some_and(|found| found.kind == EntryKind::Folder);
        if entry.kind == EntryKind::Folder && is_there && depth < DEEPEST {
            put_back(&old.folder(&entry.name)?, &output.folder(&entry.name)?, depth + 1)?;
        } else {
            old.rename(&entry.name, output, &entry.name)?;
        }
    }
    Ok(())
}

/// Removes the folder at `path`, which holds nothing but folders: a file takes its place.
fn remove_empty(folder: &FolderHandle, path: &str) -> io::Result<()> {
    let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
    let inner = folder.folder(path)?;
    for entry in inner.entries()? {
        remove_empty(folder, &format!("{path}/{}", entry.name.to_string_lossy()))?;
    }
    folder.folder(parents)?.remove_folder(name)
}
