//! `[topics]`: the topics of a site, which tags of pages and notes are as well.

use std::collections::{BTreeMap, HashMap};

use super::read::check_id;
use super::{Config, Tag};
use crate::diag::{Code, Diagnostic};
use crate::source::Located;
use crate::text::names::normalise;
use crate::toml_reader::TomlTable;

/// The IDs of the topics that a site describes, by every name they go by, as
/// [`normalise`] gives it. IDs come first: an alias cannot take another topic's name.
pub fn topic_names(config: &Config) -> HashMap<String, &str> {
    let mut names = HashMap::new();
    for id in config.tags.keys() {
        names.insert(normalise(id), id.as_str());
    }
    for (id, tag) in &config.tags {
        for name in tag.aliases.iter().chain([&tag.label]) {
            names.entry(normalise(name)).or_insert(id);
        }
    }
    names
}

/// A topic, with the places that the checks of all topics together need.
struct ReadTopic {
    id: Located<String>,
    tag: Tag,
    parent: Option<Located<String>>,
}

/// Reads `[topics]` and `[tags]`, two names of one table.
pub(super) fn read(table: &mut TomlTable) -> BTreeMap<String, Tag> {
    let mut read: Vec<ReadTopic> = Vec::new();
    for name in ["topics", "tags"] {
        let found = table.tables(name, |table, id| (topic(table, id), table.string("parent")));
        for (id, (tag, parent)) in found {
            if read.iter().any(|other| other.id.value == id.value) {
                let message = format!("the topic `{}` is described twice", id.value);
                let diagnostic = Diagnostic::new(Code::BadValue, message).at(id.span);
                table.report(diagnostic.help("[topics] and [tags] are the same: keep one of the two"));
                continue;
            }
            read.push(ReadTopic { id, tag, parent });
        }
    }
    let mut parents: BTreeMap<String, String> = BTreeMap::new();
    for topic in &read {
        let Some(parent) = &topic.parent else { continue };
        match check_parent(&topic.id.value, parent, &read, &parents) {
            Ok(()) => {
                parents.insert(topic.id.value.clone(), parent.value.clone());
            }
            Err(diagnostic) => table.report(*diagnostic),
        }
    }
    let with_parent = |topic: ReadTopic| {
        let parent = parents.get(&topic.id.value).cloned();
        (topic.id.value, Tag { parent, ..topic.tag })
    };
    read.into_iter().map(with_parent).collect()
}

fn topic(table: &mut TomlTable, id: &Located<String>) -> Tag {
    check_id(table, id, "a topic's id");
    Tag {
        label: table.string("label").map_or(id.value.clone(), |label| label.value),
        description: table.string("description").map(|text| text.value),
        aliases: table.strings("aliases").into_iter().map(|alias| alias.value).collect(),
        parent: None,
        same_as: same_as(table),
    }
}

/// Addresses on the web: they become links.
fn same_as(table: &mut TomlTable) -> Vec<String> {
    let mut addresses = Vec::new();
    for written in table.strings("same_as") {
        let is_address = ["https://", "http://"].iter().any(|scheme| {
            written.value.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty())
                && !written
                    .value
                    .contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>".contains(c))
        });
        if is_address {
            addresses.push(written.value);
            continue;
        }
        let message = format!("`{}` is not the address of a topic elsewhere", written.value);
        let help = "write a whole address: \"https://www.wikidata.org/entity/Q…\"";
        table.report(Diagnostic::new(Code::BadValue, message).at(written.span).help(help));
    }
    addresses
}

/// A parent is another topic of the site, and no topic is its own ancestor.
fn check_parent(
    id: &str,
    parent: &Located<String>,
    all: &[ReadTopic],
    parents: &BTreeMap<String, String>,
) -> Result<(), Box<Diagnostic>> {
    let known = || all.iter().map(|topic| topic.id.value.as_str());
    if !known().any(|other| other == parent.value) {
        let message = format!("`parent` cannot be `{}`: site.toml has no such topic", parent.value);
        let diagnostic = Diagnostic::new(Code::BadValue, message).at(parent.span);
        return Err(Box::new(diagnostic.did_you_mean(&parent.value, known())));
    }
    let mut above = Some(&parent.value);
    while let Some(next) = above {
        if next == id {
            let message = format!("`{id}` cannot be below `{}`, which is below it", parent.value);
            return Err(Box::new(Diagnostic::new(Code::BadValue, message).at(parent.span)));
        }
        above = parents.get(next);
    }
    Ok(())
}
