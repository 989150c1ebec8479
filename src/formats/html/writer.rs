//! HTML in the way of Podcasting 2.0: `<cite>` who, `<time>` when, `<p>` what.

use crate::formats::Times;
use crate::model::{Document, Page, plain_text};
use crate::speech::{Paragraph, ParagraphPart, names, paragraphs};
use crate::text::html_escape::{push_attribute, push_markup, push_text};
use crate::text::language::is_right_to_left;
use crate::text::rich::StyledRun;
use crate::text::timecode::Timecode;

/// A page as HTML that says who speaks and when, and nothing else. Search engines are sent to the page.
pub fn html(page: &Page) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html");
    push_attribute(&mut out, "lang", &page.language);
    push_attribute(&mut out, "dir", if is_right_to_left(&page.language) { "rtl" } else { "ltr" });
    out.push_str(">\n<head>\n<meta charset=\"utf-8\">\n");
    element(&mut out, "title", &page.title);
    out.push_str("<meta name=\"robots\" content=\"noindex\">\n");
    // Browsers look for an icon of the host's unless they are told that there is none.
    out.push_str("<link rel=\"icon\" href=\"data:,\">\n");
    out.push_str("<link rel=\"canonical\" href=\"index.html\">\n</head>\n<body>\n");
    element(&mut out, "h1", &page.title);
    body(&page.document, &mut out);
    out.push_str("</body>\n</html>\n");
    out
}

fn body(document: &Document, out: &mut String) {
    let (mut section, mut turn) = (0, None);
    for paragraph in paragraphs(document) {
        for heading in document.sections[section..=paragraph.section].iter().skip(1) {
            heading.heading.iter().for_each(|heading| element(out, "h2", &plain_text(&heading.inlines)));
        }
        let name = names(&paragraph.speakers, document).filter(|_| paragraph.turn != turn);
        name.iter().for_each(|name| element(out, "cite", &format!("{name}:")));
        (section, turn) = (paragraph.section, paragraph.turn);
        words(&paragraph, out);
    }
}

/// A paragraph; one more for what follows a time in its middle, so that players find it.
fn words(paragraph: &Paragraph, out: &mut String) {
    let mut known = paragraph.time;
    for piece in &paragraph.pieces {
        match piece {
            ParagraphPart::Time(time) => known = Some(*time),
            ParagraphPart::Words(words) if words.is_blank() => {}
            ParagraphPart::Words(words) => {
                known.take().iter().for_each(|time| self::time(out, *time));
                out.push_str("<p>");
                words.clone().trimmed().runs.iter().for_each(|run| marked(out, run));
                out.push_str("</p>\n");
            }
        }
    }
}

fn element(out: &mut String, name: &str, text: &str) {
    push_markup(out, format_args!("<{name}>"));
    push_text(out, text);
    push_markup(out, format_args!("</{name}>\n"));
}

fn time(out: &mut String, time: Timecode) {
    let shown = Times::Exact.bracket(time).unwrap_or_else(|| time.to_string());
    let shown = shown.trim_matches(['[', ']']);
    push_markup(out, format_args!("<time datetime=\"{}\">{shown}</time>\n", time.iso()));
}

fn marked(out: &mut String, run: &StyledRun) {
    let marks = &run.marks;
    let wrapped = [("em", marks.emphasis), ("strong", marks.strong)];
    let names: Vec<&str> = wrapped.into_iter().filter(|(_, is_so)| *is_so).map(|(name, _)| name).collect();
    if let Some(link) = &marks.link {
        out.push_str("<a");
        push_attribute(out, "href", link);
        out.push('>');
    }
    names.iter().for_each(|name| push_markup(out, format_args!("<{name}>")));
    push_text(out, &run.text);
    names.iter().rev().for_each(|name| push_markup(out, format_args!("</{name}>")));
    if marks.link.is_some() {
        out.push_str("</a>");
    }
}
