//! Checks of a single document, which need no other page.

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

/// Reports the fewest times whose correction would put all in order: one slip is one remark, however many right times
/// follow it.
fn check_times(document: &Document, diagnostics: &mut Diagnostics) {
    let times = times(document);
    let in_order = longest_ascent(&times.iter().map(|(time, _)| *time).collect::<Vec<_>>());
    let mut before: Option<(Timecode, Span)> = None;
    for (at, &(time, span)) in times.iter().enumerate() {
        if in_order[at] {
            before = Some((time, span));
            continue;
        }
        let after = times[at..].iter().zip(&in_order[at..]).find(|(_, fits)| **fits).map(|(next, _)| *next);
        let diagnostic = match (before, after) {
            (Some((earlier, place)), _) if time < earlier => {
                let message = format!("the time {time} is earlier than {earlier} before it");
                Diagnostic::new(Code::TimeBackwards, message)
                    .at(span)
                    .label(place, format!("{earlier} is here"))
            }
            (_, Some((later, place))) => {
                let message = format!("the time {time} is later than {later} after it");
                Diagnostic::new(Code::TimeBackwards, message)
                    .at(span)
                    .label(place, format!("{later} is here"))
            }
            _ => Diagnostic::new(Code::TimeBackwards, format!("the time {time} is out of order")).at(span),
        };
        diagnostics.push(diagnostic);
    }
}

/// Marks those of `times` that belong to one longest subsequence that never falls.
fn longest_ascent(times: &[Timecode]) -> Vec<bool> {
    // `ends[n]` is the place of the smallest time at which an ascent of n + 1 times ends (patience sorting).
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(times.len());
    for (at, time) in times.iter().enumerate() {
        let length = ends.partition_point(|&end| times[end] <= *time);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut chosen = vec![false; times.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        chosen[at] = true;
        next = before[at];
    }
    chosen
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
        let above = last.map_or(1, |last| last.level);
        if heading.level > above + 1 {
            let levels = heading.level - above;
            let before = if last.is_none() { "the title" } else { "the heading before it" };
            let message = format!("this heading is {levels} levels below {before}, instead of one");
            diagnostics.push(
                Diagnostic::new(Code::SkippedHeading, message)
                    .at(heading.span)
                    .help("use fewer #, or add the heading that is missing above it"),
            );
        }
        last = Some(heading);
    }
}
