//! Fingerprints, which tell values apart.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::io;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The first 128 bits of the SHA-256 of a value: nobody finds two values that share one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint([u8; Fingerprint::LENGTH]);

impl Fingerprint {
    /// The number of its bytes.
    pub const LENGTH: usize = 16;

    /// The fingerprint of everything that `value` hashes.
    pub fn new(value: &impl Hash) -> Fingerprint {
        let mut feeder = Feeder(Sha256::new());
        value.hash(&mut feeder);
        feeder.finish_fingerprint()
    }

    /// The fingerprint of all that `from` has to read, which need not fit into memory.
    pub fn from_reader(from: &mut impl io::Read) -> io::Result<Fingerprint> {
        let mut feeder = Feeder(Sha256::new());
        io::copy(from, &mut feeder)?;
        Ok(feeder.finish_fingerprint())
    }

    /// The fingerprint that is written as `digits`.
    pub fn parse(digits: &str) -> Option<Fingerprint> {
        let byte = |at: usize| u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok();
        let bytes: Option<Vec<u8>> = (0..Self::LENGTH).map(byte).collect();
        let print = Fingerprint(bytes?.try_into().ok()?);
        (print.to_string() == digits).then_some(print)
    }

    /// Its bytes.
    pub fn bytes(self) -> [u8; Self::LENGTH] {
        self.0
    }
}

/// As 32 hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Takes what values hash.
struct Feeder(Sha256);

impl Feeder {
    fn finish_fingerprint(self) -> Fingerprint {
        let digest = self.0.finalize();
        Fingerprint(std::array::from_fn(|at| digest[at]))
    }
}

impl io::Write for Feeder {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Hasher for Feeder {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        unreachable!("a fingerprint is longer")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_otherwise_is_something_else() {
        let one = Fingerprint::new(&("ab", "c"));
        assert_eq!(one, Fingerprint::new(&("ab", "c")));
        assert_ne!(one, Fingerprint::new(&("a", "bc")));
        assert_ne!(Fingerprint::new(&vec![vec![1_u8], vec![]]), Fingerprint::new(&vec![vec![], vec![1_u8]]));
        assert_eq!(one.to_string().len(), 32);
    }
}
