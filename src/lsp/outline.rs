//! The outline of a text: sections and turns, what can be folded, and the times of turns.

use lsp_types::{
    DocumentSymbol, FoldingRange, FoldingRangeKind, InlayHint, InlayHintLabel, Range, SymbolKind,
};

use super::inquiry::{Inquiry, TextKind};
use super::lookup::page_about;
use super::positions::LineTable;
use crate::model::{Block, Document, Note, Section, Turn, plain_text};
use crate::source::Span;
use crate::speech::timeline;

/// The characters of a text that name a turn or note in an outline.
const LONGEST_NAME: usize = 60;

/// The sections and turns of a page, or the notes of a file of notes.
pub(super) fn symbols(inquiry: &Inquiry) -> Vec<DocumentSymbol> {
    let Some((_, page)) = page_about(inquiry) else { return Vec::new() };
    let lines = inquiry.lines();
    if inquiry.kind == TextKind::Notes {
        let own = page.document.notes.iter().filter(|note| note.span.source == inquiry.id);
        return own.map(|note| note_symbol(note, &lines)).collect();
    }
    SymbolTree { document: &page.document, lines, end: inquiry.text().len() }.build()
}

struct SymbolTree<'a> {
    document: &'a Document,
    lines: LineTable<'a>,
    end: usize,
}

impl SymbolTree<'_> {
    /// Sections with their turns; a section of a lower level is inside the one before it.
    fn build(&self) -> Vec<DocumentSymbol> {
        let mut open: Vec<(u8, DocumentSymbol)> = Vec::new();
        let mut roots = Vec::new();
        let ends = section_ends(self.document, self.end);
        for (section, end) in self.document.sections.iter().zip(ends) {
            let turns: Vec<_> = section.turns.iter().map(|turn| self.turn(turn)).collect();
            let Some(heading) = &section.heading else {
                roots.extend(turns);
                continue;
            };
            close_to(heading.level, &mut open, &mut roots);
            let mut name = plain_text(&heading.inlines);
            if name.trim().is_empty() {
                name = "…".into();
            }
            let detail = heading.time.map(|time| time.to_string());
            let range = self.lines.range(heading.span.start as usize..end);
            let selection = self.lines.range(heading.span.range());
            let symbol = symbol(name, detail, SymbolKind::NAMESPACE, range, selection);
            open.push((heading.level, DocumentSymbol { children: Some(turns), ..symbol }));
        }
        close_to(0, &mut open, &mut roots);
        roots
    }

    fn turn(&self, turn: &Turn) -> DocumentSymbol {
        let names: Vec<&str> =
            turn.speakers.iter().map(|id| self.document.speaker(*id).name.as_str()).collect();
        let name = match (&turn.event, names.is_empty()) {
            (Some(event), _) => event.clone(),
            (None, false) => names.join(", "),
            (None, true) => "…".to_string(),
        };
        let words = turn.blocks.first().map(|block| shortened(&block.plain_text())).unwrap_or_default();
        let name = if words.is_empty() { name } else { format!("{name}: {words}") };
        let range = self.lines.range(turn.span.range());
        let time = turn.time.map(|time| time.to_string());
        symbol(name, time, SymbolKind::STRING, range, range)
    }
}

/// Puts open sections of `level` and lower ones into those around them.
fn close_to(level: u8, open: &mut Vec<(u8, DocumentSymbol)>, roots: &mut Vec<DocumentSymbol>) {
    while let Some((_, done)) = open.pop_if(|(own, _)| *own >= level) {
        match open.last_mut() {
            Some((_, parent)) => {
                // A section ends where the last one inside it ends.
                parent.range.end = parent.range.end.max(done.range.end);
                parent.children.get_or_insert_default().push(done);
            }
            None => roots.push(done),
        }
    }
}

/// The end of each section: the beginning of the next heading.
fn section_ends(document: &Document, end: usize) -> Vec<usize> {
    let starts = document.sections.iter().skip(1).filter_map(|section| section.heading.as_ref());
    starts.map(|heading| heading.span.start as usize).chain([end]).collect()
}

