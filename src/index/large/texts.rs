//! The stored text of each entry: what a browser shows of it, [compressed on its own](super::stored_entry).
//!
//! The places of 16 texts are read at once, with the name of the one pack that has them: so a browser need not know the
//! names of all packs, which would be much of what a query costs.

use super::deflate::Deflater;
use super::encoding::push_varint;
use super::packs::{PACK, bytes_of_name, name_of, path_of};
use super::stored_entry::StoredEntry;
use super::survey::IndexSurvey;
use super::text_code::PieceCounts;
use crate::index::display::PageText;
use crate::model::{File, Page};

/// The places of so many texts are kept together.
const PLACES: usize = 16;

/// So many names or words for corrections are kept together.
const FRONT_CODED: usize = 64;

/// The stored texts of `page`, in the order of its entries.
pub(super) fn stored(
    page: &Page,
    text: &PageText,
    survey: &IndexSurvey,
    deflater: &mut Deflater,
) -> Vec<Vec<u8>> {
    text.entries.iter().map(|entry| StoredEntry::new(page, entry).stored(survey, deflater)).collect()
}

/// The pieces of some pages' texts, and the address of one of them.
#[derive(Default)]
pub(super) struct TypicalText {
    pub(super) counts: PieceCounts,
    pub(super) address: String,
}

impl TypicalText {
    pub(super) fn add(&mut self, page: &Page, text: &PageText) {
        text.entries.iter().for_each(|entry| self.counts.add(&StoredEntry::new(page, entry).strings()));
        if self.address.is_empty() {
            self.address.clone_from(&page.address);
        }
    }
}

/// The stored texts of the entries of a segment, written into packs of their own: 16 texts, one after another, are never cut.
///
/// The places are of every 16 entries the name of their pack in six bytes, the position of the first text in it in four, and
/// the length of each in three, the low byte first.
pub(super) struct TextWriter<P> {
    put: P,
    /// The bytes of the pack that is being filled, and the places of its texts; the name is not known yet.
    pack: Vec<u8>,
    unnamed: Vec<u8>,
    /// The texts of the 16 that are being gathered.
    texts: Vec<u8>,
    lengths: Vec<u32>,
    found: StoredTexts,
}

/// The packs of the texts, and the places.
#[derive(Default)]
pub(super) struct StoredTexts {
    pub(super) packs: Vec<String>,
    pub(super) places: Vec<u8>,
}

/// The bytes of a block of places without the name: a position and the lengths.
const PLACES_SIZE: usize = 4 + 3 * PLACES;

impl<E, P: Fn(File) -> Result<(), E>> TextWriter<P> {
    pub(super) fn new(put: P) -> Self {
        let (pack, unnamed, texts, lengths) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        TextWriter { put, pack, unnamed, texts, lengths, found: StoredTexts::default() }
    }

    /// Adds the text of the next entry.
    pub(super) fn write(&mut self, text: &[u8]) -> Result<(), E> {
        self.texts.extend_from_slice(text);
        self.lengths.push(text.len() as u32);
        if self.lengths.len() == PLACES { self.end_block() } else { Ok(()) }
    }

    fn end_block(&mut self) -> Result<(), E> {
        if !self.pack.is_empty() && self.pack.len() + self.texts.len() > PACK {
            self.end_pack()?;
        }
        self.unnamed.extend((self.pack.len() as u32).to_le_bytes());
        self.lengths.resize(PLACES, 0);
        self.unnamed.extend(self.lengths.drain(..).flat_map(|length| {
            let [low, middle, high, _] = length.to_le_bytes();
            [low, middle, high]
        }));
        self.pack.append(&mut self.texts);
        Ok(())
    }

    fn end_pack(&mut self) -> Result<(), E> {
        let name = name_of(&self.pack);
        for block in self.unnamed.chunks(PLACES_SIZE) {
            self.found.places.extend(bytes_of_name(&name));
            self.found.places.extend_from_slice(block);
        }
        self.unnamed.clear();
        let file = File { path: path_of(&name), bytes: std::mem::take(&mut self.pack) };
        self.found.packs.push(name);
        (self.put)(file)
    }

    pub(super) fn finish(mut self) -> Result<StoredTexts, E> {
        if !self.lengths.is_empty() {
            self.end_block()?;
        }
        if !self.pack.is_empty() {
            self.end_pack()?;
        }
        Ok(self.found)
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
        if number.is_multiple_of(FRONT_CODED) {
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
