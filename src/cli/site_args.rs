//! The arguments that choose a site and its edition, and the words for what that withholds.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::build::number;
use super::safe;
use crate::config::Edition;
use crate::load::SITE_FILE;
use crate::pipeline::SiteCounts;

/// The options of every command that reads a site.
#[derive(Debug, Args)]
pub(super) struct SiteArgs {
    /// The folder of site.toml, or one inside it
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_root)]
    pub(super) root: PathBuf,
    /// Include pages whose front matter says `draft = true`
    #[arg(long)]
    pub(super) drafts: bool,
}

/// The edition of a site.
#[derive(Debug, Args)]
pub(super) struct EditionArgs {
    /// The edition: `archive` shows everything that is withheld from the public, any other name what is withheld for
    /// that edition [default: the public edition]
    #[arg(long, value_name = "NAME")]
    pub(super) edition: Option<String>,
    /// The day on which it is judged what is still withheld [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Option<Date>,
}

/// The edition that is asked for.
pub(super) fn edition(args: &EditionArgs) -> Edition {
    Edition { name: args.edition.clone(), date: args.date.unwrap_or_else(today), is_for_editing: false }
}

/// The day in the zone that all builds share, so that builds of one day are the same everywhere.
pub(super) fn today() -> Date {
    Offset::UTC.to_datetime(Timestamp::now()).date()
}

/// Says what an edition withholds: `12 passages and 3 pages are withheld on 2026-03-01`.
pub(super) fn withheld(counts: &SiteCounts, edition: &Edition) -> Option<String> {
    let name = edition.name.as_ref().map(|name| format!("edition `{}`: ", safe::message(name)));
    let passages =
        (counts.withheld_passages > 0).then(|| number(counts.withheld_passages, "passage", "passages"));
    let pages = (counts.withheld_pages > 0).then(|| number(counts.withheld_pages, "page", "pages"));
    let parts: Vec<String> = [passages, pages].into_iter().flatten().collect();
    let verb = if counts.withheld_passages + counts.withheld_pages == 1 { "is" } else { "are" };
    match (name, parts.is_empty()) {
        (None, true) => None,
        (name, true) => Some(format!("{}nothing is withheld on {}", name.unwrap_or_default(), edition.date)),
        (name, false) => Some(format!(
            "{}{} {verb} withheld on {}",
            name.unwrap_or_default(),
            parts.join(" and "),
            edition.date
        )),
    }
}

/// The folder at `written`, or the nearest one around it that has a `site.toml`, so that commands work in any
/// folder of a site.
pub(super) fn site_root(written: &str) -> Result<PathBuf, &'static str> {
    const DEEPEST: usize = 64; // deeper than any real site
    let is_site = |folder: &Path| folder.join(SITE_FILE).symlink_metadata().is_ok();
    let mut folder = PathBuf::from(written);
    for _ in 0..DEEPEST {
        if is_site(&folder) {
            return Ok(folder);
        }
        // A path that is above all others, or that does not exist, ends the search.
        if folder.canonicalize().is_ok_and(|whole| whole.parent().is_none()) || !folder.is_dir() {
            break;
        }
        folder = if folder == Path::new(".") { PathBuf::from("..") } else { folder.join("..") };
    }
    Ok(PathBuf::from(written))
}

/// List what the site withholds from the public
///
/// Shows each passage with its place, extent, conditions and length, and the time in the recording where it is known.
/// The list is for those who may see the archive.
#[derive(Debug, Args)]
pub(super) struct WithheldArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// The day on which it is judged what is still withheld [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Option<Date>,
    /// The form of the list
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: WithheldFormat,
}

/// The form of a list of withheld passages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum WithheldFormat {
    /// A line for each passage, for people.
    #[default]
    Human,
    /// A table.
    Csv,
    /// A table of the stretches to mute in each recording, in seconds.
    Mute,
    /// The audio filter for ffmpeg that mutes them, for each recording.
    Ffmpeg,
    /// Lines for the configuration of nginx that answer 410 at the addresses of removed pages.
    Nginx,
    /// The same for Apache, such as for its .htaccess.
    Apache,
}
