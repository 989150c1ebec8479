//! The command line: what there is to ask for.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use clap_complete::Shell;

use super::editor_args::{ExplainArgs, LspArgs, SchemaArgs};
use super::site_args::{EditionArgs, SiteArgs, WithheldArgs, site_root};
use super::theme_args::ThemeArgs;
use crate::config::EXPORT_NAMES;
use crate::formats::files::LARGEST_FILE;
use crate::formats::{Renaming, readable_formats, writer_by_name};
use crate::index::export;

/// Turns annotated long-form transcripts into a static site.
#[derive(Debug, Parser)]
#[command(name = "postil", version, about, after_help = AFTER_HELP, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  postil init talks                  start a site in the folder `talks`
  postil serve --open                see it in the browser while you write
  postil build --out public          make the folder that you publish

Exit codes:
  0  success
  1  the content has errors: each is shown with its place, and nothing is written
  2  the command was used wrongly, or a disk or network failed";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Build(BuildArgs),
    Check(CheckArgs),
    #[command(alias = "pin")]
    Permalinks(PermalinksArgs),
    Withheld(WithheldArgs),
    Serve(ServeArgs),
    Import(ImportArgs),
    Export(ExportArgs),
    SearchExport(SearchExportArgs),
    New(NewArgs),
    Init(InitArgs),
    Theme(ThemeArgs),
    Lsp(LspArgs),
    Schema(SchemaArgs),
    Explain(ExplainArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Build the site into a folder
///
/// Writes only files that changed, and deletes files of an earlier build that the site no longer has.
/// Files that Postil did not write are kept. If the content has errors, all of them are shown and the
/// folder stays as it was. Where the system supports it, the new site replaces the old one in a
/// single step.
#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    #[command(flatten)]
    pub(super) edition: EditionArgs,
    /// The folder to write to [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// The public address of the site, instead of the one in site.toml
    #[arg(long, value_name = "URL", value_parser = crate::config::base_url)]
    pub(super) base_url: Option<String>,
    /// A folder for results that the next build can use again; you can delete it at any time
    #[arg(long, value_name = "DIR")]
    pub(super) cache: Option<PathBuf>,
    /// Build a site that you do not trust: without its theme, its fonts and files that browsers run, with limits on
    /// its size, memory and time, and confined to its folder and the output where the system supports that
    #[arg(long, conflicts_with_all = ["cache", "drafts"])]
    pub(super) untrusted: bool,
    /// Change the folder's files one by one instead of replacing the folder in a single step, for a folder that is
    /// mounted elsewhere or in which a server runs
    #[arg(long)]
    pub(super) in_place: bool,
    /// Print problems only
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// The form of messages: text for people on standard error, or one JSON object a line on standard output
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: ReportFormat,
}

/// Look for problems without writing the site
///
/// Does everything that a build does and writes nothing. With `--fix`, problems that have one right
/// answer are fixed in the sources, and each change is shown as a difference. A note in a sidecar
/// file whose words were corrected, for example, then quotes them as they are now.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    #[command(flatten)]
    pub(super) edition: EditionArgs,
    /// Apply the fixes that have one right answer
    #[arg(long)]
    pub(super) fix: bool,
    /// Show each note whose words changed, with the old and the new words, and decide with one key
    #[arg(long, conflicts_with_all = ["fix", "untrusted", "format", "deny"])]
    pub(super) review: bool,
    /// Exit with code 1 for these as well as for errors
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(super) deny: Option<Deny>,
    /// Check a site that you do not trust, as `build --untrusted` builds it
    #[arg(long, conflicts_with_all = ["fix", "drafts"])]
    pub(super) untrusted: bool,
    /// The form of messages: text for people on standard error, or one JSON object a line or one SARIF document on
    /// standard output
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: CheckFormat,
}

/// Record the permalinks that are published
///
/// Writes a small text file for each page below anchors/, to be committed with the site. From then
/// on its sections, turns and notes keep their links when the text is corrected, split, joined, moved
/// or relabelled. Run it whenever you publish.
#[derive(Debug, Args)]
pub(super) struct PermalinksArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,
}

