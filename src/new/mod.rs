//! Starts a site, and pages in it. What is there already is never changed.

mod theme;

pub use self::theme::{copy, theme};

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::config::Person;
use crate::diag::nearest;
use crate::disk::FolderHandle;
use crate::load::{SITE_FILE, SiteFolder};

/// A reason for which nothing was created.
#[derive(Debug)]
pub enum NewError {
    /// The path of a page that would not be below `content/`.
    Path(String),
    /// A name that no folder of `themes/` should have.
    ThemeName(String),
    /// A file that a built-in theme does not have, the theme, and what it has.
    NoThemeFile(String, String, Vec<String>),
    /// There is something already.
    Taken(PathBuf),
    /// The disk refused.
    Disk(PathBuf, io::Error),
}

impl fmt::Display for NewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NewError::Path(path) => write!(f, "`{path}` is not a path below content/"),
            NewError::ThemeName(name) => {
                write!(f, "`{name}` is no name of a theme: use lower-case letters, digits and `-`")
            }
            NewError::NoThemeFile(name, path, known) => {
                write!(f, "the theme `{name}` has no file `{path}`")?;
                match nearest(path, known.iter().map(String::as_str)) {
                    Some(other) => write!(f, "; did you mean `{other}`?"),
                    None => write!(f, "; `postil theme list {name}` shows its files"),
                }
            }
            NewError::Taken(path) => write!(f, "{} exists already and was not changed", path.display()),
            NewError::Disk(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

/// The files of a new site.
const SITE: [(&str, &str); 4] = [
    (SITE_FILE, include_str!("files/site.toml")),
    ("content/_index.md", include_str!("files/index.md")),
    ("content/lighthouse.md", include_str!("files/first.md")),
    (".gitignore", include_str!("files/gitignore")),
];

/// Starts a site in `folder` and returns the files that were made. Files that are there stay as they
/// are; a folder that is a site already is refused.
pub fn site(folder: &Path) -> Result<Vec<PathBuf>, NewError> {
    let disk = |error| NewError::Disk(folder.into(), error);
    fs::create_dir_all(folder).map_err(disk)?;
    let handle = FolderHandle::open(folder).map_err(disk)?;
    if handle.info(SITE_FILE).map_err(disk)?.is_some() {
        return Err(NewError::Taken(folder.join(SITE_FILE)));
    }
    let mut made = Vec::new();
    for (path, text) in SITE {
        match create(&handle, path, text) {
            Ok(path) => made.push(path),
            Err(NewError::Taken(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(made)
}

/// Starts the transcript `content/PATH.md` of the site in `folder`, dated `today`. It begins with people of the site if
/// `people` are known: those who ask before those who answer.
pub fn page(
    folder: &SiteFolder,
    people: &BTreeMap<String, Person>,
    path: &str,
    today: Date,
) -> Result<PathBuf, NewError> {
    let name = path.strip_prefix("content/").unwrap_or(path);
    let name = name.strip_suffix(".md").unwrap_or(name);
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.contains(|c: char| c.is_control() || "\\:".contains(c))
    };
    if !name.split('/').all(plain) {
        return Err(NewError::Path(path.into()));
    }
    let [first, second] = speakers(people);
    let speakers = [&first, &second].map(|(id, _)| toml::Value::from(id.as_str()).to_string()).join(", ");
    let text = include_str!("files/page.md")
        .replace("TITLE", &title(name))
        .replace("DATE", &today.to_string())
        .replace("SPEAKERS", &format!("speakers = [{speakers}]\n"))
        .replace("FIRST", &first.1)
        .replace("SECOND", &second.1);
    create(folder.handle(), &format!("content/{name}.md"), &text)
}

/// Two people who talk, each by ID and by the label of their turns.
fn speakers(people: &BTreeMap<String, Person>) -> [(String, String); 2] {
    let asks = |person: &Person| {
        let role = person.role.as_deref().unwrap_or_default().to_lowercase();
        ["host", "interviewer", "moderator"].contains(&role.as_str())
    };
    let named = |(id, person): (&String, &Person)| {
        let label = person.aliases.first().unwrap_or(&person.name);
        (id.clone(), label.clone())
    };
    let (asking, answering): (Vec<_>, Vec<_>) = people.iter().partition(|(_, person)| asks(person));
    let mut found = asking.into_iter().take(1).chain(answering).map(named);
    let invented = ["Anna", "Ben"].map(|name| (name.to_string(), name.to_string()));
    match (found.next(), found.next()) {
        (Some(first), Some(second)) => [first, second],
        (Some(first), None) => [first, invented[1].clone()],
        _ => invented,
    }
}

/// `interviews/the-first-one` as a title: `The first one`, ready for a TOML string.
fn title(name: &str) -> String {
    let words = name.rsplit('/').next().unwrap_or(name).replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    (first + letters.as_str()).replace('"', "\\\"")
}

/// Makes the file at `path` below `folder`, and the folders on the way; a link among them is an error.
fn create(folder: &FolderHandle, path: &str, text: &str) -> Result<PathBuf, NewError> {
    let place = folder.path().join(path);
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => NewError::Taken(place.clone()),
        _ => NewError::Disk(place.clone(), error),
    };
    if let Some((parents, _)) = path.rsplit_once('/') {
        folder.make_folder(parents).map_err(failed)?;
    }
    folder.write_new(path, text.as_bytes()).map_err(failed)?;
    Ok(place)
}
