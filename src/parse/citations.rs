//! Citations of sources in running text: `[see @moxon, pp. 12-14; @tait]`, or `@moxon` in a sentence.
//!
//! They are looked for only where a site has sources: an `@` in any other text is a character like others.

use crate::bibliography::{Bibliography, LocatorKind};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, Citation, CitationForm, CitationItem, CitationPart, Inline};
use crate::source::{SourceId, Span};

/// Finds the citations in blocks of one file.
pub struct CitationFinder<'a> {
    bibliography: &'a Bibliography,
    source: SourceId,
    text: &'a str,
    diagnostics: Diagnostics,
}

/// The bytes of the longest citation: whatever is longer is no citation.
const LONGEST: usize = 1_000;

impl<'a> CitationFinder<'a> {
    /// A finder for the file `source` with this text.
    pub fn new(bibliography: &'a Bibliography, source: SourceId, text: &'a str) -> Self {
        CitationFinder { bibliography, source, text, diagnostics: Diagnostics::new() }
    }

    /// Marks the citations in `block`.
    pub fn block(&mut self, block: &mut Block) {
        if !self.bibliography.is_empty() {
            block.for_each_inlines_mut(&mut |inlines| self.inlines(inlines));
        }
    }

    /// The unknown sources that were found.
    pub fn finish(self) -> Diagnostics {
        self.diagnostics
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for inline in inlines.iter_mut() {
            if matches!(inline, Inline::Link { .. }) {
                continue;
            }
            if let Some(children) = inline.children_mut() {
                self.inlines(children);
            }
        }
        let has_citation =
            |inline: &Inline| matches!(inline, Inline::Text { text, .. } if text.contains('@'));
        if inlines.iter().any(has_citation) {
            *inlines = std::mem::take(inlines).into_iter().flat_map(|inline| self.split(inline)).collect();
        }
    }

    fn split(&mut self, inline: Inline) -> Vec<Inline> {
        let Inline::Text { text, at } = inline else { return vec![inline] };
        let mut out = Vec::new();
        let (mut from, mut search) = (0, 0);
        while let Some(sign) = text[search..].find('@').map(|found| search + found) {
            search = sign + 1;
            let found = self.bracketed(&text, from, sign, at).or_else(|| self.narrative(&text, sign, at));
            let Some((range, citation)) = found else { continue };
            push_text(&mut out, &text[from..range.start], at + from as u32);
            out.push(Inline::Citation(Box::new(citation)));
            (from, search) = (range.end, range.end);
        }
        push_text(&mut out, &text[from..], at + from as u32);
        out
    }

    /// The citation in brackets around the `@` at `sign`, if it opens one.
    fn bracketed(
        &mut self,
        text: &str,
        from: usize,
        sign: usize,
        at: u32,
    ) -> Option<(std::ops::Range<usize>, Citation)> {
        let open = text[from..sign].rfind('[').map(|found| from + found)?;
        let window = text.floor_char_boundary((open + LONGEST).min(text.len()));
        let close = text.get(sign..window)?.find([']', '[']).map(|found| sign + found)?;
        if text[open..sign].contains(']')
            || !text[close..].starts_with(']')
            || self.is_escaped(text, sign, at)
        {
            return None;
        }
        let inside = &text[open + 1..close];
        let items: Vec<CitationItem> = inside.split(';').map(item).collect::<Option<_>>()?;
        for item in &items {
            self.check(item, text, open, at);
        }
        // A citation of nothing that is known stays as it was written.
        if items.iter().all(|item| self.bibliography.get(&item.key).is_none()) {
            return None;
        }
        let range = open..close + 1;
        Some((range.clone(), self.citation(text, range, at, items, CitationForm::Bracketed)))
    }

