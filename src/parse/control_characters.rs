//! Finds control characters in a text, which an editor does not show.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use crate::text::control;

/// Reports each control character in `text`, so that each has its own fix.
pub fn check(text: &str, source: SourceId) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let Some(first) = control::find(text) else { return diagnostics };
    let mut reported = 0;
    for (at, c) in text[first..].char_indices() {
        let at = first + at;
        let Some(shown) = control::replacement(c).filter(|_| at >= reported) else { continue };
        let span = Span::new(source, at, at + c.len_utf8());
        let message = format!("the control character U+{:04X} cannot be shown", u32::from(c));
        let diagnostic = Diagnostic::new(Code::ControlCharacter, message).at(span);
        diagnostics.push(match (control::misread(text, at), shown) {
            (Some((range, meant)), _) => {
                reported = range.end;
                let written = &control::shown(&text[range.clone()]);
                let help =
                    format!("pages show `{written}`, which was `{meant}` in UTF-8; write that character");
                diagnostic.help(help).fix(Span::new(source, range.start, range.end), meant)
            }
            (None, '\u{fffd}') => diagnostic.help("remove it"),
            (None, meant) => diagnostic
                .help(format!("pages show `{meant}` instead, as browsers do; write that character"))
                .fix(span, meant),
        });
    }
    diagnostics
}
