//! A limit to the parts of a file. The smallest part, `{}` or an empty line, takes a hundred times its size in
//! memory once it is read, so that a limit to bytes alone would have to be too low for true transcripts.

use super::Refusal;

/// The most parts that a file may have. Eight days of radio traffic have a tenth of it.
pub const PARTS: usize = 2_000_000;

/// Refuses a text that has too many parts to be the transcript of one recording.
pub fn check(text: &str) -> Result<(), Refusal> {
    let (count, parts) = parts(text);
    if count > PARTS { Err(Refusal::TooMany(count, parts)) } else { Ok(()) }
}

/// The largest number of parts that a text can have, and their name. JSON may have a line for each value, so that only its
/// objects and lists count.
fn parts(text: &str) -> (usize, &'static str) {
    let count = |marks: &[u8]| text.bytes().filter(|byte| marks.contains(byte)).count();
    match text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).as_bytes().first() {
        Some(b'{' | b'[') => (count(b"{["), "objects and lists"),
        Some(b'<') => (count(b"<"), "elements"),
        _ => (count(b"\n"), "lines"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_by_what_a_text_looks_like() {
        assert_eq!(parts("{\n\"a\":\n[{},\n{}]}"), (4, "objects and lists"));
        assert_eq!(parts("\n<a><b/></a>\n\n"), (3, "elements"));
        assert_eq!(parts("WEBVTT\n\n0:00 --> 0:01\n<v Ann>{\n"), (4, "lines"));
    }

    #[test]
    fn text_of_too_many_parts_is_refused() {
        assert_eq!(check(&"\n".repeat(PARTS)), Ok(()));
        assert_eq!(check(&"\n".repeat(PARTS + 1)), Err(Refusal::TooMany(PARTS + 1, "lines")));
    }
}
