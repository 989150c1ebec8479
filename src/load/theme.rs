//! Themes: those that are built in, and a site's own files over them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use rust_embed::Embed;

use super::Loaded;
use super::folder::{Hidden, SiteSubfolder};
use super::site_folder::SiteFolder;
use super::text::{self, TextFileError};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{FontFile, ThemeFile};
use crate::source::{Located, SourceId};

/// The folder of a site's own themes.
const THEMES: &str = "themes";

/// The most bytes that a file of a theme, or a font, may have: they are kept in memory. The largest fonts, of all
/// Chinese characters in several weights, have half of it.
const LARGEST_FILE: u64 = 256 << 20;

/// The file in which a theme says what it builds on and what can be set in it.
const MANIFEST: &str = "theme.toml";

/// The folder of a theme's templates.
const TEMPLATES: &str = "templates/";

/// The themes that are part of the program, so that one file runs anywhere.
#[derive(Embed)]
#[folder = "themes"]
struct BuiltIn;

/// A theme that a site can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTheme {
    /// Its name.
    pub name: String,
    /// Its `theme.toml`, if it has one.
    pub manifest: Option<SourceId>,
    /// True when the site brings files of it.
    pub is_own: bool,
}

/// The themes a site can choose from, the folders in `themes/` and those built in, by name.
pub(super) fn find(site: &SiteFolder, loaded: &mut Loaded) -> (Vec<FoundTheme>, Diagnostics) {
    let mut found = Vec::new();
    let (own, mut diagnostics) = SiteSubfolder { name: THEMES, hidden: Hidden::Skip }.folders(site);
    let mut names: Vec<String> = own.iter().cloned().chain(built_in_names()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let path = format!("themes/{name}/{MANIFEST}");
        let built_in = || BuiltIn::get(&format!("{name}/{MANIFEST}")).map(|file| file.data.into_owned());
        let bytes = match site.kind(&path) {
            Some(_) => site.read(&path, LARGEST_FILE).map(Some),
            None => Ok(built_in()),
        };
        let text = bytes.and_then(|bytes| bytes.map(text::decode).transpose());
        let manifest = match text {
            Ok(text) => text.map(|text| loaded.sources.add(path, text)),
            Err(problem) => {
                diagnostics.push(problem.diagnostic(path, &mut loaded.sources));
                None
            }
        };
        found.push(FoundTheme { is_own: own.contains(&name), name, manifest });
    }
    (found, diagnostics)
}

/// The text of a file of a theme that is part of the program: `css/base.css` of `default`.
pub fn built_in_text(theme: &str, path: &str) -> Option<String> {
    let file = BuiltIn::get(&format!("{theme}/{path}"))?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// The paths of all files of a theme that is part of the program.
pub fn built_in_paths(theme: &str) -> Vec<String> {
    let prefix = format!("{theme}/");
    let mut paths: Vec<String> =
        BuiltIn::iter().filter_map(|path| Some(path.strip_prefix(&prefix)?.to_string())).collect();
    paths.sort();
    paths
}

/// The names of the themes that are part of the program.
pub fn built_in_theme_names() -> Vec<String> {
    let mut names: Vec<String> = built_in_names().collect();
    names.sort();
    names.dedup();
    names
}

/// The themes that are part of the program, by name.
pub(super) fn built_in(loaded: &mut Loaded) -> Vec<FoundTheme> {
    let mut names: Vec<String> = built_in_names().collect();
    names.dedup();
    let found = names.into_iter().map(|name| {
        let bytes = BuiltIn::get(&format!("{name}/{MANIFEST}")).map(|file| file.data.into_owned());
        let text = bytes.and_then(|bytes| text::decode(bytes).ok());
        let manifest = text.map(|text| loaded.sources.add(format!("themes/{name}/{MANIFEST}"), text));
        FoundTheme { name, manifest, is_own: false }
    });
    found.collect()
}

fn built_in_names() -> impl Iterator<Item = String> {
    BuiltIn::iter().filter_map(|path| Some(path.split_once('/')?.0.to_string()))
}

/// Adds the files of a theme that is made of `layers` to `loaded`, later ones over earlier ones, and
/// the texts among them to the sources.
pub(super) fn load(site: Option<&SiteFolder>, layers: &[String], loaded: &mut Loaded) -> Diagnostics {
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::new();
    for (number, name) in (0..).step_by(2).zip(layers) {
        for (path, (shown, bytes)) in built_in_files(name) {
            files.entry(path).or_default().push(ThemeVersion { layer: number, shown, bytes });
        }
        if let Some(site) = site {
            diagnostics.append(own_files(site, (number + 1, name), &mut files, loaded));
        }
    }
    diagnostics.extend(take(with_parents(files), loaded));
    diagnostics
}

/// Reads the fonts at `paths`, which are files of the site: no link leads to one that lies in another folder.
pub(super) fn fonts(site: &SiteFolder, paths: &[Located<String>], loaded: &mut Loaded) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for path in paths {
        match site.read(&path.value, LARGEST_FILE) {
            Ok(bytes) => loaded.theme.fonts.push(FontFile { path: path.clone(), bytes }),
            Err(problem) => {
                let message = match problem {
                    TextFileError::Unreadable(error) if error.kind() != io::ErrorKind::NotFound => {
                        format!("the font `{}` cannot be read: {error}", path.value)
                    }
                    TextFileError::TooLarge { .. } => format!("the font `{}` is too large", path.value),
                    _ => format!("there is no font `{}` in the site", path.value),
                };
                diagnostics.push(Diagnostic::new(Code::BadValue, message).at(path.span));
            }
        }
    }
    diagnostics
}