/// The form in which a check prints problems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// With the line of the source, for people.
    #[default]
    Human,
    /// One JSON object a line, for programs.
    Json,
    /// One SARIF 2.1.0 document, for code hosts.
    Sarif,
}

/// The problems that make a check fail besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    /// Warnings too.
    Warnings,
}

/// The form in which a command prints problems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// With the line of the source, for people.
    #[default]
    Human,
    /// One JSON object a line, for programs.
    Json,
}

/// Show the site in the browser while you write
///
/// Every change is built at once, in memory, and the browser shows it where you were. A change
/// with errors shows them in the page. Only this machine can reach the server, unless --host says otherwise.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    #[command(flatten)]
    pub(super) edition: EditionArgs,
    /// The address to listen on: 0.0.0.0 for a phone in the same network, or for a container
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) host: IpAddr,
    /// The port to listen on [default: 4173, or the next one that is free]
    #[arg(long, value_name = "N")]
    pub(super) port: Option<u16>,
    /// Open the browser
    #[arg(long)]
    pub(super) open: bool,
    /// Let the pages change the files in content/: write notes, correct words, decide about notes in doubt
    #[arg(long)]
    pub(super) write: bool,
    /// With --write, the program that the key `e` opens a page's file in, such as `code -g {path}:{line}`
    /// [default: VISUAL, or EDITOR]
    #[arg(long, value_name = "COMMAND", requires = "write")]
    pub(super) editor: Option<String>,
    /// Send no Content-Security-Policy: for a theme whose pages contain scripts or styles, or load them from
    /// other hosts
    #[arg(long)]
    pub(super) no_policy: bool,
}

/// Write a transcript for another program
///
/// Writes the file that `postil build` makes for each transcript, for one page, to standard output.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  postil export talks/ada --as vtt --to ada.vtt")]
pub(super) struct ExportArgs {
    /// The page: its file below content/, or its address; for a book a collection too, or `/` for the site
    #[arg(value_name = "PAGE")]
    pub(super) page: String,
    /// The format
    #[arg(long = "as", value_name = "FORMAT", value_parser = export_format())]
    pub(super) format: String,
    /// The file to write, instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(super) to: Option<PathBuf>,
    #[command(flatten)]
    pub(super) site: SiteArgs,
    #[command(flatten)]
    pub(super) edition: EditionArgs,
}

/// Write documents for a search engine
///
/// Writes one document for each section and note, with all facets, and the settings that the engine loads
/// unchanged.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  postil search-export --format meilisearch --to documents")]
pub(super) struct SearchExportArgs {
    /// The engine, or `ndjson` for any other
    #[arg(long, value_name = "ENGINE", value_parser = engine())]
    pub(super) format: String,
    /// The folder to write into
    #[arg(long, value_name = "DIR")]
    pub(super) to: PathBuf,
    #[command(flatten)]
    pub(super) site: SiteArgs,
    #[command(flatten)]
    pub(super) edition: EditionArgs,
}

fn engine() -> PossibleValuesParser {
    PossibleValuesParser::new(export::EngineFormat::ALL.iter().map(|(name, _)| *name))
}

fn export_format() -> PossibleValuesParser {
    let about = |name: &&'static str| {
        PossibleValue::new(*name).help(writer_by_name(name).map_or("", |writer| writer.file))
    };
    PossibleValuesParser::new(EXPORT_NAMES.iter().map(about))
}

