//! Texts beside pages as the edition may see them.

use crate::config::{Config, Person};
use crate::diag::{Code, Diagnostic};
use crate::load::Loaded;
use crate::parse;
use crate::source::{Source, SourceId};

/// Takes the words that the edition does not show out of the files of notes.
pub(super) fn take_out_of_notes(loaded: &mut Loaded, config: &Config) {
    write_pseudonyms(loaded.notes.clone(), loaded, config);
    for id in loaded.notes.clone() {
        if let Some(source) = parse::edition_notes(loaded.sources.get(id), id, config) {
            loaded.sources.replace(id, source);
        }
    }
}

/// Writes pseudonyms in the place of names in the texts of `ids`.
pub(super) fn write_pseudonyms(ids: Vec<SourceId>, loaded: &mut Loaded, config: &Config) {
    for id in ids {
        let source = loaded.sources.get(id);
        if let Some(text) = config.pseudonyms.apply(source.text()) {
            let source = Source::new(source.path.clone(), text);
            loaded.sources.replace(id, source);
        }
    }
}

/// Reports an ID that is made of a name that has a pseudonym.
pub(super) fn told_by_id(person: &Person) -> Diagnostic {
    let message = "the ID of this person tells the name that has a pseudonym, and is part of addresses";
    let found = Diagnostic::new(Code::UnclearWithheld, message);
    let found = person.span.map_or_else(|| found.clone(), |span| found.clone().at(span));
    found.help("give the person another ID in [people]")
}
