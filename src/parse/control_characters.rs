//! Finds control characters in a text, which an editor does not show.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use crate::text::control;

/// Reports each control character in `text`, so that each has its own fix.
pub fn check(text: &str, source: SourceId) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let Some(first) = control::find(text) else { return diagnostics };
    for (at, c) in text[first..].char_indices() {
        let Some(shown) = control::replacement(c) else { continue };
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
