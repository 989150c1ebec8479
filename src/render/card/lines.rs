//! Letters: which font has each, how long a line of them is, and where it is cut.

use ab_glyph::{Font, FontVec, point};

use super::shaping::{LineDirection, ShapedLine};
use crate::cache::Fingerprint;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Theme;
use crate::text::script::is_east_asian;

/// The fonts of cards, in the order of preference.
#[derive(Debug, Default)]
pub struct Fonts {
    fonts: Vec<FontVec>,
    /// Hashes of the contents of their files.
    files: Vec<Fingerprint>,
}

/// The size of letters, and the longest line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) width: f32,
    pub(super) direction: LineDirection,
}

/// Marks that no line begins with.
const CLOSING: &str = "，。、；：？！）】」』》〉”’…—・,.;:?!)";

impl Fonts {
    /// Reads the fonts that the site names.
    pub fn read(theme: &Theme) -> (Fonts, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let mut fonts = Vec::new();
        let files = theme.fonts.iter().map(|file| Fingerprint::new(&file.bytes)).collect();
        for file in &theme.fonts {
            match FontVec::try_from_vec(file.bytes.clone()) {
                Ok(font) => fonts.push(font),
                Err(_) => {
                    let message = format!("`{}` is not a font that can be read", file.path.value);
                    let help = "use a TrueType or OpenType file";
                    diagnostics.push(Diagnostic::new(Code::BadValue, message).at(file.path.span).help(help));
                }
            }
        }
        (Fonts { fonts, files }, diagnostics)
    }

    /// The hashes that tell these fonts from others.
    pub(super) fn fingerprints(&self) -> &[Fingerprint] {
        &self.files
    }

    /// Returns true if the fonts have every letter.
    pub(super) fn can_set(&self, words: &str) -> bool {
        let has = |c: char| self.fonts.iter().any(|font| font.glyph_id(c).0 != 0);
        !self.fonts.is_empty() && words.chars().all(|c| c.is_whitespace() || JOINERS.contains(&c) || has(c))
    }

    /// `words` cut into lines.
    pub(super) fn lines(&self, words: &str, style: Style) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for piece in pieces(words) {
            let longer = format!("{line}{piece}");
            if !line.is_empty() && self.width(longer.trim_end(), style) > style.width {
                lines.push(line.trim_end().to_string());
                line = piece.to_string();
            } else {
                line = longer;
            }
        }
        lines.push(line.trim_end().to_string());
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// Calls `dot` with every pixel of a line that a letter covers, and how much of it. A line that runs to the left ends
    /// at the width of `style`.
    pub(super) fn draw(&self, words: &str, style: Style, mut dot: impl FnMut(f32, f32, f32)) {
        let line = ShapedLine::new(words, &self.fonts, style.size, style.direction);
        let start = match style.direction {
            LineDirection::Right => 0.0,
            LineDirection::Left => style.width - line.width,
        };
        for placed in line.glyphs {
            let place = point(start + placed.x, style.size - placed.rise);
            let glyph = placed.id.with_scale_and_position(style.size, place);
            let Some(outline) = placed.font.outline_glyph(glyph) else { continue };
            let bounds = outline.px_bounds();
            outline.draw(|dx, dy, covered| {
                dot((bounds.min.x + dx as f32).floor(), (bounds.min.y + dy as f32).floor(), covered);
            });
        }
    }

    fn width(&self, words: &str, style: Style) -> f32 {
        ShapedLine::new(words, &self.fonts, style.size, style.direction).width
    }
}

/// Signs that only say how the letters beside them join; fonts need not have them.
const JOINERS: [char; 4] = ['\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}'];

/// Cuts words where a line may break: after spaces, and between characters of scripts without spaces.
fn pieces(words: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let letters: Vec<(usize, char)> = words.char_indices().collect();
    for pair in letters.windows(2) {
        let ((_, before), (at, after)) = (pair[0], pair[1]);
        let is_between = is_east_asian(before) || is_east_asian(after);
        let may_cut = (is_between && !CLOSING.contains(after)) || (before == ' ' && after != ' ');
        if may_cut {
            pieces.push(&words[start..at]);
            start = at;
        }
    }
    pieces.push(&words[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_spaces_and_between_han() {
        assert_eq!(pieces("a bc  d"), ["a ", "bc  ", "d"]);
        assert_eq!(pieces("天头，地脚"), ["天", "头，", "地", "脚"]);
        assert_eq!(pieces("GPT 是什么？"), ["GPT ", "是", "什", "么？"]);
        assert_eq!(pieces(""), [""]);
    }

    #[test]
    fn without_fonts_nothing_can_be_set() {
        let fonts = Fonts::default();
        assert!(!fonts.can_set("words"));
        let style = Style { size: 10.0, width: 1.0, direction: LineDirection::Left };
        assert_eq!(fonts.lines("a b", style), ["a b"], "letters of no width");
    }
}
