//! Bits that are not equally likely, by adaptive binary arithmetic coding (Witten, Neal and Cleary, Communications of the
//! ACM 30, 1987): a bit takes as much room as it is surprising, also less than one bit.

use std::ops::Range;
use std::sync::LazyLock;

/// A probability of one, and those next to none and next to one that a model goes no further than.
const ONE: i32 = 1 << 16;
const LEAST: i32 = 64;

/// The number of bits that a first guess counts for, and the most that all before the next count for.
const GUESS: i32 = 16;
const MOST: i32 = 160;

/// The probability that the next bit of a kind is set. It follows the bits that were coded.
#[derive(Clone, Copy)]
pub(super) struct AdaptiveBit {
    /// In parts of 65,536.
    probability: i32,
    /// The number of bits that it rests on.
    weight: i32,
}

impl AdaptiveBit {
    /// A bit that is expected to be set so many times of `all`.
    pub(super) fn new(set: u32, all: u32) -> AdaptiveBit {
        let probability = (u64::from(set) << 16) / u64::from(all.max(1));
        AdaptiveBit { probability: (probability as i32).clamp(LEAST, ONE - LEAST), weight: GUESS }
    }

    fn learn(&mut self, bit: bool) {
        let goal = if bit { ONE } else { 0 };
        self.probability += (goal - self.probability) / self.weight;
        self.probability = self.probability.clamp(LEAST, ONE - LEAST);
        self.weight = (self.weight + 1).min(MOST);
    }

    /// The last number of the part of `low..=high` that stands for a bit that is set.
    fn middle(self, low: u32, high: u32) -> u32 {
        let (range, probability) = (high - low, self.probability as u32);
        low + (range >> 16) * probability + (((range & 0xffff) * probability) >> 16)
    }
}

/// Writes bits; what is left is written when it is dropped. A reader finds zeros behind the last byte.
pub(super) struct BitCoder<'a> {
    out: &'a mut Vec<u8>,
    low: u32,
    high: u32,
}

impl<'a> BitCoder<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>) -> BitCoder<'a> {
        BitCoder { out, low: 0, high: u32::MAX }
    }

    pub(super) fn bit(&mut self, model: &mut AdaptiveBit, bit: bool) {
        let middle = model.middle(self.low, self.high);
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        model.learn(bit);
        while (self.low ^ self.high) >> 24 == 0 {
            self.out.push((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 0xff;
        }
    }
}

impl Drop for BitCoder<'_> {
    fn drop(&mut self) {
        // The first bytes of the two differ, so that this one with zeros behind it lies between them.
        self.out.push((self.low >> 24) as u8 + 1);
    }
}

/// Appends which of the numbers in `range` are `members`, of which there are some and which rise. They may come in clusters: a
/// number is expected to be one as often as others were whose two predecessors were alike.
pub(super) fn push_members(out: &mut Vec<u8>, members: &[u32], range: Range<u32>) {
    let mut models = [AdaptiveBit::new(members.len() as u32, range.end - range.start); 4];
    let mut coder = BitCoder::new(out);
    let (mut before, mut left) = (0, members);
    for number in range {
        let Some((&next, others)) = left.split_first() else { break };
        let is_member = number == next;
        coder.bit(&mut models[before], is_member);
        before = before << 1 & 3 | usize::from(is_member);
        if is_member {
            left = others;
        }
    }
}

/// The number of ranks, and so of the bits that tell one, each by those before it.
const RANKS: usize = 128;

/// The first guess at the bits of a rank, which is about as frequent as the ranks above it are few.
static USUAL_RANKS: LazyLock<[AdaptiveBit; RANKS]> = LazyLock::new(|| {
    let frequency = |ranks: Range<usize>| -> u32 { ranks.map(|rank| (1 << 16) / (rank as u32 + 4)).sum() };
    std::array::from_fn(|node| {
        let node = node.max(1);
        let size = RANKS >> node.ilog2();
        let first = node * size - RANKS;
        AdaptiveBit::new(frequency(first + size / 2..first + size), frequency(first..first + size))
    })
});

/// Appends ranks below 128, each with one added, and 0 where there is none; nothing if there is none at all.
pub(super) fn push_ranks(out: &mut Vec<u8>, ranks: impl Iterator<Item = u8> + Clone) {
    if ranks.clone().any(|rank| rank > 0) {
        let mut model = RankModel::new();
        let mut coder = BitCoder::new(out);
        ranks.for_each(|rank| model.push(&mut coder, rank));
    }
}

#[derive(Clone, Copy)]
struct RankModel {
    is_there: AdaptiveBit,
    bits: [AdaptiveBit; RANKS],
}

