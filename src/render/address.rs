//! Addresses as they stand in a page: relative, so that the same folder works at a host's root,
//! under any path and opened from disk.

use crate::model::{Href, Site};

/// The way from a page to the output's root: `../../`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    prefix: String,
    file: &'static str,
    /// The folder of the page, encoded, with a `/` at its end: links to what is near it make no detour.
    folder: String,
}

/// The file behind a folder's address. It is named, since a folder opened from disk shows a listing.
const INDEX: &str = "index.html";

impl Root {
    /// The way from the page whose folder is `address`. It is never empty: a relative address that
    /// began with `a:b` would be taken for a scheme.
    pub fn from_address(address: &str) -> Root {
        let folder = encode(&address[..address.rfind('/').map_or(0, |at| at + 1)]);
        let prefix = match address.matches('/').count() {
            0 => "./".to_string(),
            depth => "../".repeat(depth),
        };
        Root { prefix, file: INDEX, folder }
    }

    /// The root for what is read away from the site: `base_url`.
    pub fn absolute(base_url: &str) -> Root {
        Root { prefix: base_url.into(), file: "", folder: String::new() }
    }

    /// The root of a host that has nothing but the site.
    pub fn of_host() -> Root {
        Root { prefix: "/".into(), file: INDEX, folder: String::new() }
    }

    /// The root for a page that a host shows at any address it does not know: the path of
    /// `base_url`. Without one the site is taken for all of its host, so that the page has its styles at any depth.
    pub fn anywhere(base_url: Option<&str>) -> Root {
        let path = base_url.and_then(|url| {
            let after_scheme = &url[url.find("://")? + 3..];
            Some(after_scheme.find('/').map_or("/", |at| &after_scheme[at..]))
        });
        Root { prefix: path.unwrap_or("/").to_string(), file: INDEX, folder: String::new() }
    }

    /// The prefix itself, with a `/` at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The page whose folder is `address`.
    pub fn page(&self, address: &str) -> String {
        self.link(&format!("{}{}", encode(address), self.file))
    }

    /// The file at `path` in the output.
    pub fn file(&self, path: &str) -> String {
        self.link(&encode(path))
    }

    /// The shortest way to an encoded path of the output.
    fn link(&self, path: &str) -> String {
        let shared = shared_folders(&self.folder, path);
        if shared == 0 {
            return format!("{}{path}", self.prefix);
        }
        let rest = &path[shared..];
        match self.folder[shared..].matches('/').count() {
            // What begins with `a:` would be taken for a scheme, and nothing at all for the page itself.
            0 if rest.is_empty() || rest.split('/').next().is_some_and(|first| first.contains(':')) => {
                format!("./{rest}")
            }
            ups => "../".repeat(ups) + rest,
        }
    }

    /// The address of `href` from here; `None` when its words should be shown without a link.
    pub fn resolve(&self, href: &Href, site: &Site) -> Option<String> {
        match href {
            Href::External(address) => Some(address.clone()),
            Href::Anchor(anchor) => Some(fragment(anchor)),
            Href::File(path) => Some(self.file(path)),
            Href::Address(address) => Some(self.page(address)),
            Href::Page { page, anchor } => {
                let page = self.page(&site.page(*page).address);
                Some(page + &anchor.as_deref().map(fragment).unwrap_or_default())
            }
            Href::Raw(_) | Href::Refused(_) => None,
        }
    }
}

/// The bytes of `path` that are folders which `folder` is in too.
fn shared_folders(folder: &str, path: &str) -> usize {
    let same = folder.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
    path[..path.floor_char_boundary(same)].rfind('/').map_or(0, |at| at + 1)
}

/// The path in the output to which `link` leads from the page in `folder`; all of them are encoded.
pub fn path_in_output(link: &str, folder: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `#anchor`, encoded.
pub fn fragment(anchor: &str) -> String {
    format!("#{}", encode(anchor))
}

/// Percent-encodes what may not stand in a path or fragment; letters and digits of every script stay
/// readable.
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~' | ':' | '@' | '+' | ',' | '!') {
            out.push(c);
        } else {
            push_encoded(c, &mut out);
        }
    }
    out
}

