//! `postil explain`: what the codes of diagnostics stand for.

use std::io;

use super::editor_args::ExplainArgs;
use super::human::severity_name;
use super::manual_text::ManualStyle;
use super::{Exit, refuse, say};
use crate::diag::{Code, nearest};

pub(super) fn run(args: &ExplainArgs) -> Exit {
    let Some(wanted) = &args.code else {
        Code::ALL.iter().for_each(|code| print(*code));
        return Exit::Good;
    };
    let known = Code::ALL.iter().find(|code| code.name() == wanted);
    if let Some(entry) = known.and_then(|code| code.manual_entry()) {
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

fn print(code: Code) {
    let severity = severity_name(code.severity());
    say::result(format!("{:<20} {severity:<8} {}", code.name(), code.summary()));
}
