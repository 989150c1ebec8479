//! Access to the author's files from a browser: given by `postil serve --write`, to pages of this server alone.
//!
//! Another site can make a browser send requests here. It cannot read the token that is in this server's pages, its
//! requests say where they come from, and JSON is not sent across sites without asking first.

use axum::http::header::{self, HeaderMap};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};

/// The header in which a page sends the token.
const TOKEN: HeaderName = HeaderName::from_static("postil-token");
/// The most that a request to write may hold, in bytes: a note with its quotation.
pub(super) const LARGEST_REQUEST: usize = 256 * 1024;

/// The token without which nothing is written; another one in each run.
#[derive(Clone, Debug)]
pub struct WriteAccess {
    token: String,
}

/// A request that may not write.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Forbidden(&'static str);

impl IntoResponse for Forbidden {
    fn into_response(self) -> Response {
        (StatusCode::FORBIDDEN, self.0).into_response()
    }
}

impl WriteAccess {
    /// Draws a token of 128 bits.
    ///
    /// # Errors
    /// An error of the system that has no random numbers.
    pub fn new() -> Result<Self, std::io::Error> {
        let mut bytes = [0u8; 16];
        getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
        Ok(WriteAccess { token: bytes.iter().map(|byte| format!("{byte:02x}")).collect() })
    }

    /// The token, for this server's own pages.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Refuses a request that a page of this server did not send.
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<(), Forbidden> {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let host = text(&header::HOST).unwrap_or_default();
        if text(&header::ORIGIN) != Some(&format!("http://{host}")) {
            return Err(Forbidden("Only pages of this server may write\n"));
        }
        if text(&header::CONTENT_TYPE) != Some("application/json") {
            return Err(Forbidden("What is written is sent as JSON\n"));
        }
        if !text(&TOKEN).is_some_and(|token| is_same(token, &self.token)) {
            return Err(Forbidden("The server was restarted: reload the page\n"));
        }
        Ok(())
    }
}

/// Compares all of two tokens, so that the time taken tells nothing of where they differ.
fn is_same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(origin: &'static str, kind: &'static str, token: &str) -> HeaderMap {
        HeaderMap::from_iter([
            (header::HOST, HeaderValue::from_static("localhost:4173")),
            (header::ORIGIN, HeaderValue::from_static(origin)),
            (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
            (TOKEN, HeaderValue::from_str(token).unwrap()),
        ])
    }

    #[test]
    fn only_own_pages_with_the_token_may_write() {
        let access = WriteAccess::new().unwrap();
        let check = |origin, kind, token: &str| access.check(&headers(origin, kind, token)).is_ok();
        let (own, json) = ("http://localhost:4173", "application/json");
        assert!(check(own, json, access.token()));
        assert!(!check("http://evil.example", json, access.token()));
        assert!(!check("null", json, access.token()));
        assert!(!check("http://localhost:4174", json, access.token()));
        assert!(!check(own, "text/plain", access.token()));
        assert!(!check(own, json, ""));
        assert!(!check(own, json, WriteAccess::new().unwrap().token()));
        assert!(access.check(&HeaderMap::new()).is_err());
    }
}
