//! A page's title, and the level that its sections' headings start at.

use super::markdown::{RawHeading, TopLevelPart};
use crate::model::{FrontMatter, Inline, plain_text};
use crate::text::path::title_from_name;

/// Finds the title: the front matter's, else the first heading's, else the file's name. The heading
/// that is the title leaves `pieces`. A heading behind `speech`, the byte at which somebody begins to speak, is none.
pub fn take(
    pieces: &mut Vec<TopLevelPart>,
    front: &FrontMatter,
    path: &str,
    speech: Option<usize>,
) -> Vec<Inline> {
    let first = pieces.iter().position(|piece| matches!(piece, TopLevelPart::Heading(_)));
    let is_title = |heading: &RawHeading| match &front.title {
        Some(title) => heading.level == 1 && plain_text(&heading.inlines).trim() == title.trim(),
        None if speech.is_some_and(|start| start < heading.span.start as usize) => false,
        None => heading.level == 1 || pieces_use_level_once(pieces, heading.level),
    };
    if let Some(at) = first
        && matches!(&pieces[at], TopLevelPart::Heading(heading) if is_title(heading))
        && let TopLevelPart::Heading(heading) = pieces.remove(at)
    {
        return drop_bold(heading.inlines);
    }
    let text = front.title.clone().unwrap_or_else(|| from_path(path));
    vec![Inline::Text { text, at: 0 }]
}

/// Without front matter, a lone heading above all others is the title even if it is not of level 1.
fn pieces_use_level_once(pieces: &[TopLevelPart], level: u8) -> bool {
    let levels: Vec<u8> = pieces
        .iter()
        .filter_map(|piece| match piece {
            TopLevelPart::Heading(heading) => Some(heading.level),
            TopLevelPart::Block(_) => None,
        })
        .collect();
    let starts_the_text = matches!(pieces.first(), Some(TopLevelPart::Heading(_)));
    starts_the_text && levels.iter().filter(|&&other| other <= level).count() == 1 && levels.len() > 1
}

/// `the-gardener.md` is "The gardener" when nothing better is known; `a/_index.md` is "A".
fn from_path(path: &str) -> String {
    let path = path.strip_suffix(".md").unwrap_or(path);
    let path = path.strip_suffix("/_index").unwrap_or(path);
    title_from_name(path.rsplit('/').next().unwrap_or(path))
}

/// A heading that is bold from end to end is a heading, not emphasis.
pub fn drop_bold(mut inlines: Vec<Inline>) -> Vec<Inline> {
    match inlines.as_mut_slice() {
        [Inline::Strong(children)] => std::mem::take(children),
        _ => inlines,
    }
}
