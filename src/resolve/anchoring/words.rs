//! The words of a page, one after another: what is aligned when the page was corrected.
//!
//! Speaker labels, printed times and note references are no words of it, so that changes to them move
//! nothing.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::{BlockKind, Document, Section, WordRow, plain_text};
use crate::text::hash::hash32;
use crate::text::script::is_unspaced;

/// Every word of a page, and the text it was read from.
#[derive(Debug, Default)]
pub struct PageWords {
    /// The words as hashes.
    pub row: WordRow,
    /// The place of each word.
    pub places: Vec<WordPlace>,
    /// The plain text of each run of inlines, in reading order.
    pub runs: Vec<String>,
    /// The sections and turns, in reading order.
    pub parts: Vec<PagePart>,
    /// The paragraphs before the first turn of a section that have an ID and words, in reading order.
    pub paragraphs: Vec<LeadParagraph>,
}

/// A paragraph before the first turn of its section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadParagraph {
    /// The number of the section.
    pub section: usize,
    /// Its number among the paragraphs with IDs of the section.
    pub number: usize,
    /// Its words.
    pub words: Range<usize>,
}

/// The bytes of a word in the plain text of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordPlace {
    /// The run.
    pub run: u32,
    /// Its first byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

/// A section with the text before its first turn, or a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePart {
    /// The part of the page.
    pub kind: PartKind,
    /// Its ID; empty for text before the first heading.
    pub id: String,
    /// The number of its first word.
    pub first: usize,
}

/// The number of a section or turn on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// A section.
    Section(usize),
    /// A turn.
    Turn(usize),
}

impl PageWords {
    /// Reads the words of `document`.
    pub fn new(document: &Document) -> Self {
        let mut page = PageWords::default();
        let mut turns = 0;
        for (at, section) in document.sections.iter().enumerate() {
            let id = section.heading.as_ref().map_or("", |heading| &heading.anchor);
            page.open_part(PartKind::Section(at), id);
            section.heading.iter().for_each(|heading| page.push_run(plain_text(&heading.inlines)));
            page.push_lead(at, section);
            for turn in &section.turns {
                page.open_part(PartKind::Turn(turns), &turn.anchor);
                turn.blocks.iter().for_each(|block| {
                    block.for_each_inlines(&mut |inlines| page.push_run(plain_text(inlines)));
                });
                turns += 1;
            }
        }
        page
    }

    fn push_lead(&mut self, at: usize, section: &Section) {
        let mut numbers = 0..section.lead_ids.len();
        for block in &section.lead {
            let start = self.row.len();
            block.for_each_inlines(&mut |inlines| self.push_run(plain_text(inlines)));
            if let BlockKind::Paragraph(_) = block.kind
                && let Some(number) = numbers.next()
                && start < self.row.len()
            {
                self.paragraphs.push(LeadParagraph { section: at, number, words: start..self.row.len() });
            }
        }
    }

    fn open_part(&mut self, kind: PartKind, id: &str) {
        self.parts.push(PagePart { kind, id: id.to_string(), first: self.row.len() });
    }

    fn push_run(&mut self, text: String) {
        let run = self.runs.len() as u32;
        let before = self.row.len();
        for_each_word(&text, &mut |word| {
            self.row.hashes.push(word_hash(word.text));
            self.row.ends.push(ends_sentence(&text[word.range.end..]));
            let (start, end) = (word.range.start as u32, word.range.end as u32);
            self.places.push(WordPlace { run, start, end });
        });
        if let Some(last) = self.row.ends[before..].last_mut() {
            *last = true;
            self.row.paragraphs.push(before as u32);
        }
        self.runs.push(text);
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The words of `part`, by its number among [`parts`](Self::parts).
    pub fn words_of(&self, part: usize) -> Range<usize> {
        let end = self.parts.get(part + 1).map_or(self.len(), |next| next.first);
        self.parts[part].first..end
    }

    /// The words of a turn, by its number among [`parts`](Self::parts); those of a section with all of its turns.
    pub fn extent_of(&self, part: usize) -> Range<usize> {
        let own = self.words_of(part);
        if matches!(self.parts[part].kind, PartKind::Turn(_)) {
            return own;
        }
        let next = self.parts[part + 1..].iter().find(|part| matches!(part.kind, PartKind::Section(_)));
        own.start..next.map_or(self.len(), |next| next.first)
    }

    /// The number of the part in which a word stands.
    pub fn part_at(&self, word: usize) -> usize {
        self.parts.partition_point(|part| part.first <= word).saturating_sub(1)
    }

    /// The paragraph before a turn in which a word stands, by its number among [`paragraphs`](Self::paragraphs).
    pub fn paragraph_at(&self, word: usize) -> Option<usize> {
        let last =
            self.paragraphs.partition_point(|paragraph| paragraph.words.start <= word).checked_sub(1)?;
        self.paragraphs[last].words.contains(&word).then_some(last)
    }

    /// The words that the bytes `start..end` of run `run` touch; where they touch none, no words at the
    /// place where they would stand.
    pub fn words_in(&self, run: usize, start: usize, end: usize) -> Range<usize> {
        let (run, start, end) = (run as u32, start as u32, end as u32);
        let first = self.places.partition_point(|place| (place.run, place.end) <= (run, start));
        let last = self.places.partition_point(|place| (place.run, place.start) < (run, end));
        first..last.max(first)
    }

    /// A word as it is compared.
    pub fn normalized(&self, word: usize) -> String {
        let place = self.places[word];
        normalize(&self.runs[place.run as usize][place.start as usize..place.end as usize])
    }
}

/// A word of a text.
pub struct TextWord<'a> {
    /// The word as written.
    pub text: &'a str,
    /// Its bytes.
    pub range: Range<usize>,
}

