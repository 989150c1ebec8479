//! The text of a turn or a note in pieces, each with its time where that is known: a hit is at the second at which its words are said,
//! and not at the beginning of a turn of ten minutes.

use crate::model::{Block, BlockKind, Inline, plain_text};
use crate::text::sentences::ends_sentence;
use crate::text::timecode::Timecode;

/// About so many bytes of text are in an entry at most: a browser fetches all of it to show a line. A longer section
/// is several entries, cut between turns, or where a turn is longer itself, between paragraphs.
pub const LONGEST: usize = 4000;

/// A text of at least so many bytes ends before a sentence whose time is known: half a minute, of somebody who speaks as most do. Each
/// piece costs the index some bytes.
const PASSAGE: usize = 500;

/// Some blocks, or a piece of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedText {
    /// The words; blocks are lines.
    pub text: String,
    /// The time of its first words, or the last one before them that is written in the text.
    pub time: Option<Timecode>,
}

/// The text of `blocks`, cut before sentences with a time, between blocks where it gets longer than [`LONGEST`], and within a block
/// that is longer itself.
pub fn timed_texts(blocks: &[Block]) -> Vec<TimedText> {
    let mut texts: Vec<TimedText> = Vec::new();
    let mut time = None;
    for block in blocks {
        let words = TimedWords::new(block);
        let mut start = 0;
        for (number, (end, is_timed)) in words.ends().into_iter().enumerate() {
            let piece = &words.text[start..end];
            time = words.time_at(start).or(time);
            let is_full = |last: &TimedText| {
                last.text.len() + piece.len() >= LONGEST || is_timed && last.text.len() >= PASSAGE
            };
            match texts.last_mut().filter(|last| !is_full(last)) {
                Some(last) => {
                    last.text.push_str(if number == 0 { "\n" } else { "" });
                    last.text.push_str(piece);
                }
                None => texts.push(TimedText { text: piece.into(), time }),
            }
            start = end;
        }
    }
    texts
}

/// The text of a block, and the times in it.
#[derive(Default)]
struct TimedWords {
    text: String,
    /// Bytes of the text, and the times that are written there.
    times: Vec<(usize, Timecode)>,
}

impl TimedWords {
    fn new(block: &Block) -> Self {
        if let BlockKind::Code { .. } | BlockKind::RawHtml(_) = block.kind {
            return TimedWords { text: block.plain_text(), times: Vec::new() };
        }
        let mut words = TimedWords::default();
        let mut between = "";
        block.for_each_inlines(&mut |inlines| {
            words.text.push_str(between);
            words.push(inlines);
            between = "\n";
        });
        words
    }

    fn push(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match (inline, inline.children()) {
                (Inline::Time { time, .. }, _) => self.times.push((self.text.len(), *time)),
                (_, Some(children)) => self.push(children),
                (_, None) => self.text.push_str(&plain_text(std::slice::from_ref(inline))),
            }
        }
    }

    /// The ends of its pieces, and for each whether it begins with a sentence whose time is known.
    fn ends(&self) -> Vec<(usize, bool)> {
        let is_start = |at: usize| self.text[..at].trim_end().is_empty() || ends_sentence(&self.text[..at]);
        let starts = self.times.iter().map(|(at, _)| *at).filter(|&at| is_start(at));
        let mut ends = Vec::new();
        let (mut start, mut is_timed) = (0, false);
        for next in starts.chain([self.text.len()]) {
            while next - start > LONGEST {
                start += cut(&self.text[start..next]);
                ends.push((start, is_timed));
                is_timed = false;
            }
            if next > start {
                ends.push((next, is_timed));
            }
            (start, is_timed) = (next, true);
        }
        ends
    }

    /// The last time that is written before the first word behind byte `at`.
    fn time_at(&self, at: usize) -> Option<Timecode> {
        let word = self.text.len() - self.text[at..].trim_start().len();
        let before = self.times.partition_point(|(place, _)| *place <= word);
        self.times.get(before.checked_sub(1)?).map(|(_, time)| *time)
    }
}

/// The byte at which to cut `text` so that at most [`LONGEST`] bytes come before: after a sentence if one ends near,
/// else at a space or a mark, so that no word is cut in two.
fn cut(text: &str) -> usize {
    if text.len() <= LONGEST {
        return text.len();
    }
    let longest = text.floor_char_boundary(LONGEST);
    let nearest = text.floor_char_boundary(LONGEST - LONGEST / 4);
    let chars = || text[nearest..longest].char_indices().map(|(at, c)| (nearest + at + c.len_utf8(), c));
    let is_end = |&(end, c): &(usize, char)| match c {
        '.' | '!' | '?' | '…' => text[end..].starts_with(char::is_whitespace),
        _ => matches!(c, '\n' | '。' | '！' | '？'),
    };
    let sentence = chars().rfind(is_end);
    let space = || chars().rfind(|(_, c)| c.is_whitespace());
    let mark = || chars().rfind(|(_, c)| !c.is_alphanumeric());
    sentence.or_else(space).or_else(mark).map_or(longest, |(end, _)| end)
}
