//! References of the American Psychological Association, 7th edition.

use super::names;
use super::reference::{ReferenceContext, ReferenceText, field};
use super::titles::{PageRange, pages};
use super::{PartialDate, SourceKind};
use crate::text::rich::RichText;

/// Writes a reference.
pub fn reference(context: ReferenceContext) -> RichText {
    let mut out = ReferenceText::default();
    let (entry, terms) = (context.entry, context.terms);
    let by = entry.creators();
    if by.is_empty() {
        title(&mut out, &context);
    } else {
        out.text(&names::apa(by));
        if entry.authors.is_empty() {
            let word = if by.len() > 1 { "cite_editors" } else { "cite_editor" };
            out.text(&format!(" ({})", terms.capital(word)));
        }
    }
    out.stop().sentence(&format!("({})", date(&context)));
    if !by.is_empty() {
        out.space();
        title(&mut out, &context);
        out.stop();
    }
    match entry.kind {
        SourceKind::Chapter => chapter(&mut out, &context),
        SourceKind::JournalArticle | SourceKind::NewspaperArticle | SourceKind::MagazineArticle => {
            article(&mut out, &context);
        }
        SourceKind::WebPage | SourceKind::Interview => {
            out.optional_sentence(&entry.container);
        }
        SourceKind::Book | SourceKind::Thesis | SourceKind::Report => {
            out.optional_sentence(&entry.publisher);
        }
    }
    address(&mut out, &context);
    out.finish()
}

/// The year, and the day of what is dated by the day.
fn date(context: &ReferenceContext) -> String {
    let (entry, terms) = (context.entry, context.terms);
    let is_dated =
        entry.kind.is_periodical() || matches!(entry.kind, SourceKind::WebPage | SourceKind::Interview);
    let day = entry.issued.filter(|_| is_dated).and_then(|date| terms.month_and_day(date));
    day.map_or_else(|| context.year(), |day| format!("{}, {day}", context.year()))
}

/// The title: in italics for what is published by itself, with what describes it behind.
fn title(out: &mut ReferenceText, context: &ReferenceContext) {
    let entry = context.entry;
    if entry.kind.is_article() {
        out.text(&context.title(&entry.title));
        return;
    }
    out.work(&entry.title, context);
    let facts = facts(context);
    if !facts.is_empty() {
        out.text(&format!(" ({facts})"));
    }
    if let Some(kind) = in_brackets(context) {
        out.text(&format!(" [{kind}]"));
    }
}

/// Translators, edition, volume and number in one parenthesis.
fn facts(context: &ReferenceContext) -> String {
    let (entry, terms) = (context.entry, context.terms);
    let mut people = Vec::new();
    if !entry.authors.is_empty() && !entry.editors.is_empty() {
        let word = if entry.editors.len() > 1 { "cite_editors" } else { "cite_editor" };
        people.push(format!("{}, {}", names::apa_inside(&entry.editors), terms.capital(word)));
    }
    if !entry.translators.is_empty() {
        let translators = names::apa_inside(&entry.translators);
        people.push(format!("{translators}, {}", terms.capital("cite_translator")));
    }
    let edition = field(&entry.edition).map(|edition| terms.edition(edition));
    let volume = field(&entry.volume).map(|volume| format!("{} {volume}", terms.capital("cite_volume")));
    let number = field(&entry.number).map(|number| {
        let number = format!("{} {number}", terms.capital("cite_number"));
        field(&entry.genre)
            .map_or(number.clone(), |genre| format!("{} {number}", title_of_series(genre, context)))
    });
    let things: Vec<String> = edition.into_iter().chain(volume).chain(number).collect();
    people.extend((!things.is_empty()).then(|| things.join(", ")));
    people.join("; ")
}

/// The sort of a numbered report, which is a name: `Technical Report`.
fn title_of_series(genre: &str, context: &ReferenceContext) -> String {
    if context.terms.is_english() { super::titles::title_case(genre) } else { genre.to_string() }
}

fn in_brackets(context: &ReferenceContext) -> Option<String> {
    let (entry, terms) = (context.entry, context.terms);
    match entry.kind {
        SourceKind::Thesis => field(&entry.genre).map(str::to_string),
        SourceKind::Report if entry.number.is_none() => field(&entry.genre).map(str::to_string),
        SourceKind::Interview if !entry.interviewers.is_empty() => {
            let by = names::apa_inside(&entry.interviewers);
            Some(format!("{} {by}", terms.capital("cite_interview_by")))
        }
        _ => None,
    }
}

fn chapter(out: &mut ReferenceText, context: &ReferenceContext) {
    let (entry, terms) = (context.entry, context.terms);
    let Some(book) = field(&entry.container) else { return };
    out.space().text(&terms.capital("cite_in")).space();
    if !entry.editors.is_empty() {
        let word = if entry.editors.len() > 1 { "cite_editors" } else { "cite_editor" };
        out.text(&format!("{} ({}), ", names::apa_inside(&entry.editors), terms.capital(word)));
    }
    out.work(book, context);
    let edition = field(&entry.edition).map(|edition| terms.edition(edition));
    let volume = field(&entry.volume).map(|volume| format!("{} {volume}", terms.capital("cite_volume")));
    let pages = field(&entry.pages).map(|written| {
        let word = if written.contains(['-', '–', ',']) { "cite_pages" } else { "cite_page" };
        format!("{} {}", terms.get(word), pages(written, PageRange::Whole))
    });
    let facts: Vec<String> = edition.into_iter().chain(volume).chain(pages).collect();
    if !facts.is_empty() {
        out.text(&format!(" ({})", facts.join(", ")));
    }
    out.stop();
    out.optional_sentence(&entry.publisher);
}

fn article(out: &mut ReferenceText, context: &ReferenceContext) {
    let entry = context.entry;
    if let Some(journal) = field(&entry.container) {
        out.space().work(journal, context);
    }
    if let Some(volume) = field(&entry.volume) {
        out.text(", ").italic(volume);
    }
    if let Some(issue) = field(&entry.issue) {
        out.text(&format!("({issue})"));
    }
    if let Some(written) = field(&entry.pages) {
        out.text(", ").text(&pages(written, PageRange::Whole));
    }
    out.stop();
}

/// The address, which has no full stop; a page without a date says when it was read.
fn address(out: &mut ReferenceText, context: &ReferenceContext) {
    let Some(address) = context.entry.address() else { return };
    let read: Option<PartialDate> = context.entry.accessed.filter(|_| context.entry.issued.is_none());
    out.space();
    match read {
        Some(date) => {
            let words = context.terms.get("cite_retrieved").replacen("{}", &context.terms.day(date), 1);
            out.text(&words).space().link(&address);
        }
        None => {
            out.link(&address);
        }
    }
}
