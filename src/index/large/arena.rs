//! Many byte strings that grow at the same time, in one piece of memory: a vector of each would be moved whenever it is
//! full, and be half empty on average.
//!
//! A string is a chain of chunks, each as long as half of the string before it, and behind each the place of the next.

/// The length of the shortest chunk, and of the longest.
const SHORTEST: usize = 12;
const LONGEST: usize = 4 << 10;

/// The number of bytes of a link.
const LINK: usize = 4;

/// The memory of the strings.
pub(super) struct ByteArena {
    bytes: Vec<u8>,
}

/// A string in a [`ByteArena`].
#[derive(Clone, Copy, Default)]
pub(super) struct ArenaString {
    length: u32,
    first: u32,
    /// The places of the next byte and of the end of the chunk.
    next: u32,
    end: u32,
}

impl ByteArena {
    /// An arena with room for so many bytes; it takes more where it must.
    pub(super) fn with_capacity(capacity: usize) -> ByteArena {
        ByteArena { bytes: Vec::with_capacity(capacity) }
    }

    /// The number of bytes in use.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Forgets all strings, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// Appends `bytes` to `string`.
    pub(super) fn append(&mut self, string: &mut ArenaString, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if string.next == string.end {
                self.add_chunk(string);
            }
            let at = string.next as usize;
            let (fits, rest) = bytes.split_at(bytes.len().min((string.end - string.next) as usize));
            self.bytes[at..at + fits.len()].copy_from_slice(fits);
            string.next += fits.len() as u32;
            string.length += fits.len() as u32;
            bytes = rest;
        }
    }

    fn add_chunk(&mut self, string: &mut ArenaString) {
        let start = self.bytes.len();
        if string.length == 0 {
            string.first = start as u32;
        } else {
            let link = string.end as usize;
            self.bytes[link..link + LINK].copy_from_slice(&(start as u32).to_le_bytes());
        }
        string.next = start as u32;
        string.end = (start + chunk_size(string.length)) as u32;
        self.bytes.resize(string.end as usize + LINK, 0);
    }

    /// Calls `take` with each piece of `string`, in order.
    ///
    /// # Errors
    /// Those of `take`.
    pub(super) fn read<E>(
        &self,
        string: &ArenaString,
        mut take: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let (mut read, mut start) = (0, string.first as usize);
        while read < string.length {
            let size = chunk_size(read).min((string.length - read) as usize);
            take(&self.bytes[start..start + size])?;
            read += size as u32;
            let link = start + size;
            if read < string.length {
                let next = self.bytes[link..link + LINK].try_into().expect("a link has four bytes");
                start = u32::from_le_bytes(next) as usize;
            }
        }
        Ok(())
    }
}

impl ArenaString {
    pub(super) fn len(&self) -> u32 {
        self.length
    }
}

/// The length of the chunk that begins when a string has so many bytes.
fn chunk_size(length: u32) -> usize {
    (length as usize / 2).clamp(SHORTEST, LONGEST)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn strings_that_grow_in_turn_come_back(
            pieces in proptest::collection::vec((0usize..5, proptest::collection::vec(any::<u8>(), 0..60)), 0..300),
        ) {
            let mut arena = ByteArena::with_capacity(0);
            let mut strings = [ArenaString::default(); 5];
            let mut expected = vec![Vec::new(); 5];
            for (at, bytes) in pieces {
                arena.append(&mut strings[at], &bytes);
                expected[at].extend(bytes);
            }
            for (string, expected) in strings.iter().zip(expected) {
                let mut found = Vec::new();
                let Ok(()) = arena.read(string, |piece| -> Result<(), Infallible> {
                    found.extend_from_slice(piece);
                    Ok(())
                });
                prop_assert_eq!(string.len() as usize, expected.len());
                prop_assert_eq!(found, expected);
            }
        }
    }
}
