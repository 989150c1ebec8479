//! Addresses elsewhere that cannot be right, and images that nobody describes.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, Document, Href, Inline};
use crate::source::Span;

/// Looks at every link and image of a page and its notes.
pub fn check(document: &Document, diagnostics: &mut Diagnostics) {
    Links { diagnostics }.document(document);
}

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

/// Describes the mistake in an address on the web, if there is one.
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
