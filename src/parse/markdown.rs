//! Markdown to our own tree. The only file besides `structure` that knows comrak.
//!
//! comrak reads CommonMark with GitHub's tables, task lists and strike-through, footnotes, and
//! `==highlights==`. Its tree is walked once and dropped: everything later works on plain data.

use std::collections::{HashMap, VecDeque};

use comrak::Arena;
use comrak::nodes::{AlertType, AstNode, ListType, NodeAlert, NodeList, NodeValue, Sourcepos};

use super::attributes;
use super::constructs::align;
use super::html_blocks::{html_block, is_comment};
use super::inline_list::InlineList;
use super::notes::NoteTable;
use super::places::NoteNamePlace;
use super::syntax::{Braces, MarkdownSyntax, options};
use crate::config::{Access, Config};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    AlertKind, Align, Block, BlockKind, EXAMPLE, FORMULA, Href, Inline, Item, List, Mark, MarkId, Note,
    NoteId, NoteOrigin,
};
use crate::source::{Located, SourceId, Span};
use crate::text::formula::FormulaPlace;
use crate::text::rare_bytes::rare_bytes;
use crate::transcript::labels::CutText;

/// Markup nested deeper than this is kept as its bare words, so that no input can exhaust the stack.
const MAX_DEPTH: usize = 100;

/// A text with more inline notes than this is refused.
const MAX_INLINE_NOTES: usize = 5_000;

/// A text lowered to our own tree, not yet divided into sections and turns.
pub struct Lowered {
    /// The text's top level.
    pub pieces: Vec<TopLevelPart>,
    /// The notes, in the order of first reference.
    pub notes: Vec<Note>,
    /// The highlights, in reading order.
    pub marks: Vec<Mark>,
    /// The names of all notes that are defined, used or not.
    pub labels: Vec<String>,
    /// The places of comments and of notes, which are no pieces.
    pub silent: Vec<Span>,
    /// The places where notes are defined and referred to by name.
    pub note_places: Vec<NoteNamePlace>,
}

/// Something at the top level of a text.
pub enum TopLevelPart {
    /// A heading, which may open a section or a turn.
    Heading(RawHeading),
    /// Anything else.
    Block(Block),
}

impl TopLevelPart {
    /// The place of the piece in its file.
    pub fn span(&self) -> Span {
        match self {
            TopLevelPart::Heading(heading) => heading.span,
            TopLevelPart::Block(block) => block.span,
        }
    }
}

/// A heading as it was written.
pub struct RawHeading {
    /// 1 to 6.
    pub level: u8,
    /// Its words.
    pub inlines: Vec<Inline>,
    /// The id after it, `{#id}`.
    pub id: Option<String>,
    /// The topics of its section, `{topics="…"}`.
    pub topics: Vec<Located<String>>,
    /// The conditions under which its section is shown.
    pub access: Option<Access>,
    /// The place in the source.
    pub span: Span,
}

/// The text to lower, and where it stands in its file.
#[derive(Clone, Copy)]
pub struct MarkdownBody<'a> {
    /// The file.
    pub source: SourceId,
    /// The text of the whole file.
    pub text: &'a str,
    /// Its body without speakers' labels, with the way back to the text.
    pub cut: &'a CutText,
    /// The meaning of braces behind a heading.
    pub braces: Braces,
    /// The parts of Markdown that not every text has.
    pub syntax: MarkdownSyntax,
}

