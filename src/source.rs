//! Source files held in memory, and spans that point into them.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The number of a file in [`Sources`].
///
/// It is made of the file's path, so that a file keeps its number when others are added or deleted: pages that are
/// kept for the next build hold many such numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u32);

impl SourceId {
    /// The largest number: one below 2^28 takes four bytes in a packed page, and two of ten thousand files want the same
    /// number in one site of five.
    const LAST: u32 = (1 << 28) - 1;

    /// The number that the file at `path` has unless another file has it.
    ///
    /// A cryptographic hash, because a site of strangers could otherwise bring many files that want the same number.
    fn wanted(path: &str) -> SourceId {
        let digest = Sha256::digest(path.as_bytes());
        SourceId(u32::from_le_bytes(std::array::from_fn(|at| digest[at])) & SourceId::LAST)
    }

    fn next(self) -> SourceId {
        SourceId((self.0 + 1) & SourceId::LAST)
    }
}

/// A text file that was read: its path as the author knows it, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path from the site's root, with `/` between its parts: `content/interviews/altman.md`.
    pub path: String,
    text: SourceText,
}

/// The text of a file, which may stay on the disk until it is needed.
#[derive(Clone, Debug)]
struct SourceText {
    held: OnceLock<Arc<str>>,
    reader: Option<Arc<dyn ReadAgain>>,
}

/// Reads files that were read before, to show some of them.
pub trait ReadAgain: fmt::Debug + Send + Sync {
    /// The text of the file at `path`, as it is now; what cannot be read has no text.
    fn read_again(&self, path: &str) -> String;
}

impl Source {
    /// A file with its text, without a byte order mark.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Source {
        Source { path: path.into(), text: SourceText { held: OnceLock::from(text.into()), reader: None } }
    }

    /// A file whose text `reader` reads when it is needed.
    pub fn unread(path: impl Into<String>, reader: Arc<dyn ReadAgain>) -> Source {
        Source { path: path.into(), text: SourceText { held: OnceLock::new(), reader: Some(reader) } }
    }

    /// The whole text, without a byte order mark. The first call for an [unread](Source::unread) file reads the disk.
    pub fn text(&self) -> &str {
        let SourceText { held, reader } = &self.text;
        held.get_or_init(|| {
            reader.as_ref().map_or_else(String::new, |reader| reader.read_again(&self.path)).into()
        })
    }
}

/// A range of bytes in one source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `source` from byte `start` up to but not including byte `end`.
    ///
    /// Offsets beyond 4 GiB are clamped: no transcript reaches them, and a span is only a place to show.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { source, start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The span as a range of byte offsets.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value together with the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The place it was read from.
    pub span: Span,
}

impl<T> Located<T> {
    /// Joins a value and its place.
    pub fn new(value: T, span: Span) -> Self {
        Located { value, span }
    }
}

/// All text files of a run, in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<(SourceId, Source)>,
    positions: HashMap<SourceId, usize>,
}

impl Sources {
    /// Adds a file with its text and returns its number.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        self.insert(Source::new(path, text))
    }

    /// Adds a file and returns its number.
    pub fn insert(&mut self, source: Source) -> SourceId {
        let mut id = SourceId::wanted(&source.path);
        while self.positions.contains_key(&id) {
            id = id.next();
        }
        self.positions.insert(id, self.files.len());
        self.files.push((id, source));
        id
    }

    /// Replaces a file by the same one with its text.
    ///
    /// # Panics
    /// When this value did not return `id`.
    pub fn replace(&mut self, id: SourceId, source: Source) {
        self.files[self.positions[&id]].1 = source;
    }

    /// The file with this number.
    ///
    /// # Panics
    /// When this value did not return `id`.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[self.positions[&id]].1
    }

    /// The position of a file in the order in which they were read; `None` if this value did not return `id`.
    pub fn position(&self, id: SourceId) -> Option<usize> {
        self.positions.get(&id).copied()
    }

    /// Every file with its number, in order.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.files.iter().map(|(id, source)| (*id, source))
    }
}

/// The line and column of byte `offset` in `text`, both counted from one; the column counts characters.
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_keep_their_numbers_when_others_are_added() {
        let (mut few, mut many) = (Sources::default(), Sources::default());
        many.add("content/a.md", "");
        let (before, after) = (few.add("content/b.md", "b"), many.add("content/b.md", "b"));
        assert_eq!(before, after);
        assert_ne!(many.add("content/b.md", "again"), after, "two files never share a number");
        assert_eq!(many.get(after).text(), "b");
        assert_eq!(many.position(after), Some(1));
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(line_column("ab\n中文字", 3 + 6), (2, 3));
        assert_eq!(line_column("ab\n中文字", 4), (2, 1), "an offset inside a character is its start");
        assert_eq!(line_column("", 9), (1, 1));
    }
}
