//! Finds text that was meant as a note or a highlight and stayed text.

use foldhash::{HashSet, HashSetExt};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, Inline};
use crate::source::Span;
use crate::text::rare_bytes::rare_bytes;

/// Looks through a whole document, notes too. `text` is that of its file, `labels` are the names of
/// its notes.
pub fn check(document: &Document, text: &str, labels: &[String]) -> Diagnostics {
    let mut checker =
        LeftoverChecker { document, text, labels, reported: HashSet::new(), diagnostics: Diagnostics::new() };
    let headings = document.sections.iter().filter_map(|section| section.heading.as_ref());
    headings.for_each(|heading| checker.inlines(&heading.inlines));
    let notes = document.notes.iter().flat_map(|note| &note.blocks);
    for block in document.blocks().chain(notes) {
        block.for_each_inlines(&mut |inlines| checker.inlines(inlines));
    }
    checker.diagnostics
}

/// The longest name of a note that is looked for, in bytes.
const MAX_NAME: usize = 200;

struct LeftoverChecker<'a> {
    document: &'a Document,
    text: &'a str,
    labels: &'a [String],
    /// Names that were complained about: once is enough.
    reported: HashSet<String>,
    diagnostics: Diagnostics,
}

impl LeftoverChecker<'_> {
    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text { text, at } => {
                    let may_be_one = |byte| matches!(byte, b'^' | b'=');
                    if rare_bytes(text, may_be_one).next().is_some() {
                        self.undefined_notes(text, *at);
                        self.unclosed_highlight(text, *at);
                    }
                }
                nested => self.inlines(nested.children().unwrap_or_default()),
            }
        }
    }

    /// A reference whose note is not defined is plain text to Markdown: `[^missing]`.
    fn undefined_notes(&mut self, text: &str, at: u32) {
        for (start, _) in text.match_indices("[^") {
            let window = text.floor_char_boundary((start + 2 + MAX_NAME).min(text.len()));
            let Some(length) = text[start + 2..window].find(']').filter(|&n| n > 0) else { continue };
            let name = &text[start + 2..start + 2 + length];
            let whole = &text[start..start + length + 3];
            if name.contains(['[', '\n']) || name.starts_with(char::is_whitespace) {
                continue;
            }
            if let Some(span) = self.find(whole, at, start)
                && self.reported.insert(name.to_string())
            {
                self.report_undefined(name, span);
            }
        }
    }

    fn report_undefined(&mut self, name: &str, span: Span) {
        let known = self.labels.iter().map(String::as_str);
        let diagnostic = Diagnostic::new(Code::UndefinedNote, format!("the note `{name}` is not defined"))
            .at(span)
            .help(format!("write it on a line of its own: [^{name}]: …"))
            .did_you_mean(name, known);
        self.diagnostics.push(diagnostic);
    }

    /// `==` that opens like a highlight and found no other end.
    fn unclosed_highlight(&mut self, text: &str, at: u32) {
        for (start, _) in text.match_indices("==") {
            let (before, after) = (text[..start].chars().next_back(), text[start + 2..].chars().next());
            let opens = before.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '=')
                && after.is_some_and(char::is_alphanumeric);
            if !opens {
                continue;
            }
            if let Some(span) = self.find("==", at, start) {
                let diagnostic =
                    Diagnostic::new(Code::UnclosedHighlight, "this highlight never closes").at(span).help(
                        "end it with == in the same paragraph, or write \\== for the characters themselves",
                    );
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// Finds the place in the file of `wanted`, which is `offset` bytes into a text that starts at `at`. Escaped text
    /// has no place, because it was meant as it is.
    fn find(&self, wanted: &str, at: u32, offset: usize) -> Option<Span> {
        let from = self.text.floor_char_boundary(at as usize + offset);
        // Escapes and entities make the source longer than the text: it stands here or a little later.
        let window = self.text.floor_char_boundary((from + wanted.len() + 200).min(self.text.len()));
        let start = from + self.text[from..window].find(wanted)?;
        let escaped = self.text[..start].ends_with('\\');
        (!escaped).then(|| Span::new(self.document.source, start, start + wanted.len()))
    }
}
