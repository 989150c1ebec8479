//! Walks one folder of a site, in a fixed order and never out of that folder.

use std::ffi::OsStr;
use std::io;

use super::site_folder::SiteFolder;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::disk::{EntryKind, FolderEntry, FolderHandle, OUR_PREFIX, is_link_refused};

/// The most folders that a file may lie in: beyond it, no address fits into what systems take for a path.
const DEEPEST: usize = 128;

/// A folder below the site's root.
pub(super) struct SiteSubfolder<'a> {
    pub(super) name: &'a str,
    pub(super) hidden: Hidden,
}

/// The treatment of files whose names start with a dot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// They are an editor's or the system's: left out.
    Skip,
    /// They may be meant for the web server, such as `.well-known`: published.
    Keep,
}

/// A file that was found.
pub(super) struct FoundFile {
    /// Its path below the site's root: `content/interviews/altman.jpg`.
    pub(super) path: String,
    /// Its path below the folder that was walked: `interviews/altman.jpg`.
    pub(super) below: String,
}

impl SiteSubfolder<'_> {
    /// Every file below the folder in the order of their paths; none when there is no such folder.
    pub(super) fn walk(&self, site: &SiteFolder) -> (Vec<FoundFile>, Diagnostics) {
        let mut walk =
            FolderWalk { folder: self, found: Vec::new(), diagnostics: Diagnostics::new(), top: None };
        match site.folder(self.name) {
            Ok(Some(top)) => {
                walk.top = Some(top.clone());
                walk.look_into(&top, "", 0);
            }
            Ok(None) => {}
            Err(error) => walk.refuse_top(site, &error),
        }
        walk.found.sort_by(|a, b| a.path.cmp(&b.path));
        (walk.found, walk.diagnostics)
    }

    /// The names of the folders that lie in the folder itself.
    pub(super) fn folders(&self, site: &SiteFolder) -> (Vec<String>, Diagnostics) {
        let mut walk =
            FolderWalk { folder: self, found: Vec::new(), diagnostics: Diagnostics::new(), top: None };
        let entries = match site.folder(self.name).and_then(|top| top.map(|top| top.entries()).transpose()) {
            Ok(entries) => entries.unwrap_or_default(),
            Err(error) => {
                walk.refuse_top(site, &error);
                Vec::new()
            }
        };
        let mut names = Vec::new();
        for entry in entries {
            match (entry.name.into_string(), entry.kind) {
                (Ok(name), _) if self.is_left_out(&name) => {}
                (Ok(name), EntryKind::Folder) => names.push(name),
                (Ok(name), EntryKind::Link) => walk.refuse_link(&name, "is a link"),
                (Ok(_), EntryKind::File | EntryKind::Other) | (Err(_), _) => {}
            }
        }
        (names, walk.diagnostics)
    }

    fn is_left_out(&self, name: &str) -> bool {
        let system = [".git", ".gitignore", ".gitkeep", ".DS_Store", "Thumbs.db", "desktop.ini"];
        let backup = name.ends_with('~')
            || [".bak", ".swp", ".swo", ".orig", ".tmp"].iter().any(|end| name.ends_with(end))
            || name.starts_with('#') && name.ends_with('#')
            || name.starts_with(".#");
        let hidden = name.starts_with('.') && self.hidden == Hidden::Skip;
        hidden || backup || system.contains(&name)
    }
}

/// A walk that is under way.
struct FolderWalk<'a> {
    folder: &'a SiteSubfolder<'a>,
    /// The folder itself, which links may not lead out of.
    top: Option<FolderHandle>,
    found: Vec<FoundFile>,
    diagnostics: Diagnostics,
}

impl FolderWalk<'_> {
    /// Looks at what `folder` holds, which is at `below` and lies in `depth` others.
    fn look_into(&mut self, folder: &FolderHandle, below: &str, depth: usize) {
        let entries = match folder.entries() {
            Ok(entries) => entries,
            Err(error) => return self.say(below, format_args!("cannot be read: {error}")),
        };
        for entry in entries {
            self.look_at(folder, &entry, below, depth);
        }
    }

    fn look_at(&mut self, folder: &FolderHandle, entry: &FolderEntry, below: &str, depth: usize) {
        let shown = entry.name.to_string_lossy();
        if self.folder.is_left_out(&shown) {
            return;
        }
        let path = format!("{below}{shown}");
        match entry.kind {
            _ if shown.starts_with(OUR_PREFIX) => {
                self.say(&path, "has a name that Postil keeps for files of its own")
            }
            _ if !is_plain(&entry.name) => self.say(&path, "has a name that cannot be an address"),
            EntryKind::File => self.keep(path),
            EntryKind::Folder if depth == DEEPEST => {
                self.say(&path, format_args!("is inside more than {DEEPEST} folders"))
            }
            EntryKind::Folder => match folder.folder(&entry.name) {
                Ok(inner) => self.look_into(&inner, &format!("{path}/"), depth + 1),
                Err(error) if is_link_refused(&error) => self.refuse_link(&path, "is a link"),
                Err(error) => self.say(&path, format_args!("cannot be read: {error}")),
            },
            EntryKind::Link => self.look_behind(path),
            EntryKind::Other => self.say(&path, "is neither a file nor a folder"),
        }
    }

    /// A link to a file of the same folder stands for that file.
    fn look_behind(&mut self, path: String) {
        let Some(top) = &self.top else { return };
        if top.open_file_within(&path).is_ok() {
            return self.keep(path);
        }
        match top.folder_within(&path) {
            Ok(_) => self.refuse_link(&path, "is a link to a folder"),
            Err(_) => self
                .refuse_link(&path, format_args!("is a link that leads to no file in {}/", self.folder.name)),
        }
    }

    fn keep(&mut self, below: String) {
        self.found.push(FoundFile { path: format!("{}/{below}", self.folder.name), below });
    }

    fn say(&mut self, below: &str, reason: impl std::fmt::Display) {
        let path = format!("{}/{below}", self.folder.name);
        let path = path.trim_end_matches('/');
        let problem = Diagnostic::new(Code::Unreadable, format!("{path} {reason}"));
        self.diagnostics.push(problem.in_file(path));
    }

    fn refuse_link(&mut self, below: &str, reason: impl std::fmt::Display) {
        let path = format!("{}/{below}", self.folder.name);
        let problem = Diagnostic::new(Code::LinkNotFollowed, format!("{path} {reason}, and is not followed"));
        self.diagnostics
            .push(problem.in_file(path).help("put the file itself, or a copy of it, in the link's place"));
    }

    fn refuse_top(&mut self, site: &SiteFolder, error: &io::Error) {
        let name = self.folder.name;
        let problem = match site.kind(name) {
            _ if is_link_refused(error) => {
                let message = format!("{name} is a link, and is not followed");
                Diagnostic::new(Code::LinkNotFollowed, message)
                    .help("put the folder itself in the link's place")
            }
            Some(EntryKind::Folder) | None => {
                Diagnostic::new(Code::Unreadable, format!("{name} cannot be read: {error}"))
            }
            Some(_) => Diagnostic::new(Code::Unreadable, format!("{name} is not a folder")),
        };
        self.diagnostics.push(problem.in_file(name));
    }
}

/// Says if a name can stand in an address.
fn is_plain(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| !name.contains(|c: char| c.is_control() || c == '\\'))
}
