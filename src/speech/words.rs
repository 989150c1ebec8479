//! The words of a page as they are compared with those of a recording. The script of the player cuts the page's text by the same
//! rule, since the times are published in the order of the words and without them.

use std::collections::BTreeMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::config::Access;
use crate::model::{Document, Inline, MarkId, Turn, WordTime, WordTimes};
use crate::text::hash::hash32;
use crate::text::script::is_unspaced;
use crate::text::timecode::Timecode;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaidWord {
    /// The byte at which it begins.
    pub at: usize,
    /// The byte behind its last letter.
    pub end: usize,
    /// A hash of its letters: case, width and punctuation do not count.
    pub hash: u32,
}

impl SaidWord {
    /// About how long it takes to be said, in letters; one character of a script without spaces is a syllable.
    pub fn weight(self) -> u64 {
        (self.end - self.at).max(2) as u64
    }
}

/// The words of `text`: letters, digits and the apostrophes between them, and a character of a script without spaces each.
pub fn words(text: &str) -> Vec<SaidWord> {
    let mut words = Vec::new();
    let mut letters = String::new();
    let (mut start, mut end) = (0, 0);
    let mut end_word = |letters: &mut String, at: usize, end: usize| {
        if !letters.is_empty() {
            words.push(SaidWord { at, end, hash: hash32(letters) });
            letters.clear();
        }
    };
    for (at, c) in text.char_indices() {
        let alone = is_unspaced(c);
        if alone || !c.is_alphanumeric() && c != '\'' && c != '’' {
            end_word(&mut letters, start, end);
        }
        if letters.is_empty() {
            start = at;
        }
        letters
            .extend(std::iter::once(c).nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()));
        if c.is_alphanumeric() {
            end = at + c.len_utf8();
        }
        if alone {
            end_word(&mut letters, start, end.max(at + c.len_utf8()));
        }
    }
    end_word(&mut letters, start, end);
    words
}

/// The words of a turn, in reading order; those of a gap or of foreign markup are not said.
pub fn turn_words(turn: &Turn) -> Vec<SaidWord> {
    let mut found = Vec::new();
    for block in &turn.blocks {
        block.for_each_inlines(&mut |inlines| found.extend(words(&SaidText::new(inlines).text)));
    }
    found
}

/// The text that is said in a run of inlines.
#[derive(Default)]
struct SaidText {
    text: String,
    /// The bytes of each key quote and highlight, in the order of their ends.
    marks: Vec<(MarkId, Range<usize>)>,
    /// The bytes of words that this edition shows and others withhold, with the byte of their mark in the file.
    withheld: Vec<(u32, Access, Range<usize>)>,
}

impl SaidText {
    fn new(inlines: &[Inline]) -> Self {
        let mut said = SaidText::default();
        said.push(inlines);
        said
    }

    fn push(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let start = self.text.len();
            match inline {
                Inline::Text { text, .. } | Inline::Code(text) => self.text.push_str(text),
                Inline::NoteRef(_) => {}
                // What says that words are withheld is not said.
                Inline::Withheld { passage, .. } if !passage.is_shown => self.text.push(' '),
                _ => match inline.children() {
                    Some(children) => self.push(children),
                    None => self.text.push(' '),
                },
            }
            match inline {
                Inline::Mark { mark, .. } => self.marks.push((*mark, start..self.text.len())),
                Inline::Withheld { passage, children } if !children.is_empty() && passage.is_shown => {
                    self.withheld.push((passage.at, passage.access.clone(), start..self.text.len()));
                }
                _ => {}
            }
        }
    }
}

/// The times of the words of each run of inlines of a document, in reading order.
struct RunTimes {
    times: std::vec::IntoIter<Option<WordTime>>,
}

impl RunTimes {
    fn new(times: &WordTimes) -> Self {
        RunTimes { times: times.unpack().into_iter() }
    }

    /// The words of the next run, each with its time.
    fn next_run(&mut self, inlines: &[Inline]) -> (SaidText, Vec<(SaidWord, WordTime)>) {
        let said = SaidText::new(inlines);
        let own = words(&said.text).into_iter().map(|word| (word, self.times.next().flatten()));
        let timed = own.filter_map(|(word, time)| Some((word, time?))).collect();
        (said, timed)
    }
}

/// The beginning and the end of each highlight whose words have times.
pub fn mark_times(document: &Document) -> BTreeMap<MarkId, Range<Timecode>> {
    let mut found: BTreeMap<MarkId, Range<Timecode>> = BTreeMap::new();
    let Some(times) = &document.word_times else { return found };
    let mut times = RunTimes::new(times);
    for block in document.turns().flat_map(|turn| &turn.blocks) {
        block.for_each_inlines(&mut |inlines| {
            let (said, timed) = times.next_run(inlines);
            for (mark, bytes) in said.marks {
                let from = timed.partition_point(|(word, _)| word.at < bytes.start);
                let to = timed.partition_point(|(word, _)| word.end <= bytes.end);
                let Some([(_, first), ..]) = timed.get(from..to.max(from)) else { continue };
                let end = timed[from..to].last().map_or(first.end, |(_, last)| last.end);
                found.entry(mark).and_modify(|range| range.end = end).or_insert(first.start..end);
            }
        });
    }
    found
}

