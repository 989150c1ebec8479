//! Inlines, of which paragraphs are made.

use super::{Citation, MarkId, NoteId, PageId, WithheldPassage};
use crate::source::Span;
use crate::text::timecode::Timecode;
use serde::{Deserialize, Serialize};

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Words, and the byte of the source file at which they start.
    Text {
        /// The words, entities and escapes resolved.
        text: String,
        /// Offset in the source file.
        at: u32,
    },
    /// Code, shown as it is written.
    Code(String),
    /// Markup that came with the text and is shown, not obeyed: `<inaudible>`.
    RawHtml(String),
    /// `*emphasis*`
    Emphasis(Vec<Inline>),
    /// `**strong**`
    Strong(Vec<Inline>),
    /// `~~struck out~~`
    Strike(Vec<Inline>),
    /// `<sub>lowered</sub>`
    Subscript(Vec<Inline>),
    /// `<sup>raised</sup>`
    Superscript(Vec<Inline>),
    /// A link.
    Link {
        /// The target of the link.
        href: Href,
        /// Its title, often empty.
        title: String,
        /// The linked words.
        children: Vec<Inline>,
        /// The whole link in the source.
        span: Span,
    },
    /// An image.
    Image {
        /// Its address.
        src: Href,
        /// Its description, for those who cannot see it.
        alt: String,
        /// Its title, often empty.
        title: String,
        /// The way it is shown, if the author says so.
        look: Option<Box<ImageLook>>,
        /// The whole image in the source.
        span: Span,
    },
    /// A formula in LaTeX.
    Formula {
        /// Its source.
        latex: String,
        /// True for one on a line of its own.
        is_display: bool,
    },
    /// Words with their reading above or beside them: `{漢字|かんじ}`.
    Ruby {
        /// The words.
        children: Vec<Inline>,
        /// The reading.
        reading: String,
    },
    /// A line break that the author asked for.
    HardBreak,
    /// The end of a source line inside a paragraph.
    SoftBreak,
    /// Highlighted words. A mark that crosses another is split into pieces that share an id.
    Mark {
        /// The mark that this piece belongs to.
        mark: MarkId,
        /// True for the piece that carries the mark's anchor.
        first: bool,
        /// The words.
        children: Vec<Inline>,
    },
    /// A reference to a note.
    NoteRef(NoteRef),
    /// A citation of sources.
    Citation(Box<Citation>),
    /// A time in the recording.
    Time {
        /// The time.
        time: Timecode,
        /// The time as it was written, brackets and all.
        written: String,
    },
    /// A place that the transcriber could not make out: `[inaudible 05:45]`.
    Gap(String),
    /// A place that HTML in the text names for links: `<a name="oath">`.
    Anchor(String),
    /// Words that the public edition withholds: `||words||`. Where they are withheld, the children are the words that say
    /// so; where they are shown and have no children, it marks that what follows is withheld from others.
    Withheld {
        /// The conditions, and whether this edition shows the words.
        passage: Box<WithheldPassage>,
        /// The words.
        children: Vec<Inline>,
    },
    /// The place at which a page of the printed source begins: `[p. 51]`.
    PageBreak(PageBreak),
}

/// The beginning of a page of a printed source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageBreak {
    /// Its number: `51`, `xii`.
    pub number: String,
    /// The number as it was written, brackets and all.
    pub written: String,
    /// Its anchor, `p-51`; empty where the page has that already.
    pub anchor: String,
    /// Offset in the source file.
    pub at: u32,
}

/// The way an image is shown: `{width=400 .wide caption="…"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageLook {
    /// Its width in pixels.
    pub width: Option<u32>,
    /// Its height in pixels.
    pub height: Option<u32>,
    /// Names for style sheets.
    pub classes: Vec<String>,
    /// The words below it.
    pub caption: String,
}

/// One reference to a note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoteRef {
    /// The note.
    pub note: NoteId,
    /// The number of this reference among those to the same note, from one.
    pub occurrence: u32,
    /// The highlight it belongs to; `None` for a note on a point.
    pub mark: Option<MarkId>,
}

impl NoteRef {
    /// The anchor of this reference, given the note's own anchor without its `note-`.
    pub fn anchor(&self, note_name: &str) -> String {
        match self.occurrence {
            1 => format!("ref-{note_name}"),
            // A `.` never occurs in a name, so that this cannot be another note's.
            n => format!("ref-{note_name}.{n}"),
        }
    }
}

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Href {
    /// As written; only between parsing and resolving.
    Raw(String),
    /// Another host, or `mailto:` and the like; checked to be harmless.
    External(String),
    /// A page of this site, perhaps at an anchor.
    Page {
        /// The page.
        page: PageId,
        /// The anchor on it, without `#`.
        anchor: Option<String>,
    },
    /// A page that no file stands behind, by its address: `interviews/`, `search/`.
    Address(String),
    /// An anchor on the same page, without `#`.
    Anchor(String),
    /// A published file, by its path in the output: `interviews/altman.jpg`.
    File(String),
    /// An address that may not be linked; the words stay, the link goes.
    Refused(String),
}

impl Inline {
    /// The inlines inside this one, if it can hold any.
    pub fn children(&self) -> Option<&[Inline]> {
        match self {
            Inline::Emphasis(children)
            | Inline::Strong(children)
            | Inline::Strike(children)
            | Inline::Subscript(children)
            | Inline::Superscript(children)
            | Inline::Link { children, .. }
            | Inline::Ruby { children, .. }
            | Inline::Mark { children, .. }
            | Inline::Withheld { children, .. } => Some(children),
            _ => None,
        }
    }

    /// Like [`children`](Self::children), to change them.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Inline::Emphasis(children)
            | Inline::Strong(children)
            | Inline::Strike(children)
            | Inline::Subscript(children)
            | Inline::Superscript(children)
            | Inline::Link { children, .. }
            | Inline::Ruby { children, .. }
            | Inline::Mark { children, .. }
            | Inline::Withheld { children, .. } => Some(children),
            _ => None,
        }
    }
}

/// Visits the page numbers of a printed source in `inlines`.
pub(super) fn for_each_page_break<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a PageBreak)) {
    for inline in inlines {
        match inline {
            Inline::PageBreak(page) => visit(page),
            nested => for_each_page_break(nested.children().unwrap_or_default(), visit),
        }
    }
}

/// The words of `inlines` alone: no markup, no references to notes, breaks as spaces.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(inlines, &mut out);
    out
}

/// Adds the words of `inlines` alone to `out`.
fn push_plain(inlines: &[Inline], out: &mut String) {
    for_each_plain(inlines, &mut |text| out.push_str(text));
}

/// Visits the words of `inlines`, piece by piece.
pub(super) fn for_each_plain(inlines: &[Inline], visit: &mut dyn FnMut(&str)) {
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } | Inline::Code(text) | Inline::RawHtml(text) | Inline::Gap(text) => {
                visit(text);
            }
            Inline::Formula { latex, .. } => visit(latex),
            Inline::Image { alt, look, .. } => {
                visit(alt);
                if let Some(caption) =
                    look.as_ref().map(|look| &look.caption).filter(|words| !words.is_empty())
                {
                    visit(" ");
                    visit(caption);
                }
            }
            Inline::Citation(citation) => citation.parts.iter().for_each(|part| visit(&part.text)),
            Inline::HardBreak | Inline::SoftBreak => visit(" "),
            Inline::NoteRef(_) | Inline::Time { .. } => {}
            nested => for_each_plain(nested.children().unwrap_or_default(), visit),
        }
    }
}
