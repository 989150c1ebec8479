//! Words in a record: two characters of base 64 each, a space between paragraphs.

use crate::model::{RecordedWords, WordRow};

/// The characters that are safe in any file, in the order of their values (RFC 4648, section 5).
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Bits in a character.
const BITS: u32 = 6;

/// Reads the words of a field; `None` when they are damaged.
pub fn read(field: &str) -> Option<RecordedWords> {
    let mut row = WordRow::default();
    for paragraph in field.split(' ').filter(|paragraph| !paragraph.is_empty()) {
        row.paragraphs.push(row.len() as u32);
        let pairs = paragraph.as_bytes().chunks(2);
        for pair in pairs {
            let word = number(pair).filter(|_| pair.len() == 2)?;
            row.hashes.push((word >> 1) as u16);
            row.ends.push(word & 1 == 1);
        }
    }
    Some(RecordedWords::Row(row))
}

/// Writes the words of a field.
pub fn write(row: &WordRow) -> String {
    let mut out = String::with_capacity(row.len() * 2 + row.paragraphs.len());
    let mut paragraphs = row.paragraphs.iter().skip(1).peekable();
    for (at, (&hash, &end)) in row.hashes.iter().zip(&row.ends).enumerate() {
        if paragraphs.next_if(|&&first| first as usize == at).is_some() {
            out.push(' ');
        }
        push_number(u32::from(hash) << 1 | u32::from(end), 2, &mut out);
    }
    out
}

/// The number that some characters stand for.
pub fn number(characters: &[u8]) -> Option<u32> {
    let value = |c: u8| ALPHABET.iter().position(|&other| other == c);
    characters.iter().try_fold(0, |number, &c| Some(number << BITS | value(c)? as u32))
}

/// Adds `number` as so many characters.
pub fn push_number(number: u32, characters: u32, out: &mut String) {
    for at in (0..characters).rev() {
        out.push(char::from(ALPHABET[(number >> (BITS * at)) as usize & 63]));
    }
}