    /// The source that the `@` at `sign` names in a sentence. A name that no source has is an address or an account.
    fn narrative(&mut self, text: &str, sign: usize, at: u32) -> Option<(std::ops::Range<usize>, Citation)> {
        let before = text[..sign].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '.' | '_' | '-' | '/')) {
            return None;
        }
        let length = key_length(&text[sign + 1..]);
        let key = &text[sign + 1..sign + 1 + length];
        if self.bibliography.get(key).is_none() || self.is_escaped(text, sign, at) {
            return None;
        }
        let item = CitationItem { key: key.to_string(), ..CitationItem::default() };
        let range = sign..sign + 1 + length;
        Some((range.clone(), self.citation(text, range, at, vec![item], CitationForm::Narrative)))
    }

    fn citation(
        &self,
        text: &str,
        range: std::ops::Range<usize>,
        at: u32,
        items: Vec<CitationItem>,
        form: CitationForm,
    ) -> Citation {
        let start = at as usize + range.start;
        let span = Span::new(self.source, start, start + range.len());
        let parts = vec![CitationPart { text: text[range].to_string(), ..CitationPart::default() }];
        Citation { items, form, parts, span }
    }

    /// Returns true for `\@`, which is no citation. Markdown has taken the backslash away already.
    fn is_escaped(&self, text: &str, sign: usize, at: u32) -> bool {
        let number = text[..sign].matches('@').count();
        let start = self.text.floor_char_boundary((at as usize).min(self.text.len()));
        let place = self.text[start..].match_indices('@').nth(number).map(|(found, _)| start + found);
        place.is_some_and(|place| self.text[..place].ends_with('\\'))
    }

    fn check(&mut self, item: &CitationItem, text: &str, open: usize, at: u32) {
        if self.bibliography.get(&item.key).is_some() {
            return;
        }
        let found = text[open..].find(&format!("@{}", item.key)).map_or(open, |found| open + found);
        let start = at as usize + found;
        let span = Span::new(self.source, start, start + 1 + item.key.len());
        let message = format!("there is no source `{}`", item.key);
        let problem = Diagnostic::new(Code::UnknownSource, message).at(span);
        self.diagnostics.push(match self.bibliography.nearest_key(&item.key) {
            Some(key) => problem.help(format!("did you mean `@{key}`?")),
            None => problem.help("add it to sources.bib or sources.json, or write \\@ for the sign alone"),
        });
    }
}

fn push_text(out: &mut Vec<Inline>, text: &str, at: u32) {
    if !text.is_empty() {
        out.push(Inline::Text { text: text.to_string(), at });
    }
}

/// One source of a citation: `see -@moxon, pp. 12-14, for example`.
fn item(written: &str) -> Option<CitationItem> {
    let sign = written.find('@')?;
    let before = &written[..sign];
    let without_author = before.ends_with('-');
    let prefix = before.strip_suffix('-').unwrap_or(before).trim();
    let rest = &written[sign + 1..];
    let length = key_length(rest);
    let (key, behind) = rest.split_at(length);
    if key.is_empty() || before.ends_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let behind = behind.trim();
    let behind = behind.strip_prefix([',', '，']).unwrap_or(behind).trim();
    let (locator, suffix) = locator(behind);
    Some(CitationItem {
        key: key.to_string(),
        prefix: prefix.to_string(),
        locator,
        suffix: suffix.to_string(),
        without_author,
    })
}

/// The bytes of the key that `text` begins with: letters and digits, and signs between them.
fn key_length(text: &str) -> usize {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '/' | '+');
    let length = text.find(|c| !is_inside(c)).unwrap_or(text.len());
    text[..length].trim_end_matches(|c: char| !c.is_alphanumeric()).len()
}

/// The words before a number that say what it counts.
const LOCATOR_WORDS: [(&str, LocatorKind); 20] = [
    ("pages", LocatorKind::Page),
    ("page", LocatorKind::Page),
    ("pp.", LocatorKind::Page),
    ("pp", LocatorKind::Page),
    ("p.", LocatorKind::Page),
    ("p", LocatorKind::Page),
    ("seiten", LocatorKind::Page),
    ("seite", LocatorKind::Page),
    ("s.", LocatorKind::Page),
    ("第", LocatorKind::Page),
    ("chapter", LocatorKind::Chapter),
    ("chapters", LocatorKind::Chapter),
    ("chap.", LocatorKind::Chapter),
    ("ch.", LocatorKind::Chapter),
    ("kap.", LocatorKind::Chapter),
    ("volume", LocatorKind::Volume),
    ("vol.", LocatorKind::Volume),
    ("vols.", LocatorKind::Volume),
    ("band", LocatorKind::Volume),
    ("bd.", LocatorKind::Volume),
];

