//! Names in templates that stand for nothing. The engine finds those that come out on a page; one in a
//! condition would only never be true.

use std::ops::Range;

use serde_json::Value;

use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Theme;
use crate::source::{Sources, Span};

/// Every name that begins with one of the data, such as `page.nothing`, and is none of them.
pub fn check(theme: &Theme, sources: &Sources, view: &View) -> Diagnostics {
    let mut data = serde_json::to_value(view).unwrap_or_default();
    data["t"] = view.t.iter().map(|(name, text)| (name.clone(), Value::from(text.as_str()))).collect();
    let mut diagnostics = Diagnostics::new();
    let templates = theme.files.iter().filter(|(path, _)| path.starts_with("templates/"));
    for source in templates.filter_map(|(_, file)| file.source) {
        for (name, at) in names(sources.get(source).text()) {
            let place = Span::new(source, at.start, at.end);
            diagnostics.extend(unknown(name, &data).map(|found| found.at(place)));
        }
    }
    diagnostics
}

/// Describes the mistake in `name`, which is followed as far as the data are the same on every page.
fn unknown(name: &str, data: &Value) -> Option<Diagnostic> {
    let mut parts = name.split('.');
    let mut here = data.get(parts.next()?)?;
    for part in parts {
        let fields = here.as_object()?;
        let Some(next) = fields.get(part) else {
            let message = format!("`{name}`: there is no `{part}`");
            let problem = Diagnostic::new(Code::TemplateError, message);
            return Some(problem.did_you_mean(part, fields.keys().map(String::as_str)));
        };
        // A site's own values differ from page to page.
        if part == "extra" {
            return None;
        }
        here = next;
    }
    None
}

/// The names in a template's tags, each with its place.
fn names(text: &str) -> Vec<(&str, Range<usize>)> {
    tags(text).into_iter().flat_map(|tag| names_in(text, tag)).collect()
}

/// The places of `{{ … }}` and `{% … %}`, without comments.
fn tags(text: &str) -> Vec<Range<usize>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        let end = |mark: &str| text[open..].find(mark).map_or(text.len(), |found| open + found + mark.len());
        at = match text.as_bytes().get(open + 1) {
            Some(b'#') => end("#}"),
            Some(kind @ (b'{' | b'%')) => {
                let close = end(if *kind == b'%' { "%}" } else { "}}" });
                tags.push(open..close);
                close
            }
            _ => open + 1,
        };
    }
    tags
}

/// The names in one tag, those in quotation marks left out.
fn names_in(text: &str, tag: Range<usize>) -> Vec<(&str, Range<usize>)> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let mut names = Vec::new();
    let mut quote = None;
    let mut start = None;
    for (at, c) in text[tag.clone()].char_indices().map(|(at, c)| (tag.start + at, c)) {
        let begins = quote.is_none() && is_part(c);
        match (start, begins) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                names.push((&text[from..at], from..at));
                start = None;
            }
            _ => {}
        }
        match quote {
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            Some(open) if open == c => quote = None,
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_found_in_tags_alone() {
        let text = "page.a {{ page.b | length }} {# page.c #}{% if not(page.d) and x == \"page.e\" %}{%";
        let found: Vec<&str> = names(text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(found, ["page.b", "length", "if", "not", "page.d", "and", "x"]);
    }

    #[test]
    fn a_name_is_followed_as_far_as_it_is_certain() {
        let data = json!({ "page": { "title": "A", "about": { "date": null }, "items": [] } });
        for fine in ["page", "page.title", "page.about.date.iso", "page.items.length", "item.title", "loop"] {
            assert_eq!(unknown(fine, &data).map(|found| found.message), None, "{fine}");
        }
        let wrong = unknown("page.about.dat", &data).expect("a problem");
        assert_eq!(wrong.message, "`page.about.dat`: there is no `dat`");
        assert_eq!(wrong.help.as_deref(), Some("did you mean `date`?"));
    }
}