/// Visits the words of `text`: runs of letters and digits with their inner apostrophes; a character of a
/// script that does not part its words is a word.
pub fn for_each_word<'a>(text: &'a str, visit: &mut impl FnMut(TextWord<'a>)) {
    let mut characters = text.char_indices().peekable();
    while let Some((start, first)) = characters.next() {
        if !is_word_character(first) {
            continue;
        }
        let mut end = start + first.len_utf8();
        let alone = stands_alone(first);
        while let Some(&(at, c)) = characters.peek() {
            let goes_on = match c {
                _ if is_combining_mark(c) => true,
                _ if alone => false,
                '\'' | '’' | 'ʼ' | '＇' => text[at + c.len_utf8()..]
                    .starts_with(|next| is_word_character(next) && !stands_alone(next)),
                _ => is_word_character(c) && !stands_alone(c),
            };
            if !goes_on {
                break;
            }
            end = at + c.len_utf8();
            characters.next();
        }
        visit(TextWord { text: &text[start..end], range: start..end });
    }
}

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric()
}

/// Full-width letters and digits are those of a spaced script.
fn stands_alone(c: char) -> bool {
    is_unspaced(c) && !matches!(c, '\u{ff01}'..='\u{ff5e}')
}

/// A word without what a corrector changes and nobody hears: case, width, the form of apostrophes.
pub fn normalize(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let apostrophe = |c| if matches!(c, '’' | 'ʼ' | '＇') { '\'' } else { c };
    word.nfkc().flat_map(char::to_lowercase).map(apostrophe).collect()
}

/// The hash of a word.
pub fn word_hash(word: &str) -> u16 {
    (hash32(&normalize(word)) & ((1 << WordRow::HASH_BITS) - 1)) as u16
}

/// Returns true if the text behind a word ends its sentence.
fn ends_sentence(behind: &str) -> bool {
    for (at, c) in behind.char_indices() {
        match c {
            '。' | '！' | '？' | '…' | '!' | '?' | '؟' | '｡' | '।' => return true,
            // `2.1` is a number, and `example.org` a name.
            '.' => {
                let next = behind[at + 1..].chars().next();
                return next.is_none_or(|next| !is_word_character(next) || stands_alone(next));
            }
            _ if is_word_character(c) => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of_text(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        for_each_word(text, &mut |word| words.push(normalize(word.text)));
        words
    }

    #[test]
    fn words_are_cut_as_people_read_them() {
        assert_eq!(words_of_text("“Don’t,” he said: e-mail!"), ["don't", "he", "said", "e", "mail"]);
        assert_eq!(words_of_text("用ＧＰＴ－８跑"), ["用", "gpt", "8", "跑"]);
        assert_eq!(words_of_text("'t was dogs' e\u{301}tude"), ["t", "was", "dogs", "étude"]);
        assert_eq!(words_of_text("— … !"), Vec::<String>::new());
    }

    #[test]
    fn sentences_end_where_they_end() {
        for (behind, expected) in [
            (". And", true),
            ("?” she", true),
            (".1 million", false),
            (".org", false),
            (", and.", false),
            ("。好", true),
            ("", false),
        ] {
            assert_eq!(ends_sentence(behind), expected, "{behind}");
        }
    }
}
