//! Porter's stemmer for English (“An algorithm for suffix stripping”, 1980), with the departures that
//! elasticlunr's has, so that an index of ours can be searched with it.

/// The stem of `word`, which is in lower case; a word that is not ASCII is its own stem.
pub(super) fn stem(mut word: String) -> String {
    if word.len() < 3 || !word.is_ascii() {
        return word;
    }
    strip_plural(&mut word);
    strip_past_and_progressive(&mut word);
    soften_final_y(&mut word);
    replace_longest(&mut word, &DOUBLE_SUFFIXES);
    replace_longest(&mut word, &SIMPLE_SUFFIXES);
    strip_last_suffix(&mut word);
    strip_final_e_and_l(&mut word);
    word
}

/// Step 2: suffixes made of two, and the one they are brought to. A longer one stands before one it ends in.
const DOUBLE_SUFFIXES: [(&str, &str); 21] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("bli", "ble"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
    ("logi", "log"),
];

/// Step 3.
const SIMPLE_SUFFIXES: [(&str, &str); 7] = [
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
];

/// Step 4: what goes when enough is left. A longer one stands before one it ends in.
const LAST_SUFFIXES: [&str; 18] = [
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism", "ate",
    "iti", "ous", "ive", "ize",
];

/// Step 1a: `caresses`, `ponies`, `cats`.
fn strip_plural(word: &mut String) {
    let shorter_by = if before(word, "sses").is_some() || before(word, "ies").is_some() {
        2
    } else if before(word, "s").is_some_and(|stem| !stem.ends_with('s') && stem.len() > 1) {
        1
    } else {
        0
    };
    word.truncate(word.len() - shorter_by);
}

/// Step 1b: `agreed`, `plastered`, `motoring`.
fn strip_past_and_progressive(word: &mut String) {
    if let Some(stem) = before(word, "eed") {
        let shorter_by = usize::from(measure(stem) > 0);
        word.truncate(word.len() - shorter_by);
        return;
    }
    let stem = before(word, "ed").or_else(|| before(word, "ing"));
    if let Some(length) = stem.filter(|stem| has_vowel(stem)).map(str::len) {
        word.truncate(length);
        restore_ending(word);
    }
}

/// The rest of step 1b: `conflat(ed)` gets its `e` back, `hopp(ing)` loses a `p`.
fn restore_ending(word: &mut String) {
    let letters = word.as_bytes();
    let doubled = letters.len() > 1 && letters[letters.len() - 1] == letters[letters.len() - 2];
    if ["at", "bl", "iz"].iter().any(|ending| word.ends_with(ending)) {
        word.push('e');
    } else if doubled && !b"aeiouylsz".contains(&letters[letters.len() - 1]) {
        word.pop();
    } else if is_short(word) {
        word.push('e');
    }
}

/// Step 1c: `happy` becomes `happi`, but not `say` and not `by`.
fn soften_final_y(word: &mut String) {
    let softens = |stem: &str| stem.len() > 1 && !stem.ends_with(['a', 'e', 'i', 'o', 'u']);
    if before(word, "y").is_some_and(softens) {
        word.pop();
        word.push('i');
    }
}

/// Steps 2 and 3: only the longest suffix is tried.
fn replace_longest(word: &mut String, suffixes: &[(&str, &str)]) {
    let found = suffixes.iter().find_map(|(suffix, by)| Some((before(word, suffix)?, by)));
    if let Some((length, by)) = found.filter(|(stem, _)| measure(stem) > 0).map(|(s, by)| (s.len(), by)) {
        word.truncate(length);
        word.push_str(by);
    }
}

/// Step 4.
fn strip_last_suffix(word: &mut String) {
    let ion = || before(word, "ion").filter(|stem| stem.len() > 1 && stem.ends_with(['s', 't']));
    let stem = LAST_SUFFIXES.iter().find_map(|suffix| before(word, suffix)).or_else(ion);
    if let Some(length) = stem.filter(|stem| measure(stem) > 1).map(str::len) {
        word.truncate(length);
    }
}

/// Step 5: `probate` becomes `probat`, `controll` becomes `control`.
fn strip_final_e_and_l(word: &mut String) {
    let goes = |stem: &str| measure(stem) > 1 || measure(stem) == 1 && !is_short(stem);
    if before(word, "e").is_some_and(goes) {
        word.pop();
    }
    if word.ends_with("ll") && measure(word) > 1 {
        word.pop();
    }
}

/// The part before `suffix` when `word` ends in it and is longer.
fn before<'a>(word: &'a str, suffix: &str) -> Option<&'a str> {
    word.strip_suffix(suffix).filter(|stem| !stem.is_empty())
}

/// `y` is a vowel after a consonant.
fn is_vowel(letters: &[u8], at: usize) -> bool {
    match letters[at] {
        b'a' | b'e' | b'i' | b'o' | b'u' => true,
        b'y' => at > 0 && !is_vowel(letters, at - 1),
        _ => false,
    }
}

fn has_vowel(stem: &str) -> bool {
    (0..stem.len()).any(|at| is_vowel(stem.as_bytes(), at))
}

/// The number of times a consonant follows a vowel: Porter's *m*.
fn measure(stem: &str) -> usize {
    let letters = stem.as_bytes();
    (1..letters.len()).filter(|&at| is_vowel(letters, at - 1) && !is_vowel(letters, at)).count()
}

/// Tells whether `stem` is consonants, one vowel, one consonant other than `w`, `x`, `y`: `hop`, `fil`.
fn is_short(stem: &str) -> bool {
    let letters = stem.as_bytes();
    let Some(last) = letters.len().checked_sub(1).filter(|&last| last >= 2) else { return false };
    let first_vowel = (0..letters.len()).find(|&at| is_vowel(letters, at));
    first_vowel == Some(last - 1) && !b"aeiouwxy".contains(&letters[last])
}
