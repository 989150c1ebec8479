//! Edits of the texts of a site: the smallest change that says what was decided, written whole or not at all, and
//! only to a file that is still what was read.
//!
//! `postil check --fix`, the review in the terminal, and the review and the margin in the browser all write through
//! here, and the language server gives editors such edits to write.
//! What an author does to a page is a pure function from the page and a place in it to such an edit; each is checked by
//! reading the page again, and refused where it would change anything else.

mod correction;
mod declare;
mod editable;
mod history;
mod meaning;
mod new_note;
mod refusal;
mod speaker_names;
mod trace;
mod turns;

use std::fmt;
use std::io::{self, Read};
use std::path::PathBuf;

pub use self::correction::correct_words;
pub use self::editable::{EditablePage, PageSettings, RunChars, SelectedWords, TextUnit, UnitPlace};
pub use self::history::EditHistory;
pub use self::meaning::{MeaningLine, PageMeaning};
pub use self::new_note::{NewNote, key_quote, note_in_file, note_in_page};
pub use self::refusal::EditRefusal;
pub use self::speaker_names::SpeakerNameChange;
pub use self::trace::{Obstacle, TracedChar, TracedRun, is_counted};
pub use self::turns::{
    SpeakerScope, change_speaker, edit_markdown, join_turn, set_time, split_turn, unit_range,
};
use crate::diag::Fix;
use crate::load::SiteFolder;
use crate::publish::replace_file_below;
use crate::source::{Source, SourceId, Sources, line_column};

/// The edits of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// The file's path from the site's root.
    pub path: String,
    /// Its text as it was read.
    pub before: String,
    /// Its text with all edits.
    pub after: String,
    /// Each edit, in the order of the file.
    pub changes: Vec<LineChange>,
    /// True if there is no such file yet.
    pub is_creation: bool,
}

/// An edit of some lines of a file, to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// The number of the first line, from one.
    pub line: usize,
    /// The text that was there.
    pub old: String,
    /// The text that takes its place.
    pub new: String,
}

/// The edits of `fixes`, by file. Of two that touch the same words, the first wins.
pub fn file_edits<'a>(fixes: impl IntoIterator<Item = &'a Fix>, sources: &Sources) -> Vec<FileEdit> {
    let fixes: Vec<&Fix> = fixes.into_iter().collect();
    let edit_of = |(id, source): (SourceId, &Source)| {
        let own: Vec<&Fix> = fixes.iter().copied().filter(|fix| fix.span.source == id).collect();
        (!own.is_empty()).then(|| FileEdit::new(source, &own))
    };
    sources.iter().filter_map(edit_of).collect()
}

/// The fixes of one file in the order of the file. Of two that touch the same words, the first wins.
pub fn without_overlaps<'a>(fixes: &[&'a Fix]) -> Vec<&'a Fix> {
    let mut fixes = fixes.to_vec();
    fixes.sort_by_key(|fix| fix.span);
    fixes.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    fixes
}

impl FileEdit {
    /// The edits `fixes` of `source`, in any order. Of two that touch the same words, the first wins.
    pub fn new(source: &Source, fixes: &[&Fix]) -> Self {
        let fixes = without_overlaps(fixes);
        let mut after = source.text().to_string();
        for fix in fixes.iter().rev() {
            after.replace_range(fix.span.range(), &fix.replacement);
        }
        let change = |fix: &&Fix| LineChange {
            line: line_column(source.text(), fix.span.start as usize).0,
            old: source.text()[fix.span.range()].to_string(),
            new: fix.replacement.clone(),
        };
        FileEdit {
            path: source.path.clone(),
            before: source.text().to_string(),
            after,
            changes: fixes.iter().map(change).collect(),
            is_creation: false,
        }
    }

    /// A new file.
    pub fn creation(path: &str, text: String) -> Self {
        let changes = vec![LineChange { line: 1, old: String::new(), new: text.clone() }];
        FileEdit { path: path.to_string(), before: String::new(), after: text, changes, is_creation: true }
    }

