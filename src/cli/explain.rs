//! `postil explain`: what the codes of diagnostics stand for.

use std::io;

use super::args::ExplainArgs;
use super::human::severity_name;
use super::manual_text::ManualStyle;
use super::{Exit, refuse, say};
use crate::diag::{Code, nearest};

pub(super) fn run(args: &ExplainArgs) -> Exit {
    let Some(wanted) = &args.code else {
        Code::ALL.iter().for_each(|code| print(*code));
        return Exit::Good;
    };
    if let Some(entry) = entry(wanted) {
        say::result(format!("{wanted}\n\n{}", style().render(entry)));
        return Exit::Good;
    }
    match nearest(wanted, Code::ALL.iter().map(|code| code.name())) {
        Some(name) => refuse(format!("there is no code `{wanted}`; did you mean `{name}`?")),
        None => refuse(format!("there is no code `{wanted}`; `postil explain` lists them all")),
    }
}

/// The style of standard output: bold only on a terminal whose user has not refused colours.
fn style() -> ManualStyle {
    let width = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    ManualStyle { width: width.unwrap_or(80), is_bold: say::has_colours(&io::stdout()) }
}

/// The chapter of the manual on diagnostics, which says of each what it means, with an example and
/// the fix.
const MANUAL: &str = include_str!("../../content/manual/diagnostics.md");

/// The manual's entry about a code.
fn entry(code: &str) -> Option<&'static str> {
    let (_, rest) = MANUAL.split_once(&format!("### `{code}`\n"))?;
    let end = ["\n### `", "\n## "].iter().filter_map(|heading| outside_code(rest, heading)).min();
    Some(rest[..end.unwrap_or(rest.len())].trim())
}

/// Finds the first `heading` that is not inside a code block.
fn outside_code(text: &str, heading: &str) -> Option<usize> {
    text.match_indices(heading)
        .map(|(at, _)| at)
        .find(|&at| text[..at].matches("\n```").count().is_multiple_of(2))
}

fn print(code: Code) {
    let severity = severity_name(code.severity());
    say::result(format!("{:<20} {severity:<8} {}", code.name(), code.summary()));
}
