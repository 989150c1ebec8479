//! The files a site's pages are made with.

use std::collections::BTreeMap;

use crate::source::{Located, SourceId};

/// A theme as it was loaded: the site's own files over those of the theme it builds on.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Each file by its path in the theme: `templates/transcript.html`, `css/base.css`.
    pub files: BTreeMap<String, ThemeFile>,
    /// The site's own words over the theme's, by the language they are in.
    pub words: BTreeMap<String, SourceId>,
    /// The fonts of cards, in the order of preference.
    pub fonts: Vec<FontFile>,
}

/// A font that the site names.
#[derive(Clone, Debug)]
pub struct FontFile {
    /// Its path below the site's root, and where that is written.
    pub path: Located<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file of a theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The text of a template, a style sheet or a file of words, so that a mistake in it can be shown in its place.
    pub source: Option<SourceId>,
}
