//! The numbers of the documents of a segment.
//!
//! Pages are read one after another, each title before its entries, and lists are gathered in that order. A browser has
//! other numbers: those of all entries in order, and behind them those of the titles. Common words are in nearly all
//! entries and in few titles, so that their lists take far fewer bytes where the two are apart.

use super::lists::PostingList;

/// The number of each document by its place in the order of reading.
pub(super) struct DocumentNumbers {
    numbers: Vec<u32>,
    /// The number of the first title.
    titles: u32,
}

impl DocumentNumbers {
    /// The numbers of the documents of pages that have so many entries each.
    pub(super) fn new(entries: &[usize]) -> DocumentNumbers {
        let titles = entries.iter().sum::<usize>() as u32;
        let mut numbers = Vec::with_capacity(titles as usize + entries.len());
        let mut next = 0;
        for (title, &count) in (titles..).zip(entries) {
            numbers.push(title);
            numbers.extend(next..next + count as u32);
            next += count as u32;
        }
        DocumentNumbers { numbers, titles }
    }

    /// The number of documents.
    pub(super) fn count(&self) -> u32 {
        self.numbers.len() as u32
    }

    /// Gives the documents of a list their numbers, and puts those of titles behind the others.
    pub(super) fn give_to(&self, list: &mut PostingList) {
        list.docs.iter_mut().for_each(|doc| *doc = self.numbers[*doc as usize]);
        if !list.docs.is_sorted() {
            self.put_titles_last(list);
        }
    }

    /// Moves the few titles behind all others, in the list's own memory: the longest lists are large.
    fn put_titles_last(&self, list: &mut PostingList) {
        let mut titles = PostingList::default();
        let (mut kept, mut kept_positions, mut end) = (0, 0, 0);
        for at in 0..list.docs.len() {
            let positions = end..end + list.counts.get(at).map_or(0, |&count| count as usize);
            end = positions.end;
            if list.docs[at] >= self.titles {
                titles.copy_from(list, at, positions);
                continue;
            }
            list.move_to(kept, kept_positions, at, positions.clone());
            kept += 1;
            kept_positions += positions.len();
        }
        list.truncate(kept, kept_positions);
        list.extend(&titles);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lists::WordNeighbours;
    use super::*;

    #[test]
    fn titles_have_the_last_numbers() {
        let numbers = DocumentNumbers::new(&[2, 0, 1]);
        assert_eq!(numbers.numbers, [3, 0, 1, 4, 5, 2]);
        let neighbour = |before| WordNeighbours { before: [before, 0], ..WordNeighbours::default() };
        let mut list = PostingList::default();
        [(0, 1), (1, 2), (4, 1), (5, 1)]
            .into_iter()
            .for_each(|(doc, count)| list.push(doc, doc..doc + count));
        list.impacts = vec![3, 4, 5, 6];
        list.neighbours = [0, 1, 2, 4, 5].map(neighbour).to_vec();
        numbers.give_to(&mut list);
        assert_eq!(list.docs, [0, 2, 3, 5]);
        assert_eq!(list.impacts, [4, 6, 3, 5]);
        assert_eq!(list.counts, [2, 1, 1, 1]);
        assert_eq!(list.positions, [1, 2, 5, 0, 4]);
        assert_eq!(list.neighbours, [1, 2, 5, 0, 4].map(neighbour));
    }
}
