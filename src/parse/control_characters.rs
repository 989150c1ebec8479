//! Finds control characters in a text, which an editor does not show.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use crate::text::control;

/// Reports the first of each control character in `text`: a file with one often has hundreds.
pub fn check(text: &str, source: SourceId) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let Some(first) = control::find(text) else { return diagnostics };
    let mut reported = BTreeSet::new();
    for (at, c) in text[first..].char_indices() {
        let Some(shown) = control::replacement(c).filter(|_| reported.insert(c)) else { continue };
        let span = Span::new(source, first + at, first + at + c.len_utf8());
        let message = format!("the control character U+{:04X} cannot be shown", u32::from(c));
        let diagnostic = Diagnostic::new(Code::ControlCharacter, message).at(span);
        diagnostics.push(match shown {
            '\u{fffd}' => diagnostic.help("remove it"),
            meant => diagnostic
                .help(format!("pages show `{meant}` instead, as browsers do; write that character"))
                .fix(span, meant),
        });
    }
    diagnostics
}
