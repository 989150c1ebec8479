//! An entry as a browser shows it, in few bytes.
//!
//! All that readers see of it is one text, with a joint between two strings: the title of the page, the heading, the name
//! of the kind, the names of those who speak, and the texts. It begins with the number of its [coded](super::text_code)
//! pieces, the length of their codes, and the codes. All else is compressed: the length of the pieces without a code, these
//! pieces, and a frame of numbers, with the strings that nobody reads. That is short, so the compressor is given the coded
//! pieces (a preset dictionary). A browser has no way to give it to its decompressor, and puts it before the text as a
//! stored block.
//!
//! The frame has the address of the page, the kind of a note, the number of names and of parts, the number of each part's
//! name, the anchors, the times, and the parts that continue the one before. Strings have their length in front.

use std::borrow::Cow;

use super::deflate::Deflater;
use super::encoding::{BitWriter, push_varint};
use super::survey::IndexSurvey;
use super::text_code::END;
use crate::index::display::EntryText;
use crate::model::Page;
use crate::text::hash::{DIGITS, digit_of_hash, short_hash};

/// The character between two strings of an entry.
const JOINT: char = '\0';

/// The number of words of a turn that the hash in its permalink is made of.
const HASHED_WORDS: usize = 16;

/// The stored data of an entry.
pub(super) struct StoredEntry<'a> {
    page: &'a Page,
    entry: &'a EntryText,
    /// The different names of those who speak, and the number of each part's among them.
    names: Vec<&'a str>,
    by: Vec<usize>,
}

impl<'a> StoredEntry<'a> {
    pub(super) fn new(page: &'a Page, entry: &'a EntryText) -> StoredEntry<'a> {
        let mut names: Vec<&str> = Vec::new();
        let by = entry.parts.iter().map(|part| {
            names.iter().position(|name| *name == part.by).unwrap_or_else(|| {
                names.push(&part.by);
                names.len() - 1
            })
        });
        let by = by.collect();
        StoredEntry { page, entry, names, by }
    }

    /// All strings that readers see, as one.
    pub(super) fn strings(&self) -> String {
        let EntryText { heading, label, parts, .. } = self.entry;
        let about = [self.page.title.as_str(), heading, label];
        let texts = parts.iter().map(|part| part.text.as_str());
        let all = about.into_iter().chain(self.names.iter().copied()).chain(texts);
        let mut strings =
            String::with_capacity(parts.iter().map(|part| part.text.len() + 1).sum::<usize>() + 200);
        for (number, string) in all.enumerate() {
            if number > 0 {
                strings.push(JOINT);
            }
            strings.push_str(&without_marks(string));
        }
        strings
    }

    pub(super) fn stored(&self, survey: &IndexSurvey, deflater: &mut Deflater) -> Vec<u8> {
        let (mut codes, mut others, mut frame) = (Vec::new(), Vec::new(), Vec::new());
        let mut bits = BitWriter::new(&mut codes);
        let count = survey.code.encode(&self.strings(), &mut bits, &mut others);
        self.push_frame(&mut frame, &mut bits);
        drop(bits);
        let mut rest = Vec::with_capacity(others.len() + frame.len() + 2);
        push_varint(&mut rest, others.len() as u32);
        rest.append(&mut others);
        rest.append(&mut frame);
        let mut stored = Vec::new();
        push_varint(&mut stored, count);
        push_varint(&mut stored, codes.len() as u32);
        stored.append(&mut codes);
        stored.extend(deflater.compressed(&rest, &survey.dictionary));
        stored
    }

    /// Appends the frame, and to `hashes` the ends of anchors that are hashes.
    fn push_frame(&self, frame: &mut Vec<u8>, hashes: &mut BitWriter) {
        let parts = &self.entry.parts;
        push_string(frame, &self.page.address);
        push_string(frame, self.entry.kind.as_deref().unwrap_or_default());
        push_varint(frame, self.names.len() as u32);
        push_varint(frame, parts.len() as u32);
        self.by.iter().for_each(|&name| push_varint(frame, name as u32));
        let anchors: Vec<StoredAnchor> = self.anchors().collect();
        anchors.iter().for_each(|anchor| push_varint(frame, anchor.code()));
        anchors.iter().for_each(|anchor| anchor.push_rest(frame, hashes));
        let has_times = parts.iter().any(|part| !part.time.is_empty());
        frame.push(u8::from(has_times));
        parts.iter().filter(|_| has_times).for_each(|part| push_string(frame, &part.time));
        let continued = (0..parts.len()).filter(|&at| parts[at].goes_on);
        continued.for_each(|at| push_varint(frame, at as u32));
    }

    /// The anchor of the entry, which comes from its heading or its first part, and those of the parts.
    fn anchors(&self) -> impl Iterator<Item = StoredAnchor<'_>> {
        let EntryText { anchor, heading, parts, .. } = self.entry;
        let own = match parts.first() {
            Some(part) if heading.is_empty() => StoredAnchor::new(anchor, &part.by, &part.text),
            _ => StoredAnchor::new(anchor, "", heading),
        };
        let of_parts = parts.iter().map(|part| StoredAnchor::new(&part.anchor, &part.by, &part.text));
        std::iter::once(own).chain(of_parts)
    }
}

