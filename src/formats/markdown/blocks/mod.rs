//! Blocks and inlines as Markdown that is read back as the same.

mod delimiters;
mod inline;

use self::inline::InlineWriter;
use crate::model::{
    Align, Block, BlockKind, DefinedTerm, FORMULA, Href, Inline, Item, List, NoteRef, plain_text,
};

/// A comment, which readers of Markdown drop: it keeps apart what would run together.
const APART: &str = "<!-- -->";

/// The way that is written which leads out of a text.
#[derive(Clone, Copy)]
pub struct LinkTargets<'a> {
    /// The address of a link or image; without one its words stay.
    pub address: &'a dyn Fn(&Href) -> Option<String>,
    /// The sign of a note.
    pub sign: &'a dyn Fn(&NoteRef) -> String,
}

/// Writes `blocks`, without a line break at the end.
pub fn blocks(blocks: &[Block], links: LinkTargets) -> String {
    BlockWriter { links }.blocks(blocks, Spacing::Loose)
}

/// Writes `inlines` as the words of one paragraph.
pub fn inlines(inlines: &[Inline], links: LinkTargets) -> String {
    InlineWriter::new(links, LineBreaks::Many).write(inlines)
}

/// The space between blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spacing {
    /// With a blank line between them.
    Loose,
    /// Without one, in the items of a tight list.
    Tight,
}

/// The number of lines words may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineBreaks {
    /// As many as there are breaks.
    Many,
    /// One, in a table's cell or behind the `#` of a heading.
    One,
}

struct BlockWriter<'a> {
    links: LinkTargets<'a>,
}

impl BlockWriter<'_> {
    fn blocks(&self, blocks: &[Block], spacing: Spacing) -> String {
        let mut out = String::new();
        let mut before: Option<(&Block, ListMarker)> = None;
        for block in blocks {
            let marker = ListMarker::for_block(block, before);
            let text = self.block(block, marker);
            if text.is_empty() {
                continue;
            }
            if let Some((before, _)) = before {
                out.push_str(separator(before, block, spacing));
            }
            out.push_str(&text);
            before = Some((block, marker));
        }
        out
    }

    fn block(&self, block: &Block, marker: ListMarker) -> String {
        match &block.kind {
            BlockKind::Paragraph(words) => match words.as_slice() {
                [Inline::Formula { latex, is_display: true }] => fenced(FORMULA, latex),
                words => self.words(words, LineBreaks::Many),
            },
            BlockKind::Heading { level, inlines } => self.heading(*level, inlines),
            BlockKind::Quote(blocks) => quote(&self.blocks(blocks, Spacing::Loose)),
            BlockKind::Alert { kind, blocks } => {
                let blocks = self.blocks(blocks, Spacing::Loose);
                quote(&format!("[!{}]\n{blocks}", kind.name().to_uppercase()))
            }
            BlockKind::List(list) => self.list(list, marker),
            BlockKind::Definitions(entries) => self.definitions(entries),
            BlockKind::Code { language, code } => fenced(language, code),
            BlockKind::Table { columns, head, rows } => self.table(columns, head, rows),
            BlockKind::Rule => "***".into(),
            BlockKind::RawHtml(html) => html.trim_start().to_string(),
            BlockKind::DetailsStart(summary) if summary.is_empty() => "<details>".into(),
            BlockKind::DetailsStart(summary) => {
                format!("<details>\n<summary>{}</summary>", plain_text(summary))
            }
            BlockKind::DetailsEnd => "</details>".into(),
        }
    }

    fn words(&self, words: &[Inline], lines: LineBreaks) -> String {
        InlineWriter::new(self.links, lines).write(words)
    }

    /// Words of several lines can only be a heading that is underlined.
    fn heading(&self, level: u8, words: &[Inline]) -> String {
        if level <= 2 && has_soft_break(words) {
            let line = if level == 1 { "===" } else { "---" };
            return format!("{}\n{line}", guard_end(self.words(words, LineBreaks::Many)));
        }
        let text = guard_end(self.words(words, LineBreaks::One));
        format!("{} {text}", "#".repeat(usize::from(level))).trim_end().to_string()
    }

    fn list(&self, list: &List, marker: ListMarker) -> String {
        let spacing = if list.tight { Spacing::Tight } else { Spacing::Loose };
        let sign = |at: usize| marker.sign(list.start.map(|start| u64::from(start) + at as u64));
        let items = list.items.iter().enumerate();
        let mut items: Vec<_> = items.map(|(at, item)| self.item(item, &sign(at), spacing)).collect();
        let has_blank_line = items.len() > 1 || items.iter().any(|item| item.contains("\n\n"));
        if spacing == Spacing::Loose && !has_blank_line {
            items.push(format!("  {APART}"));
        }
        items.join(if list.tight { "\n" } else { "\n\n" })
    }

    fn definitions(&self, entries: &[DefinedTerm]) -> String {
        let entry = |DefinedTerm { term, blocks }: &DefinedTerm| {
            let words = self.words(term, LineBreaks::Many);
            let meaning = self.blocks(blocks, Spacing::Loose);
            format!("{words}\n\n: {}", meaning.replace('\n', "\n  ").replace("\n  \n", "\n\n"))
        };
        entries.iter().map(entry).collect::<Vec<_>>().join("\n\n")
    }

    fn item(&self, item: &Item, sign: &str, spacing: Spacing) -> String {
        let opens_with_words =
            matches!(item.blocks.first(), Some(Block { kind: BlockKind::Paragraph(_), .. }));
        let task = match item.task.filter(|_| opens_with_words) {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let text = format!("{task}{}", self.blocks(&item.blocks, spacing));
        let indent = " ".repeat(sign.len() + 1);
        let mut out = format!("{sign} ");
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                out.push('\n');
                out.push_str(if line.is_empty() { "" } else { &indent });
            }
            out.push_str(line);
        }
        out.trim_end().to_string()
    }

    fn table(&self, columns: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> String {
        let line = columns.iter().map(|align| match align {
            Align::Natural => "---",
            Align::Left => ":--",
            Align::Center => ":-:",
            Align::Right => "--:",
        });
        let mut lines = vec![self.row(head), format!("| {} |", line.collect::<Vec<_>>().join(" | "))];
        lines.extend(rows.iter().map(|row| self.row(row)));
        lines.join("\n")
    }

    fn row(&self, cells: &[Vec<Inline>]) -> String {
        let cells = cells.iter().map(|cell| self.words(cell, LineBreaks::One).replace('|', "\\|"));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    }
}

