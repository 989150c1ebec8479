//! What a build lets pass and an editor wants to know.

use std::collections::{BTreeMap, HashMap};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, Document, Href, Inline, Page, Site};
use crate::source::{Located, Span};

/// Looks at every page, and at the people and tags of all of them together.
pub fn site(site: &Site) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for page in &site.pages {
        times_past_end(page, &mut diagnostics);
        silent_speakers(page, &mut diagnostics);
        Links { diagnostics: &mut diagnostics }.document(&page.document);
    }
    similar_tags(&site.pages, &mut diagnostics);
    shared_names(site, &mut diagnostics);
    diagnostics
}

/// Times behind the end of the recording, where its length is known.
fn times_past_end(page: &Page, diagnostics: &mut Diagnostics) {
    let media = page.document.front.media.as_ref();
    let Some(duration) = media.and_then(|media| media.duration) else { return };
    for turn in page.document.turns() {
        if let Some(time) = turn.time.filter(|time| *time > duration) {
            let message = format!("{time} is past the recording’s end, which is at {duration}");
            diagnostics.push(Diagnostic::new(Code::TimePastEnd, message).at(first_character(turn.span)));
        }
    }
}

fn first_character(span: Span) -> Span {
    Span { end: span.end.min(span.start + 1), ..span }
}

/// People whom front matter names and no label does.
fn silent_speakers(page: &Page, diagnostics: &mut Diagnostics) {
    let document = &page.document;
    if document.speakers.is_empty() {
        return;
    }
    for declared in &document.front.speakers {
        let is_heard = document.speakers.iter().any(|speaker| {
            speaker.id == declared.value
                || speaker.name == declared.value
                || is_alias(document, declared, &speaker.id)
        });
        if !is_heard {
            let message = format!("`{}` is declared as a speaker and never speaks", declared.value);
            diagnostics.push(
                Diagnostic::new(Code::SilentSpeaker, message)
                    .at(declared.span)
                    .help("correct the labels, or take the name out of `speakers`"),
            );
        }
    }
}

fn is_alias(document: &Document, declared: &Located<String>, id: &str) -> bool {
    let person = document.front.people.get(id);
    person.is_some_and(|person| person.name == declared.value || person.aliases.contains(&declared.value))
}

/// Looks at links and images.
struct Links<'a> {
    diagnostics: &'a mut Diagnostics,
}

impl Links<'_> {
    fn document(&mut self, document: &Document) {
        document.for_each_run(&mut |inlines| self.inlines(inlines));
        document.notes.iter().flat_map(|note| &note.blocks).for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        block.for_each_inlines(&mut |inlines| self.inlines(inlines));
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Link { href: Href::External(address), span, .. } => self.address(address, *span),
                Inline::Image { alt, span, .. } if alt.trim().is_empty() => self.no_description(*span),
                _ => {}
            }
            self.inlines(inline.children().unwrap_or_default());
        }
    }

    fn no_description(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::new(Code::ImageWithoutDescription, "this image has no description")
                .at(span)
                .help("say between the brackets what it shows: ![A printed page](page.jpg)"),
        );
    }

    fn address(&mut self, address: &str, span: Span) {
        let Some(reason) = malformed(address) else { return };
        let message = format!("the address `{address}` cannot be right: {reason}");
        self.diagnostics.push(Diagnostic::new(Code::MalformedAddress, message).at(span));
    }
}

/// What is wrong with an address on the web, if anything.
fn malformed(address: &str) -> Option<&'static str> {
    let (scheme, rest) = address.split_once(':')?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return None;
    }
    let Some(rest) = rest.strip_prefix("//") else { return Some("two slashes are missing after the colon") };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or_default() };
    match () {
        () if name.is_empty() => Some("it names no host"),
        () if address.contains(char::is_whitespace) => Some("it has white space in it"),
        () if name.starts_with('.') || name.ends_with("..") || name.contains("..") => {
            Some("its host has an empty part")
        }
        () if matches!(name, "http" | "https") => Some("its beginning is there twice"),
        () => None,
    }
}

/// Tags that readers would take for one.
fn similar_tags(pages: &[Page], diagnostics: &mut Diagnostics) {
    let mut first: BTreeMap<&str, &Located<String>> = BTreeMap::new();
    for tag in pages.iter().flat_map(|page| &page.document.front.tags) {
        first.entry(&tag.value).or_insert(tag);
    }
    let tags: Vec<(&str, String, &Located<String>)> =
        first.into_iter().map(|(name, tag)| (name, plain(name), tag)).collect();
    let mut by_plain: HashMap<&str, &str> = HashMap::new();
    for (name, plain, tag) in &tags {
        if let Some(other) = by_plain.insert(plain, name) {
            report_similar(name, other, tag, diagnostics);
        }
    }
    near_pairs(&tags, diagnostics);
}

/// Pairs of longer tags that are a letter apart. Words of one letter more or less, such as plurals,
/// stand next to each other when sorted by their first letters, so each is compared with its like only.
fn near_pairs(tags: &[(&str, String, &Located<String>)], diagnostics: &mut Diagnostics) {
    let mut by_start: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, (_, plain, _)) in tags.iter().enumerate().filter(|(_, (_, plain, _))| plain.chars().count() > 4)
    {
        by_start.entry(plain.chars().take(2).collect()).or_default().push(at);
    }
    for group in by_start.values() {
        for (n, &a) in group.iter().enumerate() {
            for &b in &group[n + 1..] {
                if strsim::damerau_levenshtein(&tags[a].1, &tags[b].1) == 1 {
                    report_similar(tags[b].0, tags[a].0, tags[b].2, diagnostics);
                }
            }
        }
    }
}

fn plain(tag: &str) -> String {
    tag.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn report_similar(tag: &str, other: &str, place: &Located<String>, diagnostics: &mut Diagnostics) {
    let message = format!("the tags `{tag}` and `{other}` are nearly the same");
    diagnostics
        .push(Diagnostic::new(Code::SimilarTags, message).at(place.span).help("use one of them throughout"));
}

/// Names and aliases that two of site.toml's people share: their labels would all be the first one's.
fn shared_names(site: &Site, diagnostics: &mut Diagnostics) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for (id, person) in &site.config.people {
        for name in std::iter::once(&person.name).chain(&person.aliases) {
            match owners.get(&name.to_lowercase()) {
                Some(other) if other != id => {
                    let message = format!("`{other}` and `{id}` of [people] both go by the name `{name}`");
                    let help = "give one of them another name or alias";
                    diagnostics
                        .push(Diagnostic::new(Code::SharedName, message).in_file("site.toml").help(help));
                }
                _ => {
                    owners.insert(name.to_lowercase(), id);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_cannot_be_right_are_seen() {
        for good in [
            "https://example.org",
            "http://[::1]:80/x",
            "https://a.b/?q=http://c",
            "mailto:x",
            "https://u@h/",
        ] {
            assert_eq!(malformed(good), None, "{good}");
        }
        for bad in ["http:/example.org", "https://", "https:///x", "https://a..b/", "https://https://x"] {
            assert!(malformed(bad).is_some(), "{bad}");
        }
    }
}
