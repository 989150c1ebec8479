//! The count of words: one definition for reading times, speakers' shares and reports of imports.

use super::script::{is_alphanumeric, is_east_asian_letter};

/// The length of a text: words, and the characters of Han and Kana, which have no spaces between words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordCount {
    /// Words of scripts with spaces.
    pub words: u32,
    /// Characters of Han and Kana, each about half a word.
    pub characters: u32,
}

impl WordCount {
    /// Counts the words of `text`.
    pub fn new(text: &str) -> Self {
        let mut counter = WordCounter::default();
        counter.read(text);
        counter.count
    }

    /// Words and characters together: conserved however a text is cut between words, as reports need it.
    pub fn total(self) -> usize {
        self.words as usize + self.characters as usize
    }

    /// The length in words, for the size of paragraphs; a character counts as two thirds of a word.
    pub fn measure(self) -> usize {
        self.words as usize + self.characters as usize * 2 / 3
    }
}

/// Words and characters of `text`, as [`WordCount::total`] counts them.
pub fn count_words(text: &str) -> usize {
    WordCount::new(text).total()
}

/// Counts the words of a text that comes piece by piece. A word begins with a letter behind neither another nor
/// a sign that joins it to one: `don't`, `GPT-5`.
#[derive(Debug, Default)]
pub struct WordCounter {
    /// The words so far.
    pub count: WordCount,
    /// True if there is a letter before, or one and a joining sign.
    is_behind_letter: bool,
    is_behind_joint: bool,
}

impl WordCounter {
    /// Ends the word that was being read: what follows is no part of it.
    pub fn end_word(&mut self) {
        *self = WordCounter { count: self.count, ..WordCounter::default() };
    }

    /// Counts the words of `text`, which goes on where the last one ended.
    pub fn read(&mut self, text: &str) {
        if text.is_ascii() {
            return self.read_ascii(text.as_bytes());
        }
        for run in text.as_bytes().chunk_by(|a, b| a.is_ascii() == b.is_ascii()) {
            // Most letters need no tables.
            match std::str::from_utf8(run) {
                Ok(run) if !run.is_ascii() => run.chars().for_each(|c| {
                    let unspaced = is_east_asian_letter(c);
                    self.count.characters += u32::from(unspaced);
                    self.see(!unspaced && is_alphanumeric(c), c == '’');
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
        self.count.words += beginnings(run);
        self.is_behind_letter = is_letter(*last);
        self.is_behind_joint = is_joint(*last) && is_letter(*before_last);
    }

    fn see(&mut self, is_letter: bool, is_joint: bool) {
        self.count.words += u32::from(is_letter && !self.is_behind_letter && !self.is_behind_joint);
        self.is_behind_joint = is_joint && self.is_behind_letter;
        self.is_behind_letter = is_letter;
    }
}

/// The number of words begin behind the first two bytes. They are counted in bytes, of which many are added at once.
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

/// One sign between two letters joins them: `don't`, `GPT-5`, `3.5`, `10:30`. Two, as in `so--well`, do not.
fn is_joint(byte: u8) -> bool {
    byte.is_ascii_punctuation()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_characters_are_counted_apart() {
        let check = |pieces: &[&str], expected: (u32, u32)| {
            let mut counter = WordCounter::default();
            pieces.iter().for_each(|text| counter.read(text));
            assert_eq!((counter.count.words, counter.count.characters), expected, "{pieces:?}");
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
            let (mut whole, mut cut) = (WordCounter::default(), WordCounter::default());
            whole.read(&text);
            text.split("").for_each(|letter| cut.read(letter));
            proptest::prop_assert_eq!(whole.count, cut.count);
        }
    }
}
