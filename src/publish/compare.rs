//! Comparing what the disk holds already with what would be written.

use std::fs::File;
use std::io::{self, Read};

use crate::disk::{EntryKind, FolderHandle};

/// Tells whether `path` in `folder` is a plain file that holds exactly `bytes`.
pub(super) fn holds(folder: &FolderHandle, path: &str, bytes: &[u8]) -> bool {
    has_length(folder, path, bytes.len() as u64) && folder.read(path).is_ok_and(|old| old == bytes)
}

/// Tells whether `path` in `folder` is a plain file with the same content as `other`, which is read from its start.
pub(super) fn same_content(folder: &FolderHandle, path: &str, other: &mut File) -> io::Result<bool> {
    if !has_length(folder, path, other.metadata()?.len()) {
        return Ok(false);
    }
    match folder.open_file(path) {
        Ok(mut file) => same_bytes(&mut file, other),
        Err(_) => Ok(false),
    }
}

fn has_length(folder: &FolderHandle, path: &str, length: u64) -> bool {
    let found = folder.info(path).ok().flatten();
    found.is_some_and(|found| found.kind == EntryKind::File && found.length == length)
}

/// Compares piece by piece: recordings are long.
fn same_bytes(left: &mut File, right: &mut File) -> io::Result<bool> {
    let (mut left_piece, mut right_piece) = (Vec::new(), Vec::new());
    loop {
        left_piece.clear();
        right_piece.clear();
        left.take(PIECE).read_to_end(&mut left_piece)?;
        right.take(PIECE).read_to_end(&mut right_piece)?;
        if left_piece != right_piece {
            return Ok(false);
        }
        if left_piece.is_empty() {
            return Ok(true);
        }
    }
}

const PIECE: u64 = 1 << 18;
