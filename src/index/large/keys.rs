//! The keys of terms.
//!
//! A key begins with a letter for the kind of the term, so that the sorted terms of a segment are parted by kind:
//!
//! - `2` and `3`: pairs and triples of common words, as `2of the`;
//! - `s`: all forms of a stem together, as `stide`, if several are long;
//! - `w`: a form and its stem, as `wtides\0tide`, the stem left out where it is the same;
//! - `w` with two zeros: not a term, but that a stem has a form, as `wtide\0\0tides`.

/// The key of a form and its stem.
pub(super) fn key_of_form(form: &str, stem: &str) -> Vec<u8> {
    let stem = if stem == form { "" } else { stem };
    [b"w", form.as_bytes(), b"\0", stem.as_bytes()].concat()
}

/// The form in the key of a form and its stem.
pub(super) fn form_of_key(key: &[u8]) -> &[u8] {
    let end = key.iter().position(|&byte| byte == 0).unwrap_or(key.len());
    &key[1..end]
}

/// The stem in the key of a form, unless they are the same.
pub(super) fn stem_of_key(key: &[u8]) -> Option<&str> {
    let end = key.iter().position(|&byte| byte == 0)?;
    std::str::from_utf8(&key[end + 1..]).ok().filter(|stem| !stem.is_empty())
}

/// The key of all forms of a stem.
pub(super) fn key_of_united(stem: &str) -> Vec<u8> {
    format!("s{stem}").into_bytes()
}

/// The key that says that its stem has the form with this `key`, unless they are the same.
pub(super) fn key_of_stem(key: &[u8]) -> Option<Vec<u8>> {
    let end = key.iter().position(|&byte| byte == 0)?;
    let (form, stem) = (&key[1..end], &key[end + 1..]);
    (!stem.is_empty()).then(|| [b"w", stem, b"\0\0", form].concat())
}

/// The key of the pair or triple of these common words.
pub(super) fn key_of_gram(words: &[&str]) -> Vec<u8> {
    format!("{}{}", words.len(), words.join(" ")).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_by_kind_then_form() {
        let (tide, tides) = (key_of_form("tide", "tide"), key_of_form("tides", "tide"));
        let of_stem = key_of_stem(&tides).expect("the stem differs");
        assert_eq!(key_of_stem(&tide), None);
        assert!(key_of_gram(&["of", "the"]) < tide, "grams come first");
        assert!(of_stem < tides && of_stem > tide);
    }
}
