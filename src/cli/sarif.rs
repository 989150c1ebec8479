//! Diagnostics for code hosts: SARIF 2.1.0 (OASIS, 2020), one document for a run.

use serde_json::{Value, json};

use crate::diag::{Code, Diagnostic, Fix, Severity};
use crate::pipeline::Outcome;
use crate::source::{Sources, Span, line_column};

/// All diagnostics of a run as one SARIF document.
pub(super) fn document(outcome: &Outcome) -> Value {
    let results: Vec<Value> =
        outcome.diagnostics.limited().iter().map(|found| result(found, &outcome.sources)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Postil",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.summary() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(found: &Diagnostic, sources: &Sources) -> Value {
    let help = found.help.as_deref().map_or(String::new(), |help| format!("\n{help}"));
    let mut result = json!({
        "ruleId": found.code.name(),
        "level": level(found.severity),
        "message": { "text": format!("{}{help}", found.message) },
        "locations": locations(found, sources),
    });
    if let Some(fix) = &found.fix {
        result["fixes"] = json!([change(fix, sources)]);
    }
    result
}

fn locations(found: &Diagnostic, sources: &Sources) -> Vec<Value> {
    let place = found.labels.first().map(|label| {
        let path = &sources.get(label.span.source).path;
        json!({ "artifactLocation": { "uri": uri(path) }, "region": region(label.span, sources) })
    });
    let file = || found.path.as_ref().map(|path| json!({ "artifactLocation": { "uri": uri(path) } }));
    place.or_else(file).into_iter().map(|place| json!({ "physicalLocation": place })).collect()
}

fn change(fix: &Fix, sources: &Sources) -> Value {
    json!({ "artifactChanges": [{
        "artifactLocation": { "uri": uri(&sources.get(fix.span.source).path) },
        "replacements": [{
            "deletedRegion": region(fix.span, sources),
            "insertedContent": { "text": fix.replacement },
        }],
    }]})
}

fn region(span: Span, sources: &Sources) -> Value {
    let text = sources.get(span.source).text();
    let (line, column) = line_column(text, span.start as usize);
    let (end_line, end_column) = line_column(text, span.end as usize);
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

/// A path as a relative reference: its parts may hold any character.
fn uri(path: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const UNSAFE: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'[')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}')
        .add(b'\\')
        .add(b':');
    utf8_percent_encode(path, UNSAFE).to_string()
}
