//! The arguments of `postil theme`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Start a theme, or copy files of one
///
/// A file in themes/NAME/ replaces the file with the same path in that theme. A theme of your own extends
/// another one and uses its files, except for those that it replaces.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  postil theme list default                           show the files of a theme
  postil theme new mine                               start a theme in themes/mine/
  postil theme copy default templates/person.html     copy one file of a theme")]
pub(super) struct ThemeArgs {
    #[command(subcommand)]
    pub(super) command: ThemeCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ThemeCommand {
    /// Show the themes that come with Postil, or the files of one
    List {
        /// The theme whose files are shown
        #[arg(value_name = "NAME")]
        name: Option<String>,
    },
    /// Copy files of a theme into the site, to change them there
    Copy {
        /// The theme
        #[arg(value_name = "NAME")]
        name: String,
        /// Its files, as `postil theme list NAME` shows them
        #[arg(value_name = "FILE", required = true)]
        files: Vec<String>,
        /// The folder of site.toml
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
    /// Build the site in each theme, and a page that shows them side by side
    Gallery {
        /// The folder to write to
        #[arg(value_name = "DIR")]
        out: PathBuf,
        /// The folder of site.toml
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
    /// Start a theme of your own
    New {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
        /// The theme that it extends
        #[arg(long, value_name = "NAME", default_value = "default")]
        extends: String,
        /// The folder of site.toml
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
}
