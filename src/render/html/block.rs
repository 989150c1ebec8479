//! Blocks: paragraphs, lists, quotations, tables, code.

use super::{HtmlWriter, Setting};
use crate::model::{
    AlertKind, Align, Block, BlockKind, DefinedTerm, EXAMPLE, FORMULA, Inline, Item, List, plain_text,
};
use crate::render::highlight;
use crate::text::html_escape::{push_attribute, push_markup, push_text};
use crate::text::script_runs::ScriptClass;

impl<'a> HtmlWriter<'a> {
    /// Blocks of the text itself: each is followed by the notes it is the first to refer to.
    pub(super) fn blocks_with_notes(&mut self, blocks: &'a [Block]) {
        let can_fold = Block::are_folds_whole(blocks);
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(inlines) => self.paragraph(inlines),
                _ => self.block_or_fold(block, can_fold),
            }
            self.notes_of_block();
        }
    }

    /// A paragraph of the text itself, with its anchor if it has one.
    fn paragraph(&mut self, inlines: &'a [Inline]) {
        let mut attributes = String::new();
        if let Some(ids) = self.lead_ids.next() {
            self.previous_ids(&ids.previous_ids);
            push_attribute(&mut attributes, "id", &ids.anchor);
        }
        if self.figure(inlines, &attributes) {
            return;
        }
        if is_remark(inlines) {
            attributes.push_str(" class=\"remark\"");
        }
        self.inline_element("p", &attributes, inlines);
    }

    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        let can_fold = Block::are_folds_whole(blocks);
        for block in blocks {
            self.block_or_fold(block, can_fold);
        }
    }

    /// Writes a block, or an edge of blocks that can be folded. If these begin in one turn and end in another, they
    /// are shown under their summary.
    fn block_or_fold(&mut self, block: &'a Block, can_fold: bool) {
        match &block.kind {
            BlockKind::DetailsStart(summary) if can_fold => {
                self.out.push_str("<details>\n");
                if !summary.is_empty() {
                    self.inline_element("summary", "", summary);
                }
            }
            BlockKind::DetailsEnd if can_fold => self.out.push_str("</details>\n"),
            _ => self.block(block),
        }
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Paragraph(inlines) if is_remark(inlines) => {
                self.inline_element("p", " class=\"remark\"", inlines);
            }
            BlockKind::Paragraph(inlines) if self.figure(inlines, "") => {}
            BlockKind::Paragraph(inlines) => self.inline_element("p", "", inlines),
            // A heading inside a quotation or note is not part of the page's outline.
            BlockKind::Heading { inlines, .. } => self.inline_element("p", " class=\"heading\"", inlines),
            BlockKind::Quote(blocks) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(blocks);
                self.quote_source(block);
                self.out.push_str("</blockquote>\n");
            }
            BlockKind::Alert { kind, blocks } => self.alert(*kind, blocks),
            BlockKind::List(list) => self.list(list),
            BlockKind::Definitions(entries) => self.definitions(entries),
            BlockKind::Code { language, code } if language == FORMULA => self.formula_block(code),
            BlockKind::Code { language, code } if language == EXAMPLE => self.example(code),
            BlockKind::Code { language, code } => self.code(language, code),
            BlockKind::Table { columns, head, rows } => self.table(columns, head, rows),
            BlockKind::Rule => self.void("<hr"),
            BlockKind::DetailsStart(summary) if summary.is_empty() => {}
            BlockKind::DetailsStart(summary) => self.inline_element("p", " class=\"heading\"", summary),
            BlockKind::DetailsEnd => {}
            BlockKind::RawHtml(html) => {
                self.out.push_str("<pre class=\"raw-html\">");
                push_text(&mut self.out, html.trim_end());
                self.out.push_str("</pre>\n");
            }
        }
    }

    /// The name of its sort is no word of the text, and a style sheet shows it; books and feeds may have none.
    fn alert(&mut self, kind: AlertKind, blocks: &'a [Block]) {
        let title = self.context.strings.get(kind.title_key());
        push_markup(&mut self.out, format_args!("<div class=\"alert alert-{}\" role=\"note\"", kind.name()));
        push_attribute(&mut self.out, "aria-label", title);
        self.out.push_str(">\n");
        if !matches!(self.context.setting, Setting::Page) {
            self.out.push_str("<p><strong>");
            push_text(&mut self.out, title);
            self.out.push_str("</strong></p>\n");
        }
        self.blocks(blocks);
        self.out.push_str("</div>\n");
    }

    fn inline_element(&mut self, name: &str, attributes: &str, inlines: &'a [Inline]) {
        if name == "p" && self.leave_out_paragraph_end() {
            self.out.push('\n');
        }
        let direction = self.direction(inlines);
        push_markup(&mut self.out, format_args!("<{name}{attributes}{direction}>"));
        self.inlines(inlines);
        push_markup(&mut self.out, format_args!("</{name}>\n"));
    }

    /// Says so when a paragraph runs the other way than its page: its first letter does, and most of them.
    fn direction(&self, inlines: &[Inline]) -> &'static str {
        let is_home = |script: ScriptClass| script.is_right_to_left() == self.script.is_right_to_left();
        if first_letter(inlines).is_none_or(is_home) {
            return "";
        }
        let scripts: Vec<ScriptClass> =
            plain_text(inlines).chars().filter_map(ScriptClass::from_char).collect();
        let at_home = scripts.iter().filter(|&&script| is_home(script)).count();
        match self.script.is_right_to_left() {
            _ if at_home * 2 >= scripts.len() => "",
            true => " dir=\"ltr\"",
            false => " dir=\"rtl\"",
        }
    }

    fn list(&mut self, list: &'a List) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        push_markup(&mut self.out, format_args!("<{name}"));
        if let Some(start) = list.start.filter(|&start| start != 1) {
            push_markup(&mut self.out, format_args!(" start=\"{start}\""));
        }
        self.out.push_str(">\n");
        for item in &list.items {
            self.item(item, list.tight);
        }
        push_markup(&mut self.out, format_args!("</{name}>\n"));
    }

    fn definitions(&mut self, entries: &'a [DefinedTerm]) {
        self.out.push_str("<dl class=\"definitions\">\n");
        for DefinedTerm { term, blocks } in entries {
            self.inline_element("dt", "", term);
            self.out.push_str("<dd>");
            match blocks.as_slice() {
                [Block { kind: BlockKind::Paragraph(inlines), .. }] => self.inlines(inlines),
                blocks => self.blocks(blocks),
            }
            self.out.push_str("</dd>\n");
        }
        self.out.push_str("</dl>\n");
    }

    fn item(&mut self, item: &'a Item, tight: bool) {
        self.out.push_str(if item.task.is_some() { "<li class=\"task\">" } else { "<li>" });
        if let Some(done) = item.task {
            self.tick(done);
        }
        for block in &item.blocks {
            match &block.kind {
                BlockKind::Paragraph(inlines) if tight => {
                    self.inlines(inlines);
                    self.out.push('\n');
                }
                _ => self.block(block),
            }
        }
        self.out.push_str("</li>\n");
    }

    fn tick(&mut self, done: bool) {
        let (label, sign) = if done { ("task_done", "☑") } else { ("task_open", "☐") };
        let label = self.context.strings.get(label);
        if self.context.setting.is_book() {
            push_markup(&mut self.out, format_args!("<span class=\"tick\" role=\"img\""));
            push_attribute(&mut self.out, "aria-label", label);
            return push_markup(&mut self.out, format_args!(">{sign}</span> "));
        }
        let checked = if done { " checked" } else { "" };
        push_markup(&mut self.out, format_args!("<input type=\"checkbox\" disabled{checked}"));
        push_attribute(&mut self.out, "aria-label", label);
        self.out.push_str("> ");
    }

    pub(super) fn code(&mut self, language: &str, code: &str) {
        self.out.push_str("<pre class=\"code\" tabindex=\"0\"");
        if !language.is_empty() {
            push_attribute(&mut self.out, "data-language", language);
        }
        self.out.push_str("><code>");
        let highlighted = (!self.context.setting.is_book()).then(|| highlight::html(language, code));
        match highlighted.flatten() {
            Some(html) => {
                self.has_code = true;
                self.out.push_str(&html);
            }
            None => push_text(&mut self.out, code),
        }
        self.out.push_str("</code></pre>\n");
    }

    fn table(&mut self, columns: &[Align], head: &'a [Vec<Inline>], rows: &'a [Vec<Vec<Inline>>]) {
        self.out.push_str("<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n");
        self.row("th", columns, head);
        self.out.push_str("</thead>\n<tbody>\n");
        for row in rows {
            self.row("td", columns, row);
        }
        self.out.push_str("</tbody>\n</table></div>\n");
    }

    fn row(&mut self, cell: &str, columns: &[Align], cells: &'a [Vec<Inline>]) {
        self.out.push_str("<tr>");
        let aligns = columns.iter().chain(std::iter::repeat(&Align::Natural));
        for (inlines, align) in cells.iter().zip(aligns) {
            let class = match align {
                Align::Natural => "",
                Align::Left => " class=\"left\"",
                Align::Center => " class=\"center\"",
                Align::Right => " class=\"right\"",
            };
            push_markup(&mut self.out, format_args!("<{cell}{class}>"));
            self.inlines(inlines);
            push_markup(&mut self.out, format_args!("</{cell}>"));
        }
        self.out.push_str("</tr>\n");
    }
}

