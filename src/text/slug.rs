//! Slugs: readable names for anchors and addresses, in any script.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;
use unicode_normalization::UnicodeNormalization;

use super::script::{HAN_BLOCK, is_alphanumeric};

/// Turns words into a slug: NFKC, lower case, letters and digits of every script kept, everything
/// between them one `-`. May be empty; never longer than [`LONGEST`].
///
/// ```
/// use postil::text::slug::slug;
/// assert_eq!(slug("The Gardener’s  Interview!"), "the-gardeners-interview");
/// assert_eq!(slug("超级智能：定义"), "超级智能-定义");
/// ```
pub fn slug(text: &str) -> String {
    slug_of_words(text, usize::MAX)
}

/// The slug of no more than the first `most` words of `text`.
pub fn slug_of_words(text: &str, most: usize) -> String {
    let mut slug = Slug { out: String::with_capacity(text.len().min(LONGEST + 4)), words: 0, most };
    slug.read(text);
    let mut out = slug.out;
    shorten(&mut out);
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The bytes that a slug has at most. Slugs become names of folders, of which most disks take 255 bytes.
pub const LONGEST: usize = 180;

/// Cuts a slug that is too long behind one of its words, or anywhere when they are too long as well.
fn shorten(slug: &mut String) {
    if slug.len() > LONGEST {
        let end = slug.floor_char_boundary(LONGEST);
        let word = slug[..end].rfind('-').filter(|at| *at > LONGEST / 2);
        slug.truncate(word.unwrap_or(end));
    }
}

/// A slug that is being made.
struct Slug {
    out: String,
    /// The number of words have ended.
    words: usize,
    /// The number of are wanted.
    most: usize,
}

impl Slug {
    /// Adds `text` in NFKC and lower case, as far as it is wanted.
    ///
    /// No character of ASCII joins the one before it, so that only runs of others need tables, each with the
    /// letter that its first mark may belong to.
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() && !self.is_full() {
            rest = self.read_han(rest);
            let ascii = match rest.is_ascii() {
                true => rest.len(),
                false => rest.bytes().take_while(u8::is_ascii).count(),
            };
            let plain = if ascii == rest.len() { ascii } else { ascii.saturating_sub(1) };
            let (head, run) = rest.split_at(plain);
            self.read_ascii(head);
            let others = &run[ascii - plain..];
            let end = run.len() - others.len()
                + others.find(|c: char| c.is_ascii() || HAN_BLOCK.contains(&c)).unwrap_or(others.len());
            for c in run[..end].nfkc().flat_map(char::to_lowercase) {
                if self.is_full() {
                    break;
                }
                self.push(c);
            }
            rest = &run[end..];
        }
    }

    /// Adds the Han characters that `text` begins with, as far as they are wanted, and returns the rest. They have no other form,
    /// and join neither what is before them nor what is behind.
    fn read_han<'t>(&mut self, text: &'t str) -> &'t str {
        let mut rest = text.chars();
        while let Some(c) = rest.clone().next().filter(|c| HAN_BLOCK.contains(c))
            && !self.is_full()
        {
            self.out.push(c);
            rest.next();
        }
        rest.as_str()
    }

    /// Adds letters of ASCII as many at once as stand together.
    fn read_ascii(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() && !self.is_full() {
            let (letters, others) =
                rest.split_at(rest.bytes().take_while(|&byte| is_slug_byte(byte)).count());
            let start = self.out.len();
            self.out.push_str(&letters[..letters.len().min(LONGEST + 1)]);
            self.out[start..].make_ascii_lowercase();
            let mut others = others.chars();
            others.next().into_iter().for_each(|c| self.push(c));
            rest = others.as_str();
        }
    }

    fn push(&mut self, c: char) {
        match c {
            '\'' | '’' | 'ʼ' | '\u{ad}' => {}
            c if is_slug_char(c) => self.out.push(c),
            _ => self.end_word(),
        }
    }

    fn end_word(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('-') {
            self.out.push('-');
            self.words += 1;
        }
    }

    /// Tells whether more text cannot change it.
    fn is_full(&self) -> bool {
        self.out.len() > LONGEST || self.words >= self.most
    }
}

