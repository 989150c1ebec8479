//! Conservation of words: every line of a text is on its page, or somebody is told.

use std::collections::HashSet;

use super::markdown::Lowered;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use crate::text::names::normalise;
use crate::transcript::labels::{LabelReading, LineKind, SourceLine, TurnLabel};

/// The lines that Markdown takes for reference definitions although nothing refers to them and they lead nowhere: their
/// words would vanish.
pub fn lost_definitions(text: &str, reading: &LabelReading) -> Vec<usize> {
    let unused = unused_definitions(text, reading);
    unused.into_iter().filter(|(_, definition)| !definition.is_address()).map(|(at, _)| at).collect()
}

/// Checks that each line of a body is in one of the pieces that Markdown made of it, is a label, or is silent by intention.
pub fn check(text: &str, source: SourceId, reading: &LabelReading, lowered: &Lowered) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for (at, _) in unused_definitions(text, reading) {
        let line = &reading.lines[at];
        diagnostics.push(
            Diagnostic::new(Code::DefinitionUnused, "nothing refers to this link definition")
                .at(line_span(line, source))
                .help(
                    "remove it, or, if these are words of the text, put a backslash before the first bracket",
                ),
        );
    }
    let mut covered: Vec<Span> =
        lowered.pieces.iter().map(|piece| piece.span()).chain(lowered.silent.iter().copied()).collect();
    covered.sort_by_key(|span| span.start);
    let mut labels: Vec<(usize, usize)> =
        reading.labels.iter().map(|label| (label.start, label.rest)).collect();
    labels.sort_unstable();
    for line in reading.lines.iter().filter(|line| is_worded(line, text)) {
        let place = (line.content as usize, line.end as usize);
        let is_covered = touches(&covered, place)
            || is_label_line(&labels, line)
            || Definition::parse(line.words(text)).is_some();
        if !is_covered {
            diagnostics.push(
                Diagnostic::new(Code::WordsLost, "the words of this line are not on the page")
                    .at(line_span(line, source))
                    .help(
                        "this is a fault of Postil: please report it with this line and the ones around it",
                    ),
            );
        }
    }
    diagnostics.append(check_tables(text, source, reading));
    diagnostics
}

/// Rows with more cells than their table has columns: Markdown drops what is too much.
fn check_tables(text: &str, source: SourceId, reading: &LabelReading) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let mut columns = None;
    for line in &reading.lines {
        if line.kind != LineKind::TableRow {
            columns = None;
            continue;
        }
        let cells = cells(line.words(text));
        let width = *columns.get_or_insert(cells.len());
        if cells.iter().skip(width).any(|cell| cell.contains(char::is_alphanumeric)) {
            let message =
                "this row has more cells than its table has columns: its last words are not on the page";
            let help = "add a column to the first row and to the row of dashes, or put a backslash before each `|` that is no border";
            diagnostics
                .push(Diagnostic::new(Code::WordsLost, message).at(line_span(line, source)).help(help));
        }
    }
    diagnostics
}

/// The cells of a table's row, as GitHub Flavored Markdown divides it: at each bar without a backslash.
fn cells(words: &str) -> Vec<&str> {
    let inner = words.trim().trim_start_matches('|');
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut from = 0;
    let mut cells = Vec::new();
    for (at, _) in inner.match_indices('|').filter(|(at, _)| !inner[..*at].ends_with('\\')) {
        cells.push(&inner[from..at]);
        from = at + 1;
    }
    cells.push(&inner[from..]);
    cells
}

fn line_span(line: &SourceLine, source: SourceId) -> Span {
    Span::new(source, line.content as usize, line.end as usize)
}

/// Returns true if a line has words that a reader should see.
fn is_worded(line: &SourceLine, text: &str) -> bool {
    line.kind != LineKind::Blank && line.words(text).contains(char::is_alphanumeric)
}

/// Returns true if one of `spans`, which are in order and do not overlap, shares a byte with `place`.
fn touches(spans: &[Span], place: (usize, usize)) -> bool {
    let after = spans.partition_point(|span| (span.start as usize) < place.1);
    // Notes may stand inside of what is around them: look at a few spans before.
    spans[..after].iter().rev().take(4).any(|span| span.end as usize > place.0)
}

