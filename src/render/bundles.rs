//! Scripts and styles that a theme keeps in small files and browsers get as one: each request of its own costs a reader
//! more than a few bytes that a page does not need.
//!
//! `js/search-page.bundle` lists files of its folder, one a line, and other bundles, whose files it has too. `#` begins a
//! comment.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Theme;
use crate::source::{SourceId, Sources, Span};

/// The extension of a list.
const EXTENSION: &str = ".bundle";

/// The files of a theme that are joined from others.
#[derive(Clone, Debug, Default)]
pub(super) struct Bundles {
    /// The bytes of each by the path of its list, without the bundles that are parts of others.
    pub(super) joined: BTreeMap<String, Vec<u8>>,
    /// The paths of the files that are in one, and are not published by themselves.
    pub(super) parts: BTreeSet<String>,
}

/// A theme whose bundles are being joined.
struct BundleReader<'a> {
    theme: &'a Theme,
    sources: &'a Sources,
    /// The lists that are being read, each named by the one before.
    open: Vec<String>,
    parts: BTreeSet<String>,
    diagnostics: Diagnostics,
}

impl Bundles {
    /// Joins the bundles of `theme`; a line that names no file of it is an error.
    pub(super) fn read(theme: &Theme, sources: &Sources) -> (Bundles, Diagnostics) {
        let mut reader = BundleReader {
            theme,
            sources,
            open: Vec::new(),
            parts: BTreeSet::new(),
            diagnostics: Diagnostics::new(),
        };
        let mut joined = BTreeMap::new();
        for (path, file) in theme.files.iter().filter(|(path, _)| path.ends_with(EXTENSION)) {
            let bytes = file.source.map(|source| reader.joined(path, source)).unwrap_or_default();
            joined.insert(path.clone(), bytes);
        }
        joined.retain(|path, _| !reader.parts.contains(path));
        (Bundles { joined, parts: reader.parts }, reader.diagnostics)
    }
}

impl BundleReader<'_> {
    fn joined(&mut self, path: &str, source: SourceId) -> Vec<u8> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let text = self.sources.get(source).text();
        let (mut bytes, mut at) = (Vec::new(), 0);
        self.open.push(path.to_string());
        for line in text.split_inclusive('\n') {
            let name = line.split('#').next().unwrap_or_default();
            let start = at + (name.len() - name.trim_start().len());
            at += line.len();
            if !name.trim().is_empty() {
                let span = Span::new(source, start, start + name.trim().len());
                bytes.extend(self.part(&format!("{folder}/{}", name.trim()), span));
            }
        }
        self.open.pop();
        bytes
    }

    /// The bytes of the file or bundle at `path`, which the list has at `span`.
    fn part(&mut self, path: &str, span: Span) -> Vec<u8> {
        let Some(file) = self.theme.files.get(path) else {
            self.report(format!("the theme has no file `{path}`"), span);
            return Vec::new();
        };
        self.parts.insert(path.to_string());
        match file.source.filter(|_| path.ends_with(EXTENSION)) {
            Some(_) if self.open.iter().any(|open| open == path) => {
                self.report(format!("`{path}` is a part of itself"), span);
                Vec::new()
            }
            Some(source) => self.joined(path, source),
            None => [file.bytes.as_slice(), b"\n"].concat(),
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
        assert_eq!(bundles.joined, [("js/all.bundle".to_string(), b"c\nb\n".to_vec())].into());
        assert!(bundles.parts.contains("js/b.js") && !bundles.parts.contains("js/a.js"));
    }

    #[test]
    fn a_line_without_a_file_and_a_bundle_in_itself_are_errors() {
        assert_eq!(read(&[("js/all.bundle", "no.js\n")]).1, 1);
        assert_eq!(read(&[("js/all.bundle", "all.bundle\n")]).1, 1);
    }
}