/// Several slugs as one.
pub fn join(slugs: &[&str]) -> String {
    let parts = slugs.iter().map(|slug| slug.trim_matches('-')).filter(|slug| !slug.is_empty());
    let mut out = parts.collect::<Vec<_>>().join("-");
    shorten(&mut out);
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Letters, digits, and the marks that belong to letters in many scripts.
fn is_slug_char(c: char) -> bool {
    match u8::try_from(c).ok().filter(u8::is_ascii) {
        Some(byte) => is_slug_byte(byte),
        None => is_alphanumeric(c) || unicode_normalization::char::is_combining_mark(c),
    }
}

fn is_slug_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Names of which each is given out once.
#[derive(Clone, Debug, Default)]
pub struct Names {
    taken: HashSet<String, RandomState>,
    /// The last number that was tried behind a name, so that the hundredth of a kind does not try
    /// ninety-nine.
    numbers: HashMap<String, u32, RandomState>,
}

impl Names {
    /// Takes `name` if nobody has it; says whether that was so.
    pub fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_string())
    }

    /// Gives out `wanted`, or `wanted-2`, `wanted-3`, …: the first that nobody has.
    pub fn claim(&mut self, wanted: &str) -> String {
        if self.take(wanted) {
            return wanted.to_string();
        }
        let mut number = self.numbers.get(wanted).copied().unwrap_or(1);
        let name = loop {
            number += 1;
            let name = format!("{wanted}-{number}");
            if self.take(&name) {
                break name;
            }
        };
        self.numbers.insert(wanted.to_string(), number);
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_readable_in_any_script() {
        assert_eq!(slug("  GPT-5 & co.  "), "gpt-5-co");
        assert_eq!(slug("हिन्दी"), "हिन्दी");
        assert_eq!(slug("Čapek–stratum"), "čapek-stratum");
        assert_eq!(slug("C\u{30c}apek"), "čapek", "decomposed letters are composed");
        assert_eq!(slug("ＧＰＴ－８"), "gpt-8", "full-width letters are letters");
        assert_eq!(slug("?!"), "");
    }

    #[test]
    fn joined_slugs_are_the_slug_of_all() {
        for (a, b) in [("ann", "-what-is"), ("", "-就boring"), ("唐鳳", ""), ("a-", &"-word".repeat(60))] {
            assert_eq!(join(&[a, b]), slug(&format!("{a}-{b}")));
        }
    }

    proptest::proptest! {
        /// However text is read, its slug is that of its characters one by one.
        #[test]
        fn a_slug_is_made_of_normal_characters(text in "[a-cA-C0'’ _\\-.éÉe\u{301}ﬁＡ字\u{ad}]{0,400}", most in 1..9_usize) {
            let mut plain = Slug { out: String::new(), words: 0, most };
            text.nfkc().flat_map(char::to_lowercase).take_while(|&c| {
                plain.push(c);
                !plain.is_full()
            }).for_each(drop);
            let mut expected = plain.out;
            shorten(&mut expected);
            expected.truncate(expected.trim_end_matches('-').len());
            proptest::prop_assert_eq!(slug_of_words(&text, most), expected);
        }
    }

    #[test]
    fn no_more_words_are_read_than_asked_for() {
        assert_eq!(slug_of_words("one, two’s three four", 3), "one-twos-three");
        assert_eq!(slug_of_words("one", 3), "one");
    }

    #[test]
    fn a_slug_is_no_longer_than_a_folder_s_name_may_be() {
        let words = slug(&"many words ".repeat(100));
        assert!(words.len() <= LONGEST && words.ends_with("words"), "{words}");
        for long in ["x".repeat(1000), "字".repeat(1000), format!("a{}", "\u{301}\u{316}".repeat(500))] {
            let cut = slug(&long);
            assert!((LONGEST - 4..=LONGEST).contains(&cut.len()), "{}", cut.len());
            assert_eq!(slug(&cut), cut, "a slug is its own slug");
        }
    }

    #[test]
    fn a_taken_name_is_numbered() {
        let mut names = Names::default();
        assert!(names.take("a-2") && !names.take("a-2"));
        let claimed = ["a", "a", "a", "b"].map(|wanted| names.claim(wanted));
        assert_eq!(claimed, ["a", "a-3", "a-4", "b"]);
    }
}
