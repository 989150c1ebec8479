//! Examples of Markdown with their result: a block of code with the language `markdown example`.

use super::{Context, HtmlWriter, Setting, article};
use crate::model::PageDefaults;
use crate::parse;
use crate::source::Source;
use crate::text::html_escape::{push_attribute, push_text};

impl HtmlWriter<'_> {
    /// Writes Markdown and, below it, the page that it makes. Elsewhere than on a page, and in another example, it is code.
    pub(super) fn example(&mut self, markdown: &str) {
        if self.context.setting != Setting::Page || self.document.path == EXAMPLE_PATH {
            return self.code("markdown", markdown);
        }
        self.has_examples = true;
        self.out.push_str("<div class=\"example\">\n");
        self.code("markdown", markdown);
        let label = self.context.strings.get("example_result");
        self.out.push_str("<div class=\"example-result\" role=\"group\"");
        push_attribute(&mut self.out, "aria-label", label);
        self.out.push_str(">\n");
        self.result(markdown);
        self.out.push_str("</div>\n</div>\n");
    }

    /// The page of an example. Its links to itself and its IDs would be those of the page around it, so it has none.
    fn result(&mut self, markdown: &str) {
        let source = Source::new(format!("content/{EXAMPLE_PATH}"), markdown);
        let config = &self.context.site.config;
        let (document, _) = parse::source(&source, self.document.source, config, &PageDefaults::default());
        let mut article = article(&document, Context { recording: None, ..self.context });
        if article.title == EXAMPLE_PATH {
            article.title.clear();
        }
        if article.title.is_empty() {
            push_text(&mut article.title, document.front.title.as_deref().unwrap_or_default());
        }
        if !article.title.is_empty() {
            self.out.push_str("<p class=\"example-title\">");
            self.out.push_str(&without_places(&article.title));
            self.out.push_str("</p>\n");
        }
        self.out.push_str(&without_places(&article.content));
    }
}

/// The path of an example, which no page has.
const EXAMPLE_PATH: &str = "(example)";

/// Attributes that name a place of the page, or lead to one.
const PLACES: [&str; 5] = ["id", "aria-details", "aria-labelledby", "data-notes", "data-start"];

/// Our own markup without the places in it: a link to one of them becomes a `span`.
fn without_places(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut open_links: Vec<bool> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let Some(end) = tag_end(&rest[start..]) else { break };
        out.push_str(&rest[..start]);
        let tag = &rest[start..start + end];
        rest = &rest[start + end..];
        if let Some(level) = heading_level(tag) {
            out.push_str(if tag.starts_with("</") {
                "</p>"
            } else {
                "<p class=\"example-heading\" data-level=\""
            });
            if !tag.starts_with("</") {
                out.push(level);
                out.push_str("\">");
            }
            continue;
        }
        // A section of an example is none of the page around it.
        if tag == "</section>" {
            out.push_str("</div>");
            continue;
        }
        if tag == "</a>" {
            out.push_str(if open_links.pop() == Some(true) { "</span>" } else { "</a>" });
            continue;
        }
        let is_place = tag.starts_with("<a ") && tag.contains(" href=\"#");
        if tag.starts_with("<a ") {
            open_links.push(is_place);
        }
        push_tag(&mut out, tag, is_place);
    }
    out.push_str(rest);
    out
}

/// The level of a heading's tag. Headings of an example are none of the page around it.
fn heading_level(tag: &str) -> Option<char> {
    let name = tag.trim_start_matches(['<', '/']).trim_end_matches('>');
    let level = name.strip_prefix('h')?.chars().next()?;
    (name.len() == 2 && level.is_ascii_digit()).then_some(level)
}

/// The byte behind a tag; a `>` in quotation marks does not end it.
fn tag_end(text: &str) -> Option<usize> {
    let mut is_quoted = false;
    text.bytes()
        .position(|byte| {
            is_quoted ^= byte == b'"';
            byte == b'>' && !is_quoted
        })
        .map(|at| at + 1)
}

fn push_tag(out: &mut String, tag: &str, is_place: bool) {
    let inside = tag.trim_start_matches('<').trim_end_matches('>');
    let (name, mut attributes) = inside.split_once(' ').unwrap_or((inside, ""));
    out.push('<');
    out.push_str(match name {
        _ if is_place => "span",
        "section" => "div",
        name => name,
    });
    while !attributes.is_empty() {
        let value = attributes.find('=').map(|at| at + 1).filter(|&at| attributes[at..].starts_with('"'));
        let end = match value {
            Some(at) if !attributes[..at].contains(' ') => {
                at + 1 + attributes[at + 1..].find('"').unwrap_or(0) + 1
            }
            _ => attributes.find(' ').unwrap_or(attributes.len()),
        };
        let (attribute, after) = attributes.split_at(end.min(attributes.len()));
        let key = attribute.split('=').next().unwrap_or_default();
        let is_of_link = is_place && matches!(key, "href" | "role" | "aria-label");
        if !is_of_link && !PLACES.contains(&key) {
            out.push(' ');
            out.push_str(attribute);
        }
        attributes = after.trim_start();
    }
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::without_places;

    #[test]
    fn examples_have_no_places_of_their_own() {
        let html = "<article class=turn id=ann-x data-start=\"3\"><a class=\"note-ref\" id=\"r\" href=\"#n\" role=\"doc-noteref\"><sup>1</sup></a> \
                    <a href=\"x.html\" title=\"a > b\">b</a></article>";
        let expected = "<article class=turn><span class=\"note-ref\"><sup>1</sup></span> \
                        <a href=\"x.html\" title=\"a > b\">b</a></article>";
        assert_eq!(without_places(html), expected);
        assert_eq!(without_places("<h2>a</h2>"), "<p class=\"example-heading\" data-level=\"2\">a</p>");
    }
}
