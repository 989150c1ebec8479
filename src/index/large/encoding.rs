//! Numbers as bytes: variable-length integers, and numbers in bits.
//!
//! Numbers that rise are written by binary interpolative coding (Moffat and Stuiver, Information Retrieval 3, 2000): first
//! the one in the middle, in no more bits than tell it from the others that it may be, then those on each side. A run of
//! successive numbers takes no bits, and a random list hardly more than it must.

/// Appends `number`: seven bits to a byte, the lowest first; each byte but the last has its highest bit set (LEB128).
pub(super) fn push_varint(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number that [`push_varint`] wrote from the front of `bytes`.
pub(super) fn pull_varint(bytes: &mut &[u8]) -> u32 {
    if let Some((&byte, rest)) = bytes.split_first()
        && byte < 0x80
    {
        *bytes = rest;
        return u32::from(byte);
    }
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let Some((&byte, rest)) = bytes.split_first() else { break };
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    number
}

/// Appends numbers bit by bit, the lowest bit of each first; the last byte is filled with zeros when it is dropped.
pub(super) struct BitWriter<'a> {
    out: &'a mut Vec<u8>,
    pending: u64,
    size: u32,
}

impl<'a> BitWriter<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>) -> BitWriter<'a> {
        BitWriter { out, pending: 0, size: 0 }
    }

    /// Appends the low `width` bits of `value`, 32 at most.
    pub(super) fn bits(&mut self, value: u32, width: u32) {
        self.pending |= u64::from(value) << self.size;
        self.size += width;
        if self.size >= u32::BITS {
            self.out.extend_from_slice(&(self.pending as u32).to_le_bytes());
            self.pending >>= u32::BITS;
            self.size -= u32::BITS;
        }
    }

    /// Appends `number` so that small ones take few bits (Elias gamma code of the next number).
    pub(super) fn small(&mut self, number: u32) {
        let next = number + 1;
        let width = next.ilog2();
        self.bits(0, width);
        self.bits(1, 1);
        self.bits(next & !(1 << width), width);
    }

    /// Appends numbers, each above the one before and none outside of `low..=high`; whoever reads them must know these
    /// bounds and how many they are.
    pub(super) fn rising(&mut self, mut values: &[u32], mut low: u32, high: u32) {
        while !values.is_empty() && high - low + 1 != values.len() as u32 {
            let count = values.len() as u32;
            let middle = count / 2;
            let value = values[middle as usize];
            let (least, most) = (low + middle, high - (count - 1 - middle));
            self.one_of(value - least, most - least + 1);
            let (before, after) = values.split_at(middle as usize);
            match before {
                [] => {}
                // Half of all calls would be for a single number.
                [one] => self.one_of(one - low, value - low),
                _ => self.rising(before, low, value - 1),
            }
            (values, low) = (&after[1..], value + 1);
        }
    }

    /// Appends one of so many numbers; those in the middle, which are frequent, take a bit less if not all take the same.
    #[inline]
    fn one_of(&mut self, value: u32, range: u32) {
        if range <= 1 {
            return;
        }
        let width = u32::BITS - (range - 1).leading_zeros();
        let short = (1u64 << width) as u32 - range;
        let first = (range - short) / 2;
        let rotated = if value < first { value + range - first } else { value - first };
        if rotated < short {
            self.bits(rotated, width - 1);
        } else {
            let long = rotated + short;
            self.bits(long >> 1 | (long & 1) << (width - 1), width);
        }
    }

    /// Appends amounts of any kind, most of them about as large as the others: their sum, and then the sums on the way.
    pub(super) fn amounts(&mut self, amounts: impl ExactSizeIterator<Item = u32> + Clone) {
        let sum = amounts.clone().sum();
        self.small(sum);
        if sum > 0 {
            self.parts(amounts, sum);
        }
    }

    /// Appends amounts whose number and sum are known.
    pub(super) fn parts(&mut self, amounts: impl ExactSizeIterator<Item = u32>, sum: u32) {
        let Some(others) = amounts.len().checked_sub(1) else { return };
        // A block has so few that no memory need be asked for.
        let (mut few, mut many) = ([0; 128], Vec::new());
        let partial = match few.get_mut(..others) {
            Some(partial) => partial,
            None => {
                many.resize(others, 0);
                &mut many[..]
            }
        };
        let mut at = 0;
        for ((number, partial), amount) in (0..).zip(partial.iter_mut()).zip(amounts) {
            at += amount;
            *partial = at + number;
        }
        self.rising(partial, 0, sum + (others as u32).saturating_sub(1));
    }
}

impl Drop for BitWriter<'_> {
    fn drop(&mut self) {
        let bytes = self.size.div_ceil(8) as usize;
        self.out.extend_from_slice(&self.pending.to_le_bytes()[..bytes]);
    }
}

#[cfg(test)]
pub(super) mod reading {
    //! The reader of what stands above, as the search engine in the browser has it.

