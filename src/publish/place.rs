//! Finding the output folder: where it may be, and whose names on the way to it are believed.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use super::{At, WriteError};
use crate::disk::{FolderHandle, path_below};

/// The output folder and the one above it, both held open.
#[derive(Debug)]
pub(super) struct OutputPlace {
    pub(super) parent: FolderHandle,
    pub(super) name: OsString,
    pub(super) folder: FolderHandle,
    /// The folders that were made for this run and go again with a failed one, outermost first.
    made: Vec<(FolderHandle, OsString)>,
}

impl OutputPlace {
    /// Opens the output folder `path` of the site at `root`, and makes it if there is none.
    ///
    /// A path that the user gives may lead through links. Names below the root may come from the repository: no link
    /// among them is followed.
    pub(super) fn open(path: &Path, root: &Path) -> Result<Self, WriteError> {
        let resolved = resolved(path);
        refuse_sources(&resolved, &self::resolved(root))?;
        refuse_shared(&resolved, std::env::home_dir().as_deref().map(self::resolved).as_deref())?;
        let (base, names) = match path_below(path, root) {
            Some(names) => (root.to_path_buf(), names.iter().map(OsStr::to_os_string).collect()),
            None => above(&resolved),
        };
        let base = FolderHandle::open(&base).at(&base)?;
        OutputPlace::open_below(&base, &names)
    }

    /// Opens the folder that `names` lead to below `base`, and makes those that are not there.
    pub(super) fn open_below(base: &FolderHandle, names: &[OsString]) -> Result<Self, WriteError> {
        let Some((name, parents)) = names.split_last() else {
            return Err(WriteError::Refused(base.path().into(), SHARED_FOLDER));
        };
        let mut made = Vec::new();
        let mut step = |folder: &FolderHandle, name: &OsStr| match folder.folder(name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let new = folder.create_folder(name)?;
                made.push((folder.clone(), name.to_os_string()));
                Ok(new)
            }
            found => found,
        };
        let mut open = || -> Result<_, WriteError> {
            let mut parent = base.clone();
            for name in parents {
                parent = step(&parent, name).at(&parent.path().join(name))?;
            }
            let folder = step(&parent, name).at(&parent.path().join(name))?;
            Ok((parent, folder))
        };
        let opened = open();
        match opened {
            Ok((parent, folder)) => Ok(OutputPlace { parent, name: name.clone(), folder, made }),
            Err(error) => {
                remove(&made);
                Err(error)
            }
        }
    }

    /// Keeps the folders that were made for this run, and makes their names last.
    pub(super) fn keep(&mut self) -> Result<(), WriteError> {
        let made = std::mem::take(&mut self.made);
        made.iter().try_for_each(|(folder, _)| folder.sync().at(folder.path()))
    }

    /// Tells whether the folders that were made for this run are still to go with it.
    pub(super) fn is_new(&self) -> bool {
        !self.made.is_empty()
    }

    /// Tells whether the name of the folder still names the one that is held open.
    pub(super) fn is_current(&self) -> io::Result<bool> {
        Ok(self.parent.folder(&self.name)?.identity()? == self.folder.identity()?)
    }

    /// Removes the folders that were made for this run, as far as they are empty.
    pub(super) fn remove_made(&mut self) {
        remove(&std::mem::take(&mut self.made));
    }
}

fn remove(made: &[(FolderHandle, OsString)]) {
    for (folder, name) in made.iter().rev() {
        let _ = folder.remove_folder(name);
    }
}

/// Refuses `cache` as the place of a cache when it would be published into `output` with the site at `root`, or hold it.
pub fn refuse_cache(cache: &Path, output: &Path, root: &Path) -> Result<(), WriteError> {
    let (cache, output, root) = (resolved(cache), resolved(output), resolved(root));
    let reason = match cache {
        _ if cache.starts_with(&output) => "is in the output folder and would be published",
        _ if output.starts_with(&cache) => "holds the output folder",
        _ if is_source(&cache, &root) => "holds the site's own sources",
        _ => return Ok(()),
    };
    Err(WriteError::Refused(cache, reason))
}

/// The innermost folder on the way to `path` that is there, and the names that lead from it to `path`, of which there
/// is at least one.
fn above(path: &Path) -> (PathBuf, Vec<OsString>) {
    let mut names = Vec::new();
    let mut folder = path;
    while let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) {
        names.insert(0, name.to_os_string());
        folder = parent;
        if folder.is_dir() {
            break;
        }
    }
    (folder.into(), names)
}

/// The output may be in the site's folder, but not hold it or be part of what is read.
fn refuse_sources(path: &Path, root: &Path) -> Result<(), WriteError> {
    let reason = "holds the site's own sources: choose another folder with --out";
    match is_source(path, root) {
        true => Err(WriteError::Refused(path.into(), reason)),
        false => Ok(()),
    }
}

/// Tells whether `path` holds the site at `root`, or is part of what is read.
fn is_source(path: &Path, root: &Path) -> bool {
    let is_read = |name: &&str| path.starts_with(root.join(name));
    root.starts_with(path) || ["content", "static", "themes", "anchors", "i18n"].iter().any(is_read)
}

const SHARED_FOLDER: &str = "is a folder for more than one site: choose one inside it with --out";

/// Folders that hold other people's, even when nobody put anything there yet.
fn refuse_shared(path: &Path, home: Option<&Path>) -> Result<(), WriteError> {
    let is_top = |name: &OsStr| SHARED.iter().any(|shared| name.eq_ignore_ascii_case(shared));
    let is_shared = match path.parent() {
        None => true,
        Some(above) => above.parent().is_none() && path.file_name().is_some_and(is_top),
    };
    match is_shared || home == Some(path) {
        true => Err(WriteError::Refused(path.into(), SHARED_FOLDER)),
        false => Ok(()),
    }
}

/// Folders at the root of a system, by the Filesystem Hierarchy Standard 3.0 and the customs of others; not what
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
