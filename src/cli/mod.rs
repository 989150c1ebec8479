//! The commands: arguments in, one command run, its outcome shown, an exit code out.

mod args;
mod build;
mod check;
mod confine;
mod editor_args;
mod explain;
mod export;
mod gallery;
mod human;
mod import;
mod import_notes;
mod import_target;
mod json;
mod lsp;
mod man;
mod manual_text;
mod new;
mod permalinks;
mod progress;
mod report;
mod retime;
mod review;
mod safe;
mod sarif;
mod say;
mod schema;
mod search_export;
mod serve;
mod site_args;
mod theme;
mod theme_args;
mod withheld;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use clap_complete::Shell;

use self::args::{Arguments, Command};

/// The end of a run, as documented in `postil --help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Good = 0,
    /// The content has errors; nothing was written.
    Content = 1,
    /// Wrong use, or a disk or network that refused.
    Wrong = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let exit = match Arguments::parse().command {
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Permalinks(args) => permalinks::run(&args),
        Command::Withheld(args) => withheld::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Export(args) => export::run(&args),
        Command::SearchExport(args) => search_export::run(&args),
        Command::Import(args) => import::run(&args),
        Command::New(args) => new::page(&args),
        Command::Init(args) => new::site(&args),
        Command::Theme(args) => theme::run(&args),
        Command::Lsp(_) => lsp::run(),
        Command::Schema(args) => schema::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => complete(args.shell),
        Command::Man(args) => man::run(&args),
    };
    exit.into()
}

/// Prints the script that completes arguments in `shell`.
fn complete(shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "postil", &mut script);
    say::result(String::from_utf8_lossy(&script).trim_end());
    Exit::Good
}

/// Says on standard error why a command cannot be carried out.
fn refuse(reason: impl std::fmt::Display) -> Exit {
    say::aside(format!("error: {}", safe::message(&reason.to_string())));
    Exit::Wrong
}
