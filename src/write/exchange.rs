//! Putting a whole new folder in the place of the old one, in a single step.

use std::fs;
use std::io;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::lock;
use super::manifest::{self, Paths};
use crate::text::path::slashed;

/// Puts into `next` whatever of `output` stays: every file but those of `gone` and those that `next`
/// has already. Files are linked, not copied, and keep their times.
pub(super) fn carry(output: &Path, next: &Path, gone: &Paths) -> io::Result<()> {
    let stays = |entry: &DirEntry| entry.depth() == 0 || !is_ours(entry);
    for entry in WalkDir::new(output).min_depth(1).into_iter().filter_entry(stays) {
        let entry = entry?;
        let Ok(path) = entry.path().strip_prefix(output) else { continue };
        if slashed(path).is_some_and(|path| gone.contains(&path)) {
            continue;
        }
        carry_one(&entry, &next.join(path))?;
    }
    Ok(())
}

fn carry_one(entry: &DirEntry, target: &Path) -> io::Result<()> {
    if entry.file_type().is_dir() {
        // A folder whose files are gone goes with them; one that was empty is somebody's.
        return match is_empty(entry.path())? {
            true => fs::create_dir_all(target),
            false => Ok(()),
        };
    }
    if target.symlink_metadata().is_ok() {
        return Ok(());
    }
    let (from, to) = (entry.path().parent(), target.parent());
    if let (Some(from), Some(to)) = (from, to)
        && !to.exists()
    {
        fs::create_dir_all(to)?;
        fs::set_permissions(to, fs::metadata(from)?.permissions())?;
    }
    fs::hard_link(entry.path(), target)
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(folder)?.next().is_none())
}

/// Lets two folders change places. Everybody sees the one or the other, at any moment.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

/// Other systems cannot do it in one step.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_a: &Path, _b: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Gives `folder` the owner and the permissions of `model`.
#[cfg(unix)]
pub(super) fn resemble(folder: &Path, model: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let (found, wanted) = (fs::metadata(folder)?, fs::metadata(model)?);
    if (found.uid(), found.gid()) != (wanted.uid(), wanted.gid()) {
        chown(folder, Some(wanted.uid()), Some(wanted.gid()))?;
    }
    fs::set_permissions(folder, wanted.permissions())
}

/// Gives `folder` the permissions of `model`.
#[cfg(not(unix))]
pub(super) fn resemble(folder: &Path, model: &Path) -> io::Result<()> {
    fs::set_permissions(folder, fs::metadata(model)?.permissions())
}

/// Removes a folder that was exchanged for `output` or never was. What somebody else put there in the
/// moment before moves over to `output`. What cannot be removed is left to the next run, which knows the
/// folder by the files that go last.
pub(super) fn retire(folder: &Path, output: &Path) {
    let known = manifest::read(folder).ok().flatten();
    clear(folder, output, known.as_ref());
    if folder.is_dir() {
        allow_removing(folder);
        clear(folder, output, known.as_ref());
    }
}

fn clear(folder: &Path, output: &Path, known: Option<&Paths>) {
    for entry in WalkDir::new(folder).min_depth(1).contents_first(true).into_iter().flatten() {
        let Ok(path) = entry.path().strip_prefix(folder) else { continue };
        if entry.file_type().is_dir() {
            let _ = fs::remove_dir(entry.path());
        } else if !is_ours(&entry) {
            let holds = |known: &Paths| slashed(path).is_some_and(|path| known.contains(&path));
            retire_file(entry.path(), &output.join(path), known.is_none_or(holds));
        }
    }
    for name in [manifest::NAME, lock::NAME] {
        let _ = fs::remove_file(folder.join(name));
    }
    let _ = fs::remove_dir(folder);
}

/// Lets go of what lies in folders that nobody may write to, or even read.
#[cfg(unix)]
fn allow_removing(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for entry in WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_dir()) {
        let _ = fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o700));
    }
}

/// Permissions of folders do not keep files from being removed.
#[cfg(not(unix))]
fn allow_removing(_folder: &Path) {}

fn retire_file(file: &Path, place: &Path, is_known: bool) {
    if is_known || place.symlink_metadata().is_ok() {
        let _ = fs::remove_file(file);
    } else if let Some(parent) = place.parent() {
        let _ = fs::create_dir_all(parent).and_then(|()| fs::rename(file, place));
    }
}

fn is_ours(entry: &DirEntry) -> bool {
    entry.depth() == 1 && entry.file_name().to_string_lossy().starts_with(manifest::OUR_PREFIX)
}
