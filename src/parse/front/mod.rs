//! Front matter in each syntax that authors bring: TOML between `+++`, which is ours and strict; YAML
//! between `---`, which half the world has, and what feed converters leave, which are taken as they come.

mod access;
mod hosts;
mod identifiers;
mod points;
mod quoted;
mod toml;
mod yaml;

pub use quoted::take as take_quoted;
pub use toml::{notes_shape, page_shape};

use super::standoff::Defaults;
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{FrontMatter, Media, MediaKind};
use crate::source::{Located, SourceId, Span};
use crate::toml_reader;

/// Splits `text` into its front matter, read, and the byte at which its body begins.
pub fn split(source: SourceId, text: &str) -> (FrontMatter, usize, Diagnostics) {
    if let Some(fenced) = Fenced::find(text, "+++") {
        let (front, diagnostics) = toml::read(source, &fenced);
        return (front, fenced.end, diagnostics);
    }
    if let Some(fenced) = yaml_between_fences(text) {
        let (front, diagnostics) = yaml::read(source, &fenced);
        return (front, fenced.end, diagnostics);
    }
    if let Some(fenced) = toml_between_wrong_fences(text) {
        let (front, mut diagnostics) = toml::read(source, &fenced);
        let message = "this front matter is TOML, but lines of `---` enclose YAML";
        let problem = Diagnostic::new(Code::BadYaml, message).at(fenced.span(source));
        diagnostics.push(problem.help("write `+++` in place of both lines of `---`"));
        return (front, fenced.end, diagnostics);
    }
    (FrontMatter::default(), 0, Diagnostics::new())
}

/// The byte behind the opening fence of front matter, and the one behind the line of its closing fence.
pub fn fences(text: &str) -> Option<(usize, usize)> {
    let toml = Fenced::find(text, "+++");
    let found = toml.or_else(|| yaml_between_fences(text)).or_else(|| toml_between_wrong_fences(text));
    found.map(|fenced| (fenced.start, fenced.end))
}

/// Returns true if `text` has front matter in YAML.
pub fn is_yaml(text: &str) -> bool {
    yaml_between_fences(text).is_some()
}

fn yaml_between_fences(text: &str) -> Option<Fenced<'_>> {
    Fenced::find(text, "---").filter(|fenced| looks_like_yaml(fenced.inside))
}

/// TOML between lines of `---`: a slip whose meaning is clear, so it is read, with a warning.
fn toml_between_wrong_fences(text: &str) -> Option<Fenced<'_>> {
    let is_toml = |fenced: &Fenced| toml_reader::is_assignments(fenced.inside);
    Fenced::find(text, "---").filter(is_toml)
}

/// Splits a file of notes into what it says once for all of them, and the byte at which its body begins.
pub fn split_notes(source: SourceId, text: &str, config: &Config) -> (Defaults, usize, Diagnostics) {
    let Some(fenced) = Fenced::find(text, "+++") else { return (Defaults::default(), 0, Diagnostics::new()) };
    let (defaults, diagnostics) = toml::read_notes(source, &fenced, config);
    (defaults, fenced.end, diagnostics)
}

/// Says that `[defaults]` mean something in the text of a folder alone.
pub fn misplaced_defaults(front: &FrontMatter, path: &str) -> Option<Diagnostic> {
    let defaults = front.defaults.as_ref()?;
    let is_of_folder = path.rsplit('/').next().is_some_and(|name| name == FOLDER_TEXT);
    let message = "only the text of a folder has defaults for the pages below it";
    let problem = Diagnostic::new(Code::BadValue, message).at(defaults.span);
    (!is_of_folder).then(|| problem.help("put this table into _index.md in the same folder"))
}

/// The file that has the text of a folder.
pub const FOLDER_TEXT: &str = "_index.md";

/// Front matter: the text between two equal fence lines at the very start of a file.
struct Fenced<'a> {
    /// The text between the fences.
    inside: &'a str,
    /// The byte at which it begins.
    start: usize,
    /// The byte after the closing fence's line.
    end: usize,
}

