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
    let title = out.trim();
    if title.is_empty() { name.to_string() } else { title.to_string() }
}