/// The versions of each file by its path in the theme, those of lower layers first.
type Files = BTreeMap<String, Vec<ThemeVersion>>;

/// A file as one layer of a theme has it.
struct ThemeVersion {
    /// The number of the layer.
    layer: u8,
    /// Its path for messages.
    shown: String,
    bytes: Vec<u8>,
}

fn built_in_files(name: &str) -> impl Iterator<Item = (String, (String, Vec<u8>))> {
    let prefix = format!("{name}/");
    BuiltIn::iter().filter_map(move |path: Cow<'static, str>| {
        let below = path.strip_prefix(&prefix)?.to_string();
        let bytes = BuiltIn::get(&path)?.data.into_owned();
        Some((below, (format!("themes/{path}"), bytes)))
    })
}

/// Puts the files of `themes/NAME/` over the ones that are built in.
fn own_files(
    site: &SiteFolder,
    (layer, name): (u8, &str),
    files: &mut Files,
    loaded: &mut Loaded,
) -> Diagnostics {
    let folder = format!("{THEMES}/{name}");
    let (found, mut diagnostics) = SiteSubfolder { name: &folder, hidden: Hidden::Skip }.walk(site);
    for file in found {
        match site.read(&file.path, LARGEST_FILE) {
            Ok(bytes) => {
                files.entry(file.below).or_default().push(ThemeVersion { layer, shown: file.path, bytes });
            }
            Err(problem) => diagnostics.push(problem.diagnostic(file.path, &mut loaded.sources)),
        }
    }
    diagnostics
}

/// The mark before the name of a template that another one replaces: `{% extends "parent:base.html" %}`.
const PARENT: &str = "parent:";

/// The files as they are used, and beside them those that a replaced template is asked for by `parent:`, each under a
/// name of its own. Names of parents are as long as what stands for them, so that places in the text stay the same.
fn with_parents(files: Files) -> BTreeMap<String, (String, Vec<u8>)> {
    let mut used = BTreeMap::new();
    let mut waiting: Vec<(String, usize, String)> = files
        .iter()
        .filter_map(|(path, versions)| Some((path.clone(), versions.len().checked_sub(1)?, path.clone())))
        .collect();
    while let Some((path, at, name)) = waiting.pop() {
        if used.contains_key(&name) {
            continue;
        }
        let version = &files[&path][at];
        let mut bytes = version.bytes.clone();
        for parent in parents_in(&bytes).filter(|_| path.starts_with(TEMPLATES)).collect::<Vec<_>>() {
            let asked = format!("{TEMPLATES}{parent}");
            let below = |other: &ThemeVersion| other.layer < version.layer;
            let Some(found) = files.get(&asked).and_then(|versions| versions.iter().rposition(below)) else {
                continue;
            };
            let alias = format!("layer{}:", files[&asked][found].layer);
            bytes = replace(&bytes, &format!("{PARENT}{parent}"), &format!("{alias}{parent}"));
            waiting.push((asked, found, format!("{TEMPLATES}{alias}{parent}")));
        }
        used.insert(name, (version.shown.clone(), bytes));
    }
    used
}

/// The names behind every `parent:` of a template.
fn parents_in(bytes: &[u8]) -> impl Iterator<Item = String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let names = text.match_indices(PARENT).map(|(at, _)| {
        let rest = &text[at + PARENT.len()..];
        rest[..rest.find(['"', '\'']).unwrap_or(0)].to_string()
    });
    let mut names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    names.dedup();
    names.into_iter()
}

fn replace(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.replace(from, to).into_bytes(),
        Err(_) => bytes.to_vec(),
    }
}

fn take(files: BTreeMap<String, (String, Vec<u8>)>, loaded: &mut Loaded) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (path, (shown, bytes)) in files {
        let mut source = None;
        if path.starts_with("templates/")
            || path.starts_with("i18n/")
            || path.ends_with(".bundle")
            || path.ends_with(".css")
        {
            match text::decode(bytes.clone()) {
                Ok(text) => source = Some(loaded.sources.add(shown, text)),
                Err(problem) => diagnostics.push(problem.diagnostic(shown, &mut loaded.sources)),
            }
        }
        loaded.theme.files.insert(path, ThemeFile { bytes, source });
    }
    diagnostics
}