impl<'a> Fenced<'a> {
    fn find(text: &'a str, fence: &str) -> Option<Self> {
        let first = text.lines().next()?;
        if first.trim_end() != fence {
            return None;
        }
        let start = text.find('\n')? + 1;
        let mut at = start;
        for line in text[start..].split_inclusive('\n') {
            if line.trim_end() == fence {
                return Some(Fenced { inside: &text[start..at], start, end: at + line.len() });
            }
            at += line.len();
        }
        None
    }

    fn span(&self, source: SourceId) -> Span {
        Span::new(source, self.start, self.start + self.inside.trim_end().len())
    }

    /// The place of a line between the fences, counted from one, if there is such a line.
    fn line(&self, source: SourceId, number: usize) -> Option<Span> {
        let mut start = self.start;
        let mut lines = self.inside.split_inclusive('\n');
        for line in lines.by_ref().take(number.checked_sub(1)?) {
            start += line.len();
        }
        lines.next().map(|line| Span::new(source, start, start + line.trim_end().len()))
    }
}

/// Keys that hardly begin a line of a text.
const USUAL_KEYS: [&str; 4] = ["title:", "date:", "speakers:", "tags:"];

/// A `---` at the top may also be a rule above the text: YAML has a key in its first line of content. Where that line has none
/// and a later one has a usual key, this is YAML with a fault, and no text.
fn looks_like_yaml(inside: &str) -> bool {
    let mut lines = inside.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let has_key = |line: &str| USUAL_KEYS.iter().any(|key| line.starts_with(key));
    lines.next().is_none_or(|line| line.contains(':') || line == "{}") || lines.any(has_key)
}

/// Guesses the kind of a recording from its address.
fn media_from_address(address: String, span: Span) -> Media {
    let lower = address.to_ascii_lowercase();
    let path = lower.split(['?', '#']).next().unwrap_or_default();
    let ends = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
    let (kind, src) = match hosts::find(&address) {
        Some(hosted) => hosted,
        None if ends(&[".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac", ".aac"]) => {
            (MediaKind::Audio, address)
        }
        None if ends(&[".mp4", ".webm", ".m4v", ".ogv", ".mov"]) => (MediaKind::Video, address),
        None => (MediaKind::Page, address),
    };
    Media { kind, src: Located::new(src, span), duration: None, image: None, guid: None, bytes: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_the_sort_of_recording() {
        let span = Span::new(SourceId(0), 0, 0);
        let kind = |address: &str| {
            let media = media_from_address(address.into(), span);
            (media.kind, media.src.value)
        };
        assert_eq!(
            kind("https://www.youtube.com/watch?v=s0XopkGcN9U&t=3"),
            (MediaKind::YouTube, "s0XopkGcN9U".into())
        );
        assert_eq!(kind("https://youtu.be/Og4TGERPZMY").0, MediaKind::YouTube);
        assert_eq!(kind("https://vimeo.com/76979871?share=copy"), (MediaKind::Vimeo, "76979871".into()));
        assert_eq!(kind("https://vimeo.com/channels/staffpicks").0, MediaKind::Page);
        assert_eq!(kind("https://x.example/128.MP3?x=1").0, MediaKind::Audio);
        assert_eq!(kind("https://x.example/episode").0, MediaKind::Page);
        assert_eq!(kind("https://youtube.com/watch?v=\"><script>").0, MediaKind::Page);
    }

    #[test]
    fn a_rule_at_the_top_is_not_front_matter() {
        assert_eq!(split(SourceId(0), "---\nHello there\n---\nText").1, 0);
        assert_eq!(split(SourceId(0), "---\ntitle: x\n---\nText").1, 17);
        assert_eq!(split(SourceId(0), "+++\r\n+++\r\nText").1, 10);
        assert_eq!(split(SourceId(0), "+++\nnever closed").1, 0);
        assert_eq!(split(SourceId(0), "---\ntitle = 'x'\n---\nText").1, 20);
        assert_eq!(split(SourceId(0), "---\nHe said x = y, and left.\n---\nText").1, 0);
    }
}
