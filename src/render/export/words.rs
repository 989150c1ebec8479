//! The times of a page's words as its player reads them: numbers alone, each as small as it can be, in the order of the words.

use crate::model::{Page, WordTime};
use crate::speech::words::turn_words;

/// Hundredths of a second: nobody hears less, and each digit is there for each word.
const UNIT: u64 = 10;

/// The file of `page`.
pub fn path(page: &Page) -> String {
    format!("{}words.json", page.address)
}

/// The address of the file as its page links to it, if it has one.
pub fn href(page: &Page) -> Option<&'static str> {
    page.document.word_times.as_ref().map(|_| "words.json")
}

/// `{"version":1,"turns":[[4,31,2,18],…]}`: a list for each turn, and in it for each word the silence before it and its length, in
/// hundredths of a second. `-1` as a length is a word that is not in the recording, and a length below it, `-2 - length`, one whose
/// time is estimated.
pub fn json(page: &Page) -> String {
    let times = page.document.word_times.as_ref().map(|times| times.unpack()).unwrap_or_default();
    let mut out = String::from("{\"version\":1,\"turns\":[");
    let (mut first, mut before) = (0, 0);
    for (number, turn) in page.document.turns().enumerate() {
        let words = turn_words(turn).len();
        let own = times.get(first..first + words).unwrap_or_default();
        out.push_str(if number > 0 { ",\n[" } else { "[" });
        let numbers: Vec<String> = own.iter().map(|word| pair(*word, &mut before)).collect();
        out.push_str(&numbers.join(","));
        out.push(']');
        first += words;
    }
    out.push_str("]}\n");
    out
}

/// The silence before a word and its length; `before` is the end of the word before it.
fn pair(word: Option<WordTime>, before: &mut i64) -> String {
    let Some(WordTime { start, end, is_estimated }) = word else { return "0,-1".to_string() };
    let (start, end) = ((start.0 / UNIT) as i64, (end.0 / UNIT) as i64);
    let length = if is_estimated { -2 - (end - start) } else { end - start };
    let gap = start - *before;
    *before = end;
    format!("{gap},{length}")
}
