//! The stored text of each entry: what a browser shows of it, compressed on its own.
//!
//! A text begins with the number of its [coded](super::text_code) pieces, the length of their codes, and the codes. All
//! else is compressed: the pieces without a code, and what is said about the text. That is short, so the compressor is given
//! the coded pieces and an example of what is said (a preset dictionary). A browser has no way to give it to its decompressor,
//! and puts it before the text as a stored block.
//!
//! The places of 16 texts are read at once, with the name of the one pack that has them: so a browser need not know the
//! names of all packs, which would be much of what a query costs.

use serde::Serialize;

use super::deflate::Deflater;
use super::encoding::push_varint;
use super::packs::{PACK, bytes_of_name, name_of, path_of};
use super::survey::IndexSurvey;
use super::text_code::{END, PieceCounts};
use crate::index::display::{EntryText, PageText, Part};
use crate::index::json;
use crate::model::{File, Page};

/// The character between two texts of an entry.
const JOINT: char = '\0';

/// The most bytes of an entry without its texts that are taken as an example.
const MOST_FRAME: usize = 1000;

/// The places of so many texts are kept together.
const PLACES: usize = 16;

/// So many names or words for corrections are kept together.
const FRONT_CODED: usize = 64;

/// The stored data of an entry. Its parts stand column by column, since like texts compress better together.
#[derive(Serialize)]
struct StoredEntry<'a> {
    /// Empty if the texts are coded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
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

    /// The texts as one, unless they have characters that no text should have.
    fn joined_texts(&self) -> Option<String> {
        let is_plain = |text: &&str| !text.contains([JOINT, char::from(END)]);
        (!self.texts.is_empty() && self.texts.iter().all(is_plain))
            .then(|| self.texts.join(JOINT.encode_utf8(&mut [0])))
    }

    fn stored(self, survey: &IndexSurvey, deflater: &mut Deflater) -> Vec<u8> {
        let (mut codes, mut others) = (Vec::new(), Vec::new());
        let count = self.joined_texts().map_or(0, |text| survey.code.encode(&text, &mut codes, &mut others));
        let rest = if count == 0 { json(&self) } else { self.frame() };
        others.extend_from_slice(rest.as_bytes());
        let mut stored = Vec::new();
        push_varint(&mut stored, count);
        push_varint(&mut stored, codes.len() as u32);
        stored.append(&mut codes);
        stored.extend(deflater.compressed(&others, &survey.dictionary));
        stored
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
    survey: &IndexSurvey,
    deflater: &mut Deflater,
) -> Vec<Vec<u8>> {
    text.entries.iter().map(|entry| StoredEntry::new(page, entry).stored(survey, deflater)).collect()
}

/// The pieces of some pages' texts, and an example of the rest.
#[derive(Default)]
pub(super) struct TypicalText {
    pub(super) counts: PieceCounts,
    /// An entry without its texts.
    pub(super) frame: String,
}

impl TypicalText {
    pub(super) fn add(&mut self, page: &Page, text: &PageText) {
        for entry in &text.entries {
            let entry = StoredEntry::new(page, entry);
            entry.joined_texts().iter().for_each(|text| self.counts.add(text));
            if self.frame.is_empty() {
                self.frame = entry.frame();
            }
        }
    }
}

/// The beginning of `frame` that serves as an example of what is said about a text.
pub(super) fn example(frame: &str) -> &str {
    &frame[..frame.floor_char_boundary(MOST_FRAME)]
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
