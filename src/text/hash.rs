//! A short hash for names that must not change.

/// Four letters and digits that stand for `text`: 20 bits of FNV-1a (RFC 9923), the same on every machine.
pub fn short_hash(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let folded = hash ^ (hash >> 40) ^ (hash >> 20);
    (0..4).map(|i| ALPHABET[(folded >> (5 * i)) as usize & 31] as char).collect()
}

/// Without `i`, `l`, `o` and `u`, which are easily taken for others (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_fixed() {
        assert_ne!(short_hash("a"), short_hash("b"));
        assert_eq!(short_hash("").len(), 4);
        let published = short_hash("the same words give the same anchor");
        assert_eq!(published, short_hash("the same words give the same anchor"));
    }
}
