//! The theme's styles, scripts and pictures, each named by its content, so that browsers may keep it for ever.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::bundles::Bundles;
use super::settings::STYLES;
use crate::model::{File, Theme};

/// The number of hexadecimal digits of a file's hash in its name.
const HASH_DIGITS: usize = 10;

/// The files of a theme that browsers load.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    files: Vec<File>,
    /// The output path of each, by its path in the theme.
    paths: BTreeMap<String, String>,
}

impl Assets {
    /// Names the files of `theme` that pages ask for, its `bundles`, and the `styles` made of its settings.
    pub(super) fn new(theme: &Theme, bundles: &Bundles, styles: String) -> Assets {
        let mut assets = Assets::default();
        assets.add(STYLES, styles.as_bytes());
        let is_own =
            |path: &str| path != STYLES && !path.ends_with(".bundle") && !bundles.parts.contains(path);
        for (path, file) in theme.files.iter().filter(|(path, _)| is_own(path)) {
            assets.add(path, &file.bytes);
        }
        bundles.joined.iter().for_each(|(path, bytes)| assets.add(path, bytes));
        assets
    }

    fn add(&mut self, path: &str, bytes: &[u8]) {
        if let Some(name) = published_name(path, bytes) {
            self.files.push(File { path: name.clone(), bytes: bytes.to_vec() });
            self.paths.insert(path.to_string(), name);
        }
    }

    /// The files themselves.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The output path of each file, by its path in the theme: `css/base.css`.
    pub fn paths(&self) -> &BTreeMap<String, String> {
        &self.paths
    }
}

/// `assets/base.0123456789.css` for `css/base.css`; nothing for a file that pages do not load. A bundle is what its folder
/// is called after.
fn published_name(path: &str, bytes: &[u8]) -> Option<String> {
    let is_asset = ["css/", "js/", "img/"].iter().any(|folder| path.starts_with(folder));
    let (stem, extension) = path.rsplit_once('/').map(|(_, name)| name)?.rsplit_once('.')?;
    let extension = if extension == "bundle" { path.split_once('/')?.0 } else { extension };
    let digest = Sha256::digest(bytes);
    let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    is_asset.then(|| format!("assets/{stem}.{}.{extension}", &hash[..HASH_DIGITS]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ThemeFile;

    #[test]
    fn names_follow_content() {
        let file = |bytes: &[u8]| ThemeFile { bytes: bytes.to_vec(), source: None };
        let theme = |bytes| Theme {
            files: [("css/a.css".to_string(), file(bytes)), ("templates/a.html".to_string(), file(b""))]
                .into(),
            ..Theme::default()
        };
        let name = |bytes| {
            Assets::new(&theme(bytes), &Bundles::default(), String::new()).paths()["css/a.css"].clone()
        };
        assert_eq!(name(b"a{}"), name(b"a{}"));
        assert_ne!(name(b"a{}"), name(b"b{}"));
        assert!(name(b"a{}").starts_with("assets/a.") && name(b"a{}").ends_with(".css"));
        let files = Assets::new(&theme(b""), &Bundles::default(), String::new()).files().len();
        assert_eq!(files, 2, "the settings and the style sheet; a template is not published");
    }
}
