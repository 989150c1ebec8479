//! What tells values apart.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The first 128 bits of the SHA-256 of a value: nobody finds two values that share one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint([u8; Fingerprint::LENGTH]);

impl Fingerprint {
    /// How many bytes it has.
    pub const LENGTH: usize = 16;

    /// The fingerprint of everything that `value` hashes.
    pub fn of(value: &impl Hash) -> Fingerprint {
        let mut feeder = Feeder(Sha256::new());
        value.hash(&mut feeder);
        let digest = feeder.0.finalize();
        Fingerprint(std::array::from_fn(|at| digest[at]))
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
        let one = Fingerprint::of(&("ab", "c"));
        assert_eq!(one, Fingerprint::of(&("ab", "c")));
        assert_ne!(one, Fingerprint::of(&("a", "bc")));
        assert_ne!(Fingerprint::of(&vec![vec![1_u8], vec![]]), Fingerprint::of(&vec![vec![], vec![1_u8]]));
        assert_eq!(one.to_string().len(), 32);
    }
}
