//! HTML as a run of tags and texts: enough for documents that hold words and little else.

use std::borrow::Cow;

use crate::formats::shared::entities;

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HtmlToken<'a> {
    /// Words, references resolved.
    Text(Cow<'a, str>),
    /// `<p class="x">`, its name in lower case.
    Open(String, &'a str),
    /// `</p>`
    Close(String),
}

/// Cuts `text` into tags and texts. Comments, declarations, scripts and styles are left out.
pub fn tokens(text: &str) -> HtmlTokens<'_> {
    HtmlTokens { rest: text }
}

/// The tags and texts of a document, one after the other.
pub struct HtmlTokens<'a> {
    rest: &'a str,
}

impl<'a> Iterator for HtmlTokens<'a> {
    type Item = HtmlToken<'a>;

    fn next(&mut self) -> Option<HtmlToken<'a>> {
        while !self.rest.is_empty() {
            let Some(inside) = self.rest.strip_prefix('<').filter(|inside| opens_tag(inside)) else {
                return Some(self.text());
            };
            if let Some(comment) = inside.strip_prefix("!--") {
                self.rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            let (tag, rest) = inside.split_once('>').unwrap_or((inside, ""));
            self.rest = rest;
            if tag.starts_with(['!', '?']) {
                continue;
            }
            let token = token(tag);
            if let HtmlToken::Open(name, _) = &token
                && (name == "script" || name == "style")
            {
                self.skip_to(&format!("</{name}"));
                continue;
            }
            return Some(token);
        }
        None
    }
}

fn opens_tag(inside: &str) -> bool {
    inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

impl<'a> HtmlTokens<'a> {
    /// The text up to the next tag; a `<` that opens none is part of it.
    fn text(&mut self) -> HtmlToken<'a> {
        let after_first = self.rest.chars().next().map_or(0, char::len_utf8);
        let end = self.rest[after_first..].find('<').map_or(self.rest.len(), |at| at + after_first);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        HtmlToken::Text(if text.contains('&') { entities::decode(text).into() } else { text.into() })
    }

    /// Passes over everything up to `end`, whatever its case; over the rest, if it never comes.
    fn skip_to(&mut self, end: &str) {
        let found = self.rest.match_indices('<').find(|(at, _)| {
            self.rest.get(*at..at + end.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(end))
        });
        self.rest = found.map_or("", |(at, _)| &self.rest[at..]);
    }
}

fn token(tag: &str) -> HtmlToken<'_> {
    let name = |tag: &str| {
        let end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
        tag[..end].to_ascii_lowercase()
    };
    match tag.strip_prefix('/') {
        Some(closed) => HtmlToken::Close(name(closed)),
        None => {
            let name = name(tag);
            let attributes = &tag[name.len()..];
            HtmlToken::Open(name, attributes)
        }
    }
}

/// The value of the attribute `name` among `attributes`.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some(at) = rest.find('=') {
        let key = rest[..at].trim_end().rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
        let value = rest[at + 1..].trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(entities::decode(value));
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_texts_are_told_apart() {
        let found: Vec<String> =
            tokens("<!DOCTYPE html><P class='a b'>1 < 2 &amp; <br/><!-- <p> --><script>x</p></SCRIPT>y</p>")
                .map(|token| match token {
                    HtmlToken::Text(text) => text.into_owned(),
                    HtmlToken::Open(name, attributes) => {
                        format!("<{name}|{}>", attribute(attributes, "class").unwrap_or_default())
                    }
                    HtmlToken::Close(name) => format!("</{name}>"),
                })
                .collect();
        assert_eq!(found, ["<p|a b>", "1 ", "< 2 & ", "<br|>", "</script>", "y", "</p>"]);
        assert_eq!(attribute(" href = x&amp;y title=\"a 'b'\"", "title").as_deref(), Some("a 'b'"));
    }
}
