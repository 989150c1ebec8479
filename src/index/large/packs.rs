//! Packs: files of at most 256 KB that are named by their content.
//!
//! Whatever is written goes into streams, one for each kind of data, and a stream is cut into packs where one is full. A
//! reader asks for a range of a stream, so that a site has few files and a query needs few bytes of them.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::File;

/// The most bytes of a pack. A host that does not answer ranges sends all of it, so it must not be large; and of
/// 10,000 transcripts the packs should be fewer than 3,000.
pub(super) const PACK: usize = 256 << 10;

/// The number of hexadecimal digits of a pack's hash in its name: among a million packs, the chance that two share a
/// name is below one in five hundred.
const DIGITS: usize = 12;

/// The length of a stream, and the names of its packs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct PackStream {
    pub(super) length: usize,
    #[serde(with = "joined_names")]
    pub(super) packs: Vec<String>,
}

/// The six bytes that the digits of a name stand for.
pub(super) fn bytes_of_name(name: &str) -> impl Iterator<Item = u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default() as u8;
    name.as_bytes().chunks(2).map(move |pair| pair.iter().fold(0, |byte, &next| byte << 4 | digit(next)))
}

/// Names of packs as one text; all have the same length.
mod joined_names {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::DIGITS;

    pub(super) fn serialize<S: Serializer>(names: &[String], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&names.concat())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
        let joined = String::deserialize(from)?;
        Ok(joined.as_bytes().chunks(DIGITS).map(|name| String::from_utf8_lossy(name).into_owned()).collect())
    }
}

/// A stream that is being written: `put` gets each pack as soon as it is full.
pub(super) struct StreamWriter<P> {
    put: P,
    stream: PackStream,
    pending: Vec<u8>,
}

impl<E, P: Fn(File) -> Result<(), E>> StreamWriter<P> {
    pub(super) fn new(put: P) -> Self {
        StreamWriter { put, stream: PackStream::default(), pending: Vec::new() }
    }

    /// The position of the next bytes.
    pub(super) fn position(&self) -> usize {
        self.stream.length
    }

    /// The names of the packs that are full.
    pub(super) fn packs(&self) -> &[String] {
        &self.stream.packs
    }

    pub(super) fn write(&mut self, mut bytes: &[u8]) -> Result<(), E> {
        self.stream.length += bytes.len();
        while self.pending.len() + bytes.len() >= PACK {
            let (fits, rest) = bytes.split_at(PACK - self.pending.len());
            self.pending.extend_from_slice(fits);
            self.put_pack()?;
            bytes = rest;
        }
        if self.pending.is_empty() {
            self.pending.reserve_exact(PACK);
        }
        self.pending.extend_from_slice(bytes);
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<PackStream, E> {
        if !self.pending.is_empty() {
            self.put_pack()?;
        }
        Ok(self.stream)
    }

    fn put_pack(&mut self) -> Result<(), E> {
        let name = name_of(&self.pending);
        let file = File { path: path_of(&name), bytes: std::mem::take(&mut self.pending) };
        self.stream.packs.push(name);
        (self.put)(file)
    }
}

/// The path of the pack with this name.
pub(super) fn path_of(name: &str) -> String {
    format!("search/{name}.pack")
}

/// The name of a file with this content.
pub(super) fn name_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hash[..DIGITS].into()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn a_stream_is_cut_into_packs() {
        let files = RefCell::new(Vec::new());
        let put = |file: File| -> Result<(), Infallible> {
            files.borrow_mut().push(file);
            Ok(())
        };
        let mut writer = StreamWriter::new(put);
        let all: Vec<u8> = (0..PACK * 2 + 10).map(|at| (at % 251) as u8).collect();
        for piece in all.chunks(1000) {
            assert!(writer.write(piece).is_ok());
        }
        let Ok(stream) = writer.finish();
        let files = files.into_inner();
        assert_eq!(stream.length, all.len());
        assert_eq!(files.iter().map(|file| file.bytes.len()).collect::<Vec<_>>(), [PACK, PACK, 10]);
        assert_eq!(files.concat_bytes(), all);
        let paths: Vec<String> = stream.packs.iter().map(|name| format!("search/{name}.pack")).collect();
        assert_eq!(paths, files.iter().map(|file| file.path.clone()).collect::<Vec<_>>());
    }

    trait ConcatBytes {
        fn concat_bytes(&self) -> Vec<u8>;
    }

    impl ConcatBytes for Vec<File> {
        fn concat_bytes(&self) -> Vec<u8> {
            self.iter().flat_map(|file| file.bytes.clone()).collect()
        }
    }
}
