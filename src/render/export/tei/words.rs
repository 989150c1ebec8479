//! Inlines of a paragraph or an utterance.

use super::TeiWriter;
use crate::model::{Href, Inline, MarkId, NoteRef};
use crate::render::address::uri;
use crate::text::timecode::Timecode;

impl<'a> TeiWriter<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text { text, .. } | Inline::RawHtml(text) => self.xml.text(text),
            Inline::Code(code) => self.words("code", code),
            Inline::Gap(words) => self.gap(words),
            Inline::Emphasis(children) => self.marked("emph", &[], children),
            Inline::Strong(children) => self.marked("hi", &[("rend", "bold")], children),
            Inline::Strike(children) => self.marked("hi", &[("rend", "strikethrough")], children),
            Inline::Subscript(children) => self.marked("hi", &[("rend", "subscript")], children),
            Inline::Superscript(children) => self.marked("hi", &[("rend", "superscript")], children),
            Inline::Link { href, children, .. } => self.link(href, children),
            Inline::Image { src, alt, look, .. } => {
                self.image(src, alt, look.as_ref().map(|look| look.caption.as_str()))
            }
            Inline::Formula { latex, .. } => {
                self.xml.open("formula", &[("notation", "TeX")]);
                self.xml.text(latex);
                self.xml.close();
            }
            Inline::Ruby { children, reading } => {
                self.xml.open("ruby", &[]);
                self.marked("rb", &[], children);
                self.words("rt", reading);
                self.xml.close();
            }
            Inline::HardBreak => self.xml.empty("lb", &[]),
            Inline::SoftBreak => self.xml.text("\n"),
            Inline::Mark { mark, children, .. } => self.mark(*mark, children),
            Inline::NoteRef(reference) => self.point(reference),
            Inline::Citation(citation) => self.citation(citation),
            Inline::Time { time, .. } => self.time(*time),
            Inline::PageBreak(page) => self.xml.empty("pb", &[("n", &page.number)]),
            Inline::Anchor(_) => {}
            Inline::Withheld { passage, .. } if !passage.is_shown => self.withheld(&passage.label),
            Inline::Withheld { children, .. } => self.inlines(children),
        }
    }

    fn words(&mut self, name: &'static str, text: &str) {
        self.xml.open(name, &[]);
        self.xml.text(text);
        self.xml.close();
    }

    fn marked(&mut self, name: &'static str, attributes: &[(&str, &str)], children: &'a [Inline]) {
        self.xml.open(name, attributes);
        self.inlines(children);
        self.xml.close();
    }

    fn gap(&mut self, words: &str) {
        self.xml.open("gap", &[]);
        self.words("desc", words);
        self.xml.close();
    }

    fn withheld(&mut self, label: &str) {
        self.xml.open("gap", &[("reason", "withheld")]);
        self.words("desc", label);
        self.xml.close();
    }

    fn link(&mut self, href: &Href, children: &'a [Inline]) {
        match self.address(href) {
            Some(address) => self.marked("ref", &[("target", &address)], children),
            None => self.inlines(children),
        }
    }

    fn address(&self, href: &Href) -> Option<String> {
        self.setting().resolve(href, &self.root, self.site).map(|address| uri(&address))
    }

    fn image(&mut self, src: &Href, alt: &str, caption: Option<&str>) {
        let caption = caption.filter(|caption| !caption.is_empty());
        let Some(address) = self.address(src) else {
            self.xml.text(alt);
            return caption.iter().for_each(|caption| self.xml.text(&format!(" {caption}")));
        };
        self.xml.open("figure", &[]);
        self.xml.empty("graphic", &[("url", &address)]);
        caption.iter().for_each(|caption| self.words("head", caption));
        self.words("figDesc", alt);
        self.xml.close();
    }

    /// Highlighted words; those without a note are a key quote.
    fn mark(&mut self, mark: MarkId, children: &'a [Inline]) {
        let is_quote = self.page.document.marks[mark.0 as usize].is_key_quote();
        let id = self.targets.next_piece(mark);
        let kind = if is_quote { "quote" } else { "span" };
        self.marked("seg", &[("type", kind), ("xml:id", &id)], children);
    }

    /// A note on highlighted words is about those; any other about this point.
    fn point(&mut self, reference: &NoteRef) {
        if reference.mark.is_none() {
            let id = self.targets.next_point(reference.note);
            self.xml.empty("anchor", &[("xml:id", &id)]);
        }
    }

    /// Writes the time of the words that follow.
    pub(super) fn time(&mut self, time: Timecode) {
        let point = self.clock.point(time);
        self.xml.empty("anchor", &[("synch", &point)]);
    }
}
