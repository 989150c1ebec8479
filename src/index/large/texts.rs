//! The stored text of each entry: what a browser shows of it, compressed on its own.
//!
//! A text is short, so the compressor is given what texts of the segment often have (a preset dictionary): that saves a
//! seventh. A browser has no way to give it to its decompressor, and puts it before the text as a stored block.

use serde::Serialize;

use super::deflate::Deflater;
use super::encoding::push_varint;
use crate::index::display::{EntryText, PageText, Part};
use crate::index::json;
use crate::model::Page;

/// The most bytes of the dictionary of many pages, and of few. A browser fetches it before the first text, so it must
/// not cost more than it saves.
const DICTIONARY: usize = 8 << 10;
const DICTIONARY_OF_FEW: usize = 4 << 10;
const FEW_PAGES: usize = 1024;

/// So many entries of a page are taken for the dictionary.
const TYPICAL: usize = 3;

/// The most bytes of an entry without its texts that are taken for the dictionary.
const MOST_FRAME: usize = 1000;

/// The places of so many texts are kept together.
const PLACES: usize = 64;

/// The stored data of an entry. Its parts stand column by column, since like texts compress better together.
#[derive(Serialize)]
struct StoredEntry<'a> {
    texts: Vec<&'a str>,
    /// The parts that continue the one before.
    #[serde(rename = "goesOn", skip_serializing_if = "Vec::is_empty")]
    goes_on: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    times: Vec<&'a str>,
    /// The anchor of each part: how many characters it shares with the [usual one](usual_anchor), and the others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    anchors: Vec<(usize, &'a str)>,
    /// The number of each part's speaker among `names`.
    by: Vec<usize>,
    names: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    heading: &'a str,
    anchor: &'a str,
    title: &'a str,
    address: &'a str,
}

impl<'a> StoredEntry<'a> {
    fn new(page: &'a Page, entry: &'a EntryText) -> StoredEntry<'a> {
        let EntryText { anchor, heading, kind, label, parts, .. } = entry;
        let mut names: Vec<&str> = Vec::new();
        let by = parts.iter().map(|part| {
            names.iter().position(|name| *name == part.by).unwrap_or_else(|| {
                names.push(&part.by);
                names.len() - 1
            })
        });
        let by = by.collect();
        let mut columns = StoredEntry {
            texts: parts.iter().map(|part| part.text.as_str()).collect(),
            goes_on: (0..parts.len()).filter(|&at| parts[at].goes_on).collect(),
            times: Vec::new(),
            anchors: Vec::new(),
            by,
            names,
            kind: kind.as_deref(),
            label,
            heading,
            anchor,
            title: &page.title,
            address: &page.address,
        };
        if parts.iter().any(|part| !part.time.is_empty()) {
            columns.times = parts.iter().map(|part| part.time.as_str()).collect();
        }
        if parts.iter().any(|part| !part.anchor.is_empty()) {
            columns.anchors = parts.iter().map(relative_anchor).collect();
        }
        columns
    }

    /// All but the texts, as JSON.
    fn frame(mut self) -> String {
        self.texts.clear();
        json(&self)
    }
}

/// The anchor of `part` as the number of characters that it shares with the usual one, and the others.
fn relative_anchor(part: &Part) -> (usize, &str) {
    let usual = usual_anchor(&part.by, &part.text);
    let shared = usual.zip(part.anchor.chars()).take_while(|(a, b)| a == b).count();
    let end = part.anchor.char_indices().nth(shared).map_or(part.anchor.len(), |(at, _)| at);
    (shared, &part.anchor[end..])
}

/// The beginning of the anchor that a turn mostly has: the letters of its speaker and its words, and a hyphen for what is
/// between them. A browser makes the same, so this is about ASCII alone.
fn usual_anchor<'a>(by: &'a str, text: &'a str) -> impl Iterator<Item = char> + 'a {
    let mut is_between = true;
    let chars = by.chars().chain(std::iter::once(' ')).chain(text.chars());
    chars.filter(|c| !matches!(c, '\'' | '’')).filter_map(move |c| {
        let is_letter = c.is_ascii_alphanumeric() || !c.is_ascii();
        let was_between = std::mem::replace(&mut is_between, !is_letter);
        match (is_letter, was_between) {
            (true, _) => Some(c.to_ascii_lowercase()),
            (false, true) => None,
            (false, false) => Some('-'),
        }
    })
}

/// The stored texts of `page`, in the order of its entries.
pub(super) fn stored(
    page: &Page,
    text: &PageText,
    dictionary: &[u8],
    deflater: &mut Deflater,
) -> Vec<Vec<u8>> {
    let stored = |entry| json(&StoredEntry::new(page, entry));
    text.entries.iter().map(|entry| deflater.compressed(stored(entry).as_bytes(), dictionary)).collect()
}

/// Strings that are frequent in the texts of a page.
pub(super) struct TypicalText {
    /// The beginnings of some texts.
    words: String,
    /// An entry without its texts.
    frame: String,
}

impl TypicalText {
    pub(super) fn from_page(page: &Page, text: &PageText) -> TypicalText {
        let step = text.entries.len().div_ceil(TYPICAL).max(1);
        let mut typical = TypicalText { words: String::new(), frame: String::new() };
        for entry in text.entries.iter().skip(step / 2).step_by(step) {
            for part in entry.parts.iter().take(2) {
                typical.words.push_str(&part.text[..part.text.floor_char_boundary(DICTIONARY)]);
            }
            typical.frame = StoredEntry::new(page, entry).frame();
        }
        typical
    }
}

/// The dictionary for a segment of so many pages, some of whose texts are `typical`: as much of each as there is room for.
pub(super) fn dictionary(typical: &[TypicalText], pages: usize) -> Vec<u8> {
    let room = if pages < FEW_PAGES { DICTIONARY_OF_FEW } else { DICTIONARY };
    let share = room / typical.len().max(1);
    let piece =
        |TypicalText { words, .. }: &TypicalText| words[..words.floor_char_boundary(share)].to_string();
    let mut dictionary: String = typical.iter().map(piece).collect();
    // What every text has stands last, where the compressor reaches it in the fewest bits.
    if let Some(TypicalText { frame, .. }) = typical.first() {
        dictionary.push_str(&frame[..frame.floor_char_boundary(MOST_FRAME)]);
    }
    dictionary.into_bytes()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_told_from_the_usual_ones() {
        let part = |by: &str, text: &str, anchor: &str| Part {
            anchor: anchor.into(),
            by: by.into(),
            text: text.into(),
            ..Part::default()
        };
        let shared = |by, text, anchor: &str| {
            let part = part(by, text, anchor);
            let (shared, rest) = relative_anchor(&part);
            (shared, rest.to_string())
        };
        assert_eq!(shared("Ann", "It’s Bob's -- no, mine.", "ann-its-bobs-no-x7"), (16, "x7".into()));
        assert_eq!(shared("唐鳳", "大家好，謝謝", "唐鳳-大家好-謝謝-2"), (6, "-謝謝-2".into()));
        assert_eq!(shared("", "Hello", ""), (0, String::new()));
        assert_eq!(shared("Ann", "", "ann-4"), (4, "4".into()));
    }
}