fn note_symbol(note: &Note, lines: &LineTable) -> DocumentSymbol {
    let words = note.blocks.first().map(|block| shortened(&block.plain_text())).unwrap_or_default();
    let name = if note.label.is_empty() { words } else { note.label.clone() };
    let name = if name.is_empty() { note.kind.clone() } else { name };
    let own: Vec<Span> =
        note.blocks.iter().map(|block| block.span).filter(|span| span.source == note.span.source).collect();
    let end = own.last().map_or(note.span.end, |last| last.end.max(note.span.end));
    let range = lines.range(note.span.start as usize..end as usize);
    symbol(name, Some(note.kind.clone()), SymbolKind::OBJECT, range, lines.range(note.span.range()))
}

#[expect(deprecated, reason = "the field `deprecated` has no default")]
fn symbol(
    name: String,
    detail: Option<String>,
    kind: SymbolKind,
    range: Range,
    selection_range: Range,
) -> DocumentSymbol {
    DocumentSymbol {
        name,
        detail,
        kind,
        tags: None,
        deprecated: None,
        range,
        selection_range,
        children: None,
    }
}

/// The beginning of a text, on one line.
pub(super) fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// Front matter, sections, turns of several paragraphs, and notes of several lines.
pub(super) fn folds(inquiry: &Inquiry) -> Vec<FoldingRange> {
    let text = inquiry.text();
    let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
    let mut folds = Vec::new();
    if let Some(front) = inquiry.front_matter(inquiry.id) {
        let region = Some(FoldingRangeKind::Region);
        folds.extend(fold(&inquiry.lines(), 0..front.end, text, region));
    }
    if let Some((_, page)) = page_about(inquiry) {
        let document = &page.document;
        if inquiry.kind == TextKind::Page {
            let ends = section_ends(document, text.len());
            let sections = document.sections.iter().zip(ends);
            let start =
                |section: &Section| section.heading.as_ref().map(|heading| heading.span.start as usize);
            ranges.extend(sections.filter_map(|(section, end)| Some(start(section)?..end)));
            ranges.extend(document.turns().map(|turn| turn.span.range()));
        }
        let own = document.notes.iter().filter(|note| note.span.source == inquiry.id);
        ranges.extend(own.filter_map(note_range));
    }
    let lines = inquiry.lines();
    folds.extend(ranges.into_iter().filter_map(|range| fold(&lines, range, text, None)));
    folds
}

fn note_range(note: &Note) -> Option<std::ops::Range<usize>> {
    let last: &Block = note.blocks.iter().rfind(|block| block.span.source == note.span.source)?;
    Some(note.span.start as usize..last.span.end as usize)
}

/// A fold of whole lines; none for one line.
fn fold(
    lines: &LineTable,
    range: std::ops::Range<usize>,
    text: &str,
    kind: Option<FoldingRangeKind>,
) -> Option<FoldingRange> {
    let end = range.start + text.get(range.clone())?.trim_end().len();
    let (first, last) = (lines.position(range.start).line, lines.position(end).line);
    (last > first).then(|| FoldingRange {
        start_line: first,
        end_line: last,
        kind,
        ..FoldingRange::default()
    })
}

/// The times of turns that have none in their labels, as far as others are known.
pub(super) fn hints(inquiry: &Inquiry, range: Range) -> Vec<InlayHint> {
    let Some((_, page)) = inquiry.analysis.page(inquiry.id) else { return Vec::new() };
    let lines = inquiry.lines();
    let wanted = lines.bytes(range);
    let turns: Vec<&Turn> = page.document.turns().collect();
    let hint = |start: timeline::TurnStart| {
        let turn = turns.get(start.turn)?;
        let at = turn.span.start as usize;
        if turn.time.is_some() || !wanted.contains(&at) {
            return None;
        }
        let about = if start.is_estimated { "≈" } else { "" };
        // A hint has no room for milliseconds.
        let time = crate::text::timecode::Timecode(start.time.0 / 1000 * 1000);
        Some(InlayHint {
            position: lines.position(at),
            label: InlayHintLabel::String(format!("{about}{time}")),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: None,
            padding_right: Some(true),
            data: None,
        })
    };
    timeline::turn_starts(&page.document).into_iter().filter_map(hint).collect()
}
