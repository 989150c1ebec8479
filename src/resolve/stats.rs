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
            let mut counter = Counter::default();
            block.for_each_plain(&mut |text| counter.read(text));
            join(&mut stats, counter.stats);
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

/// Counts the words of a text that comes piece by piece. A word begins with a letter behind neither another nor
/// a sign that joins it to one: `don't`, `GPT-5`.
#[derive(Default)]
struct Counter {
    stats: Stats,
    /// Whether there is a letter before, or one and a joining sign.
    is_behind_letter: bool,
    is_behind_joint: bool,
}

impl Counter {
    fn read(&mut self, text: &str) {
        if text.is_ascii() {
            return self.read_ascii(text.as_bytes());
        }
        for run in text.as_bytes().chunk_by(|a, b| a.is_ascii() == b.is_ascii()) {
            // Most letters need no tables.
            match std::str::from_utf8(run) {
                Ok(run) if !run.is_ascii() => run.chars().for_each(|c| {
                    let unspaced = is_unspaced(c);
                    self.stats.characters += u32::from(unspaced);
                    self.see(!unspaced && c.is_alphanumeric(), c == '’');
                }),
                _ => self.read_ascii(run),
            }
        }
    }

    /// Two bytes are behind every byte but the first two: no state is needed, and many are counted at once.
    fn read_ascii(&mut self, run: &[u8]) {
        let (Some([first, second]), Some([before_last, last])) = (run.first_chunk(), run.last_chunk()) else {
            return run.iter().for_each(|&byte| self.see(is_letter(byte), is_joint(byte)));
        };
        self.see(is_letter(*first), is_joint(*first));
        self.see(is_letter(*second), is_joint(*second));
        self.stats.words += beginnings(run);
        self.is_behind_letter = is_letter(*last);
        self.is_behind_joint = is_joint(*last) && is_letter(*before_last);
    }

    fn see(&mut self, is_letter: bool, is_joint: bool) {
        self.stats.words += u32::from(is_letter && !self.is_behind_letter && !self.is_behind_joint);
        self.is_behind_joint = is_joint && self.is_behind_letter;
        self.is_behind_letter = is_letter;
    }
}

/// How many words begin behind the first two bytes. They are counted in bytes, of which many are added at once.
fn beginnings(run: &[u8]) -> u32 {
    let begins = |((a, b), c): ((&u8, &u8), &u8)| {
        let joins = is_joint(*b) & is_letter(*a);
        u8::from(is_letter(*c) & !is_letter(*b) & !joins)
    };
    let parts = |skipped: usize| run[skipped..run.len() - 2 + skipped].chunks(usize::from(u8::MAX));
    let threes = parts(0).zip(parts(1)).zip(parts(2));
    threes.map(|((a, b), c)| u32::from(a.iter().zip(b).zip(c).map(begins).sum::<u8>())).sum()
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn is_joint(byte: u8) -> bool {
    (byte == b'\'') | (byte == b'-')
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
        let check = |pieces: &[&str], expected: (u32, u32)| {
            let mut counter = Counter::default();
            pieces.iter().for_each(|text| counter.read(text));
            assert_eq!((counter.stats.words, counter.stats.characters), expected, "{pieces:?}");
        };
        check(&["Don't count GPT-5能 twice, 我们"], (4, 3));
        check(&["Don", "'", "t c", "ount G", "PT", "-", "5能 tw", "ice"], (4, 1));
        check(&["it is said--and 'quoted' - it’s don’t"], (7, 0));
        check(&["é-é été’s -a- a- a", ""], (5, 0));
        check(&["", "a"], (1, 0));
    }

    proptest::proptest! {
        #[test]
        fn it_does_not_matter_how_a_text_is_cut(text in "[ab'’ \\-.é字]{0,40}|[ab' \\-.]{250,600}") {
            let (mut whole, mut cut) = (Counter::default(), Counter::default());
            whole.read(&text);
            text.split("").for_each(|letter| cut.read(letter));
            proptest::prop_assert_eq!(whole.stats, cut.stats);
        }
    }
}
