//! Blocks, of which turns, notes and pages are made.

use super::{Href, Inline, LinkUse, links};
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A block and its place in the source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// The kind of block, with its content.
    pub kind: BlockKind,
    /// The place in the source.
    pub span: Span,
}

/// The sorts of block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading that opens no section, inside a quotation or a note.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its words.
        inlines: Vec<Inline>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A quotation that is no quotation but a box with a sign, as GitHub has them: `> [!TIP]`.
    Alert {
        /// The sort of box.
        kind: AlertKind,
        /// The content; a title of its own is a heading at its beginning.
        blocks: Vec<Block>,
    },
    /// A list.
    List(List),
    /// Words and what they mean.
    Definitions(Vec<DefinedTerm>),
    /// A block of code.
    Code {
        /// The language's name, often empty.
        language: String,
        /// The code.
        code: String,
    },
    /// A table; every row has as many cells as there are columns.
    Table {
        /// The alignment of each column.
        columns: Vec<Align>,
        /// The cells of the head.
        head: Vec<Vec<Inline>>,
        /// The cells of each row of the body.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A thematic break.
    Rule,
    /// Markup that came with the text and is shown, not obeyed.
    RawHtml(String),
    /// The beginning of what a reader may fold, `<details>`, with its summary. It folds the blocks up to its end if that
    /// is in the same list of blocks: a turn or a section may begin between them.
    DetailsStart(Vec<Inline>),
    /// The end of what a reader may fold.
    DetailsEnd,
}

/// The sorts of alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlertKind {
    /// Information that is good to know.
    Note,
    /// Advice.
    Tip,
    /// Information that is needed.
    Important,
    /// A danger that needs attention at once.
    Warning,
    /// A risk of what one may do.
    Caution,
}

impl AlertKind {
    /// The name in Markdown, in lower case, and in class names.
    pub const fn name(self) -> &'static str {
        match self {
            AlertKind::Note => "note",
            AlertKind::Tip => "tip",
            AlertKind::Important => "important",
            AlertKind::Warning => "warning",
            AlertKind::Caution => "caution",
        }
    }

    /// The key of its title among the texts of a theme.
    pub const fn title_key(self) -> &'static str {
        match self {
            AlertKind::Note => "alert_note",
            AlertKind::Tip => "alert_tip",
            AlertKind::Important => "alert_important",
            AlertKind::Warning => "alert_warning",
            AlertKind::Caution => "alert_caution",
        }
    }
}

/// The language of a block of code that is a formula in LaTeX.
pub const FORMULA: &str = "math";

/// The language of a block of Markdown that is shown with its result.
pub const EXAMPLE: &str = "markdown example";

/// A list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct List {
    /// The first number of a numbered list; `None` for bullets.
    pub start: Option<u32>,
    /// True if its items follow each other closely, without paragraphs.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
}

/// A word, and what it means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DefinedTerm {
    /// The word.
    pub term: Vec<Inline>,
    /// The meaning.
    pub blocks: Vec<Block>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// For a task: true if it is ticked.
    pub task: Option<bool>,
    /// The content of the item.
    pub blocks: Vec<Block>,
}

/// The alignment of a table's column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// As the language has it.
    #[default]
    Natural,
    /// To the left.
    Left,
    /// To the middle.
    Center,
    /// To the right.
    Right,
}

impl Block {
    /// Tells whether each part of `blocks` that can be folded begins and ends among them.
    pub fn are_folds_whole(blocks: &[Block]) -> bool {
        let mut open = 0_usize;
        for block in blocks {
            match block.kind {
                BlockKind::DetailsStart(_) => open += 1,
                BlockKind::DetailsEnd if open == 0 => return false,
                BlockKind::DetailsEnd => open -= 1,
                _ => {}
            }
        }
        open == 0
    }

    /// Calls `visit` with every run of inlines in this block, in reading order.
    pub fn for_each_inlines<'a>(&'a self, visit: &mut impl FnMut(&'a [Inline])) {
        match &self.kind {
            BlockKind::Paragraph(inlines)
            | BlockKind::Heading { inlines, .. }
            | BlockKind::DetailsStart(inlines) => visit(inlines),
            BlockKind::Quote(blocks) | BlockKind::Alert { blocks, .. } => {
                blocks.iter().for_each(|b| b.for_each_inlines(visit));
            }
            BlockKind::List(list) => {
                let blocks = list.items.iter().flat_map(|item| &item.blocks);
                blocks.for_each(|b| b.for_each_inlines(visit));
            }
            BlockKind::Definitions(entries) => {
                for DefinedTerm { term, blocks } in entries {
                    visit(term);
                    blocks.iter().for_each(|b| b.for_each_inlines(visit));
                }
            }
            BlockKind::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| visit(cell));
            }
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::RawHtml(_) | BlockKind::DetailsEnd => {}
        }
    }

    /// Like [`for_each_inlines`](Self::for_each_inlines), to change them.
    pub fn for_each_inlines_mut(&mut self, visit: &mut impl FnMut(&mut Vec<Inline>)) {
        match &mut self.kind {
            BlockKind::Paragraph(inlines)
            | BlockKind::Heading { inlines, .. }
            | BlockKind::DetailsStart(inlines) => visit(inlines),
            BlockKind::Quote(blocks) | BlockKind::Alert { blocks, .. } => {
                blocks.iter_mut().for_each(|b| b.for_each_inlines_mut(visit));
            }
            BlockKind::List(list) => {
                let blocks = list.items.iter_mut().flat_map(|item| &mut item.blocks);
                blocks.for_each(|b| b.for_each_inlines_mut(visit));
            }
            BlockKind::Definitions(entries) => {
                for DefinedTerm { term, blocks } in entries {
                    visit(term);
                    blocks.iter_mut().for_each(|b| b.for_each_inlines_mut(visit));
                }
            }
            BlockKind::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(visit);
            }
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::RawHtml(_) | BlockKind::DetailsEnd => {}
        }
    }

    /// Visits the address of each link and image with its place and use.
    pub fn for_each_href_mut(&mut self, visit: &mut impl FnMut(&mut Href, Span, LinkUse)) {
        links::in_block(self, visit);
    }

    /// The words of this block: no markup, no references to notes, blocks within it apart by a line break.
    pub fn plain_text(&self) -> String {
        let mut out = String::new();
        self.for_each_plain(&mut |text| out.push_str(text));
        out
    }

    /// The beginning of its words: `bytes` of them, and a little more where they are cut.
    pub fn beginning(&self, bytes: usize) -> String {
        let mut out = String::new();
        self.for_each_plain(&mut |text| {
            let wanted = bytes.saturating_sub(out.len());
            out.push_str(&text[..text.ceil_char_boundary(wanted)]);
        });
        out
    }

    /// Visits its words, piece by piece: no words are cut but where their look changes.
    pub fn for_each_plain(&self, visit: &mut dyn FnMut(&str)) {
        match &self.kind {
            BlockKind::Code { code: text, .. } | BlockKind::RawHtml(text) => visit(text),
            _ => {
                let mut between = "";
                self.for_each_inlines(&mut |inlines| {
                    visit(between);
                    super::inline::for_each_plain(inlines, visit);
                    between = "\n";
                });
            }
        }
    }
}
