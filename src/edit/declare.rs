//! Names added to the speakers that the front matter of a page declares: a label that is there once may be read only then.

use super::editable::EditablePage;
use crate::diag::Fix;
use crate::parse;
use crate::source::{SourceId, Span};

/// The change that declares `name`, beside everybody who speaks on the page so far; none where the front matter has a
/// list in a form that is not known.
pub fn declaration(page: &EditablePage, name: &str) -> Option<Fix> {
    let text = page.source.text();
    let at = |byte: usize, replacement: String| Fix { span: Span::new(SourceId(0), byte, byte), replacement };
    let (line_break, quoted) = (page.line_break(), quoted(name)?);
    let is_declared = page.document.front.speakers.iter().any(|speaker| speaker.value == name);
    if is_declared {
        return None;
    }
    // Values of YAML have no places of their own.
    if let Some((start, end)) = parse::front_matter(text).filter(|_| !text.starts_with("+++"))
        && let Some((behind, head)) = yaml_list_end(&text[start..end])
    {
        return Some(at(start + behind, format!("{}{quoted}", head.replace('\n', line_break))));
    }
    if let Some(last) = page.document.front.speakers.iter().map(|speaker| speaker.span).max() {
        let line = text[..last.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let before = text.get(line..last.start as usize)?;
        let is_item = before.trim_start() == "- ";
        let added = if is_item { format!("{line_break}{before}{quoted}") } else { format!(", {quoted}") };
        return Some(at(last.end as usize, added));
    }
    let others = page.document.speakers.iter().map(|speaker| self::quoted(&speaker.name));
    let mut names = others.collect::<Option<Vec<_>>>()?;
    if !names.contains(&quoted) {
        names.push(quoted);
    }
    let list = names.join(", ");
    match parse::front_matter(text) {
        Some((start, _)) if text.starts_with("+++") => {
            Some(at(start, format!("speakers = [{list}]{line_break}")))
        }
        Some((start, _)) => Some(at(start, format!("speakers: [{list}]{line_break}"))),
        None => {
            Some(at(0, format!("+++{line_break}speakers = [{list}]{line_break}+++{line_break}{line_break}")))
        }
    }
}

/// The byte behind the last speaker of the list in `front`, which is YAML, and what goes before another one there.
fn yaml_list_end(front: &str) -> Option<(usize, String)> {
    const KEY: &str = "speakers:";
    let start = if front.starts_with(KEY) { 0 } else { front.find("\nspeakers:")? + 1 } + KEY.len();
    let end = front[start..].find('\n').map_or(front.len(), |length| start + length);
    let written = front[start..end].trim_end();
    if let Some(names) = written.strip_suffix(']') {
        let separator = if names.trim_end().ends_with('[') { "" } else { ", " };
        return Some((start + names.len(), separator.to_string()));
    }
    let mut last = None;
    let mut at = end + 1;
    for line in front.get(at..).filter(|_| written.is_empty())?.split_inclusive('\n') {
        let item = line.trim_end();
        let dash = item.find("- ").filter(|&dash| item[..dash].trim().is_empty());
        let Some(dash) = dash else { break };
        last = Some((at + item.len(), format!("\n{}- ", &item[..dash])));
        at += line.len();
    }
    last
}

/// A name as a string of TOML and of YAML.
fn quoted(name: &str) -> Option<String> {
    let is_plain = !name.contains(|c: char| matches!(c, '"' | '\\') || c.is_control());
    is_plain.then(|| format!("\"{name}\""))
}
