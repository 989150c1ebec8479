//! Themes: the one that is built in, and a site's own files over it.

use std::path::Path;

use rust_embed::Embed;

use super::Loaded;
use super::folder::{Folder, Hidden};
use super::text::{self, Problem};
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::ThemeFile;

/// The theme every site builds on.
const BUILT_IN: &str = "default";

/// The default theme, part of the program so that one file runs anywhere.
#[derive(Embed)]
#[folder = "themes/default"]
struct DefaultTheme;

/// The names of the themes a site can choose from: the folders in `themes/`, and the one built in.
pub(super) fn names(root: &Path) -> Vec<String> {
    let folders = std::fs::read_dir(root.join("themes")).into_iter().flatten().flatten();
    let is_theme = |name: &String| !name.starts_with('.') && root.join("themes").join(name).is_dir();
    let mut names: Vec<String> =
        folders.filter_map(|folder| folder.file_name().into_string().ok()).filter(is_theme).collect();
    names.push(BUILT_IN.into());
    names.sort();
    names.dedup();
    names
}

/// Adds the files of the theme `name` to `loaded`, and the texts among them to the sources.
pub(super) fn load(root: &Path, name: &str, loaded: &mut Loaded) -> Diagnostics {
    for path in DefaultTheme::iter() {
        let bytes = DefaultTheme::get(&path).map(|file| file.data.into_owned()).unwrap_or_default();
        loaded.theme.files.insert(path.to_string(), ThemeFile { bytes, source: None });
    }
    let mut diagnostics = own_files(root, name, loaded);
    diagnostics.extend(take_texts(name, loaded));
    diagnostics
}

/// Puts the files of `themes/NAME/` over the ones that are built in.
fn own_files(root: &Path, name: &str, loaded: &mut Loaded) -> Diagnostics {
    let folder = format!("themes/{name}");
    let (found, mut diagnostics) = Folder { name: &folder, hidden: Hidden::Skip }.walk(root);
    for file in found {
        match std::fs::read(root.join(&file.path)) {
            Ok(bytes) => {
                loaded.theme.files.insert(file.below, ThemeFile { bytes, source: None });
            }
            Err(error) => {
                let problem = Problem::Unreadable(error).diagnostic(file.path, &mut loaded.sources);
                diagnostics.push(problem);
            }
        }
    }
    diagnostics
}

fn take_texts(name: &str, loaded: &mut Loaded) -> Vec<Diagnostic> {
    let Loaded { theme, sources, .. } = loaded;
    let mut diagnostics = Vec::new();
    let is_text = |path: &str| path.starts_with("templates/") || path.starts_with("i18n/");
    for (path, file) in theme.files.iter_mut().filter(|(path, _)| is_text(path)) {
        let shown = format!("themes/{name}/{path}");
        match text::decode(file.bytes.clone()) {
            Ok(text) => file.source = Some(sources.add(shown, text)),
            Err(problem) => diagnostics.push(problem.diagnostic(shown, sources)),
        }
    }
    diagnostics
}
