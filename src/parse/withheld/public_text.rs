//! The text of a page as an edition may see it: what is withheld from it is taken out of the source, before anything is
//! made of it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{MarkedText, WithheldMark, WithheldMarks, source_place, source_range};
use crate::model::WithheldScope;

/// A source without what is withheld, on as many lines.
#[derive(Debug)]
pub struct PublicText {
    /// The text.
    pub text: String,
    /// The words that were taken out.
    pub words: String,
}

/// A change to the source.
struct TextRemoval {
    range: Range<usize>,
    /// The text in its place, before the line ends of what goes.
    text: String,
    /// The text behind those.
    behind: String,
}

impl TextRemoval {
    fn new(range: Range<usize>) -> TextRemoval {
        TextRemoval { range, text: String::new(), behind: String::new() }
    }

    fn with(range: Range<usize>, text: String) -> TextRemoval {
        TextRemoval { range, text, behind: String::new() }
    }
}

impl WithheldMarks {
    /// The source of `text` without what the edition does not show; `None` if it shows everything.
    pub fn public_text(&self, text: MarkedText) -> Option<PublicText> {
        let closed: Vec<&WithheldMark> = self.list.iter().filter(|mark| !mark.is_shown).collect();
        if closed.is_empty() {
            return None;
        }
        let writer = PublicTextWriter { text, marks: self, closed };
        Some(writer.write())
    }
}

struct PublicTextWriter<'a> {
    text: MarkedText<'a>,
    marks: &'a WithheldMarks,
    closed: Vec<&'a WithheldMark>,
}

