//! Citations inside a text: `(Moxon 1683, 12)`.

use super::reference::{ReferenceContext, ReferenceText};
use super::{CitationStyle, SourceKind, StyledBibliography, chicago, mla, names};
use crate::text::rich::RichText;

/// A part of a source that a citation names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locator<'a> {
    /// The sort of part.
    pub kind: LocatorKind,
    /// Its number, or a range of numbers.
    pub value: &'a str,
}

/// The sorts of part that a citation can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum LocatorKind {
    /// A page, or several.
    Page,
    /// A chapter.
    Chapter,
    /// A volume.
    Volume,
}

/// One source that is to be cited.
#[derive(Clone, Debug)]
pub struct CitationRequest<'a> {
    /// Its key.
    pub key: &'a str,
    /// The part that is cited.
    pub locator: Option<Locator<'a>>,
    /// True if its authors are named in the text already.
    pub without_author: bool,
}

/// A citation of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitedText {
    /// The authors, or the title where there are none.
    pub author: RichText,
    /// The year and the part that is cited, or what else the style has behind the authors.
    pub rest: String,
    /// The words between the two, and what follows the year.
    pub between: &'static str,
}

impl StyledBibliography {
    /// The citation of one source inside parentheses; none if there is no source with its key.
    pub fn cite(&self, request: &CitationRequest, language: &str) -> Option<CitedText> {
        let context = self.context(request.key, language)?;
        let locator = request.locator.as_ref().map(|locator| locator_text(locator, &context));
        let plain_page = request.locator.as_ref().is_none_or(|locator| locator.kind == LocatorKind::Page);
        let mut cited = CitedText { author: author(&context), ..CitedText::default() };
        if self.style == CitationStyle::Mla {
            if context.rank.shares_creators && !context.entry.creators().is_empty() {
                cited.author = with_title(cited.author, &context, request.without_author);
            } else if request.without_author {
                cited.author = RichText::default();
            }
            cited.between = if plain_page { " " } else { ", " };
            cited.rest = locator.unwrap_or_default();
        } else {
            let has_no_date = context.entry.issued.is_none();
            cited.between = if self.style == CitationStyle::Apa || has_no_date { ", " } else { " " };
            cited.rest =
                locator.map_or_else(|| context.year(), |locator| format!("{}, {locator}", context.year()));
            if request.without_author {
                cited.author = RichText::default();
            }
        }
        let author = cited.author.to_plain();
        if author.is_empty() || cited.rest.is_empty() {
            cited.between = "";
        } else if author.ends_with(',') || author.trim_end_matches('”').ends_with(',') {
            cited.between = " ";
        }
        Some(cited)
    }
}

/// The creators of a source, or what is named in their place.
fn author(context: &ReferenceContext) -> RichText {
    let (entry, terms) = (context.entry, context.terms);
    let mut out = ReferenceText::default();
    let by = entry.creators();
    if !by.is_empty() {
        let and = if context.style == CitationStyle::Apa { "&" } else { terms.get("cite_and") };
        out.text(&names::cited(by, and, terms));
    } else if context.style == CitationStyle::ChicagoAuthorDate && chicago::names_container(entry) {
        let name = entry.container.as_deref().unwrap_or_default();
        match entry.kind {
            SourceKind::WebPage => out.text(name),
            _ => out.work(name, context),
        };
    } else {
        title(&mut out, context);
    }
    out.finish()
}

fn with_title(author: RichText, context: &ReferenceContext, without_author: bool) -> RichText {
    let mut out = ReferenceText::default();
    if !without_author {
        out.text(&author.to_plain()).text(", ");
    }
    title(&mut out, context);
    out.finish()
}

/// The title, with capital letters as in a heading whatever the style of the bibliography.
fn title(out: &mut ReferenceText, context: &ReferenceContext) {
    let is_quoted = match context.style {
        CitationStyle::Mla => mla::has_quoted_title(context),
        _ => context.entry.kind.is_article(),
    };
    // A title in a sentence is one of its own in every style.
    let shown = ReferenceContext { style: CitationStyle::Mla, ..*context };
    match is_quoted {
        true => out.quoted(
            &context.entry.title,
            if context.style == CitationStyle::Apa { "," } else { "" },
            &shown,
        ),
        false => out.work(&context.entry.title, &shown),
    };
}

/// The page or other part, with its word where the style wants one.
fn locator_text(locator: &Locator, context: &ReferenceContext) -> String {
    let value = locator.value.replace(['-', '—'], "–").replace("––", "–");
    let is_several = value.contains(['–', ',']);
    let word = match (locator.kind, context.style) {
        (LocatorKind::Page, CitationStyle::Apa) if is_several => "cite_pages",
        (LocatorKind::Page, CitationStyle::Apa) => "cite_page",
        (LocatorKind::Page, _) => return value,
        (LocatorKind::Chapter, CitationStyle::ChicagoAuthorDate) => "cite_chapter",
        (LocatorKind::Chapter, CitationStyle::Mla) => "cite_chapter_short",
        (LocatorKind::Chapter, CitationStyle::Apa) => "cite_chapter_long",
        (LocatorKind::Volume, CitationStyle::Apa) => "cite_volume_long",
        (LocatorKind::Volume, _) => "cite_volume",
    };
    format!("{} {value}", context.terms.get(word))
}
