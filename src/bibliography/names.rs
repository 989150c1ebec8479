//! Names of authors and editors, as references and citations write them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{BibliographyEntry, CitationStyle, CitationTerms};
use crate::text::script::is_east_asian;

/// The name of a person or of an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceName {
    /// The family name, or the whole name of an organisation.
    pub family: String,
    /// The given names; empty for an organisation.
    pub given: String,
    /// A particle before the family name: `van`.
    pub particle: String,
    /// A suffix: `Jr.`.
    pub suffix: String,
}

impl SourceName {
    /// A name that is not divided.
    pub fn from_whole(name: &str) -> Self {
        SourceName { family: name.to_string(), ..SourceName::default() }
    }

    /// The family name with its particle: `van Gogh`.
    pub fn short(&self) -> String {
        join(&self.particle, &self.family)
    }

    /// The whole name in the order in which it is spoken: `Vincent van Gogh`, `杨祥银`.
    pub fn whole(&self) -> String {
        if self.is_east_asian() {
            return format!("{}{}", self.family, self.given);
        }
        let name = join(&self.given, &self.short());
        join(&name, &self.suffix)
    }

    /// The name with the family name first: `Gogh, Vincent van`, or `van Gogh, Vincent` if `keeps_particle`.
    fn inverted(&self, given: &str, keeps_particle: bool) -> String {
        if self.is_east_asian() || given.is_empty() {
            return self.whole();
        }
        let name = match keeps_particle {
            true => format!("{}, {given}", self.short()),
            false => format!("{}, {}", self.family, join(given, &self.particle)),
        };
        if self.suffix.is_empty() { name } else { format!("{name}, {}", self.suffix) }
    }

