//! The theme's styles, scripts and pictures, each named by its content, so that browsers may keep it for ever.
//!
//! A page names the bundles that it needs, and the files of one type in them are joined into one: a browser asks
//! once for styles and once for scripts. What no page has asked for is not published.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use super::settings::STYLES;
use crate::config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{File, Theme};
use crate::source::Located;

/// The number of hexadecimal digits of a file's hash in its name.
const HASH_DIGITS: usize = 10;

/// The folder of the output in which they are.
pub const FOLDER: &str = "assets/";

/// The files that pages have asked for, by their paths in the output. Builds of a site that is served share one:
/// a page of the build before may ask for its files when the next build is ready.
#[derive(Clone, Debug, Default)]
pub struct PublishedAssets(Arc<Mutex<BTreeMap<String, Arc<[u8]>>>>);

impl PublishedAssets {
    /// The bytes of the file at `path` of the output.
    pub fn get(&self, path: &str) -> Option<Arc<[u8]>> {
        self.lock().get(path).cloned()
    }

    /// All of them.
    pub fn files(&self) -> Vec<File> {
        let file = |(path, bytes): (&String, &Arc<[u8]>)| File { path: path.clone(), bytes: bytes.to_vec() };
        self.lock().iter().map(file).collect()
    }

    fn add(&self, path: &str, bytes: &[u8]) {
        self.lock().entry(path.to_string()).or_insert_with(|| bytes.into());
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Arc<[u8]>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The files of a theme that browsers load.
#[derive(Debug, Default)]
pub struct Assets {
    /// The bytes of each, by its path in the theme: `css/base.css`.
    files: BTreeMap<String, Vec<u8>>,
    bundles: BTreeMap<String, Vec<Located<String>>>,
    /// The path in the output of what was asked for before.
    known: Mutex<BTreeMap<Vec<String>, String>>,
    published: PublishedAssets,
}

impl Assets {
    /// The files of `theme` that pages may ask for, with the `styles` made of its settings, and its bundles as
    /// `config` has them.
    pub fn new(
        theme: &Theme,
        config: &config::ChosenTheme,
        styles: String,
        published: PublishedAssets,
    ) -> Assets {
        let is_asset = |path: &str| ["css/", "js/", "img/"].iter().any(|folder| path.starts_with(folder));
        let files = theme.files.iter().filter(|(path, _)| is_asset(path));
        let mut files: BTreeMap<_, _> =
            files.map(|(path, file)| (path.clone(), file.bytes.clone())).collect();
        files.insert(STYLES.to_string(), styles.into_bytes());
        Assets { files, bundles: config.bundles.clone(), known: Mutex::default(), published }
    }

    /// Reports files that a bundle names and the theme does not have.
    pub fn check(&self) -> Diagnostics {
        let listed = self.bundles.values().flatten();
        let missing = listed.filter(|file| !self.files.contains_key(&file.value));
        let report = |file: &Located<String>| {
            let message = format!("the theme has no file `{}`", file.value);
            let problem = Diagnostic::new(Code::BadValue, message).at(file.span);
            problem.did_you_mean(&file.value, self.files.keys().map(String::as_str))
        };
        missing.map(report).collect()
    }

    /// The path in the output of the theme's file at `path`, which is published from now on.
    pub fn path(&self, path: &str) -> Option<String> {
        let name =
            path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or(path, |(stem, _)| stem);
        self.files.contains_key(path).then(|| self.publish(vec![path.to_string()], name))
    }

    /// The path in the output of all files with the ending `extension` in the bundles `names`, joined in this order.
    /// A name without a bundle has no files. `None` when there is no such file.
    pub fn bundle(&self, names: &[String], extension: &str) -> Option<String> {
        let listed = names.iter().filter_map(|name| self.bundles.get(name)).flatten();
        let fits = |path: &str| path.rsplit_once('.').is_some_and(|(_, ending)| ending == extension);
        let mut files: Vec<String> = Vec::new();
        for file in listed.filter(|file| fits(&file.value)) {
            if !files.contains(&file.value) {
                files.push(file.value.clone());
            }
        }
        let name = if let [name] = names { name } else { "page" };
        (!files.is_empty()).then(|| self.publish(files, name))
    }

    /// Publishes the files at these paths of the theme as one, which is called `name`.
    fn publish(&self, paths: Vec<String>, name: &str) -> String {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = known.get(&paths) {
            return path.clone();
        }
        let parts = paths.iter().filter_map(|path| self.files.get(path)).map(Vec::as_slice);
        let bytes = parts.collect::<Vec<_>>().join(&b'\n');
        let path = published_name(name, &paths, &bytes);
        self.published.add(&path, &bytes);
        known.insert(paths, path.clone());
        path
    }
}

/// `assets/NAME.0123456789.css` for what is made of these `paths`.
fn published_name(name: &str, paths: &[String], bytes: &[u8]) -> String {
    let extension = paths.first().and_then(|path| path.rsplit_once('.')).map_or("", |(_, ending)| ending);
    let digest = Sha256::digest(bytes);
    let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{FOLDER}{name}.{}.{extension}", &hash[..HASH_DIGITS])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ThemeFile;
    use crate::source::{SourceId, Span};

    fn assets(files: &[(&str, &str)], bundles: &[(&str, &[&str])]) -> Assets {
        let file = |text: &str| ThemeFile { bytes: text.into(), source: None };
        let files = files.iter().map(|(path, text)| (path.to_string(), file(text))).collect();
        let theme = Theme { files, ..Theme::default() };
        let located = |path: &&str| Located::new(path.to_string(), Span::new(SourceId(0), 0, 0));
        let bundles =
            bundles.iter().map(|(name, paths)| (name.to_string(), paths.iter().map(located).collect()));
        let config = config::ChosenTheme { bundles: bundles.collect(), ..config::ChosenTheme::default() };
        Assets::new(&theme, &config, String::new(), PublishedAssets::default())
    }

    #[test]
    fn names_follow_content() {
        let name = |text| assets(&[("css/a.css", text)], &[]).path("css/a.css").unwrap();
        assert_eq!(name("a{}"), name("a{}"));
        assert_ne!(name("a{}"), name("b{}"));
        assert!(name("a{}").starts_with("assets/a.") && name("a{}").ends_with(".css"));
    }

    #[test]
    fn what_no_page_asks_for_is_not_published() {
        let assets = assets(
            &[("css/a.css", "a"), ("css/b.css", "b"), ("js/c.js", "c"), ("templates/x.html", "")],
            &[("all", &["css/a.css", "js/c.js"]), ("more", &["css/b.css", "css/a.css"])],
        );
        assert!(assets.published.files().is_empty());
        let names = ["all", "nothing", "more"].map(str::to_string);
        let path = assets.bundle(&names, "css").expect("two files");
        assert_eq!(assets.published.get(&path).as_deref(), Some(b"a\nb".as_slice()));
        assert_eq!(assets.published.files().len(), 1);
        assert_eq!((assets.bundle(&names, "png"), assets.path("templates/x.html")), (None, None));
    }

    #[test]
    fn a_file_that_is_not_there_is_found_before_a_page_asks_for_it() {
        let found = assets(&[("css/base.css", "")], &[("all", &["css/bse.css", "css/base.css"])]).check();
        let messages: Vec<_> = found.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(messages, ["the theme has no file `css/bse.css`"]);
    }
}
