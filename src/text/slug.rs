//! Slugs: readable names for anchors and addresses, in any script.

use unicode_normalization::UnicodeNormalization;

/// Turns words into a slug: NFKC, lower case, letters and digits of every script kept, everything
/// between them one `-`. May be empty.
///
/// ```
/// use postil::text::slug::slug;
/// assert_eq!(slug("The Gardener’s  Interview!"), "the-gardeners-interview");
/// assert_eq!(slug("超级智能：定义"), "超级智能-定义");
/// ```
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Most text needs no tables.
    match text.is_ascii() {
        true => text.bytes().for_each(|byte| push(char::from(byte.to_ascii_lowercase()), &mut out)),
        false => text.nfkc().flat_map(char::to_lowercase).for_each(|c| push(c, &mut out)),
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

fn push(c: char, out: &mut String) {
    match c {
        '\'' | '’' | 'ʼ' | '\u{ad}' => {}
        c if is_slug_char(c) => out.push(c),
        _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
        _ => {}
    }
}

/// Letters, digits, and the marks that belong to letters in many scripts.
fn is_slug_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || !c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
}

/// `wanted`, or `wanted-2`, `wanted-3`, … : the first that `taken` does not refuse.
pub fn unique(wanted: &str, mut taken: impl FnMut(&str) -> bool) -> String {
    if !taken(wanted) {
        return wanted.to_string();
    }
    (2u32..)
        .map(|n| format!("{wanted}-{n}"))
        .find(|candidate| !taken(candidate))
        .expect("one of 2^32 names is free")
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
    fn a_taken_name_is_numbered() {
        assert_eq!(unique("a", |name| name == "a" || name == "a-2"), "a-3");
    }
}