impl RankModel {
    fn new() -> RankModel {
        RankModel { is_there: AdaptiveBit::new(1, 2), bits: *USUAL_RANKS }
    }

    fn push(&mut self, coder: &mut BitCoder, rank: u8) {
        let Some(rank) = rank.checked_sub(1) else { return coder.bit(&mut self.is_there, false) };
        coder.bit(&mut self.is_there, true);
        let mut node = 1;
        for shift in (0..RANKS.ilog2()).rev() {
            let bit = rank >> shift & 1 == 1;
            coder.bit(&mut self.bits[node], bit);
            node = node << 1 | usize::from(bit);
        }
    }
}

#[cfg(test)]
pub(super) mod reading {
    //! The reader of what stands above, as the search engine in the browser has it.

    use super::*;

    pub(in crate::index::large) struct BitDecoder<'a> {
        bytes: std::iter::Copied<std::slice::Iter<'a, u8>>,
        low: u32,
        high: u32,
        value: u32,
    }

    impl<'a> BitDecoder<'a> {
        pub(in crate::index::large) fn new(bytes: &'a [u8]) -> BitDecoder<'a> {
            let mut decoder = BitDecoder { bytes: bytes.iter().copied(), low: 0, high: u32::MAX, value: 0 };
            (0..4).for_each(|_| decoder.shift());
            decoder
        }

        fn shift(&mut self) {
            self.value = self.value << 8 | u32::from(self.bytes.next().unwrap_or(0));
        }

        pub(in crate::index::large) fn bit(&mut self, model: &mut AdaptiveBit) -> bool {
            let middle = model.middle(self.low, self.high);
            let bit = self.value <= middle;
            if bit {
                self.high = middle;
            } else {
                self.low = middle + 1;
            }
            model.learn(bit);
            while (self.low ^ self.high) >> 24 == 0 {
                self.low <<= 8;
                self.high = self.high << 8 | 0xff;
                self.shift();
            }
            bit
        }
    }

    pub(in crate::index::large) fn ranks(bytes: &[u8], count: usize) -> Vec<u8> {
        if bytes.is_empty() {
            return vec![0; count];
        }
        let (mut decoder, mut model) = (BitDecoder::new(bytes), RankModel::new());
        (0..count).map(|_| rank(&mut decoder, &mut model)).collect()
    }

    fn rank(decoder: &mut BitDecoder, model: &mut RankModel) -> u8 {
        if !decoder.bit(&mut model.is_there) {
            return 0;
        }
        let mut node = 1;
        while node < RANKS {
            node = node << 1 | usize::from(decoder.bit(&mut model.bits[node]));
        }
        (node - RANKS) as u8 + 1
    }

    pub(in crate::index::large) fn members(bytes: &[u8], count: u32, range: Range<u32>) -> Vec<u32> {
        let mut models = [AdaptiveBit::new(count, range.end - range.start); 4];
        let mut decoder = BitDecoder::new(bytes);
        let (mut before, mut found) = (0, Vec::new());
        let mut numbers = range;
        while found.len() < count as usize {
            let number = numbers.next().expect("there are as many");
            let is_member = decoder.bit(&mut models[before]);
            before = before << 1 & 3 | usize::from(is_member);
            found.extend(is_member.then_some(number));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::reading::{members, ranks};
    use super::*;

    proptest! {
        #[test]
        fn members_come_back(
            set in proptest::collection::btree_set(prop_oneof![0u32..200, 100u32..5000], 1..900),
            after in 1u32..9000,
        ) {
            let all: Vec<u32> = set.into_iter().map(|number| number + 70).collect();
            let range = 70..all[all.len() - 1] + after;
            let mut bytes = Vec::new();
            push_members(&mut bytes, &all, range.clone());
            prop_assert_eq!(members(&bytes, all.len() as u32, range), all);
        }
    }

    #[test]
    fn ranks_come_back() {
        let some: Vec<u8> = (0..=128).chain([40; 400]).collect();
        for all in [some, vec![0; 300]] {
            let mut bytes = Vec::new();
            push_ranks(&mut bytes, all.iter().copied());
            assert_eq!(ranks(&bytes, all.len()), all);
        }
    }

    #[test]
    fn clusters_take_few_bytes() {
        let size = |members: Vec<u32>| {
            let mut bytes = Vec::new();
            push_members(&mut bytes, &members, 0..8000);
            bytes.len()
        };
        let mut state = 1u32;
        let mut is_drawn = || {
            state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
            state >> 20 & 1 == 0
        };
        let scattered = size((0..8000).filter(|_| is_drawn()).collect());
        assert!((950..1050).contains(&scattered), "a bit each: {scattered}");
        assert!(size((0..8000).filter(|number| number / 200 % 2 == 0).collect()) < 100);
    }
}
