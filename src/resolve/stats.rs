//! Length and reading time of a text.

use crate::model::{Block, BlockKind, Document, Stats};
use crate::text::words::{WordCount, WordCounter};

/// Words that people read in a minute, and characters of Chinese or Japanese.
const WORDS_A_MINUTE: u32 = 230;
const CHARACTERS_A_MINUTE: u32 = 400;

/// The number of bytes of a text that are enough to recognize its script.
const SAMPLE_BYTES: usize = 4000;

/// The length of a document without notes and headings.
pub struct Lengths {
    /// All of it.
    pub stats: Stats,
    /// Each turn, in half words.
    pub turns: Vec<u32>,
    /// The length of each speaker's words, in half words.
    pub speakers: Vec<u64>,
}

impl Lengths {
    /// Counts the words of `document`.
    pub fn from_document(document: &Document) -> Self {
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

fn join(all: &mut Stats, part: WordCount) {
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
fn tally(blocks: &[Block]) -> WordCount {
    let mut counter = WordCounter::default();
    for block in blocks {
        if !matches!(block.kind, BlockKind::Code { .. } | BlockKind::RawHtml(_)) {
            counter.end_word();
            block.for_each_plain(&mut |text| counter.read(text));
        }
    }
    counter.count
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
