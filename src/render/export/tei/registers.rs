//! Lists of the places, persons and other things that a text mentions, behind the header: `standOff`.

use super::TeiWriter;
use crate::config::{RegisterEntry, RegisterKey, RegisterKind};
use crate::render::address::uri;
use std::collections::BTreeSet;

impl TeiWriter<'_> {
    /// The entries of registers that the text mentions, a list for each register.
    pub(super) fn registers(&mut self) {
        let mentions = self.page.mentions.iter();
        let keys: BTreeSet<RegisterKey> =
            mentions.map(|mention| (mention.kind, mention.id.clone())).collect();
        if keys.is_empty() {
            return;
        }
        self.xml.begin("standOff", &[]);
        let keys: Vec<RegisterKey> = keys.into_iter().collect();
        for keys in keys.chunk_by(|a, b| a.0 == b.0) {
            let (list, item, name) = elements(keys[0].0);
            self.xml.begin(list, &[]);
            for (kind, id) in keys {
                let entry = &self.site.config.registers.entries[&(*kind, id.clone())];
                let own = format!("r.{}.{id}", kind.mark());
                self.register_entry(&own, entry, item, name);
            }
            self.xml.end();
        }
        self.xml.end();
    }

    fn register_entry(&mut self, id: &str, entry: &RegisterEntry, item: &'static str, name: &'static str) {
        self.xml.begin(item, &[("xml:id", id)]);
        self.xml.element(name, &[], &entry.label);
        match item {
            "bibl" | "item" => {}
            _ => entry
                .same_as
                .iter()
                .for_each(|address| self.xml.element("idno", &[("type", "URI")], &uri(address))),
        }
        entry.description.iter().for_each(|text| self.xml.element("note", &[], text));
        self.xml.end();
    }
}

/// The elements of a register: its list, an entry, and the name of one.
fn elements(kind: RegisterKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        RegisterKind::Persons => ("listPerson", "person", "persName"),
        RegisterKind::Places => ("listPlace", "place", "placeName"),
        RegisterKind::Organisations => ("listOrg", "org", "orgName"),
        RegisterKind::Works => ("listBibl", "bibl", "title"),
        RegisterKind::Terms => ("list", "item", "term"),
    }
}
