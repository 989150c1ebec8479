//! Diagnostics for people: the line, what is wrong in it, and what to do.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::safe;
use crate::diag::{Diagnostic, DiagnosticLabel, Diagnostics, Severity};
use crate::source::{SourceId, Sources};

/// Draws diagnostics for one terminal, or for something that is none.
pub(super) struct Drawer<'a> {
    sources: &'a Sources,
    renderer: Renderer,
}

impl<'a> Drawer<'a> {
    pub(super) fn new(sources: &'a Sources, renderer: Renderer) -> Self {
        Drawer { sources, renderer }
    }

    /// A drawer without colours, of the width of a page.
    pub(super) fn plain(sources: &'a Sources) -> Self {
        Drawer::new(sources, Renderer::plain().term_width(100))
    }

    /// The drawings of all errors, one under the other.
    pub(super) fn draw_errors(&self, diagnostics: &Diagnostics) -> String {
        let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error);
        errors.map(|found| self.draw(found)).collect::<Vec<_>>().join("\n\n")
    }

    /// The whole drawing, without a line break at its end.
    pub(super) fn draw(&self, diagnostic: &Diagnostic) -> String {
        let title = level(diagnostic.severity)
            .primary_title(safe::message(&diagnostic.message))
            .id(diagnostic.code.name());
        let mut group = Group::with_title(title);
        for labels in by_source(&diagnostic.labels) {
            group = group.element(self.snippet(&labels));
        }
        if let (true, Some(path)) = (diagnostic.labels.is_empty(), &diagnostic.path) {
            group = group.element(Origin::path(safe::message(path)));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(safe::message(help)));
        }
        self.renderer.render(&[group])
    }

    /// The lines around `labels`, which are all in one file. Only these are handed on: a source may
    /// be long, and there may be many diagnostics.
    fn snippet(&self, labels: &[&DiagnosticLabel]) -> Snippet<'a, Annotation<'a>> {
        let source = self.sources.get(labels[0].span.source);
        let lines = Lines::around(source.text(), labels);
        let annotations = labels.iter().enumerate().map(|(index, label)| {
            let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let text = Some(safe::message(&label.text)).filter(|text| !text.is_empty());
            kind.span(lines.place(label)).label(text)
        });
        Snippet::source(safe::source(lines.text))
            .path(safe::message(&source.path))
            .line_start(lines.first)
            .annotations(annotations.collect::<Vec<_>>())
    }
}

/// The word for a severity, in every format.
pub(super) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The labels of each file together, the files in the order in which they are first named.
fn by_source(labels: &[DiagnosticLabel]) -> Vec<Vec<&DiagnosticLabel>> {
    let mut groups: Vec<(SourceId, Vec<&DiagnosticLabel>)> = Vec::new();
    for label in labels {
        match groups.iter_mut().find(|(source, _)| *source == label.span.source) {
            Some((_, group)) => group.push(label),
            None => groups.push((label.span.source, vec![label])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Some lines of a text.
struct Lines<'t> {
    text: &'t str,
    /// The byte of the whole text at which they start.
    offset: usize,
    /// The number of the first of them, counted from one.
    first: usize,
}

impl<'t> Lines<'t> {
    fn around(text: &'t str, labels: &[&DiagnosticLabel]) -> Self {
        let starts = || labels.iter().map(|label| floor(text, label.span.start as usize));
        let (low, high) = (starts().min().unwrap_or(0), starts().max().unwrap_or(0));
        let offset = text[..low].rfind('\n').map_or(0, |at| at + 1);
        let end = text[high..].find('\n').map_or(text.len(), |at| high + at);
        Lines { text: &text[offset..end], offset, first: text[..offset].matches('\n').count() + 1 }
    }

    /// Locates `label` within these lines. A label that spans several lines is drawn on its first line only, because a
    /// turn may be a page long.
    fn place(&self, label: &DiagnosticLabel) -> std::ops::Range<usize> {
        let start = floor(self.text, (label.span.start as usize).saturating_sub(self.offset));
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let end = floor(self.text, (label.span.end as usize).saturating_sub(self.offset));
        start..end.clamp(start, line_end)
    }
}

/// The nearest start of a character at or before `offset`.
fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diag::Code;
    use crate::source::Span;

    fn draw(text: &str, places: &[(usize, usize)]) -> String {
        let mut sources = Sources::default();
        let source = sources.add("content/a.md", text);
        let diagnostic = Diagnostic::new(Code::UndefinedNote, "wrong").help("fix it");
        let diagnostic = places
            .iter()
            .fold(diagnostic, |found, (start, end)| found.label(Span::new(source, *start, *end), "here"));
        Drawer::plain(&sources).draw(&diagnostic)
    }

    #[test]
    fn the_line_is_shown_with_its_place() {
        let expected = "error[undefined-note]: wrong\n \
            --> content/a.md:2:3\n  |\n2 | 中文字\n  |     ^^ here\n  |\n  = help: fix it";
        assert_eq!(draw("one\n中文字\nthree\n", &[(10, 13)]), expected);
    }

    #[test]
    fn a_place_that_goes_on_for_lines_is_drawn_on_its_first() {
        let drawing = draw("one two\nthree\nfour\n", &[(4, 18)]);
        assert!(drawing.contains("1 | one two\n  |     ^^^ here") && !drawing.contains("three"), "{drawing}");
    }

    proptest! {
        #[test]
        fn every_place_in_every_text_can_be_drawn(
            text in "(\\PC|[\\x00-\\x1f\\x7f-\\x9f\u{202e}\u{2028}]|\r\n|中|\u{301}|👩‍🚀){0,60}",
            places in prop::collection::vec((0usize..200, 0usize..200), 0..4),
        ) {
            let drawing = draw(&text, &places);
            prop_assert!(drawing.starts_with("error[undefined-note]: wrong"));
            let commands = |c: char| c.is_control() && c != '\n';
            prop_assert!(!drawing.contains(commands), "{drawing:?}");
        }
    }
}
