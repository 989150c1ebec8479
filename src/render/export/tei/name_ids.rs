//! Names that are told once in the header and pointed at from then on.

use std::collections::HashMap;

/// Names in the order in which they came, each once, with ids.
pub struct NameIds<'a> {
    prefix: &'static str,
    order: Vec<&'a str>,
    places: HashMap<&'a str, usize>,
}

impl<'a> NameIds<'a> {
    /// Gives each of `names` an ID that begins with `prefix`.
    pub fn new(prefix: &'static str, names: impl Iterator<Item = &'a str>) -> NameIds<'a> {
        let mut ids = NameIds { prefix, order: Vec::new(), places: HashMap::new() };
        for name in names {
            let next = ids.order.len();
            if *ids.places.entry(name).or_insert(next) == next {
                ids.order.push(name);
            }
        }
        ids
    }

    /// Each id with its name.
    pub fn entries(&self) -> Vec<(String, &'a str)> {
        (0..).zip(&self.order).map(|(place, name)| (self.id(place), *name)).collect()
    }

    /// The reference to the id of `name`; empty when nobody has it.
    pub fn reference(&self, name: &str) -> String {
        self.places.get(name).map_or(String::new(), |place| format!("#{}", self.id(*place)))
    }

    fn id(&self, place: usize) -> String {
        format!("{}{}", self.prefix, place + 1)
    }
}
