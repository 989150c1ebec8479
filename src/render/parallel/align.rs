//! Pairs the pieces of a text with those of its translation.
//!
//! A translation mostly has the same pieces in the same order. Where it has not, the search goes forward to the next
//! place from which both continue alike, and the pieces before that place stay alone.

use crate::model::{Block, Document, Heading, Turn};
use crate::render::html::Row;

/// The number of pieces that are searched for a place from which both continue alike.
const WINDOW: usize = 24;

/// Paragraphs without speakers that begin so many milliseconds from each other are the same one: captions of two languages are cut
/// by two people.
const NEAR: u64 = 2000;

/// The rows of `original` and `translation`.
pub fn rows<'a>(original: &'a Document, translation: &'a Document) -> Vec<Row<'a>> {
    let sides = [original, translation];
    let pieces = sides.map(pieces);
    let mut rows = Vec::new();
    for [left, right] in pairs(&pieces, |a, b| alike(sides, a, b)) {
        push(&mut rows, left.map(|at| pieces[0][at]), right.map(|at| pieces[1][at]));
    }
    rows
}

#[derive(Clone, Copy)]
enum AlignedPart<'a> {
    Heading(&'a Heading),
    Lead(&'a [Block]),
    Turn(&'a Turn),
}

fn pieces(document: &Document) -> Vec<AlignedPart<'_>> {
    let mut pieces = Vec::new();
    for section in &document.sections {
        pieces.extend(section.heading.as_ref().map(AlignedPart::Heading));
        pieces.extend(Some(section.lead.as_slice()).filter(|lead| !lead.is_empty()).map(AlignedPart::Lead));
        pieces.extend(section.turns.iter().map(AlignedPart::Turn));
    }
    pieces
}

/// Returns true if two pieces may be the same one in two languages. A time that both have decides; otherwise speakers
/// are compared by their IDs, and by their positions in the order of first words.
fn alike<'a>(documents: [&'a Document; 2], left: AlignedPart<'a>, right: AlignedPart<'a>) -> bool {
    match (left, right) {
        (AlignedPart::Heading(left), AlignedPart::Heading(right)) => left.level == right.level,
        (AlignedPart::Lead(_), AlignedPart::Lead(_)) => true,
        (AlignedPart::Turn(left), AlignedPart::Turn(right)) => match (left.time, right.time) {
            (Some(first), Some(second)) if left.is_nobodys() && right.is_nobodys() => {
                first.0.abs_diff(second.0) <= NEAR
            }
            (Some(left), Some(right)) => left == right,
            _ => {
                let ids = |document: &'a Document, turn: &'a Turn| {
                    turn.speakers.iter().map(|&id| document.speaker(id).id.as_str())
                };
                left.speakers == right.speakers || ids(documents[0], left).eq(ids(documents[1], right))
            }
        },
        _ => false,
    }
}

/// Pairs the numbers of the pieces of two lists, each once and in order.
fn pairs<T: Copy>(lists: &[Vec<T>; 2], alike: impl Fn(T, T) -> bool) -> Vec<[Option<usize>; 2]> {
    let [left, right] = lists;
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::with_capacity(left.len().max(right.len()));
    while i < left.len() && j < right.len() {
        let (ahead_left, ahead_right) = meeting(&left[i..], &right[j..], &alike);
        pairs.extend((0..ahead_left).map(|by| [Some(i + by), None]));
        pairs.extend((0..ahead_right).map(|by| [None, Some(j + by)]));
        (i, j) = (i + ahead_left, j + ahead_right);
        if (ahead_left, ahead_right) == (0, 0) {
            pairs.push([Some(i), Some(j)]);
            (i, j) = (i + 1, j + 1);
        }
    }
    pairs.extend((i..left.len()).map(|at| [Some(at), None]));
    pairs.extend((j..right.len()).map(|at| [None, Some(at)]));
    pairs
}

