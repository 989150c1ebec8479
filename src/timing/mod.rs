//! Times of words: the words of a page are found among those of its recording, and each gets the time at which it is said. A page
//! that was corrected keeps the times of all that was not, and what was corrected lies between.

mod clock;
pub mod sidecar;

pub use self::clock::{WordClock, match_words};
pub use self::sidecar::{RecordedWord, SidecarError};

pub use crate::formats::word_times::SHARE;
use crate::model::{Document, WordTimes};
use crate::speech::words::turn_words;

/// A page whose words are not those of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrangeWords {
    /// The number of its words that are in the recording.
    pub found: usize,
    /// The number of words that are said on the page.
    pub words: usize,
}

/// Gives the words of `document` the times of `recorded`, and its turns without a time that of their first word.
pub fn bring(document: &mut Document, recorded: &[RecordedWord]) -> Result<(), StrangeWords> {
    let turns: Vec<usize> = document.turns().map(|turn| turn_words(turn).len()).collect();
    let written: Vec<u32> = document.turns().flat_map(turn_words).map(|word| word.hash).collect();
    let clock = WordClock::new(recorded, document.turns().flat_map(turn_words).collect());
    let (found, words) = (clock.found(), written.len());
    if found * SHARE < words || found == 0 {
        return Err(StrangeWords { found, words });
    }
    let times = clock.times();
    let mut first = 0;
    let all = document.sections.iter_mut().flat_map(|section| &mut section.turns);
    for (turn, words) in all.zip(turns) {
        let own = &times[first..first + words];
        turn.time = turn.time.or_else(|| own.iter().flatten().next().map(|word| word.start));
        first += words;
    }
    document.word_times = Some(WordTimes::new(&times));
    Ok(())
}