/// Make pages of transcripts that other programs wrote
///
/// Reads captions and other formats of transcripts, and makes a page of each: turns, and paragraphs with
/// their times. Reports what was read, what was written, and what was left out. Annotations become
/// notes files. Existing files are not changed.
#[derive(Debug, Args)]
#[command(after_help = IMPORT_HELP)]
pub(super) struct ImportArgs {
    /// The files to read, or folders of them
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// The folder to write pages to [default: `content` next to a site.toml, or else the current folder]
    #[arg(long, value_name = "DIR")]
    pub(super) to: Option<PathBuf>,
    /// A file that belongs to the transcript: chapters, or a Spacelog mission's `_meta`
    #[arg(long, value_name = "FILE")]
    pub(super) with: Vec<PathBuf>,
    /// Rename a speaker, as in `--speaker SPEAKER_00="Ann Lee"`; two speakers with the same new name become one
    #[arg(long, value_name = "OLD=NEW", value_parser = renaming)]
    pub(super) speaker: Vec<Renaming>,
    /// The files' format, instead of the detected one
    #[arg(long, value_name = "FORMAT", value_parser = format())]
    pub(super) format: Option<String>,
    /// The files' encoding, instead of the detected one: `gb18030`, `windows-1251`, `shift_jis`
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// The silence, in seconds, after which a sentence begins a paragraph
    #[arg(long, value_name = "SECONDS", default_value_t = 3.0)]
    pub(super) pause: f64,
    /// The number of words after which a paragraph ends with its sentence
    #[arg(long, value_name = "N", default_value_t = 120)]
    pub(super) words: usize,
    /// The precision of written times: to the second, or exactly as they were read
    #[arg(long, value_enum, default_value_t)]
    pub(super) times: ImportTimes,
    /// Publish private annotations and those of a group; otherwise they become drafts
    #[arg(long)]
    pub(super) publish_private: bool,
    /// Tags of annotations that are kinds of notes, as in `--tag-kinds fact,cite`
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pub(super) tag_kinds: Vec<String>,
    /// Overwrite existing pages
    #[arg(long)]
    pub(super) replace: bool,
    /// The largest size of a file, in mebibytes
    #[arg(long, value_name = "MIB", default_value_t = LARGEST_FILE >> 20, value_parser = value_parser!(u64).range(1..=4096))]
    pub(super) max_size: u64,
    /// Set the times of the corrected page FILE by the recognized words of its recording
    #[arg(long, value_name = "WORDS", conflicts_with_all = ["to", "with", "speaker", "pause", "words", "replace"])]
    pub(super) retime: Option<PathBuf>,
    /// Show what would be made, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

const IMPORT_HELP: &str = "\
Examples:
  postil import talk.vtt                          makes talk.md, and lists who speaks
  postil import talk.vtt --speaker S1=\"Ann Lee\"   calls S1 by her name
  postil import captions/ --to content/talks      makes a page of every transcript in a folder
  postil import notes.json                        makes a notes file next to their page
  postil import --retime talk.json talk.md        sets the times of a corrected page";

/// The precision of written times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ImportTimes {
    /// To the second.
    #[default]
    Seconds,
    /// As exactly as they were read.
    Exact,
}

fn renaming(written: &str) -> Result<Renaming, &'static str> {
    match written.split_once('=').map(|(old, new)| (old.trim(), new.trim())) {
        Some((old, new)) if !old.is_empty() && !new.is_empty() => {
            Ok(Renaming { old: old.to_string(), new: new.to_string() })
        }
        _ => Err("write it as OLD=NEW"),
    }
}

fn format() -> PossibleValuesParser {
    PossibleValuesParser::new(
        readable_formats().map(|format| PossibleValue::new(format.id).help(format.name)),
    )
}

/// Start a transcript
///
/// Makes content/PATH.md with front matter and the beginning of a conversation. An existing file is
/// not changed.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  postil new interviews/ada    makes content/interviews/ada.md")]
pub(super) struct NewArgs {
    /// The path of the new page below content/
    #[arg(value_name = "PATH")]
    pub(super) path: String,
    /// The folder of site.toml, or one inside it
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_root)]
    pub(super) root: PathBuf,
}

/// Start a site
///
/// Makes a small site that builds: site.toml, a home page and an annotated transcript. Existing files
/// are not changed.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder of the new site
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
}

/// Print a script that completes postil's arguments in your shell
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  postil completions fish > ~/.config/fish/completions/postil.fish")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: Shell,
}

/// Print postil's manual page
///
/// With --to, writes a page for postil and one for each command to a folder, as packages need them.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  postil man | man -l -")]
pub(super) struct ManArgs {
    /// The folder to write all pages to
    #[arg(long, value_name = "DIR")]
    pub(super) to: Option<PathBuf>,
}
