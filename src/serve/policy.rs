//! The headers that keep a page from doing more than show its site: what hosts are advised to send.

use std::sync::Arc;

use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use tokio::sync::watch::Receiver;

use super::snapshot::Snapshot;

/// The Content-Security-Policy that pages are served with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PagePolicy {
    /// No script and no style inside a page runs, and nothing is asked of other hosts but pictures, recordings and the
    /// search engine of the site.
    #[default]
    Strict,
    /// None: a theme of the site's own may run what it wants.
    Unrestricted,
}

/// Adds headers to every answer of one server.
#[derive(Clone)]
pub(super) struct ResponseHeaders {
    pub(super) policy: PagePolicy,
    pub(super) current: Receiver<Arc<Snapshot>>,
    /// True if pages of this server may write.
    pub(super) can_write: bool,
}

impl ResponseHeaders {
    pub(super) fn add_to(&self, headers: &mut HeaderMap) {
        let unsaid = HeaderValue::from_static("no-cache");
        headers.entry(header::CACHE_CONTROL).or_insert(unsaid);
        let fixed = [
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            // A player at YouTube wants to know which host asks, and nobody the rest of the address.
            (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        ];
        headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
        if self.policy == PagePolicy::Strict
            && let Ok(policy) = HeaderValue::from_str(&self.policy_of_site())
        {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
    }

    fn policy_of_site(&self) -> String {
        let current = self.current.borrow();
        let engine = current.site.as_ref().and_then(|site| site.engine()).and_then(origin);
        policy(engine.unwrap_or_default())
    }
}

/// The policy of a site whose search engine answers at `engine`.
fn policy(engine: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; \
         media-src 'self' https:; font-src 'self'; connect-src 'self' {engine}; \
         frame-src https://www.youtube-nocookie.com https://player.vimeo.com; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// The scheme and host of an address, if nothing in them would end a directive of the policy.
fn origin(url: &str) -> Option<&str> {
    let host = url.find("://")? + 3;
    let end = url[host..].find('/').map_or(url.len(), |at| host + at);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._:/[]".contains(c);
    Some(&url[..end]).filter(|origin| origin.chars().all(is_plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_origin_is_allowed() {
        assert_eq!(origin("https://search.example:7700/a?b"), Some("https://search.example:7700"));
        assert_eq!(origin("http://[::1]:8108"), Some("http://[::1]:8108"));
        assert_eq!(origin("https://a; script-src *"), None);
        assert_eq!(origin("https://a *"), None);
        assert_eq!(origin("nothing"), None);
    }
}
