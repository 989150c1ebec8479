//! Copies of files that are about to be replaced without being known for Postil's own.
//!
//! A damaged list does not tell whose a file is. Refusing to build would jam the folder, and
//! replacing files might destroy some that are somebody's.

use std::path::PathBuf;

use super::manifest::{Paths, PublishedFiles};
use super::place::OutputPlace;
use super::{At, WriteError};
use crate::disk::{EntryKind, FolderHandle, random_token};

/// Copies those files at `paths` that the rest of the list does not have into a new folder beside the output folder.
/// Empty files are lost to nobody: a power cut leaves them by the thousands.
pub(super) fn keep(
    place: &OutputPlace,
    known: &PublishedFiles,
    paths: &Paths,
) -> Result<Option<PathBuf>, WriteError> {
    let output = &place.folder;
    let is_kept = |path: &&String| {
        let found = output.info(path.as_str()).ok().flatten();
        !known.has(path) && found.is_some_and(|found| found.kind == EntryKind::File && found.length > 0)
    };
    let paths: Vec<_> = paths.iter().filter(is_kept).collect();
    if paths.is_empty() {
        return Ok(None);
    }
    let name = format!("{}-kept-{}", place.name.to_string_lossy(), random_token());
    let folder = place.parent.path().join(&name);
    let kept = place.parent.create_folder(&name).at(&folder)?;
    paths.into_iter().try_for_each(|path| copy(output, &kept, path).at(&folder.join(path)))?;
    Ok(Some(folder))
}

fn copy(output: &FolderHandle, kept: &FolderHandle, path: &str) -> std::io::Result<()> {
    let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
    kept.make_folder(parents)?.copy_new(name, &mut output.open_file(path)?)
}
