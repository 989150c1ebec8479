//! The marks of a text, found by what Markdown makes of the text without them.

use std::collections::HashSet;
use std::ops::Range;

use super::braces::{AccessBraces, BraceReading, WITHHELD, read_braces};
use super::{BARS, MarkedText, WithheldMark, source_place, source_range};
use crate::config::{Access, Edition};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::WithheldScope;
use crate::parse::structure::{LeafKind, TextStructure};
use crate::source::Span;
use crate::text::timecode::Timecode;
use crate::transcript::labels::LineOrigin;

/// Finds the marks of one text.
pub(super) struct WithheldFinder<'a> {
    text: MarkedText<'a>,
    structure: TextStructure,
    edition: &'a Edition,
    list: Vec<WithheldMark>,
    diagnostics: Diagnostics,
}

impl<'a> WithheldFinder<'a> {
    /// Finds the marks of `text` in the order of the text, and what is unclear.
    pub(super) fn run(
        text: MarkedText<'a>,
        edition: &'a Edition,
        has_bars: bool,
    ) -> (Vec<WithheldMark>, TextStructure, Diagnostics) {
        let structure = TextStructure::read(text.cut, text.syntax);
        let mut finder =
            WithheldFinder { text, structure, edition, list: Vec::new(), diagnostics: Diagnostics::new() };
        if has_bars {
            finder.bars();
            finder.bars_elsewhere();
        }
        finder.braces();
        let WithheldFinder { mut list, structure, diagnostics, .. } = finder;
        list.sort_by_key(|mark| mark.outer.start);
        (list, structure, diagnostics)
    }

    fn cut(&self) -> &str {
        &self.text.cut.text
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let range = source_range(self.text.cut, range);
        Span::new(self.text.source, range.start, range.end)
    }

    /// Pairs the bars of each block.
    fn bars(&mut self) {
        let runs = bar_runs(self.cut());
        let runs: Vec<Range<usize>> =
            runs.into_iter().filter(|run| !self.structure.is_silent(run.start)).collect();
        let mut leaves: Vec<(Range<usize>, Vec<Range<usize>>)> = Vec::new();
        for run in runs {
            let leaf = self.structure.leaf_at(run.start).filter(|leaf| run.end <= leaf.range.end);
            let is_formula = self.structure.formulas.iter().any(|formula| formula.contains(&run.start));
            let leaf = leaf.filter(|_| !is_formula);
            match leaf.map(|leaf| leaf.range.clone()) {
                None => self.unclear(&run, self.why_not_here(&run)),
                Some(leaf) => match leaves.last_mut().filter(|last| last.0 == leaf) {
                    Some((_, runs)) => runs.push(run),
                    None => leaves.push((leaf, vec![run])),
                },
            }
        }
        for (leaf, runs) in leaves {
            let text = &self.cut()[leaf.clone()];
            let in_leaf = |run: &Range<usize>| run.start - leaf.start..run.end - leaf.start;
            // One mark that is none of a formula makes all of them unclear.
            if !runs.iter().all(|run| is_in_formula(text, &in_leaf(run))) {
                self.pair(&leaf, runs);
            }
        }
    }

