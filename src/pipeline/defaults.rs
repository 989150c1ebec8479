//! Front matter that folders have for the pages below them.

use std::collections::BTreeMap;

use crate::config::{Config, Limits};
use crate::load::{self, Loaded, SiteFolder};
use crate::model::PageDefaults;
use crate::parse::{self, FOLDER_TEXT};
use crate::source::{Source, SourceId};

/// The defaults of each folder, by the path of the folder in the site, with a `/` at its end.
#[derive(Debug, Default)]
pub(super) struct FolderDefaults {
    folders: BTreeMap<String, FolderText>,
}

/// The text of a folder that has defaults.
#[derive(Debug)]
struct FolderText {
    id: SourceId,
    source: Source,
    defaults: PageDefaults,
}

impl FolderDefaults {
    /// Reads the text of each folder. What cannot be read is reported where pages are read.
    pub(super) fn read(site: &SiteFolder, loaded: &Loaded, config: &Config) -> FolderDefaults {
        let mut folders = BTreeMap::new();
        for &id in &loaded.content {
            let Some(folder) = loaded.sources.get(id).path.strip_suffix(FOLDER_TEXT) else { continue };
            let Ok(source) = load::read(site, loaded.sources.get(id), config.limits) else { continue };
            let renamed = config.pseudonyms.apply(source.text());
            let source = renamed.map(|text| Source::new(source.path.clone(), text)).unwrap_or(source);
            if let Some(defaults) = parse::page_defaults(&source, id) {
                folders.insert(folder.to_string(), FolderText { id, source, defaults });
            }
        }
        FolderDefaults { folders }
    }

    /// Those for the page at `path` of the site: an inner folder has the last word.
    pub(super) fn for_page(&self, path: &str) -> PageDefaults {
        let around = self.around(path).map(|folder| &folder.defaults);
        around.fold(PageDefaults::default(), |outer, inner| outer.with(inner))
    }

    /// The texts that the defaults of the page at `path` come from.
    pub(super) fn sources(&self, path: &str) -> impl Iterator<Item = (SourceId, &Source)> {
        self.around(path).map(|folder| (folder.id, &folder.source))
    }

    /// The folders that the page is in, the outermost first.
    fn around(&self, path: &str) -> impl Iterator<Item = &FolderText> {
        let ends: Vec<usize> = path.match_indices('/').map(|(at, _)| at + 1).collect();
        ends.into_iter().filter_map(move |end| self.folders.get(&path[..end]))
    }
}

/// The front matter that the folders of the page at `path` of the site have for it, as it is on the disk now.
pub fn page_defaults(site: &SiteFolder, path: &str, limits: Limits) -> PageDefaults {
    let folders = path.match_indices('/').map(|(at, _)| format!("{}{FOLDER_TEXT}", &path[..=at]));
    let read = folders.filter(|folder| folder != path).filter_map(|folder| {
        let source = load::read(site, &Source::new(folder, ""), limits).ok()?;
        parse::page_defaults(&source, SourceId(0))
    });
    read.fold(PageDefaults::default(), |outer, inner| outer.with(&inner))
}
