//! Quotations whose words stand on a page in another form: with other punctuation, or as a selection on the
//! published page copies them, with speakers' labels, times and note numbers among the words.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use crate::model::{Document, Quotation, QuotePiece};
use crate::resolve::anchoring::{PagePart, PageWords, PartKind, for_each_word, normalize, word_hash};
use crate::text::timecode::Timecode;

/// The words of a page by their hashes, in order.
pub struct SameWords<'a> {
    page: &'a PageWords,
    document: &'a Document,
    index: OnceCell<PageIndex>,
}

/// An index of the words on a page.
struct PageIndex {
    places: HashMap<u16, Vec<usize>>,
    /// The label of each turn, by its first word.
    labels: HashMap<usize, Vec<String>>,
}

/// A quoted word.
struct QuotedWord {
    text: String,
    is_narrowed: bool,
    /// True for the numbers of a printed time, such as `[02:40]`, which is no word of a page.
    is_time: bool,
}

impl<'a> SameWords<'a> {
    /// The words of the page of `document`, indexed when first asked for.
    pub fn new(page: &'a PageWords, document: &'a Document) -> Self {
        SameWords { page, document, index: OnceCell::new() }
    }

    /// Finds the words that `quotation` is about, if all its words are in a row exactly once.
    pub fn find(&self, quotation: &Quotation) -> Option<Range<usize>> {
        let mut quoted = Vec::new();
        for piece in &quotation.pieces {
            let QuotePiece::Words { text, narrowed } = piece else { return None };
            for_each_word(text, &mut |word| {
                let is_time = is_in_time(text, &word.range);
                quoted.push(QuotedWord { text: normalize(word.text), is_narrowed: *narrowed, is_time });
            });
        }
        let index = self.index.get_or_init(|| self.index());
        let mut found =
            self.starts(&quoted, index).into_iter().filter_map(|start| self.read(&quoted, start, index));
        let only = found.next()?;
        found.next().is_none().then_some(only)
    }

    fn index(&self) -> PageIndex {
        let mut places: HashMap<u16, Vec<usize>> = HashMap::new();
        let words = self.page.row.hashes.iter().enumerate();
        words.for_each(|(at, &hash)| places.entry(hash).or_default().push(at));
        let turns: Vec<_> = self.document.turns().collect();
        let label = |part: &PagePart| match part.kind {
            PartKind::Turn(turn) => {
                let names = turns[turn].speakers.iter().map(|&id| self.document.speaker(id).name.as_str());
                Some((part.first, words_of(&names.collect::<Vec<_>>().join(" "))))
            }
            PartKind::Section(_) => None,
        };
        PageIndex { places, labels: self.page.parts.iter().filter_map(label).collect() }
    }

    /// The possible starts of the quotation: its first word, or the word after a label with which it begins.
    fn starts(&self, quoted: &[QuotedWord], index: &PageIndex) -> Vec<usize> {
        let Some(first) = quoted.first() else { return Vec::new() };
        let plain = index.places.get(&word_hash(&first.text)).into_iter().flatten().copied();
        let labelled = index.labels.iter().filter(|(_, label)| label.first() == Some(&first.text));
        let mut starts: Vec<usize> = plain.chain(labelled.map(|(&start, _)| start)).collect();
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// Reads the quotation from word `start` of the page on; the words that it is about, if it is all there.
    fn read(&self, quoted: &[QuotedWord], start: usize, index: &PageIndex) -> Option<Range<usize>> {
        let is_narrowed = quoted.iter().any(|word| word.is_narrowed);
        let (mut at, mut word) = (0, start);
        let (mut first, mut end) = (None, start);
        let (mut labels, mut numbers) = (0, 0);
        while at < quoted.len() {
            let is_word =
                |quoted: &QuotedWord| word < self.page.len() && quoted.text == self.page.normalized(word);
            if let Some(label) = index.labels.get(&word).filter(|_| !is_word(&quoted[at])) {
                let length = label_length(&quoted[at..], label);
                (at, labels) = (at + length, labels + length);
            }
            let Some(wanted) = quoted.get(at) else { break };
            let here = (word < self.page.len()).then(|| self.page.normalized(word));
            if here.as_ref() != Some(&wanted.text) {
                if wanted.is_time {
                    at += 1;
                    continue;
                }
                numbers += 1;
                // Behind a sign, the number of a note stands alone.
                if is_number(&wanted.text) {
                    at += 1;
                    continue;
                }
                here.filter(|here| is_numbered(&wanted.text, here))?;
            }
            if wanted.is_narrowed || !is_narrowed {
                first.get_or_insert(word);
                end = word + 1;
            }
            (at, word) = (at + 1, word + 1);
        }
        // Without a label it is no selection of a page, and its numbers are the author's.
        (labels > 0 || numbers == 0).then_some(first?..end)
    }
}

/// The number of words of `quoted` that are the label of a turn: the speakers' names, and a time behind them.
fn label_length(quoted: &[QuotedWord], label: &[String]) -> usize {
    let is_label = !label.is_empty()
        && quoted.len() >= label.len()
        && quoted.iter().zip(label).all(|(word, label)| word.text == *label);
    let time = || quoted[label.len()..].iter().take(3).take_while(|word| is_number(&word.text)).count();
    if is_label { label.len() + time() } else { 0 }
}

/// Returns true for a number, such as times and notes have.
fn is_number(word: &str) -> bool {
    word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns true if the word at `range` is one of the numbers of a time: `02:40`, `1:02:31.500`.
fn is_in_time(text: &str, range: &Range<usize>) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let before = text[..range.start].trim_end_matches(|c: char| digit(c) || matches!(c, ':' | '.'));
    let whole = &text[before.len()..];
    let end = whole.find(|c: char| !digit(c) && !matches!(c, ':' | '.')).unwrap_or(whole.len());
    let whole = whole[..end].trim_end_matches(['.', ':']);
    before.len() + whole.len() >= range.end && Timecode::parse(whole).is_some()
}

/// Returns true if a quoted word is a word of the page followed by the number of a note.
fn is_numbered(quoted: &str, word: &str) -> bool {
    let number = |c: char| c.is_ascii_digit();
    !word.ends_with(number) && quoted.trim_end_matches(number) == word
}

fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each_word(text, &mut |word| words.push(normalize(word.text)));
    words
}
