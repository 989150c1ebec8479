//! People of one name, and people who may be the same.

use std::collections::BTreeMap;

use super::{alike, first_character};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Appearance, Profile, Site};
use crate::source::Span;

/// Looks at everybody whom the site knows.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    shared_names(site, diagnostics);
    similar_people(site, diagnostics);
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
                        .push(placed(Diagnostic::new(Code::SharedName, message), person.span).help(help));
                }
                _ => {
                    owners.insert(name.to_lowercase(), id);
                }
            }
        }
    }
}

/// People with pages of their own whose names differ in a letter, or in the order of their parts. Where
/// site.toml describes both, somebody knows that they are two.
fn similar_people(site: &Site, diagnostics: &mut Diagnostics) {
    let people: Vec<(&String, &Profile)> = site.people.iter().collect();
    let is_described = |at: usize| site.config.people.contains_key(people[at].0);
    let folded: Vec<String> = people.iter().map(|(_, profile)| fold(&profile.person.name)).collect();
    for (a, b) in alike::pairs(&folded) {
        match (is_described(a), is_described(b)) {
            (true, true) => {}
            (false, true) => diagnostics.push(similar(site, people[a].1, &people[b].1.person.name)),
            (_, false) => diagnostics.push(similar(site, people[b].1, &people[a].1.person.name)),
        }
    }
}

fn fold(name: &str) -> String {
    let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut words: Vec<String> = name.to_lowercase().split_whitespace().map(letters).collect();
    words.sort_unstable();
    words.concat()
}

fn similar(site: &Site, profile: &Profile, other: &str) -> Diagnostic {
    let name = &profile.person.name;
    let message = format!("`{name}` and `{other}` may be the same person");
    let place = profile.person.span.or_else(|| first_place(site, profile.speaks.last()?));
    placed(Diagnostic::new(Code::SimilarPeople, message), place)
        .help("write the name in one way, or give the other as an alias in [people] of site.toml")
}

/// Finds the place where a transcript declares a person, or else where they first speak.
fn first_place(site: &Site, appearance: &Appearance) -> Option<Span> {
    let document = &site.page(appearance.page).open().document;
    let name = &document.speakers[appearance.speaker.0 as usize].name;
    let declared = document.front.speakers.iter().find(|declared| declared.value == *name);
    let speaks = || document.turns().find(|turn| turn.speakers.contains(&appearance.speaker));
    declared.map(|declared| declared.span).or_else(|| Some(first_character(speaks()?.span)))
}

fn placed(diagnostic: Diagnostic, place: Option<Span>) -> Diagnostic {
    match place {
        Some(span) => diagnostic.at(span),
        None => diagnostic.in_file("site.toml"),
    }
}
