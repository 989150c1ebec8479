//! Whether the disk holds already what would be written.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// Whether `path` is a plain file that holds exactly `bytes`.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> bool {
    is_plain_file_of(path, bytes.len() as u64) && fs::read(path).is_ok_and(|old| old == bytes)
}

/// Says if `path` is a plain file with the same content as the file `other`, of which nothing was read yet.
pub(super) fn same_content(path: &Path, other: &mut fs::File) -> bool {
    let size = other.metadata().map(|other| other.len());
    size.is_ok_and(|size| is_plain_file_of(path, size)) && same_bytes(path, other).unwrap_or(false)
}

fn is_plain_file_of(path: &Path, size: u64) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file() && found.len() == size)
}

/// Recordings are long: they are compared piece by piece.
fn same_bytes(path: &Path, right: &mut fs::File) -> io::Result<bool> {
    let mut left = fs::File::open(path)?;
    let (mut left_piece, mut right_piece) = (Vec::new(), Vec::new());
    loop {
        left_piece.clear();
        right_piece.clear();
        (&mut left).take(PIECE).read_to_end(&mut left_piece)?;
        (&mut *right).take(PIECE).read_to_end(&mut right_piece)?;
        if left_piece != right_piece {
            return Ok(false);
        }
        if left_piece.is_empty() {
            return Ok(true);
        }
    }
}

const PIECE: u64 = 1 << 18;
