//! How long a text is, and how long it takes to read.

use crate::model::{Block, BlockKind, Document, Stats};

/// Words that people read in a minute, and characters of Chinese or Japanese.
const WORDS_A_MINUTE: u32 = 230;
const CHARACTERS_A_MINUTE: u32 = 400;

/// How many bytes of a text are enough to tell its script.
const SAMPLE_BYTES: usize = 4000;

/// How long a document is, notes and headings left out.
pub struct Lengths {
    /// All of it.
    pub stats: Stats,
    /// Each turn, in half words.
    pub turns: Vec<u32>,
    /// What each speaker says, in half words.
    pub speakers: Vec<u64>,
}

impl Lengths {
    /// Counts the words of `document`.
    pub fn of(document: &Document) -> Self {
        let (mut stats, mut turns) = (Stats::default(), Vec::new());
        let mut speakers = vec![0; document.speakers.len()];
        for section in &document.sections {
            join(&mut stats, tally(&section.lead));
            for turn in &section.turns {
                let said = tally(&turn.blocks);
                let length = said.words.saturating_mul(2).saturating_add(said.characters);
                turns.push(length);
                turn.speakers.iter().for_each(|id| speakers[usize::from(id.0)] += u64::from(length));
                join(&mut stats, said);
            }
        }
        stats.minutes = minutes(stats);
        Lengths { stats, turns, speakers }
    }
}

fn join(all: &mut Stats, part: Stats) {
    all.words += part.words;
    all.characters += part.characters;
}

fn minutes(stats: Stats) -> u32 {
    let (words, characters) = (u64::from(stats.words), u64::from(stats.characters));
    let (by_words, by_characters) = (u64::from(WORDS_A_MINUTE), u64::from(CHARACTERS_A_MINUTE));
    let minutes = (words * by_characters + characters * by_words).div_ceil(by_words * by_characters);
    u32::try_from(minutes.max(1)).unwrap_or(u32::MAX)
}

/// The words and characters of `blocks`, code left out.
fn tally(blocks: &[Block]) -> Stats {
    let mut stats = Stats::default();
    for block in blocks {
        if !matches!(block.kind, BlockKind::Code { .. } | BlockKind::RawHtml(_)) {
            add(&block.plain_text(), &mut stats);
        }
    }
    stats
}

/// The beginning of a document's words.
pub fn sample(document: &Document) -> String {
    let mut sample = crate::model::plain_text(&document.title);
    for block in document.blocks() {
        if sample.len() > SAMPLE_BYTES {
            break;
        }
        if !matches!(block.kind, BlockKind::Code { .. } | BlockKind::RawHtml(_)) {
            sample.push_str(&block.plain_text());
        }
    }
    sample
}

fn add(text: &str, stats: &mut Stats) {
    let mut in_word = false;
    let mut see = |is_letter: bool, joins: bool| {
        let in_word_now = is_letter || in_word && joins;
        stats.words += u32::from(in_word_now && !in_word);
        in_word = in_word_now;
    };
    for run in text.as_bytes().chunk_by(|a, b| a.is_ascii() == b.is_ascii()) {
        // Most letters need no tables.
        match std::str::from_utf8(run) {
            Ok(run) if !run.is_ascii() => run.chars().for_each(|c| {
                let unspaced = is_unspaced(c);
                stats.characters += u32::from(unspaced);
                see(!unspaced && c.is_alphanumeric(), c == '’');
            }),
            _ => run.iter().for_each(|&b| see(b.is_ascii_alphanumeric(), matches!(b, b'\'' | b'-'))),
        }
    }
}

/// Han, Kana: characters that stand for about half a word each.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_characters_are_counted_apart() {
        let mut stats = Stats::default();
        add("Don't count GPT-5能 twice, 我们", &mut stats);
        assert_eq!((stats.words, stats.characters), (4, 3));
    }
}
