//! What can be seen to be wrong in a single document once its shape is known.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, Heading};
use crate::source::Span;
use crate::text::timecode::Timecode;

/// Checks the order of times and of heading levels.
pub fn check(document: &Document) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    check_times(document, &mut diagnostics);
    check_headings(document, &mut diagnostics);
    diagnostics
}

fn check_times(document: &Document, diagnostics: &mut Diagnostics) {
    let mut last: Option<(Timecode, Span)> = None;
    for (time, span) in times(document) {
        match last {
            Some((before, at)) if time < before => diagnostics.push(
                Diagnostic::new(
                    Code::TimeBackwards,
                    format!("the time {time} is earlier than {before} before it"),
                )
                .at(span)
                .label(at, format!("{before} is here")),
            ),
            _ => last = Some((time, span)),
        }
    }
}

/// The times of sections and turns, in reading order.
fn times(document: &Document) -> Vec<(Timecode, Span)> {
    let mut out = Vec::new();
    for section in &document.sections {
        let heading = section.heading.iter().filter_map(|heading| Some((heading.time?, heading.span)));
        let turns = section.turns.iter().filter_map(|turn| Some((turn.time?, opening_line(turn.span))));
        out.extend(heading.chain(turns));
    }
    out
}

/// A turn's first characters: enough to find it.
fn opening_line(span: Span) -> Span {
    Span { end: span.end.min(span.start + 1), ..span }
}

fn check_headings(document: &Document, diagnostics: &mut Diagnostics) {
    let mut last: Option<&Heading> = None;
    for heading in document.sections.iter().filter_map(|section| section.heading.as_ref()) {
        let allowed = last.map_or(2, |last| last.level + 1);
        if heading.level > allowed {
            let message =
                format!("this heading is of level {}, but only {allowed} can follow here", heading.level);
            diagnostics.push(
                Diagnostic::new(Code::SkippedHeading, message)
                    .at(heading.span)
                    .help("use one # less, or add the heading that is missing above it"),
            );
        }
        last = Some(heading);
    }
}
