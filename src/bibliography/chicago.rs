//! References of the Chicago Manual of Style, 18th edition, author-date.

use super::reference::{ReferenceContext, ReferenceText, field};
use super::titles::{PageRange, pages, title_case};
use super::{BibliographyEntry, SourceKind, names};
use crate::text::rich::RichText;

/// Writes a reference.
pub fn reference(context: ReferenceContext) -> RichText {
    let mut out = ReferenceText::default();
    let entry = context.entry;
    let is_named = creators(&mut out, &context);
    out.stop().sentence(&context.year());
    match entry.kind {
        SourceKind::Book | SourceKind::Report => {
            if is_named {
                out.space().work(&entry.title, &context).stop();
            }
            facts(&mut out, &context);
            out.optional_sentence(&entry.publisher);
        }
        SourceKind::Chapter => {
            part_title(&mut out, &context, is_named);
            chapter(&mut out, &context);
            out.optional_sentence(&entry.publisher);
        }
        SourceKind::JournalArticle => {
            part_title(&mut out, &context, is_named);
            journal(&mut out, &context);
        }
        SourceKind::Thesis => {
            part_title(&mut out, &context, is_named);
            let parts = [field(&entry.genre), field(&entry.publisher)];
            out.sentence(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
        }
        SourceKind::NewspaperArticle | SourceKind::MagazineArticle | SourceKind::WebPage => {
            part_title(&mut out, &context, is_named);
            periodical(&mut out, &context);
        }
        SourceKind::Interview => {
            part_title(&mut out, &context, is_named);
            interview(&mut out, &context);
        }
    }
    if let Some(address) = entry.address() {
        out.space().link(&address).stop();
    }
    out.finish()
}

/// Returns true if the newspaper or site is named in place of an author.
pub fn names_container(entry: &BibliographyEntry) -> bool {
    let is_dated = entry.kind.is_periodical() || entry.kind == SourceKind::WebPage;
    entry.creators().is_empty() && is_dated && field(&entry.container).is_some()
}

/// Writes whom the source is by; tells whether its title is still to be written.
fn creators(out: &mut ReferenceText, context: &ReferenceContext) -> bool {
    let (entry, terms) = (context.entry, context.terms);
    let by = entry.creators();
    if !by.is_empty() {
        out.text(&names::chicago(by, terms));
        if entry.authors.is_empty() {
            let word = if by.len() > 1 { "cite_editors" } else { "cite_editor" };
            out.text(", ").text(terms.get(word));
        }
        return true;
    }
    if names_container(entry) {
        container(out, context);
        return true;
    }
    match entry.kind.is_article()
        || matches!(entry.kind, SourceKind::WebPage | SourceKind::Thesis | SourceKind::Interview)
    {
        true => out.quoted(&entry.title, ".", context),
        false => out.work(&entry.title, context),
    };
    false
}

/// The newspaper, magazine or site; the name of a site has no italics.
fn container(out: &mut ReferenceText, context: &ReferenceContext) {
    let Some(name) = field(&context.entry.container) else { return };
    match context.entry.kind {
        SourceKind::WebPage => out.text(name),
        _ => out.work(name, context),
    };
}

fn part_title(out: &mut ReferenceText, context: &ReferenceContext, is_wanted: bool) {
    if is_wanted && !context.entry.title.is_empty() {
        out.space().quoted(&context.entry.title, ".", context);
    }
}

/// Volume, translators, editors, edition and number of a book or report.
fn facts(out: &mut ReferenceText, context: &ReferenceContext) {
    let (entry, terms) = (context.entry, context.terms);
    if let Some(volume) = field(&entry.volume) {
        out.sentence(&format!("{} {volume}", terms.capital("cite_volume")));
    }
    if !entry.authors.is_empty() && !entry.editors.is_empty() {
        let editors = names::spoken(&entry.editors, terms);
        out.sentence(&format!("{} {editors}", terms.capital("cite_edited_by")));
    }
    if !entry.translators.is_empty() {
        let translators = names::spoken(&entry.translators, terms);
        out.sentence(&format!("{} {translators}", terms.capital("cite_translated_by")));
    }
    if let Some(edition) = field(&entry.edition) {
        out.sentence(&terms.edition(edition));
    }
    let genre =
        field(&entry.genre).map(|genre| if terms.is_english() { title_case(genre) } else { genre.into() });
    let number = field(&entry.number).map(|number| format!("{} {number}", terms.capital("cite_number")));
    let report: Vec<String> = genre.into_iter().chain(number).collect();
    if entry.kind == SourceKind::Report && !report.is_empty() {
        out.sentence(&report.join(" "));
    }
}

fn chapter(out: &mut ReferenceText, context: &ReferenceContext) {
    let (entry, terms) = (context.entry, context.terms);
    let Some(book) = field(&entry.container) else { return };
    out.space().text(&terms.capital("cite_in")).space().work(book, context);
    if let Some(volume) = field(&entry.volume) {
        out.text(&format!(", {} {volume}", terms.get("cite_volume")));
    }
    if !entry.editors.is_empty() {
        let editors = names::spoken(&entry.editors, terms);
        out.text(&format!(", {} {editors}", terms.get("cite_edited_by")));
    }
    out.stop();
}

fn journal(out: &mut ReferenceText, context: &ReferenceContext) {
    let entry = context.entry;
    if let Some(journal) = field(&entry.container) {
        out.space().work(journal, context);
    }
    if let Some(volume) = field(&entry.volume) {
        out.text(" ").text(volume);
    }
    if let Some(issue) = field(&entry.issue) {
        out.text(&format!(" ({issue})"));
    }
    if let Some(written) = field(&entry.pages) {
        out.text(": ").text(&pages(written, PageRange::Chicago));
    }
    out.stop();
}

/// The newspaper, magazine or site with the day.
fn periodical(out: &mut ReferenceText, context: &ReferenceContext) {
    let (entry, terms) = (context.entry, context.terms);
    let day = entry.issued.and_then(|date| terms.month_and_day(date));
    let is_named = !names_container(entry) && field(&entry.container).is_some();
    if is_named {
        out.space();
        container(out, context);
    }
    if let Some(day) = &day {
        out.text(if is_named { ", " } else { " " }).text(day);
    }
    if is_named || day.is_some() {
        out.stop();
    }
    if let (None, Some(accessed)) = (entry.issued, entry.accessed) {
        out.sentence(&terms.get("cite_accessed").replacen("{}", &terms.day(accessed), 1));
    }
}

fn interview(out: &mut ReferenceText, context: &ReferenceContext) {
    let (entry, terms) = (context.entry, context.terms);
    let by = (!entry.interviewers.is_empty())
        .then(|| format!("{} {}", terms.get("cite_interview_by"), names::spoken(&entry.interviewers, terms)));
    let day = entry.issued.and_then(|date| terms.month_and_day(date));
    let parts: Vec<String> = by.into_iter().chain(entry.container.clone()).chain(day).collect();
    if !parts.is_empty() {
        out.sentence(&parts.join(", "));
    }
}