/// The number of pieces in each list before both continue alike: for at least two pieces, if there are as many.
fn meeting<T: Copy>(left: &[T], right: &[T], alike: &impl Fn(T, T) -> bool) -> (usize, usize) {
    let at = |i: usize, j: usize| match (left.get(i), right.get(j)) {
        (Some(&left), Some(&right)) => alike(left, right),
        (None, None) => true,
        _ => false,
    };
    if at(0, 0) {
        return (0, 0);
    }
    let near = (1..=WINDOW).flat_map(|sum| (0..=sum).map(move |i| (i, sum - i)));
    let inside = near.filter(|&(i, j)| i < left.len() && j < right.len());
    let found = inside.into_iter().find(|&(i, j)| at(i, j) && at(i + 1, j + 1));
    // Where nothing is alike for a while, each piece stands alone.
    found.unwrap_or((1, 1))
}

/// The paragraphs of a turn stand beside each other when both have as many.
fn push<'a>(rows: &mut Vec<Row<'a>>, left: Option<AlignedPart<'a>>, right: Option<AlignedPart<'a>>) {
    let heading = |piece| if let Some(AlignedPart::Heading(heading)) = piece { Some(heading) } else { None };
    let turn = |piece| if let Some(AlignedPart::Turn(turn)) = piece { Some(turn) } else { None };
    match (left, right) {
        (Some(AlignedPart::Heading(_)), _) | (None, Some(AlignedPart::Heading(_))) => {
            rows.push(Row::Headings([heading(left), heading(right)]));
        }
        (Some(AlignedPart::Lead(left)), Some(AlignedPart::Lead(right))) => push_blocks(rows, left, right),
        (Some(AlignedPart::Lead(alone)), _) => rows.push(Row::Blocks([alone, &[]])),
        (_, Some(AlignedPart::Lead(alone))) => rows.push(Row::Blocks([&[], alone])),
        _ => push_turns(rows, [turn(left), turn(right)]),
    }
}

fn push_blocks<'a>(rows: &mut Vec<Row<'a>>, left: &'a [Block], right: &'a [Block]) {
    if left.len() != right.len() {
        return rows.push(Row::Blocks([left, right]));
    }
    let pairs = left.chunks(1).zip(right.chunks(1));
    rows.extend(pairs.map(|(left, right)| Row::Blocks([left, right])));
}

fn push_turns<'a>(rows: &mut Vec<Row<'a>>, turns: [Option<&'a Turn>; 2]) {
    if let [Some(left), Some(right)] = turns
        && left.blocks.len() == right.blocks.len()
        && !left.blocks.is_empty()
    {
        let ((first_left, left_rest), (first_right, right_rest)) =
            (left.blocks.split_at(1), right.blocks.split_at(1));
        rows.push(Row::Turns([Some((left, first_left)), Some((right, first_right))]));
        return push_blocks(rows, left_rest, right_rest);
    }
    rows.push(Row::Turns(turns.map(|turn| turn.map(|turn| (turn, turn.blocks.as_slice())))));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: &str, right: &str, expected: &str) {
        let lists = [left, right].map(|text| text.chars().collect::<Vec<_>>());
        let sign = |list: usize, at: Option<usize>| at.map_or('-', |at| lists[list][at]);
        let shown: Vec<String> = pairs(&lists, |a, b| a == b)
            .into_iter()
            .map(|[left, right]| format!("{}{}", sign(0, left), sign(1, right)))
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn what_is_alike_goes_together() {
        check("abab", "abab", "aa bb aa bb");
        check("abab", "ab", "aa bb a- b-");
        check("", "a", "-a");
    }

    #[test]
    fn what_one_text_lacks_stands_alone() {
        check("abcab", "abab", "aa bb c- aa bb");
        check("abab", "abxyab", "aa bb -x -y aa bb");
        check("axb", "ayb", "aa x- -y bb");
    }
}
