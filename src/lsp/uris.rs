//! URIs of files, as editors write them, and paths.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The characters that a path has as they are (RFC 3986: unreserved characters and the slash).
const IN_PATHS: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path of a file; none for a URI that names something else, such as an unsaved buffer.
pub(super) fn path_from_uri(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    // The host is empty or this computer; a share of another one has no path here.
    let path = &rest[rest.find('/')?..];
    if !matches!(&rest[..rest.len() - path.len()], "" | "localhost") {
        return None;
    }
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let is_drive = cfg!(windows) && path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if is_drive { &path[1..] } else { &path }))
}

/// The URI of a file; none for a path that is not text.
pub(super) fn uri_from_path(path: &Path) -> Option<Uri> {
    let path = path.to_str()?;
    let path = if cfg!(windows) { format!("/{}", path.replace('\\', "/")) } else { path.to_string() };
    Uri::from_str(&format!("file://{}", utf8_percent_encode(&path, IN_PATHS))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn paths_survive_the_way_to_a_uri_and_back() {
        for path in ["/a/b c.md", "/中文/é.md", "/100%/#x?.md"] {
            let uri = uri_from_path(Path::new(path)).expect("a URI");
            assert_eq!(path_from_uri(&uri).as_deref(), Some(Path::new(path)), "{}", uri.as_str());
        }
        for other in ["untitled:Untitled-1", "https://example.org/a.md", "file://server/share/a.md"] {
            assert_eq!(path_from_uri(&Uri::from_str(other).expect("a URI")), None, "{other}");
        }
    }
}
