//! Letters in their forms and order: those of Arabic join, marks stand over their letters, and Hebrew runs to the left.

use ab_glyph::{Font, FontVec, GlyphId, ScaleFont};
use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};

/// A letter in its form, and its place on a line that begins at 0.
pub struct PlacedGlyph<'a> {
    /// The font that has it.
    pub font: &'a FontVec,
    /// Its number in the font.
    pub id: GlyphId,
    /// Its distance from the left end of the line.
    pub x: f32,
    /// Its distance above the line.
    pub rise: f32,
}

/// A line of letters.
#[derive(Default)]
pub struct ShapedLine<'a> {
    /// The letters, from the left.
    pub glyphs: Vec<PlacedGlyph<'a>>,
    /// Its width.
    pub width: f32,
}

/// The direction of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineDirection {
    /// From left to right.
    Right,
    /// From right to left.
    Left,
}

impl LineDirection {
    fn level(self) -> Level {
        match self {
            LineDirection::Right => Level::ltr(),
            LineDirection::Left => Level::rtl(),
        }
    }
}

impl<'a> ShapedLine<'a> {
    /// Sets `words` in the first of `fonts` that has each letter.
    pub fn new(words: &str, fonts: &'a [FontVec], size: f32, direction: LineDirection) -> Self {
        let mut line = ShapedLine::default();
        let bidi = BidiInfo::new(words, Some(direction.level()));
        for paragraph in &bidi.paragraphs {
            let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let runs_left = levels[run.start].is_rtl();
                let mut pieces = pieces_by_font(&words[run], fonts);
                if runs_left {
                    pieces.reverse();
                }
                pieces.into_iter().for_each(|(font, piece)| line.add(piece, font, size, runs_left));
            }
        }
        line
    }

    fn add(&mut self, words: &str, font: &'a FontVec, size: f32, runs_left: bool) {
        let Some(face) = Face::from_slice(font.as_slice(), 0) else { return };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(words);
        buffer.guess_segment_properties();
        buffer.set_direction(if runs_left { Direction::RightToLeft } else { Direction::LeftToRight });
        let shaped = rustybuzz::shape(&face, &[], buffer);
        let scale = font.as_scaled(size).h_scale_factor();
        for (glyph, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let id = GlyphId(u16::try_from(glyph.glyph_id).unwrap_or_default());
            let x = self.width + place.x_offset as f32 * scale;
            self.glyphs.push(PlacedGlyph { font, id, x, rise: place.y_offset as f32 * scale });
            self.width += place.x_advance as f32 * scale;
        }
    }
}

/// Cuts `words` where another font begins. What no font has, such as a sign that only joins letters, stays with the letter
/// before it.
fn pieces_by_font<'a, 'w>(words: &'w str, fonts: &'a [FontVec]) -> Vec<(&'a FontVec, &'w str)> {
    let font_of = |c: char| fonts.iter().position(|font| font.glyph_id(c).0 != 0);
    let mut pieces: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
    for (at, c) in words.char_indices() {
        let end = at + c.len_utf8();
        match (font_of(c), pieces.last_mut()) {
            (None, Some((_, range))) => range.end = end,
            (Some(font), Some((before, range))) if *before == font => range.end = end,
            (Some(font), _) => pieces.push((font, at..end)),
            (None, None) => {}
        }
    }
    pieces.into_iter().map(|(font, range)| (&fonts[font], &words[range])).collect()
}
