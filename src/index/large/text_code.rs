//! A code for texts: the words and the punctuation that are frequent on a site as numbers of few bits.
//!
//! A text is cut into words and what stands between them; one space between two words goes without saying. The commonest
//! of these pieces have a prefix code that is shorter the more frequent they are (Huffman), and all others are put aside,
//! for a compressor that finds parts of them again. This takes a fifth less than a compressor alone, which sees too little
//! of a text of two kilobytes to know what is frequent.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use foldhash::fast::RandomState;
use serde::Serialize;

use super::encoding::BitWriter;
use super::short_text::TextMap;

/// The most pieces that have a code, on a site of many pages and of few. A browser fetches them with the root: more would cost
/// each query more than they save in the texts of ten hits.
const MOST_CODED: usize = 2048;
const MOST_CODED_OF_FEW: usize = 1344;
const FEW_PAGES: usize = 1024;

/// A compressor is given so many bytes of the pieces, the last of them: words without a code often begin or end as these do.
const GIVEN: usize = 6 << 10;

/// A piece that is less frequent in the sample has no code.
const LEAST: u32 = 8;

/// The byte after each piece that has no code.
pub(super) const END: u8 = 1;

/// The code of each frequent piece.
pub(super) struct TextCode {
    /// The pieces in the order of their codes. The empty one stands for any that has no code.
    pieces: Vec<String>,
    /// The number of codes of each length, from one bit on.
    lengths: Vec<u32>,
    codes: TextMap<PieceCode>,
    other: PieceCode,
}

/// The bits of a code, the first of them lowest, and their number.
#[derive(Clone, Copy, Default)]
struct PieceCode(u32, u32);

/// A code as the root has it.
#[derive(Hash, Serialize)]
pub(super) struct ListedCode<'a> {
    /// Each piece as a digit, the number of characters that it shares with the one before, and the others.
    pieces: Vec<String>,
    lengths: &'a [u32],
}

/// The number of times that each piece is in some texts.
#[derive(Default)]
pub(super) struct PieceCounts(HashMap<String, u32, RandomState>);

impl PieceCounts {
    pub(super) fn add(&mut self, text: &str) {
        for_each_piece(text, |piece| match self.0.get_mut(piece) {
            Some(count) => *count += 1,
            None => {
                self.0.insert(piece.into(), 1);
            }
        });
    }

    pub(super) fn append(&mut self, other: PieceCounts) {
        for (piece, count) in other.0 {
            *self.0.entry(piece).or_default() += count;
        }
    }

    /// The pieces from the most frequent on.
    fn ranked(&self) -> Vec<(&str, u32)> {
        let mut ranked: Vec<(&str, u32)> =
            self.0.iter().map(|(piece, &count)| (piece.as_str(), count)).collect();
        ranked.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        ranked
    }
}

impl TextCode {
    /// The code for texts in which pieces are as frequent as here, of a site whose first segment has so many pages.
    pub(super) fn new(counts: &PieceCounts, pages: usize) -> TextCode {
        let ranked = counts.ranked();
        let most = if pages < FEW_PAGES { MOST_CODED_OF_FEW } else { MOST_CODED };
        let coded = ranked.iter().take(most).take_while(|(_, count)| *count >= LEAST).count();
        let others: u32 = ranked[coded..].iter().map(|(_, count)| count).sum();
        let mut pieces: Vec<(&str, u32)> = ranked[..coded].to_vec();
        pieces.push(("", others.max(1)));
        let sizes = code_sizes(&pieces.iter().map(|(_, count)| u64::from(*count)).collect::<Vec<_>>());
        let mut sorted: Vec<(u32, &str)> =
            sizes.into_iter().zip(pieces.iter().map(|(piece, _)| *piece)).collect();
        // In the order of the alphabet, a browser fetches them in fewer bytes.
        sorted.sort_unstable();
        TextCode::from_sizes(&sorted)
    }

    /// The code in which each piece has so many bits, the shortest first.
    fn from_sizes(sorted: &[(u32, &str)]) -> TextCode {
        let mut lengths = vec![0; sorted.last().map_or(0, |(size, _)| *size as usize)];
        let (mut codes, mut other) = (TextMap::default(), PieceCode::default());
        let (mut next, mut last) = (0u32, 0);
        for &(size, piece) in sorted {
            next <<= size - last;
            last = size;
            lengths[size as usize - 1] += 1;
            let code = PieceCode(next.reverse_bits() >> (u32::BITS - size), size);
            next += 1;
            match piece {
                "" => other = code,
                _ => codes.insert(piece, code),
            }
        }
        let pieces = sorted.iter().map(|(_, piece)| piece.to_string()).collect();
        TextCode { pieces, lengths, codes, other }
    }

