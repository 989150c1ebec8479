//! Capital letters of titles, ranges of pages, and letters that tell sources apart.

/// Words that stay small inside an English title.
const SMALL_WORDS: [&str; 34] = [
    "a", "about", "above", "an", "and", "as", "at", "but", "by", "down", "et", "for", "from", "in", "into",
    "nor", "of", "off", "on", "onto", "or", "over", "so", "the", "through", "till", "to", "under", "up",
    "via", "vs.", "with", "without", "yet",
];

/// An English title in title case, as Chicago and the MLA have it: `A History of the Fisheries`. Words that have a
/// capital letter already stay as they are.
pub fn title_case(title: &str) -> String {
    let words: Vec<&str> = title.split(' ').collect();
    let last = words.len().saturating_sub(1);
    let mut opens = true;
    let mut out = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
        let is_small = SMALL_WORDS.contains(&bare) && !opens && at != last;
        let is_lower = !bare.contains(char::is_uppercase);
        out.push(if is_small || !is_lower { (*word).to_string() } else { capitalize(word) });
        opens = word.ends_with([':', '?', '!', '—']);
    }
    out.join(" ")
}

/// The text with typographic apostrophes inside and behind words.
pub fn apostrophes(text: &str) -> String {
    let mut before = None;
    let change = |c: char| {
        let is_apostrophe = c == '\'' && before.is_some_and(char::is_alphanumeric);
        before = Some(c);
        if is_apostrophe { '’' } else { c }
    };
    text.chars().map(change).collect()
}

/// The word with its first letter, and the first letter behind each hyphen, as capital letters.
fn capitalize(word: &str) -> String {
    let mut is_first = true;
    let raise = |c: char| -> String {
        let raised = if is_first && c.is_alphabetic() { c.to_uppercase().collect() } else { c.to_string() };
        is_first = if c.is_alphanumeric() { false } else { is_first || c == '-' };
        raised
    };
    word.chars().map(raise).collect()
}

/// The way in which the last page of a range is shortened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageRange {
    /// `201–228`
    Whole,
    /// `201–28`, `101–8`, as the Chicago Manual has it.
    Chicago,
    /// `201–28`, `101–08`, as the MLA has it.
    TwoDigits,
}

/// Pages as they were written, with dashes between the ends of ranges.
pub fn pages(written: &str, form: PageRange) -> String {
    let ranges: Vec<String> = written.split(',').map(|range| page_range(range.trim(), form)).collect();
    ranges.join(", ")
}

fn page_range(written: &str, form: PageRange) -> String {
    let parts: Vec<&str> = written.split(['-', '–', '—']).filter(|part| !part.is_empty()).collect();
    let &[from, to] = &parts[..] else { return written.to_string() };
    let (from, to) = (from.trim(), to.trim());
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_range = is_number(from) && is_number(to) && from.len() == to.len();
    let kept = if is_range { digits_kept(from, to, form) } else { to.len() };
    format!("{from}–{}", &to[to.len() - kept..])
}

/// The number of last digits of `to` that are written behind `from`, which has as many digits.
fn digits_kept(from: &str, to: &str, form: PageRange) -> usize {
    let same = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let changed = (to.len() - same).max(1);
    let (tens, hundred) =
        (from.len() >= 2).then(|| &from[from.len() - 2..]).map_or(("", false), |t| (t, t == "00"));
    match form {
        PageRange::Whole => to.len(),
        _ if from.len() < 3 => to.len(),
        PageRange::Chicago if hundred => to.len(),
        PageRange::Chicago if tens.starts_with('0') => changed,
        PageRange::Chicago | PageRange::TwoDigits => changed.max(2),
    }
}

/// `a` for 0, `z` for 25, `aa` for 26.
pub fn letters(at: usize) -> String {
    let letter = char::from(b'a' + (at % 26) as u8);
    match at / 26 {
        0 => letter.to_string(),
        more => letters(more - 1) + &letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_ranges_are_shortened() {
        let check = |written: &str, chicago: &str, mla: &str| {
            assert_eq!(
                (pages(written, PageRange::Chicago), pages(written, PageRange::TwoDigits)),
                (chicago.into(), mla.into())
            );
        };
        check("201-228", "201–28", "201–28");
        check("101-108", "101–8", "101–08");
        check("100-104", "100–104", "100–04");
        check("45--71, 80", "45–71, 80", "45–71, 80");
        check("1496-1504", "1496–504", "1496–504");
        check("xii-xv", "xii–xv", "xii–xv");
        assert_eq!(pages("201-228", PageRange::Whole), "201–228");
    }

    #[test]
    fn titles_get_capital_letters() {
        assert_eq!(
            title_case("the death of x: and other long-lost iPod stories to"),
            "The Death of X: And Other Long-Lost iPod Stories To"
        );
        assert_eq!(title_case("the fisherman’s life"), "The Fisherman’s Life");
    }

    #[test]
    fn letters_go_on() {
        assert_eq!([letters(0), letters(25), letters(26), letters(53)], ["a", "z", "aa", "bb"]);
    }
}
