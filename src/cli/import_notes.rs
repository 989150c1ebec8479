//! `postil import gate.notes.ann.md`: notes that a reader wrote on a published page and sent as a file.
//!
//! Whoever sends a file decides nothing: all of its notes are drafts, until the author of the site takes them as theirs.

use std::path::Path;

use super::args::ImportArgs;
use super::build::number;
use super::import_target::{ImportFolder, SavedPage};
use super::{Exit, refuse, safe, say};
use crate::config::Config;
use crate::disk::{EntryKind, FolderHandle};
use crate::formats::files;
use crate::parse;
use crate::source::Sources;

/// Folders deeper than this are not looked into for a page.
const DEEPEST: usize = 32;

/// The name of the page that a file of a reader's notes is about, without its ending: `gate` of `gate.notes.ann.md`.
pub(super) fn page_name(path: &Path) -> Option<&str> {
    let stem = path.file_name()?.to_str()?.strip_suffix(".md")?;
    let (page, author) = stem.rsplit_once(".notes.")?;
    (!page.is_empty() && !author.is_empty()).then_some(page)
}

/// Puts the file at `path` beside its page.
pub(super) fn run(path: &Path, page: &str, args: &ImportArgs) -> Exit {
    let shown = path.display();
    let input = match files::read(path, args.max_size << 20) {
        Ok(input) => input,
        Err(error) => return refuse(error),
    };
    let Ok(text) = String::from_utf8(input.bytes) else {
        return refuse(format!("{shown} is no text in UTF-8"));
    };
    let target = ImportFolder::new(args);
    let mut found = Vec::new();
    if let Ok(folder) = target.open() {
        pages(&folder, "", &format!("{page}.md"), 0, &mut found);
    }
    let folder = match found.as_slice() {
        [one] => one.strip_suffix(&format!("{page}.md")).unwrap_or_default(),
        [] => {
            return refuse(format!(
                "{} has no page {page}.md that these notes could be on",
                target.path.display()
            ));
        }
        several => {
            let all: Vec<String> =
                several.iter().map(|path| target.path.join(path).display().to_string()).collect();
            return refuse(format!(
                "several pages are called {page}.md: name the folder with --to: {}",
                all.join(", ")
            ));
        }
    };
    let below = format!("{folder}{}", input.name);
    let text = as_drafts(text.trim_start_matches('\u{feff}'));
    let made = target.path.join(&below);
    match target.save(&below, &text, args) {
        Ok(SavedPage::Written) => {}
        Ok(SavedPage::IsThere) => {
            return refuse(format!(
                "{} exists already and was not changed; use --replace to overwrite it",
                made.display()
            ));
        }
        Err(error) => return refuse(format!("{}: {error}", made.display())),
    }
    let mut sources = Sources::default();
    let id = sources.add(format!("content/{below}"), text);
    let notes = parse::stand_off(&sources, id, &Config::default()).0.notes.len();
    let verb = if args.dry_run { "Would make" } else { "Made" };
    say::result(safe::message(&format!("{verb} {} from {shown}", made.display())));
    say::result(format!(
        "  notes     {}, drafts until you delete `draft = true`",
        number(notes, "note", "notes")
    ));
    say::result(
        "  check     `postil serve` shows them on their page, with what is wrong with their quotations",
    );
    Exit::Good
}

/// The paths of the files called `name` below `folder`.
fn pages(folder: &FolderHandle, below: &str, name: &str, depth: usize, found: &mut Vec<String>) {
    let Ok(entries) = folder.entries() else { return };
    for entry in entries {
        let Some(own) = entry.name.to_str() else { continue };
        match entry.kind {
            EntryKind::File if own == name => found.push(format!("{below}{own}")),
            EntryKind::Folder if depth < DEEPEST => {
                if let Ok(inner) = folder.folder(own) {
                    pages(&inner, &format!("{below}{own}/"), name, depth + 1, found);
                }
            }
            _ => {}
        }
    }
}

/// The file with `draft = true` in its front matter, whatever it said before.
fn as_drafts(text: &str) -> String {
    let Some((start, end)) = parse::front_matter(text).filter(|_| text.starts_with("+++")) else {
        return format!("+++\ndraft = true\n+++\n\n{text}");
    };
    let is_draft =
        |line: &str| line.split('=').next().is_some_and(|key| key.trim().trim_matches('"') == "draft");
    let front: String = text[start..end].split_inclusive('\n').filter(|line| !is_draft(line)).collect();
    format!("{}draft = true\n{front}{}", &text[..start], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_say_their_page() {
        assert_eq!(page_name(Path::new("x/gate.notes.ann.md")), Some("gate"));
        assert_eq!(page_name(Path::new("gate.en.notes.ann-b.md")), Some("gate.en"));
        for other in ["gate.notes.md", "gate.md", ".notes.ann.md", "gate.notes.ann.txt"] {
            assert_eq!(page_name(Path::new(other)), None, "{other}");
        }
    }

    #[test]
    fn everything_is_a_draft() {
        assert_eq!(as_drafts("> a\n\nb\n"), "+++\ndraft = true\n+++\n\n> a\n\nb\n");
        let front = "+++\nby = \"Ann\"\ndraft = false\n+++\n\n> a\n";
        assert_eq!(as_drafts(front), "+++\ndraft = true\nby = \"Ann\"\n+++\n\n> a\n");
    }
}
