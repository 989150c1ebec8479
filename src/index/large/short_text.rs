//! Values by short texts: nearly all words have at most 15 bytes, and then stand in the table itself, as two numbers.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// A text of at most 15 bytes, and its length: two numbers, which are compared at once.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ShortText(u64, u64);

impl ShortText {
    /// A value that no text has.
    pub(super) const NONE: ShortText = ShortText(u64::MAX, u64::MAX);

    /// `text`, if it is short enough. It is read in two pieces, which may overlap, because a copy of a few bytes costs more.
    pub(super) fn new(text: &str) -> Option<ShortText> {
        let bytes = text.as_bytes();
        let length = bytes.len();
        let (low, high) = match length {
            0..4 => ((0..length).fold(0, |low, at| low << 8 | u64::from(bytes[at])), 0),
            4..8 => {
                let (first, last) = (bytes.first_chunk()?, bytes.last_chunk()?);
                (u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)), 0)
            }
            8..16 => {
                let (first, last) = (bytes.first_chunk()?, bytes.last_chunk()?);
                (u64::from_le_bytes(*first), u64::from_le_bytes(*last) >> 1 >> (127 - length * 8))
            }
            _ => return None,
        };
        Some(ShortText(low, high | (length as u64) << 56))
    }

    /// A number of so many bits that texts rarely share.
    pub(super) fn slot(self, bits: u32) -> usize {
        let mixed = (self.0 ^ self.1.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> (u64::BITS - bits)) as usize
    }
}

/// Values by texts.
pub(super) struct TextMap<V> {
    short: HashMap<ShortText, V, RandomState>,
    long: HashMap<String, V, RandomState>,
}

impl<V> Default for TextMap<V> {
    fn default() -> TextMap<V> {
        TextMap { short: HashMap::default(), long: HashMap::default() }
    }
}

impl<V: Copy> TextMap<V> {
    pub(super) fn get(&self, text: &str) -> Option<V> {
        match ShortText::new(text) {
            Some(short) => self.short.get(&short).copied(),
            None => self.long.get(text).copied(),
        }
    }

    pub(super) fn insert(&mut self, text: &str, value: V) {
        match ShortText::new(text) {
            Some(short) => self.short.insert(short, value),
            None => self.long.insert(text.into(), value),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_apart() {
        let all = "aaaaaaaaaaaaaaaaa\0\0b";
        let texts: Vec<&str> = (0..all.len())
            .flat_map(|start| (start..=all.len()).map(move |end| &all[start..end]))
            .filter(|text| !text.is_empty())
            .collect();
        let mut map = TextMap::default();
        texts.iter().for_each(|text| map.insert(text, text.len()));
        let mut different = texts.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(map.short.len() + map.long.len(), different.len());
        assert!(texts.iter().all(|text| map.get(text) == Some(text.len())));
        assert_eq!(map.get("b\0"), None);
    }
}
