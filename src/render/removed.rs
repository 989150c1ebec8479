//! Settings with which web servers answer “410 Gone” (RFC 9110, 15.5.11) at the addresses of pages that were removed, and
//! send the page that says so.

use crate::model::Site;

/// The address of a removed page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedAddress {
    /// The path on the host, with `/` at both ends.
    path: String,
}

/// The addresses of the removed pages of `site`, in the order of pages.
pub fn removed_pages(site: &Site) -> Vec<RemovedAddress> {
    let base = site.config.base_url.as_deref().map_or("/", base_path);
    let removed = site.pages.iter().filter(|page| page.document.front.access.removal.is_some());
    removed.map(|page| RemovedAddress { path: format!("{base}{}", page.address) }).collect()
}

/// The path of `https://example.org/archive/`: `/archive/`.
fn base_path(base_url: &str) -> &str {
    let host = base_url.split_once("://").map_or(base_url, |(_, host)| host);
    host.find('/').map_or("/", |at| &host[at..])
}

impl RemovedAddress {
    /// A `location` for a `server` of nginx.
    pub fn nginx(&self) -> String {
        let path = &self.path;
        format!("location = {path} {{ error_page 410 {path}index.html; return 410; }}")
    }

    /// Lines for Apache 2.4, in the configuration of a host or in the `.htaccess` at its root. The page itself is sent
    /// with the status, so it must not match.
    pub fn apache(&self) -> String {
        let path = &self.path;
        let pattern = path.replace('.', "\\.");
        format!(
            "RedirectMatch 410 \"^{pattern}$\"\n<If \"%{{REQUEST_URI}} == '{path}'\">\nErrorDocument 410 {path}index.html\n</If>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_the_path_of_the_site() {
        assert_eq!(base_path("https://example.org/"), "/");
        assert_eq!(base_path("https://example.org"), "/");
        assert_eq!(base_path("https://example.org/a/b/"), "/a/b/");
    }
}
