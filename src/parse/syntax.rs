//! The Markdown that is read: CommonMark, and what GitHub and others add to it.

use comrak::Options;

use crate::model::FrontMatter;

/// The meaning of braces behind a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Braces {
    /// Its attributes, `{#id}`.
    Attributes,
    /// Part of its words.
    Words,
}

/// The parts of Markdown that would be words in other texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkdownSyntax {
    /// True if `$…$` is a formula; in most transcripts it is money.
    pub dollars: bool,
    /// True if a line that begins with a colon explains the one above it; where somebody speaks, it may be a label.
    pub definitions: bool,
}

impl MarkdownSyntax {
    /// That of a text without labels of speakers.
    pub const WITHOUT_SPEAKERS: MarkdownSyntax = MarkdownSyntax { dollars: false, definitions: true };

    /// That of a page with this front matter.
    pub fn from_page(front: &FrontMatter, is_without_labels: bool) -> MarkdownSyntax {
        MarkdownSyntax { dollars: front.formulas == Some(true), definitions: is_without_labels }
    }
}

/// The settings of comrak.
pub fn options(braces: Braces, syntax: MarkdownSyntax) -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.inline_footnotes = true;
    extension.highlight = true;
    extension.alerts = true;
    extension.link_attributes = true;
    // `` $`x^2`$ `` can be nothing else; `$5 and $10` is money unless the page says otherwise.
    extension.math_code = true;
    extension.math_dollars = syntax.dollars;
    extension.description_lists = syntax.definitions;
    extension.header_attributes = braces == Braces::Attributes;
    // Without this, `**李明：**好` never becomes bold.
    extension.cjk_friendly_emphasis = true;
    // A check needs to see the notes that nothing refers to.
    options.parse.leave_footnote_definitions = true;
    options
}
