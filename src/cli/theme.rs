//! `postil theme`.

use super::theme_args::{ThemeArgs, ThemeCommand};
use super::{Exit, gallery, refuse, say};
use crate::load::{self, built_in_paths, built_in_theme_names};
use crate::new;

pub(super) fn run(args: &ThemeArgs) -> Exit {
    match &args.command {
        ThemeCommand::List { name } => list(name.as_deref()),
        ThemeCommand::New { name, extends, root } => {
            let made = load::open(root).map_err(|error| error.to_string());
            let made =
                made.and_then(|site| new::theme(&site, name, extends).map_err(|error| error.to_string()));
            match made {
                Ok(made) => {
                    made.iter().for_each(|path| say::result(format!("Made {}", path.display())));
                    say::result(format!("Now write `theme = \"{name}\"` into site.toml"));
                    Exit::Good
                }
                Err(error) => refuse(error),
            }
        }
        ThemeCommand::Gallery { out, root } => gallery::run(root, out),
        ThemeCommand::Copy { name, files, root } => {
            let site = match load::open(root) {
                Ok(site) => site,
                Err(error) => return refuse(error),
            };
            for file in files {
                match new::copy(&site, name, file) {
                    Ok(path) => say::result(format!("Made {}", path.display())),
                    Err(error) => return refuse(error),
                }
            }
            Exit::Good
        }
    }
}

/// The names of all themes, or the files of one.
fn list(name: Option<&str>) -> Exit {
    let lines = match name {
        None => built_in_theme_names(),
        Some(name) => built_in_paths(name),
    };
    if lines.is_empty() {
        let all = built_in_theme_names().join(", ");
        return refuse(format!("no theme `{}` comes with Postil; there is: {all}", name.unwrap_or_default()));
    }
    lines.iter().for_each(say::result);
    Exit::Good
}