/// The script of the first letter of the words themselves.
fn first_letter(inlines: &[Inline]) -> Option<ScriptClass> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text { text, .. } => text.chars().find_map(ScriptClass::from_char),
        nested => nested.children().and_then(first_letter),
    })
}

/// The most characters of a remark in brackets: whole answers stand in parentheses, too.
const LONGEST_REMARK: usize = 80;

/// The brackets around what happens while nobody speaks.
const BRACKETS: [(char, char); 6] =
    [('[', ']'), ('(', ')'), ('（', '）'), ('［', '］'), ('【', '】'), ('〔', '〕')];

/// Returns true if a paragraph is emphasized from its first word to its last, or in brackets, `[phone rings]`: it says
/// what happens and is nobody's words.
fn is_remark(inlines: &[Inline]) -> bool {
    match inlines {
        [Inline::Emphasis(_)] => true,
        [Inline::Strong(children)] => is_bracketed(children),
        _ => is_bracketed(inlines),
    }
}

fn is_bracketed(inlines: &[Inline]) -> bool {
    let [Inline::Text { text, .. }] = inlines else { return false };
    let text = text.trim();
    let first = text.chars().next();
    let Some(&(open, close)) = BRACKETS.iter().find(|(open, _)| Some(*open) == first) else { return false };
    let inner = text[open.len_utf8()..].strip_suffix(close).filter(|inner| !inner.contains([open, close]));
    inner.is_some_and(|inner| inner.chars().count() <= LONGEST_REMARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_is_a_remark_and_an_answer_in_parentheses_is_not() {
        let is_remark = |text: &str| is_remark(&[Inline::Text { text: text.into(), at: 0 }]);
        for text in ["[phone rings]", "(pause)", "（笑）", "【音樂】"] {
            assert!(is_remark(text), "{text}");
        }
        for text in ["[Yes] and [no]", "(She laughs) Well.", &format!("({})", "words ".repeat(20)), "pause"] {
            assert!(!is_remark(text), "{text}");
        }
    }
}