impl PublicTextWriter<'_> {
    fn write(&self) -> PublicText {
        let areas: Vec<Range<usize>> = self.closed.iter().map(|mark| self.area(mark)).collect();
        let kept = self.kept_definitions(&areas);
        let mut removals = Vec::new();
        for (mark, area) in self.closed.iter().zip(&areas) {
            self.removals(mark, area, &kept, &mut removals);
        }
        removals.extend(self.notes_of(&areas, &kept).into_iter().map(TextRemoval::new));
        removals.sort_by_key(|removal| (removal.range.start, std::cmp::Reverse(removal.range.end)));
        self.apply(removals)
    }

    /// The place in the file of all that a mark withholds.
    fn area(&self, mark: &WithheldMark) -> Range<usize> {
        let cut = self.text.cut;
        match mark.scope {
            WithheldScope::Note => {
                let definitions = &self.marks.structure.definitions;
                let found = definitions.iter().find(|(_, range)| range.contains(&mark.braces.start));
                source_range(cut, found.map_or(&mark.inner, |(_, range)| range))
            }
            WithheldScope::Section | WithheldScope::Turn => {
                let range = source_range(cut, &mark.inner);
                // Up to the label or heading behind it, whose place in the file is known better than its end.
                let next = self.next_part(mark.inner.end, range.end);
                range.start..next.max(range.end)
            }
            _ => source_range(cut, &mark.inner),
        }
    }

    /// The byte of the file at which the label or heading behind a passage begins.
    fn next_part(&self, cut_end: usize, end: usize) -> usize {
        if cut_end >= self.text.cut.text.len() {
            return self.text.text.len();
        }
        let headings = &self.marks.structure.headings;
        let heading = headings.get(headings.partition_point(|(_, range)| range.start < cut_end));
        let heading = heading.map(|(_, range)| source_place(self.text.cut, range.start));
        let labels = self.text.labels;
        let label =
            labels.get(labels.partition_point(|label| label.start + 1 < end)).map(|label| label.start);
        [heading, label].into_iter().flatten().min().unwrap_or(end)
    }

    fn removals(
        &self,
        mark: &WithheldMark,
        area: &Range<usize>,
        kept: &[Range<usize>],
        out: &mut Vec<TextRemoval>,
    ) {
        let braces = mark.access.braces();
        let place = mark.span.range();
        match mark.scope {
            WithheldScope::Words => {
                let behind = format!("||{braces}");
                out.push(TextRemoval { range: place, text: "||".to_string(), behind });
            }
            WithheldScope::Note => out.push(TextRemoval::new(area.clone())),
            WithheldScope::Section => {
                let level =
                    self.marks.structure.headings.iter().find(|(_, range)| range.start == mark.inner.start);
                let signs = "#".repeat(level.map_or(2, |(level, _)| usize::from(*level)));
                out.push(TextRemoval::with(area.start..place.end, format!("{signs} {braces}")));
                out.extend(without(place.end..area.end, kept).into_iter().map(TextRemoval::new));
            }
            _ => {
                out.push(TextRemoval::with(place.clone(), braces));
                out.extend(without(place.end..area.end, kept).into_iter().map(TextRemoval::new));
            }
        }
    }

    /// The definitions in withheld places that words elsewhere need.
    fn kept_definitions(&self, areas: &[Range<usize>]) -> Vec<Range<usize>> {
        let closed = Places::new(areas);
        let references = self.references();
        let withheld: HashSet<usize> = self
            .closed
            .iter()
            .filter(|mark| mark.scope == WithheldScope::Note)
            .map(|mark| self.area(mark).start)
            .collect();
        let definitions = self.marks.structure.definitions.iter();
        let inside = definitions.map(|(key, range)| (key.as_str(), self.place(range)));
        let mut inside: Vec<_> = inside
            .filter(|(_, place)| closed.contain(place.start) && !withheld.contains(&place.start))
            .collect();
        let mut kept: Vec<Range<usize>> = Vec::new();
        // A definition that is kept may need others.
        loop {
            let needed_by = Places::new(&kept);
            let is_needed = |key: &str| {
                let places = references.get(key).into_iter().flatten();
                places.into_iter().any(|place| !closed.contain(place.start) || needed_by.contain(place.start))
            };
            let (needed, rest): (Vec<_>, Vec<_>) = inside.into_iter().partition(|(key, _)| is_needed(key));
            inside = rest;
            if needed.is_empty() {
                break;
            }
            kept.extend(needed.into_iter().map(|(_, place)| place));
        }
        kept.extend(self.kept_links(areas));
        kept.sort_by_key(|range| range.start);
        kept
    }

    fn place(&self, range: &Range<usize>) -> Range<usize> {
        source_range(self.text.cut, range)
    }

    /// The places of the references to each note.
    fn references(&self) -> HashMap<&str, Vec<Range<usize>>> {
        let mut references: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
        for (key, range) in &self.marks.structure.references {
            references.entry(key).or_default().push(self.place(range));
        }
        references
    }

    /// The definitions of links in withheld places that words elsewhere use.
    fn kept_links(&self, areas: &[Range<usize>]) -> Vec<Range<usize>> {
        let text = self.text.text;
        let mut outside = String::new();
        let mut from = self.text.start;
        let mut sorted: Vec<&Range<usize>> = areas.iter().collect();
        sorted.sort_by_key(|area| area.start);
        for area in sorted {
            outside.push_str(text.get(from..area.start.max(from)).unwrap_or_default());
            from = from.max(area.end);
        }
        outside.push_str(text.get(from..).unwrap_or_default());
        let outside = outside.to_lowercase();
        // A label in brackets, as `[label]` and `[words][label]` have it.
        let used: HashSet<&str> =
            outside.split('[').filter_map(|part| part.split_once(']').map(|(label, _)| label)).collect();
        let mut kept = Vec::new();
        for area in areas {
            let mut at = area.start;
            for line in text.get(area.clone()).unwrap_or_default().split_inclusive('\n') {
                let label = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]:"));
                if let Some((label, _)) = label.filter(|(label, _)| !label.starts_with('^'))
                    && used.contains(label.to_lowercase().as_str())
                {
                    kept.push(at..at + line.len());
                }
                at += line.len();
            }
        }
        kept
    }

    /// The definitions of notes that only withheld words refer to, and all that belongs to withheld notes.
    fn notes_of(&self, areas: &[Range<usize>], kept: &[Range<usize>]) -> Vec<Range<usize>> {
        let (closed, kept) = (Places::new(areas), Places::new(kept));
        let is_closed = |at: usize| closed.contain(at) && !kept.contain(at);
        let notes = self.closed.iter().filter(|mark| mark.scope == WithheldScope::Note);
        let withheld: HashSet<usize> = notes.map(|mark| self.area(mark).start).collect();
        let references = self.references();
        let highlights: HashMap<usize, Range<usize>> = self
            .marks
            .structure
            .highlights
            .iter()
            .map(|range| self.place(range))
            .map(|place| (place.end, place))
            .collect();
        let mut out = Vec::new();
        for (key, definition) in &self.marks.structure.definitions {
            let references = references.get(key.as_str()).map_or(&[][..], Vec::as_slice);
            let definition = self.place(definition);
            let is_withheld = withheld.contains(&definition.start);
            let is_unused = !references.is_empty() && references.iter().all(|place| is_closed(place.start));
            if is_withheld {
                out.extend(references.iter().cloned());
                let marked = references.iter().filter_map(|place| highlights.get(&place.start));
                out.extend(marked.flat_map(|range| [range.start..range.start + 2, range.end - 2..range.end]));
            }
            if is_withheld || is_unused {
                out.push(definition);
            }
        }
        out
    }

    fn apply(&self, removals: Vec<TextRemoval>) -> PublicText {
        let source = self.text.text;
        let (mut text, mut words, mut from) = (String::with_capacity(source.len()), String::new(), 0);
        for removal in removals {
            let start = source.floor_char_boundary(removal.range.start.max(from));
            let end = source.ceil_char_boundary(removal.range.end.min(source.len()));
            if end < start || (removal.range.start < from && removal.range.end <= from) {
                continue;
            }
            text.push_str(&source[from..start]);
            let gone = &source[start..end];
            text.push_str(&removal.text);
            text.extend(gone.chars().filter(|c| matches!(c, '\n' | '\r')));
            text.push_str(&removal.behind);
            words.push_str(gone);
            words.push('\n');
            from = end;
        }
        text.push_str(&source[from..]);
        PublicText { text, words }
    }
}

/// Places in a file, to be asked for.
struct Places(Vec<Range<usize>>);

impl Places {
    /// Joins those of `ranges` that overlap.
    fn new(ranges: &[Range<usize>]) -> Places {
        let mut sorted = ranges.to_vec();
        sorted.sort_by_key(|range| range.start);
        let mut joined: Vec<Range<usize>> = Vec::new();
        for range in sorted {
            match joined.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => joined.push(range),
            }
        }
        Places(joined)
    }

    fn contain(&self, place: usize) -> bool {
        let after = self.0.partition_point(|range| range.start <= place);
        self.0[..after].last().is_some_and(|range| range.contains(&place))
    }
}

/// `range` without the parts of it that are kept, which are in order.
fn without(range: Range<usize>, kept: &[Range<usize>]) -> Vec<Range<usize>> {
    let (mut out, mut from) = (Vec::new(), range.start);
    let first = kept.partition_point(|kept| kept.end <= range.start);
    for kept in kept[first..].iter().take_while(|kept| kept.start < range.end) {
        out.push(from..kept.start.max(from));
        from = from.max(kept.end);
    }
    out.push(from..range.end.max(from));
    out.retain(|range| !range.is_empty());
    out
}
