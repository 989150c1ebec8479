//! Checks for problems that a build accepts and an editor wants to know.

mod alike;
mod links;
mod people;
mod tags;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, Page, Site};
use crate::source::{Located, Span};
use crate::text::names::is_role;

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
    if document.speakers.is_empty() || has_unlabelled_words(page) {
        return;
    }
    for declared in &document.front.speakers {
        let is_heard = document.speakers.iter().any(|speaker| {
            speaker.id == declared.value
                || speaker.name == declared.value
                || is_alias(document, declared, &speaker.id)
        });
        if !is_heard {
            let name = &declared.value;
            let message = format!("`{name}` is declared as a speaker, and no label names them");
            let help = silent_help(document, name);
            diagnostics.push(Diagnostic::new(Code::SilentSpeaker, message).at(declared.span).help(help));
        }
    }
}

/// The advice about somebody who is declared and named by no label. A label of one page can be somebody else's on another.
fn silent_help(document: &Document, name: &str) -> String {
    if let Some(label) = initials_of(document, name) {
        return format!(
            "if `{label}` is {name}, write `{name}` in place of it in the labels; if it is {name} on every page, say so in \
             site.toml: [people.ID] with name = \"{name}\" and aliases = [\"{label}\"]"
        );
    }
    let roles = document.speakers.iter().filter(|speaker| !speaker.declared && is_role(&speaker.name));
    let roles: Vec<String> = roles.map(|speaker| format!("`{}`", speaker.name)).collect();
    match roles.is_empty() {
        true => "correct the labels, or take the name out of `speakers`".to_string(),
        false => format!("if {name} is {}, write the name in place of it in the labels", roles.join(" or ")),
    }
}

/// The only speaker of the page whose label is the initials of `name`.
fn initials_of<'d>(document: &'d Document, name: &str) -> Option<&'d str> {
    let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).collect();
    let mut alike =
        document.speakers.iter().map(|speaker| speaker.name.as_str()).filter(|label| *label == initials);
    alike.next().filter(|_| initials.chars().count() > 1 && alike.next().is_none())
}

/// Returns true if a quarter of the text or more has no label: these words may be those of whoever has none.
fn has_unlabelled_words(page: &Page) -> bool {
    let stats = page.stats;
    let all = u64::from(stats.words) * 2 + u64::from(stats.characters);
    let labelled: u64 = page.turn_lengths.iter().map(|&length| u64::from(length)).sum();
    all.saturating_sub(labelled) * 4 >= all
}

fn is_alias(document: &Document, declared: &Located<String>, id: &str) -> bool {
    let person = document.front.people.get(id);
    person.is_some_and(|person| person.name == declared.value || person.aliases.contains(&declared.value))
}
