//! Diagnostics for programs: one JSON object a line.

use serde::Serialize;

use super::human::severity_name;
use crate::diag::{Diagnostic, DiagnosticLabel};
use crate::source::{Sources, line_column};

/// A diagnostic as it is printed. Fields are only ever added.
#[derive(Serialize)]
struct ReportLine<'a> {
    code: &'a str,
    severity: &'a str,
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end: Option<Position>,
    message: &'a str,
    label: Option<&'a str>,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

/// `diagnostic` as one line of JSON, without its line break.
pub(super) fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let label = diagnostic.labels.first();
    let start = label.map(|label| position(label, label.span.start, sources));
    let line = ReportLine {
        code: diagnostic.code.name(),
        severity: severity_name(diagnostic.severity),
        path: label.map(|label| sources.get(label.span.source).path.as_str()).or(diagnostic.path.as_deref()),
        line: start.as_ref().map(|start| start.line),
        column: start.as_ref().map(|start| start.column),
        end: label.map(|label| position(label, label.span.end, sources)),
        message: &diagnostic.message,
        label: label.map(|label| label.text.as_str()).filter(|text| !text.is_empty()),
        help: diagnostic.help.as_deref(),
    };
    serde_json::to_string(&line).expect("plain data is always JSON")
}

fn position(label: &DiagnosticLabel, offset: u32, sources: &Sources) -> Position {
    let (line, column) = line_column(sources.get(label.span.source).text(), offset as usize);
    Position { line, column }
}
