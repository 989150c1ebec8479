//! Themes: those that are built in, and a site's own files over them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::Embed;

use super::Loaded;
use super::folder::{Folder, Hidden};
use super::text::{self, Problem};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{FontFile, ThemeFile};
use crate::source::{Located, SourceId};

/// The file in which a theme says what it builds on and what can be set in it.
const MANIFEST: &str = "theme.toml";

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
}

/// The themes a site can choose from, the folders in `themes/` and those built in, by name.
pub(super) fn find(root: &Path, loaded: &mut Loaded) -> (Vec<FoundTheme>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut found = Vec::new();
    for name in names(root) {
        let path = format!("themes/{name}/{MANIFEST}");
        let built_in = || BuiltIn::get(&format!("{name}/{MANIFEST}")).map(|file| file.data.into_owned());
        let bytes = match root.join(&path).is_file() {
            true => std::fs::read(root.join(&path)).map(Some),
            false => Ok(built_in()),
        };
        let text = bytes.map_err(Problem::Unreadable).and_then(|bytes| bytes.map(text::decode).transpose());
        let manifest = match text {
            Ok(text) => text.map(|text| loaded.sources.add(path, text)),
            Err(problem) => {
                diagnostics.push(problem.diagnostic(path, &mut loaded.sources));
                None
            }
        };
        found.push(FoundTheme { name, manifest });
    }
    (found, diagnostics)
}

fn names(root: &Path) -> Vec<String> {
    let folders = std::fs::read_dir(root.join("themes")).into_iter().flatten().flatten();
    let is_theme = |name: &String| !name.starts_with('.') && root.join("themes").join(name).is_dir();
    let own = folders.filter_map(|folder| folder.file_name().into_string().ok()).filter(is_theme);
    let built_in = BuiltIn::iter().filter_map(|path| Some(path.split_once('/')?.0.to_string()));
    let mut names: Vec<String> = own.chain(built_in).collect();
    names.sort();
    names.dedup();
    names
}

/// Adds the files of a theme that is made of `layers` to `loaded`, later ones over earlier ones, and
/// the texts among them to the sources.
pub(super) fn load(root: &Path, layers: &[String], loaded: &mut Loaded) -> Diagnostics {
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::new();
    for name in layers {
        files.extend(built_in_files(name));
        diagnostics.append(own_files(root, name, &mut files, loaded));
    }
    diagnostics.extend(take(files, loaded));
    diagnostics
}

/// Reads the fonts at `paths`, which are files of the site and do not lead out of it.
pub(super) fn fonts(root: &Path, paths: &[Located<String>], loaded: &mut Loaded) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let bounds = root.canonicalize().unwrap_or_default();
    for path in paths {
        let file = root.join(&path.value);
        let is_inside = file.canonicalize().is_ok_and(|file| file.starts_with(&bounds));
        match is_inside.then(|| std::fs::read(&file)) {
            Some(Ok(bytes)) => loaded.theme.fonts.push(FontFile { path: path.clone(), bytes }),
            _ => {
                let message = format!("there is no font `{}` in the site", path.value);
                diagnostics.push(Diagnostic::new(Code::BadValue, message).at(path.span));
            }
        }
    }
    diagnostics
}

/// The bytes of each file by its path in the theme, with its path for messages.
type Files = BTreeMap<String, (String, Vec<u8>)>;

fn built_in_files(name: &str) -> impl Iterator<Item = (String, (String, Vec<u8>))> {
    let prefix = format!("{name}/");
    BuiltIn::iter().filter_map(move |path: Cow<'static, str>| {
        let below = path.strip_prefix(&prefix)?.to_string();
        let bytes = BuiltIn::get(&path)?.data.into_owned();
        Some((below, (format!("themes/{path}"), bytes)))
    })
}

/// Puts the files of `themes/NAME/` over the ones that are built in.
fn own_files(root: &Path, name: &str, files: &mut Files, loaded: &mut Loaded) -> Diagnostics {
    let folder = format!("themes/{name}");
    let (found, mut diagnostics) = Folder { name: &folder, hidden: Hidden::Skip }.walk(root);
    for file in found {
        match std::fs::read(root.join(&file.path)) {
            Ok(bytes) => {
                files.insert(file.below, (file.path, bytes));
            }
            Err(error) => {
                let problem = Problem::Unreadable(error).diagnostic(file.path, &mut loaded.sources);
                diagnostics.push(problem);
            }
        }
    }
    diagnostics
}

fn take(files: Files, loaded: &mut Loaded) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (path, (shown, bytes)) in files {
        let mut source = None;
        if path.starts_with("templates/") || path.starts_with("i18n/") {
            match text::decode(bytes.clone()) {
                Ok(text) => source = Some(loaded.sources.add(shown, text)),
                Err(problem) => diagnostics.push(problem.diagnostic(shown, &mut loaded.sources)),
            }
        }
        loaded.theme.files.insert(path, ThemeFile { bytes, source });
    }
    diagnostics
}
