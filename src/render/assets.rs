//! The theme's styles, scripts and pictures, each named by its content, so that browsers may keep it for ever.
//!
//! A page names the bundles that it needs, and the files of one type in them are joined into one: a browser asks
//! once for styles and once for scripts. What no page has asked for is not published.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::bundles::Bundles;
use super::compact::compact_script;
use super::settings::STYLES;
use super::style_urls;
use crate::model::{File, Theme};

/// The number of hexadecimal digits of a file's hash in its name.
const HASH_DIGITS: usize = 10;

/// The script that adds to a page the markup that is published in front of it.
const MARKUP_SCRIPT: &str = "js/script-markup.js";

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
    bundles: Bundles,
    /// The path in the output of what was asked for before: of files, with the markup in front of them.
    known: Mutex<HashMap<(Vec<String>, String), String>>,
    published: PublishedAssets,
}

impl Assets {
    /// The files of `theme` that pages may ask for, with its `bundles` and the `styles` made of its settings.
    pub(super) fn new(theme: &Theme, bundles: Bundles, styles: String, published: PublishedAssets) -> Assets {
        let is_asset =
            |path: &str| ["css/", "js/", "img/", "fonts/"].iter().any(|folder| path.starts_with(folder));
        let files = theme.files.iter().filter(|(path, _)| is_asset(path) && bundles.list(path).is_none());
        let mut files: BTreeMap<_, _> =
            files.map(|(path, file)| (path.clone(), file.bytes.clone())).collect();
        files.insert(STYLES.to_string(), styles.into_bytes());
        Assets { files, bundles, known: Mutex::default(), published }
    }

    /// The path in the output of the theme's file or bundle at `path`, which is published from now on.
    pub fn path(&self, path: &str) -> Option<String> {
        let stem =
            path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or(path, |(stem, _)| stem);
        match self.bundles.list(path) {
            Some(files) => Some(self.publish(files.to_vec(), "", stem)),
            None => self.files.contains_key(path).then(|| self.publish(vec![path.to_string()], "", stem)),
        }
    }

    /// The path in the output of all files in the bundles of these `parts` of a page, joined: those in the folder that
    /// the type names, `css` or `js`. Scripts add `markup` to the page before all else that they do: it is the same on
    /// many pages, which need not have it each. `None` when there is no such file.
    pub fn of_parts(&self, parts: &[String], folder: &str, markup: &str) -> Option<String> {
        let mut files = self.bundles.of_parts(parts, folder);
        if files.is_empty() {
            return None;
        }
        if !markup.is_empty() {
            files.insert(0, MARKUP_SCRIPT.to_string());
        }
        Some(self.publish(files, markup, "page"))
    }

    /// Publishes the files at these paths of the theme as one, which is called `name`.
    fn publish(&self, paths: Vec<String>, markup: &str, name: &str) -> String {
        let key = (paths, markup.to_string());
        if let Some(path) = self.known().get(&key) {
            return path.clone();
        }
        let (paths, _) = &key;
        let is_joined = paths.len() > 1;
        let constant = || Cow::Owned(format!("const postilMarkup = {};", Value::from(markup)).into_bytes());
        let files = paths.iter().filter_map(|path| self.text_for_browsers(path, is_joined));
        let parts = (!markup.is_empty()).then(constant).into_iter().chain(files);
        let bytes = parts.collect::<Vec<_>>().join(&b'\n');
        let path = published_name(name, paths, &bytes);
        self.published.add(&path, &bytes);
        self.known().insert(key, path.clone());
        path
    }

    fn known(&self) -> MutexGuard<'_, HashMap<(Vec<String>, String), String>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes of the file at `path` of the theme. A style sheet names the fonts and pictures that it needs by their
    /// published names, which are in the same folder as its own. A script that is joined with others is made compact.
    fn text_for_browsers(&self, path: &str, is_joined: bool) -> Option<Cow<'_, [u8]>> {
        let bytes = self.files.get(path)?;
        let script = std::str::from_utf8(bytes).ok().filter(|_| is_joined && path.ends_with(".js"));
        if let Some(script) = script.and_then(compact_script) {
            return Some(Cow::Owned(script.into_bytes()));
        }
        let css = std::str::from_utf8(bytes).ok().filter(|_| path.ends_with(".css"));
        let mut text = css.map(str::to_string).unwrap_or_default();
        let urls = css.map(|css| style_urls::find(css, path)).unwrap_or_default();
        if urls.is_empty() {
            return Some(Cow::Borrowed(bytes));
        }
        for url in urls.into_iter().rev().filter(|url| !url.path.ends_with(".css")) {
            if let Some(published) = self.path(&url.path) {
                let name = published.strip_prefix(FOLDER).unwrap_or(&published);
                text.replace_range(url.range, &format!("url(\"{name}{}\")", url.suffix));
            }
        }
        Some(Cow::Owned(text.into_bytes()))
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
    use crate::source::Sources;