/// An address from elsewhere as strict programs want it: what no address may hold is percent-encoded.
pub fn uri(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut fragments = 0;
    for (at, c) in address.char_indices() {
        fragments += usize::from(c == '#');
        let escapes =
            address.as_bytes()[at + 1..].get(..2).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit));
        let is_stray = (c == '%' && !escapes) || (c == '#' && fragments > 1);
        let is_forbidden = matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
        match is_stray || is_forbidden || c.is_whitespace() || c.is_control() {
            true => push_encoded(c, &mut out),
            false => out.push(c),
        }
    }
    out
}

fn push_encoded(c: char, out: &mut String) {
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// Returns true if `url` names its own host or scheme.
pub fn is_absolute(url: &str) -> bool {
    let scheme = url.split([':', '/', '?', '#']).next().unwrap_or_default();
    let has_scheme = url[scheme.len()..].starts_with(':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    has_scheme || url.starts_with("//")
}

/// Returns true if a link to `url` can only open a page.
pub fn is_web_address(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_name_their_file() {
        assert_eq!(Root::from_address("interviews/altman/").page("about/"), "../../about/index.html");
        assert_eq!(Root::from_address("").page(""), "./index.html");
        assert_eq!(Root::from_address("").file("a:b.jpg"), "./a:b.jpg");
    }

    #[test]
    fn links_to_what_is_near_make_no_detour() {
        let root = Root::from_address("show/episode/");
        assert_eq!(root.file("show/episode/transcript.vtt"), "transcript.vtt");
        assert_eq!(root.file("show/episode/a:b.jpg"), "./a:b.jpg");
        assert_eq!(root.page("show/"), "../index.html");
        assert_eq!(root.page("show/episode-2/"), "../episode-2/index.html");
        assert_eq!(root.page("showing/episode/"), "../../showing/episode/index.html");
        assert_eq!(Root::from_address("開放/一/").page("開放/丁/"), "../丁/index.html");
        assert_eq!(path_in_output(&root.file("show/a.mp3"), "show/episode/"), "show/a.mp3");
        assert_eq!(path_in_output(&root.file("b.mp3"), "show/episode/"), "b.mp3");
        assert_eq!(path_in_output("transcript.vtt", "show/episode/"), "show/episode/transcript.vtt");
    }

    #[test]
    fn links_from_elsewhere_are_whole() {
        let root = Root::absolute("https://example.org/a/");
        assert_eq!(root.page("interviews/altman/"), "https://example.org/a/interviews/altman/");
        assert_eq!(root.file("feed.xml"), "https://example.org/a/feed.xml");
    }

    #[test]
    fn names_are_encoded_and_stay_readable() {
        assert_eq!(Root::from_address("a/").page("開放^資料 #1/"), "../開放%5E資料%20%231/index.html");
        assert_eq!(fragment("超级智能"), "#超级智能");
        assert_eq!(encode("100%\"<"), "100%25%22%3C");
    }

    #[test]
    fn addresses_from_elsewhere_are_made_strict() {
        assert_eq!(
            uri("https://a.example/好?q=a b&c=<%20>%zz#x#y"),
            "https://a.example/好?q=a%20b&c=%3C%20%3E%25zz#x%23y"
        );
    }

    #[test]
    fn a_page_shown_anywhere_starts_at_the_host() {
        assert_eq!(Root::anywhere(Some("https://example.org/a/b/")).prefix(), "/a/b/");
        assert_eq!(Root::anywhere(Some("https://example.org")).prefix(), "/");
        assert_eq!(Root::anywhere(None).prefix(), "/");
    }

    #[test]
    fn schemes_are_told_from_paths() {
        assert!(is_absolute("https://a.b/") && is_absolute("mailto:a@b") && is_absolute("//host/x"));
        assert!(!is_absolute("a/b:c") && !is_absolute("about.md") && !is_absolute("1:2") && !is_absolute(""));
    }
}
