//! The times of the words of a page.

use serde::{Deserialize, Serialize};

use crate::text::bytes::Bytes;
use crate::text::timecode::Timecode;

/// The time of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordTime {
    /// Its beginning.
    pub start: Timecode,
    /// Its end.
    pub end: Timecode,
    /// True if it lies between words of the recording and is not one of them: a word that was corrected or added.
    pub is_estimated: bool,
}

/// The times of the words of all turns, in reading order, packed: a site may have more of them than fit into memory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordTimes {
    packed: Bytes,
}

/// A word as it is packed: its beginning seen from the end of the word before it, and its length, in milliseconds.
#[derive(Serialize, Deserialize)]
struct PackedWord {
    gap: i64,
    length: u64,
    sort: PackedSort,
}

#[derive(Serialize, Deserialize, PartialEq)]
enum PackedSort {
    Known,
    Estimated,
    Unknown,
}

impl WordTimes {
    /// Packs the times of `words`; `None` for a word that is not in the recording.
    pub fn new(words: &[Option<WordTime>]) -> Self {
        let mut before = 0;
        let pack = |word: &Option<WordTime>| match *word {
            None => PackedWord { gap: 0, length: 0, sort: PackedSort::Unknown },
            Some(WordTime { start, end, is_estimated }) => {
                let gap = start.0 as i64 - before as i64;
                before = end.0;
                let sort = if is_estimated { PackedSort::Estimated } else { PackedSort::Known };
                PackedWord { gap, length: end.0 - start.0, sort }
            }
        };
        let words: Vec<PackedWord> = words.iter().map(pack).collect();
        WordTimes { packed: postcard::to_allocvec(&words).expect("plain data can always be written").into() }
    }

    /// The time of each word.
    pub fn unpack(&self) -> Vec<Option<WordTime>> {
        let words: Vec<PackedWord> = postcard::from_bytes(&self.packed).expect("only words are packed");
        let mut before = 0;
        let unpack = |PackedWord { gap, length, sort }: PackedWord| {
            if sort == PackedSort::Unknown {
                return None;
            }
            let start = before + gap;
            before = start + length as i64;
            let is_estimated = sort == PackedSort::Estimated;
            Some(WordTime { start: Timecode(start as u64), end: Timecode(before as u64), is_estimated })
        };
        words.into_iter().map(unpack).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_words_are_the_same() {
        let word = |start, end, is_estimated| {
            Some(WordTime { start: Timecode(start), end: Timecode(end), is_estimated })
        };
        let words = [word(120, 400, false), None, word(380, 380, true), word(90_000, 90_500, false)];
        assert_eq!(WordTimes::new(&words).unpack(), words);
    }
}
