//! Pixels, and the PNG that they become.

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CanvasColour(pub(super) [u8; 3]);

/// A place on a canvas, from its left upper corner.
#[derive(Clone, Copy, Debug)]
pub(super) struct CanvasPoint {
    pub(super) x: f32,
    pub(super) y: f32,
}

pub(super) struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl CanvasColour {
    /// The first colour in a style, `#abc` or `#aabbcc`: that of light pages.
    pub(super) fn in_style(style: &str) -> Option<CanvasColour> {
        let digits: String = style.split_once('#')?.1.chars().take_while(char::is_ascii_hexdigit).collect();
        let wide = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits,
            _ => return None,
        };
        let part = |at: usize| u8::from_str_radix(&wide[at..at + 2], 16).ok();
        Some(CanvasColour([part(0)?, part(2)?, part(4)?]))
    }

    /// This colour with a share of another.
    pub(super) fn towards(self, other: CanvasColour, share: f32) -> CanvasColour {
        let mix =
            |from: u8, to: u8| (f32::from(from) + (f32::from(to) - f32::from(from)) * share).round() as u8;
        CanvasColour(std::array::from_fn(|part| mix(self.0[part], other.0[part])))
    }
}

impl Canvas {
    pub(super) fn new((width, height): (u32, u32), paper: CanvasColour) -> Self {
        Canvas { width, height, pixels: paper.0.repeat((width * height) as usize) }
    }

    /// A rectangle of one colour.
    pub(super) fn fill(&mut self, corner: CanvasPoint, (width, height): (u32, u32), colour: CanvasColour) {
        for y in 0..height {
            for x in 0..width {
                self.blend(CanvasPoint { x: corner.x + x as f32, y: corner.y + y as f32 }, 1.0, colour);
            }
        }
    }

    /// Covers a part of one pixel; what lies outside is left out.
    pub(super) fn blend(&mut self, place: CanvasPoint, covered: f32, colour: CanvasColour) {
        let inside =
            (0.0..self.width as f32).contains(&place.x) && (0.0..self.height as f32).contains(&place.y);
        if !inside {
            return;
        }
        let at = (place.y as usize * self.width as usize + place.x as usize) * 3;
        let pixel = &mut self.pixels[at..at + 3];
        let under = CanvasColour([pixel[0], pixel[1], pixel[2]]);
        pixel.copy_from_slice(&under.towards(colour, covered.clamp(0.0, 1.0)).0);
    }

    pub(super) fn png(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().expect("memory takes everything");
        writer.write_image_data(&self.pixels).expect("memory takes everything");
        writer.finish().expect("memory takes everything");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colour_of_light_pages_is_taken() {
        assert_eq!(
            CanvasColour::in_style("light-dark(#a3301f, #ef8f75)"),
            Some(CanvasColour([0xa3, 0x30, 0x1f]))
        );
        assert_eq!(CanvasColour::in_style("#abc"), Some(CanvasColour([0xaa, 0xbb, 0xcc])));
        assert_eq!(CanvasColour::in_style("initial"), None);
    }

    #[test]
    fn what_lies_outside_is_left_out() {
        let mut canvas = Canvas::new((4, 2), CanvasColour([0, 0, 0]));
        for (x, y) in [(-1.0, 0.0), (4.0, 0.0), (0.0, 2.0), (f32::NAN, 0.0)] {
            canvas.blend(CanvasPoint { x, y }, 1.0, CanvasColour([255, 255, 255]));
        }
        assert!(canvas.pixels.iter().all(|&part| part == 0));
        assert!(canvas.png().starts_with(b"\x89PNG"));
    }
}
