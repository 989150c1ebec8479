//! Mentions that an author marks: `[Kinlaw]{place=kinlaw}`.

use crate::config::{Config, RegisterKind};
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::{Block, Href, Inline, register_address};
use crate::source::{SourceId, Span};

/// Finds marked mentions in blocks of one file.
pub struct RegisterMarks<'a> {
    config: &'a Config,
    source: SourceId,
    diagnostics: Diagnostics,
}

/// A mention that an author marked.
struct MarkedMention<'t> {
    range: std::ops::Range<usize>,
    words: &'t str,
    words_at: usize,
    kind: RegisterKind,
    id: &'t str,
}

impl<'a> RegisterMarks<'a> {
    /// A finder for the file `source`.
    pub fn new(config: &'a Config, source: SourceId) -> Self {
        RegisterMarks { config, source, diagnostics: Diagnostics::new() }
    }

    /// Makes links of the marked mentions in `block`.
    pub fn block(&mut self, block: &mut Block) {
        if !self.config.registers.entries.is_empty() {
            block.for_each_inlines_mut(&mut |inlines| self.inlines(inlines));
        }
    }

    /// The unknown entries that were found.
    pub fn finish(self) -> Diagnostics {
        self.diagnostics
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for inline in inlines.iter_mut().filter(|inline| !matches!(inline, Inline::Link { .. })) {
            inline.children_mut().into_iter().for_each(|children| self.inlines(children));
        }
        let is_marked = |inline: &Inline| matches!(inline, Inline::Text { text, .. } if text.contains("]{"));
        if inlines.iter().any(is_marked) {
            *inlines = std::mem::take(inlines).into_iter().flat_map(|inline| self.split(inline)).collect();
        }
    }

    fn split(&mut self, inline: Inline) -> Vec<Inline> {
        let Inline::Text { text, at } = inline else { return vec![inline] };
        let (mut out, mut from) = (Vec::new(), 0);
        while let Some(found) = next(&text, from) {
            let span = Span::new(self.source, at as usize + found.range.start, at as usize + found.range.end);
            push_text(&mut out, &text[from..found.range.start], at + from as u32);
            let words = Inline::Text { text: found.words.to_string(), at: at + found.words_at as u32 };
            let key = (found.kind, found.id.to_string());
            match self.config.registers.entries.contains_key(&key) {
                true => out.push(Inline::Link {
                    href: Href::Raw(format!("/{}", register_address(found.kind, found.id))),
                    title: String::new(),
                    children: vec![words],
                    span,
                }),
                false => {
                    self.unknown(&found, span);
                    out.push(words);
                }
            }
            from = found.range.end;
        }
        push_text(&mut out, &text[from..], at + from as u32);
        out
    }

    fn unknown(&mut self, found: &MarkedMention, span: Span) {
        let kind = found.kind;
        let message = format!("there is no `{}` in [registers.{}]", found.id, kind.name());
        let problem = Diagnostic::new(Code::UnknownRegisterEntry, message).at(span);
        let ids = self.config.registers.entries.keys().filter(|key| key.0 == kind).map(|key| key.1.as_str());
        self.diagnostics.push(match nearest(found.id, ids) {
            Some(id) => problem.help(format!("did you mean `{}={id}`?", kind.mark())),
            None => {
                problem.help(format!("declare it in site.toml: [registers.{}.{}]", kind.name(), found.id))
            }
        });
    }
}

fn push_text(out: &mut Vec<Inline>, text: &str, at: u32) {
    if !text.is_empty() {
        out.push(Inline::Text { text: text.to_string(), at });
    }
}

/// The first marked mention of `text` from byte `from` on.
fn next(text: &str, from: usize) -> Option<MarkedMention<'_>> {
    let mut search = from;
    while let Some(close) = text[search..].find("]{").map(|found| search + found) {
        search = close + 2;
        let Some(open) = text[from..close].rfind('[').map(|found| from + found) else { continue };
        let end = text[search..].find('}').map(|found| search + found)?;
        let Some((mark, id)) = text[search..end].split_once('=') else { continue };
        let kind = RegisterKind::ALL.into_iter().find(|kind| kind.mark() == mark.trim());
        let words = &text[open + 1..close];
        if let (Some(kind), false) = (kind, words.trim().is_empty()) {
            let id = id.trim().trim_matches('"');
            return Some(MarkedMention { range: open..end + 1, words, words_at: open + 1, kind, id });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn marks_are_found() {
        let show = |text: &str| {
            next(text, 0).map(|found| format!("{}|{}|{}", found.words, found.kind.name(), found.id))
        };
        assert_eq!(show("In [Kinlaw]{place=\"kinlaw\"}, x").as_deref(), Some("Kinlaw|places|kinlaw"));
        assert_eq!(show("[x]{y=z} and [Nan]{person = nan}").as_deref(), Some("Nan|persons|nan"));
        assert_eq!(show("[x]{place} [ ]{place=a} [y]{place=a").as_deref(), None);
    }
}