/// Lowers the Markdown of `body`.
pub fn lower(body: MarkdownBody, config: &Config) -> (Lowered, Diagnostics) {
    let arena = Arena::new();
    let text = &body.cut.text;
    let mut options = options(body.braces, body.syntax);
    // comrak looks for the end of each from its beginning to the paragraph's end.
    let carets = rare_bytes(text, |byte| byte == b'^');
    let too_many = carets.filter(|at| text[at + 1..].starts_with('[')).count() > MAX_INLINE_NOTES;
    options.extension.inline_footnotes = !too_many;
    let root = comrak::parse_document(&arena, text, &options);
    let mut lowering = Lowering::new(body, config);
    lowering.collect_definitions(root);
    let (mut pieces, mut silent) = (Vec::new(), Vec::new());
    for node in root.children() {
        match lowering.piece(node) {
            Some(piece) => pieces.push(piece),
            None => silent.push(lowering.span(node.data().sourcepos)),
        }
    }
    lowering.lower_notes();
    let labels = lowering.notes.labels();
    let unknown = std::mem::take(&mut lowering.unknown_attributes);
    let problems = std::mem::take(&mut lowering.problems);
    let note_places = std::mem::take(&mut lowering.note_places);
    let (notes, marks, mut diagnostics) = lowering.notes.finish();
    diagnostics.append(problems);
    if too_many {
        let message = format!("this text has more than {MAX_INLINE_NOTES} notes in the middle of its words");
        let start = body.cut.source_offset(1, 0).unwrap_or_default();
        let place = Span::new(body.source, start, start);
        diagnostics
            .push(Diagnostic::new(Code::TooLarge, message).at(place).help("divide it into several files"));
    }
    for (name, span) in unknown {
        let message = format!("the attribute `{name}` has no meaning here and is not used");
        let help = "a heading can have an ID, `{#id}`, and topics, `{topics=\"…\"}`; an image has attributes, a link has none";
        diagnostics.push(Diagnostic::new(Code::UnknownAttribute, message).at(span).help(help));
    }
    (Lowered { pieces, notes, marks, labels, silent, note_places }, diagnostics)
}

/// The walk through comrak's tree.
pub(super) struct Lowering<'a, 'c> {
    body: MarkdownBody<'c>,
    definitions: HashMap<String, &'a AstNode<'a>>,
    pending: VecDeque<(NoteId, &'a AstNode<'a>)>,
    notes: NoteTable<'c>,
    /// Inside an inline note comrak counts from the note's own start: this is the true place.
    inline_note: Option<Span>,
    /// Attributes of headings that have no meaning, and where they stand.
    pub(super) unknown_attributes: Vec<(String, Span)>,
    note_places: Vec<NoteNamePlace>,
    /// Attributes of images and formulas that cannot be read.
    pub(super) problems: Diagnostics,
}

impl<'a, 'c> Lowering<'a, 'c> {
    fn new(body: MarkdownBody<'c>, config: &'c Config) -> Self {
        Lowering {
            body,
            definitions: HashMap::new(),
            pending: VecDeque::new(),
            notes: NoteTable::new(config),
            inline_note: None,
            unknown_attributes: Vec::new(),
            note_places: Vec::new(),
            problems: Diagnostics::new(),
        }
    }

    /// The bytes that comrak's 1-based lines and byte columns stand for.
    pub(super) fn span(&self, at: Sourcepos) -> Span {
        if let Some(span) = self.inline_note {
            return span;
        }
        let start = self.offset(at.start.line, at.start.column.saturating_sub(1));
        Span::new(self.body.source, start, self.offset(at.end.line, at.end.column))
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        let offset = self.body.cut.source_offset(line, column).unwrap_or(self.body.text.len());
        self.body.text.floor_char_boundary(offset)
    }

    fn collect_definitions(&mut self, root: &'a AstNode<'a>) {
        let mut spans = HashMap::new();
        for node in root.descendants() {
            let data = node.data();
            let NodeValue::FootnoteDefinition(definition) = &data.value else { continue };
            let (key, span) = (note_key(&definition.name), self.definition_span(data.sourcepos));
            match spans.get(&key) {
                Some(&first) => self.notes.defined_twice(&definition.name, span, first),
                None => {
                    self.note_places.extend(NoteNamePlace::find(self.body.text, &key, span, true));
                    spans.insert(key.clone(), span);
                    self.definitions.insert(key.clone(), node);
                    let is_inline = definition.name.starts_with(INLINE_NOTE);
                    if !is_inline {
                        self.notes.defined(key, &definition.name, span);
                    }
                }
            }
        }
    }

    /// The first line of a definition: enough to find it, and no more to show.
    fn definition_span(&self, at: Sourcepos) -> Span {
        let whole = self.span(at);
        let text = &self.body.text[whole.range()];
        let length = text.find(['\n', '\r']).unwrap_or(text.len());
        Span { end: whole.start + length as u32, ..whole }
    }

    fn lower_notes(&mut self) {
        while let Some((id, node)) = self.pending.pop_front() {
            let origin = self.notes.note(id).origin;
            self.inline_note = (origin == NoteOrigin::Inline).then(|| self.notes.note(id).span);
            let blocks = self.blocks(node, 0);
            self.inline_note = None;
            self.notes.set_body(id, blocks);
        }
    }

