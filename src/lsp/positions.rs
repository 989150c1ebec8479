//! Positions of the protocol, which count lines and the columns of an encoding, and bytes, which Postil counts.

use std::ops::Range;

use lsp_types::{Position, PositionEncodingKind};

/// The unit in which an editor counts columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ColumnUnit {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, which every editor can count.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl ColumnUnit {
    /// The best unit of those that an editor offers, of which the first is the one it prefers: bytes need no counting.
    pub(super) fn negotiate(offered: &[PositionEncodingKind]) -> ColumnUnit {
        let is_offered = |kind: PositionEncodingKind| offered.contains(&kind);
        match () {
            () if is_offered(PositionEncodingKind::UTF8) => ColumnUnit::Utf8,
            () if is_offered(PositionEncodingKind::UTF16) || offered.is_empty() => ColumnUnit::Utf16,
            () if is_offered(PositionEncodingKind::UTF32) => ColumnUnit::Utf32,
            () => ColumnUnit::Utf16,
        }
    }

    /// The unit's name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            ColumnUnit::Utf8 => PositionEncodingKind::UTF8,
            ColumnUnit::Utf16 => PositionEncodingKind::UTF16,
            ColumnUnit::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            ColumnUnit::Utf8 => c.len_utf8(),
            ColumnUnit::Utf16 => c.len_utf16(),
            ColumnUnit::Utf32 => 1,
        }
    }
}

/// The beginnings of the lines of a text.
pub(super) struct LineTable<'t> {
    text: &'t str,
    starts: Vec<usize>,
    unit: ColumnUnit,
}

impl<'t> LineTable<'t> {
    /// The lines of `text`. As the protocol has it, a line ends with a line feed, a carriage return, or both.
    pub(super) fn new(text: &'t str, unit: ColumnUnit) -> LineTable<'t> {
        let bytes = text.as_bytes();
        let ends = |at: &usize| match bytes[*at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|at| at + 1)).collect();
        LineTable { text, starts, unit }
    }

    /// The position of the byte `offset`; one that is past the end, or inside a character, is moved back.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let before = &self.text[self.starts[line]..offset];
        let column: usize = before.chars().map(|c| self.unit.width(c)).sum();
        Position::new(line as u32, column as u32)
    }

    /// The byte at `position`; one that is past the end of its line is the line's end.
    pub(super) fn offset(&self, position: Position) -> usize {
        let Some(&start) = self.starts.get(position.line as usize) else { return self.text.len() };
        let next = self.starts.get(position.line as usize + 1).copied().unwrap_or(self.text.len());
        let line = self.text[start..next].trim_end_matches(['\n', '\r']);
        let mut column = 0;
        for (at, c) in line.char_indices() {
            if column >= position.character as usize {
                return start + at;
            }
            column += self.unit.width(c);
        }
        start + line.len()
    }

    /// The range of some bytes.
    pub(super) fn range(&self, bytes: Range<usize>) -> lsp_types::Range {
        lsp_types::Range::new(self.position(bytes.start), self.position(bytes.end))
    }

    /// The bytes of a range; its ends may be in either order.
    pub(super) fn bytes(&self, range: lsp_types::Range) -> Range<usize> {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        start.min(end)..start.max(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_the_unit_of_the_editor() {
        let text = "a𐐀中\r\nb\rc";
        for (unit, column) in [(ColumnUnit::Utf8, 8), (ColumnUnit::Utf16, 4), (ColumnUnit::Utf32, 3)] {
            let lines = LineTable::new(text, unit);
            assert_eq!(lines.position(8), Position::new(0, column), "{unit:?}");
            assert_eq!(lines.offset(Position::new(0, column)), 8, "{unit:?}");
            assert_eq!(lines.offset(Position::new(0, 99)), 8, "a column past the end is the end of the line");
        }
        let lines = LineTable::new(text, ColumnUnit::Utf16);
        assert_eq!((lines.position(10), lines.position(12)), (Position::new(1, 0), Position::new(2, 0)));
        assert_eq!(lines.offset(Position::new(9, 0)), text.len());
    }

    #[test]
    fn bytes_are_chosen_where_an_editor_offers_them() {
        let offer = |kinds: &[PositionEncodingKind]| ColumnUnit::negotiate(kinds);
        assert_eq!(offer(&[]), ColumnUnit::Utf16);
        assert_eq!(offer(&[PositionEncodingKind::UTF16, PositionEncodingKind::UTF8]), ColumnUnit::Utf8);
        assert_eq!(offer(&[PositionEncodingKind::UTF32]), ColumnUnit::Utf32);
    }
}
