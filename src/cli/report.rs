//! Prints the diagnostics of a run.

use std::collections::BTreeMap;
use std::io::{self, Write};

use annotate_snippets::Renderer;

use super::args::ReportFormat;
use super::build::number;
use super::human::{Drawer, severity_name};
use super::{json, safe, say};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::pipeline::Outcome;
use crate::source::Sources;

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
            draw(Selection::new(diagnostics, sources, detail), &drawer, &mut io::stderr().lock())
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
    selection
        .folded
        .iter()
        .try_for_each(|((severity, code), folded)| writeln!(out, "{}", folded.line(*severity, *code)))
}

/// The diagnostics to draw in full, and those that are folded into one line for each kind.
struct Selection<'a> {
    drawn: Vec<&'a Diagnostic>,
    folded: BTreeMap<(Severity, Code), FoldedKind<'a>>,
}

impl<'a> Selection<'a> {
    /// The first few of a kind tell what the rest would. Notes need no attention: when there are more than a few of
    /// a kind, none of them is drawn.
    fn new(diagnostics: &'a Diagnostics, sources: &'a Sources, detail: Detail) -> Self {
        let wanted = |found: &&Diagnostic| detail == Detail::All || found.severity != Severity::Note;
        let mut counts: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
        for found in diagnostics.iter().filter(wanted) {
            *counts.entry((found.severity, found.code)).or_default() += 1;
        }
        let mut seen: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
        let mut selection = Selection { drawn: Vec::new(), folded: BTreeMap::new() };
        for found in diagnostics.iter().filter(wanted) {
            let kind = (found.severity, found.code);
            let number = seen.entry(kind).or_default();
            *number += 1;
            match *number <= drawn(found.severity, counts[&kind]) {
                true => selection.drawn.push(found),
                false => selection.folded.entry(kind).or_default().add(path(found, sources)),
            }
        }
        selection
    }
}

/// The number of diagnostics of one kind that are drawn in full, of `count`.
fn drawn(severity: Severity, count: usize) -> usize {
    match severity {
        Severity::Error => 50,
        Severity::Warning => 10,
        Severity::Note if count > 2 => 0,
        Severity::Note => 2,
    }
}

/// The file that a diagnostic is about.
fn path<'a>(found: &'a Diagnostic, sources: &'a Sources) -> Option<&'a str> {
    let of_label = found.labels.first().map(|label| sources.get(label.span.source).path.as_str());
    of_label.or(found.path.as_deref())
}

/// Problems of one kind that are not drawn.
#[derive(Default)]
struct FoldedKind<'a> {
    count: usize,
    /// The number in each file.
    files: BTreeMap<&'a str, usize>,
}

/// The number of files that are named: those with most problems of a kind.
const FILES_NAMED: usize = 3;

impl<'a> FoldedKind<'a> {
    fn add(&mut self, path: Option<&'a str>) {
        self.count += 1;
        if let Some(path) = path {
            *self.files.entry(path).or_default() += 1;
        }
    }

    /// `warning: broken-link: 2,084 more in 31 files, most in content/a.md (212) and content/b.md (88)`
    fn line(&self, severity: Severity, code: Code) -> String {
        let more = if severity == Severity::Note {
            number(self.count, "time", "times")
        } else {
            format!("{} more", number(self.count, "", "").trim_end())
        };
        let mut most: Vec<(&str, usize)> = self.files.iter().map(|(path, count)| (*path, *count)).collect();
        most.sort_by_key(|(path, count)| (std::cmp::Reverse(*count), *path));
        let shown = |(path, count): &(&str, usize)| format!("{} ({count})", safe::message(path));
        let named: Vec<String> =
            most.iter().take(FILES_NAMED).filter(|(_, count)| *count > 1).map(shown).collect();
        let most = if named.is_empty() { String::new() } else { format!(", most in {}", named.join(", ")) };
        let files = number(self.files.len(), "file", "files");
        format!(
            "{}[{}]: {more} in {files}{most}; --format json lists them",
            severity_name(severity),
            code.name()
        )
    }
}

fn renderer() -> Renderer {
    let renderer = match say::has_colours(&io::stderr()) {
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
    use crate::source::Span;

    #[test]
    fn what_is_not_drawn_is_counted_and_its_files_are_named() {
        let mut sources = Sources::default();
        let ids = ["content/a.md", "content/b.md"].map(|path| sources.add(path, "text"));
        let many = |code, count: usize| {
            (0..count).map(move |n| {
                Diagnostic::new(code, format!("number {n}")).at(Span::new(ids[usize::from(n > 60)], 0, 1))
            })
        };
        let mut diagnostics = Diagnostics::new();
        diagnostics.extend(many(Code::UndefinedNote, 80));
        diagnostics.extend(many(Code::TimeBackwards, 50));
        diagnostics.extend(many(Code::InferredSpeaker, 6_000));
        diagnostics.extend(many(Code::EventLabel, 2));
        let selection = Selection::new(&diagnostics, &sources, Detail::All);
        let drawn = |code| selection.drawn.iter().filter(|found| found.code == code).count();
        let counts =
            [Code::UndefinedNote, Code::TimeBackwards, Code::InferredSpeaker, Code::EventLabel].map(drawn);
        assert_eq!(counts, [50, 10, 0, 2]);
        let lines: Vec<_> =
            selection.folded.iter().map(|((severity, code), found)| found.line(*severity, *code)).collect();
        assert_eq!(
            lines,
            [
                "error[undefined-note]: 30 more in 2 files, most in content/b.md (19), content/a.md (11); --format json lists them",
                "warning[time-backwards]: 40 more in 1 file, most in content/a.md (40); --format json lists them",
                "note[inferred-speaker]: 6,000 times in 2 files, most in content/b.md (5939), content/a.md (61); --format json lists them",
            ]
        );
        let quiet = Selection::new(&diagnostics, &sources, Detail::ProblemsOnly);
        assert_eq!((quiet.drawn.len(), quiet.folded.len()), (60, 2));
    }
}
