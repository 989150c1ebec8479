//! Braces with the conditions under which words are shown: `{withheld until=2051 because="third party"}`.

use crate::config::Access;
use crate::parse::attribution::pairs;

/// The key that withholds.
pub const WITHHELD: &str = "withheld";

/// Keys that turns and headings have besides.
const OTHER_KEYS: [&str; 1] = ["topics"];

/// Keys of images, of which no part can be withheld.
const IMAGE_KEYS: [&str; 4] = ["width", "height", "class", "caption"];

/// The braces at the beginning of a text.
pub enum BraceReading {
    /// No braces.
    None,
    /// Braces that are not closed on their line.
    Open,
    /// Braces.
    Read(AccessBraces),
}

/// Braces that were read.
pub struct AccessBraces {
    pairs: Vec<(String, String)>,
    /// Their bytes.
    pub length: usize,
}

/// Reads the braces that `text` begins with.
pub fn read_braces(text: &str) -> BraceReading {
    let Some(inside) = text.strip_prefix('{') else { return BraceReading::None };
    let mut is_quoted = false;
    for (at, c) in inside.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '\n' => return BraceReading::Open,
            '}' if !is_quoted => {
                return BraceReading::Read(AccessBraces { pairs: pairs(&inside[..at]), length: at + 2 });
            }
            _ => {}
        }
    }
    BraceReading::Open
}

/// Returns true for a key of conditions.
pub fn is_access_key(key: &str) -> bool {
    matches!(key, WITHHELD | "until" | "because" | "edition")
}

/// The conditions among the attributes of a heading in a file of notes.
pub fn access_in(pairs: &[(String, String)]) -> Result<Option<Access>, String> {
    if !pairs.iter().any(|(key, value)| key == WITHHELD && value.is_empty()) {
        return Ok(None);
    }
    let pairs = pairs.iter().filter(|(key, _)| is_access_key(key)).cloned().collect();
    AccessBraces { pairs, length: 0 }.access().map(Some)
}

impl AccessBraces {
    /// Returns true if these braces withhold what they belong to, or were meant to.
    pub fn is_mark(&self) -> bool {
        let is_withheld = |(key, value): &(String, String)| key == WITHHELD && value.is_empty();
        let is_known = |(key, value): &(String, String)| {
            matches!(key.as_str(), WITHHELD | "until" | "because" | "edition")
                || OTHER_KEYS.contains(&key.as_str())
                || IMAGE_KEYS.contains(&key.as_str())
                || (value.is_empty() && key.starts_with(['#', '.']))
        };
        let is_first = self.pairs.first().is_some_and(is_withheld);
        is_first || (self.pairs.iter().any(is_withheld) && self.pairs.iter().all(is_known))
    }

    /// The conditions, or what is wrong with them.
    pub fn access(&self) -> Result<Access, String> {
        let mut access = Access::default();
        for (key, value) in &self.pairs {
            match key.as_str() {
                WITHHELD if value.is_empty() => {}
                "until" => {
                    let until =
                        value.parse().map_err(|reason| format!("`{value}` is not a date: {reason}"))?;
                    access.until = Some(until);
                }
                "because" if !value.is_empty() => access.because = Some(value.clone()),
                "edition" if is_name(value) => access.edition = Some(value.clone()),
                other if OTHER_KEYS.contains(&other) || other.starts_with(['#', '.']) => {}
                other => {
                    return Err(format!(
                        "`{other}` cannot be read as a condition: there are until=2051, because=\"…\" and edition=name"
                    ));
                }
            }
        }
        Ok(access)
    }
}

/// Returns true for the name of an edition.
fn is_name(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}
