//! The picture of a transcript that sites show where somebody links to it: its title, who speaks, and
//! where it stands, on the theme's paper.
//!
//! It is drawn with fonts that the site names. Those of the machine would be others on the next one.

mod canvas;
mod lines;
mod shaping;

pub use self::lines::Fonts;

use self::canvas::{Canvas, CanvasColour, CanvasPoint};
use self::lines::Style;
use self::shaping::LineDirection;
use crate::cache::{Cache, CacheKind};
use crate::config::SettingValue;
use crate::model::{Page, PageKind, Site};
use crate::text::bytes::Bytes;
use crate::text::language::is_right_to_left;

/// The size that sites ask for.
pub const SIZE: (u32, u32) = (1200, 630);

const MARGIN: f32 = 90.0;

/// The width of the coloured edge, at the side where lines begin.
const EDGE: u32 = 18;

/// Sizes of titles, of which the first is taken in which a title has few enough lines.
const TITLE_SIZES: [(f32, usize); 4] = [(84.0, 2), (68.0, 3), (54.0, 4), (44.0, 5)];

/// The size of everything else.
const SMALL: f32 = 32.0;

/// The path of the card of `page` in the output. A page has one only if the fonts have its letters.
pub fn path(page: &Page, site: &Site, fonts: &Fonts) -> Option<String> {
    let is_transcript = page.kind == PageKind::Transcript;
    let words = [page.title.clone(), names(page), site.config.title.clone()];
    let can_be_set = || words.iter().all(|words| fonts.can_set(words));
    (is_transcript && can_be_set()).then(|| format!("{}card.png", page.address))
}

/// Draws the card of `page`, unless `cache` has it.
pub fn png(page: &Page, site: &Site, fonts: &Fonts, cache: &Cache) -> Vec<u8> {
    let card = Card::from_page(page, site, fonts);
    cache.made(CacheKind::Card, &(fonts.fingerprints(), &card), || Bytes::from(card.png(fonts))).to_vec()
}

/// The content of a card.
#[derive(Hash)]
struct Card {
    site: String,
    title: String,
    summary: String,
    people: String,
    colours: Colours,
    direction: LineDirection,
}

impl Card {
    fn from_page(page: &Page, site: &Site, fonts: &Fonts) -> Card {
        let summary = page.document.front.summary.as_deref().filter(|words| fonts.can_set(words));
        Card {
            site: site.config.title.clone(),
            title: page.title.clone(),
            summary: summary.unwrap_or_default().into(),
            people: names(page),
            colours: Colours::from_site(site),
            direction: match is_right_to_left(&page.language) {
                true => LineDirection::Left,
                false => LineDirection::Right,
            },
        }
    }

    fn png(&self, fonts: &Fonts) -> Vec<u8> {
        let colours = &self.colours;
        let mut canvas = Canvas::new(SIZE, colours.paper);
        let bottom = SIZE.1 as f32 - MARGIN;
        let width = SIZE.0 as f32 - 2.0 * MARGIN;
        let direction = self.direction;
        let edge = if direction == LineDirection::Left { SIZE.0 as f32 - EDGE as f32 } else { 0.0 };
        canvas.fill(CanvasPoint { x: edge, y: 0.0 }, (EDGE, SIZE.1), colours.accent);

        let small = |words: &str| fonts.lines(words, Style { size: SMALL, width, direction });
        let mut text = |words: &str, size: f32, y: f32, colour: CanvasColour| {
            fonts.draw(words, Style { size, width, direction }, |x, y_in_line, covered| {
                canvas.blend(CanvasPoint { x: x + MARGIN, y: y + y_in_line }, covered, colour);
            });
        };
        small(&self.site).first().into_iter().for_each(|line| text(line, SMALL, MARGIN, colours.accent));
        let (size, title) = title(&self.title, (width, direction), fonts);
        let top = MARGIN + 2.4 * SMALL;
        for (number, line) in title.iter().enumerate() {
            text(line, size, top + number as f32 * size * 1.22, colours.ink);
        }
        let below = top + title.len() as f32 * size * 1.22 + 0.6 * SMALL;
        let room = ((bottom - 2.2 * SMALL - below) / (SMALL * 1.4)) as usize;
        for (number, line) in small(&self.summary).iter().take(room.min(2)).enumerate() {
            text(line, SMALL, below + number as f32 * SMALL * 1.4, colours.soft());
        }
        let people = small(&self.people);
        let people = people.first().map(String::as_str).unwrap_or_default();
        text(people, SMALL, bottom - SMALL, colours.soft());
        canvas.png()
    }
}

/// A title in the largest size that it fits in; what is too long for the smallest is cut.
fn title(words: &str, (width, direction): (f32, LineDirection), fonts: &Fonts) -> (f32, Vec<String>) {
    let fits = |&(size, most): &(f32, usize)| {
        let lines = fonts.lines(words, Style { size, width, direction });
        (lines.len() <= most).then_some((size, lines))
    };
    TITLE_SIZES.iter().find_map(fits).unwrap_or_else(|| {
        let (size, most) = TITLE_SIZES[TITLE_SIZES.len() - 1];
        let mut lines = fonts.lines(words, Style { size, width, direction });
        lines.truncate(most);
        (size, lines)
    })
}

fn names(page: &Page) -> String {
    let names: Vec<&str> = page.document.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    names.join(" · ")
}

/// The theme's colours for light pages.
#[derive(Hash)]
struct Colours {
    paper: CanvasColour,
    ink: CanvasColour,
    accent: CanvasColour,
}

impl Colours {
    fn from_site(site: &Site) -> Colours {
        let colour = |name: &str| match site.config.theme.settings.get(name) {
            Some(SettingValue::Style(style)) => CanvasColour::in_style(style),
            _ => None,
        };
        Colours {
            paper: colour("paper").unwrap_or(CanvasColour([255, 255, 255])),
            ink: colour("ink").unwrap_or(CanvasColour([0, 0, 0])),
            accent: colour("accent").unwrap_or(CanvasColour([0, 0, 0])),
        }
    }

    /// Between ink and paper.
    fn soft(&self) -> CanvasColour {
        self.ink.towards(self.paper, 0.35)
    }
}
