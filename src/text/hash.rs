//! A short hash for names that must not change.

/// FNV-1a (RFC 9923) of 64 bits, the same on every machine.
pub fn hash64(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// 32 bits that stand for `text`, the same on every machine.
pub fn hash32(text: &str) -> u32 {
    let hash = hash64(text);
    (hash ^ (hash >> 32)) as u32
}

/// Sixteen hexadecimal digits that stand for `text`, the same on every machine.
pub fn long_hash(text: &str) -> String {
    format!("{:016x}", hash64(text))
}

/// Four letters and digits that stand for `text`: 20 bits, the same on every machine.
pub fn short_hash(text: &str) -> String {
    let hash = hash64(text);
    let folded = hash ^ (hash >> 40) ^ (hash >> 20);
    (0..DIGITS).map(|i| ALPHABET[(folded >> (5 * i)) as usize & 31] as char).collect()
}

/// The length of a [`short_hash`].
pub const DIGITS: usize = 4;

/// The number from 0 to 31 that a character of a [`short_hash`] stands for.
pub fn digit_of_hash(character: u8) -> Option<u8> {
    ALPHABET.iter().position(|&digit| digit == character).map(|digit| digit as u8)
}

/// Without `i`, `l`, `o` and `u`, which are easily taken for others (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_fixed() {
        // From the test vectors of RFC 9923: FNV-1a of 64 bits.
        assert_eq!((hash64(""), hash64("foobar")), (0xcbf2_9ce4_8422_2325, 0x8594_4171_f739_67e8));
        assert_eq!(long_hash("foobar"), "85944171f73967e8");
        assert_eq!(short_hash("").len(), 4);
        assert_ne!(short_hash("a"), short_hash("b"));
        assert_ne!(hash32("a"), hash32("b"));
    }
}
