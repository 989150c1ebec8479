//! Pieces and words as cues: one reader for every table of names.

use std::collections::BTreeSet;

use serde_json::Value;

use super::fields::{Clock, speaker, text, value, values};
use super::{PieceKeys, PieceLayout, TurnKeys, WordSpacing};
use crate::formats::shared::json_values::{RecognizedWord, cues_of, known_words};
use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;
use crate::text::words::count_words;

/// Reads the pieces of one layout into a transcript.
pub struct PieceReader<'a> {
    layout: &'a PieceLayout,
    script: &'a mut ImportedTranscript,
    /// The number of pieces, or of words where there are no pieces.
    pub units: usize,
}

/// The speakers and the times from which they speak, in order.
type Turns = Vec<(Timecode, Option<String>)>;

impl<'a> PieceReader<'a> {
    /// A reader that adds to `script`.
    pub fn new(layout: &'a PieceLayout, script: &'a mut ImportedTranscript) -> Self {
        PieceReader { layout, script, units: 0 }
    }

    /// Reads all channels. Several are several people, unless they say who speaks.
    pub fn read(&mut self, output: &Value) {
        if self.layout.channels.is_empty() {
            return self.channel(output, output, None);
        }
        let channels = values(output, self.layout.channels);
        let is_many = channels.len() > 1;
        for (number, channel) in (1..).zip(channels) {
            self.channel(output, channel, is_many.then(|| format!("Channel {number}")));
        }
        if is_many {
            self.script.cues.sort_by_key(|cue| cue.start);
        }
    }

    fn channel(&mut self, output: &Value, channel: &Value, name: Option<String>) {
        let layout = self.layout;
        let pieces = match layout.pieces {
            "" => vec![channel],
            path => values(channel, path),
        };
        let words: Vec<Vec<&Value>> = match layout.words {
            "" => vec![Vec::new(); pieces.len()],
            path => pieces.iter().map(|piece| values(piece, path)).collect(),
        };
        let (clock, turns) = (self.clock(&pieces, &words), self.turns(output, &pieces, &words));
        let from = self.script.cues.len();
        match layout.pieces.is_empty() || is_said_twice(&pieces, &words, layout) {
            true => {
                let last = words.last().map(Vec::as_slice).unwrap_or_default();
                self.units += last.len();
                self.script.cues.extend(cues_of(self.recognized(last, clock, &turns)));
            }
            false if words.iter().all(Vec::is_empty) && are_words(&pieces, layout) => {
                self.units += pieces.len();
                let said = recognized(&pieces, &layout.piece, clock, WordSpacing::Words, &turns);
                self.script.cues.extend(cues_of(said));
            }
            false => {
                self.units += pieces.len();
                for (piece, words) in pieces.iter().zip(&words) {
                    self.piece(piece, self.recognized(words, clock, &turns), clock, &turns);
                }
            }
        }
        for cue in self.script.cues[from..].iter_mut().filter(|cue| cue.speaker.is_none()) {
            cue.speaker.clone_from(&name);
        }
    }

    fn clock(&self, pieces: &[&Value], words: &[Vec<&Value>]) -> Clock {
        match words.iter().any(|words| !words.is_empty()) {
            true => self.layout.clock.told_from(&words.concat(), self.layout.word.start),
            false => self.layout.clock.told_from(pieces, self.layout.piece.start),
        }
    }

    fn turns(&self, output: &Value, pieces: &[&Value], words: &[Vec<&Value>]) -> Turns {
        let Some(TurnKeys { list, start, speaker: name }) = &self.layout.turns else { return Turns::new() };
        let clock = self.clock(pieces, words);
        let listed = values(output, list);
        let said: Vec<Option<Timecode>> =
            words.iter().flatten().map(|word| clock.time(word, self.layout.word.start)).collect();
        let times: Vec<Option<Timecode>> = match word_numbers(&listed, start, &said, clock) {
            Some(numbers) => {
                numbers.into_iter().map(|at| said[at..].iter().flatten().next().copied()).collect()
            }
            None => listed.iter().map(|turn| clock.time(turn, start)).collect(),
        };
        let named = times.into_iter().zip(&listed);
        let mut turns: Turns = named.filter_map(|(time, turn)| Some((time?, speaker(turn, name)))).collect();
        turns.sort_by_key(|(start, _)| *start);
        turns
    }

    fn recognized(&self, words: &[&Value], clock: Clock, turns: &Turns) -> Vec<RecognizedWord> {
        recognized(words, &self.layout.word, clock, self.layout.spacing, turns)
    }

    /// A piece is a cue, unless its words are said by several people or are all that it has.
    fn piece(&mut self, piece: &Value, words: Vec<RecognizedWord>, clock: Clock, turns: &Turns) {
        let keys = &self.layout.piece;
        let said = text(piece, keys.text).unwrap_or_default();
        let said = said.trim();
        let start = clock.time(piece, keys.start).or(words.first().and_then(|word| word.start));
        let named = speaker(piece, keys.speaker).or_else(|| speaker_at(start, turns));
        let mut speakers = words.iter().filter_map(|word| word.speaker.as_ref());
        let first = speakers.next().cloned();
        let is_mixed = speakers.any(|other| Some(other) != first.as_ref());
        if said.is_empty() || is_mixed {
            if is_mixed && !said.is_empty() {
                self.script.changed.add("segments in which several people speak, divided", said);
            }
            return self.script.cues.extend(cues_of(with_speakers(words, named)));
        }
        let last = words.last().and_then(|word| word.end);
        self.script.cues.push(Cue {
            known: known_words(said, &words),
            start,
            end: end(piece, keys, clock, start).or(last),
            speaker: named.or(first),
            text: RichText::plain(said),
            ..Cue::default()
        });
    }
}

