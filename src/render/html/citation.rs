//! Citations, and the sources of a text at its end.

use super::{HtmlWriter, Setting};
use crate::model::{Citation, CitationPart};
use crate::text::html_escape::{push_attribute, push_markup, push_text};
use crate::text::rich::RichText;

/// The beginning of the ID of a source at the end of a page.
const SOURCE: &str = "source-";

/// The beginning of the ID of a citation.
const CITATION: &str = "cite-";

impl<'a> HtmlWriter<'a> {
    /// Writes a citation, in which each source is a link to its entry. A link may not hold another.
    pub(super) fn citation(&mut self, citation: &'a Citation) {
        for parts in citation.parts.chunk_by(|a, b| a.key == b.key) {
            match parts[0].key.as_deref() {
                Some(key) if self.held.is_none() => self.linked_citation(key, parts),
                Some(key) => {
                    self.cited.entry(key).or_default();
                    self.citation_parts(parts);
                }
                None => self.citation_parts(parts),
            }
        }
    }

    fn linked_citation(&mut self, key: &'a str, parts: &'a [CitationPart]) {
        let count = self.cited.entry(key).or_default();
        *count += 1;
        let anchor = citation_anchor(key, *count);
        self.out.push_str("<a class=\"citation\"");
        if self.has_source_anchors() {
            push_attribute(&mut self.out, "id", &anchor);
        }
        let target = self.context.setting.note_address(&format!("{SOURCE}{key}"));
        push_attribute(&mut self.out, "href", &target);
        self.out.push_str(" role=\"doc-biblioref\">");
        self.citation_parts(parts);
        self.out.push_str("</a>");
    }

    fn citation_parts(&mut self, parts: &'a [CitationPart]) {
        for part in parts {
            match part.italic {
                true => self.text_element("<i>", &part.text, "</i>"),
                false => self.words(&part.text),
            }
        }
    }

    /// Returns true if citations and sources have IDs: a page with two texts, or with many, would have them twice.
    fn has_source_anchors(&self) -> bool {
        matches!(self.context.setting, Setting::Page | Setting::Book(_))
    }

    /// Writes the entries of the sources that were cited.
    pub(super) fn sources(&mut self) {
        let cited = std::mem::take(&mut self.cited);
        if cited.is_empty() || matches!(self.context.setting, Setting::Beside(_)) {
            return;
        }
        let bibliography = &self.context.site.config.sources.bibliography;
        let title = self.context.strings.get("sources");
        self.out.push_str("<section class=\"section sources\" role=\"doc-bibliography\"");
        push_attribute(&mut self.out, "aria-label", title);
        if self.context.setting.is_book() {
            self.out.push_str(" epub:type=\"bibliography\"");
        }
        self.out.push_str(">\n<h2>");
        push_text(&mut self.out, title);
        self.out.push_str("</h2>\n<ul class=\"source-list\">\n");
        for key in bibliography.sorted(cited.keys().copied()) {
            let Some(reference) = bibliography.reference(key, self.context.language) else { continue };
            self.out.push_str("<li");
            if self.has_source_anchors() {
                push_attribute(&mut self.out, "id", &format!("{SOURCE}{key}"));
            }
            self.out.push('>');
            self.reference(&reference);
            self.citation_links(key, cited[key]);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ul>\n</section>\n");
    }

    fn reference(&mut self, reference: &RichText) {
        for run in &reference.runs {
            match (&run.marks.link, run.marks.emphasis) {
                (Some(address), _) => {
                    self.out.push_str("<a");
                    push_attribute(&mut self.out, "href", &super::uri(address));
                    self.out.push_str(" rel=\"external noopener\">");
                    push_text(&mut self.out, &run.text);
                    self.out.push_str("</a>");
                }
                (None, true) => self.text_element("<i>", &run.text, "</i>"),
                (None, false) => self.words(&run.text),
            }
        }
    }

    /// Links back to the places where a source is cited.
    fn citation_links(&mut self, key: &str, count: u32) {
        if !self.has_source_anchors() {
            return;
        }
        for number in 1..=count {
            self.out.push_str(" <a class=\"back\"");
            let target = self.context.setting.address(&citation_anchor(key, number));
            push_attribute(&mut self.out, "href", &target);
            let name = self.context.strings.fill("cite_back", &number.to_string());
            push_attribute(&mut self.out, "aria-label", &name);
            let shown = if count > 1 { number.to_string() } else { String::new() };
            push_markup(&mut self.out, format_args!(">↑{shown}</a>"));
        }
    }
}

/// The ID of the citation with this number, from one, among those of one source.
fn citation_anchor(key: &str, number: u32) -> String {
    match number {
        1 => format!("{CITATION}{key}"),
        // A key may end with digits, so that a plain number behind it could be another source's.
        number => format!("{CITATION}{key}~{number}"),
    }
}
