//! The arguments of the commands that serve editors and explain problems.

use clap::{Args, ValueEnum};

/// Serve an editor: problems while you type, completion, renames
///
/// A language server, which an editor starts. It speaks the Language Server Protocol over standard input and output.
/// The manual has the settings for Visual Studio Code, Neovim, Helix, Zed and Emacs.
#[derive(Debug, Args)]
pub(super) struct LspArgs {
    /// Use standard input and output, which is what the server does anyway: some editors add this option
    #[arg(long, hide = true)]
    pub(super) stdio: bool,
}

/// Print the JSON schema of site.toml or of front matter
///
/// Editors of TOML use it to check and complete settings.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  postil schema site > site.schema.json")]
pub(super) struct SchemaArgs {
    /// The text that the schema describes
    #[arg(value_enum, value_name = "OF")]
    pub(super) of: SchemaText,
}

/// A text that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaText {
    /// site.toml.
    Site,
    /// The front matter of a page.
    Page,
    /// The front matter of a notes file.
    Notes,
}

/// Explain a problem's code
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The code, such as `undefined-note`; all of them when none is given
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}
