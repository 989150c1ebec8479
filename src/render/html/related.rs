//! Links from the end of a section to passages of other pages that are about the same.

use super::{HtmlWriter, Setting};
use crate::render::address::fragment;
use crate::text::html_escape::{push_attribute, push_text};

impl HtmlWriter<'_> {
    /// Writes the passages that are related to the section with this anchor, on the page itself.
    pub(super) fn related(&mut self, anchor: &str) {
        let site = self.context.site;
        let Some(all) =
            site.related.get(&self.document.path).filter(|_| self.context.setting == Setting::Page)
        else {
            return;
        };
        let mut passages = all.iter().filter(|passage| passage.section == anchor).peekable();
        if passages.peek().is_none() {
            return;
        }
        let strings = self.context.strings;
        self.out.push_str("<p class=\"related\"");
        push_attribute(&mut self.out, "lang", &strings.language);
        self.out.push('>');
        push_text(&mut self.out, strings.get("also_about"));
        for passage in passages {
            let page = site.page(passage.page);
            let subject = &page.subjects[passage.subject];
            let anchor = Some(&subject.anchor).filter(|anchor| !anchor.is_empty());
            let place = anchor.map(|anchor| fragment(anchor)).unwrap_or_default();
            let address = self.context.root.page(&page.address) + &place;
            self.out.push_str(" <a");
            push_attribute(&mut self.out, "href", &address);
            push_attribute(&mut self.out, "lang", &page.language);
            self.out.push('>');
            push_text(&mut self.out, &page.title);
            if !subject.heading.is_empty() {
                push_text(&mut self.out, ": ");
                push_text(&mut self.out, &subject.heading);
            }
            self.out.push_str("</a>");
        }
        self.out.push_str("</p>\n");
    }
}
