//! The names of pages whose files stand beside translations of them.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::file_stem;
use super::shared::languages::split_language;

/// The names that files share with translations, folder by folder: each folder is read once.
#[derive(Debug, Default)]
pub struct TranslatedNames {
    by_folder: HashMap<PathBuf, HashSet<String>>,
}

impl TranslatedNames {
    /// The name of the page for the file at `path`, if files beside it say the same in other languages. A translation is
    /// found by the name that it shares with its original, so that the title, which is another in each language, cannot
    /// name the page.
    pub fn page_name(&mut self, path: &Path) -> Option<String> {
        let stem = path.file_stem()?.to_str()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let names = self.by_folder.entry(folder.to_path_buf()).or_insert_with(|| translated(folder));
        names.contains(stem).then(|| file_stem(stem))
    }
}

/// The names in a folder to which a language is added in the name of another file.
fn translated(folder: &Path) -> HashSet<String> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let base = |name: &str| {
        let (base, language) = split_language(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
        language.map(|_| base.to_string())
    };
    files.filter_map(|name| base(name.to_str()?)).collect()
}