    /// Writes the file below the site's folder: whole or not at all, and only if it is still what was read.
    ///
    /// # Errors
    /// An error when the file changed meanwhile, or the disk refuses.
    pub fn apply(&self, folder: &SiteFolder) -> Result<(), EditError> {
        let path = folder.path().join(&self.path);
        match self.is_creation {
            true => create(folder, &self.path, &self.after).map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => EditError::Changed(path),
                _ => EditError::Disk(path, error),
            }),
            false => replace(folder, &self.path, &self.before, &self.after),
        }
    }

    /// Gives the file the bytes from before the edit, only if it is still what the edit made of it.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn take_back(&self, folder: &SiteFolder) -> Result<(), EditError> {
        if !self.is_creation {
            return replace(folder, &self.path, &self.after, &self.before);
        }
        read_expected(folder, &self.path, &self.after)?;
        let disk = |error| EditError::Disk(folder.path().join(&self.path), error);
        match self.path.rsplit_once('/') {
            Some((parents, name)) => {
                folder.handle().folder(parents).and_then(|parent| parent.remove_file(name))
            }
            None => folder.handle().remove_file(&self.path),
        }
        .map_err(disk)
    }
}

fn create(folder: &SiteFolder, path: &str, text: &str) -> io::Result<()> {
    let (parents, name) = path.rsplit_once('/').unwrap_or((".", path));
    let parent = folder.handle().make_folder(parents)?;
    parent.write_new(name, text.as_bytes())?;
    parent.sync_file(name)?;
    parent.sync()
}

/// Writes `after` in place of a file that has the text `before`; a byte order mark stays.
fn replace(folder: &SiteFolder, path: &str, before: &str, after: &str) -> Result<(), EditError> {
    let mark = read_expected(folder, path, before)?;
    let disk = |error| EditError::Disk(folder.path().join(path), error);
    replace_file_below(folder.handle(), path, format!("{mark}{after}")).map_err(disk)
}

/// The byte order mark of a file that has the text `expected`.
fn read_expected(folder: &SiteFolder, path: &str, expected: &str) -> Result<&'static str, EditError> {
    let full = folder.path().join(path);
    let disk = |error| EditError::Disk(full.clone(), error);
    let mut found = Vec::new();
    // A file that has become longer has changed.
    let longest = expected.len() as u64 + 4;
    let file = folder.open_file(path).map_err(disk)?;
    file.take(longest).read_to_end(&mut found).map_err(disk)?;
    let (mark, text) = match found.strip_prefix("\u{feff}".as_bytes()) {
        Some(text) => ("\u{feff}", text),
        None => ("", found.as_slice()),
    };
    if text == expected.as_bytes() { Ok(mark) } else { Err(EditError::Changed(full)) }
}

/// A file that is edited several times while somebody decides: each edit is written at once, and the places of all
/// are those of the text as it was first read.
#[derive(Clone, Debug)]
pub struct FileEditor {
    source: Source,
    fixes: Vec<Fix>,
    written: String,
}

impl FileEditor {
    /// An editor of `source`, which is on the disk as it was read.
    pub fn new(source: &Source) -> Self {
        FileEditor { source: source.clone(), fixes: Vec::new(), written: source.text().to_string() }
    }

    /// Writes one more edit; the others stay.
    pub fn write(&mut self, fix: Fix, folder: &SiteFolder) -> Result<(), EditError> {
        let all: Vec<&Fix> = self.fixes.iter().chain([&fix]).collect();
        let edit = FileEdit { before: self.written.clone(), ..FileEdit::new(&self.source, &all) };
        edit.apply(folder)?;
        self.written = edit.after;
        self.fixes.push(fix);
        Ok(())
    }
}

/// The reason why a file was not edited.
#[derive(Debug)]
pub enum EditError {
    /// The file is no longer what was read.
    Changed(PathBuf),
    /// The disk refused.
    Disk(PathBuf, io::Error),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditError::Changed(path) => {
                write!(f, "{} changed after it was read; it is not written", path.display())
            }
            EditError::Disk(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}
