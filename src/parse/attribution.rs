//! The author and date of a note: `{by=ann date=2025-09-01 tags="a b"}` before it, or `— @ann, 2025-09-01` after it.

use jiff::civil::Date;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Attribution, Block, BlockKind, Inline};
use crate::source::{Located, Span};

/// The keys of a leading attribution.
const KEYS: [&str; 5] = ["by", "date", "tags", "draft", "re"];

/// Takes the attribution out of a note's body; `span` is the note's place.
pub fn take(blocks: &mut Vec<Block>, span: Span, config: &Config) -> (Attribution, Diagnostics) {
    let mut reader =
        AttributionReader { found: Attribution::default(), span, diagnostics: Diagnostics::new() };
    if let Some(braces) = take_leading(blocks) {
        reader.read_braces(&braces);
    } else if let Some(signature) = take_trailing(blocks) {
        reader.read_signature(&signature);
    }
    let complaint = reader.found.by.as_ref().and_then(|by| check_person(by, config));
    reader.diagnostics.extend(complaint);
    (reader.found, reader.diagnostics)
}

/// Cuts `{…}` off the start of the first paragraph.
fn take_leading(blocks: &mut Vec<Block>) -> Option<String> {
    let Some(Block { kind: BlockKind::Paragraph(inlines), .. }) = blocks.first_mut() else { return None };
    let Some(Inline::Text { text, at }) = inlines.first_mut() else { return None };
    let inside = text.strip_prefix('{')?;
    let end = inside.find('}')?;
    let has_key =
        || pairs(&inside[..end]).iter().any(|(key, value)| !value.is_empty() && KEYS.contains(&key.as_str()));
    if !KEYS.iter().any(|key| inside.trim_start().starts_with(key)) && !has_key() {
        return None;
    }
    let braces = inside[..end].to_string();
    let rest = inside[end + 1..].trim_start();
    *at += (text.len() - rest.len()) as u32;
    *text = rest.to_string();
    if text.is_empty() {
        inlines.remove(0);
        if matches!(inlines.first(), Some(Inline::SoftBreak)) {
            inlines.remove(0);
        }
        if inlines.is_empty() {
            blocks.remove(0);
        }
    }
    Some(braces)
}

/// Cuts `— @who, date` off the end of the last paragraph.
fn take_trailing(blocks: &mut Vec<Block>) -> Option<String> {
    let Some(Block { kind: BlockKind::Paragraph(inlines), .. }) = blocks.last_mut() else { return None };
    let Some(Inline::Text { text, .. }) = inlines.last_mut() else { return None };
    let dash = text.rfind(['—', '–'])?;
    let signature = text[dash..].trim_start_matches(['—', '–']).trim();
    let before = &text[..dash];
    let stands_apart = before.is_empty() || before.ends_with(char::is_whitespace);
    if !signature.starts_with('@') || !stands_apart || signature.split_whitespace().count() > 2 {
        return None;
    }
    let signature = signature.to_string();
    text.truncate(before.trim_end().len());
    while matches!(inlines.last(), Some(Inline::SoftBreak | Inline::HardBreak))
        || matches!(inlines.last(), Some(Inline::Text { text, .. }) if text.is_empty())
    {
        inlines.pop();
    }
    if inlines.is_empty() {
        blocks.pop();
    }
    Some(signature)
}

struct AttributionReader {
    found: Attribution,
    span: Span,
    diagnostics: Diagnostics,
}

impl AttributionReader {
    fn read_braces(&mut self, braces: &str) {
        for (key, value) in pairs(braces) {
            match key.as_str() {
                "by" => self.found.by = Some(Located::new(value, self.span)),
                "date" => self.read_date(&value),
                "tags" => {
                    self.found.tags =
                        value.split([' ', ',']).filter(|t| !t.is_empty()).map(str::to_string).collect()
                }
                "draft" => self.read_draft(&value),
                "re" => self.found.reply_to = Some(Located::new(value, self.span)),
                _ => self.complain(
                    format!("unknown key `{key}` in a note's attribution"),
                    "known keys: by, date, tags, draft, re",
                ),
            }
        }
    }

    fn read_signature(&mut self, signature: &str) {
        let (who, date) = match signature.split_once([',', ' ', '，']) {
            Some((who, date)) => (who, date.trim()),
            None => (signature, ""),
        };
        let who = who.trim_start_matches('@').trim();
        self.found.by = Some(Located::new(who.to_string(), self.span));
        if !date.is_empty() {
            self.read_date(date);
        }
    }

    fn read_date(&mut self, value: &str) {
        match value.parse::<Date>() {
            Ok(date) => self.found.date = Some(date),
            Err(_) => self.complain(format!("`{value}` is not a date"), "write it as 2025-09-01"),
        }
    }

    fn read_draft(&mut self, value: &str) {
        match value {
            "true" => self.found.draft = true,
            "false" => {}
            _ => self.complain(format!("`draft` is either true or false, not `{value}`"), "write draft=true"),
        }
    }

    fn complain(&mut self, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::new(Code::BadAttribution, message).at(self.span).help(help));
    }
}

/// A complaint about an author whom site.toml does not declare.
pub fn check_person(by: &Located<String>, config: &Config) -> Option<Diagnostic> {
    if config.people.contains_key(&by.value) {
        return None;
    }
    let known = config.people.keys().map(String::as_str);
    let diagnostic =
        Diagnostic::new(Code::UnknownPerson, format!("site.toml has no person called `{}`", by.value))
            .at(by.span)
            .help(format!("declare them: [people.{}] name = \"…\"", by.value));
    Some(diagnostic.did_you_mean(&by.value, known))
}

/// The `key=value` pairs of an attribution; a value with spaces stands in quotation marks.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix('=') {
            Some(value) => split_value(value),
            None => ("", after),
        };
        out.push((key.to_string(), value.to_string()));
        rest = after.trim_start();
    }
    out
}

fn split_value(text: &str) -> (&str, &str) {
    for (open, close) in [('"', '"'), ('“', '”')] {
        if let Some((value, after)) = text.strip_prefix(open).and_then(|quoted| quoted.split_once(close)) {
            return (value, after);
        }
    }
    text.split_at(text.find(' ').unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_may_be_quoted() {
        let read = pairs(r#"by=ann date=2025-09-01 tags="two words" draft"#);
        let expected = [("by", "ann"), ("date", "2025-09-01"), ("tags", "two words"), ("draft", "")];
        assert_eq!(read, expected.map(|(k, v)| (k.to_string(), v.to_string())));
    }
}
