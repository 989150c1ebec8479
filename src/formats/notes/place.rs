//! The place of a sidecar file of notes: beside the page that its notes are on.

use std::path::Path;

use super::NotesFile;
use crate::text::slug::slug;

/// The path, without its ending and below the folder of pages, of the file for `notes`, which were read
/// from the file `from`. `is_page` tells whether there is a page of that path.
pub fn path(notes: &NotesFile, from: &Path, is_page: impl Fn(&str) -> bool) -> String {
    let segments = segments(&notes.page, from);
    let known = (0..segments.len()).map(|start| segments[start..].join("/")).find(|path| is_page(path));
    let last = segments.last().map(|segment| slug(segment)).filter(|segment| !segment.is_empty());
    let page = known.or(last).unwrap_or_else(|| "page".to_string());
    let author = notes.author.as_deref().map(slug).filter(|author| !author.is_empty());
    author.map_or(format!("{page}.notes"), |author| format!("{page}.notes.{author}"))
}

/// The parts of a page's address; of a relative one behind the folders of the file that has it.
fn segments(page: &str, from: &Path) -> Vec<String> {
    let address = page.split(['?', '#']).next().unwrap_or_default();
    let (before, path) = match address.split_once("://") {
        Some((_, rest)) => (Vec::new(), rest.split_once('/').map_or("", |(_, path)| path)),
        None => (folders(from), address),
    };
    let decoded = path.split('/').map(|part| percent_encoding::percent_decode_str(part).decode_utf8_lossy());
    let is_name = |part: &String| !matches!(part.as_str(), "" | "." | ".." | "index.html") && is_safe(part);
    let parts = decoded.map(|part| part.trim_end_matches(".html").to_string());
    before.into_iter().chain(parts.filter(|part| part != "index")).filter(is_name).collect()
}

fn folders(from: &Path) -> Vec<String> {
    let names = from.parent().into_iter().flat_map(Path::components);
    names.map(|name| name.as_os_str().to_string_lossy().into_owned()).collect()
}

/// No part may lead elsewhere.
fn is_safe(part: &str) -> bool {
    !part.contains(['/', '\\', ':']) && !part.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_pages() {
        let check = |page: &str, expected: &[&str]| {
            assert_eq!(segments(page, Path::new("public/talks/ada/notes.json")), expected, "{page}");
        };
        check("https://a.example/b/talks/ada/?x#y", &["b", "talks", "ada"]);
        check("https://a.example/talks/%E4%BD%A0/index.html", &["talks", "你"]);
        check("index.html", &["public", "talks", "ada"]);
        check("https://a.example/%2e%2e/%2Fetc/ada.html", &["ada"]);
        check("https://a.example", &[]);
    }
}
