//! Spoken words of a page, and the places in its text that have or could have times.

use std::ops::Range;

use crate::model::{Block, BlockKind, Document, Inline, Turn};
use crate::speech::words::{SaidWord, words};
use crate::text::timecode::find_times;

/// The words of a page, and the places of its times.
#[derive(Debug, Default)]
pub struct Spoken {
    /// Every word that somebody says.
    pub words: Vec<SaidWord>,
    /// The places of times, in order.
    pub slots: Vec<Slot>,
}

/// A place where a time stands or could stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The bytes of the time alone, without its brackets; none where there is no time yet.
    pub range: Range<usize>,
    /// The number of the word behind it.
    pub word: usize,
}

/// The number of no word: such a time is left as it is, and counted as unknown.
const NO_WORD: usize = usize::MAX;

/// Reads the page that was parsed from `source`.
pub fn read(source: &str, document: &Document) -> Spoken {
    let mut reader = CorrectedPageReader { source, cursor: 0, spoken: Spoken::default() };
    for section in &document.sections {
        let heading = section.heading.as_ref().filter(|heading| heading.time.is_some());
        heading.into_iter().for_each(|heading| reader.time_in(heading.span.range(), TimeChoice::Last));
        section.turns.iter().for_each(|turn| reader.turn(turn));
    }
    let mut spoken = reader.spoken;
    spoken.slots.sort_by_key(|slot| slot.range.start);
    let mut end = 0;
    spoken.slots.retain(|slot| {
        let is_apart = slot.range.start >= end;
        end = end.max(slot.range.end);
        is_apart
    });
    spoken
}

struct CorrectedPageReader<'a> {
    source: &'a str,
    /// The byte up to which the source has been read.
    cursor: usize,
    spoken: Spoken,
}

impl CorrectedPageReader<'_> {
    fn turn(&mut self, turn: &Turn) {
        for (number, block) in turn.blocks.iter().enumerate() {
            let span = block.span.range();
            self.cursor = self.cursor.max(span.start);
            match number {
                0 => self.opening(turn, block),
                _ if is_untimed_paragraph(block) => self.add(span.start..span.start),
                _ => {}
            }
            block.for_each_inlines(&mut |inlines| self.inlines(inlines, span.end));
        }
    }

    /// The time of a turn stands between its label and its words.
    fn opening(&mut self, turn: &Turn, block: &Block) {
        let Some(first) = first_word(block) else { return };
        let label = turn.span.range().start..first;
        match turn.time {
            Some(_) => self.time_in(label, TimeChoice::First),
            None => {
                let at = before_signs(self.source, first);
                self.add(at..at);
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline], end: usize) {
        for inline in inlines {
            match inline {
                Inline::Text { text, at } => {
                    self.cursor = self.cursor.max(*at as usize);
                    self.words(text);
                }
                Inline::Code(code) => self.words(code),
                Inline::Time { written, .. } => self.time(written, end),
                _ => self.inlines(inline.children().unwrap_or_default(), end),
            }
        }
    }

    fn words(&mut self, text: &str) {
        self.spoken.words.extend(words(text));
    }

    /// A time among words, `[12:34]`, found where it is written. No word is behind the times of a range.
    fn time(&mut self, written: &str, end: usize) {
        let is_range = find_times(written).count() > 1;
        for digits in find_times(written).map(|range| &written[range]) {
            let Some(found) = self.source.get(self.cursor..end).and_then(|rest| rest.find(digits)) else {
                return;
            };
            let start = self.cursor + found;
            self.cursor = start + digits.len();
            let word = if is_range { NO_WORD } else { self.spoken.words.len() };
            self.spoken.slots.push(Slot { range: start..self.cursor, word });
        }
    }

    /// The time that a label or a heading has: the one that is at `side` of all that stand there.
    fn time_in(&mut self, part: Range<usize>, side: TimeChoice) {
        let text = self.source.get(part.clone()).unwrap_or_default();
        let mut times = find_times(text);
        let found = match side {
            TimeChoice::First => times.next(),
            TimeChoice::Last => times.last(),
        };
        if let Some(found) = found {
            self.cursor = part.start + found.end;
            self.add(part.start + found.start..self.cursor);
        }
    }

    fn add(&mut self, range: Range<usize>) {
        self.spoken.slots.push(Slot { range, word: self.spoken.words.len() });
    }
}

/// The time to choose among several.
#[derive(Clone, Copy)]
enum TimeChoice {
    First,
    Last,
}

fn is_untimed_paragraph(block: &Block) -> bool {
    let BlockKind::Paragraph(inlines) = &block.kind else { return false };
    let first =
        inlines.iter().find(|inline| !matches!(inline, Inline::Text { text, .. } if text.trim().is_empty()));
    !matches!(first, Some(Inline::Time { .. }) | None)
}

/// The byte at which a block's first words begin.
fn first_word(block: &Block) -> Option<usize> {
    let mut first = None;
    block.for_each_inlines(&mut |inlines| first = first.or_else(|| first_text(inlines)));
    first
}

fn first_text(inlines: &[Inline]) -> Option<usize> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text { text, at } if !text.trim().is_empty() => {
            Some(*at as usize + text.len() - text.trim_start().len())
        }
        _ => first_text(inline.children()?),
    })
}

/// The byte before the signs that open a word's markup, where they stand apart from what is before them.
fn before_signs(source: &str, at: usize) -> usize {
    let head = source
        .get(..at)
        .unwrap_or_default()
        .trim_end_matches(['*', '_', '=', '~', '[', '`', '\\', '"', '“', '(']);
    if head.is_empty() || head.ends_with(char::is_whitespace) { head.len() } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::parse;
    use crate::source::Sources;

    /// The page with the number of the word behind it at each place of a time.
    fn marked(page: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add("a.md", page);
        let spoken = read(page, &parse::document(&sources, id, &Config::with_everything()).0);
        let mut out = String::new();
        let mut from = 0;
        for Slot { range, word } in spoken.slots {
            out += &format!("{}<{word}>", &page[from..range.start]);
            from = range.end;
        }
        out + &page[from..]
    }

    fn check(page: &str, expected: &str) {
        let front = "+++\nspeakers = [\"Ann\", \"李明\"]\n+++\n\n";
        assert_eq!(marked(&format!("{front}{page}")), format!("{front}{expected}"));
    }

    #[test]
    fn times_are_where_they_stand_or_could() {
        check("**Ann:** [0:12] We *did* it.\n\nAll day.", "**Ann:** [<0>] We *did* it.\n\n<3>All day.");
        check("**Ann:** *We* did it.", "**Ann:** <0>*We* did it.");
        check(
            "**Ann:** ==We==[^a] did.\n\n[^a]: Not said.",
            "**Ann:** <0>==We==[^a] did.\n\n[^a]: Not said.",
        );
        check("Ann: 00:12:14\n\nWe did.\n\nOn 1:30.", "Ann: <0>\n\nWe did.\n\n<2>On 1:30.");
        check("## Part [0:10]\n\n**李明：**好[1:02]的。", "## Part [<0>]\n\n**李明：**<0>好[<1>]的。");
        check(
            "A preface.\n\n**Ann** (0:01): We.\n\n[0:02] So.",
            "A preface.\n\n**Ann** (<0>): We.\n\n[<1>] So.",
        );
        check("**Ann:** \\[0:05\\] We.", "**Ann:** \\[<0>\\] We.");
    }
}
