//! Diagnostics in the form of the protocol.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use lsp_types::{DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString};

use super::documents::OpenDocument;
use super::positions::{ColumnUnit, LineTable};
use super::uris::uri_from_path;
use crate::diag::{Diagnostic, DiagnosticLabel, Severity};
use crate::load::SITE_FILE;
use crate::source::{SourceId, Sources, Span};

/// Writes the diagnostics of one check.
pub(super) struct ProblemWriter<'a> {
    sources: &'a Sources,
    unit: ColumnUnit,
    root: &'a Path,
    open: &'a BTreeMap<String, OpenDocument>,
    lines: HashMap<SourceId, LineTable<'a>>,
}

impl<'a> ProblemWriter<'a> {
    pub(super) fn new(
        sources: &'a Sources,
        unit: ColumnUnit,
        root: &'a Path,
        open: &'a BTreeMap<String, OpenDocument>,
    ) -> Self {
        ProblemWriter { sources, unit, root, open, lines: HashMap::new() }
    }

    /// The path of the file that a diagnostic is shown in: that of its first place. What is said of no file is said of
    /// the settings.
    pub(super) fn path_of(found: &Diagnostic, sources: &Sources) -> String {
        let labelled = found.labels.first().map(|label| sources.get(label.span.source).path.clone());
        labelled.or_else(|| found.path.clone()).unwrap_or_else(|| SITE_FILE.to_string())
    }

    /// A diagnostic as the editor shows it.
    pub(super) fn write(&mut self, found: &Diagnostic) -> lsp_types::Diagnostic {
        let range = found.labels.first().map(|label| self.range(label.span)).unwrap_or_default();
        let words = found.labels.first().map(|label| label.text.as_str()).filter(|text| !text.is_empty());
        let message = [Some(found.message.as_str()), words, found.help.as_deref()];
        let related: Vec<_> = found.labels.iter().skip(1).filter_map(|label| self.related(label)).collect();
        lsp_types::Diagnostic {
            range,
            severity: Some(severity(found.severity)),
            code: Some(NumberOrString::String(found.code.name().to_string())),
            source: Some("postil".to_string()),
            message: message.into_iter().flatten().collect::<Vec<_>>().join("\n"),
            related_information: Some(related).filter(|related| !related.is_empty()),
            ..lsp_types::Diagnostic::default()
        }
    }

    fn related(&mut self, label: &DiagnosticLabel) -> Option<DiagnosticRelatedInformation> {
        let path = &self.sources.get(label.span.source).path;
        let uri = self.open.get(path).map(|document| document.uri.clone());
        let uri = uri.or_else(|| uri_from_path(&self.root.join(path)))?;
        let location = Location { uri, range: self.range(label.span) };
        let message = if label.text.is_empty() { "see here".to_string() } else { label.text.clone() };
        Some(DiagnosticRelatedInformation { location, message })
    }

    fn range(&mut self, span: Span) -> lsp_types::Range {
        let (sources, unit) = (self.sources, self.unit);
        let lines = self
            .lines
            .entry(span.source)
            .or_insert_with(|| LineTable::new(sources.get(span.source).text(), unit));
        lines.range(span.range())
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
    }
}
