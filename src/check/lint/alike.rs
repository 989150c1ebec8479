//! Finds names so alike that a reader would take them for one.

use std::collections::{BTreeMap, HashMap};

/// Pairs of places in `names`, each later name with an earlier one that is the same or, where both are
/// long enough to tell, a letter away. The names are compared as they are: fold them first.
pub fn pairs(names: &[String]) -> Vec<(usize, usize)> {
    let mut pairs = equal(names);
    pairs.extend(near(names));
    pairs.sort_unstable();
    pairs
}

fn equal(names: &[String]) -> Vec<(usize, usize)> {
    let mut last: HashMap<&str, usize> = HashMap::new();
    let earlier = names.iter().enumerate().filter_map(|(at, name)| Some((last.insert(name, at)?, at)));
    earlier.collect()
}

/// Names that are a letter apart mostly begin alike, so each is compared with its like only.
fn near(names: &[String]) -> Vec<(usize, usize)> {
    let mut by_start: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate().filter(|(_, name)| name.chars().count() > 4) {
        by_start.entry(name.chars().take(2).collect()).or_default().push(at);
    }
    let groups = by_start.values().flat_map(|group| {
        group.iter().enumerate().flat_map(move |(n, &a)| group[n + 1..].iter().map(move |&b| (a, b)))
    });
    groups.filter(|&(a, b)| strsim::damerau_levenshtein(&names[a], &names[b]) == 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_the_same_or_a_letter_apart_are_pairs() {
        let names = ["contracts", "money", "contract", "moneys", "money", "art", "arts"].map(String::from);
        assert_eq!(pairs(&names), [(0, 2), (1, 3), (1, 4), (3, 4)]);
    }
}