    /// The initials of the given names: `E. J.`, `J.-P.`.
    fn initials(&self) -> String {
        let of_part = |part: &str| part.chars().next().map(|first| format!("{first}."));
        let of_name = |name: &str| name.split('-').filter_map(of_part).collect::<Vec<_>>().join("-");
        self.given
            .split([' ', '.'])
            .filter(|name| !name.is_empty())
            .map(of_name)
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn is_east_asian(&self) -> bool {
        let is_one = |text: &str| text.chars().next().is_some_and(is_east_asian);
        is_one(&self.family) && is_one(&self.given)
    }
}

fn join(first: &str, second: &str) -> String {
    let between = if first.is_empty() || second.is_empty() { "" } else { " " };
    format!("{first}{between}{second}")
}

/// From how many names on the Chicago Manual names only the first.
const CHICAGO_MOST: usize = 6;

/// The number of names that it names then.
const CHICAGO_NAMED: usize = 3;

/// The number of names up to which the APA names all.
const APA_MOST: usize = 20;

/// The names at the beginning of a Chicago reference: `Ross, Donald, and Isla Kemp`.
pub fn chicago(names: &[SourceName], terms: &CitationTerms) -> String {
    let shown = if names.len() > CHICAGO_MOST { &names[..CHICAGO_NAMED] } else { names };
    let mut list = vec![shown[0].inverted(&shown[0].given, false)];
    list.extend(shown[1..].iter().map(SourceName::whole));
    listed(list, shown.len() < names.len(), terms, ", ")
}

/// The names at the beginning of an MLA reference: `Smith, Ada, et al.`.
pub fn mla(names: &[SourceName], terms: &CitationTerms) -> String {
    let shown = if names.len() > 2 { &names[..1] } else { names };
    let mut list = vec![shown[0].inverted(&shown[0].given, true)];
    list.extend(shown[1..].iter().map(SourceName::whole));
    listed(list, shown.len() < names.len(), terms, ", ")
}

/// The names at the beginning of an APA reference: `Tait, E. J., & Kemp, I.`.
pub fn apa(names: &[SourceName]) -> String {
    let inverted = |name: &SourceName| name.inverted(&name.initials(), true);
    let list: Vec<String> = names.iter().map(inverted).collect();
    match &list[..] {
        [only] => only.clone(),
        [first @ .., last] if list.len() <= APA_MOST => format!("{}, & {last}", first.join(", ")),
        [.., last] => format!("{}, … {last}", list[..APA_MOST - 1].join(", ")),
        [] => String::new(),
    }
}

/// Names inside an APA reference: `A. Munro & T. Hay`.
pub fn apa_inside(names: &[SourceName]) -> String {
    let whole = |name: &SourceName| SourceName { given: name.initials(), ..name.clone() };
    let spoken = |name: &SourceName| if name.is_east_asian() { name.whole() } else { whole(name).whole() };
    let list: Vec<String> = names.iter().map(spoken).collect();
    match &list[..] {
        [first, second] => format!("{first} & {second}"),
        [first @ .., last] if first.len() > 1 => format!("{}, & {last}", first.join(", ")),
        _ => list.concat(),
    }
}

/// Names inside a reference in the order in which they are spoken: `Ailsa Munro and Tom Hay`.
pub fn spoken(names: &[SourceName], terms: &CitationTerms) -> String {
    let comma = if names.len() > 2 { ", " } else { " " };
    listed(names.iter().map(SourceName::whole).collect(), false, terms, comma)
}

/// The names of a citation: `Ross and Kemp`, `Smith et al.`.
pub fn cited(names: &[SourceName], and: &str, terms: &CitationTerms) -> String {
    match names {
        [only] => only.short(),
        [first, second] => format!("{} {and} {}", first.short(), second.short()),
        [first, ..] => format!("{} {}", first.short(), terms.get("cite_et_al")),
        [] => String::new(),
    }
}

/// A list with the language's word before its last name. English has a comma before it as well.
fn listed(names: Vec<String>, is_cut: bool, terms: &CitationTerms, comma: &str) -> String {
    if is_cut {
        return format!("{}, {}", names.join(", "), terms.get("cite_et_al"));
    }
    let comma = if terms.is_english() { comma } else { " " };
    match &names[..] {
        [first @ .., last] if !first.is_empty() => {
            format!("{}{comma}{} {last}", first.join(", "), terms.get("cite_and"))
        }
        _ => names.concat(),
    }
}

/// The creators of a source as one text, the same for those that a citation cannot tell apart.
pub fn identity(entry: &BibliographyEntry) -> String {
    let names = entry.creators();
    let short = cited(names, "&", CitationTerms::names_only());
    if short.is_empty() { format!("“{}", entry.title) } else { short }
}

/// The sort key of a bibliography: the creators, then the year, then the title. The MLA has no years.
pub fn sort_key(entry: &BibliographyEntry, style: CitationStyle) -> (Vec<String>, i32, String, String) {
    let keeps_particle = style != CitationStyle::ChicagoAuthorDate;
    let name = |name: &SourceName| fold(&name.inverted(&name.given, keeps_particle));
    let creators = entry.creators();
    let shown = if style == CitationStyle::Mla && creators.len() > 2 { 1 } else { creators.len() };
    let mut names: Vec<String> = creators[..shown].iter().map(name).collect();
    if names.is_empty() {
        let substitute = entry
            .container
            .as_ref()
            .filter(|_| style == CitationStyle::ChicagoAuthorDate && super::chicago::names_container(entry));
        names.push(fold(substitute.unwrap_or(&entry.title)));
    }
    let year = match style {
        CitationStyle::Mla => 0,
        _ => entry.issued.map_or(i32::MAX, |date| date.year),
    };
    (names, year, fold(&entry.title), entry.key.clone())
}

/// A text for sorting: small letters without accents, and without the article that a title begins with.
fn fold(text: &str) -> String {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let words = ["the ", "a ", "an "].iter().find_map(|article| plain.strip_prefix(article));
    words.unwrap_or(&plain).replace(',', "")
}
