//! Numbers as bytes: variable-length integers, and blocks of integers that are packed bit by bit.
//!
//! A block is PFor (patched frame of reference, Zukowski et al. 2006): all values get the width that makes the block
//! smallest, and the few that do not fit keep their high bits in a list of exceptions. Four values or fewer are
//! variable-length integers, because a header would cost more than it saves.

/// The most values of a block: an exception's place must fit into a byte.
pub(super) const BLOCK: usize = 128;

/// The most values that are not worth a header.
const FEW: usize = 4;

/// Appends `number`: seven bits to a byte, the lowest first; each byte but the last has its highest bit set (LEB128).
pub(super) fn push_varint(out: &mut Vec<u8>, number: u32) {
    let (bytes, length) = varint(number);
    out.extend_from_slice(&bytes[..length]);
}

/// The bytes that [`push_varint`] appends, and how many they are.
fn varint(mut number: u32) -> ([u8; 5], usize) {
    let (mut bytes, mut length) = ([0; 5], 0);
    while number >= 0x80 {
        bytes[length] = number as u8 | 0x80;
        number >>= 7;
        length += 1;
    }
    bytes[length] = number as u8;
    (bytes, length + 1)
}

/// Takes a number that [`push_varint`] wrote from the front of `bytes`.
pub(super) fn pull_varint(bytes: &mut &[u8]) -> u32 {
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

/// Appends at most [`BLOCK`] `values`; whoever reads them must know how many there are.
fn push_block(out: &mut Vec<u8>, values: &[u32]) {
    if values.len() <= FEW {
        values.iter().for_each(|&value| push_varint(out, value));
        return;
    }
    let width = best_width(values);
    let is_exception = |value: &u32| width < u32::BITS && value >> width != 0;
    out.push(width as u8);
    out.push(values.iter().filter(|value| is_exception(value)).count() as u8);
    push_bits(out, values, width);
    for (at, &value) in values.iter().enumerate().filter(|(_, value)| is_exception(value)) {
        out.push(at as u8);
        push_varint(out, value >> width);
    }
}

/// Appends values of any number as blocks, each as soon as it is full.
pub(super) struct NumberBlocks<'a> {
    out: &'a mut Vec<u8>,
    values: [u32; BLOCK],
    length: usize,
}

impl NumberBlocks<'_> {
    pub(super) fn new(out: &mut Vec<u8>) -> NumberBlocks<'_> {
        NumberBlocks { out, values: [0; BLOCK], length: 0 }
    }

    pub(super) fn push(&mut self, value: u32) {
        if self.length == BLOCK {
            push_block(self.out, &self.values);
            self.length = 0;
        }
        self.values[self.length] = value;
        self.length += 1;
    }

    /// Appends what is left.
    pub(super) fn finish(self) {
        push_block(self.out, &self.values[..self.length]);
    }
}

/// Appends the low `width` bits of each value, the lowest bit first.
fn push_bits(out: &mut Vec<u8>, values: &[u32], width: u32) {
    let mask = ((1u64 << width) - 1) as u32;
    let (mut pending, mut size) = (0u64, 0);
    for &value in values {
        pending |= u64::from(value & mask) << size;
        size += width;
        while size >= 8 {
            out.push(pending as u8);
            pending >>= 8;
            size -= 8;
        }
    }
    if size > 0 {
        out.push(pending as u8);
    }
}

/// The width that makes the block of `values` smallest; of equal ones the smaller.
fn best_width(values: &[u32]) -> u32 {
    let mut of_length = [0usize; 33];
    let mut all_bits = 0;
    for value in values {
        of_length[(u32::BITS - value.leading_zeros()) as usize] += 1;
        all_bits |= value;
    }
    let longest = (u32::BITS - all_bits.leading_zeros()) as usize;
    let size = |width: usize| {
        let exceptions = |length: usize| of_length[length] * (1 + (length - width).div_ceil(7));
        (values.len() * width).div_ceil(8) + (width + 1..=longest).map(exceptions).sum::<usize>()
    };
    (0..=longest).min_by_key(|&width| (size(width), width)).unwrap_or_default() as u32
}

#[cfg(test)]
pub(super) mod reading {
    //! The reader of what stands above, as the search engine in the browser has it.

    use super::{BLOCK, FEW, pull_varint};

    /// Takes a block of `count` values from the front of `bytes`.
    pub(in crate::index::large) fn pull_block(bytes: &mut &[u8], count: usize) -> Vec<u32> {
        if count <= FEW {
            return (0..count).map(|_| pull_varint(bytes)).collect();
        }
        let (width, exceptions) = (u32::from(bytes[0]), bytes[1]);
        let (packed, rest) = bytes[2..].split_at((count * width as usize).div_ceil(8));
        let bit = |at: usize| u32::from(packed[at / 8] >> (at % 8) & 1);
        let value =
            |number: usize| (0..width).map(|at| bit(number * width as usize + at as usize) << at).sum();
        let mut values: Vec<u32> = (0..count).map(value).collect();
        *bytes = rest;
        for _ in 0..exceptions {
            let at = usize::from(bytes[0]);
            *bytes = &bytes[1..];
            values[at] |= pull_varint(bytes) << width;
        }
        values
    }

    /// Takes `count` values in blocks from the front of `bytes`.
    pub(in crate::index::large) fn pull_blocks(bytes: &mut &[u8], count: usize) -> Vec<u32> {
        let sizes = (0..count).step_by(BLOCK).map(|from| BLOCK.min(count - from));
        sizes.flat_map(|size| pull_block(bytes, size)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::reading::pull_blocks;
    use super::*;

    #[test]
    fn a_block_is_as_described() {
        let mut out = Vec::new();
        push_block(&mut out, &[1, 2, 3, 0, 1000, 2]);
        // Two bits each, and the high bits of 1000 apart.
        assert_eq!(out, [2, 1, 0b00_11_10_01, 0b10_00, 4, 0b1111_1010, 1]);
        out.clear();
        push_block(&mut out, &[300, 7]);
        assert_eq!(out, [0b1010_1100, 2, 7]);
    }

    proptest! {
        #[test]
        fn numbers_come_back(values in proptest::collection::vec(
            prop_oneof![0u32..4, 0u32..300, any::<u32>(), Just(u32::MAX)], 0..600,
        )) {
            let mut out = Vec::new();
            let mut writer = NumberBlocks::new(&mut out);
            values.iter().for_each(|&value| writer.push(value));
            writer.finish();
            let mut bytes = out.as_slice();
            prop_assert_eq!(pull_blocks(&mut bytes, values.len()), values);
            prop_assert!(bytes.is_empty());
        }
    }
}
