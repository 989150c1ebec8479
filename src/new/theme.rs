//! Starts a theme of a site's own, and copies files of built-in themes into a site.

use std::path::PathBuf;

use super::{NewError, create};
use crate::load::{SiteFolder, built_in_paths, built_in_text};

/// The file in which a theme says what it builds on.
const MANIFEST: &str = include_str!("files/theme.toml");

/// A template that adds a style sheet to that of the theme below.
const BASE: &str = include_str!("files/theme-base.html");

/// A style sheet with the properties that change most of a look.
const STYLES: &str = include_str!("files/theme.css");

/// Starts `themes/NAME/` in the site at `folder`, on top of the theme `parent`, and returns the files that were made.
pub fn theme(folder: &SiteFolder, name: &str, parent: &str) -> Result<Vec<PathBuf>, NewError> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(is_plain) {
        return Err(NewError::ThemeName(name.into()));
    }
    let filled = |text: &str| text.replace("NAME", name).replace("PARENT", parent);
    let files = [
        ("theme.toml".to_string(), filled(MANIFEST)),
        ("templates/base.html".to_string(), filled(BASE)),
        (format!("css/{name}.css"), filled(STYLES)),
    ];
    let make =
        |(path, text): &(String, String)| create(folder.handle(), &format!("themes/{name}/{path}"), text);
    files.iter().map(make).collect()
}

/// Copies the file at `path` of the built-in theme `name` into the site at `folder`, where it takes that one's place.
pub fn copy(folder: &SiteFolder, name: &str, path: &str) -> Result<PathBuf, NewError> {
    let Some(text) = built_in_text(name, path) else {
        return Err(NewError::NoThemeFile(name.into(), path.into(), built_in_paths(name)));
    };
    create(folder.handle(), &format!("themes/{name}/{path}"), &text)
}
