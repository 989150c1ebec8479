//! Long lists, cut into parts with an address each.

use super::address::Root;
use super::view::{LinkView, PagingView};

/// The largest number of entries on a part.
const ENTRIES: usize = 100;

/// The distance from the current part up to which other parts are linked by number, besides the first and last.
const NEAR: u32 = 2;

/// The number of parts of a list with `length` entries. An empty list is one page, too.
pub fn parts(length: usize) -> u32 {
    u32::try_from(length.div_ceil(ENTRIES)).unwrap_or(u32::MAX).max(1)
}

/// The part that has the entry at this place, counted from nought.
pub fn part_of(entry: usize) -> u32 {
    u32::try_from(entry / ENTRIES + 1).unwrap_or(u32::MAX)
}

/// The address of a part, counted from one, of the list at `address`.
pub fn address(address: &str, part: u32) -> String {
    match part {
        1 => address.to_string(),
        part => format!("{address}page/{part}/"),
    }
}

/// The entries of a part.
pub fn slice<T>(entries: &[T], part: u32) -> &[T] {
    let start = ((part as usize - 1) * ENTRIES).min(entries.len());
    &entries[start..entries.len().min(start + ENTRIES)]
}

/// The links between the parts of the list at `address`; none when there is only one.
pub fn view(list: &str, part: u32, length: usize, root: &Root) -> Option<PagingView> {
    let total = parts(length);
    let link = |number: u32| LinkView {
        title: number.to_string(),
        href: root.page(&address(list, number)),
        current: number == part,
    };
    let is_shown = |number: &u32| *number == 1 || *number == total || number.abs_diff(part) <= NEAR;
    (total > 1).then(|| PagingView {
        number: part,
        previous: (part > 1).then(|| link(part - 1).href),
        next: (part < total).then(|| link(part + 1).href),
        parts: (1..=total).filter(is_shown).map(link).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_every_entry_once() {
        let entries: Vec<usize> = (0..250).collect();
        assert_eq!((parts(0), parts(100), parts(101), parts(250)), (1, 1, 2, 3));
        let all: Vec<usize> = (1..=3).flat_map(|part| slice(&entries, part)).copied().collect();
        assert_eq!(all, entries);
        assert!(slice(&entries, 9).is_empty());
    }

    #[test]
    fn a_part_leads_to_its_neighbours_and_to_both_ends() {
        let view = view("a/", 6, 950, &Root::from_address("a/page/6/")).expect("more than one part");
        let numbers: Vec<&str> = view.parts.iter().map(|link| link.title.as_str()).collect();
        assert_eq!(numbers, ["1", "4", "5", "6", "7", "8", "10"]);
        assert_eq!(view.parts[0].href, "../../index.html");
        assert_eq!(view.next.as_deref(), Some("../7/index.html"));
    }
}
