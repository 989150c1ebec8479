//! Names that are told once in the header and pointed at from then on.

use std::collections::HashMap;

/// Names in the order in which they came, each once, with ids.
pub struct Roll<'a> {
    prefix: &'static str,
    order: Vec<&'a str>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Roll<'a> {
    /// The roll of `names`, whose ids begin with `prefix`.
    pub fn new(prefix: &'static str, names: impl Iterator<Item = &'a str>) -> Roll<'a> {
        let mut roll = Roll { prefix, order: Vec::new(), places: HashMap::new() };
        for name in names {
            let next = roll.order.len();
            if *roll.places.entry(name).or_insert(next) == next {
                roll.order.push(name);
            }
        }
        roll
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
