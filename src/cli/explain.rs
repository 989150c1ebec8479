//! `postil explain`: what the codes of diagnostics stand for.

use super::args::ExplainArgs;
use super::human::severity_name;
use super::{Exit, refuse, say};
use crate::diag::{Code, nearest};

pub(super) fn run(args: &ExplainArgs) -> Exit {
    let Some(wanted) = &args.code else {
        Code::ALL.iter().for_each(|code| print(*code));
        return Exit::Good;
    };
    if let Some(code) = Code::ALL.iter().find(|code| code.name() == wanted) {
        print(*code);
        return Exit::Good;
    }
    match nearest(wanted, Code::ALL.iter().map(|code| code.name())) {
        Some(name) => refuse(format!("there is no code `{wanted}`; did you mean `{name}`?")),
        None => refuse(format!("there is no code `{wanted}`; `postil explain` lists them all")),
    }
}

fn print(code: Code) {
    let severity = severity_name(code.severity());
    say::result(format!("{:<20} {severity:<8} {}", code.name(), code.summary()));
}
