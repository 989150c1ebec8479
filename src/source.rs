//! Source files held in memory, and spans that point into them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// The number of a file in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SourceId(pub u32);

thread_local! {
    /// What files' numbers become while they are read back, where they have others now.
    static RENUMBERING: RefCell<Option<HashMap<u32, SourceId>>> = const { RefCell::new(None) };
}

/// Has every number of a file that `read` deserialises on this thread changed from one of `before` to the one that
/// stands at its place in `now`; there must be no others. A run numbers its files in their order, and one more or one
/// less gives those after it new numbers.
pub fn renumbered<T>(before: &[SourceId], now: &[SourceId], read: impl FnOnce() -> T) -> T {
    let numbers = before.iter().map(|id| id.0).zip(now.iter().copied()).collect();
    let outer = RENUMBERING.replace((before != now).then_some(numbers));
    let value = read();
    RENUMBERING.set(outer);
    value
}

/// Whether numbers of files change at the moment, as [`renumbered`] has them.
pub fn is_renumbering() -> bool {
    RENUMBERING.with_borrow(Option::is_some)
}

impl<'de> Deserialize<'de> for SourceId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u32::deserialize(deserializer)?;
        RENUMBERING.with_borrow(|numbers| match numbers {
            None => Ok(SourceId(number)),
            Some(numbers) => numbers.get(&number).copied().ok_or_else(|| D::Error::custom("an unknown file")),
        })
    }
}

/// A text file that was read: its path as the author knows it, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path from the site's root, with `/` between its parts: `content/interviews/altman.md`.
    pub path: String,
    /// The whole text, without a byte order mark.
    pub text: Text,
}

/// A file's text, which may be left on the disk until somebody asks for it.
#[derive(Clone, Debug)]
pub struct Text {
    held: OnceLock<Arc<str>>,
    unread: Option<Unread>,
}

/// The way to read a text when it is asked for.
#[derive(Clone, Debug)]
pub struct Unread {
    /// The file's path from the site's root.
    pub path: String,
    /// Reads it.
    pub reader: Arc<dyn ReadAgain>,
}

/// Reads files that were read before, to show some of them.
pub trait ReadAgain: fmt::Debug + Send + Sync {
    /// The text of the file at `path`, as it is now; what cannot be read has no text.
    fn read_again(&self, path: &str) -> String;
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.held.get_or_init(|| match &self.unread {
            Some(Unread { path, reader }) => reader.read_again(path).into(),
            None => Arc::default(),
        })
    }
}

impl<T: Into<Arc<str>>> From<T> for Text {
    fn from(text: T) -> Self {
        Text { held: OnceLock::from(text.into()), unread: None }
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
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file and returns its number.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(Source { path: path.into(), text: Text::from(text) });
        id
    }

    /// Adds a file whose text is read when it is asked for.
    pub fn add_unread(&mut self, unread: Unread) -> SourceId {
        let path = unread.path.clone();
        let id = self.add(path, "");
        self.files[id.0 as usize].text = Text { held: OnceLock::new(), unread: Some(unread) };
        id
    }

    /// Keeps the text of a file that was read.
    ///
    /// # Panics
    /// When `id` was not handed out by this value.
    pub fn keep(&mut self, id: SourceId, text: Text) {
        self.files[id.0 as usize].text = text;
    }

    /// The file with this number.
    ///
    /// # Panics
    /// When `id` was not handed out by this value.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// Every file with its number, in order.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0u32..).map(SourceId).zip(&self.files)
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
    fn columns_count_characters() {
        assert_eq!(line_column("ab\n中文字", 3 + 6), (2, 3));
        assert_eq!(line_column("ab\n中文字", 4), (2, 1), "an offset inside a character is its start");
        assert_eq!(line_column("", 9), (1, 1));
    }
}