    /// Takes numbers from bits.
    pub(in crate::index::large) struct BitReader<'a> {
        bytes: &'a [u8],
        at: usize,
    }

    impl<'a> BitReader<'a> {
        pub(in crate::index::large) fn new(bytes: &'a [u8]) -> BitReader<'a> {
            BitReader { bytes, at: 0 }
        }

        /// The number of bytes that were begun.
        pub(in crate::index::large) fn length(&self) -> usize {
            self.at.div_ceil(8)
        }

        pub(in crate::index::large) fn bits(&mut self, width: u32) -> u32 {
            let bit = |at: usize| u32::from(self.bytes[at / 8] >> (at % 8) & 1);
            let value = (0..width).map(|number| bit(self.at + number as usize) << number).sum();
            self.at += width as usize;
            value
        }

        pub(in crate::index::large) fn small(&mut self) -> u32 {
            let mut width = 0;
            while self.bits(1) == 0 {
                width += 1;
            }
            (1 << width | self.bits(width)) - 1
        }

        pub(in crate::index::large) fn rising(&mut self, count: u32, low: u32, high: u32) -> Vec<u32> {
            if count == 0 || high - low + 1 == count {
                return (low..low + count).collect();
            }
            let middle = count / 2;
            let (least, most) = (low + middle, high - (count - 1 - middle));
            let value = least + self.one_of(most - least + 1);
            let mut values = if middle > 0 { self.rising(middle, low, value - 1) } else { Vec::new() };
            values.push(value);
            if count - 1 > middle {
                values.extend(self.rising(count - 1 - middle, value + 1, high));
            }
            values
        }

        fn one_of(&mut self, range: u32) -> u32 {
            if range <= 1 {
                return 0;
            }
            let width = u32::BITS - (range - 1).leading_zeros();
            let short = (1u64 << width) as u32 - range;
            let mut rotated = self.bits(width - 1);
            if rotated >= short {
                rotated = (rotated << 1 | self.bits(1)) - short;
            }
            (rotated + (range - short) / 2) % range
        }

        pub(in crate::index::large) fn amounts(&mut self, count: u32) -> Vec<u32> {
            let sum = self.small();
            self.parts(count, sum)
        }

        pub(in crate::index::large) fn parts(&mut self, count: u32, sum: u32) -> Vec<u32> {
            let Some(others) = count.checked_sub(1) else { return Vec::new() };
            let partial = self.rising(others, 0, sum + others.saturating_sub(1));
            let mut before = 0;
            let mut amounts: Vec<u32> = (0..)
                .zip(partial)
                .map(|(number, at)| at - number - std::mem::replace(&mut before, at - number))
                .collect();
            amounts.push(sum - before);
            amounts
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::reading::BitReader;
    use super::*;

    fn written(write: impl FnOnce(&mut BitWriter)) -> Vec<u8> {
        let mut out = Vec::new();
        write(&mut BitWriter::new(&mut out));
        out
    }

    #[test]
    fn numbers_in_bits_are_as_described() {
        // 0 is a one; 4 is the code of 5: two zeros, a one, and the low bits of 5.
        assert_eq!(written(|bits| bits.small(0)), [0b1]);
        assert_eq!(written(|bits| bits.small(4)), [0b0_1100]);
        // The middle one of three is 5, the middle one of 1..=8, in three bits; 2 of 0..=4 and 7 of 6..=9 follow in two each.
        assert_eq!(written(|bits| bits.rising(&[2, 5, 7], 0, 9)), [0b110_1000]);
        assert!(written(|bits| bits.rising(&[3, 4, 5, 6], 3, 6)).is_empty());
    }

    proptest! {
        #[test]
        fn numbers_come_back(
            values in proptest::collection::btree_set(prop_oneof![0u32..300, 0u32..1 << 30], 0..600),
            amounts in proptest::collection::vec(prop_oneof![Just(0u32), 0u32..9, 0u32..3000], 0..300),
            small in prop_oneof![0u32..20, 0u32..u32::MAX - 1],
        ) {
            let values: Vec<u32> = values.into_iter().collect();
            let high = values.last().map_or(9, |last| last + 7);
            let bytes = written(|bits| {
                bits.small(small);
                bits.rising(&values, 0, high);
                bits.amounts(amounts.iter().copied());
            });
            let mut reader = BitReader::new(&bytes);
            prop_assert_eq!(reader.small(), small);
            prop_assert_eq!(reader.rising(values.len() as u32, 0, high), values);
            prop_assert_eq!(reader.amounts(amounts.len() as u32), amounts);
            prop_assert_eq!(reader.length(), bytes.len());
        }
    }

    #[test]
    fn varints_come_back() {
        let mut out = Vec::new();
        push_varint(&mut out, 300);
        assert_eq!(out, [0b1010_1100, 2]);
        assert_eq!(pull_varint(&mut out.as_slice()), 300);
    }
}
