//! Answers requests from the current snapshot.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use tokio::sync::watch::Receiver;

use super::policy::ResponseHeaders;
use super::snapshot::Snapshot;
use super::stored::StoredFiles;
use super::{file, live, margin, review};
use crate::text::content_type;

/// Turns away whoever is not a browser on this machine asking for something to read. A page of
/// another site can make a browser ask, but under that site's own name.
pub(super) async fn guard(
    State((headers, address)): State<(ResponseHeaders, IpAddr)>,
    request: Request,
    next: Next,
) -> Response {
    let refusal = if !is_expected(request.headers(), address) {
        Some((StatusCode::FORBIDDEN, "Ask for http://localhost or for the address that is listened on\n"))
    } else if !is_allowed(&request, headers.can_write) {
        Some((StatusCode::METHOD_NOT_ALLOWED, "Nothing can be changed here\n"))
    } else {
        None
    };
    let mut response = match refusal {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    };
    headers.add_to(response.headers_mut());
    response
}

/// Returns true if the method of a request is one for reading, or the server writes and the address is one for that.
fn is_allowed(request: &Request, can_write: bool) -> bool {
    match *request.method() {
        Method::GET | Method::HEAD => true,
        Method::POST => can_write && [review::ADDRESS, margin::ADDRESS].contains(&request.uri().path()),
        _ => false,
    }
}

/// Tells if a request names this machine, or the address that is listened on. Where all addresses are, any address will
/// do: a page of another site can make a browser ask under a name of its own, but not under an address.
fn is_expected(headers: &HeaderMap, listening: IpAddr) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|local| name.eq_ignore_ascii_case(local))
        || address.is_some_and(|address| address == listening || listening.is_unspecified())
}

/// Answers with a file of the newest good site. Whoever comes during the very first build waits.
pub(super) async fn answer(State(mut current): State<Receiver<Arc<Snapshot>>>, request: Request) -> Response {
    let Ok(snapshot) = current.wait_for(|snapshot| !snapshot.is_nothing()).await.map(|s| Arc::clone(&s))
    else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    // To make a page takes a moment, in which other requests are answered.
    let mut response = tokio::task::block_in_place(|| respond(&snapshot, &request));
    // The script on the page reads the version it was served as from here.
    let timing = format!("postil;desc=\"{}\"", snapshot.version());
    if let Ok(timing) = HeaderValue::from_str(&timing) {
        response.headers_mut().insert(HeaderName::from_static("server-timing"), timing);
    }
    response
}

fn respond(snapshot: &Snapshot, request: &Request) -> Response {
    let decoded = percent_decode_str(request.uri().path()).decode_utf8();
    let Some(path) = decoded.as_ref().ok().and_then(|path| path.strip_prefix('/')) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    if let Some(text) = live::file(path) {
        return ([(header::CONTENT_TYPE, content_type::from_path(path))], text).into_response();
    }
    let Some(site) = &snapshot.site else {
        return problems_page(snapshot.problems.as_deref().unwrap_or_default());
    };
    let index = format!("{path}index.html");
    let path = if path.is_empty() || path.ends_with('/') { &index } else { path };
    match site.get(path) {
        Some(Err(reason)) => problems_page(&reason),
        Some(Ok(entry)) => file::response(path, entry, request.headers()),
        None if site.has(&format!("{path}/index.html")) => redirect(path),
        None => not_found(site),
    }
}

/// The ASCII characters to escape in a path; all others are escaped anyway.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Leads from `/about` to `/about/`. The path is one of the site's own, never an address elsewhere.
fn redirect(path: &str) -> Response {
    let location = format!("/{}/", utf8_percent_encode(path, IN_PATH));
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}

fn not_found(site: &StoredFiles) -> Response {
    match site.get("404.html") {
        Some(Err(reason)) => problems_page(&reason),
        Some(Ok(entry)) => {
            let page = file::response("404.html", entry, &HeaderMap::new());
            (StatusCode::NOT_FOUND, page).into_response()
        }
        None => (StatusCode::NOT_FOUND, "There is no such page\n").into_response(),
    }
}

/// The page that is shown in place of one that cannot be made.
fn problems_page(problems: &str) -> Response {
    let escaped = problems.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let page = include_str!("problems.html").replace("PROBLEMS", &escaped);
    (StatusCode::INTERNAL_SERVER_ERROR, Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expects(host: &'static str, listening: &str) -> bool {
        let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
        is_expected(&headers, listening.parse().expect("an address"))
    }

    #[test]
    fn only_this_machine_is_served() {
        for good in ["localhost:4173", "LOCALHOST", "127.0.0.1:80", "[::1]:4173", "[::1]"] {
            assert!(expects(good, "127.0.0.1"), "{good}");
        }
        let foreign = [
            "",
            "evil.example",
            "localhost.evil.example:4173",
            "127.0.0.1.evil",
            "localhost:x",
            "::1",
            "192.168.0.7",
        ];
        for bad in foreign {
            assert!(!expects(bad, "127.0.0.1"), "{bad}");
        }
    }

    #[test]
    fn a_network_is_served_by_address_and_not_by_name() {
        assert!(expects("192.168.0.7:4173", "0.0.0.0") && expects("[fe80::7]:4173", "::"));
        assert!(expects("192.168.0.7:4173", "192.168.0.7") && expects("localhost:4173", "192.168.0.7"));
        assert!(!expects("192.168.0.8:4173", "192.168.0.7"));
        assert!(!expects("evil.example:4173", "0.0.0.0") && !expects("", "0.0.0.0"));
    }
}
