//! Walks one folder of a site, in a fixed order and never out of the site.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::text::path::slashed;

/// A folder directly below the site's root.
pub(super) struct Folder<'a> {
    pub(super) name: &'a str,
    pub(super) hidden: Hidden,
}

/// What becomes of files whose names start with a dot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// They are an editor's or the system's: left out.
    Skip,
    /// They may be meant for the web server, such as `.well-known`: published.
    Keep,
}

/// A file that was found.
pub(super) struct Found {
    /// Its path below the site's root: `content/interviews/altman.jpg`.
    pub(super) path: String,
    /// Its path below the folder that was walked: `interviews/altman.jpg`.
    pub(super) below: String,
}

impl Folder<'_> {
    /// Every file below the folder in the order of their paths; none when there is no such folder.
    pub(super) fn walk(&self, root: &Path) -> (Vec<Found>, Diagnostics) {
        let top = root.join(self.name);
        let (mut found, mut diagnostics) = (Vec::new(), Diagnostics::new());
        if !top.is_dir() {
            if top.symlink_metadata().is_ok() {
                let problem = Diagnostic::new(Code::Unreadable, format!("{} is not a folder", self.name));
                diagnostics.push(problem.in_file(self.name));
            }
            return (found, diagnostics);
        }
        let bounds = [root, &top].iter().filter_map(|path| path.canonicalize().ok()).collect::<Vec<_>>();
        let mut entries = WalkDir::new(&top).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            match self.look_at(entry, root, &bounds) {
                Ok(Some(file)) => found.push(file),
                Ok(None) => {}
                Err(Skipped { folder, problem }) => {
                    if folder {
                        entries.skip_current_dir();
                    }
                    diagnostics.extend(problem);
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        (found, diagnostics)
    }

    /// The file that `entry` is; `None` for a folder, which is then walked.
    fn look_at(
        &self,
        entry: walkdir::Result<DirEntry>,
        root: &Path,
        bounds: &[PathBuf],
    ) -> Result<Option<Found>, Skipped> {
        let entry = entry.map_err(|error| Skipped::unreadable(&error, root))?;
        let folder = entry.file_type().is_dir();
        if entry.depth() > 0 && self.is_left_out(&entry) {
            return Err(Skipped { folder, problem: None });
        }
        if entry.path_is_symlink() && leads_out(entry.path(), bounds) {
            return Err(Skipped::because(&entry, root, "is a link that leads out of the site"));
        }
        if folder {
            return Ok(None);
        }
        if !entry.file_type().is_file() {
            return Err(Skipped::because(&entry, root, "is neither a file nor a folder"));
        }
        match plain_path(entry.path(), root) {
            Some(path) => Ok(Some(Found { below: path[self.name.len() + 1..].to_string(), path })),
            None => Err(Skipped::because(&entry, root, "has a name that cannot be an address")),
        }
    }

    fn is_left_out(&self, entry: &DirEntry) -> bool {
        let name = entry.file_name().to_string_lossy();
        let system = [".git", ".gitignore", ".gitkeep", ".DS_Store", "Thumbs.db", "desktop.ini"];
        let backup = name.ends_with('~')
            || [".bak", ".swp", ".swo", ".orig", ".tmp"].iter().any(|end| name.ends_with(end))
            || name.starts_with('#') && name.ends_with('#')
            || name.starts_with(".#");
        let hidden = name.starts_with('.') && self.hidden == Hidden::Skip;
        hidden || backup || system.contains(&name.as_ref())
    }
}

/// Something that is passed over, perhaps with a word about it.
struct Skipped {
    folder: bool,
    problem: Option<Diagnostic>,
}

impl Skipped {
    fn because(entry: &DirEntry, root: &Path, reason: &str) -> Self {
        let path = shown_path(entry.path(), root);
        let problem = Diagnostic::new(Code::Unreadable, format!("{path} {reason}")).in_file(path);
        Skipped { folder: entry.file_type().is_dir(), problem: Some(problem) }
    }

    fn unreadable(error: &walkdir::Error, root: &Path) -> Self {
        let path = shown_path(error.path().unwrap_or(root), root);
        let reason = match (error.loop_ancestor(), error.io_error()) {
            (Some(_), _) => "it is a link back to a folder it stands in".to_string(),
            (None, Some(error)) => error.to_string(),
            (None, None) => "the disk does not say why".to_string(),
        };
        let message = format!("{path} cannot be read: {reason}");
        Skipped { folder: false, problem: Some(Diagnostic::new(Code::Unreadable, message).in_file(path)) }
    }
}

fn leads_out(path: &Path, bounds: &[PathBuf]) -> bool {
    path.canonicalize().map_or(true, |target| !bounds.iter().any(|bound| target.starts_with(bound)))
}

/// `path` from the site's root with `/` between its parts; `None` when it cannot stand in an address.
fn plain_path(path: &Path, root: &Path) -> Option<String> {
    let path = slashed(path.strip_prefix(root).ok()?)?;
    (!path.contains(|c: char| c.is_control() || c == '\\')).then_some(path)
}

fn shown_path(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
