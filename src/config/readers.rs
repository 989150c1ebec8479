//! Notes and corrections of readers: `[readers]`.

use super::read::checked;
use crate::toml_reader::TomlTable;

/// The names that an address for readers can have in braces, with what stands for them.
pub const READER_PLACES: [(&str, &str); 6] = [
    ("title", "the title of the page"),
    ("body", "the text of the note or correction"),
    ("path", "the file of the page"),
    ("line", "the line of the turn in it"),
    ("words", "the words that it is about"),
    ("url", "the address of the turn"),
];

/// The ways in which readers write to the author of a site. They need no service: notes stay in the reader's browser,
/// and are sent as a link, a file, or by these addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readers {
    /// The address that a note is sent by, with names in braces.
    pub notes: Option<String>,
    /// The address that a correction is sent by.
    pub corrections: Option<String>,
}

impl Readers {
    pub(super) fn read(table: &mut TomlTable) -> Self {
        Readers {
            notes: checked(table, "notes", address),
            corrections: checked(table, "corrections", address),
        }
    }

    /// Returns true if a correction names the line of its turn.
    pub fn needs_lines(&self) -> bool {
        [&self.notes, &self.corrections].into_iter().flatten().any(|address| address.contains("{line}"))
    }
}

fn address(written: &str) -> Result<String, String> {
    if !["https://", "http://", "mailto:"].iter().any(|scheme| written.starts_with(scheme)) {
        return Err("it must start with https://, http:// or mailto:".into());
    }
    if written.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>')) {
        return Err("it must be an address, without spaces: write %20 for a space".into());
    }
    for rest in written.split('{').skip(1) {
        let name = rest.split('}').next().filter(|_| rest.contains('}'));
        if !name.is_some_and(|name| READER_PLACES.iter().any(|(known, _)| *known == name)) {
            let known: Vec<String> = READER_PLACES.iter().map(|(name, _)| format!("{{{name}}}")).collect();
            return Err(format!("in braces there can be {}", known.join(", ")));
        }
    }
    Ok(written.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_known_names_in_braces() {
        assert!(address("mailto:ann@a.example?subject={title}&body={body}").is_ok());
        assert!(address("https://a.example/edit/main/{path}#L{line}").is_ok());
        for bad in
            ["javascript:{body}", "https://a.example/{nme}", "https://a.example/{title", "https://a b", "/x"]
        {
            assert!(address(bad).is_err(), "{bad}");
        }
    }
}
