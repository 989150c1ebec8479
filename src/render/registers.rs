//! The registers of the site, and the page of each entry with all of its mentions.

use super::address::fragment;
use super::pages::{Frame, Framed};
use super::paging;
use super::subjects::Listing;
use super::view::{LinkView, MentionView, PageView, RegisterEntryView, RegisterView};
use crate::config::{RegisterEntry, RegisterKey, RegisterKind};
use crate::model::{Mention, PageId, REGISTERS, register_address};

impl Frame<'_> {
    /// A part of the list of all entries that are mentioned.
    pub(super) fn registers(self, part: u32) -> Framed {
        let entries = &self.site.config.registers.entries;
        let mut keys: Vec<&RegisterKey> = self.site.mentions.keys().collect();
        keys.sort_by_cached_key(|key| (key.0, entries[*key].label.to_lowercase(), key.1.clone()));
        let shown = paging::slice(&keys, part);
        let group = |keys: &[&RegisterKey]| RegisterView {
            title: self.strings.get(keys[0].0.name()).to_string(),
            entries: keys.iter().map(|key| self.register_entry(key)).collect(),
        };
        let view = PageView {
            registers: shown.chunk_by(|a, b| a.0 == b.0).map(group).collect(),
            paging: self.paging(REGISTERS, part, keys.len()),
            ..self.bare_view("registers", self.strings.get("registers"))
        };
        self.framed("registers.html", view, None)
    }

    /// A part of the mentions of an entry.
    pub(super) fn register_page(self, kind: RegisterKind, id: &str, part: u32) -> Framed {
        let key = (kind, id.to_string());
        let entry = &self.site.config.registers.entries[&key];
        let mentions = &self.site.mentions[&key];
        let listing = Listing::RegisterEntry(kind, id.to_string());
        let shown = paging::slice(mentions, part).iter();
        let view = PageView {
            summary: entry.description.clone(),
            register_entry: Some(self.register_entry(&key)),
            mentions: shown.map(|&(page, number)| self.mention(page, number)).collect(),
            paging: self.paging(&listing.address(), part, mentions.len()),
            ..self.bare_view("register", &entry.label)
        };
        self.framed("register.html", view, None)
    }

    fn register_entry(&self, key: &RegisterKey) -> RegisterEntryView {
        let entry: &RegisterEntry = &self.site.config.registers.entries[key];
        RegisterEntryView {
            label: entry.label.clone(),
            kind: self.strings.get(key.0.name()).to_string(),
            href: self.root.page(&register_address(key.0, &key.1)),
            description: entry.description.clone(),
            same_as: entry.same_as.clone(),
            count: self.site.mentions[key].len(),
        }
    }

    fn mention(&self, id: PageId, number: u32) -> MentionView {
        let page = self.site.page(id);
        let mention: &Mention = &page.mentions[number as usize];
        let names = mention.speakers.iter().map(|&id| page.document.speaker(id).name.as_str());
        let place = if mention.anchor.is_empty() { String::new() } else { fragment(&mention.anchor) };
        let href = self.root.page(&page.address);
        MentionView {
            before: mention.before.clone(),
            words: mention.words.clone(),
            after: mention.after.clone(),
            href: format!("{href}{place}"),
            page: LinkView { title: page.title.clone(), href, current: false },
            speaker: names.collect::<Vec<_>>().join(self.strings.get("separator")),
            time: mention.time.map(|time| time.to_string()),
            date: page.document.front.date.map(|date| super::about::day(date, self.strings)),
            language: (page.language != self.language).then(|| page.language.clone()),
        }
    }
}
