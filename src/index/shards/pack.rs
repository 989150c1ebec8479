//! Files that are compressed.

use flate2::{Compress, Compression, FlushCompress, Status};

use crate::model::File;

/// Level 6 takes a third more time for a hundredth less.
const LEVEL: u32 = 4;

/// The most that a file is looked back in: 32 KB.
const WINDOW_BITS: u8 = 15;

/// Compresses files one after another with the same memory.
pub(super) struct Packer {
    deflate: Compress,
}

impl Packer {
    pub(super) fn new() -> Packer {
        Packer { deflate: Compress::new_gzip(Compression::new(LEVEL), WINDOW_BITS) }
    }

    /// The file of `json`. Its name does not say that it is compressed: some servers would unpack a `.gz`, others not.
    pub(super) fn file(&mut self, path: String, json: &str) -> File {
        File { path, bytes: self.pack(json) }
    }

    /// `json`, compressed.
    pub(super) fn pack(&mut self, json: &str) -> Vec<u8> {
        self.deflate.reset();
        let mut bytes = Vec::with_capacity(json.len() / 2 + 64);
        loop {
            let rest = &json.as_bytes()[self.deflate.total_in() as usize..];
            let status = self.deflate.compress_vec(rest, &mut bytes, FlushCompress::Finish);
            if status.expect("memory takes what is written") == Status::StreamEnd {
                return bytes;
            }
            bytes.reserve(json.len() / 2 + 64);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn what_was_packed_comes_back() {
        let mut packer = Packer::new();
        let noise: String =
            (0..100_000u32).map(|n| char::from(33 + (n.wrapping_mul(n) >> 5) as u8 % 90)).collect();
        for text in ["", "few", &noise, "few"] {
            let file = packer.file("a".into(), text);
            let mut unpacked = String::new();
            GzDecoder::new(file.bytes.as_slice()).read_to_string(&mut unpacked).expect("it is gzip");
            assert!(unpacked == text);
        }
    }
}
