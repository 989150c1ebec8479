//! Scripts and styles that a theme keeps in small files and browsers get as one: each request of its own costs a reader
//! more than a few bytes that a page does not need.
//!
//! `js/search-page.bundle` lists files of its folder, one a line, and other bundles, whose files it has too. `#` begins a
//! comment.

use std::collections::BTreeMap;

use super::settings::STYLES;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Theme;
use crate::source::{SourceId, Sources, Span};

/// The extension of a list.
const EXTENSION: &str = ".bundle";

/// The lists of a theme: the paths of files to join, by the path of the list.
#[derive(Clone, Debug, Default)]
pub(super) struct Bundles {
    lists: BTreeMap<String, Vec<String>>,
}

/// A theme whose bundles are being joined.
struct BundleReader<'a> {
    theme: &'a Theme,
    sources: &'a Sources,
    /// The lists that are being read, each named by the one before.
    open: Vec<String>,
    diagnostics: Diagnostics,
}

impl Bundles {
    /// Reads the lists of `theme`; a line that names no file of it is an error.
    pub(super) fn read(theme: &Theme, sources: &Sources) -> (Bundles, Diagnostics) {
        let mut reader = BundleReader { theme, sources, open: Vec::new(), diagnostics: Diagnostics::new() };
        let mut lists = BTreeMap::new();
        for (path, file) in theme.files.iter().filter(|(path, _)| path.ends_with(EXTENSION)) {
            let mut files: Vec<String> = Vec::new();
            if let Some(source) = file.source {
                reader.read_list(path, source, &mut files);
            }
            lists.insert(path.clone(), files);
        }
        (Bundles { lists }, reader.diagnostics)
    }

    /// The files of the list at `path`.
    pub(super) fn list(&self, path: &str) -> Option<&[String]> {
        self.lists.get(path).map(Vec::as_slice)
    }

    /// The files in the lists for the `parts` of a page in `folder`, such as `css/notes.bundle`: each once, in this
    /// order. A part without a list has no files.
    pub(super) fn of_parts(&self, parts: &[String], folder: &str) -> Vec<String> {
        let lists = parts.iter().filter_map(|part| self.list(&format!("{folder}/{part}{EXTENSION}")));
        let mut files: Vec<String> = Vec::new();
        for file in lists.flatten() {
            if !files.contains(file) {
                files.push(file.clone());
            }
        }
        files
    }
}

impl BundleReader<'_> {
    fn read_list(&mut self, path: &str, source: SourceId, files: &mut Vec<String>) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let text = self.sources.get(source).text();
        let mut at = 0;
        self.open.push(path.to_string());
        for line in text.split_inclusive('\n') {
            let name = line.split('#').next().unwrap_or_default();
            let start = at + (name.len() - name.trim_start().len());
            at += line.len();
            if !name.trim().is_empty() {
                let span = Span::new(source, start, start + name.trim().len());
                self.add(&format!("{folder}/{}", name.trim()), span, files);
            }
        }
        self.open.pop();
    }

    /// Adds the file or the bundle at `path`, which the list has at `span`.
    fn add(&mut self, path: &str, span: Span, files: &mut Vec<String>) {
        let file = self.theme.files.get(path);
        if file.is_none() && path != STYLES {
            return self.report(format!("the theme has no file `{path}`"), span);
        }
        match file.and_then(|file| file.source).filter(|_| path.ends_with(EXTENSION)) {
            Some(_) if self.open.iter().any(|open| open == path) => {
                self.report(format!("`{path}` is a part of itself"), span);
            }
            Some(source) => self.read_list(path, source, files),
            None => files.push(path.to_string()),
        }
    }

    fn report(&mut self, message: String, span: Span) {
        self.diagnostics.push(Diagnostic::new(Code::TemplateError, message).at(span));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ThemeFile;

    fn read(files: &[(&str, &str)]) -> (Bundles, usize) {
        let (mut theme, mut sources) = (Theme::default(), Sources::default());
        for (path, text) in files {
            let source = path.ends_with(EXTENSION).then(|| sources.add(path.to_string(), text.to_string()));
            theme.files.insert(path.to_string(), ThemeFile { bytes: text.as_bytes().to_vec(), source });
        }
        let (bundles, diagnostics) = Bundles::read(&theme, &sources);
        (bundles, diagnostics.iter().count())
    }

    #[test]
    fn files_are_joined_in_the_order_of_the_list() {
        let files = [
            ("js/all.bundle", "# all\nbase.bundle\nb.js # the last\n"),
            ("js/base.bundle", "c.js\n"),
            ("js/a.js", "a"),
            ("js/b.js", "b"),
            ("js/c.js", "c"),
        ];
        let (bundles, problems) = read(&files);
        assert_eq!(problems, 0);
        assert_eq!(bundles.list("js/all.bundle"), Some(["js/c.js", "js/b.js"].map(String::from).as_slice()));
    }

    #[test]
    fn a_file_of_several_parts_is_joined_once() {
        let files = [
            ("css/all.bundle", "settings.css\na.css\n"),
            ("css/notes.bundle", "b.css\na.css\n"),
            ("css/a.css", ""),
            ("css/b.css", ""),
        ];
        let (bundles, problems) = read(&files);
        assert_eq!(problems, 0);
        let parts = ["all", "nothing", "notes"].map(String::from);
        assert_eq!(bundles.of_parts(&parts, "css"), ["css/settings.css", "css/a.css", "css/b.css"]);
        assert!(bundles.of_parts(&parts, "js").is_empty());
    }

    #[test]
    fn a_line_without_a_file_and_a_bundle_in_itself_are_errors() {
        assert_eq!(read(&[("js/all.bundle", "no.js\n")]).1, 1);
        assert_eq!(read(&[("js/all.bundle", "all.bundle\n")]).1, 1);
    }
}
