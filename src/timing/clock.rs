//! The times of the words of a text, by those of the recording.

use super::sidecar::RecordedWord;
use crate::model::WordTime;
use crate::speech::words::SaidWord;
use crate::text::align::align;
use crate::text::timecode::Timecode;

/// The words of a text beside those of its recording.
pub struct WordClock<'a> {
    recorded: &'a [RecordedWord],
    written: Vec<SaidWord>,
    /// For each written word the one of the recording that it is.
    pairs: Vec<Option<usize>>,
    found: usize,
}

/// A silence shorter than this for each word, in milliseconds, is too short for words that are said in it.
const SHORTEST: u64 = 60;

/// A word this far from any that is known may be said at any time.
const LOST: usize = 40;

/// Finds for each of `written` the word of `recorded` that it is. Where as many words stand between two pairs on both sides, one
/// was corrected into the other, and they are pairs as well.
pub fn match_words(recorded: &[RecordedWord], written: &[SaidWord]) -> Vec<Option<usize>> {
    let old: Vec<u32> = recorded.iter().map(|word| word.hash).collect();
    let new: Vec<u32> = written.iter().map(|word| word.hash).collect();
    align(&old, &new)
}

impl<'a> WordClock<'a> {
    /// Finds the words of a text among those of a recording.
    pub fn new(recorded: &'a [RecordedWord], written: Vec<SaidWord>) -> Self {
        let pairs = match_words(recorded, &written);
        let found = pairs.iter().flatten().count();
        WordClock { recorded, written, pairs, found }
    }

    /// The number of words that were found.
    pub fn found(&self) -> usize {
        self.found
    }

    /// The time of each word: as it is known, or between those before and behind it; `None` for a word that is far from all
    /// that are known.
    pub fn times(&self) -> Vec<Option<WordTime>> {
        let mut times = vec![None; self.written.len()];
        let mut gap = 0;
        for (at, pair) in self.pairs.iter().enumerate() {
            if let Some(recorded) = *pair {
                self.fill(&mut times, gap..at, Some(recorded));
                times[at] = Some(self.known(recorded));
                gap = at + 1;
            }
        }
        self.fill(&mut times, gap..self.written.len(), None);
        times
    }

    fn known(&self, recorded: usize) -> WordTime {
        let RecordedWord { start, end, is_estimated, .. } = self.recorded[recorded];
        WordTime { start, end, is_estimated }
    }

    /// Times for the words of `gap`, which are none of the recording; `next` is the word of the recording behind them.
    fn fill(&self, times: &mut [Option<WordTime>], gap: std::ops::Range<usize>, next: Option<usize>) {
        let before = gap.start.checked_sub(1).and_then(|last| self.pairs[last]);
        if gap.is_empty() || before.is_none() && next.is_none() {
            return;
        }
        let missed = before.map_or(0, |before| before + 1)..next.unwrap_or(self.recorded.len());
        if missed.len() == gap.len() {
            for (at, recorded) in gap.zip(missed) {
                times[at] = Some(WordTime { is_estimated: true, ..self.known(recorded) });
            }
            return;
        }
        let (mut from, to) = self.window(before, next, &missed);
        if let Some(last) = gap.start.checked_sub(1)
            && to - from < gap.len() as u64 * SHORTEST
        {
            from = self.share(times, last, &gap, from);
        }
        self.spread(times, gap, (from, to), (before.is_some(), next.is_some()));
    }

    /// Shares the time of the word before `gap` with the words in it: a recognizer that writes one word for two gives it the time of
    /// both. The result is the end of that word, which was `end`.
    fn share(
        &self,
        times: &mut [Option<WordTime>],
        last: usize,
        gap: &std::ops::Range<usize>,
        end: u64,
    ) -> u64 {
        let Some(word) = times[last].as_mut().filter(|word| word.start.0 < end) else { return end };
        let own = self.written[last].weight();
        let all: u64 = self.written[gap.clone()].iter().map(|word| word.weight()).sum();
        word.end = Timecode(word.start.0 + (end - word.start.0) * own / (own + all));
        word.end.0
    }