/// The words' speakers, and that of their piece where they have none.
fn with_speakers(words: Vec<RecognizedWord>, piece: Option<String>) -> impl Iterator<Item = RecognizedWord> {
    let mut last = piece;
    words.into_iter().map(move |mut word| {
        last = word.speaker.take().or(last.take());
        RecognizedWord { speaker: last.clone(), ..word }
    })
}

/// Words with their punctuation.
fn recognized(
    words: &[&Value],
    keys: &PieceKeys,
    clock: Clock,
    spacing: WordSpacing,
    turns: &Turns,
) -> Vec<RecognizedWord> {
    let mut out: Vec<RecognizedWord> = Vec::with_capacity(words.len());
    let mut is_apart = true;
    for word in words {
        let said = text(word, keys.text).unwrap_or_default();
        let start = clock.time(word, keys.start);
        let end = end(word, keys, clock, start);
        let named = speaker(word, keys.speaker);
        let is_other = || named.is_some() && out.last().is_some_and(|last| last.speaker != named);
        let opens = match spacing {
            WordSpacing::Words => !is_punctuation(said.trim()),
            WordSpacing::Tokens => {
                is_apart
                    || said.starts_with(char::is_whitespace)
                    || !is_punctuation(said.trim()) && is_other()
            }
        };
        is_apart = said.ends_with(char::is_whitespace);
        match out.last_mut().filter(|_| !opens || said.trim().is_empty()) {
            Some(last) => {
                last.text.push_str(said.trim());
                last.end = end.filter(|_| !said.trim().is_empty()).or(last.end);
            }
            None if said.trim().is_empty() => {}
            None => {
                let speaker = named.or_else(|| speaker_at(start, turns));
                out.push(RecognizedWord { text: said.trim().to_string(), start, end, speaker });
            }
        }
    }
    out
}

fn end(piece: &Value, keys: &PieceKeys, clock: Clock, start: Option<Timecode>) -> Option<Timecode> {
    let lasts = || Some(Timecode(start?.0.saturating_add(clock.time(piece, keys.duration)?.0)));
    clock.time(piece, keys.end).or_else(lasts)
}

/// The numbers of the words with which turns begin, where a program counts words and not time: whole numbers below that of the words,
/// most of which are the time of no word.
fn word_numbers(
    turns: &[&Value],
    start: &[&str],
    said: &[Option<Timecode>],
    clock: Clock,
) -> Option<Vec<usize>> {
    let number = |turn: &&Value| usize::try_from(value(turn, start)?.as_u64()?).ok();
    let numbers: Vec<usize> = turns.iter().map(number).collect::<Option<_>>()?;
    let is_count = numbers.len() > 1 && numbers.iter().all(|number| *number < said.len());
    let heard: BTreeSet<Option<Timecode>> = said.iter().copied().collect();
    let is_heard = |turn: &&&Value| heard.contains(&clock.time(turn, start));
    (is_count && turns.iter().filter(is_heard).count() * 2 <= turns.len()).then_some(numbers)
}

/// The speaker at a time: that of the last turn that began before.
fn speaker_at(time: Option<Timecode>, turns: &Turns) -> Option<String> {
    let next = turns.partition_point(|(start, _)| Some(*start) <= time);
    turns.get(next.checked_sub(1)?)?.1.clone()
}

/// Marks that stand behind a word without a space.
fn is_punctuation(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| ".,;:?!…)]}»”、。，．；：？！）」』】؟،؛।".contains(c))
}

/// Tells whether each piece is a word: then they are put together to sentences.
fn are_words(pieces: &[&Value], layout: &PieceLayout) -> bool {
    let said = |piece: &&Value| count_words(&text(piece, layout.piece.text).unwrap_or_default());
    let words: usize = pieces.iter().map(said).sum();
    pieces.len() >= 4 && words <= pieces.len() + pieces.len() / 8
}

/// Tells whether the last piece holds all words again, now with their speakers, as Google's first version has it.
fn is_said_twice(pieces: &[&Value], words: &[Vec<&Value>], layout: &PieceLayout) -> bool {
    let Some((last, before)) = words.split_last().filter(|(_, before)| !before.is_empty()) else {
        return false;
    };
    let is_silent = pieces
        .last()
        .is_some_and(|piece| text(piece, layout.piece.text).is_none_or(|text| text.trim().is_empty()));
    let earlier: usize = before.iter().map(Vec::len).sum();
    let are_named = |words: &[&Value]| words.iter().all(|word| speaker(word, layout.word.speaker).is_some());
    is_silent
        && earlier > 0
        && last.len() >= earlier
        && are_named(last)
        && !before.iter().any(|words| are_named(words))
}