    fn assets(files: &[(&str, &str)]) -> Assets {
        let (mut theme, mut sources) = (Theme::default(), Sources::default());
        for (path, text) in files {
            let source = path.ends_with(".bundle").then(|| sources.add(path.to_string(), text.to_string()));
            theme.files.insert(path.to_string(), ThemeFile { bytes: text.as_bytes().to_vec(), source });
        }
        let (bundles, _) = Bundles::read(&theme, &sources);
        Assets::new(&theme, bundles, String::new(), PublishedAssets::default())
    }

    #[test]
    fn names_follow_content() {
        let name = |text| assets(&[("css/a.css", text)]).path("css/a.css").unwrap();
        assert_eq!(name("a{}"), name("a{}"));
        assert_ne!(name("a{}"), name("b{}"));
        assert!(name("a{}").starts_with("assets/a.") && name("a{}").ends_with(".css"));
    }

    #[test]
    fn a_style_sheet_names_the_files_it_needs_as_they_are_published() {
        let css = "@font-face { src: url(../fonts/text.woff2) } a { background: url(none.png) }";
        let assets =
            assets(&[("css/a.css", css), ("fonts/text.woff2", "letters"), ("fonts/other.woff2", "")]);
        let path = assets.path("css/a.css").expect("a style sheet");
        let font = assets.path("fonts/text.woff2").expect("a font");
        let published = assets.published.get(&path).expect("its bytes");
        let name = font.strip_prefix("assets/").expect("in the folder");
        let expected = format!("@font-face {{ src: url(\"{name}\") }} a {{ background: url(none.png) }}");
        assert_eq!(String::from_utf8_lossy(&published), expected);
        assert_eq!(assets.published.files().len(), 2);
    }

    #[test]
    fn scripts_have_the_markup_that_they_add_in_front_of_them() {
        let files = [("js/a.js", "a"), ("js/all.bundle", "a.js"), (MARKUP_SCRIPT, "add(postilMarkup)")];
        let assets = assets(&files);
        let of = |markup| assets.of_parts(&["all".to_string()], "js", markup).expect("a script");
        let (plain, english, german) = (of(""), of("<p title=\"Close\">"), of("<p title=\"Zu\">"));
        let text = |path: &str| String::from_utf8(assets.published.get(path).expect("published").to_vec());
        assert_eq!(text(&plain).as_deref(), Ok("a"));
        let expected = "const postilMarkup = \"<p title=\\\"Close\\\">\";\nadd(postilMarkup)\n";
        assert!(text(&english).expect("a text").starts_with(expected));
        assert!(english != german && of("<p title=\"Zu\">") == german);
    }

    #[test]
    fn what_no_page_asks_for_is_not_published() {
        let assets = assets(&[
            ("css/a.css", "a"),
            ("css/b.css", "b"),
            ("css/all.bundle", "a.css"),
            ("css/more.bundle", "b.css\na.css"),
            ("js/c.js", "c"),
            ("templates/x.html", ""),
        ]);
        assert!(assets.published.files().is_empty());
        let parts = ["all", "nothing", "more"].map(str::to_string);
        let path = assets.of_parts(&parts, "css", "").expect("two files");
        assert_eq!(assets.published.get(&path).as_deref(), Some(b"a\nb".as_slice()));
        assert_eq!(assets.published.files().len(), 1);
        assert_eq!((assets.of_parts(&parts, "js", ""), assets.path("templates/x.html")), (None, None));
        let list = assets.path("css/more.bundle").expect("a bundle");
        assert!(list.starts_with("assets/more.") && list.ends_with(".css"), "{list}");
    }
}
