//! The many postings of a frequent token, packed: about ten bits for each.
//!
//! As documents of elasticlunr they would take forty. They are a string of six bits to a character, in which stand:
//! how many postings there are (24 bits), how many low bits of a distance between pages and of one between entries are
//! written out (5 bits each), the least worth and the step between worths (8 bits each), and then each posting. One on a
//! page of its own begins with the bit 1 and the distance from the page before, others with 0; the distance from the entry
//! before follows, and its worth in 3 bits. Distances are in the code of Rice: the high bits as so many ones and
//! a zero, then the low ones.

use super::shard::Weighed;

/// Which worth a posting has is told by so many bits.
const WORTH_BITS: u32 = 3;

/// Writes `postings`, which are in order, as text.
pub(super) fn packed(postings: &[Weighed]) -> String {
    let distances = distances(postings);
    let low = |numbers: &mut dyn Iterator<Item = u32>| low_bits(numbers);
    let page_bits = low(&mut distances.iter().filter_map(|(page, _)| *page));
    let entry_bits = low(&mut distances.iter().map(|(_, entry)| *entry));
    let worths = || postings.iter().map(|(_, worth)| u32::from(*worth));
    let least = worths().min().unwrap_or_default();
    let step = (worths().max().unwrap_or_default() - least) / (1 << WORTH_BITS) + 1;
    let mut bits = Bits::default();
    bits.push(postings.len() as u32, 24);
    [(page_bits, 5), (entry_bits, 5), (least, 8), (step, 8)].iter().for_each(|&(n, size)| bits.push(n, size));
    for ((page, entry), worth) in distances.iter().zip(worths()) {
        bits.push(page.is_some().into(), 1);
        page.iter().for_each(|page| bits.push_rice(*page, page_bits));
        bits.push_rice(*entry, entry_bits);
        bits.push((worth - least) / step, WORTH_BITS);
    }
    bits.finish()
}

/// Of each posting the distance from the page before, unless it is on the same, and from the entry before on its page.
fn distances(postings: &[Weighed]) -> Vec<(Option<u32>, u32)> {
    let (mut next_page, mut next_entry) = (0, 0);
    let distance = |(posting, _): &Weighed| {
        let page = (posting.page >= next_page).then(|| posting.page - next_page);
        let entry = if page.is_some() { posting.at } else { posting.at - next_entry };
        (next_page, next_entry) = (posting.page + 1, posting.at + 1);
        (page, entry)
    };
    postings.iter().map(distance).collect()
}

/// How many low bits Rice's code should have for `numbers`: as their mean suggests.
fn low_bits(numbers: &mut dyn Iterator<Item = u32>) -> u32 {
    let (count, sum) =
        numbers.fold((0u64, 0u64), |(count, sum), number| (count + 1, sum + u64::from(number)));
    (sum / count.max(1)).checked_ilog2().unwrap_or_default()
}

/// Bits as text, six to a character, the first the highest.
#[derive(Default)]
struct Bits {
    text: String,
    pending: u32,
    size: u32,
}

/// The characters for 0 to 63: none has to be escaped.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Bits {
    fn push(&mut self, number: u32, size: u32) {
        for at in (0..size).rev() {
            self.pending = self.pending << 1 | (number >> at & 1);
            self.size += 1;
            if self.size == 6 {
                self.text.push(char::from(ALPHABET[self.pending as usize]));
                (self.pending, self.size) = (0, 0);
            }
        }
    }

    fn push_rice(&mut self, number: u32, low_bits: u32) {
        (0..number >> low_bits).for_each(|_| self.push(1, 1));
        self.push(0, 1);
        self.push(number, low_bits);
    }

    fn finish(mut self) -> String {
        self.push(0, (6 - self.size) % 6);
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::shards::postings::Posting;

    #[test]
    fn bits_are_as_described() {
        let posting = |page, at| Posting { page, at, field: 4, count: 1 };
        let postings = [posting(0, 1), posting(0, 2), posting(3, 0)];
        let text = packed(&postings.iter().zip([10, 12, 18]).collect::<Vec<_>>());
        let bits: String = text
            .bytes()
            .map(|c| format!("{:06b}", ALPHABET.iter().position(|known| *known == c).unwrap()))
            .collect();
        let head = "000000000000000000000011 00000 00000 00001010 00000010";
        let all = format!("{head} 1 0 10 000  0 0 001  1 110 0 100");
        let all = all.replace(' ', "");
        assert!(bits.starts_with(&all), "{bits}\n{all}");
    }
}