    fn piece(&mut self, node: &'a AstNode<'a>) -> Option<TopLevelPart> {
        let data = node.data();
        if let NodeValue::Heading(heading) = &data.value {
            let span = self.span(data.sourcepos);
            let found = data.attrs.as_deref();
            let unknown =
                found.into_iter().flat_map(|found| attributes::unknown_in(&found.classes, &found.pairs));
            self.unknown_attributes.extend(unknown.map(|name| (name, span)));
            return Some(TopLevelPart::Heading(RawHeading {
                level: heading.level,
                inlines: self.inlines(node, 0),
                id: found.and_then(|found| found.id.clone()),
                topics: found.map(|found| attributes::topics_in(&found.pairs, span)).unwrap_or_default(),
                access: None,
                span,
            }));
        }
        self.block(node, 0).map(TopLevelPart::Block)
    }

    pub(super) fn blocks(&mut self, node: &'a AstNode<'a>, depth: usize) -> Vec<Block> {
        if depth > MAX_DEPTH {
            return vec![self.bare(node)];
        }
        node.children().filter_map(|child| self.block(child, depth)).collect()
    }

    fn block(&mut self, node: &'a AstNode<'a>, depth: usize) -> Option<Block> {
        let data = node.data();
        let kind = match &data.value {
            NodeValue::Paragraph => {
                let inlines = self.inlines(node, 0);
                // Tags around nothing are left out, and so is a paragraph of nothing else.
                if inlines.iter().all(|inline| matches!(inline, Inline::SoftBreak)) {
                    return None;
                }
                BlockKind::Paragraph(inlines)
            }
            NodeValue::Heading(heading) => {
                BlockKind::Heading { level: heading.level, inlines: self.inlines(node, 0) }
            }
            NodeValue::BlockQuote => BlockKind::Quote(self.blocks(node, depth + 1)),
            NodeValue::Alert(alert) => self.alert(node, alert, depth),
            NodeValue::List(list) => BlockKind::List(self.list(node, list, depth)),
            NodeValue::DescriptionList => BlockKind::Definitions(self.definitions(node, depth)),
            NodeValue::CodeBlock(code) => {
                let words: Vec<&str> = code.info.split_whitespace().collect();
                let is_example = words.starts_with(&["markdown", "example"]);
                let language = if is_example { EXAMPLE } else { words.first().copied().unwrap_or_default() };
                let language = language.to_string();
                if language == FORMULA {
                    self.check_formula(&code.literal, FormulaPlace::Display, data.sourcepos);
                }
                BlockKind::Code { language, code: code.literal.clone() }
            }
            NodeValue::Table(table) => self.table(node, table.alignments.iter().map(|&a| align(a)).collect()),
            NodeValue::ThematicBreak => BlockKind::Rule,
            NodeValue::HtmlBlock(html) if is_comment(&html.literal) => return None,
            NodeValue::HtmlBlock(html) => html_block(&html.literal, self.span(data.sourcepos).start),
            NodeValue::FootnoteDefinition(_) => return None,
            _ => return Some(self.bare(node)),
        };
        Some(Block { kind, span: self.span(data.sourcepos) })
    }

    fn alert(&mut self, node: &'a AstNode<'a>, alert: &NodeAlert, depth: usize) -> BlockKind {
        let kind = match alert.alert_type {
            AlertType::Note => AlertKind::Note,
            AlertType::Tip => AlertKind::Tip,
            AlertType::Important => AlertKind::Important,
            AlertType::Warning => AlertKind::Warning,
            AlertType::Caution => AlertKind::Caution,
        };
        let mut blocks = self.blocks(node, depth + 1);
        if let Some(title) = &alert.title {
            let span = self.span(node.data().sourcepos);
            let title = title.trim();
            let before = self.body.text[span.range()].find(title).unwrap_or_default();
            let inlines = vec![Inline::Text { text: title.to_string(), at: span.start + before as u32 }];
            blocks.insert(0, Block { kind: BlockKind::Heading { level: 6, inlines }, span });
        }
        BlockKind::Alert { kind, blocks }
    }

    fn list(&mut self, node: &'a AstNode<'a>, list: &NodeList, depth: usize) -> List {
        let start = (list.list_type == ListType::Ordered).then(|| u32::try_from(list.start).unwrap_or(1));
        let items = node.children().map(|item| {
            let task = match &item.data().value {
                NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                _ => None,
            };
            Item { task, blocks: self.blocks(item, depth + 1) }
        });
        List { start, tight: list.tight, items: items.collect() }
    }

