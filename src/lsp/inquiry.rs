//! A question of an editor about one text, with everything that an answer is made from.

use std::path::Path;
use std::sync::Arc;

use lsp_types::{Location, TextEdit, Uri};

use super::analysis::Analysis;
use super::positions::{ColumnUnit, LineTable};
use super::uris::uri_from_path;
use crate::config::Config;
use crate::diag::Fix;
use crate::edit::without_overlaps;
use crate::load::SITE_FILE;
use crate::model::{PageDefaults, Site};
use crate::parse;
use crate::source::{Source, SourceId, Span};

/// The sort of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextKind {
    /// `site.toml`.
    Settings,
    /// A page.
    Page,
    /// A sidecar file with notes.
    Notes,
    /// Another file of the site.
    Other,
}

/// A question about a text of a checked site.
pub(super) struct Inquiry {
    pub(super) analysis: Arc<Analysis>,
    /// The text's file.
    pub(super) id: SourceId,
    pub(super) kind: TextKind,
    pub(super) unit: ColumnUnit,
}

impl Inquiry {
    /// A question about the file at `path` from the site's root; none if the site has no such text.
    pub(super) fn new(analysis: Arc<Analysis>, path: &str, unit: ColumnUnit) -> Option<Inquiry> {
        let id = analysis.source_id(path)?;
        let loaded = &analysis.resolved.loaded;
        let kind = match () {
            () if path == SITE_FILE => TextKind::Settings,
            () if loaded.content.contains(&id) => TextKind::Page,
            () if loaded.notes.contains(&id) => TextKind::Notes,
            () => TextKind::Other,
        };
        Some(Inquiry { analysis, id, kind, unit })
    }

    pub(super) fn site(&self) -> &Site {
        &self.analysis.resolved.site
    }

    pub(super) fn config(&self) -> &Config {
        &self.site().config
    }

    pub(super) fn source(&self) -> &Source {
        self.analysis.source(self.id)
    }

    pub(super) fn text(&self) -> &str {
        self.source().text()
    }

    pub(super) fn lines(&self) -> LineTable<'_> {
        LineTable::new(self.text(), self.unit)
    }

    /// The front matter that folders have for the page of the file `id`.
    pub(super) fn page_defaults(&self, id: SourceId) -> PageDefaults {
        self.analysis.resolved.page_defaults(&self.analysis.source(id).path)
    }

    /// The labels of the page of the file `id`.
    pub(super) fn labels(&self, id: SourceId) -> Vec<parse::LabelPlace> {
        parse::label_places(self.analysis.source(id), id, self.config(), &self.page_defaults(id))
    }

    /// The places where the page of the file `id` names its notes.
    pub(super) fn note_places(&self, id: SourceId) -> Vec<parse::NoteNamePlace> {
        parse::note_places(self.analysis.source(id), id, self.config(), &self.page_defaults(id))
    }

    /// The bytes between the lines that enclose front matter, if the text has any.
    pub(super) fn front_matter(&self, id: SourceId) -> Option<FrontMatterPlace> {
        FrontMatterPlace::find(self.analysis.source(id).text())
    }

    fn root(&self) -> &Path {
        self.analysis.resolved.folder.path()
    }

    /// The URI of the file at `path` from the site's root.
    pub(super) fn uri(&self, path: &str) -> Option<Uri> {
        uri_from_path(&self.root().join(path))
    }

    /// The place of some bytes, as editors are told it.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        let source = self.analysis.source(span.source);
        let range = LineTable::new(source.text(), self.unit).range(span.range());
        Some(Location { uri: self.uri(&source.path)?, range })
    }

    /// The edits of one file that some fixes ask for.
    pub(super) fn text_edits(&self, id: SourceId, fixes: &[&Fix]) -> Vec<TextEdit> {
        let lines = LineTable::new(self.analysis.source(id).text(), self.unit);
        let edit = |fix: &Fix| TextEdit::new(lines.range(fix.span.range()), fix.replacement.clone());
        without_overlaps(fixes).into_iter().map(edit).collect()
    }
}

/// The place of front matter in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FrontMatterPlace {
    /// The bytes between its fences.
    pub(super) inside: std::ops::Range<usize>,
    /// The byte behind the line of the closing fence.
    pub(super) end: usize,
    /// True if it is TOML.
    pub(super) is_toml: bool,
}

impl FrontMatterPlace {
    pub(super) fn find(text: &str) -> Option<FrontMatterPlace> {
        let (start, end) = parse::front_matter(text)?;
        let inside = &text[start..end];
        let fence = inside.trim_end_matches(['\r', '\n']).rfind('\n').map_or(start, |at| start + at + 1);
        Some(FrontMatterPlace { inside: start..fence, end, is_toml: text.starts_with("+++") })
    }
}
