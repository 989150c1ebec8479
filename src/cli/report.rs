//! Prints the diagnostics of a run.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};

use annotate_snippets::Renderer;

use super::args::ReportFormat;
use super::human::{Drawer, severity_name};
use super::json;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::pipeline::Outcome;

/// The level of detail of messages for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// Everything.
    All,
    /// Nothing that needs no attention.
    ProblemsOnly,
}

/// Prints what a run found: for people on standard error, for programs on standard output.
///
/// A reader of either may go away early; that is their business and no error.
pub(super) fn print(outcome: &Outcome, format: ReportFormat, detail: Detail) {
    let Outcome { diagnostics, sources, .. } = outcome;
    let diagnostics = &diagnostics.limited();
    let _ = match format {
        ReportFormat::Human => {
            let drawer = Drawer::new(sources, renderer());
            draw(Selection::new(diagnostics, detail), &drawer, &mut io::stderr().lock())
        }
        ReportFormat::Json => {
            let mut out = io::stdout().lock();
            diagnostics.iter().try_for_each(|found| writeln!(out, "{}", json::line(found, sources)))
        }
    };
}

fn draw(selection: Selection, drawer: &Drawer, out: &mut impl Write) -> io::Result<()> {
    for found in selection.drawn {
        writeln!(out, "{}\n", drawer.draw(found))?;
    }
    for (code, count) in selection.counted {
        let name = severity_name(code.severity());
        writeln!(out, "{name}: {count} more of the kind `{}`; --format json lists them", code.name())?;
    }
    Ok(())
}

/// The diagnostics to draw in full, and the number of the others.
struct Selection<'a> {
    drawn: Vec<&'a Diagnostic>,
    counted: BTreeMap<Code, usize>,
}

impl<'a> Selection<'a> {
    /// Errors are all drawn. Of warnings and notes the first few of a kind tell what the rest would.
    fn new(diagnostics: &'a Diagnostics, detail: Detail) -> Self {
        let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
        let mut selection = Selection { drawn: Vec::new(), counted: BTreeMap::new() };
        let wanted = |found: &&Diagnostic| detail == Detail::All || found.severity != Severity::Note;
        for found in diagnostics.iter().filter(wanted) {
            let count = seen.entry(found.code).or_default();
            *count += 1;
            match *count <= limit(found.severity) {
                true => selection.drawn.push(found),
                false => *selection.counted.entry(found.code).or_default() += 1,
            }
        }
        selection
    }
}

/// The number of diagnostics of one code that are drawn in full.
fn limit(severity: Severity) -> usize {
    match severity {
        Severity::Error => usize::MAX,
        Severity::Warning => 10,
        Severity::Note => 2,
    }
}

/// Colours are for a terminal whose owner did not say no (<https://no-color.org>).
fn renderer() -> Renderer {
    let is_terminal = io::stderr().is_terminal();
    let wants_none = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let renderer = match is_terminal && !wants_none && !dumb {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    match terminal_size::terminal_size_of(io::stderr()) {
        Some((width, _)) => renderer.term_width(usize::from(width.0)),
        None => renderer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_never_left_out() {
        let many = |code| (0..50).map(move |n| Diagnostic::new(code, format!("number {n}")));
        let mut diagnostics = Diagnostics::new();
        diagnostics.extend(many(Code::UndefinedNote));
        diagnostics.extend(many(Code::TimeBackwards));
        diagnostics.extend(many(Code::InferredSpeaker));
        let selection = Selection::new(&diagnostics, Detail::All);
        let drawn = |code| selection.drawn.iter().filter(|found| found.code == code).count();
        assert_eq!(drawn(Code::UndefinedNote), 50);
        assert_eq!((drawn(Code::TimeBackwards), selection.counted[&Code::TimeBackwards]), (10, 40));
        assert_eq!((drawn(Code::InferredSpeaker), selection.counted[&Code::InferredSpeaker]), (2, 48));
        let quiet = Selection::new(&diagnostics, Detail::ProblemsOnly);
        assert_eq!((quiet.drawn.len(), quiet.counted.contains_key(&Code::InferredSpeaker)), (60, false));
    }
}
