//! Times of the words of a page, taken from the words of its recording.

use crate::text::align::align;
use crate::text::timecode::Timecode;

/// The times of a page's words.
pub struct WordTimes {
    /// Those that are known.
    known: Vec<(usize, Timecode)>,
    words: usize,
}

/// A word this far from any that is known may be said at any time.
const LOST: usize = 40;

impl WordTimes {
    /// Finds the words of a page among those of a recording.
    pub fn new(spoken: &[(u32, Timecode)], words: &[u32]) -> Self {
        let hashes: Vec<u32> = spoken.iter().map(|(word, _)| *word).collect();
        let pairs = align(&hashes, words).into_iter().enumerate();
        let known = pairs.filter_map(|(word, place)| Some((word, spoken[place?].1))).collect();
        WordTimes { known, words: words.len() }
    }

    /// The number of words that were found in the recording.
    pub fn found(&self) -> usize {
        self.known.len()
    }

    /// The time of a word: its own if known, otherwise interpolated between its neighbours.
    pub fn at(&self, word: usize) -> Option<Timecode> {
        let behind = self.known.partition_point(|(known, _)| *known < word);
        let next = self.known.get(behind).copied();
        let last = behind.checked_sub(1).map(|before| self.known[before]);
        match (last, next) {
            (_, Some((known, time))) if known == word => Some(time),
            _ if word >= self.words => None,
            (Some((from, start)), Some((to, end))) if word - from <= LOST || to - word <= LOST => {
                let passed = end.0.saturating_sub(start.0) as u128 * (word - from) as u128;
                Some(Timecode(start.0 + (passed / (to - from) as u128) as u64))
            }
            (Some((from, time)), None) if word - from <= LOST => Some(time),
            (None, Some((to, time))) if to - word <= LOST => Some(time),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_between_known_ones_are_said_between_them() {
        let spoken: Vec<(u32, Timecode)> =
            (0..5).map(|word| (word, Timecode(u64::from(word) * 1000))).collect();
        let clock = WordTimes::new(&spoken, &[0, 1, 9, 8, 4]);
        let times: Vec<Option<u64>> = (0..6).map(|word| clock.at(word).map(|time| time.0)).collect();
        assert_eq!(times, [Some(0), Some(1000), Some(2000), Some(3000), Some(4000), None]);
        let far: Vec<u32> = [0].into_iter().chain(100..300).collect();
        assert_eq!(
            (WordTimes::new(&spoken, &far).at(30).is_some(), WordTimes::new(&spoken, &far).at(60)),
            (true, None)
        );
    }
}