/// The times of the words of a turn.
#[derive(Clone, Debug, Default)]
pub struct TurnWordTimes {
    /// From its first to its last word.
    pub whole: Option<Range<Timecode>>,
    /// The passages that are withheld from others: the byte of the mark in the file, the conditions, and the time.
    pub passages: Vec<(u32, Access, Option<Range<Timecode>>)>,
}

/// The times of the words of each turn, by its number, where some are known or something is withheld.
pub fn turn_word_times(document: &Document) -> BTreeMap<usize, TurnWordTimes> {
    let mut found = BTreeMap::new();
    let mut times = document.word_times.as_ref().map(RunTimes::new);
    for (number, turn) in document.turns().enumerate() {
        let mut own = TurnWordTimes::default();
        for block in &turn.blocks {
            block.for_each_inlines(&mut |inlines| {
                let (said, timed) = match &mut times {
                    Some(times) => times.next_run(inlines),
                    None => (SaidText::new(inlines), Vec::new()),
                };
                let over = |words: &[(SaidWord, WordTime)]| Some(words.first()?.1.start..words.last()?.1.end);
                if let Some(range) = over(&timed) {
                    let start = own.whole.as_ref().map_or(range.start, |whole| whole.start);
                    own.whole = Some(start..range.end);
                }
                for (at, access, bytes) in said.withheld {
                    let from = timed.partition_point(|(word, _)| word.at < bytes.start);
                    let to = timed.partition_point(|(word, _)| word.end <= bytes.end);
                    own.passages.push((at, access, over(timed.get(from..to.max(from)).unwrap_or_default())));
                }
            });
        }
        if own.whole.is_some() || !own.passages.is_empty() {
            found.insert(number, own);
        }
    }
    found
}

/// `document` with a time before each word whose own time is known, as if its author had written them all.
pub fn with_times_of_words(document: &Document) -> Document {
    let mut document = document.clone();
    let Some(times) = document.word_times.take() else { return document };
    let mut times = RunTimes::new(&times);
    for turn in document.sections.iter_mut().flat_map(|section| &mut section.turns) {
        for block in &mut turn.blocks {
            block.for_each_inlines_mut(&mut |inlines| {
                let (_, timed) = times.next_run(inlines);
                let known = timed.into_iter().filter(|(_, time)| !time.is_estimated);
                let known: Vec<_> = known.map(|(word, time)| (word.at, time.start)).collect();
                *inlines = interspersed(std::mem::take(inlines), &known, &mut 0);
            });
        }
    }
    document
}

/// `inlines` with times at these bytes of what is said in them; `at` is the byte at which they begin.
fn interspersed(inlines: Vec<Inline>, known: &[(usize, Timecode)], at: &mut usize) -> Vec<Inline> {
    let mut out = Vec::with_capacity(inlines.len());
    let time = |time: Timecode| Inline::Time { time, written: String::new() };
    for mut inline in inlines {
        match &mut inline {
            Inline::Text { text, at: source } => {
                let start = *at;
                *at += text.len();
                let from = known.partition_point(|(byte, _)| *byte < start);
                let mut cut = 0;
                for (byte, moment) in known[from..].iter().take_while(|(byte, _)| *byte < *at) {
                    let piece =
                        Inline::Text { text: text[cut..byte - start].into(), at: *source + cut as u32 };
                    out.extend((byte - start > cut).then_some(piece));
                    out.push(time(*moment));
                    cut = byte - start;
                }
                out.push(Inline::Text { text: text[cut..].into(), at: *source + cut as u32 });
            }
            Inline::Code(code) => {
                let end = *at + code.len();
                out.extend(
                    known
                        .iter()
                        .filter(|(byte, _)| (*at..end).contains(byte))
                        .map(|known| time(known.1))
                        .take(1),
                );
                *at = end;
                out.push(inline);
            }
            Inline::NoteRef(_) => out.push(inline),
            Inline::Withheld { passage, .. } if !passage.is_shown => {
                *at += 1;
                out.push(inline);
            }
            _ => {
                match inline.children_mut() {
                    Some(children) => *children = interspersed(std::mem::take(children), known, at),
                    None => *at += 1,
                }
                out.push(inline);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_alike_whatever_their_signs() {
        let hashes = |text: &str| words(text).into_iter().map(|word| word.hash).collect::<Vec<_>>();
        assert_eq!(hashes("Don’t — STOP, ok?"), hashes("don't stop ok"));
        let places: Vec<_> = words("a 好的b ‘b’").iter().map(|word| (word.at, word.end)).collect();
        assert_eq!(places, [(0, 1), (2, 5), (5, 8), (8, 9), (13, 14)]);
    }
}
