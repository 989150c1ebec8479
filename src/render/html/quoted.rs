//! Quotations of other transcripts: where their words are, and who quotes a turn.

use super::{HtmlWriter, Setting};
use crate::model::{Block, PageId, QuotedPassage};
use crate::render::address::fragment;
use crate::render::media;
use crate::text::html_escape::{push_attribute, push_text};
use crate::text::timecode::Timecode;

impl HtmlWriter<'_> {
    /// Below a quotation whose words were found: who says them, where and when.
    pub(super) fn quote_source(&mut self, block: &Block) {
        let site = self.context.site;
        let Some(passage) = site.quoted.get(&(block.span.source, block.span.start)) else { return };
        let page = site.page(passage.page);
        let Some(address) = self.context.setting.page(&page.address, self.context.root) else { return };
        self.out.push_str("<p class=\"quote-source\"><a");
        push_attribute(&mut self.out, "href", &(address + &fragment(&passage.anchor)));
        self.out.push('>');
        let separator = self.context.strings.get("separator");
        let said = passage.speakers.iter().map(String::as_str).chain([page.title.as_str()]);
        push_text(&mut self.out, &said.collect::<Vec<_>>().join(separator));
        self.out.push_str("</a>");
        if let Some((start, end)) = passage.time {
            self.out.push_str(" <span class=\"time\">");
            push_text(&mut self.out, &start.to_string());
            self.out.push_str("</span>");
            self.play(passage, start, end);
        }
        self.out.push_str("</p>\n");
    }

    /// The link to where the words are heard, if there is a recording that can be entered at a time.
    fn play(&mut self, passage: &QuotedPassage, start: Timecode, end: Option<Timecode>) {
        if self.context.setting != Setting::Page {
            return;
        }
        let page = self.context.site.page(passage.page);
        let media = media::view(page, self.context.site, self.context.root);
        let recording = media.filter(|media| media.host.is_none()).and_then(|media| media::recording(&media));
        let Some(recording) = recording else { return };
        let until = end.map_or(String::new(), |end| format!(",{}", end.seconds()));
        let href = format!("{}{}{until}{}", recording.before, start.seconds(), recording.after);
        self.out.push_str(" <a class=\"quote-play\"");
        push_attribute(&mut self.out, "href", &href);
        self.out.push('>');
        push_text(&mut self.out, self.context.strings.get("hear"));
        self.out.push_str("</a>");
    }

    /// The pages that quote the turn or section with this anchor.
    pub(super) fn quoted_in(&mut self, anchor: &str) {
        if self.context.setting != Setting::Page {
            return;
        }
        let site = self.context.site;
        let Some(pages) = site.quoted_by.get(&self.document.source).and_then(|turns| turns.get(anchor))
        else {
            return;
        };
        self.out.push_str("<div class=\"quoted-in\">");
        push_text(&mut self.out, self.context.strings.get("quoted_in"));
        self.out.push(' ');
        for (at, &page) in pages.iter().enumerate() {
            if at > 0 {
                push_text(&mut self.out, self.context.strings.get("separator"));
            }
            self.page_link(page);
        }
        self.out.push_str("</div>\n");
    }

    fn page_link(&mut self, id: PageId) {
        let page = self.context.site.page(id);
        self.out.push_str("<a");
        push_attribute(&mut self.out, "href", &self.context.root.page(&page.address));
        self.out.push('>');
        push_text(&mut self.out, &page.title);
        self.out.push_str("</a>");
    }
}
