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