fn has_soft_break(words: &[Inline]) -> bool {
    let is_in = |word: &Inline| has_soft_break(word.children().unwrap_or_default());
    words.iter().any(|word| matches!(word, Inline::SoftBreak) || is_in(word))
}

/// A `#` at its end would close a heading, and braces would be its attributes.
fn guard_end(mut text: String) -> String {
    let Some(words) = text.strip_suffix(['#', '}']) else { return text };
    let backslashes = words.len() - words.trim_end_matches('\\').len();
    if backslashes.is_multiple_of(2) {
        text.insert(words.len(), '\\');
    }
    text
}

/// The marker that items begin with. Two lists in a row would be one, if it were the same for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListMarker {
    Usual,
    Other,
}

impl ListMarker {
    /// The marker of `block`, which stands below `before`, if that is a list with a marker of its own.
    fn for_block(block: &Block, before: Option<(&Block, ListMarker)>) -> ListMarker {
        let BlockKind::List(list) = &block.kind else { return ListMarker::Usual };
        match before {
            Some((Block { kind: BlockKind::List(_), .. }, ListMarker::Usual)) => ListMarker::Other,
            Some((Block { kind: BlockKind::List(_), .. }, ListMarker::Other)) => ListMarker::Usual,
            // `- - -` would be a line across the page.
            _ if list.items.iter().any(opens_with_list) => ListMarker::Other,
            _ => ListMarker::Usual,
        }
    }

    fn sign(self, number: Option<u64>) -> String {
        match (self, number) {
            (ListMarker::Usual, None) => "-".into(),
            (ListMarker::Other, None) => "+".into(),
            (ListMarker::Usual, Some(number)) => format!("{number}."),
            (ListMarker::Other, Some(number)) => format!("{number})"),
        }
    }
}

fn opens_with_list(item: &Item) -> bool {
    matches!(item.blocks.first(), Some(Block { kind: BlockKind::List(_), .. }))
}

/// The text between two blocks. In a tight list there is no blank line, and what would go on with the
/// block above is kept from it by a comment.
fn separator(before: &Block, block: &Block, spacing: Spacing) -> &'static str {
    match spacing {
        Spacing::Loose => "\n\n",
        Spacing::Tight if ends_paragraph(before, block) => "\n",
        Spacing::Tight => concat!("\n", "<!-- -->", "\n"),
    }
}

/// Tells whether `block` begins anew on the line below `before`.
fn ends_paragraph(before: &Block, block: &Block) -> bool {
    match &before.kind {
        BlockKind::Code { .. } | BlockKind::Heading { .. } | BlockKind::Rule => true,
        BlockKind::Paragraph(_) => match &block.kind {
            BlockKind::Code { .. }
            | BlockKind::Heading { .. }
            | BlockKind::Quote(_)
            | BlockKind::Alert { .. }
            | BlockKind::Rule => true,
            BlockKind::List(list) => {
                let opens_with_words = list.items.first().is_some_and(|item| !item.blocks.is_empty());
                list.start.is_none_or(|start| start == 1) && opens_with_words
            }
            _ => false,
        },
        _ => false,
    }
}

fn quote(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { ">".to_string() } else { format!("> {line}") };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Code between fences that are longer than any in it.
fn fenced(language: &str, code: &str) -> String {
    let sign = if language.contains('`') { '~' } else { '`' };
    let fence = sign.to_string().repeat(inline::longest_run(code, sign).max(2) + 1);
    let language = language.replace('\\', "\\\\").replace('&', "&amp;");
    let end = if code.is_empty() || code.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{language}\n{code}{end}{fence}")
}