    fn table(&mut self, node: &'a AstNode<'a>, columns: Vec<Align>) -> BlockKind {
        let mut rows = node.children().map(|row| {
            let mut cells: Vec<_> = row.children().map(|cell| self.inlines(cell, 0)).collect();
            cells.resize_with(columns.len(), Vec::new);
            cells
        });
        let head = rows.next().unwrap_or_default();
        let rows = rows.collect();
        BlockKind::Table { columns, head, rows }
    }

    /// The words of a node that has no shape in our tree or is nested beyond reason.
    fn bare(&self, node: &'a AstNode<'a>) -> Block {
        let span = self.span(node.data().sourcepos);
        let text = Inline::Text { text: bare_text(node), at: span.start };
        Block { kind: BlockKind::Paragraph(vec![text]), span }
    }

    pub(super) fn inlines(&mut self, node: &'a AstNode<'a>, depth: usize) -> Vec<Inline> {
        if depth > MAX_DEPTH {
            let at = self.span(node.data().sourcepos).start;
            return vec![Inline::Text { text: bare_text(node), at }];
        }
        let mut out = InlineList::default();
        // The mark that a note's sign right behind it belongs to.
        let mut open_mark = None;
        for child in node.children() {
            let data = child.data();
            if let NodeValue::FootnoteReference(reference) = &data.value {
                let span = self.span(data.sourcepos);
                out.extend(self.note_ref(&reference.name, span, open_mark));
                continue;
            }
            open_mark = None;
            if data.value == NodeValue::Highlight {
                let mark = self.notes.add_mark();
                open_mark = Some(mark);
                let children = self.inlines(child, depth + 1);
                out.push(Inline::Mark { mark, first: true, children });
                continue;
            }
            let inline = self.inline(child, &data.value, depth);
            out.extend(inline);
        }
        let inlines = out.finish();
        self.notes.name_key_quotes(&inlines);
        inlines
    }

    fn note_ref(&mut self, name: &str, span: Span, mark: Option<MarkId>) -> Option<Inline> {
        let key = note_key(name);
        let node = *self.definitions.get(&key)?;
        let label = match name.starts_with(INLINE_NOTE) {
            true => None,
            false => Some(name),
        };
        self.note_places.extend(NoteNamePlace::find(self.body.text, &key, span, false));
        let (reference, is_new) = self.notes.refer(&key, label, span, mark);
        if is_new {
            self.pending.push_back((reference.note, node));
        }
        Some(Inline::NoteRef(reference))
    }

    fn inline(&mut self, node: &'a AstNode<'a>, value: &NodeValue, depth: usize) -> Option<Inline> {
        let span = self.span(node.data().sourcepos);
        match value {
            NodeValue::Image(image) => return Some(self.image(node, image, depth)),
            NodeValue::Math(math) => return Some(self.formula(math, node.data().sourcepos)),
            NodeValue::Link(_) => self.unknown_of_link(node, span),
            _ => {}
        }
        let mut children = || self.inlines(node, depth + 1);
        Some(match value {
            NodeValue::Text(text) => Inline::Text { text: text.to_string(), at: span.start },
            NodeValue::Code(code) => Inline::Code(code.literal.clone()),
            NodeValue::SoftBreak => Inline::SoftBreak,
            NodeValue::LineBreak => Inline::HardBreak,
            NodeValue::HtmlInline(html) if is_comment(html) => return None,
            NodeValue::HtmlInline(html) => Inline::RawHtml(html.clone()),
            NodeValue::Emph => Inline::Emphasis(children()),
            NodeValue::Strong => Inline::Strong(children()),
            NodeValue::Strikethrough => Inline::Strike(children()),
            NodeValue::Link(link) => Inline::Link {
                href: Href::Raw(link.url.clone()),
                title: link.title.clone(),
                children: children(),
                span,
            },
            _ => Inline::Text { text: bare_text(node), at: span.start },
        })
    }
}

/// The prefix of the names that comrak gives to inline notes.
pub(super) const INLINE_NOTE: &str = "__inline_";

/// Notes are found whatever the case and white space of their names, as links are.
pub fn note_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn bare_text<'a>(node: &'a AstNode<'a>) -> String {
    let mut out = String::new();
    for node in node.descendants() {
        match &node.data().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(code) => out.push_str(&code.literal),
            NodeValue::CodeBlock(code) => out.push_str(&code.literal),
            NodeValue::HtmlInline(html) => out.push_str(html),
            NodeValue::Math(math) => out.push_str(&math.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => out.push(' '),
            _ => {}
        }
    }
    out
}
