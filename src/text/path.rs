//! Paths as they are shown and published: with `/` between their parts on every system.

use std::path::Path;

/// A relative `path` with `/` between its parts; `None` when it is not text.
///
/// ```
/// use std::path::Path;
/// use postil::text::path::slashed;
/// assert_eq!(slashed(&Path::new("interviews").join("altman.md")).as_deref(), Some("interviews/altman.md"));
/// ```
pub fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// A file's or folder's name as a title: `oral-history` as “Oral history”. A dash between digits stays, since it is
/// part of a date.
///
/// ```
/// use postil::text::path::title_from_name;
/// assert_eq!(title_from_name("oral_history-in-the-north"), "Oral history in the north");
/// assert_eq!(title_from_name("2018-10-10-signing"), "2018-10-10 signing");
/// assert_eq!(title_from_name("ep12-the-bell"), "Ep 12 the bell");
/// ```
pub fn title_from_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut before = None;
    let mut letters = name.chars().peekable();
    while let Some(c) = letters.next() {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let is_kept_dash = c == '-' && is_digit(before) && is_digit(letters.peek().copied());
        match c {
            '-' | '_' if !is_kept_dash => out.push(' '),
            _ if before.is_none() => out.extend(c.to_uppercase()),
            _ => out.push(c),
        }
        before = Some(c);
    }
    let words: Vec<String> = out.split_whitespace().map(set_number_apart).collect();
    if words.is_empty() { name.to_string() } else { words.join(" ") }
}

/// Words before which no name of a thing has a number of its own, as `mp3` and `web2` have.
const COUNTED: [&str; 17] = [
    "chapter",
    "day",
    "ep",
    "episode",
    "folge",
    "interview",
    "kapitel",
    "lecture",
    "no",
    "part",
    "session",
    "show",
    "tape",
    "teil",
    "track",
    "vol",
    "volume",
];

/// `ep12` as `ep 12`.
fn set_number_apart(word: &str) -> String {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    match word.strip_prefix(stem).filter(|_| COUNTED.contains(&stem.to_ascii_lowercase().as_str())) {
        Some(number) if !number.is_empty() => format!("{stem} {number}"),
        _ => word.to_string(),
    }
}