    /// The part that a browser must know.
    pub(super) fn listed(&self) -> ListedCode<'_> {
        let before = std::iter::once("").chain(self.pieces.iter().map(String::as_str));
        let pieces = before.zip(&self.pieces).map(|(before, piece)| {
            let shared =
                before.bytes().zip(piece.bytes()).take(9).take_while(|(a, b)| a == b && a.is_ascii()).count();
            format!("{shared}{}", &piece[shared..])
        });
        ListedCode { pieces: pieces.collect(), lengths: &self.lengths }
    }

    /// The pieces in the order of their codes; the empty one stands for all others.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().map(String::as_str)
    }

    /// The strings that a compressor is given for what has no code: the pieces, and the `address` of a page.
    pub(super) fn dictionary(&self, address: &str) -> Vec<u8> {
        let pieces = self.pieces.iter().filter(|piece| !piece.is_empty());
        let mut bytes: Vec<u8> = pieces.flat_map(|piece| piece.bytes().chain([END])).collect();
        bytes.drain(..bytes.len().saturating_sub(GIVEN));
        // What every text has is last, where the compressor reaches it in the fewest bits.
        bytes.extend_from_slice(address.as_bytes());
        bytes
    }

    /// Appends the codes of a text to `bits`, and to `others` each piece that has none and its end. Returns how many
    /// pieces there are.
    pub(super) fn encode(&self, text: &str, bits: &mut BitWriter, others: &mut Vec<u8>) -> u32 {
        let mut count = 0;
        for_each_piece(text, |piece| {
            let code = self.codes.get(piece).unwrap_or_else(|| {
                others.extend_from_slice(piece.as_bytes());
                others.push(END);
                self.other
            });
            bits.bits(code.0, code.1);
            count += 1;
        });
        count
    }
}

/// Calls `take` with each word of `text` and what stands between two of them, unless that is one space.
fn for_each_piece(text: &str, mut take: impl FnMut(&str)) {
    let mut start = 0;
    let mut was_word = None;
    let mut end_piece = |piece: &str, is_within: bool| {
        let goes_without_saying = is_within && piece == " ";
        if !goes_without_saying && !piece.is_empty() {
            take(piece);
        }
    };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let is_word = is_of_word(c);
        if was_word.is_some_and(|was_word| was_word != is_word) {
            end_piece(&text[start..at], start > 0);
            start = at;
        }
        was_word = Some(is_word);
        at += c.len_utf8();
        if is_word {
            // Most characters are further letters of a word.
            at += text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        }
    }
    end_piece(&text[start..], false);
}

/// Returns true for a letter or digit of a word. A browser asks the same, so this is a list of ranges and no property of
/// Unicode, of which it may have another version.
fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\'' | '’' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}')
}

/// The number of bits for each of some symbols that are so frequent (Huffman, Proceedings of the IRE 40, 1952).
fn code_sizes(counts: &[u64]) -> Vec<u32> {
    if counts.len() < 2 {
        return vec![1; counts.len()];
    }
    let mut parents: Vec<usize> = vec![0; counts.len() * 2 - 1];
    let mut heap: BinaryHeap<Reverse<(u64, usize)>> =
        counts.iter().enumerate().map(|(symbol, &count)| Reverse((count, symbol))).collect();
    for node in counts.len()..parents.len() {
        let mut sum = 0;
        for _ in 0..2 {
            let Some(Reverse((count, child))) = heap.pop() else { break };
            parents[child] = node;
            sum += count;
        }
        heap.push(Reverse((sum, node)));
    }
    let mut depths = vec![0; parents.len()];
    for node in (0..parents.len() - 1).rev() {
        depths[node] = depths[parents[node]] + 1;
    }
    depths.truncate(counts.len());
    depths
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::encoding::reading::BitReader;
    use super::*;

    /// The text that was encoded, as a browser reads it.
    fn decoded(code: &TextCode, bytes: &[u8], others: &[u8], count: u32) -> String {
        let mut bits = BitReader::new(bytes);
        let mut others = std::str::from_utf8(others).expect("pieces are whole").split('\u{1}');
        let (mut text, mut was_word) = (String::new(), false);
        for _ in 0..count {
            let (mut value, mut first, mut place) = (0, 0, 0);
            let symbol = code.lengths.iter().find_map(|&size| {
                value |= bits.bits(1);
                let found = (value < first + size).then(|| place + value - first);
                place += size;
                first = (first + size) << 1;
                value <<= 1;
                found
            });
            let piece = match code.pieces[symbol.expect("it is a code") as usize].as_str() {
                "" => others.next().expect("it was put aside"),
                piece => piece,
            };
            let is_word = piece.chars().next().is_some_and(is_of_word);
            if is_word && was_word {
                text.push(' ');
            }
            text.push_str(piece);
            was_word = is_word;
        }
        text
    }

    fn code_for(texts: &[&str]) -> TextCode {
        let mut counts = PieceCounts::default();
        (0..LEAST).for_each(|_| texts.iter().for_each(|text| counts.add(text)));
        TextCode::new(&counts, 1)
    }

    proptest! {
        #[test]
        fn a_text_comes_back(text in "([a-cé’0]{1,3}|[ ,.]{1,2}|\n|好|\0){0,60}") {
            for code in [code_for(&["a b, c. é’a  b", "0\n"]), code_for(&[])] {
                let (mut codes, mut others) = (Vec::new(), Vec::new());
                let count = code.encode(&text, &mut BitWriter::new(&mut codes), &mut others);
                prop_assert_eq!(decoded(&code, &codes, &others, count), text.as_str());
            }
        }
    }

    #[test]
    fn frequent_pieces_take_few_bits() {
        let code = code_for(&["the sea and the tide and the wind and the sea", "a rope"]);
        let size = |piece: &str| code.codes.get(piece).map(|code| code.1);
        assert!(size("the") < size("rope"));
        assert_eq!(size(" "), None, "it goes without saying");
        assert_eq!(code.lengths.iter().sum::<u32>() as usize, code.pieces.len());
    }
}
