//! The stored text of each entry: what a browser shows of it, compressed on its own.
//!
//! A text is short, so the compressor is given what texts of the segment often have (a preset dictionary): that saves a
//! seventh. A browser has no way to give it to its decompressor, and puts it before the text as a stored block.

use serde::Serialize;

use super::deflate::Deflater;
use super::encoding::push_varint;
use crate::index::display::{EntryText, PageText};
use crate::index::json;
use crate::model::Page;

/// The most bytes of the dictionary of many pages, and of few. A browser fetches it before the first text, so it must
/// not cost more than it saves.
const DICTIONARY: usize = 16 << 10;
const DICTIONARY_OF_FEW: usize = 4 << 10;
const FEW_PAGES: usize = 512;

/// So many entries of a page are taken for the dictionary.
const TYPICAL: usize = 3;

/// The places of so many texts are kept together.
const PLACES: usize = 64;

/// The stored data of an entry.
#[derive(Serialize)]
struct StoredEntry<'a> {
    address: &'a str,
    title: &'a str,
    #[serde(flatten)]
    entry: &'a EntryText,
}

/// The stored texts of `page`, in the order of its entries.
pub(super) fn stored(
    page: &Page,
    text: &PageText,
    dictionary: &[u8],
    deflater: &mut Deflater,
) -> Vec<Vec<u8>> {
    let Page { address, title, .. } = page;
    let stored = |entry| json(&StoredEntry { address, title, entry });
    text.entries.iter().map(|entry| deflater.compressed(stored(entry).as_bytes(), dictionary)).collect()
}

/// Some of the text of `page`, as it is stored: of several entries, without what is peculiar to the first.
pub(super) fn typical(page: &Page, text: &PageText) -> String {
    let Page { address, title, .. } = page;
    let step = text.entries.len().div_ceil(TYPICAL).max(1);
    let mut typical = String::new();
    for entry in text.entries.iter().skip(step / 2).step_by(step) {
        let stored = json(&StoredEntry { address, title, entry });
        let start = stored.ceil_char_boundary(stored.len().min(200));
        let end = stored.floor_char_boundary(stored.len().min(start + DICTIONARY));
        typical.push_str(&stored[start..end]);
    }
    typical
}

/// The dictionary for a segment of so many pages, some of whose texts are `texts`: as much of each as there is room for.
pub(super) fn dictionary(texts: &[String], pages: usize) -> Vec<u8> {
    let room = if pages < FEW_PAGES { DICTIONARY_OF_FEW } else { DICTIONARY };
    let share = room / texts.len().max(1);
    let piece = |text: &String| text.as_bytes()[..text.floor_char_boundary(share)].to_vec();
    texts.iter().flat_map(piece).collect()
}

/// The position of each document's text: for every 64 documents the position of the first in four bytes, then the
/// length of each in two, the low byte first.
#[derive(Default)]
pub(super) struct TextPlaces {
    bytes: Vec<u8>,
    documents: usize,
    next: usize,
}

impl TextPlaces {
    /// Adds the next document, whose text has so many bytes; a title has none.
    pub(super) fn push(&mut self, length: usize) {
        if self.documents.is_multiple_of(PLACES) {
            self.bytes.extend((self.next as u32).to_le_bytes());
        }
        self.bytes.extend((length as u16).to_le_bytes());
        self.documents += 1;
        self.next += length;
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Appends texts in blocks, each text as what differs from the one before; `describe` writes what else a text has. Returns
/// how long the blocks are.
pub(super) fn push_front_coded<'a>(
    out: &mut Vec<u8>,
    texts: impl Iterator<Item = &'a str>,
    mut begin: impl FnMut(&mut Vec<u8>, usize),
    mut describe: impl FnMut(&mut Vec<u8>, usize),
) -> Vec<usize> {
    let mut sizes = Vec::new();
    let mut last = "";
    for (number, text) in texts.enumerate() {
        let before = out.len();
        if number.is_multiple_of(PLACES) {
            sizes.push(0);
            last = "";
            begin(out, number);
        }
        let shared = last.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
        push_varint(out, shared as u32);
        push_varint(out, (text.len() - shared) as u32);
        out.extend_from_slice(&text.as_bytes()[shared..]);
        describe(out, number);
        last = text;
        *sizes.last_mut().expect("a block was begun") += out.len() - before;
    }
    sizes
}