/// The string with spaces in the place of the characters that are marks here, which no text should have.
fn without_marks(string: &str) -> Cow<'_, str> {
    let marks = [JOINT, char::from(END)];
    if string.contains(marks) { string.replace(marks, " ").into() } else { string.into() }
}

fn push_string(out: &mut Vec<u8>, string: &str) {
    push_varint(out, string.len() as u32);
    out.extend_from_slice(string.as_bytes());
}

/// An anchor as far as it is not [usual](usual_anchor).
#[derive(Debug, PartialEq, Eq)]
enum StoredAnchor<'a> {
    /// There is none.
    None,
    /// So many characters of the usual one, and others.
    Other(u32, &'a str),
    /// So many words of the usual one, each with its hyphen, and a hash.
    Hash(u32, [u8; DIGITS]),
    /// So many characters of the usual one, which has no hyphen there, and a hyphen and a hash.
    Cut(u32, [u8; DIGITS]),
    /// So many words of the usual one, and the next without its hyphen.
    Word(u32),
    /// So many words of the usual one, each with its hyphen, and the hash of the [`opening`] of the text.
    Opening(u32),
}

impl<'a> StoredAnchor<'a> {
    /// The `anchor` of what has this speaker and this text.
    fn new(anchor: &'a str, by: &str, text: &str) -> StoredAnchor<'a> {
        if anchor.is_empty() {
            return StoredAnchor::None;
        }
        let mut usual = usual_anchor(by, text);
        let (mut shared, mut words, mut start) = (0, 0, 0);
        let mut next = usual.next();
        for (at, character) in anchor.char_indices() {
            if next != Some(character) {
                let rest = &anchor[at..];
                let cut =
                    rest.strip_prefix('-').and_then(digits).map(|digits| StoredAnchor::Cut(shared, digits));
                let hash = digits(&anchor[start..]).map(|digits| {
                    match short_hash(&opening(text)) == anchor[start..] {
                        true => StoredAnchor::Opening(words),
                        false => StoredAnchor::Hash(words, digits),
                    }
                });
                return hash.or(cut).unwrap_or(StoredAnchor::Other(shared, rest));
            }
            shared += 1;
            if character == '-' {
                words += 1;
                start = at + 1;
            }
            next = usual.next();
        }
        match next {
            None | Some('-') => StoredAnchor::Word(words),
            _ => StoredAnchor::Other(shared, ""),
        }
    }

    fn code(&self) -> u32 {
        match self {
            StoredAnchor::None => 0,
            StoredAnchor::Other(shared, _) => 1 + shared * 5,
            StoredAnchor::Hash(words, _) => 2 + words * 5,
            StoredAnchor::Cut(shared, _) => 3 + shared * 5,
            StoredAnchor::Word(words) => 4 + words * 5,
            StoredAnchor::Opening(words) => 5 + words * 5,
        }
    }

    fn push_rest(&self, frame: &mut Vec<u8>, hashes: &mut BitWriter) {
        match self {
            StoredAnchor::None | StoredAnchor::Word(_) | StoredAnchor::Opening(_) => {}
            StoredAnchor::Other(_, rest) => push_string(frame, rest),
            StoredAnchor::Hash(_, digits) | StoredAnchor::Cut(_, digits) => {
                digits.iter().for_each(|&digit| hashes.bits(u32::from(digit), 5));
            }
        }
    }
}

/// The digits of a hash, if that is all that `text` is.
fn digits(text: &str) -> Option<[u8; DIGITS]> {
    let digits: Option<Vec<u8>> = text.bytes().map(digit_of_hash).collect();
    digits?.try_into().ok()
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

/// The first words of a text in small letters, each behind a hyphen: the permalink of a turn has their hash.
fn opening(text: &str) -> String {
    let mut words = 0;
    let is_within = |&character: &char| {
        words += usize::from(character == '-');
        words < HASHED_WORDS
    };
    let opening: String = std::iter::once('-').chain(usual_anchor("", text).take_while(is_within)).collect();
    opening.trim_end_matches('-').into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_told_from_the_usual_ones() {
        use StoredAnchor::{Cut, Hash, None, Other, Word};
        let hash = Hash(4, [29, 7, 0, 31]);
        assert_eq!(StoredAnchor::new("ann-its-bobs-no-x70z", "Ann", "It’s Bob's -- no, mine."), hash);
        assert_eq!(StoredAnchor::new("唐鳳-大家好-謝謝-2", "唐鳳", "大家好，謝謝"), Other(6, "-謝謝-2"));
        assert_eq!(StoredAnchor::new("唐鳳-大家好嗎-z000", "唐鳳", "大家好嗎大家"), Cut(7, [31, 0, 0, 0]));
        assert_eq!(StoredAnchor::new("high-tide", "", "High tide!"), Word(1));
        assert_eq!(StoredAnchor::new("high-tide", "", "High tides"), Other(9, ""));
        assert_eq!(StoredAnchor::new("high-tide-2", "", "High tide."), Other(10, "2"));
        assert_eq!(StoredAnchor::new("", "Ann", "Hello"), None);
    }

    #[test]
    fn a_hash_of_the_opening_is_not_stored() {
        let words: Vec<String> = (0..20).map(|number| format!("word{number}")).collect();
        let anchor = format!("ann-word0-word1-{}", short_hash(&format!("-{}", words[..16].join("-"))));
        assert_eq!(StoredAnchor::new(&anchor, "Ann", &words.join(", ")), StoredAnchor::Opening(3));
    }
}
