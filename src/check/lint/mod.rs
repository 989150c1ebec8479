//! Checks for problems that a build accepts and an editor wants to know.

mod alike;
mod links;
mod people;
mod tags;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, Page, Site};
use crate::source::{Located, Span};

/// Looks at one page.
pub fn page(page: &Page) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    times_past_end(page, &mut diagnostics);
    silent_speakers(page, &mut diagnostics);
    links::check(&page.document, &mut diagnostics);
    diagnostics
}

/// Looks at the people and tags of all pages together.
pub fn site(site: &Site) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    tags::check(site, &mut diagnostics);
    people::check(site, &mut diagnostics);
    diagnostics
}

/// Times behind the end of the recording, where its length is known.
fn times_past_end(page: &Page, diagnostics: &mut Diagnostics) {
    let media = page.document.front.media.as_ref();
    let Some(duration) = media.and_then(|media| media.duration) else { return };
    for turn in page.document.turns() {
        if let Some(time) = turn.time.filter(|time| *time > duration) {
            let message = format!("{time} is past the recording’s end, which is at {duration}");
            diagnostics.push(Diagnostic::new(Code::TimePastEnd, message).at(first_character(turn.span)));
        }
    }
}

fn first_character(span: Span) -> Span {
    Span { end: span.end.min(span.start + 1), ..span }
}

/// People whom front matter names and no label does.
fn silent_speakers(page: &Page, diagnostics: &mut Diagnostics) {
    let document = &page.document;
    if document.speakers.is_empty() {
        return;
    }
    for declared in &document.front.speakers {
        let is_heard = document.speakers.iter().any(|speaker| {
            speaker.id == declared.value
                || speaker.name == declared.value
                || is_alias(document, declared, &speaker.id)
        });
        if !is_heard {
            let message = format!("`{}` is declared as a speaker and never speaks", declared.value);
            diagnostics.push(
                Diagnostic::new(Code::SilentSpeaker, message)
                    .at(declared.span)
                    .help("correct the labels, or take the name out of `speakers`"),
            );
        }
    }
}

fn is_alias(document: &Document, declared: &Located<String>, id: &str) -> bool {
    let person = document.front.people.get(id);
    person.is_some_and(|person| person.name == declared.value || person.aliases.contains(&declared.value))
}
