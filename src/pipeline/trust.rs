//! Sites of strangers: what such a site may not bring, and how much of it is read.

use std::collections::BTreeSet;

use super::Request;
use crate::config::{BASE_THEME, Config, Levels, Limits, Themes};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::Loaded;
use crate::text::content_type;

/// The trust that somebody who builds a site has in its author.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Trust {
    /// The site is one's own, or a friend's.
    #[default]
    Full,
    /// The site may be hostile: it brings words, pictures and recordings, and nothing that acts.
    None,
}

/// The most files of such a site, pages and others.
const MOST_FILES: usize = 20_000;

/// The most bytes of the files that are published as they are: what hosts of previews take.
const MOST_BYTES: u64 = 1 << 30;

/// Takes back what the settings of a site ask for that a stranger may not have. The site brings files of the themes
/// that are called as `own` says; even what such a theme lets be set may be anything.
pub(super) fn restrict(
    config: &mut Config,
    built_in: &Themes,
    own: &BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) {
    let most = Limits::default();
    config.limits.text = config.limits.text.min(most.text);
    // Limits are errors, which such a site may not call warnings.
    config.levels = Levels::default();
    if config.theme.layers.iter().any(|layer| own.contains(layer)) {
        let message = format!(
            "the theme `{}` has files of the site, and `{BASE_THEME}` as it is built in is used",
            config.theme.name
        );
        diagnostics.push(Diagnostic::new(Code::NotTrusted, message));
        config.theme = built_in.named(BASE_THEME);
    }
    if let Some(font) = config.card_fonts.first() {
        let message = "fonts of the site are not read, and no cards are drawn";
        diagnostics.push(Diagnostic::new(Code::NotTrusted, message).at(font.span));
        config.card_fonts.clear();
    }
}

/// Says which files are not published, and refuses a site that has too many of them.
pub(super) fn check_files(loaded: &Loaded, diagnostics: &mut Diagnostics) {
    let left_out = loaded.files.iter().filter(|(path, _)| !is_passive(path));
    diagnostics.extend(left_out.map(|(_, file)| {
        let message = format!("{} is not published: a browser may run it", file.path);
        Diagnostic::new(Code::NotTrusted, message).in_file(file.path.clone())
    }));
    let count = loaded.files.len() + loaded.content.len() + loaded.notes.len() + loaded.records.len();
    if count > MOST_FILES {
        let message =
            format!("the site has {count} files, and the limit for one that is not trusted is {MOST_FILES}");
        diagnostics.push(Diagnostic::new(Code::TooLarge, message));
    }
    let bytes: u64 = loaded.files.values().fold(0, |sum, file| sum.saturating_add(file.length));
    if bytes > MOST_BYTES {
        let message = format!(
            "the site publishes {} MiB of files, and the limit for one that is not trusted is {} MiB",
            bytes >> 20,
            MOST_BYTES >> 20
        );
        diagnostics.push(Diagnostic::new(Code::TooLarge, message));
    }
}

/// Says if a file may be published for `request` at `path`.
pub(super) fn may_publish(request: &Request, path: &str) -> bool {
    request.trust == Trust::Full || is_passive(path)
}

/// Says if browsers show a file and never run it. An unknown ending is not passive: its host decides what it is.
fn is_passive(path: &str) -> bool {
    let content_type = content_type::from_path(path);
    let sorts = ["audio/", "font/", "image/", "video/", "text/plain", "text/vtt", "text/csv"];
    let single = ["application/json", "application/pdf"];
    let is_shown = sorts.iter().any(|sort| content_type.starts_with(sort)) || single.contains(&content_type);
    is_shown && content_type != "image/svg+xml"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_run_is_not_passive() {
        for path in [
            "a.html", "a.HTM", "a.svg", "a.js", "a.mjs", "a.css", "a.xml", "a.xhtml", "a.swf", "a",
            "_headers",
        ] {
            assert!(!is_passive(path), "{path}");
        }
        for path in ["a.jpg", "b/a.PNG", "a.mp3", "a.vtt", "a.pdf", "a.txt", "a.woff2", "a.json"] {
            assert!(is_passive(path), "{path}");
        }
    }
}
