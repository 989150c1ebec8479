//! References of the Modern Language Association, 9th edition.

use super::reference::{ReferenceContext, ReferenceText, field};
use super::titles::{PageRange, pages};
use super::{SourceKind, names};
use crate::text::rich::RichText;

/// Writes a reference.
pub fn reference(context: ReferenceContext) -> RichText {
    let mut out = ReferenceText::default();
    let (entry, terms) = (context.entry, context.terms);
    let by = entry.creators();
    if !by.is_empty() {
        out.text(&names::mla(by, terms));
        if entry.authors.is_empty() {
            let word = if by.len() > 1 { "cite_editors_long" } else { "cite_editor_long" };
            out.text(", ").text(terms.get(word));
        }
        out.stop().space();
    }
    match has_quoted_title(&context) {
        true => out.quoted(&entry.title, ".", &context),
        false => out.work(&entry.title, &context).stop(),
    };
    if entry.kind == SourceKind::Interview && !entry.interviewers.is_empty() {
        let by = names::spoken(&entry.interviewers, terms);
        out.sentence(&format!("{} {by}", terms.capital("cite_interview_by")));
    }
    if let (SourceKind::Thesis, Some(date)) = (entry.kind, entry.issued) {
        out.sentence(&terms.short_day(date));
    }
    publication(&mut out, &context);
    if let (None, Some(accessed)) = (entry.issued, entry.accessed) {
        out.sentence(&terms.get("cite_accessed").replacen("{}", &terms.short_day(accessed), 1));
    }
    out.finish()
}

/// Returns true for parts of something else that has a name.
pub fn has_quoted_title(context: &ReferenceContext) -> bool {
    let entry = context.entry;
    let is_part = entry.kind == SourceKind::WebPage && field(&entry.container).is_some();
    entry.kind.is_article() || is_part || entry.kind == SourceKind::Interview
}

/// Everything behind the title, with commas between.
fn publication(out: &mut ReferenceText, context: &ReferenceContext) {
    let (entry, terms) = (context.entry, context.terms);
    let mut list = FactList { out, is_first: true };
    if let Some(container) = field(&entry.container) {
        list.next().work(container, context);
    }
    if entry.kind == SourceKind::Chapter || !entry.authors.is_empty() {
        list.people("cite_edited_by", &entry.editors, context);
    }
    list.people("cite_translated_by", &entry.translators, context);
    if let Some(edition) = field(&entry.edition) {
        list.add(&terms.edition(edition));
    }
    if entry.kind == SourceKind::JournalArticle || entry.kind == SourceKind::Chapter {
        field(&entry.volume)
            .into_iter()
            .for_each(|volume| list.add(&format!("{} {volume}", terms.get("cite_volume"))));
        field(&entry.issue)
            .into_iter()
            .for_each(|issue| list.add(&format!("{} {issue}", terms.get("cite_number"))));
    }
    if entry.kind == SourceKind::Report && entry.number.is_some() {
        list.report(context);
    }
    field(&entry.publisher).into_iter().for_each(|publisher| list.add(publisher));
    if entry.kind == SourceKind::Thesis {
        field(&entry.genre).into_iter().for_each(|genre| list.add(genre));
    } else if let Some(date) = entry.issued {
        let has_day =
            entry.kind.is_periodical() || matches!(entry.kind, SourceKind::WebPage | SourceKind::Interview);
        list.add(&if has_day { terms.short_day(date) } else { date.year.to_string() });
    }
    if let Some(written) = field(&entry.pages) {
        let word = if written.contains(['-', '–', ',']) { "cite_pages" } else { "cite_page" };
        list.add(&format!("{} {}", terms.get(word), pages(written, PageRange::TwoDigits)));
    }
    if let Some(address) = entry.address() {
        list.next().link(&address);
    }
    if !list.is_first {
        out.stop();
    }
}

/// Facts with commas between them.
struct FactList<'a> {
    out: &'a mut ReferenceText,
    is_first: bool,
}

impl FactList<'_> {
    fn next(&mut self) -> &mut ReferenceText {
        match std::mem::replace(&mut self.is_first, false) {
            true => self.out.space(),
            false => self.out.text(", "),
        }
    }

    fn add(&mut self, text: &str) {
        let text = if self.is_first { capitalized(text) } else { text.to_string() };
        self.next().text(&text);
    }

    fn people(&mut self, word: &str, people: &[names::SourceName], context: &ReferenceContext) {
        if !people.is_empty() {
            self.add(&format!("{} {}", context.terms.get(word), names::spoken(people, context.terms)));
        }
    }

    fn report(&mut self, context: &ReferenceContext) {
        let number = field(&context.entry.number)
            .map(|number| format!("{} {number}", context.terms.get("cite_number")))
            .unwrap_or_default();
        self.add(&field(&context.entry.genre).map_or(number.clone(), |genre| format!("{genre} {number}")));
    }
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}
