//! The places where files name a speaker: labels, front matter, and the settings of a site.

use std::ops::Range;

use crate::diag::Fix;
use crate::parse;
use crate::source::{SourceId, Span};
use crate::text::markdown::{Around, escape_between};
use crate::text::names::normalise;
use crate::toml_reader::{StringPlace, string_places};
use crate::transcript::labels::split_parenthesis;

/// A change of the name of a speaker in one file.
#[derive(Clone, Copy, Debug)]
pub struct SpeakerNameChange<'a> {
    /// The file.
    pub source: SourceId,
    /// Its text.
    pub text: &'a str,
    /// The new name.
    pub new: &'a str,
}

impl SpeakerNameChange<'_> {
    /// The name in a label, whose bytes are `range`; a remark in parentheses behind the name stays.
    pub fn in_label(&self, range: Range<usize>) -> Fix {
        let written = &self.text[range.clone()];
        let name = split_parenthesis(written).map_or(written, |(name, _)| name.trim_end());
        let around = Around { before: Some('*'), after: Some(':') };
        let span = Span::new(self.source, range.start, range.start + name.len());
        Fix { span, replacement: escape_between(self.new, around) }
    }

    /// The name `old` among the speakers of front matter. In YAML, where values have no places, the words of the list
    /// are replaced.
    pub fn in_front_matter(&self, old: &str) -> Vec<Fix> {
        let Some((start, end)) = parse::front_matter(self.text) else { return Vec::new() };
        if !self.text.starts_with("+++") {
            return self.in_yaml(start..end, old);
        }
        self.in_toml(start..end, old, |path| {
            matches!(
                path,
                ["speakers"]
                    | ["defaults", "speakers"]
                    | ["speakers", _, "name"]
                    | ["speakers", _, "aliases"]
            )
        })
    }

    /// The name `old` of the person `id` in the settings of a site.
    pub fn in_settings(&self, id: &str, old: &str) -> Vec<Fix> {
        self.in_toml(
            0..self.text.len(),
            old,
            |path| matches!(path, ["people", own, "name" | "aliases"] if *own == id),
        )
    }

    fn in_toml(&self, inside: Range<usize>, old: &str, is_meant: impl Fn(&[&str]) -> bool) -> Vec<Fix> {
        let inner = self.text[inside.clone()].trim_end().trim_end_matches("+++");
        let places = string_places(inner).into_iter().filter(|place| {
            let path: Vec<&str> = place.path.iter().map(String::as_str).collect();
            is_meant(&path) && normalise(&place.value) == normalise(old)
        });
        let fix = |place: StringPlace| {
            let range = inside.start + place.range.start..inside.start + place.range.end;
            let quote = self.text[range.clone()].chars().next();
            // The author's own quotes stay where the name can be in them.
            let replacement = match quote {
                Some(quote @ ('"' | '\'')) if !self.new.contains(['"', '\'', '\\']) => {
                    format!("{quote}{}{quote}", self.new)
                }
                _ => toml::Value::String(self.new.to_string()).to_string(),
            };
            Fix { span: Span::new(self.source, range.start, range.end), replacement }
        };
        places.map(fix).collect()
    }

    fn in_yaml(&self, inside: Range<usize>, old: &str) -> Vec<Fix> {
        let front = &self.text[inside.clone()];
        let Some(list) = front.find("speakers:") else { return Vec::new() };
        let rest = &front[list..];
        let mut at = 0;
        let lines = rest.split_inclusive('\n').map(|line| {
            at += line.len();
            (at - line.len(), line)
        });
        let ends = |(at, line): (usize, &str)| {
            (at > 0 && !line.starts_with([' ', '-']) && !line.trim().is_empty()).then_some(at)
        };
        let end = lines.collect::<Vec<_>>().into_iter().find_map(ends).unwrap_or(rest.len());
        let names = rest[..end].match_indices(old).filter(|(at, name)| {
            let is_joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !is_joined(rest[..*at].chars().next_back()) && !is_joined(rest[at + name.len()..].chars().next())
        });
        let start = inside.start + list;
        let span = |at: usize| Span::new(self.source, start + at, start + at + old.len());
        names.map(|(at, _)| Fix { span: span(at), replacement: self.new.to_string() }).collect()
    }
}
