//! Two languages of one text beside each other. Notes stay on the pages of their own texts, and their
//! references lead there.

use std::collections::HashSet;

use super::{Context, HtmlWriter};
use crate::model::{Block, Document, Heading, Turn};
use crate::text::html_escape::push_attribute;
use crate::text::language::is_right_to_left;

/// One of the two texts.
#[derive(Clone, Copy)]
pub struct ParallelText<'a> {
    /// The text.
    pub document: &'a Document,
    /// Its language.
    pub language: &'a str,
    /// The context of its markup.
    pub context: Context<'a>,
}

/// A row of the table: two pieces of the same kind side by side, or one alone.
pub enum Row<'a> {
    /// The headings of a section.
    Headings([Option<&'a Heading>; 2]),
    /// Blocks that nobody says, or that go on with a turn.
    Blocks([&'a [Block]; 2]),
    /// The first blocks of a turn, or all of them.
    Turns([Option<(&'a Turn, &'a [Block])>; 2]),
}

/// Writes `rows` of the two `sides` as markup.
pub fn parallel<'a>(sides: [ParallelText<'a>; 2], rows: &[Row<'a>]) -> String {
    let writers = sides.map(|side| HtmlWriter::new(side.document, side.context));
    let mut table = ParallelTable { sides, writers, out: String::new(), taken: HashSet::new() };
    rows.iter().for_each(|row| table.row(row));
    table.out
}

/// Writes the title of a text alone.
pub fn title(side: ParallelText<'_>) -> String {
    let mut writer = HtmlWriter::new(side.document, side.context);
    writer.inlines(&side.document.title);
    writer.out
}

struct ParallelTable<'a> {
    sides: [ParallelText<'a>; 2],
    writers: [HtmlWriter<'a>; 2],
    out: String,
    /// The anchors that are on the page: both texts may have one of the same name.
    taken: HashSet<&'a str>,
}

impl<'a> ParallelTable<'a> {
    fn row(&mut self, row: &Row<'a>) {
        self.out.push_str("<div class=\"row\">\n");
        for at in 0..2 {
            match row {
                Row::Headings(headings) => self.heading(at, headings[at]),
                Row::Blocks(blocks) => self.cell(at, None, |writer| writer.blocks(blocks[at])),
                Row::Turns(turns) => match turns[at] {
                    Some((turn, blocks)) => self.turn(at, turn, blocks),
                    None => self.cell(at, None, |_| {}),
                },
            }
        }
        self.out.push_str("</div>\n");
    }

    /// Only the original's headings make the outline of the page.
    fn heading(&mut self, at: usize, heading: Option<&'a Heading>) {
        let Some(heading) = heading else { return self.cell(at, None, |_| {}) };
        let name = match at {
            0 => format!("h{}", heading.level.clamp(2, 6)),
            _ => "p".to_string(),
        };
        self.cell(at, Some(&heading.anchor), |writer| {
            writer.out.push_str(&format!("<{name} class=\"heading\">"));
            writer.inlines(&heading.inlines);
            writer.anchor(&heading.anchor, Some("link_section"));
            writer.out.push_str(&format!("</{name}>\n"));
        });
    }

    fn turn(&mut self, at: usize, turn: &'a Turn, blocks: &'a [Block]) {
        self.cell(at, Some(&turn.anchor), |writer| {
            match turn.is_nobodys() {
                true => writer.unit_label(turn),
                false => writer.label(turn),
            }
            writer.blocks(blocks);
        });
    }

    fn cell(&mut self, at: usize, anchor: Option<&'a str>, write: impl FnOnce(&mut HtmlWriter<'a>)) {
        self.out.push_str("<div class=\"cell\"");
        if let Some(anchor) = anchor.filter(|&anchor| self.taken.insert(anchor)) {
            push_attribute(&mut self.out, "id", anchor);
        }
        if at == 1 {
            let language = self.sides[at].language;
            push_attribute(&mut self.out, "lang", language);
            let direction = if is_right_to_left(language) { "rtl" } else { "ltr" };
            push_attribute(&mut self.out, "dir", direction);
        }
        self.out.push_str(">\n");
        write(&mut self.writers[at]);
        self.out.push_str(&std::mem::take(&mut self.writers[at].out));
        self.out.push_str("</div>\n");
    }
}