    fn why_not_here(&self, run: &Range<usize>) -> &'static str {
        let is_in = |ranges: &[Range<usize>]| ranges.iter().any(|range| range.contains(&run.start));
        if is_in(&self.structure.tables) {
            return "bars part the cells of a table, so that words in it cannot be withheld with them";
        }
        match is_in(&self.structure.formulas) {
            true => "words of a formula cannot be withheld with bars; a norm is \\lVert x \\rVert",
            false => "words cannot be withheld here",
        }
    }

    fn pair(&mut self, leaf: &Range<usize>, runs: Vec<Range<usize>>) {
        let mut open: Option<Range<usize>> = None;
        for run in runs {
            match (run.len(), open.take()) {
                (2, None) => open = Some(run),
                (2, Some(start)) => self.words(leaf, &start, &run),
                // Nothing between two pairs of bars: the words were taken out already.
                (4, None) => {
                    let middle = run.start + 2;
                    self.words(leaf, &(run.start..middle), &(middle..run.end));
                }
                (_, before) => {
                    open = before;
                    self.unclear(
                        &run,
                        "so many bars are neither the beginning nor the end of withheld words",
                    );
                }
            }
        }
        if let Some(start) = open {
            self.unclear(&start, "these bars have no partner in their paragraph");
        }
    }

    fn words(&mut self, leaf: &Range<usize>, open: &Range<usize>, close: &Range<usize>) {
        let inner = open.end..close.start;
        let words = &self.cut()[inner.clone()];
        let is_blank = words.trim().is_empty();
        if !is_blank && (words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace)) {
            return self
                .unclear(&(open.start..close.end), "white space stands between these bars and the words");
        }
        let behind = &self.cut()[close.end..leaf.end.max(close.end)];
        if is_in_braces_with_reading(&self.cut()[leaf.start..open.start], behind) {
            let reason = "the reading of these words would be shown: write ||{words|reading}||";
            return self.unclear(&(open.start..close.end), reason);
        }
        let (access, braces) = match read_braces(behind) {
            BraceReading::None => (Access::default(), close.end..close.end),
            BraceReading::Read(read) => {
                let place = close.end..close.end + read.length;
                match read.access() {
                    Ok(access) => (access, place),
                    Err(reason) => return self.unclear(&place, &reason),
                }
            }
            BraceReading::Open => {
                return self.unclear(&(close.end..close.end + 1), "this brace is not closed");
            }
        };
        let outer = open.start..braces.end;
        let span = self.span(&outer);
        self.add(WithheldScope::Words, access, outer, inner, braces, span);
    }

    fn add(
        &mut self,
        scope: WithheldScope,
        access: Access,
        outer: Range<usize>,
        inner: Range<usize>,
        braces: Range<usize>,
        span: Span,
    ) {
        let is_shown = self.edition.shows(&access);
        self.list.push(WithheldMark { scope, access, is_shown, outer, inner, braces, span });
    }

    /// Bars in front matter and in labels: nothing there can be withheld.
    fn bars_elsewhere(&mut self) {
        let front = self.text.text[..self.text.start].find(BARS);
        let labels = self.text.labels.iter().filter_map(|label| {
            let found = self.text.text.get(label.start..label.rest)?.find(BARS)?;
            Some(label.start + found)
        });
        for at in front.into_iter().chain(labels).collect::<Vec<_>>() {
            let span = Span::new(self.text.source, at, at + BARS.len());
            let message = "nothing can be withheld with bars in front matter or in a label";
            let help = "use [pseudonyms] for a name, or withhold the turn or the page";
            self.diagnostics.push(Diagnostic::new(Code::UnclearWithheld, message).at(span).help(help));
        }
    }

    fn unclear(&mut self, range: &Range<usize>, reason: &str) {
        let help = "write ||words|| to withhold words, and a backslash before each bar that is no mark; bars = \"words\" in [access] of the front matter takes all bars of a page as words";
        let found = Diagnostic::new(Code::UnclearWithheld, reason).at(self.span(range));
        self.diagnostics.push(found.help(help));
    }

    /// Reads `{withheld}`.
    fn braces(&mut self) {
        let text = self.text.cut.text.as_str();
        let places: Vec<usize> = text.match_indices('{').map(|(at, _)| at).collect();
        let of_bars: HashSet<usize> = self.list.iter().map(|mark| mark.braces.start).collect();
        for at in places {
            let is_mark =
                !self.structure.is_silent(at) && !text[..at].ends_with('\\') && !of_bars.contains(&at);
            if !is_mark {
                continue;
            }
            match read_braces(&text[at..]) {
                BraceReading::Read(read) if read.is_mark() => self.block(at, &read),
                BraceReading::Open if text[at + 1..].trim_start().starts_with(WITHHELD) => {
                    self.unclear_braces(&(at..at + 1), "this brace is not closed");
                }
                _ => {}
            }
        }
    }

    fn block(&mut self, at: usize, read: &AccessBraces) {
        let braces = at..at + read.length;
        let leaf = self
            .structure
            .leaves
            .iter()
            .rfind(|leaf| leaf.kind != LeafKind::Html && leaf.range.start <= at && at < leaf.range.end);
        let Some(leaf) = leaf else {
            return self.unclear_braces(&braces, "nothing can be withheld here");
        };
        let (kind, range) = (leaf.kind, leaf.range.clone());
        if kind == LeafKind::Heading && self.text.is_sidecar {
            return;
        }
        let access = match read.access() {
            Ok(access) => access,
            Err(reason) => return self.unclear_braces(&braces, &reason),
        };
        let before = &self.cut()[range.start..at];
        let is_first = before.trim().is_empty() || is_time(before);
        let scope = match kind {
            LeafKind::Heading
                if self.cut()[braces.end..range.end]
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .trim_matches([' ', '#'])
                    .is_empty() =>
            {
                WithheldScope::Section
            }
            LeafKind::NoteStart if is_first => WithheldScope::Note,
            LeafKind::Paragraph if is_first && self.is_labelled(range.start) => WithheldScope::Turn,
            LeafKind::Paragraph if is_first => WithheldScope::Paragraph,
            _ => {
                let reason = "these braces stand neither before a paragraph nor behind a heading";
                return self.unclear_braces(&braces, reason);
            }
        };
        let span = self.span(&braces);
        let inner = match scope {
            WithheldScope::Section => self.section(&range),
            WithheldScope::Turn => braces.end..self.turn_end(&range),
            _ => braces.end..range.end,
        };
        self.add(scope, access, braces.clone(), inner, braces, span);
    }

    /// The section under the heading at `heading`, with the heading.
    fn section(&self, heading: &Range<usize>) -> Range<usize> {
        let headings = &self.structure.headings;
        let own = headings.partition_point(|(_, range)| range.start < heading.start);
        let level = headings.get(own).map_or(6, |(level, _)| *level);
        let next = headings[own..].iter().skip(1).find(|(other, _)| *other <= level);
        heading.start..next.map_or(self.cut().len(), |(_, range)| range.start)
    }

    /// The end of the turn whose words begin with `block`: the next label or heading.
    fn turn_end(&self, block: &Range<usize>) -> usize {
        let start = source_place(self.text.cut, block.start);
        let next = self.text.labels.partition_point(|label| label.start <= start || label.rest <= start);
        let label = self.text.labels.get(next);
        let label = label.map(|label| {
            let before = |line: &LineOrigin| line.source < label.start as isize;
            let lines = &self.text.cut.lines;
            lines.get(lines.partition_point(before)).map_or(self.cut().len(), |line| line.start)
        });
        let headings = &self.structure.headings;
        let next = headings.partition_point(|(_, range)| range.start <= block.start);
        let heading = headings.get(next).map(|(_, range)| range.start);
        [label, heading].into_iter().flatten().min().unwrap_or(self.cut().len())
    }

    /// Tells if a label stands right before byte `at`.
    fn is_labelled(&self, at: usize) -> bool {
        let place = source_place(self.text.cut, at);
        let after = self.text.labels.partition_point(|label| label.rest <= place);
        self.text.labels[..after].last().is_some_and(|label| {
            self.text.text.get(label.rest..place).is_some_and(|between| between.trim().is_empty())
        })
    }

    fn unclear_braces(&mut self, range: &Range<usize>, reason: &str) {
        let help = "write {withheld until=2051 because=\"…\"} before the words of a turn, a paragraph or a note, or behind a heading; a backslash before the brace makes it a word";
        let found = Diagnostic::new(Code::UnclearWithheld, reason).at(self.span(range));
        self.diagnostics.push(found.help(help));
    }
}