fn is_label_line(labels: &[(usize, usize)], line: &SourceLine) -> bool {
    let after = labels.partition_point(|label| label.0 <= line.content as usize);
    labels[..after].last().is_some_and(|label| label.1 >= line.content as usize)
}

/// A line of the form `[name]: target`.
struct Definition<'t> {
    name: &'t str,
    target: &'t str,
}

impl<'t> Definition<'t> {
    fn parse(words: &'t str) -> Option<Self> {
        let inside = words.strip_prefix('[')?;
        let (name, target) = inside.split_once("]:")?;
        let is_name = !name.trim().is_empty() && !name.starts_with('^') && !name.contains(['[', ']']);
        is_name.then(|| Definition { name, target: target.trim() })
    }

    /// Returns true if the target is an address and not a word.
    fn is_address(&self) -> bool {
        let target = self.target.trim_start_matches('<');
        let first = target.split_whitespace().next().unwrap_or_default();
        first.contains("://")
            || first.contains('/')
            || first.starts_with(['#', '.'])
            || first.starts_with("mailto:")
    }

    /// Returns true if CommonMark takes the line for a definition: one word, and perhaps a title in quotation marks.
    fn is_definition(&self) -> bool {
        let mut parts = self.target.splitn(2, char::is_whitespace);
        let has_target = parts.next().is_some_and(|target| !target.is_empty());
        has_target && parts.next().is_none_or(|title| title.trim().starts_with(['"', '\'', '(']))
    }
}

/// The lines that are definitions nothing refers to, without those that are labels.
fn unused_definitions<'t>(text: &'t str, reading: &LabelReading) -> Vec<(usize, Definition<'t>)> {
    let is_text = |(_, line): &(usize, &SourceLine)| line.kind == LineKind::Text;
    let definition = |(at, line): (usize, &SourceLine)| {
        let definition = Definition::parse(line.words(text))?;
        definition.is_definition().then_some((at, definition))
    };
    let mut found: Vec<(usize, Definition)> =
        reading.lines.iter().enumerate().filter(is_text).filter_map(definition).collect();
    if found.is_empty() {
        return found;
    }
    let labels: HashSet<usize> = reading.labels.iter().map(|label| label.line).collect();
    // A definition cannot interrupt a paragraph (CommonMark 0.31, 4.7): there it is words, and shown. A label without words
    // interrupts it.
    let is_alone = |label: &TurnLabel| {
        let behind = text[..reading.lines[label.line].end as usize].get(label.rest..);
        behind.is_none_or(|words| words.trim().is_empty())
    };
    let alone: HashSet<usize> =
        reading.labels.iter().filter(|label| is_alone(label)).map(|label| label.line).collect();
    let interrupts = |at: usize| {
        let above =
            at.checked_sub(1).filter(|above| !alone.contains(above)).map(|above| &reading.lines[above]);
        let is_words = |above: &SourceLine| {
            above.kind == LineKind::Text && Definition::parse(above.words(text)).is_none()
        };
        !reading.lines[at].starts_paragraph && above.is_some_and(is_words)
    };
    found.retain(|&(line, _)| !labels.contains(&line) && !interrupts(line));
    let used = references(text, reading);
    found.into_iter().filter(|(_, definition)| !used.contains(&normalise(definition.name))).collect()
}

/// Everything in square brackets that could refer to a definition.
fn references(text: &str, reading: &LabelReading) -> HashSet<String> {
    let start = reading.lines.first().map_or(0, |line| line.start as usize);
    let body = &text[start..];
    let mut found = HashSet::new();
    let mut open: Option<usize> = None;
    for (at, byte) in body.bytes().enumerate() {
        match byte {
            b'[' => open = Some(at + 1),
            b']' => {
                let is_definition =
                    body[at + 1..].starts_with(':') && open.is_some_and(|from| starts_line(body, from - 1));
                if let Some(from) = open.take().filter(|&from| !is_definition && at - from < 1000) {
                    found.insert(normalise(&body[from..at]));
                }
            }
            _ => {}
        }
    }
    found
}

fn starts_line(text: &str, at: usize) -> bool {
    let before = text[..at].rsplit('\n').next().unwrap_or_default();
    before.trim_start_matches([' ', '>']).is_empty()
}