    /// The time between two words of the recording: that of the words which the text lacks, or the silence between the two.
    fn window(
        &self,
        before: Option<usize>,
        next: Option<usize>,
        missed: &std::ops::Range<usize>,
    ) -> (u64, u64) {
        let end = before.map(|before| self.recorded[before].end.0);
        let start = next.map(|next| self.recorded[next].start.0);
        let is_near = |missed: &std::ops::Range<usize>| !missed.is_empty() && missed.len() <= LOST;
        let (from, to) = match is_near(missed) || before.is_some() && next.is_some() && !missed.is_empty() {
            true => (self.recorded[missed.start].start.0, self.recorded[missed.end - 1].end.0),
            false => (end.or(start).unwrap_or_default(), start.or(end).unwrap_or_default()),
        };
        (from, to.max(from))
    }

    /// Spreads the words of `gap` over a window, by their lengths; `near` says on which sides a known word stands.
    fn spread(
        &self,
        times: &mut [Option<WordTime>],
        gap: std::ops::Range<usize>,
        (from, to): (u64, u64),
        near: (bool, bool),
    ) {
        let whole: u64 = self.written[gap.clone()].iter().map(|word| word.weight()).sum();
        let moment = |passed: u64| {
            Timecode(from + (u128::from(to - from) * u128::from(passed) / u128::from(whole.max(1))) as u64)
        };
        let (first, last) = (gap.start, gap.end);
        let mut passed = 0;
        for at in gap {
            let start = moment(passed);
            passed += self.written[at].weight();
            let is_known = near.0 && at + 1 - first <= LOST || near.1 && last - at <= LOST;
            times[at] = is_known.then(|| WordTime { start, end: moment(passed), is_estimated: true });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(words: &[(u32, u64, u64)]) -> Vec<RecordedWord> {
        let word = |&(hash, start, end): &(u32, u64, u64)| RecordedWord {
            hash,
            start: Timecode(start),
            end: Timecode(end),
            is_estimated: false,
        };
        words.iter().map(word).collect()
    }

    fn starts(recorded: &[RecordedWord], hashes: &[u32]) -> Vec<Option<u64>> {
        let written = hashes.iter().map(|&hash| SaidWord { at: 0, end: 4, hash }).collect();
        WordClock::new(recorded, written).times().iter().map(|time| time.map(|time| time.start.0)).collect()
    }

    #[test]
    fn corrected_words_have_the_times_of_what_was_heard() {
        let spoken =
            recorded(&[(0, 0, 300), (1, 400, 600), (2, 1800, 1900), (3, 2000, 2400), (4, 4000, 4200)]);
        assert_eq!(starts(&spoken, &[0, 1, 9, 8, 4]), [0, 400, 1800, 2000, 4000].map(Some));
        assert_eq!(starts(&spoken, &[0, 1, 9, 8, 7, 4]), [0, 400, 1800, 2000, 2200, 4000].map(Some));
        assert_eq!(starts(&spoken, &[0, 1, 2, 9, 3, 4]), [0, 400, 1800, 1900, 2000, 4000].map(Some));
        let joined = recorded(&[(0, 0, 300), (1, 300, 700), (2, 700, 900)]);
        assert_eq!(starts(&joined, &[0, 1, 9, 2]), [0, 300, 500, 700].map(Some));
    }

    #[test]
    fn words_far_from_the_recording_have_no_time() {
        let spoken = recorded(&[(0, 0, 300), (1, 400, 600)]);
        let added: Vec<u32> = [0].into_iter().chain(100..300).chain([1]).collect();
        let times = starts(&spoken, &added);
        assert_eq!((times[1].is_some(), times[100], times[200].is_some()), (true, None, true));
    }
}