/// Returns true for a time in brackets, which may stand before the braces of a turn.
fn is_time(text: &str) -> bool {
    let inside = text.trim().strip_prefix(['[', '(']).and_then(|text| text.strip_suffix([']', ')']));
    inside.is_some_and(|inside| Timecode::parse(inside).is_some())
}

/// The runs of two bars and more that no backslash makes words.
fn bar_runs(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut runs, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'|' => {
                let end = at + bytes[at..].iter().take_while(|byte| **byte == b'|').count();
                if end - at > 1 {
                    runs.push(at..end);
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    runs
}

/// Returns true for bars between two operands of a formula: `H(R || P || m)`, `f(a) || f(b)`. Bars around words in
/// parentheses, `(||words||)`, have no operand on their outer sides.
fn is_in_formula(text: &str, bars: &Range<usize>) -> bool {
    let (before, after) = (text[..bars.start].trim_end(), text[bars.end..].trim_start());
    let ends_operand = before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, ')' | ']' | '}'));
    let begins_operand = after.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '(' | '{'));
    let name = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
    let joins_calls = before.ends_with(')') && name > 0 && after[name..].starts_with('(');
    let is_spaced = before.len() < bars.start && after.len() < text.len() - bars.end;
    let is_inside = open_parenthesis(before).is_some_and(|at| {
        // That of a function stands directly behind its name.
        is_spaced || before[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
    });
    ends_operand && begins_operand && (joins_calls || is_inside)
}

/// Returns true for words between `before` and `behind` that are part of words in braces with a reading, `{漢字|かんじ}`.
fn is_in_braces_with_reading(before: &str, behind: &str) -> bool {
    let is_open = before.rfind(['{', '}']).is_some_and(|at| before[at..].starts_with('{'));
    let behind = match read_braces(behind) {
        BraceReading::Read(read) => &behind[read.length..],
        _ => behind,
    };
    let inside = behind.find(['{', '}']).filter(|at| behind[*at..].starts_with('}')).map(|at| &behind[..at]);
    let words_before = before.rfind('{').map_or("", |at| &before[at..]);
    is_open && inside.is_some_and(|inside| inside.contains('|') || words_before.contains('|'))
}

/// The place of the last parenthesis of `text` that is open.
fn open_parenthesis(text: &str) -> Option<usize> {
    let mut closed = 0_usize;
    text.char_indices().rev().find_map(|(at, c)| match c {
        ')' => {
            closed += 1;
            None
        }
        '(' if closed > 0 => {
            closed -= 1;
            None
        }
        '(' => Some(at),
        _ => None,
    })
}
