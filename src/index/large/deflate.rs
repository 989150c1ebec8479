//! Raw DEFLATE (RFC 1951), which browsers decompress themselves. It has no header that a host could take for a reason to
//! decompress a file before it sends it.

use flate2::{Compress, Compression, FlushCompress, Status};

/// Level 9 takes four times as long for a thousandth less.
const LEVEL: u32 = 5;

/// Compresses one piece after another with the same memory.
pub(super) struct Deflater {
    deflate: Compress,
}

impl Deflater {
    pub(super) fn new() -> Deflater {
        Deflater { deflate: Compress::new(Compression::new(LEVEL), false) }
    }

    /// `bytes`, compressed as if `dictionary` stood before them.
    pub(super) fn compressed(&mut self, bytes: &[u8], dictionary: &[u8]) -> Vec<u8> {
        self.deflate.reset();
        if !dictionary.is_empty() {
            self.deflate.set_dictionary(dictionary).expect("a new stream takes a dictionary");
        }
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let rest = &bytes[self.deflate.total_in() as usize..];
            let status = self.deflate.compress_vec(rest, &mut out, FlushCompress::Finish);
            if status.expect("memory takes what is written") == Status::StreamEnd {
                return out;
            }
            out.reserve(bytes.len() / 2 + 64);
        }
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Decompress, FlushDecompress};

    use super::*;

    #[test]
    fn what_was_packed_comes_back() {
        let mut packer = Deflater::new();
        let noise: String =
            (0..9000u32).map(|n| char::from(33 + (n.wrapping_mul(n) >> 5) as u8 % 90)).collect();
        for dictionary in [&b""[..], b"turns of the tide"] {
            for text in ["", "few", "the turns of the tide", &noise] {
                let packed = packer.compressed(text.as_bytes(), dictionary);
                let mut stream = Decompress::new(false);
                if !dictionary.is_empty() {
                    stream.set_dictionary(dictionary).expect("it is taken");
                }
                let mut out = Vec::with_capacity(10_000);
                stream.decompress_vec(&packed, &mut out, FlushDecompress::Finish).expect("it is DEFLATE");
                assert_eq!(String::from_utf8(out).as_deref(), Ok(text));
            }
        }
    }
}