/// The part of a source that the words behind its key name, and the words behind that.
fn locator(text: &str) -> (Option<(LocatorKind, String)>, &str) {
    let lower = text.to_lowercase();
    let word = LOCATOR_WORDS.iter().find(|(word, _)| {
        lower.strip_prefix(word).is_some_and(|rest| number_length(rest.trim_start()) > 0)
            && text.is_char_boundary(word.len())
    });
    let (kind, rest) = match word {
        Some((word, kind)) => (*kind, text[word.len()..].trim_start()),
        None => (LocatorKind::Page, text),
    };
    let length = number_length(rest);
    if length == 0 {
        return (None, text);
    }
    let behind = rest[length..].trim_start();
    let behind = behind.strip_prefix(['页', '頁']).unwrap_or(behind);
    let behind = behind.strip_prefix([',', '，']).unwrap_or(behind).trim();
    (Some((kind, rest[..length].to_string())), behind)
}

/// The bytes of the numbers that `text` begins with: `12`, `12-14`, `12, 15–17`, `xii`.
fn number_length(text: &str) -> usize {
    let mut end = 0;
    loop {
        let start = end + separator_length(&text[end..], end > 0);
        let number = single_number(&text[start..]);
        if number == 0 {
            return end;
        }
        end = start + number;
        let dash = text[end..].find(|c| !matches!(c, '-' | '–' | '—')).unwrap_or(text.len() - end);
        let second = if dash > 0 { single_number(&text[end + dash..]) } else { 0 };
        end += if second > 0 { dash + second } else { 0 };
    }
}

/// The bytes of the comma between two numbers.
fn separator_length(text: &str, is_between: bool) -> usize {
    let comma = text.len() - text.trim_start_matches([',', ' ']).len();
    if is_between && text.starts_with(',') { comma } else { 0 }
}

/// The bytes of one number, Arabic or Roman, that `text` begins with.
fn single_number(text: &str) -> usize {
    let length = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let word = &text[..length];
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    // A letter may stand behind a number: `12a`, and `12页`.
    if digits > 0 {
        return digits + word[digits..].bytes().take_while(u8::is_ascii_lowercase).count().min(2);
    }
    let is_roman = !word.is_empty() && word.chars().all(|c| "ivxlc".contains(c));
    if is_roman { length } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(written: &str) -> String {
        let Some(item) = item(written) else { return "none".into() };
        let locator = item.locator.map_or(String::new(), |(kind, value)| format!("{kind:?} {value}"));
        let author = if item.without_author { "-" } else { "" };
        format!("{}|{author}{}|{locator}|{}", item.prefix, item.key, item.suffix)
    }

    #[test]
    fn parts_of_a_citation() {
        let check = |written: &str, expected: &str| assert_eq!(show(written), expected, "{written}");
        check("@moxon", "|moxon||");
        check("see @moxon, 12", "see|moxon|Page 12|");
        check(
            " see also -@a:b_c.d, pp. 12-14, 20, emphasis added",
            "see also|-a:b_c.d|Page 12-14, 20|emphasis added",
        );
        check("@moxon, chap. 3", "|moxon|Chapter 3|");
        check("@moxon vol. 2", "|moxon|Volume 2|");
        check("@moxon, xii–xv", "|moxon|Page xii–xv|");
        check("@moxon, passim", "|moxon||passim");
        check("@moxon，第12页", "|moxon|Page 12|");
        check("@moxon, 12a", "|moxon|Page 12a|");
        check("a@b.org", "none");
        check("nothing", "none");
        check("@, 12", "none");
    }
}
