//! Blocks where nobody speaks: before the first turn, and in notes.

use super::TeiWriter;
use crate::model::{Block, BlockKind, DefinedTerm, Inline, List};

impl<'a> TeiWriter<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Paragraph(inlines) => self.line("p", &[], inlines),
            BlockKind::Heading { inlines, .. } => self.line("p", &[("rend", "heading")], inlines),
            BlockKind::Quote(blocks) => self.holder("quote", blocks),
            BlockKind::Alert { kind, blocks } => {
                self.xml.begin("quote", &[("type", kind.name())]);
                self.blocks(blocks);
                self.xml.end();
            }
            BlockKind::List(list) => self.list(list),
            BlockKind::Definitions(entries) => self.definitions(entries),
            BlockKind::Code { code, .. } => self.verbatim(code),
            BlockKind::RawHtml(html) => self.verbatim(html),
            BlockKind::Table { head, rows, .. } => self.table(head, rows),
            BlockKind::DetailsStart(inlines) if inlines.is_empty() => {}
            BlockKind::DetailsStart(inlines) => self.line("p", &[("rend", "heading")], inlines),
            BlockKind::DetailsEnd => {}
            BlockKind::Rule => self.xml.empty_line("milestone", &[("unit", "section"), ("rend", "rule")]),
        }
    }

    fn line(&mut self, name: &'static str, attributes: &[(&str, &str)], inlines: &'a [Inline]) {
        self.xml.open(name, attributes);
        self.inlines(inlines);
        self.xml.end();
    }

    fn holder(&mut self, name: &'static str, blocks: &'a [Block]) {
        self.xml.begin(name, &[]);
        self.blocks(blocks);
        self.xml.end();
    }

    fn list(&mut self, list: &'a List) {
        let rend = if list.start.is_some() { "numbered" } else { "bulleted" };
        self.xml.begin("list", &[("rend", rend)]);
        list.items.iter().for_each(|item| self.holder("item", &item.blocks));
        self.xml.end();
    }

    fn definitions(&mut self, entries: &'a [DefinedTerm]) {
        self.xml.begin("list", &[("type", "gloss")]);
        for DefinedTerm { term, blocks } in entries {
            self.line("label", &[], term);
            self.holder("item", blocks);
        }
        self.xml.end();
    }

    fn verbatim(&mut self, text: &str) {
        self.xml.element("eg", &[("xml:space", "preserve")], text);
    }

    fn table(&mut self, head: &'a [Vec<Inline>], rows: &'a [Vec<Vec<Inline>>]) {
        self.xml.begin("table", &[]);
        self.row("label", head);
        rows.iter().for_each(|row| self.row("data", row));
        self.xml.end();
    }

    fn row(&mut self, role: &str, cells: &'a [Vec<Inline>]) {
        self.xml.begin("row", &[("role", role)]);
        cells.iter().for_each(|cell| self.line("cell", &[], cell));
        self.xml.end();
    }
}
